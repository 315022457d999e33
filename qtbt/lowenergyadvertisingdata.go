package qtbt

// LowEnergyAdvertisingData: what a peripheral is to tell in its advertisements.

import (
	"bytes"
	"slices"

	"github.com/goqtbt/bluetooth/cshim"
)

// Discoverability is whether devices that look for others shall find a peripheral; Qt's
// QLowEnergyAdvertisingData::Discoverability, with its values.
type Discoverability int32

// The kinds of discoverability.
const (
	DiscoverabilityNone Discoverability = cshim.DiscoverabilityNone // it is not to be found
	// DiscoverabilityLimited: it is to be found for a short time.
	DiscoverabilityLimited Discoverability = cshim.DiscoverabilityLimited
	// DiscoverabilityGeneral: it is to be found at any time.
	DiscoverabilityGeneral Discoverability = cshim.DiscoverabilityGeneral
)

// String returns Qt's name, such as "DiscoverabilityGeneral".
func (d Discoverability) String() string {
	return enumName(d, "Discoverability", cshim.DiscoverabilityNames)
}

// InvalidManufacturerID returns 0xffff, the manufacturer that a [LowEnergyAdvertisingData] has
// before manufacturer data are set, and with which it has none.
func InvalidManufacturerID() uint16 { return 0xffff }

// LowEnergyAdvertisingData is what a peripheral sends in its advertisements, or to those who ask
// for more (the scan response); Qt's QLowEnergyAdvertisingData. It is a plain value: a copy is
// independent, and the zero LowEnergyAdvertisingData has nothing to send. Compare with
// [LowEnergyAdvertisingData.Equal].
//
// An advertisement has room for 31 bytes. Each part takes 2 of them beside its content, and the
// flags, which Qt adds to advertising data but not to a scan response, take 3. Setters accept what
// does not fit. When the peripheral starts to advertise, Qt's raw HCI peripheral shortens the name,
// then sends as many services as fit, and manufacturer data only as a whole. It logs a warning for
// services and manufacturer data that do not fit. With the D-Bus peripheral of Qt 6.5 and later the
// limit is bluetoothd's, which refuses data that are too long.
type LowEnergyAdvertisingData struct {
	localName string
	// 0xffff less the manufacturer, so that the zero value has Qt's default.
	manufacturerBelow uint16
	discoverability   Discoverability
	includePowerLevel bool

	// These are replaced, never changed in place: copies share them.
	manufacturerData []byte
	services         []UUID
	rawData          []byte
}

// LocalName returns the name to advertise.
func (a LowEnergyAdvertisingData) LocalName() string { return a.localName }

// SetLocalName sets the name to advertise. It is sent as UTF-8, with U+FFFD in place of what is
// not.
func (a *LowEnergyAdvertisingData) SetLocalName(name string) { a.localName = name }

// ManufacturerID returns the company identifier of the manufacturer data, [InvalidManufacturerID]
// unless set.
func (a LowEnergyAdvertisingData) ManufacturerID() uint16 {
	return InvalidManufacturerID() - a.manufacturerBelow
}

// ManufacturerData returns the manufacturer data.
func (a LowEnergyAdvertisingData) ManufacturerData() []byte { return slices.Clone(a.manufacturerData) }

// SetManufacturerData sets the manufacturer data and the company identifier that the Bluetooth SIG
// has assigned to the manufacturer. With [InvalidManufacturerID] no data are sent. More than 27
// bytes would make Qt's raw HCI peripheral, up to Qt 6.8 at least, write past its buffer:
// advertising does not start with them.
func (a *LowEnergyAdvertisingData) SetManufacturerData(id uint16, data []byte) {
	a.manufacturerBelow, a.manufacturerData = InvalidManufacturerID()-id, slices.Clone(data)
}

// IncludePowerLevel reports whether to advertise the power that the radio sends with.
func (a LowEnergyAdvertisingData) IncludePowerLevel() bool { return a.includePowerLevel }

// SetIncludePowerLevel sets whether to advertise the power that the radio sends with.
func (a *LowEnergyAdvertisingData) SetIncludePowerLevel(doInclude bool) {
	a.includePowerLevel = doInclude
}

// Discoverability returns whether devices that look for others shall find the peripheral.
func (a LowEnergyAdvertisingData) Discoverability() Discoverability { return a.discoverability }

// SetDiscoverability sets whether devices that look for others shall find the peripheral. Qt does
// not use it in a scan response. Advertising does not start with a value that has no name.
func (a *LowEnergyAdvertisingData) SetDiscoverability(mode Discoverability) {
	a.discoverability = mode
}

// Services returns the services to advertise.
func (a LowEnergyAdvertisingData) Services() []UUID { return slices.Clone(a.services) }

// SetServices sets the services to advertise. Each UUID is sent in its shortest form.
func (a *LowEnergyAdvertisingData) SetServices(services []UUID) {
	a.services = slices.Clone(services)
}

// RawData returns the bytes to send in place of all else.
func (a LowEnergyAdvertisingData) RawData() []byte { return slices.Clone(a.rawData) }

// SetRawData sets the bytes to send in place of all else; none means that all else is sent. Qt's
// raw HCI peripheral sends the first 31 of them, without a warning. The D-Bus peripheral of Qt 6.5
// and later ignores them, with a warning in the log.
func (a *LowEnergyAdvertisingData) SetRawData(data []byte) { a.rawData = slices.Clone(data) }

// Equal reports whether two LowEnergyAdvertisingData are the same in all that can be set; Qt's
// operator==.
func (a LowEnergyAdvertisingData) Equal(other LowEnergyAdvertisingData) bool {
	return a.localName == other.localName &&
		a.manufacturerBelow == other.manufacturerBelow &&
		a.discoverability == other.discoverability &&
		a.includePowerLevel == other.includePowerLevel &&
		bytes.Equal(a.manufacturerData, other.manufacturerData) &&
		slices.Equal(a.services, other.services) &&
		bytes.Equal(a.rawData, other.rawData)
}
