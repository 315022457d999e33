package qtbt

// DeviceInfo, what is known about a remote device.

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/goqtbt/bluetooth/cshim"
)

// CoreConfiguration is the set of Bluetooth radios that a device has, classic or Low Energy. It is
// Qt's QBluetoothDeviceInfo::CoreConfigurations, with its values.
type CoreConfiguration uint8

// The core configurations.
const (
	UnknownCoreConfiguration              CoreConfiguration = cshim.CoreConfigurationUnknown
	LowEnergyCoreConfiguration            CoreConfiguration = cshim.CoreConfigurationLowEnergy
	BaseRateCoreConfiguration             CoreConfiguration = cshim.CoreConfigurationBaseRate
	BaseRateAndLowEnergyCoreConfiguration CoreConfiguration = cshim.CoreConfigurationBoth
)

var coreConfigurationNames = flagNames[CoreConfiguration]{
	{BaseRateAndLowEnergyCoreConfiguration, "BaseRateAndLowEnergyCoreConfiguration"},
	{LowEnergyCoreConfiguration, "LowEnergyCoreConfiguration"},
	{BaseRateCoreConfiguration, "BaseRateCoreConfiguration"},
}

// String returns the name, such as "BaseRateCoreConfiguration".
func (c CoreConfiguration) String() string {
	return coreConfigurationNames.format(c, "UnknownCoreConfiguration")
}

// DeviceField is a set of fields of a [DeviceInfo], which names what an update has changed. It is
// Qt's QBluetoothDeviceInfo::Fields, with its values.
type DeviceField uint16

// The fields, to be joined with "|".
const (
	FieldNone             DeviceField = cshim.DeviceFieldNone
	FieldRSSI             DeviceField = cshim.DeviceFieldRSSI
	FieldManufacturerData DeviceField = cshim.DeviceFieldManufacturerData
	FieldServiceData      DeviceField = cshim.DeviceFieldServiceData
	FieldAll              DeviceField = cshim.DeviceFieldAll
)

var deviceFieldNames = flagNames[DeviceField]{
	{FieldAll, "FieldAll"},
	{FieldRSSI, "FieldRSSI"},
	{FieldManufacturerData, "FieldManufacturerData"},
	{FieldServiceData, "FieldServiceData"},
}

// String returns the names, such as "FieldRSSI|FieldServiceData", or "FieldNone".
func (f DeviceField) String() string { return deviceFieldNames.format(f, "FieldNone") }

// DeviceInfo holds what is known about a remote device. It is Qt's QBluetoothDeviceInfo. It is a
// plain value: a copy is independent, and the zero DeviceInfo is invalid. Compare two with
// [DeviceInfo.Equal].
type DeviceInfo struct {
	address           Address
	deviceUUID        UUID
	name              string
	serviceClasses    ServiceClass
	majorDeviceClass  MajorDeviceClass
	minorDeviceClass  MinorDeviceClass
	coreConfiguration CoreConfiguration
	valid             bool
	cached            bool
	rssiAbove1        int16 // 1 is Qt's default, which the zero DeviceInfo has

	// These are replaced and never changed in place, as copies of a DeviceInfo share them.
	serviceUUIDs     []UUID
	manufacturerData advertisedData[uint16]
	serviceData      advertisedData[UUID]
}

// NewDeviceInfo makes a valid DeviceInfo. The class of device is the number that devices send:
//
//	bits  0 to  1: unused, 0
//	bits  2 to  7: minor device class
//	bits  8 to 12: major device class
//	bits 13 to 23: service classes
func NewDeviceInfo(address Address, name string, classOfDevice uint32) DeviceInfo {
	return DeviceInfo{
		address:          address,
		name:             name,
		minorDeviceClass: MinorDeviceClass(classOfDevice >> 2 & 0x3f),
		majorDeviceClass: MajorDeviceClass(classOfDevice >> 8 & 0x1f),
		serviceClasses:   ServiceClass(classOfDevice >> 13 & 0x7ff),
		valid:            true,
		rssiAbove1:       -1,
	}
}

// NewDeviceInfoFromUUID makes a valid DeviceInfo of a device that macOS or iOS knows by a UUID
// instead of an address. The class of device has the form that [NewDeviceInfo] describes.
func NewDeviceInfoFromUUID(uuid UUID, name string, classOfDevice uint32) DeviceInfo {
	d := NewDeviceInfo(Address{}, name, classOfDevice)
	d.deviceUUID = uuid
	return d
}

// IsValid reports whether this describes a device at all. The zero DeviceInfo does not.
func (d DeviceInfo) IsValid() bool { return d.valid }

// IsCached reports whether the system took this from its memory, rather than from the device
// itself.
func (d DeviceInfo) IsCached() bool { return d.cached }

// SetCached changes what [DeviceInfo.IsCached] reports.
func (d *DeviceInfo) SetCached(cached bool) { d.cached = cached }

// Address returns the device's address. Low Energy devices on macOS and iOS have none; see
// [DeviceInfo.DeviceUUID].
func (d DeviceInfo) Address() Address { return d.address }

// Name returns the device's name, or "" if it is not known.
func (d DeviceInfo) Name() string { return d.name }

// SetName changes the device's name.
func (d *DeviceInfo) SetName(name string) { d.name = name }

// ServiceClasses returns the kinds of services the device offers.
func (d DeviceInfo) ServiceClasses() ServiceClass { return d.serviceClasses }

// MajorDeviceClass returns the kind of device.
func (d DeviceInfo) MajorDeviceClass() MajorDeviceClass { return d.majorDeviceClass }

// MinorDeviceClass returns more about the kind of device, as the major device class defines it.
func (d DeviceInfo) MinorDeviceClass() MinorDeviceClass { return d.minorDeviceClass }

// RSSI returns the signal strength at the last scan in dBm, or 0 if it is not known. As in Qt, the
// zero DeviceInfo has 1.
func (d DeviceInfo) RSSI() int16 { return d.rssiAbove1 + 1 }

// SetRSSI changes the signal strength.
func (d *DeviceInfo) SetRSSI(signal int16) { d.rssiAbove1 = signal - 1 }

// ServiceUUIDs returns the UUIDs of the services that the device has advertised.
func (d DeviceInfo) ServiceUUIDs() []UUID { return slices.Clone(d.serviceUUIDs) }

// SetServiceUUIDs changes the UUIDs of the device's services.
func (d *DeviceInfo) SetServiceUUIDs(uuids []UUID) { d.serviceUUIDs = slices.Clone(uuids) }

// ManufacturerIDs returns the company identifiers of the manufacturer data in the device's
// advertisements, newest first. An identifier occurs once for each of its data.
func (d DeviceInfo) ManufacturerIDs() []uint16 { return d.manufacturerData.ids() }

// ManufacturerData returns the newest manufacturer data of a company, or nil if there are none.
func (d DeviceInfo) ManufacturerData(manufacturerID uint16) []byte {
	return d.manufacturerData.newest(manufacturerID)
}

// AllManufacturerData returns the manufacturer data of all companies, newest first. It is Qt's
// manufacturerData without an argument.
func (d DeviceInfo) AllManufacturerData() map[uint16][][]byte { return d.manufacturerData.all() }

// SetManufacturerData adds manufacturer data and, as in Qt, keeps the data that are there already.
// [DeviceInfo.ManufacturerData] then returns the new data, and [DeviceInfo.AllManufacturerData]
// returns both. SetManufacturerData returns false if the same data were there already.
func (d *DeviceInfo) SetManufacturerData(manufacturerID uint16, data []byte) bool {
	return d.manufacturerData.add(manufacturerID, data)
}

// ServiceIDs returns the UUIDs of the service data in the device's advertisements, newest first. A
// UUID occurs once for each of its data.
func (d DeviceInfo) ServiceIDs() []UUID { return d.serviceData.ids() }

// ServiceData returns the newest service data of a service, or nil if there are none.
func (d DeviceInfo) ServiceData(serviceID UUID) []byte { return d.serviceData.newest(serviceID) }

// AllServiceData returns the service data of all services, newest first. It is Qt's serviceData
// without an argument.
func (d DeviceInfo) AllServiceData() map[UUID][][]byte { return d.serviceData.all() }

// SetServiceData adds service data and, as in Qt, keeps the data that are there already.
// [DeviceInfo.ServiceData] then returns the new data, and [DeviceInfo.AllServiceData] returns both.
// SetServiceData returns false if the same data were there already.
func (d *DeviceInfo) SetServiceData(serviceID UUID, data []byte) bool {
	return d.serviceData.add(serviceID, data)
}

// CoreConfigurations returns the Bluetooth radios that the device has.
func (d DeviceInfo) CoreConfigurations() CoreConfiguration { return d.coreConfiguration }

// SetCoreConfigurations changes the Bluetooth radios that the device has.
func (d *DeviceInfo) SetCoreConfigurations(configurations CoreConfiguration) {
	d.coreConfiguration = configurations
}

// DeviceUUID returns the UUID under which macOS or iOS knows a Low Energy device; null elsewhere.
func (d DeviceInfo) DeviceUUID() UUID { return d.deviceUUID }

// SetDeviceUUID changes the UUID under which macOS or iOS knows the device.
func (d *DeviceInfo) SetDeviceUUID(uuid UUID) { d.deviceUUID = uuid }

// Equal reports whether two DeviceInfos are equal in all but their signal strength. It is Qt's
// operator==.
func (d DeviceInfo) Equal(other DeviceInfo) bool {
	return d.address == other.address &&
		d.deviceUUID == other.deviceUUID &&
		d.name == other.name &&
		d.serviceClasses == other.serviceClasses &&
		d.majorDeviceClass == other.majorDeviceClass &&
		d.minorDeviceClass == other.minorDeviceClass &&
		d.coreConfiguration == other.coreConfiguration &&
		d.valid == other.valid &&
		d.cached == other.cached &&
		slices.Equal(d.serviceUUIDs, other.serviceUUIDs) &&
		d.manufacturerData.equal(other.manufacturerData) &&
		d.serviceData.equal(other.serviceData)
}

// String returns the device's address, name and kind, such as `00:11:22:33:44:55 "Desk"
// ComputerDevice`.
func (d DeviceInfo) String() string {
	if !d.valid {
		return "invalid device"
	}
	id := d.address.String()
	if d.address.IsNull() && !d.deviceUUID.IsNull() {
		id = d.deviceUUID.String()
	}
	return fmt.Sprintf("%s %q %v", id, d.name, d.majorDeviceClass)
}

// advertisedData holds the data of advertisements under their identifiers, newest first, without
// duplicates.
type advertisedData[ID comparable] []advertisement[ID]

type advertisement[ID comparable] struct {
	id   ID
	data []byte
}

func (a advertisedData[ID]) ids() []ID {
	ids := make([]ID, len(a))
	for i, entry := range a {
		ids[i] = entry.id
	}
	return ids
}

func (a advertisedData[ID]) newest(id ID) []byte {
	for _, entry := range a {
		if entry.id == id {
			return slices.Clone(entry.data)
		}
	}
	return nil
}

func (a advertisedData[ID]) all() map[ID][][]byte {
	all := make(map[ID][][]byte)
	for _, entry := range a {
		all[entry.id] = append(all[entry.id], slices.Clone(entry.data))
	}
	return all
}

func (a advertisedData[ID]) contains(id ID, data []byte) bool {
	return slices.ContainsFunc(a, func(entry advertisement[ID]) bool {
		return entry.id == id && bytes.Equal(entry.data, data)
	})
}

func (a *advertisedData[ID]) add(id ID, data []byte) bool {
	if a.contains(id, data) {
		return false
	}
	entry := advertisement[ID]{id, append([]byte{}, data...)}
	*a = append(advertisedData[ID]{entry}, *a...)
	return true
}

func (a advertisedData[ID]) equal(b advertisedData[ID]) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(entry advertisement[ID]) bool {
		return !b.contains(entry.id, entry.data)
	})
}
