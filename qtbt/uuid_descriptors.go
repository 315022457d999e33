package qtbt

// Descriptor UUIDs: the 16-bit numbers of the GATT descriptors that the Bluetooth SIG has assigned.

// DescriptorType is the 16-bit UUID of a GATT descriptor. It is Qt's
// QBluetoothUuid::DescriptorType.
type DescriptorType uint16

// The descriptor UUIDs that Qt names. Each has the name of Qt's enumerator after the prefix
// Descriptor.
const (
	DescriptorUnknownDescriptorType              DescriptorType = 0x0000
	DescriptorCharacteristicExtendedProperties   DescriptorType = 0x2900
	DescriptorCharacteristicUserDescription      DescriptorType = 0x2901
	DescriptorClientCharacteristicConfiguration  DescriptorType = 0x2902
	DescriptorServerCharacteristicConfiguration  DescriptorType = 0x2903
	DescriptorCharacteristicPresentationFormat   DescriptorType = 0x2904
	DescriptorCharacteristicAggregateFormat      DescriptorType = 0x2905
	DescriptorValidRange                         DescriptorType = 0x2906
	DescriptorExternalReportReference            DescriptorType = 0x2907
	DescriptorReportReference                    DescriptorType = 0x2908
	DescriptorEnvironmentalSensingConfiguration  DescriptorType = 0x290b
	DescriptorEnvironmentalSensingMeasurement    DescriptorType = 0x290c
	DescriptorEnvironmentalSensingTriggerSetting DescriptorType = 0x290d
)

var descriptorTexts = map[DescriptorType]string{
	DescriptorCharacteristicExtendedProperties:   "Characteristic Extended Properties",
	DescriptorCharacteristicUserDescription:      "Characteristic User Description",
	DescriptorClientCharacteristicConfiguration:  "Client Characteristic Configuration",
	DescriptorServerCharacteristicConfiguration:  "Server Characteristic Configuration",
	DescriptorCharacteristicPresentationFormat:   "Characteristic Presentation Format",
	DescriptorCharacteristicAggregateFormat:      "Characteristic Aggregate Format",
	DescriptorValidRange:                         "Valid Range",
	DescriptorExternalReportReference:            "External Report Reference",
	DescriptorReportReference:                    "Report Reference",
	DescriptorEnvironmentalSensingConfiguration:  "Environmental Sensing Configuration",
	DescriptorEnvironmentalSensingMeasurement:    "Environmental Sensing Measurement",
	DescriptorEnvironmentalSensingTriggerSetting: "Environmental Sensing Trigger Setting",
}

// DescriptorToString returns the English name of a descriptor, or "" if Qt has no name for it. It
// is Qt's static function QBluetoothUuid::descriptorToString, without its translation.
func DescriptorToString(u DescriptorType) string { return descriptorTexts[u] }

// UUID returns the full UUID, on the Bluetooth base UUID.
func (u DescriptorType) UUID() UUID { return UUID16(uint16(u)) }

// String returns the name that [DescriptorToString] returns, or the number in the form "0x1234".
func (u DescriptorType) String() string { return shortUUIDString(uint16(u), descriptorTexts[u]) }
