package qtbt

// How the Low Energy data classes travel between Go and the C shim: as data elements, in the forms
// of cshim/qtbt_low_energy_values.h.

import "time"

// validText returns a text as QString has it: with U+FFFD in place of bytes that are not UTF-8.
func validText(text string) string { return string([]rune(text)) }

func encodeAdvertisingParameters(p LowEnergyAdvertisingParameters) ([]byte, error) {
	whiteList := make(Sequence, 0, 2*len(p.whiteList))
	for _, info := range p.whiteList {
		whiteList = append(whiteList, info.Address.Uint64(), int32(info.Type))
	}
	return encodeElement(nil, Sequence{
		int32(p.mode),
		int32(p.filterPolicy),
		uint16(p.MinimumInterval() / time.Millisecond),
		uint16(p.MaximumInterval() / time.Millisecond),
		whiteList,
	})
}

func encodeAdvertisingData(a LowEnergyAdvertisingData) ([]byte, error) {
	services := make(Sequence, len(a.services))
	for i, uuid := range a.services {
		services[i] = uuid
	}
	return encodeElement(nil, Sequence{
		validText(a.localName),
		a.ManufacturerID(),
		a.manufacturerData,
		a.includePowerLevel,
		int32(a.discoverability),
		services,
		a.rawData,
	})
}

func encodeConnectionParameters(p LowEnergyConnectionParameters) ([]byte, error) {
	return encodeElement(nil, Sequence{
		int64(p.MinimumInterval()),
		int64(p.MaximumInterval()),
		p.latency,
		int32(p.SupervisionTimeout() / time.Millisecond),
	})
}

func decodeConnectionParameters(data []byte) (LowEnergyConnectionParameters, error) {
	e, err := decodeSequence(data)
	if err != nil {
		return LowEnergyConnectionParameters{}, err
	}
	if len(e) != 4 {
		return LowEnergyConnectionParameters{}, malformed("connection parameters of %d parts", len(e))
	}
	var parts elementReader
	var p LowEnergyConnectionParameters
	minimum := time.Duration(read[int64](&parts, e[0]))
	p.SetIntervalRange(minimum, time.Duration(read[int64](&parts, e[1])))
	p.latency = read[int32](&parts, e[2])
	timeout := time.Duration(read[int32](&parts, e[3])) * time.Millisecond
	p.supervisionTimeout = timeout - defaultSupervisionTimeout
	return p, parts.err
}

func descriptorDataElement(d LowEnergyDescriptorData) Sequence {
	return Sequence{
		d.uuid,
		d.value,
		d.IsReadable(),
		uint32(d.readConstraints),
		d.IsWritable(),
		uint32(d.writeConstraints),
	}
}

func characteristicDataElement(c LowEnergyCharacteristicData) Sequence {
	descriptors := make(Sequence, len(c.descriptors))
	for i, descriptor := range c.descriptors {
		descriptors[i] = descriptorDataElement(descriptor)
	}
	return Sequence{
		c.uuid,
		c.value,
		uint32(c.properties),
		uint32(c.readConstraints),
		uint32(c.writeConstraints),
		int32(c.MinimumValueLength()),
		int32(c.MaximumValueLength()),
		descriptors,
	}
}

// encodeLowEnergyServiceData encodes a service with the handles of those that it includes. The
// caller keeps these alive until the shim has decoded the service. A service that is nil has the
// handle 0.
func encodeLowEnergyServiceData(s LowEnergyServiceData) ([]byte, error) {
	included := make(Sequence, len(s.includedServices))
	for i, service := range s.includedServices {
		var handle uint64
		if o := service.base(); o != nil {
			handle = uint64(o.handle)
		}
		included[i] = handle
	}
	characteristics := make(Sequence, len(s.characteristics))
	for i, characteristic := range s.characteristics {
		characteristics[i] = characteristicDataElement(characteristic)
	}
	return encodeElement(nil, Sequence{int32(s.Type()), s.uuid, included, characteristics})
}
