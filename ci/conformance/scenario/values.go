package scenario

// The values that arguments may have.

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
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

// value returns the reason why an argument of a host's object is wrong, or "".
func (c *checker) value(host string, t Type, value any) string {
	if element, isList := t.Element(); isList {
		return c.list(host, element, value)
	}
	if keys := t.Keys(); keys != nil {
		return c.mapping(host, keys, value)
	}
	text, isText := value.(string)
	switch {
	case known.Enumerations[t] != nil:
		return oneOf(known.Enumerations[t], text)
	case known.Flags[t] != nil:
		return flagsOf(known.Flags[t], text)
	case strings.HasPrefix(string(t), "Q"):
		if o, ok := c.objects[text]; !ok || o.host != host || o.class != string(t) {
			return fmt.Sprintf("no %s %s was made on host %s before", t, text, host)
		}
	}
	number, isInteger := value.(int)
	switch t {
	case Integer, Byte:
		if !isInteger {
			return "want an integer"
		}
		if t == Byte && (number < 0 || number > 255) {
			return "want 0 to 255"
		}
	case Number:
		if _, isFloat := value.(float64); !isInteger && !isFloat {
			return "want a number"
		}
	case Boolean:
		if _, ok := value.(bool); !ok {
			return "want true or false"
		}
	case Bytes:
		if _, err := ByteString(value); err != nil {
			return err.Error()
		}
	case Text:
		if !isText {
			return "want a text"
		}
	case Address:
		if !LiteralAddress(text) && !slices.Contains(c.scenario.Hosts, text) {
			return "want a host or an address in capitals, such as 00:11:22:AA:BB:CC"
		}
	case Descriptor:
		if _, ok := c.wires[text]; !ok {
			return fmt.Sprintf("no wire %s was made before", text)
		}
	case UUID:
		if isInteger && number >= 0 && number <= 0xffff {
			return ""
		}
		if !literalUUID.MatchString(text) && !identifier.MatchString(text) {
			return "want a UUID in lower case without braces, one of 16 bits as a number, or a name for one of the scenario's own"
		}
	}
	return ""
}

func (c *checker) list(host string, element Type, value any) string {
	list, ok := value.([]any)
	if !ok {
		return "want a list"
	}
	for _, v := range list {
		if reason := c.value(host, element, v); reason != "" {
			return reason
		}
	}
	return ""
}

func (c *checker) mapping(host string, keys map[string]Type, value any) string {
	mapping, ok := value.(map[string]any)
	if !ok {
		return "want a mapping"
	}
	for _, key := range slices.Sorted(maps.Keys(mapping)) {
		t, ok := keys[key]
		if !ok {
			return fmt.Sprintf("no key %s; there are %s", key, strings.Join(slices.Sorted(maps.Keys(keys)), ", "))
		}
		if reason := c.value(host, t, mapping[key]); reason != "" {
			return key + ": " + reason
		}
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
