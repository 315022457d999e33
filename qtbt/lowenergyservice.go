package qtbt

// LowEnergyService: QLowEnergyService.

import (
	"fmt"
	"slices"

	"github.com/goqtbt/bluetooth/cshim"
)

// LowEnergyService is a Low Energy service, of a device or of a peripheral's own; Qt's
// QLowEnergyService.
//
// [LowEnergyController.CreateServiceObject] makes one for a device's service. Call DiscoverDetails,
// and use the service when its state is RemoteServiceDiscovered. [LowEnergyController.AddService]
// makes one for a service of one's own, in the state LocalService.
//
// A service becomes InvalidService when the connection ends, and stays so: make another one after
// the next DiscoverServices or AddService. It may be used after its controller is deleted, as an
// invalid one.
//
// The methods return at once, and the On… handlers report the result. A method that returns an
// error returns one if Qt emits OnErrorOccurred during the call: an *[OpError] with a
// [LowEnergyServiceError], such as LowEnergyServiceOperationError for an invalid service, or for a
// characteristic or descriptor of another one. Values longer than the 512 bytes that an attribute
// can have are an ErrInvalidArgument.
//
// The methods may be called from any goroutine and from handlers. Elsewhere than on the Qt thread
// they wait for it. A handler may delete its own service. A handler of OnErrorOccurred that calls
// the method again from within the method is not called without end: that call takes effect when
// the emission has returned. On a deleted, nil or zero LowEnergyService, methods that return an
// error return ErrDeleted, and the others a zero value.
type LowEnergyService struct {
	o          *object
	attributes *lowEnergyAttributes
}

// newLowEnergyService takes ownership of a new handle. It returns nil if the Qt thread has ended.
func newLowEnergyService(h cshim.Handle) *LowEnergyService {
	o := newObject(h)
	attributes := takeLowEnergyAttributes(h)
	if attributes == nil {
		o.delete()
		return nil
	}
	return &LowEnergyService{o, attributes}
}

func (s *LowEnergyService) base() *object {
	if s == nil {
		return nil
	}
	return s.o
}

// attempt makes a call that Qt may refuse.
func (s *LowEnergyService) attempt(op string, f func(cshim.Handle) (cshim.Failure, cshim.Status)) error {
	return s.base().attempt(op, func(code int32) Code { return LowEnergyServiceError(code) }, f)
}

// Delete deletes the object: no handler of it runs after Delete, which a handler of its own may
// call. The service itself stays. Deleting twice does nothing.
func (s *LowEnergyService) Delete() { s.base().delete() }

// IncludedServices returns the UUIDs of the services that this one includes. On BlueZ it is empty
// for a device's service.
func (s *LowEnergyService) IncludedServices() []UUID {
	return uuidsOf(value(s.base(), cshim.LowEnergyServiceIncludedServices))
}

// Type returns whether the service is primary, and whether another one includes it. On BlueZ it is
// either.
func (s *LowEnergyService) Type() LowEnergyServiceType {
	return LowEnergyServiceType(value(s.base(), cshim.LowEnergyServiceType))
}

// State returns the service's state; InvalidService for one that is deleted.
func (s *LowEnergyService) State() LowEnergyServiceState {
	return LowEnergyServiceState(value(s.base(), cshim.LowEnergyServiceState))
}

// LastError returns the last error; Qt's error(). Nothing clears it.
func (s *LowEnergyService) LastError() LowEnergyServiceError {
	return LowEnergyServiceError(value(s.base(), cshim.LowEnergyServiceError))
}

// ServiceUUID returns the service's UUID.
func (s *LowEnergyService) ServiceUUID() UUID { return value(s.base(), cshim.LowEnergyServiceUUID) }

// ServiceName returns Qt's name for the service's UUID, such as "Heart Rate", or "Unknown Service".
func (s *LowEnergyService) ServiceName() string { return value(s.base(), cshim.LowEnergyServiceName) }

// Characteristic returns a characteristic of a UUID, or an invalid one if there is none that is
// known. Of several, it is any.
func (s *LowEnergyService) Characteristic(uuid UUID) LowEnergyCharacteristic {
	for _, characteristic := range s.Characteristics() {
		if characteristic.UUID() == uuid {
			return characteristic
		}
	}
	return LowEnergyCharacteristic{}
}

// Characteristics returns all characteristics that are known, by ascending handles.
func (s *LowEnergyService) Characteristics() []LowEnergyCharacteristic {
	if !s.base().isLive() {
		return nil
	}
	return s.attributes.all()
}

// DiscoverDetails looks for the characteristics and descriptors of a device's service, in the state
// RemoteService only. Unless LowEnergyServiceSkipValueDiscovery is given, it reads their values
// too. OnStateChanged reports RemoteServiceDiscovered at the end.
//
// On BlueZ, that end does not come if the last value cannot be read (seen with Qt 6.4.2 and 6.8.2),
// or if the service has no value to read while others are being read. Reading a protected value
// starts pairing. LowEnergyServiceSkipValueDiscovery avoids both, and ends during the call. More
// than one mode, or another one, is an ErrInvalidArgument.
func (s *LowEnergyService) DiscoverDetails(mode ...LowEnergyServiceDiscoveryMode) error {
	const op = "discover details"
	chosen, err := optional(op, "mode", mode, LowEnergyServiceFullDiscovery)
	if err != nil {
		return err
	}
	return s.attempt(op, func(h cshim.Handle) (cshim.Failure, cshim.Status) {
		return cshim.LowEnergyServiceDiscoverDetails(h, int32(chosen))
	})
}

// Contains reports whether a characteristic belongs to the service; Qt's contains.
func (s *LowEnergyService) Contains(characteristic LowEnergyCharacteristic) bool {
	return s.base().isLive() && characteristic.attributes == s.attributes && characteristic.record() != nil
}

// ContainsDescriptor reports whether a descriptor belongs to the service; Qt's contains.
func (s *LowEnergyService) ContainsDescriptor(descriptor LowEnergyDescriptor) bool {
	return s.base().isLive() && descriptor.attributes == s.attributes && descriptor.record() != nil
}

// ReadCharacteristic reads the value of a device's characteristic. OnCharacteristicRead reports it,
// or OnErrorOccurred a LowEnergyServiceCharacteristicReadError, such as for one that cannot be
// read. On BlueZ, one that can notify emits OnCharacteristicChanged first.
func (s *LowEnergyService) ReadCharacteristic(characteristic LowEnergyCharacteristic) error {
	return s.attempt("read characteristic", func(h cshim.Handle) (cshim.Failure, cshim.Status) {
		return cshim.LowEnergyServiceReadCharacteristic(h, characteristic.attributes.id(), characteristic.handle)
	})
}

// WriteCharacteristic writes the value of a characteristic, with WriteWithResponse unless another
// mode is given.
//
// Of a device's characteristic, OnCharacteristicWritten reports the end of a write with response,
// and OnErrorOccurred a LowEnergyServiceCharacteristicWriteError. The value of a local
// characteristic changes at once, and clients that have asked for it get a notification or
// indication, which holds as many bytes as the MTU less 3. A length that the local characteristic
// does not allow is a LowEnergyServiceCharacteristicWriteError. More than one mode, or another one,
// is an ErrInvalidArgument.
func (s *LowEnergyService) WriteCharacteristic(characteristic LowEnergyCharacteristic, newValue []byte,
	mode ...WriteMode) error {
	const op = "write characteristic"
	chosen, err := optional(op, "mode", mode, WriteWithResponse)
	if err == nil {
		err = checkAttributeValue(op, newValue)
	}
	if err != nil {
		return err
	}
	return s.attempt(op, func(h cshim.Handle) (cshim.Failure, cshim.Status) {
		return cshim.LowEnergyServiceWriteCharacteristic(h, characteristic.attributes.id(),
			characteristic.handle, newValue, int32(chosen))
	})
}

// ReadDescriptor reads the value of a device's descriptor. OnDescriptorRead reports it, or
// OnErrorOccurred a LowEnergyServiceDescriptorReadError.
func (s *LowEnergyService) ReadDescriptor(descriptor LowEnergyDescriptor) error {
	return s.attempt("read descriptor", func(h cshim.Handle) (cshim.Failure, cshim.Status) {
		return cshim.LowEnergyServiceReadDescriptor(h, descriptor.attributes.id(), descriptor.handle)
	})
}

// WriteDescriptor writes the value of a descriptor. Write [CCCDEnableNotification] to a device's
// client characteristic configuration to get OnCharacteristicChanged. OnDescriptorWritten reports
// the end, or OnErrorOccurred a LowEnergyServiceDescriptorWriteError. A length that a local
// descriptor does not allow is a LowEnergyServiceDescriptorWriteError.
func (s *LowEnergyService) WriteDescriptor(descriptor LowEnergyDescriptor, newValue []byte) error {
	const op = "write descriptor"
	if err := checkAttributeValue(op, newValue); err != nil {
		return err
	}
	return s.attempt(op, func(h cshim.Handle) (cshim.Failure, cshim.Status) {
		return cshim.LowEnergyServiceWriteDescriptor(h, descriptor.attributes.id(), descriptor.handle, newValue)
	})
}

// maxAttributeValue is the maximum number of bytes of an attribute's value, by the Bluetooth Core
// Specification.
const maxAttributeValue = 512

func checkAttributeValue(op string, v []byte) error {
	if len(v) <= maxAttributeValue {
		return nil
	}
	return &OpError{Op: op, Err: ErrInvalidArgument,
		Text: fmt.Sprintf("a value of %d bytes; the maximum is %d", len(v), maxAttributeValue)}
}

// OnStateChanged calls f on the Qt thread when the state has changed.
func (s *LowEnergyService) OnStateChanged(f func(LowEnergyServiceState)) *Subscription {
	return onValue(s.base(), cshim.SignalLowEnergyServiceStateChanged, f)
}

// OnErrorOccurred calls f on the Qt thread when an error occurs, which may be during a call.
func (s *LowEnergyService) OnErrorOccurred(f func(LowEnergyServiceError)) *Subscription {
	return onValue(s.base(), cshim.SignalLowEnergyServiceErrorOccurred, f)
}

// OnCharacteristicChanged calls f on the Qt thread when a device has sent a value that was asked
// for, or when a client has written a local characteristic. On BlueZ it is emitted for reads of
// characteristics that can notify, too. Of a long write, Qt's raw HCI peripheral emits it once for
// each part, each time with the whole value.
func (s *LowEnergyService) OnCharacteristicChanged(f func(LowEnergyCharacteristic, []byte)) *Subscription {
	return s.onCharacteristic(cshim.SignalLowEnergyServiceCharacteristicChanged, f)
}

// OnCharacteristicRead calls f on the Qt thread when ReadCharacteristic has read a value.
func (s *LowEnergyService) OnCharacteristicRead(f func(LowEnergyCharacteristic, []byte)) *Subscription {
	return s.onCharacteristic(cshim.SignalLowEnergyServiceCharacteristicRead, f)
}

// OnCharacteristicWritten calls f on the Qt thread when a device has confirmed a
// WriteCharacteristic.
func (s *LowEnergyService) OnCharacteristicWritten(f func(LowEnergyCharacteristic, []byte)) *Subscription {
	return s.onCharacteristic(cshim.SignalLowEnergyServiceCharacteristicWritten, f)
}

// OnDescriptorRead calls f on the Qt thread when ReadDescriptor has read a value.
func (s *LowEnergyService) OnDescriptorRead(f func(LowEnergyDescriptor, []byte)) *Subscription {
	return s.onDescriptor(cshim.SignalLowEnergyServiceDescriptorRead, f)
}

// OnDescriptorWritten calls f on the Qt thread when WriteDescriptor has written a device's
// descriptor, or when a client has written a local one. Qt's D-Bus peripheral, since 6.5, does not
// report that clients write client characteristic configurations.
func (s *LowEnergyService) OnDescriptorWritten(f func(LowEnergyDescriptor, []byte)) *Subscription {
	return s.onDescriptor(cshim.SignalLowEnergyServiceDescriptorWritten, f)
}

func (s *LowEnergyService) onCharacteristic(signal cshim.Signal, f func(LowEnergyCharacteristic, []byte)) *Subscription {
	if f == nil {
		return nilHandler()
	}
	return s.base().subscribe(signal, func(handle int64, data []byte) {
		f(LowEnergyCharacteristic{s.attributes, uint16(handle)}, slices.Clone(data))
	})
}

func (s *LowEnergyService) onDescriptor(signal cshim.Signal, f func(LowEnergyDescriptor, []byte)) *Subscription {
	if f == nil {
		return nilHandler()
	}
	return s.base().subscribe(signal, func(handles int64, data []byte) {
		f(LowEnergyDescriptor{s.attributes, uint16(handles), uint16(handles >> 16)}, slices.Clone(data))
	})
}
