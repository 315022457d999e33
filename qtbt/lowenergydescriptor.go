package qtbt

// LowEnergyDescriptor: QLowEnergyDescriptor.

// LowEnergyDescriptor is a descriptor of a Low Energy characteristic; Qt's QLowEnergyDescriptor. It
// is a value like [LowEnergyCharacteristic].
type LowEnergyDescriptor struct {
	attributes     *lowEnergyAttributes
	characteristic uint16
	handle         uint16
}

// record returns what is known of the descriptor, or nil.
func (d LowEnergyDescriptor) record() *descriptorRecord {
	return d.attributes.descriptor(d.characteristic, d.handle)
}

// IsValid reports whether the descriptor belongs to a service that is not an InvalidService.
func (d LowEnergyDescriptor) IsValid() bool { return d.attributes.isValid(d.handle) }

// UUID returns the descriptor's UUID; null for the zero value.
func (d LowEnergyDescriptor) UUID() UUID {
	if r := d.record(); r != nil {
		return r.uuid
	}
	return UUID{}
}

// Name returns Qt's name for the descriptor's type, such as "Client Characteristic Configuration";
// "" for DescriptorUnknownDescriptorType.
func (d LowEnergyDescriptor) Name() string { return DescriptorToString(d.Type()) }

// Value returns the value that is known: what was last read or written. It waits for the Qt thread.
func (d LowEnergyDescriptor) Value() []byte { return d.attributes.value(d.handle) }

// Type returns the type that the descriptor's UUID stands for. As in Qt, that is
// DescriptorUnknownDescriptorType for the types of environmental sensing, too.
func (d LowEnergyDescriptor) Type() DescriptorType {
	number, _ := d.UUID().Uint16()
	switch t := DescriptorType(number); t {
	case DescriptorCharacteristicExtendedProperties,
		DescriptorCharacteristicUserDescription,
		DescriptorClientCharacteristicConfiguration,
		DescriptorServerCharacteristicConfiguration,
		DescriptorCharacteristicPresentationFormat,
		DescriptorCharacteristicAggregateFormat,
		DescriptorValidRange,
		DescriptorExternalReportReference,
		DescriptorReportReference:
		return t
	}
	return DescriptorUnknownDescriptorType
}
