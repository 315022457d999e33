package main

// QLowEnergyService, QLowEnergyCharacteristic and QLowEnergyDescriptor.

import (
	"github.com/goqtbt/bluetooth/qtbt"
)

type (
	lowEnergyService = qtbt.LowEnergyService
	characteristic   = qtbt.LowEnergyCharacteristic
	descriptor       = qtbt.LowEnergyDescriptor
)

func (a arguments) characteristic(i int) characteristic {
	return *objects[a.text(i)].value.(*characteristic)
}
func (a arguments) descriptor(i int) descriptor { return *objects[a.text(i)].value.(*descriptor) }

var descriptorMethods = map[string]func(*descriptor, arguments) any{
	"equals(other)": func(d *descriptor, a arguments) any { return *d == a.descriptor(0) },
	"isValid()":     value(descriptor.IsValid),
	"name()":        value(descriptor.Name),
	"type()":        value(descriptor.Type),
	"uuid()":        value(descriptor.UUID),
	"value()":       value(descriptor.Value),
}

func (t objectTable) addDescriptor(name string, d descriptor) any {
	add(t, name, &d, descriptorMethods, func() {})
	return name
}

var characteristicMethods = map[string]func(*characteristic, arguments) any{
	"descriptors()": list((*characteristic).Descriptors),
	"equals(other)": func(c *characteristic, a arguments) any { return *c == a.characteristic(0) },
	"isValid()":     value(characteristic.IsValid),
	"name()":        value(characteristic.Name),
	"properties()":  value(characteristic.Properties),
	"uuid()":        value(characteristic.UUID),
	"value()":       value(characteristic.Value),
}

func (t objectTable) addCharacteristic(name string, c characteristic) any {
	o := add(t, name, &c, characteristicMethods, func() {})
	plain := o.call
	o.call = func(method string, a arguments, as string) (any, bool) {
		switch method {
		case "clientCharacteristicConfiguration()":
			return t.addDescriptor(as, c.ClientCharacteristicConfiguration()), true
		case "descriptor(uuid)":
			return t.addDescriptor(as, c.Descriptor(a.uuid(0))), true
		default:
			return plain(method, a, as)
		}
	}
	return name
}

func discover(s *lowEnergyService, a arguments) {
	var mode []qtbt.LowEnergyServiceDiscoveryMode
	if len(a) > 0 {
		mode = append(mode, enumerator(a.text(0), qtbt.LowEnergyServiceFullDiscovery, qtbt.LowEnergyServiceSkipValueDiscovery))
	}
	_ = s.DiscoverDetails(mode...)
}

func writeValue(s *lowEnergyService, a arguments) {
	var mode []qtbt.WriteMode
	if len(a) > 2 {
		mode = append(mode, enumerator(a.text(2), qtbt.WriteWithResponse, qtbt.WriteSigned))
	}
	_ = s.WriteCharacteristic(a.characteristic(0), a.bytes(1), mode...)
}

var lowEnergyServiceMethods = map[string]func(*lowEnergyService, arguments) any{
	"characteristics()":        list((*lowEnergyService).Characteristics),
	"contains(characteristic)": func(s *lowEnergyService, a arguments) any { return s.Contains(a.characteristic(0)) },
	"contains(descriptor)":     func(s *lowEnergyService, a arguments) any { return s.ContainsDescriptor(a.descriptor(0)) },
	"discoverDetails()":        perform(discover),
	"discoverDetails(mode)":    perform(discover),
	"error()":                  get((*lowEnergyService).LastError),
	"includedServices()":       list((*lowEnergyService).IncludedServices),
	"readCharacteristic(characteristic)": perform(func(s *lowEnergyService, a arguments) {
		_ = s.ReadCharacteristic(a.characteristic(0))
	}),
	"readDescriptor(descriptor)": perform(func(s *lowEnergyService, a arguments) { _ = s.ReadDescriptor(a.descriptor(0)) }),
	"serviceName()":              get((*lowEnergyService).ServiceName),
	"serviceUuid()":              get((*lowEnergyService).ServiceUUID),
	"state()":                    get((*lowEnergyService).State),
	"type()":                     get((*lowEnergyService).Type),
	"writeCharacteristic(characteristic, newValue)":       perform(writeValue),
	"writeCharacteristic(characteristic, newValue, mode)": perform(writeValue),
	"writeDescriptor(descriptor, newValue)": perform(func(s *lowEnergyService, a arguments) {
		_ = s.WriteDescriptor(a.descriptor(0), a.bytes(1))
	}),
}

func (t objectTable) addLowEnergyService(name string, s *lowEnergyService) {
	o := add(t, name, s, lowEnergyServiceMethods, s.Delete)
	ofCharacteristic := func(signal string) func(characteristic, []byte) {
		return func(c characteristic, v []byte) { o.emitted(signal, toJSON(c), toJSON(v)) }
	}
	ofDescriptor := func(signal string) func(descriptor, []byte) {
		return func(d descriptor, v []byte) { o.emitted(signal, toJSON(d), toJSON(v)) }
	}
	s.OnCharacteristicChanged(ofCharacteristic("characteristicChanged"))
	s.OnCharacteristicRead(ofCharacteristic("characteristicRead"))
	s.OnCharacteristicWritten(ofCharacteristic("characteristicWritten"))
	s.OnDescriptorRead(ofDescriptor("descriptorRead"))
	s.OnDescriptorWritten(ofDescriptor("descriptorWritten"))
	s.OnErrorOccurred(func(e qtbt.LowEnergyServiceError) { o.emitted("errorOccurred", toJSON(e)) })
	s.OnStateChanged(func(state qtbt.LowEnergyServiceState) { o.emitted("stateChanged", toJSON(state)) })
	plain := o.call
	o.call = func(method string, a arguments, as string) (any, bool) {
		if method == "characteristic(uuid)" {
			return t.addCharacteristic(as, s.Characteristic(a.uuid(0))), true
		}
		return plain(method, a, as)
	}
}

func (t objectTable) lowEnergyService(name string) *lowEnergyService {
	return t[name].value.(*lowEnergyService)
}

func lowEnergyServices(names []string) (services []*lowEnergyService) {
	for _, name := range names {
		services = append(services, objects.lowEnergyService(name))
	}
	return services
}
