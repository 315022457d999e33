package main

// Low Energy's data classes as objects, whose own methods are called.

import "github.com/goqtbt/bluetooth/qtbt"

// list is a method that returns a list.
func list[T, R any](f func(*T) []R) func(*T, arguments) any {
	return func(object *T, _ arguments) any { return listJSON(f(object)) }
}

// value is a method of a value that takes nothing.
func value[T, R any](f func(T) R) func(*T, arguments) any {
	return func(object *T, _ arguments) any { return toJSON(f(*object)) }
}

// perform is a method that returns nothing. The errors that qtbt has for some, Qt has not.
func perform[T any](f func(*T, arguments)) func(*T, arguments) any {
	return func(object *T, a arguments) any {
		f(object, a)
		return nil
	}
}

// equal is operator== with a mapping.
func equal[T any, M interface{ make() T }](f func(T, T) bool) func(*T, arguments) any {
	return func(object *T, a arguments) any { return f(*object, argument[M](a, 0).make()) }
}

type advertisingData = qtbt.LowEnergyAdvertisingData

var advertisingDataMethods = map[string]func(*advertisingData, arguments) any{
	"discoverability()":               value(advertisingData.Discoverability),
	"equals(other)":                   equal[advertisingData, advertisingDataMapping](advertisingData.Equal),
	"includePowerLevel()":             value(advertisingData.IncludePowerLevel),
	"localName()":                     value(advertisingData.LocalName),
	"manufacturerData()":              value(advertisingData.ManufacturerData),
	"manufacturerId()":                value(advertisingData.ManufacturerID),
	"rawData()":                       value(advertisingData.RawData),
	"services()":                      list((*advertisingData).Services),
	"setDiscoverability(mode)":        perform(func(d *advertisingData, a arguments) { d.SetDiscoverability(discoverability(a.text(0))) }),
	"setIncludePowerLevel(doInclude)": perform(func(d *advertisingData, a arguments) { d.SetIncludePowerLevel(a.boolean(0)) }),
	"setLocalName(name)":              perform(func(d *advertisingData, a arguments) { d.SetLocalName(a.text(0)) }),
	"setManufacturerData(id, data)": perform(func(d *advertisingData, a arguments) {
		d.SetManufacturerData(uint16(a.integer(0)), a.bytes(1))
	}),
	"setRawData(data)":      perform(func(d *advertisingData, a arguments) { d.SetRawData(a.bytes(0)) }),
	"setServices(services)": perform(func(d *advertisingData, a arguments) { d.SetServices(argument[[]qtbt.UUID](a, 0)) }),
}

type advertisingParameters = qtbt.LowEnergyAdvertisingParameters

var advertisingParametersMethods = map[string]func(*advertisingParameters, arguments) any{
	"equals(other)":     equal[advertisingParameters, advertisingParametersMapping](advertisingParameters.Equal),
	"filterPolicy()":    value(advertisingParameters.FilterPolicy),
	"maximumInterval()": func(p *advertisingParameters, _ arguments) any { return inMilliseconds(p.MaximumInterval()) },
	"minimumInterval()": func(p *advertisingParameters, _ arguments) any { return inMilliseconds(p.MinimumInterval()) },
	"mode()":            value(advertisingParameters.Mode),
	"setInterval(minimum, maximum)": perform(func(p *advertisingParameters, a arguments) {
		must(p.SetInterval(a.milliseconds(0), a.milliseconds(1)))
	}),
	"setMode(mode)": perform(func(p *advertisingParameters, a arguments) { p.SetMode(advertisingMode(a.text(0))) }),
	"setWhiteList(whiteList, policy)": perform(func(p *advertisingParameters, a arguments) {
		p.SetWhiteList(addressInfos(argument[[]addressInfoMapping](a, 0)), filterPolicy(a.text(1)))
	}),
	"whiteList()": list((*advertisingParameters).WhiteList),
}

type connectionParameters = qtbt.LowEnergyConnectionParameters

var connectionParametersMethods = map[string]func(*connectionParameters, arguments) any{
	"equals(other)": equal[connectionParameters, connectionParametersMapping](
		func(a, b connectionParameters) bool { return a == b }),
	"latency()":         value(connectionParameters.Latency),
	"maximumInterval()": func(p *connectionParameters, _ arguments) any { return inMilliseconds(p.MaximumInterval()) },
	"minimumInterval()": func(p *connectionParameters, _ arguments) any { return inMilliseconds(p.MinimumInterval()) },
	"setIntervalRange(minimum, maximum)": perform(func(p *connectionParameters, a arguments) {
		p.SetIntervalRange(milliseconds(argument[float64](a, 0)), milliseconds(argument[float64](a, 1)))
	}),
	"setLatency(latency)": perform(func(p *connectionParameters, a arguments) { p.SetLatency(a.integer(0)) }),
	"setSupervisionTimeout(timeout)": perform(func(p *connectionParameters, a arguments) {
		must(p.SetSupervisionTimeout(a.milliseconds(0)))
	}),
	"supervisionTimeout()": func(p *connectionParameters, _ arguments) any { return inMilliseconds(p.SupervisionTimeout()) },
}

type serviceData = qtbt.LowEnergyServiceData

var serviceDataMethods = map[string]func(*serviceData, arguments) any{
	"addCharacteristic(characteristic)": perform(func(d *serviceData, a arguments) {
		_ = d.AddCharacteristic(argument[characteristicDataMapping](a, 0).make())
	}),
	"addIncludedService(service)": perform(func(d *serviceData, a arguments) {
		d.AddIncludedService(objects.lowEnergyService(a.text(0)))
	}),
	"characteristics()": list((*serviceData).Characteristics),
	"equals(other)":     equal[serviceData, serviceDataMapping](serviceData.Equal),
	"includedServices()": func(d *serviceData, _ arguments) any {
		uuids := []any{}
		for _, s := range d.IncludedServices() {
			uuids = append(uuids, toJSON(s.ServiceUUID()))
		}
		return uuids
	},
	"isValid()": value(serviceData.IsValid),
	"setCharacteristics(characteristics)": perform(func(d *serviceData, a arguments) {
		_ = d.SetCharacteristics(characteristicDatas(argument[[]characteristicDataMapping](a, 0)))
	}),
	"setIncludedServices(services)": perform(func(d *serviceData, a arguments) {
		d.SetIncludedServices(lowEnergyServices(argument[[]string](a, 0)))
	}),
	"setType(type)": perform(func(d *serviceData, a arguments) { d.SetType(serviceType(a.text(0))) }),
	"setUuid(uuid)": perform(func(d *serviceData, a arguments) { d.SetUUID(a.uuid(0)) }),
	"type()":        value(serviceData.Type),
	"uuid()":        value(serviceData.UUID),
}

type characteristicData = qtbt.LowEnergyCharacteristicData

var characteristicDataMethods = map[string]func(*characteristicData, arguments) any{
	"addDescriptor(descriptor)": perform(func(d *characteristicData, a arguments) {
		_ = d.AddDescriptor(argument[descriptorDataMapping](a, 0).make())
	}),
	"descriptors()":        list((*characteristicData).Descriptors),
	"equals(other)":        equal[characteristicData, characteristicDataMapping](characteristicData.Equal),
	"isValid()":            value(characteristicData.IsValid),
	"maximumValueLength()": value(characteristicData.MaximumValueLength),
	"minimumValueLength()": value(characteristicData.MinimumValueLength),
	"properties()":         value(characteristicData.Properties),
	"readConstraints()":    value(characteristicData.ReadConstraints),
	"setDescriptors(descriptors)": perform(func(d *characteristicData, a arguments) {
		_ = d.SetDescriptors(descriptorDatas(argument[[]descriptorDataMapping](a, 0)))
	}),
	"setProperties(properties)": perform(func(d *characteristicData, a arguments) {
		d.SetProperties(propertyFlags.parse(a.text(0)))
	}),
	"setReadConstraints(constraints)": perform(func(d *characteristicData, a arguments) {
		d.SetReadConstraints(constraintFlags.parse(a.text(0)))
	}),
	"setUuid(uuid)":   perform(func(d *characteristicData, a arguments) { d.SetUUID(a.uuid(0)) }),
	"setValue(value)": perform(func(d *characteristicData, a arguments) { d.SetValue(a.bytes(0)) }),
	"setValueLength(minimum, maximum)": perform(func(d *characteristicData, a arguments) {
		d.SetValueLength(a.integer(0), a.integer(1))
	}),
	"setWriteConstraints(constraints)": perform(func(d *characteristicData, a arguments) {
		d.SetWriteConstraints(constraintFlags.parse(a.text(0)))
	}),
	"uuid()":             value(characteristicData.UUID),
	"value()":            value(characteristicData.Value),
	"writeConstraints()": value(characteristicData.WriteConstraints),
}

type descriptorData = qtbt.LowEnergyDescriptorData

var descriptorDataMethods = map[string]func(*descriptorData, arguments) any{
	"equals(other)":     equal[descriptorData, descriptorDataMapping](descriptorData.Equal),
	"isReadable()":      value(descriptorData.IsReadable),
	"isValid()":         value(descriptorData.IsValid),
	"isWritable()":      value(descriptorData.IsWritable),
	"readConstraints()": value(descriptorData.ReadConstraints),
	"setReadPermissions(readable)": perform(func(d *descriptorData, a arguments) {
		must(d.SetReadPermissions(a.boolean(0)))
	}),
	"setReadPermissions(readable, constraints)": perform(func(d *descriptorData, a arguments) {
		must(d.SetReadPermissions(a.boolean(0), constraintFlags.parse(a.text(1))))
	}),
	"setUuid(uuid)":   perform(func(d *descriptorData, a arguments) { d.SetUUID(a.uuid(0)) }),
	"setValue(value)": perform(func(d *descriptorData, a arguments) { d.SetValue(a.bytes(0)) }),
	"setWritePermissions(writable)": perform(func(d *descriptorData, a arguments) {
		must(d.SetWritePermissions(a.boolean(0)))
	}),
	"setWritePermissions(writable, constraints)": perform(func(d *descriptorData, a arguments) {
		must(d.SetWritePermissions(a.boolean(0), constraintFlags.parse(a.text(1))))
	}),
	"uuid()":             value(descriptorData.UUID),
	"value()":            value(descriptorData.Value),
	"writeConstraints()": value(descriptorData.WriteConstraints),
}

// addData adds an object of a data class, and is false if the class is none.
func (t objectTable) addData(name string, class string, a arguments) bool {
	switch class {
	case "QLowEnergyAdvertisingData":
		add(t, name, new(advertisingData), advertisingDataMethods, func() {})
	case "QLowEnergyAdvertisingParameters":
		add(t, name, new(advertisingParameters), advertisingParametersMethods, func() {})
	case "QLowEnergyConnectionParameters":
		add(t, name, new(connectionParameters), connectionParametersMethods, func() {})
	case "QLowEnergyServiceData":
		add(t, name, new(serviceData), serviceDataMethods, func() {})
	case "QLowEnergyCharacteristicData":
		add(t, name, new(characteristicData), characteristicDataMethods, func() {})
	case "QLowEnergyDescriptorData":
		d := new(descriptorData)
		if len(a) > 0 {
			*d = qtbt.NewLowEnergyDescriptorData(a.uuid(0), a.bytes(1))
		}
		add(t, name, d, descriptorDataMethods, func() {})
	default:
		return false
	}
	return true
}
