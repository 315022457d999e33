package qtbt

// The attributes of a Low Energy service: what characteristics and descriptors are values of.

import (
	"runtime"
	"sync"
	"sync/atomic"
	"weak"

	"github.com/goqtbt/bluetooth/cshim"
)

// lowEnergyAttributes holds a reference to what Qt's objects for one service share, and keeps what
// of it cannot change. There is one for all objects, so that their characteristics are equal. A nil
// one has no attributes.
type lowEnergyAttributes struct {
	number uint64
	known  atomic.Pointer[attributeRecords]
}

// attributeRecords are what is known of a service's characteristics. They are never changed, only
// replaced, until they are final.
type attributeRecords struct {
	final           bool
	characteristics []characteristicRecord
}

type characteristicRecord struct {
	handle      uint16
	uuid        UUID
	properties  PropertyType
	descriptors []descriptorRecord
}

type descriptorRecord struct {
	handle uint16
	uuid   UUID
}

// attributesByNumber finds the attributes that another object of the same service has.
var attributesByNumber = struct {
	mu       sync.Mutex
	pointers map[uint64]weak.Pointer[lowEnergyAttributes]
}{pointers: make(map[uint64]weak.Pointer[lowEnergyAttributes])}

// takeLowEnergyAttributes returns the attributes of a service; nil if the Qt thread has ended.
func takeLowEnergyAttributes(service cshim.Handle) *lowEnergyAttributes {
	number, st := cshim.LowEnergyServiceAttributes(service)
	if st != cshim.OK {
		return nil
	}
	attributesByNumber.mu.Lock()
	defer attributesByNumber.mu.Unlock()
	if known := attributesByNumber.pointers[number].Value(); known != nil {
		cshim.LowEnergyAttributesRelease(number) // known has a reference
		return known
	}
	a := &lowEnergyAttributes{number: number}
	attributesByNumber.pointers[number] = weak.Make(a)
	runtime.AddCleanup(a, releaseLowEnergyAttributes, number)
	return a
}

func releaseLowEnergyAttributes(number uint64) {
	cshim.LowEnergyAttributesRelease(number)
	attributesByNumber.mu.Lock()
	defer attributesByNumber.mu.Unlock()
	if attributesByNumber.pointers[number].Value() == nil {
		delete(attributesByNumber.pointers, number)
	}
}

func (a *lowEnergyAttributes) id() uint64 {
	if a == nil {
		return 0
	}
	return a.number
}

// read returns what is known by now, and asks the shim unless that is final.
func (a *lowEnergyAttributes) read() attributeRecords {
	if a == nil {
		return attributeRecords{}
	}
	if known := a.known.Load(); known != nil && known.final {
		return *known
	}
	data, st := cshim.LowEnergyAttributesCharacteristics(a.number)
	runtime.KeepAlive(a)
	if st != cshim.OK {
		return attributeRecords{}
	}
	records, err := decodeAttributeRecords(data)
	if err != nil {
		return attributeRecords{}
	}
	a.known.Store(&records)
	return records
}

func (r *attributeRecords) find(handle uint16) *characteristicRecord {
	for i := range r.characteristics {
		if r.characteristics[i].handle == handle {
			return &r.characteristics[i]
		}
	}
	return nil
}

func (a *lowEnergyAttributes) all() []LowEnergyCharacteristic {
	records := a.read()
	characteristics := make([]LowEnergyCharacteristic, len(records.characteristics))
	for i, c := range records.characteristics {
		characteristics[i] = LowEnergyCharacteristic{a, c.handle}
	}
	return characteristics
}

// characteristic returns the record of a characteristic, or nil. Of its parts, the descriptors may
// not be known yet.
func (a *lowEnergyAttributes) characteristic(handle uint16) *characteristicRecord {
	if a == nil {
		return nil
	}
	if known := a.known.Load(); known != nil {
		if c := known.find(handle); c != nil {
			return c
		}
	}
	records := a.read()
	return records.find(handle)
}

func (a *lowEnergyAttributes) descriptors(characteristic uint16) []descriptorRecord {
	records := a.read()
	if c := records.find(characteristic); c != nil {
		return c.descriptors
	}
	return nil
}

func (a *lowEnergyAttributes) descriptor(characteristic, handle uint16) *descriptorRecord {
	descriptors := a.descriptors(characteristic)
	for i := range descriptors {
		if descriptors[i].handle == handle {
			return &descriptors[i]
		}
	}
	return nil
}

func (a *lowEnergyAttributes) value(handle uint16) []byte {
	if a == nil {
		return nil
	}
	v, _ := cshim.LowEnergyAttributesValue(a.number, handle)
	runtime.KeepAlive(a)
	return v
}

func (a *lowEnergyAttributes) isValid(handle uint16) bool {
	if a == nil {
		return false
	}
	valid, _ := cshim.LowEnergyAttributesIsValid(a.number, handle)
	runtime.KeepAlive(a)
	return valid
}

// decodeAttributeRecords reads the sequence {final, characteristic, …}, each characteristic a
// sequence {handle, UUID, properties, descriptor's handle, UUID, …}.
func decodeAttributeRecords(data []byte) (attributeRecords, error) {
	sequence, err := decodeSequence(data)
	if err != nil {
		return attributeRecords{}, err
	}
	if len(sequence) == 0 {
		return attributeRecords{}, malformed("attributes without parts")
	}
	var parts elementReader
	records := attributeRecords{final: read[bool](&parts, sequence[0])}
	for _, element := range sequence[1:] {
		e := read[Sequence](&parts, element)
		if len(e) < 3 || len(e)%2 != 1 {
			return attributeRecords{}, malformed("a characteristic of %d parts", len(e))
		}
		c := characteristicRecord{
			handle:     read[uint16](&parts, e[0]),
			uuid:       read[UUID](&parts, e[1]),
			properties: PropertyType(read[uint32](&parts, e[2])),
		}
		for i := 3; i < len(e); i += 2 {
			c.descriptors = append(c.descriptors, descriptorRecord{read[uint16](&parts, e[i]), read[UUID](&parts, e[i+1])})
		}
		records.characteristics = append(records.characteristics, c)
	}
	return records, parts.err
}
