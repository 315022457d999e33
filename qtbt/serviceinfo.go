package qtbt

// ServiceInfo, a service record that was found on a remote device or that the local device
// publishes.

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// AttributeID is the identifier of an attribute in a service record. It is Qt's
// QBluetoothServiceInfo::AttributeId.
type AttributeID = uint16

// The attribute identifiers that Qt names, with the type of each value. Those from
// AttributePrimaryLanguageBase on hold text in the record's first language.
const (
	// AttributeServiceRecordHandle is a uint32 that the SDP server assigns.
	AttributeServiceRecordHandle AttributeID = 0x0000
	// AttributeServiceClassIDs is a Sequence of UUIDs: the kinds of service that this is.
	AttributeServiceClassIDs AttributeID = 0x0001
	// AttributeServiceRecordState is a uint32 that changes whenever the record changes.
	AttributeServiceRecordState AttributeID = 0x0002
	// AttributeServiceID is a UUID of this very service.
	AttributeServiceID AttributeID = 0x0003
	// AttributeProtocolDescriptorList describes how to connect. It is a Sequence of Sequence{UUID,
	// parameters…}.
	AttributeProtocolDescriptorList AttributeID = 0x0004
	// AttributeBrowseGroupList is a Sequence of UUIDs: the groups in which browsing finds the
	// service.
	AttributeBrowseGroupList AttributeID = 0x0005
	// AttributeLanguageBaseAttributeIDList is a Sequence of uint16, three for each language.
	AttributeLanguageBaseAttributeIDList AttributeID = 0x0006
	// AttributeServiceInfoTimeToLive is a uint32: for how many seconds the record stays valid.
	AttributeServiceInfoTimeToLive AttributeID = 0x0007
	// AttributeServiceAvailability is a uint8; 0xff means wholly available.
	AttributeServiceAvailability AttributeID = 0x0008
	// AttributeBluetoothProfileDescriptorList is a Sequence of Sequence{UUID, uint16 version}.
	AttributeBluetoothProfileDescriptorList AttributeID = 0x0009
	// AttributeDocumentationURL is a URL.
	AttributeDocumentationURL AttributeID = 0x000a
	// AttributeClientExecutableURL is a URL.
	AttributeClientExecutableURL AttributeID = 0x000b
	// AttributeIconURL is a URL.
	AttributeIconURL AttributeID = 0x000c
	// AttributeAdditionalProtocolDescriptorList is a Sequence of protocol descriptor lists.
	AttributeAdditionalProtocolDescriptorList AttributeID = 0x000d
	AttributePrimaryLanguageBase              AttributeID = 0x0100
	// AttributeServiceName is a string.
	AttributeServiceName AttributeID = 0x0100
	// AttributeServiceDescription is a string.
	AttributeServiceDescription AttributeID = 0x0101
	// AttributeServiceProvider is a string.
	AttributeServiceProvider AttributeID = 0x0102
)

// ServiceInfo is a service record: the attributes of a service and the device that offers it. It is
// Qt's QBluetoothServiceInfo. The zero ServiceInfo is an empty record, ready to use.
//
// In Qt, copies of a QBluetoothServiceInfo share one record. In Go, share the pointer; a
// ServiceInfo must not be copied. [ServiceInfo.Clone] makes an independent record. All methods may
// be called from any goroutine.
type ServiceInfo struct {
	mu           sync.RWMutex
	device       DeviceInfo
	attributes   map[AttributeID]any // canonical values
	registration registration
}

// IsValid reports whether the record has any attribute.
func (s *ServiceInfo) IsValid() bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.attributes) > 0
}

// IsComplete reports whether the record describes how to connect, which means that it has a
// protocol descriptor list.
func (s *ServiceInfo) IsComplete() bool { return s.Contains(AttributeProtocolDescriptorList) }

// Device returns the device that offers the service. It is invalid in a record that was made
// locally.
func (s *ServiceInfo) Device() DeviceInfo {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.device
}

// SetDevice changes the device that offers the service.
func (s *ServiceInfo) SetDevice(device DeviceInfo) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.device = device
}

// SetAttribute sets an attribute. If the service is registered, other devices see the old value
// until it is registered again.
//
// A value is of type nil, bool, uint8 to uint64, int8 to int64, [UUID], string, []byte, [URL],
// [Sequence] or [Alternative]. The last two hold values of these types. Both string and []byte are
// SDP text; binary content, such as a HID descriptor, must be a []byte. The named UUIDs, such as
// [ServiceClassSerialPort], are stored as UUID. An int is stored as int32, or as int64 if it does
// not fit; uint likewise. A UUID goes over the air in its shortest form. SDP's integers of 128 bits
// are missing, because Qt has no type for them. The value is copied. A value of another type causes
// [ErrInvalidAttribute] as soon as the record is used.
func (s *ServiceInfo) SetAttribute(id AttributeID, value any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.attributes == nil {
		s.attributes = make(map[AttributeID]any)
	}
	s.attributes[id] = canonicalAttribute(value)
}

// Attribute returns a copy of an attribute's value, or nil if the record does not have it.
func (s *ServiceInfo) Attribute(id AttributeID) any {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return canonicalAttribute(s.attributes[id])
}

// Attributes returns the identifiers of all attributes of the record in ascending order.
func (s *ServiceInfo) Attributes() []AttributeID {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Sorted(maps.Keys(s.attributes))
}

// Contains reports whether the record has an attribute.
func (s *ServiceInfo) Contains(id AttributeID) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	_, ok := s.attributes[id]
	return ok
}

// RemoveAttribute removes an attribute. If the service is registered, other devices see the
// attribute until it is registered again.
func (s *ServiceInfo) RemoveAttribute(id AttributeID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.attributes, id)
}

// Clone returns an independent, unregistered record with the same attributes and device.
func (s *ServiceInfo) Clone() *ServiceInfo {
	s.mu.RLock()
	defer s.mu.RUnlock()
	clone := &ServiceInfo{device: s.device, attributes: make(map[AttributeID]any, len(s.attributes))}
	for id, value := range s.attributes {
		clone.attributes[id] = canonicalAttribute(value)
	}
	return clone
}

// ServiceName returns [AttributeServiceName] as text.
func (s *ServiceInfo) ServiceName() string { return attributeText(s.Attribute(AttributeServiceName)) }

// SetServiceName sets [AttributeServiceName].
func (s *ServiceInfo) SetServiceName(name string) { s.SetAttribute(AttributeServiceName, name) }

// ServiceDescription returns [AttributeServiceDescription] as text.
func (s *ServiceInfo) ServiceDescription() string {
	return attributeText(s.Attribute(AttributeServiceDescription))
}

// SetServiceDescription sets [AttributeServiceDescription].
func (s *ServiceInfo) SetServiceDescription(description string) {
	s.SetAttribute(AttributeServiceDescription, description)
}

// ServiceProvider returns [AttributeServiceProvider] as text.
func (s *ServiceInfo) ServiceProvider() string {
	return attributeText(s.Attribute(AttributeServiceProvider))
}

// SetServiceProvider sets [AttributeServiceProvider].
func (s *ServiceInfo) SetServiceProvider(provider string) {
	s.SetAttribute(AttributeServiceProvider, provider)
}

// ServiceAvailability returns [AttributeServiceAvailability]. It is 0xff if the service is wholly
// available and less if it is partly in use. It is 0 also if the record lacks the attribute.
func (s *ServiceInfo) ServiceAvailability() uint8 {
	return uint8(attributeUint(s.Attribute(AttributeServiceAvailability)))
}

// SetServiceAvailability sets [AttributeServiceAvailability].
func (s *ServiceInfo) SetServiceAvailability(availability uint8) {
	s.SetAttribute(AttributeServiceAvailability, availability)
}

// ServiceUUID returns [AttributeServiceID], the service's own UUID, or null if it has none. For the
// UUIDs that the Bluetooth SIG has assigned, see [ServiceInfo.ServiceClassUUIDs].
func (s *ServiceInfo) ServiceUUID() UUID {
	uuid, _ := s.Attribute(AttributeServiceID).(UUID)
	return uuid
}

// SetServiceUUID sets [AttributeServiceID], the service's own UUID.
func (s *ServiceInfo) SetServiceUUID(uuid UUID) { s.SetAttribute(AttributeServiceID, uuid) }

// ServiceClassUUIDs returns the UUIDs in [AttributeServiceClassIDs].
func (s *ServiceInfo) ServiceClassUUIDs() []UUID {
	classes, _ := s.Attribute(AttributeServiceClassIDs).(Sequence)
	uuids := make([]UUID, len(classes))
	for i, class := range classes {
		uuids[i], _ = class.(UUID)
	}
	return uuids
}

// ProtocolDescriptor returns the entry of [AttributeProtocolDescriptorList] for a protocol: its
// UUID, followed by parameters such as an RFCOMM channel. It returns nil if there is none.
func (s *ServiceInfo) ProtocolDescriptor(protocol ProtocolUUID) Sequence {
	list, _ := s.Attribute(AttributeProtocolDescriptorList).(Sequence)
	for _, entry := range list {
		if descriptor, _ := entry.(Sequence); len(descriptor) > 0 && descriptor[0] == protocol.UUID() {
			return descriptor
		}
	}
	return nil
}

// SocketProtocol returns the protocol of a socket to the service: RFCOMM if the record names it,
// else L2CAP if the record names that.
func (s *ServiceInfo) SocketProtocol() Protocol {
	switch {
	case s.ProtocolDescriptor(ProtocolRFCOMM) != nil:
		return RFCOMM
	case s.ProtocolDescriptor(ProtocolL2CAP) != nil:
		return L2CAP
	default:
		return UnknownProtocol
	}
}

// ProtocolServiceMultiplexer returns the service's L2CAP PSM. It returns 0 if the record names
// L2CAP without a PSM, and -1 if it does not name L2CAP.
func (s *ServiceInfo) ProtocolServiceMultiplexer() int {
	return protocolPort(s.ProtocolDescriptor(ProtocolL2CAP))
}

// ServerChannel returns the service's RFCOMM channel, 1 to 30. It returns 0 if the record names
// RFCOMM without a channel, and -1 if it does not name RFCOMM.
func (s *ServiceInfo) ServerChannel() int { return protocolPort(s.ProtocolDescriptor(ProtocolRFCOMM)) }

func protocolPort(descriptor Sequence) int {
	switch len(descriptor) {
	case 0:
		return -1
	case 1:
		return 0
	default:
		return int(int32(attributeUint(descriptor[1]))) // Qt's int has 32 bits
	}
}

// String returns all attributes with their types, one a line.
func (s *ServiceInfo) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "service on %v", s.Device())
	for _, id := range s.Attributes() {
		fmt.Fprintf(&text, "\n0x%04x %s", id, attributeString(s.Attribute(id)))
	}
	return text.String()
}
