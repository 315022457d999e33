package qtbt

// PropertyType: what can be done with a Low Energy characteristic; and the values that switch its
// notifications on and off.

import "github.com/goqtbt/bluetooth/cshim"

// PropertyType is a set of a Low Energy characteristic's properties, which are the ways to use its
// value; Qt's QLowEnergyCharacteristic::PropertyTypes, with its values.
type PropertyType uint32

// The properties, to be joined with "|".
const (
	PropertyUnknown PropertyType = cshim.PropertyUnknown // none
	// PropertyBroadcasting: advertisements can have the value.
	PropertyBroadcasting PropertyType = cshim.PropertyBroadcasting
	PropertyRead         PropertyType = cshim.PropertyRead // clients can read it
	// PropertyWriteNoResponse: clients can write it, and get no response.
	PropertyWriteNoResponse PropertyType = cshim.PropertyWriteNoResponse
	// PropertyWrite: clients can write it, and get a response.
	PropertyWrite PropertyType = cshim.PropertyWrite
	// PropertyNotify: clients can be notified of it.
	PropertyNotify PropertyType = cshim.PropertyNotify
	// PropertyIndicate: clients can be notified of it, and confirm.
	PropertyIndicate PropertyType = cshim.PropertyIndicate
	// PropertyWriteSigned: clients can write it with a signature.
	PropertyWriteSigned PropertyType = cshim.PropertyWriteSigned
	// PropertyExtendedProperty: a descriptor has more properties.
	PropertyExtendedProperty PropertyType = cshim.PropertyExtended
)

var propertyTypeNames = flagNames[PropertyType]{
	{PropertyBroadcasting, "PropertyBroadcasting"},
	{PropertyRead, "PropertyRead"},
	{PropertyWriteNoResponse, "PropertyWriteNoResponse"},
	{PropertyWrite, "PropertyWrite"},
	{PropertyNotify, "PropertyNotify"},
	{PropertyIndicate, "PropertyIndicate"},
	{PropertyWriteSigned, "PropertyWriteSigned"},
	{PropertyExtendedProperty, "PropertyExtendedProperty"},
}

// String returns the names, such as "PropertyRead|PropertyNotify", or "PropertyUnknown".
func (p PropertyType) String() string { return propertyTypeNames.format(p, "PropertyUnknown") }

// CCCDDisable returns the value that, written to a characteristic's client characteristic
// configuration descriptor, switches notifications and indications off; Qt's
// QLowEnergyCharacteristic::CCCDDisable.
func CCCDDisable() []byte { return []byte{0, 0} }

// CCCDEnableNotification returns the value that, written to a characteristic's client
// characteristic configuration descriptor, switches notifications on; Qt's
// QLowEnergyCharacteristic::CCCDEnableNotification.
func CCCDEnableNotification() []byte { return []byte{1, 0} }

// CCCDEnableIndication returns the value that, written to a characteristic's client characteristic
// configuration descriptor, switches indications on; Qt's
// QLowEnergyCharacteristic::CCCDEnableIndication.
func CCCDEnableIndication() []byte { return []byte{2, 0} }
