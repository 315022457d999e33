package qtbt

// LowEnergyCharacteristic: QLowEnergyCharacteristic.

// LowEnergyCharacteristic is a characteristic of a Low Energy service; Qt's
// QLowEnergyCharacteristic.
//
// It is a plain value that may be copied, compared with ==, and used from any goroutine. It refers
// to the service's attributes: Value is the last value that is known, whoever has read or written
// it. It stays usable after its service and controller are deleted. The zero value is an invalid
// one.
type LowEnergyCharacteristic struct {
	attributes *lowEnergyAttributes
	handle     uint16
}

// record returns what is known of the characteristic, or nil.
func (c LowEnergyCharacteristic) record() *characteristicRecord {
	return c.attributes.characteristic(c.handle)
}

// IsValid reports whether the characteristic belongs to a service that is not an InvalidService.
func (c LowEnergyCharacteristic) IsValid() bool { return c.attributes.isValid(c.handle) }

// Name returns Qt's name for the characteristic's UUID, such as "Heart Rate Measurement"; "" if Qt
// has none.
func (c LowEnergyCharacteristic) Name() string {
	number, _ := c.UUID().Uint16()
	return CharacteristicToString(CharacteristicType(number))
}

// UUID returns the characteristic's UUID; null for the zero value.
func (c LowEnergyCharacteristic) UUID() UUID {
	if r := c.record(); r != nil {
		return r.uuid
	}
	return UUID{}
}

// Properties returns what can be done with the characteristic.
func (c LowEnergyCharacteristic) Properties() PropertyType {
	if r := c.record(); r != nil {
		return r.properties
	}
	return PropertyUnknown
}

// Value returns the value that is known: what was last read, written or notified. It waits for the
// Qt thread.
func (c LowEnergyCharacteristic) Value() []byte { return c.attributes.value(c.handle) }

// Descriptors returns the characteristic's descriptors, by ascending handles.
func (c LowEnergyCharacteristic) Descriptors() []LowEnergyDescriptor {
	var descriptors []LowEnergyDescriptor
	for _, d := range c.attributes.descriptors(c.handle) {
		descriptors = append(descriptors, LowEnergyDescriptor{c.attributes, c.handle, d.handle})
	}
	return descriptors
}

// Descriptor returns the descriptor of a UUID, or an invalid one if there is none.
func (c LowEnergyCharacteristic) Descriptor(uuid UUID) LowEnergyDescriptor {
	for _, d := range c.attributes.descriptors(c.handle) {
		if d.uuid == uuid {
			return LowEnergyDescriptor{c.attributes, c.handle, d.handle}
		}
	}
	return LowEnergyDescriptor{}
}

// ClientCharacteristicConfiguration returns the descriptor that switches notifications and
// indications on, or an invalid one if there is none.
func (c LowEnergyCharacteristic) ClientCharacteristicConfiguration() LowEnergyDescriptor {
	return c.Descriptor(DescriptorClientCharacteristicConfiguration.UUID())
}
