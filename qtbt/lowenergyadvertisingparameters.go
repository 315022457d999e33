package qtbt

// LowEnergyAdvertisingParameters: how a peripheral advertises.

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/goqtbt/bluetooth/cshim"
)

// AdvertisingMode is what other devices can do about a peripheral's advertisements: connect, and
// scan, which is to ask for a scan response. It is Qt's QLowEnergyAdvertisingParameters::Mode, with
// its values.
type AdvertisingMode int32

// The advertising modes.
const (
	AdvInd        AdvertisingMode = cshim.AdvertisingModeInd        // they can connect and scan
	AdvScanInd    AdvertisingMode = cshim.AdvertisingModeScanInd    // they can scan
	AdvNonConnInd AdvertisingMode = cshim.AdvertisingModeNonConnInd // they can only listen
)

// String returns Qt's name, such as "AdvInd".
func (m AdvertisingMode) String() string {
	return enumName(m, "AdvertisingMode", cshim.AdvertisingModeNames)
}

// FilterPolicy is what a peripheral's white list is for; Qt's
// QLowEnergyAdvertisingParameters::FilterPolicy, with its values.
type FilterPolicy int32

// The filter policies.
const (
	// All devices can connect and ask for a scan response.
	IgnoreWhiteList FilterPolicy = cshim.FilterPolicyIgnore
	// Only listed devices can ask for a scan response.
	UseWhiteListForScanning FilterPolicy = cshim.FilterPolicyScanning
	// Only listed devices can connect.
	UseWhiteListForConnecting FilterPolicy = cshim.FilterPolicyConnecting
	// Only listed devices can connect and ask for a scan response.
	UseWhiteListForScanningAndConnecting FilterPolicy = cshim.FilterPolicyScanningAndConnecting
)

// String returns Qt's name, such as "IgnoreWhiteList".
func (p FilterPolicy) String() string {
	return enumName(p, "FilterPolicy", cshim.FilterPolicyNames)
}

// RemoteAddressType is the kind of a Low Energy device's address; Qt's
// QLowEnergyController::RemoteAddressType, with its values.
type RemoteAddressType int32

// The kinds of addresses.
const (
	PublicAddress RemoteAddressType = cshim.RemoteAddressPublic // the manufacturer has assigned it
	// RandomAddress: the device has chosen it, and may change it.
	RandomAddress RemoteAddressType = cshim.RemoteAddressRandom
)

// String returns Qt's name, such as "PublicAddress".
func (t RemoteAddressType) String() string {
	return enumName(t, "RemoteAddressType", cshim.RemoteAddressNames)
}

// AddressInfo is the address of a Low Energy device, with its kind; Qt's
// QLowEnergyAdvertisingParameters::AddressInfo. It is a plain value, comparable with ==.
type AddressInfo struct {
	Address Address
	Type    RemoteAddressType
}

// String returns the address and its kind, such as "00:11:22:33:44:55 PublicAddress".
func (a AddressInfo) String() string { return fmt.Sprintf("%s %s", a.Address, a.Type) }

// defaultAdvertisingInterval is Qt's, in milliseconds.
const defaultAdvertisingInterval = 1280

// LowEnergyAdvertisingParameters is how a peripheral advertises; Qt's
// QLowEnergyAdvertisingParameters. It is a plain value: a copy is independent. The zero
// LowEnergyAdvertisingParameters lets all devices connect, and advertises every 1.28 s. Compare
// with [LowEnergyAdvertisingParameters.Equal].
type LowEnergyAdvertisingParameters struct {
	mode         AdvertisingMode
	filterPolicy FilterPolicy
	whiteList    []AddressInfo // replaced, never changed in place: copies share it

	// In milliseconds, less Qt's default, so that the zero value has it.
	minimumInterval int32
	maximumInterval int32
}

// Mode returns what other devices can do about the advertisements, [AdvInd] unless set.
func (p LowEnergyAdvertisingParameters) Mode() AdvertisingMode { return p.mode }

// SetMode sets what other devices can do about the advertisements. Advertising does not start with
// a mode that has no name.
func (p *LowEnergyAdvertisingParameters) SetMode(mode AdvertisingMode) { p.mode = mode }

// SetWhiteList sets the devices of the white list and what it is for. Qt's raw HCI peripheral does
// not filter with [DiscoverabilityLimited], and logs a warning then. The D-Bus peripheral of Qt 6.5
// and later never does. Advertising does not start with a policy, or a kind of address, that has no
// name.
func (p *LowEnergyAdvertisingParameters) SetWhiteList(whiteList []AddressInfo, policy FilterPolicy) {
	p.whiteList, p.filterPolicy = slices.Clone(whiteList), policy
}

// WhiteList returns the devices of the white list.
func (p LowEnergyAdvertisingParameters) WhiteList() []AddressInfo { return slices.Clone(p.whiteList) }

// FilterPolicy returns what the white list is for, [IgnoreWhiteList] unless set.
func (p LowEnergyAdvertisingParameters) FilterPolicy() FilterPolicy { return p.filterPolicy }

// SetInterval sets the least and the greatest time between two advertisements, each rounded up to
// whole milliseconds. A maximum below the minimum becomes the minimum. Negative times, and times
// above Qt's maximum of 65535 ms, are an [ErrInvalidArgument] and change nothing.
//
// Bluetooth allows 20 ms to 10.24 s, and with [AdvScanInd] and [AdvNonConnInd] at least 100 ms.
// When the peripheral starts to advertise, Qt replaces a time outside of that by the nearest limit.
// Qt's raw HCI peripheral does so only up to 40.959 s, where the number that it computes exceeds 16
// bits.
func (p *LowEnergyAdvertisingParameters) SetInterval(minimum, maximum time.Duration) error {
	const op = "set advertising interval"
	var ms [2]int32
	for i, d := range []time.Duration{minimum, maximum} {
		var err error
		if ms[i], err = milliseconds(op, d); err != nil {
			return err
		}
		if ms[i] < 0 || ms[i] > math.MaxUint16 {
			text := fmt.Sprintf("%v is not between 0 and %d ms", d, math.MaxUint16)
			return &OpError{Op: op, Err: ErrInvalidArgument, Text: text}
		}
	}
	p.minimumInterval = ms[0] - defaultAdvertisingInterval
	p.maximumInterval = max(ms[0], ms[1]) - defaultAdvertisingInterval
	return nil
}

// MinimumInterval returns the least time between two advertisements, 1.28 s unless set.
func (p LowEnergyAdvertisingParameters) MinimumInterval() time.Duration {
	return time.Duration(p.minimumInterval+defaultAdvertisingInterval) * time.Millisecond
}

// MaximumInterval returns the greatest time between two advertisements, 1.28 s unless set.
func (p LowEnergyAdvertisingParameters) MaximumInterval() time.Duration {
	return time.Duration(p.maximumInterval+defaultAdvertisingInterval) * time.Millisecond
}

// Equal reports whether two LowEnergyAdvertisingParameters are the same in all that can be set;
// Qt's operator==.
func (p LowEnergyAdvertisingParameters) Equal(other LowEnergyAdvertisingParameters) bool {
	return p.mode == other.mode &&
		p.filterPolicy == other.filterPolicy &&
		p.minimumInterval == other.minimumInterval &&
		p.maximumInterval == other.maximumInterval &&
		slices.Equal(p.whiteList, other.whiteList)
}
