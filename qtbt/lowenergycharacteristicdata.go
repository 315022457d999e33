package qtbt

// LowEnergyCharacteristicData: a characteristic of a service that a peripheral is to offer.

import (
	"bytes"
	"math"
	"slices"
)

// LowEnergyCharacteristicData describes a characteristic of a Low Energy service, for
// [LowEnergyServiceData.AddCharacteristic]; Qt's QLowEnergyCharacteristicData. It is a plain value:
// a copy is independent. The zero LowEnergyCharacteristicData is invalid, because it has no UUID;
// it has no properties and allows any length of value. Compare with
// [LowEnergyCharacteristicData.Equal].
type LowEnergyCharacteristicData struct {
	uuid             UUID
	properties       PropertyType
	readConstraints  ATTAccessConstraint
	writeConstraints ATTAccessConstraint
	minimumLength    int32
	maximumBelow     int32 // MaxInt32 less the maximum, so that the zero value has Qt's default

	// These are replaced, never changed in place: copies share them.
	value       []byte
	descriptors []LowEnergyDescriptorData
}

// IsValid reports whether the characteristic has a UUID other than the null UUID.
func (c LowEnergyCharacteristicData) IsValid() bool { return !c.uuid.IsNull() }

// UUID returns the characteristic's UUID.
func (c LowEnergyCharacteristicData) UUID() UUID { return c.uuid }

// SetUUID sets the characteristic's UUID.
func (c *LowEnergyCharacteristicData) SetUUID(uuid UUID) { c.uuid = uuid }

// Value returns the characteristic's value.
func (c LowEnergyCharacteristicData) Value() []byte { return slices.Clone(c.value) }

// SetValue sets the value that the characteristic has at first. Bluetooth limits a value to 512
// bytes. Qt accepts a longer one: from its raw HCI peripheral clients get 512 bytes, from its D-Bus
// peripheral of Qt 6.5 and later as many zero bytes as the minimum length.
func (c *LowEnergyCharacteristicData) SetValue(value []byte) { c.value = slices.Clone(value) }

// Properties returns how clients can use the value.
func (c LowEnergyCharacteristicData) Properties() PropertyType { return c.properties }

// SetProperties sets how clients can use the value. Qt logs a warning for a characteristic with
// both [PropertyNotify] and [PropertyIndicate] when its service is added to a controller.
func (c *LowEnergyCharacteristicData) SetProperties(properties PropertyType) {
	c.properties = properties
}

// Descriptors returns the characteristic's descriptors.
func (c LowEnergyCharacteristicData) Descriptors() []LowEnergyDescriptorData {
	return slices.Clone(c.descriptors)
}

// SetDescriptors replaces all descriptors. It leaves out invalid ones, and returns an
// [ErrInvalidArgument] if there were any. A characteristic that clients are to subscribe to needs a
// descriptor of type [DescriptorClientCharacteristicConfiguration].
func (c *LowEnergyCharacteristicData) SetDescriptors(descriptors []LowEnergyDescriptorData) error {
	c.descriptors = nil
	var failed error
	for _, d := range descriptors {
		if err := c.AddDescriptor(d); err != nil {
			failed = err
		}
	}
	return failed
}

// AddDescriptor adds a descriptor. It does not add an invalid one, which is an
// [ErrInvalidArgument].
func (c *LowEnergyCharacteristicData) AddDescriptor(descriptor LowEnergyDescriptorData) error {
	if !descriptor.IsValid() {
		text := "not adding invalid descriptor to characteristic"
		return &OpError{Op: "add descriptor", Err: ErrInvalidArgument, Text: text}
	}
	c.descriptors = append(slices.Clip(c.descriptors), descriptor)
	return nil
}

// ReadConstraints returns what a client must fulfil to read the value.
func (c LowEnergyCharacteristicData) ReadConstraints() ATTAccessConstraint { return c.readConstraints }

// SetReadConstraints sets what a client must fulfil to read the value. They have a meaning only
// with [PropertyRead].
func (c *LowEnergyCharacteristicData) SetReadConstraints(constraints ATTAccessConstraint) {
	c.readConstraints = constraints
}

// WriteConstraints returns what a client must fulfil to write the value.
func (c LowEnergyCharacteristicData) WriteConstraints() ATTAccessConstraint {
	return c.writeConstraints
}

// SetWriteConstraints sets what a client must fulfil to write the value. They have a meaning only
// with [PropertyWrite], [PropertyWriteNoResponse] or [PropertyWriteSigned].
func (c *LowEnergyCharacteristicData) SetWriteConstraints(constraints ATTAccessConstraint) {
	c.writeConstraints = constraints
}

// SetValueLength sets the least and the greatest number of bytes that the value can have. A maximum
// below the minimum becomes the minimum. Numbers that Qt's int cannot represent become the nearest
// one that it can.
func (c *LowEnergyCharacteristicData) SetValueLength(minimum, maximum int) {
	clamp := func(n int) int32 { return int32(min(max(n, math.MinInt32), math.MaxInt32)) }
	c.minimumLength = clamp(minimum)
	c.maximumBelow = math.MaxInt32 - max(c.minimumLength, clamp(maximum))
}

// MinimumValueLength returns the least number of bytes that the value can have, 0 unless set.
func (c LowEnergyCharacteristicData) MinimumValueLength() int { return int(c.minimumLength) }

// MaximumValueLength returns the greatest number of bytes that the value can have, 2147483647
// unless set.
func (c LowEnergyCharacteristicData) MaximumValueLength() int {
	return int(math.MaxInt32 - c.maximumBelow)
}

// Equal reports whether two characteristics are the same in all that can be set. Qt's operator==
// compares the minimum length of one with the maximum length of the other, up to Qt 6.8 at least,
// and so finds only copies equal, or those with one length for both.
func (c LowEnergyCharacteristicData) Equal(other LowEnergyCharacteristicData) bool {
	return c.uuid == other.uuid &&
		c.properties == other.properties &&
		c.readConstraints == other.readConstraints &&
		c.writeConstraints == other.writeConstraints &&
		c.minimumLength == other.minimumLength &&
		c.maximumBelow == other.maximumBelow &&
		bytes.Equal(c.value, other.value) &&
		slices.EqualFunc(c.descriptors, other.descriptors, LowEnergyDescriptorData.Equal)
}
