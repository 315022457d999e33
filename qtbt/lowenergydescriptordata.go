package qtbt

// LowEnergyDescriptorData: a descriptor of a service that a peripheral is to offer.

import (
	"bytes"
	"slices"
)

// LowEnergyDescriptorData describes a descriptor of a Low Energy characteristic, for
// [LowEnergyCharacteristicData.AddDescriptor]; Qt's QLowEnergyDescriptorData. It is a plain value:
// a copy is independent. The zero LowEnergyDescriptorData is invalid, because it has no UUID; it
// can be read and written. Compare with [LowEnergyDescriptorData.Equal].
type LowEnergyDescriptorData struct {
	uuid             UUID
	value            []byte // replaced, never changed in place: copies share it
	notReadable      bool   // so that the zero value has Qt's default
	notWritable      bool
	readConstraints  ATTAccessConstraint
	writeConstraints ATTAccessConstraint
}

// NewLowEnergyDescriptorData makes a descriptor with a UUID and a value, which can be read and
// written.
func NewLowEnergyDescriptorData(uuid UUID, value []byte) LowEnergyDescriptorData {
	return LowEnergyDescriptorData{uuid: uuid, value: slices.Clone(value)}
}

// IsValid reports whether the descriptor has a UUID other than the null UUID.
func (d LowEnergyDescriptorData) IsValid() bool { return !d.uuid.IsNull() }

// UUID returns the descriptor's UUID.
func (d LowEnergyDescriptorData) UUID() UUID { return d.uuid }

// SetUUID sets the descriptor's UUID.
func (d *LowEnergyDescriptorData) SetUUID(uuid UUID) { d.uuid = uuid }

// Value returns the descriptor's value.
func (d LowEnergyDescriptorData) Value() []byte { return slices.Clone(d.value) }

// SetValue sets the descriptor's value, which clients get byte by byte as it is here. Bluetooth
// limits a value to 512 bytes. Qt accepts a longer one, of which clients get 512 bytes.
func (d *LowEnergyDescriptorData) SetValue(value []byte) { d.value = slices.Clone(value) }

// SetReadPermissions sets whether clients can read the descriptor, and what a client must fulfil
// for it: nothing, unless constraints are given. With more than one argument of constraints it
// changes nothing and returns an [ErrInvalidArgument]; join them with "|".
func (d *LowEnergyDescriptorData) SetReadPermissions(readable bool, constraints ...ATTAccessConstraint) error {
	chosen, err := optional("set read permissions", "set of constraints", constraints, 0)
	if err != nil {
		return err
	}
	d.notReadable, d.readConstraints = !readable, chosen
	return nil
}

// IsReadable reports whether clients can read the descriptor.
func (d LowEnergyDescriptorData) IsReadable() bool { return !d.notReadable }

// ReadConstraints returns what a client must fulfil to read the descriptor.
func (d LowEnergyDescriptorData) ReadConstraints() ATTAccessConstraint { return d.readConstraints }

// SetWritePermissions sets whether clients can write the descriptor, and what a client must fulfil
// for it: nothing, unless constraints are given. With more than one argument of constraints it
// changes nothing and returns an [ErrInvalidArgument]; join them with "|".
func (d *LowEnergyDescriptorData) SetWritePermissions(writable bool, constraints ...ATTAccessConstraint) error {
	chosen, err := optional("set write permissions", "set of constraints", constraints, 0)
	if err != nil {
		return err
	}
	d.notWritable, d.writeConstraints = !writable, chosen
	return nil
}

// IsWritable reports whether clients can write the descriptor.
func (d LowEnergyDescriptorData) IsWritable() bool { return !d.notWritable }

// WriteConstraints returns what a client must fulfil to write the descriptor.
func (d LowEnergyDescriptorData) WriteConstraints() ATTAccessConstraint { return d.writeConstraints }

// Equal reports whether two descriptors have the same UUID, value, permissions and constraints;
// Qt's operator==.
func (d LowEnergyDescriptorData) Equal(other LowEnergyDescriptorData) bool {
	return d.uuid == other.uuid &&
		bytes.Equal(d.value, other.value) &&
		d.notReadable == other.notReadable &&
		d.notWritable == other.notWritable &&
		d.readConstraints == other.readConstraints &&
		d.writeConstraints == other.writeConstraints
}
