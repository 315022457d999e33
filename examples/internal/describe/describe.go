// Package describe puts the properties of Bluetooth devices and services into words, for the
// examples' output.
package describe

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/goqtbt/bluetooth/qtbt"
)

// Text makes a text from the air safe for one line on a terminal: it replaces characters that are
// not printable by "?".
func Text(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, s)
}

// UUID returns the name of the service class or protocol that a UUID stands for, or the UUID in its
// shortest form.
func UUID(u qtbt.UUID) string {
	short, ok := u.Uint16()
	if !ok {
		return u.String()
	}
	if name := qtbt.ServiceClassToString(qtbt.ServiceClassUUID(short)); name != "" {
		return name
	}
	return qtbt.ProtocolUUID(short).String()
}

// UUIDs returns the names of several UUIDs in one line.
func UUIDs(uuids []qtbt.UUID) string {
	names := make([]string, len(uuids))
	for i, u := range uuids {
		names[i] = UUID(u)
	}
	return strings.Join(names, ", ")
}

// Failure returns an error that suggests what to do about a discovery that has failed on the
// adapter. The null address is the default adapter. The text is Qt's.
func Failure(code qtbt.DeviceDiscoveryError, text string, adapter qtbt.Address) error {
	switch {
	case code == qtbt.DeviceDiscoveryPoweredOffError:
		return errors.New("the Bluetooth adapter is off: switch it on, as with `bluetoothctl power on`")
	case code == qtbt.DeviceDiscoveryInvalidBluetoothAdapterError && !adapter.IsNull():
		return fmt.Errorf("no Bluetooth adapter of this machine has the address %v", adapter)
	case code == qtbt.DeviceDiscoveryMissingPermissionsError:
		return errors.New("this program is not permitted to use Bluetooth: see the system's privacy settings")
	case text == "":
		return code
	default:
		return fmt.Errorf("%s (%w)", strings.TrimSuffix(text, "."), code)
	}
}
