package qtbt

// Protocol UUIDs: the 16-bit numbers of the protocols that a service record can name.

// ProtocolUUID is the 16-bit UUID of a protocol in a service record's protocol descriptor list. It
// is Qt's QBluetoothUuid::ProtocolUuid. It is not the [Protocol] of a socket.
type ProtocolUUID uint16

// The protocol UUIDs that Qt names. Each has the name of Qt's enumerator after the prefix Protocol,
// in Go's spelling.
const (
	ProtocolSDP                    ProtocolUUID = 0x0001
	ProtocolUDP                    ProtocolUUID = 0x0002
	ProtocolRFCOMM                 ProtocolUUID = 0x0003
	ProtocolTCP                    ProtocolUUID = 0x0004
	ProtocolTCSBin                 ProtocolUUID = 0x0005
	ProtocolTCSAT                  ProtocolUUID = 0x0006
	ProtocolATT                    ProtocolUUID = 0x0007
	ProtocolOBEX                   ProtocolUUID = 0x0008
	ProtocolIP                     ProtocolUUID = 0x0009
	ProtocolFTP                    ProtocolUUID = 0x000a
	ProtocolHTTP                   ProtocolUUID = 0x000c
	ProtocolWSP                    ProtocolUUID = 0x000e
	ProtocolBNEP                   ProtocolUUID = 0x000f
	ProtocolUPnP                   ProtocolUUID = 0x0010
	ProtocolHIDP                   ProtocolUUID = 0x0011
	ProtocolHardcopyControlChannel ProtocolUUID = 0x0012
	ProtocolHardcopyDataChannel    ProtocolUUID = 0x0014
	ProtocolHardcopyNotification   ProtocolUUID = 0x0016
	ProtocolAVCTP                  ProtocolUUID = 0x0017
	ProtocolAVDTP                  ProtocolUUID = 0x0019
	ProtocolCMTP                   ProtocolUUID = 0x001b
	ProtocolUDICPlain              ProtocolUUID = 0x001d
	ProtocolMCAPControlChannel     ProtocolUUID = 0x001e
	ProtocolMCAPDataChannel        ProtocolUUID = 0x001f
	ProtocolL2CAP                  ProtocolUUID = 0x0100
)

var protocolTexts = map[ProtocolUUID]string{
	ProtocolSDP:                    "Service Discovery Protocol",
	ProtocolUDP:                    "User Datagram Protocol",
	ProtocolRFCOMM:                 "Radio Frequency Communication",
	ProtocolTCP:                    "Transmission Control Protocol",
	ProtocolTCSBin:                 "Telephony Control Specification - Binary",
	ProtocolTCSAT:                  "Telephony Control Specification - AT",
	ProtocolATT:                    "Attribute Protocol",
	ProtocolOBEX:                   "Object Exchange Protocol",
	ProtocolIP:                     "Internet Protocol",
	ProtocolFTP:                    "File Transfer Protocol",
	ProtocolHTTP:                   "Hypertext Transfer Protocol",
	ProtocolWSP:                    "Wireless Short Packet Protocol",
	ProtocolBNEP:                   "Bluetooth Network Encapsulation Protocol",
	ProtocolUPnP:                   "Extended Service Discovery Protocol",
	ProtocolHIDP:                   "Human Interface Device Protocol",
	ProtocolHardcopyControlChannel: "Hardcopy Control Channel",
	ProtocolHardcopyDataChannel:    "Hardcopy Data Channel",
	ProtocolHardcopyNotification:   "Hardcopy Notification",
	ProtocolAVCTP:                  "Audio/Video Control Transport Protocol",
	ProtocolAVDTP:                  "Audio/Video Distribution Transport Protocol",
	ProtocolCMTP:                   "Common ISDN Access Protocol",
	ProtocolUDICPlain:              "UdiCPlain",
	ProtocolMCAPControlChannel:     "Multi-Channel Adaptation Protocol - Control",
	ProtocolMCAPDataChannel:        "Multi-Channel Adaptation Protocol - Data",
	ProtocolL2CAP:                  "Layer 2 Control Protocol",
}

// ProtocolToString returns the English name of a protocol, or "" if Qt has no name for it. It is
// Qt's static function QBluetoothUuid::protocolToString, without its translation.
func ProtocolToString(u ProtocolUUID) string { return protocolTexts[u] }

// UUID returns the full UUID, on the Bluetooth base UUID.
func (u ProtocolUUID) UUID() UUID { return UUID16(uint16(u)) }

// String returns the name that [ProtocolToString] returns, or the number in the form "0x1234".
func (u ProtocolUUID) String() string { return shortUUIDString(uint16(u), protocolTexts[u]) }
