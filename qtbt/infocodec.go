package qtbt

// The form in which infos of devices, services and adapters cross between Go and the C shim. Each
// info is one sequence of data elements.

import (
	"fmt"

	"github.com/goqtbt/bluetooth/cshim"
)

// encodeServiceInfo returns the sequence {device, id, value, id, value, …}. Identifiers are uint16.
func encodeServiceInfo(s *ServiceInfo) ([]byte, error) {
	record := Sequence{deviceElement(s.Device())}
	for _, id := range s.Attributes() {
		value := s.Attribute(id)
		_, err := encodeElement(nil, value)
		if err == nil {
			err = checkURLs(value)
		}
		if err != nil {
			return nil, fmt.Errorf("attribute 0x%04x: %w", id, err)
		}
		record = append(record, id, value)
	}
	return encodeElement(nil, record)
}

// checkURLs refuses a value that contains a URL which Qt would refuse, because Qt would refuse the
// whole record.
func checkURLs(value any) error {
	switch v := value.(type) {
	case URL:
		if _, st := cshim.URLEncoded(string(v)); st == cshim.Failed {
			return fmt.Errorf("%w: Qt refuses the URL %q", ErrInvalidAttribute, string(v))
		}
	case Sequence:
		return checkAllURLs(v)
	case Alternative:
		return checkAllURLs(v)
	}
	return nil
}

func checkAllURLs(values []any) error {
	for _, value := range values {
		if err := checkURLs(value); err != nil {
			return err
		}
	}
	return nil
}

func decodeServiceInfo(data []byte) (*ServiceInfo, error) {
	record, err := decodeSequence(data)
	if err != nil {
		return nil, err
	}
	return serviceFromElement(record)
}

// decodeServiceInfos decodes a sequence of services.
func decodeServiceInfos(data []byte) ([]*ServiceInfo, error) {
	return decodeInfos(data, serviceFromElement)
}

func decodeDeviceInfo(data []byte) (DeviceInfo, error) {
	device, err := decodeSequence(data)
	if err != nil {
		return DeviceInfo{}, err
	}
	return deviceFromElement(device)
}

// decodeDeviceInfos decodes a sequence of devices.
func decodeDeviceInfos(data []byte) ([]DeviceInfo, error) {
	return decodeInfos(data, deviceFromElement)
}

// decodeHostInfos decodes a sequence of adapters, each a sequence {address, name}.
func decodeHostInfos(data []byte) ([]HostInfo, error) {
	return decodeInfos(data, hostFromElement)
}

func hostFromElement(e Sequence) (HostInfo, error) {
	if len(e) != 2 {
		return HostInfo{}, malformed("an adapter of %d parts", len(e))
	}
	var parts elementReader
	return HostInfo{AddressFromUint64(read[uint64](&parts, e[0])), read[string](&parts, e[1])}, parts.err
}

// decodeAddresses decodes a sequence of addresses.
func decodeAddresses(data []byte) ([]Address, error) {
	elements, err := decodeSequence(data)
	if err != nil {
		return nil, err
	}
	var parts elementReader
	addresses := make([]Address, len(elements))
	for i, element := range elements {
		addresses[i] = AddressFromUint64(read[uint64](&parts, element))
	}
	return addresses, parts.err
}

func decodeInfos[Info any](data []byte, fromElement func(Sequence) (Info, error)) ([]Info, error) {
	elements, err := decodeSequence(data)
	if err != nil {
		return nil, err
	}
	infos := make([]Info, len(elements))
	for i, element := range elements {
		sequence, _ := element.(Sequence)
		if infos[i], err = fromElement(sequence); err != nil {
			return nil, err
		}
	}
	return infos, nil
}

func decodeSequence(data []byte) (Sequence, error) {
	value, err := decodeElement(data)
	if err != nil {
		return nil, err
	}
	sequence, ok := value.(Sequence)
	if !ok {
		return nil, malformed("%T instead of a sequence", value)
	}
	return sequence, nil
}

func serviceFromElement(record Sequence) (*ServiceInfo, error) {
	if len(record)%2 != 1 {
		return nil, malformed("a service of %d parts", len(record))
	}
	deviceSequence, _ := record[0].(Sequence)
	device, err := deviceFromElement(deviceSequence)
	if err != nil {
		return nil, err
	}
	s := &ServiceInfo{device: device, attributes: make(map[AttributeID]any)}
	for i := 1; i < len(record); i += 2 {
		id, ok := record[i].(AttributeID)
		if !ok {
			return nil, malformed("%T instead of an attribute's identifier", record[i])
		}
		s.attributes[id] = record[i+1]
	}
	return s, nil
}

// deviceElement returns the sequence {address, device UUID, name, class of device, flags, signal
// strength, core configuration, services' UUIDs, manufacturer data, service data}. Bit 0 of the
// flags is "valid", bit 1 is "cached". The data of advertisements are sequences {id, bytes, id,
// bytes, …}, newest first.
func deviceElement(d DeviceInfo) Sequence {
	var flags uint8
	if d.valid {
		flags |= 1
	}
	if d.cached {
		flags |= 2
	}
	class := uint32(d.serviceClasses)<<13 | uint32(d.majorDeviceClass)<<8 | uint32(d.minorDeviceClass)<<2
	uuids := make(Sequence, len(d.serviceUUIDs))
	for i, uuid := range d.serviceUUIDs {
		uuids[i] = uuid
	}
	return Sequence{
		d.address.Uint64(), d.deviceUUID, d.name, class, flags, d.RSSI(), uint8(d.coreConfiguration), uuids,
		d.manufacturerData.element(), d.serviceData.element(),
	}
}

func deviceFromElement(e Sequence) (DeviceInfo, error) {
	if len(e) != 10 {
		return DeviceInfo{}, malformed("a device of %d parts", len(e))
	}
	var parts elementReader
	d := NewDeviceInfo(AddressFromUint64(read[uint64](&parts, e[0])), read[string](&parts, e[2]), read[uint32](&parts, e[3]))
	d.deviceUUID = read[UUID](&parts, e[1])
	flags := read[uint8](&parts, e[4])
	d.valid, d.cached = flags&1 != 0, flags&2 != 0
	d.SetRSSI(read[int16](&parts, e[5]))
	d.coreConfiguration = CoreConfiguration(read[uint8](&parts, e[6]))
	for _, uuid := range read[Sequence](&parts, e[7]) {
		d.serviceUUIDs = append(d.serviceUUIDs, read[UUID](&parts, uuid))
	}
	d.manufacturerData = readAdvertised[uint16](&parts, read[Sequence](&parts, e[8]))
	d.serviceData = readAdvertised[UUID](&parts, read[Sequence](&parts, e[9]))
	return d, parts.err
}

func (a advertisedData[ID]) element() Sequence {
	element := make(Sequence, 0, 2*len(a))
	for _, entry := range a {
		element = append(element, entry.id, entry.data)
	}
	return element
}

// elementReader keeps the first error of many reads.
type elementReader struct{ err error }

func read[T any](r *elementReader, value any) T {
	v, ok := value.(T)
	if !ok && r.err == nil {
		r.err = malformed("%T instead of %T", value, v)
	}
	return v
}

func readAdvertised[ID comparable](r *elementReader, e Sequence) advertisedData[ID] {
	if len(e)%2 != 0 {
		r.err = malformed("advertised data of %d parts", len(e))
		return nil
	}
	var data advertisedData[ID]
	for i := 0; i < len(e); i += 2 {
		data = append(data, advertisement[ID]{read[ID](r, e[i]), read[[]byte](r, e[i+1])})
	}
	return data
}
