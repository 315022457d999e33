// Protocol UUIDs: the 16-bit numbers of the protocols that a service record can name.

package qtbt

// ProtocolUUID is the 16-bit UUID of a protocol as a service record's protocol descriptor list names it; Qt's
// QBluetoothUuid::ProtocolUuid. It is not the [Protocol] of a socket.
type ProtocolUUID uint16

// The protocol UUIDs that Qt names. After the prefix Protocol each keeps the name of Qt's enumerator.
const (
	ProtocolSdp                    ProtocolUUID = 0x0001
	ProtocolUdp                    ProtocolUUID = 0x0002
	ProtocolRfcomm                 ProtocolUUID = 0x0003
	ProtocolTcp                    ProtocolUUID = 0x0004
	ProtocolTcsBin                 ProtocolUUID = 0x0005
	ProtocolTcsAt                  ProtocolUUID = 0x0006
	ProtocolAtt                    ProtocolUUID = 0x0007
	ProtocolObex                   ProtocolUUID = 0x0008
	ProtocolIp                     ProtocolUUID = 0x0009
	ProtocolFtp                    ProtocolUUID = 0x000a
	ProtocolHttp                   ProtocolUUID = 0x000c
	ProtocolWsp                    ProtocolUUID = 0x000e
	ProtocolBnep                   ProtocolUUID = 0x000f
	ProtocolUpnp                   ProtocolUUID = 0x0010
	ProtocolHidp                   ProtocolUUID = 0x0011
	ProtocolHardcopyControlChannel ProtocolUUID = 0x0012
	ProtocolHardcopyDataChannel    ProtocolUUID = 0x0014
	ProtocolHardcopyNotification   ProtocolUUID = 0x0016
	ProtocolAvctp                  ProtocolUUID = 0x0017
	ProtocolAvdtp                  ProtocolUUID = 0x0019
	ProtocolCmtp                   ProtocolUUID = 0x001b
	ProtocolUdiCPlain              ProtocolUUID = 0x001d
	ProtocolMcapControlChannel     ProtocolUUID = 0x001e
	ProtocolMcapDataChannel        ProtocolUUID = 0x001f
	ProtocolL2cap                  ProtocolUUID = 0x0100
)

var protocolTexts = map[ProtocolUUID]string{
	ProtocolSdp:                    "Service Discovery Protocol",
	ProtocolUdp:                    "User Datagram Protocol",
	ProtocolRfcomm:                 "Radio Frequency Communication",
	ProtocolTcp:                    "Transmission Control Protocol",
	ProtocolTcsBin:                 "Telephony Control Specification - Binary",
	ProtocolTcsAt:                  "Telephony Control Specification - AT",
	ProtocolAtt:                    "Attribute Protocol",
	ProtocolObex:                   "Object Exchange Protocol",
	ProtocolIp:                     "Internet Protocol",
	ProtocolFtp:                    "File Transfer Protocol",
	ProtocolHttp:                   "Hypertext Transfer Protocol",
	ProtocolWsp:                    "Wireless Short Packet Protocol",
	ProtocolBnep:                   "Bluetooth Network Encapsulation Protocol",
	ProtocolUpnp:                   "Extended Service Discovery Protocol",
	ProtocolHidp:                   "Human Interface Device Protocol",
	ProtocolHardcopyControlChannel: "Hardcopy Control Channel",
	ProtocolHardcopyDataChannel:    "Hardcopy Data Channel",
	ProtocolHardcopyNotification:   "Hardcopy Notification",
	ProtocolAvctp:                  "Audio/Video Control Transport Protocol",
	ProtocolAvdtp:                  "Audio/Video Distribution Transport Protocol",
	ProtocolCmtp:                   "Common ISDN Access Protocol",
	ProtocolUdiCPlain:              "UdiCPlain",
	ProtocolMcapControlChannel:     "Multi-Channel Adaptation Protocol - Control",
	ProtocolMcapDataChannel:        "Multi-Channel Adaptation Protocol - Data",
	ProtocolL2cap:                  "Layer 2 Control Protocol",
}

// ProtocolToString returns the name of a protocol in English, or "" for one that Qt has no name for; Qt's static function
// QBluetoothUuid::protocolToString, without its translation.
func ProtocolToString(u ProtocolUUID) string { return protocolTexts[u] }

// UUID returns the full UUID, on the Bluetooth base UUID.
func (u ProtocolUUID) UUID() UUID { return UUID16(uint16(u)) }

// String returns the name that [ProtocolToString] gives, or the number in the form "0x1234".
func (u ProtocolUUID) String() string { return shortUUIDString(uint16(u), protocolTexts[u]) }
