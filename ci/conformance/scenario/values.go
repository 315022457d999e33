package scenario

// The values that arguments may have.

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// The names of enumerators and flags, the flags in the order in which they are written.
var (
	protocols     = []string{"UnknownProtocol", "L2capProtocol", "RfcommProtocol"}
	socketStates  = []string{"UnconnectedState", "ServiceLookupState", "ConnectingState", "ConnectedState", "BoundState", "ClosingState", "ListeningState"}
	openModes     = []string{"NotOpen", "ReadOnly", "WriteOnly", "Append", "Truncate", "Text", "Unbuffered", "NewOnly", "ExistingOnly"}
	securityFlags = []string{"NoSecurity", "Authorization", "Authentication", "Encryption", "Secure"}
)

var (
	literalAddress = regexp.MustCompile(`^([0-9A-F]{2}:){5}[0-9A-F]{2}$`)
	literalUUID    = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	identifier     = regexp.MustCompile(`^[a-z][A-Za-z0-9]*$`)
)

// LiteralAddress reports whether an address is not that of a host.
func LiteralAddress(s string) bool { return literalAddress.MatchString(s) }

// LiteralUUID reports whether a UUID is not a name for one that is the scenario's own.
func LiteralUUID(s string) bool { return literalUUID.MatchString(s) }

// checkValue says what is wrong with an argument, or returns "". Those that name hosts, objects or
// wires are left to the caller.
func checkValue(t Type, value any) string {
	text, isText := value.(string)
	number, isInteger := value.(int)
	switch t {
	case Integer, Byte:
		if !isInteger {
			return "want an integer"
		}
		if t == Byte && (number < 0 || number > 255) {
			return "want 0 to 255"
		}
	case Boolean:
		if _, ok := value.(bool); !ok {
			return "want true or false"
		}
	case Bytes:
		_, err := ByteString(value)
		if err != nil {
			return err.Error()
		}
	case Text, Address, Descriptor, Service:
		if !isText {
			return "want a text"
		}
	case UUID:
		if !literalUUID.MatchString(text) && !identifier.MatchString(text) {
			return "want a UUID in lower case without braces, or a name for one of the scenario's own"
		}
	case Protocol:
		return oneOf(protocols, text)
	case SocketState:
		return oneOf(socketStates, text)
	case OpenMode:
		return flagsOf(openModes, text)
	case Security:
		return flagsOf(securityFlags, text)
	}
	return ""
}

func oneOf(names []string, name string) string {
	if slices.Contains(names, name) {
		return ""
	}
	return "want one of " + strings.Join(names, ", ")
}

// flagsOf wants flags in their order, or the one that stands for none.
func flagsOf(names []string, text string) string {
	last := -1
	for _, name := range strings.Split(text, "|") {
		i := slices.Index(names, name)
		if i <= last || i == 0 && text != name {
			return "want flags joined by |, in this order: " + strings.Join(names, ", ")
		}
		last = i
	}
	return ""
}

// ByteString returns the bytes that a value of a scenario stands for, each as the character of that
// number.
func ByteString(value any) (string, error) {
	var text string
	switch v := value.(type) {
	case string:
		text = v
	case map[string]any:
		repeat, _ := v["repeat"].(string)
		times, _ := v["times"].(int)
		if repeat == "" || times < 1 || len(v) != 2 {
			return "", fmt.Errorf("want a text, or repeat and times")
		}
		text = strings.Repeat(repeat, times)
	default:
		return "", fmt.Errorf("want a text, or repeat and times")
	}
	if strings.ContainsFunc(text, func(r rune) bool { return r > 0xff }) {
		return "", fmt.Errorf("want characters up to U+00FF, each of which is a byte")
	}
	return text, nil
}
