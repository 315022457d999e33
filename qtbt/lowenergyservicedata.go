package qtbt

// LowEnergyServiceData: a service that a peripheral is to offer.

import (
	"slices"

	"github.com/goqtbt/bluetooth/cshim"
)

// ServiceType is whether a Low Energy service stands alone or is a part of others; Qt's
// QLowEnergyServiceData::ServiceType, with its values.
type ServiceType int32

// The types of services.
const (
	ServiceTypePrimary ServiceType = cshim.ServiceTypePrimary // a service that clients look for
	// ServiceTypeSecondary: a service that other services include.
	ServiceTypeSecondary ServiceType = cshim.ServiceTypeSecondary
)

// String returns Qt's name, such as "ServiceTypePrimary".
func (t ServiceType) String() string { return enumName(t, "ServiceType", cshim.ServiceTypeNames) }

// LowEnergyServiceData describes a Low Energy service that a peripheral is to offer; Qt's
// QLowEnergyServiceData. It is a plain value: a copy is independent, but has the same included
// services. The zero LowEnergyServiceData is a primary service without a UUID, and so invalid.
// Compare with [LowEnergyServiceData.Equal].
type LowEnergyServiceData struct {
	typeFromPrimary ServiceType // so that the zero value has Qt's default
	uuid            UUID

	// These are replaced, never changed in place: copies share them.
	includedServices []*LowEnergyService
	characteristics  []LowEnergyCharacteristicData
}

// IsValid reports whether the service has a UUID other than the null UUID.
func (s LowEnergyServiceData) IsValid() bool { return !s.uuid.IsNull() }

// Type returns the service's type, [ServiceTypePrimary] unless set.
func (s LowEnergyServiceData) Type() ServiceType { return s.typeFromPrimary + ServiceTypePrimary }

// SetType sets the service's type. A service of another type than the named ones cannot be added to
// a controller.
func (s *LowEnergyServiceData) SetType(serviceType ServiceType) {
	s.typeFromPrimary = serviceType - ServiceTypePrimary
}

// UUID returns the service's UUID.
func (s LowEnergyServiceData) UUID() UUID { return s.uuid }

// SetUUID sets the service's UUID.
func (s *LowEnergyServiceData) SetUUID(uuid UUID) { s.uuid = uuid }

// IncludedServices returns the services that this one includes.
func (s LowEnergyServiceData) IncludedServices() []*LowEnergyService {
	return slices.Clone(s.includedServices)
}

// SetIncludedServices replaces all included services. They have to be services that were added to
// the same controller before. A service that includes a nil or deleted one cannot be added.
func (s *LowEnergyServiceData) SetIncludedServices(services []*LowEnergyService) {
	s.includedServices = slices.Clone(services)
}

// AddIncludedService adds an included service; see [LowEnergyServiceData.SetIncludedServices].
func (s *LowEnergyServiceData) AddIncludedService(service *LowEnergyService) {
	s.includedServices = append(slices.Clip(s.includedServices), service)
}

// Characteristics returns the service's characteristics.
func (s LowEnergyServiceData) Characteristics() []LowEnergyCharacteristicData {
	return slices.Clone(s.characteristics)
}

// SetCharacteristics replaces all characteristics. It leaves out invalid ones, and returns an
// [ErrInvalidArgument] if there were any.
func (s *LowEnergyServiceData) SetCharacteristics(characteristics []LowEnergyCharacteristicData) error {
	s.characteristics = nil
	var failed error
	for _, c := range characteristics {
		if err := s.AddCharacteristic(c); err != nil {
			failed = err
		}
	}
	return failed
}

// AddCharacteristic adds a characteristic. It does not add an invalid one, which is an
// [ErrInvalidArgument]. Bluetooth has handles for 65535 attributes: the service, one for each
// included service, two for each characteristic, and one for each descriptor. A service of more
// cannot be added to a controller.
func (s *LowEnergyServiceData) AddCharacteristic(characteristic LowEnergyCharacteristicData) error {
	if !characteristic.IsValid() {
		text := "not adding invalid characteristic to service"
		return &OpError{Op: "add characteristic", Err: ErrInvalidArgument, Text: text}
	}
	s.characteristics = append(slices.Clip(s.characteristics), characteristic)
	return nil
}

// Equal reports whether two services have the same type, UUID, characteristics, and included
// services, which are compared as pointers; Qt's operator==. For characteristics see
// [LowEnergyCharacteristicData.Equal].
func (s LowEnergyServiceData) Equal(other LowEnergyServiceData) bool {
	return s.typeFromPrimary == other.typeFromPrimary &&
		s.uuid == other.uuid &&
		slices.Equal(s.includedServices, other.includedServices) &&
		slices.EqualFunc(s.characteristics, other.characteristics, LowEnergyCharacteristicData.Equal)
}
