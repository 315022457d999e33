package main

// The rule for the Go name of a member of Qt. table.go has the exceptions.

import (
	"regexp"
	"slices"
	"strings"
)

// counterparts returns the Go names that a member may have by the rule, in the order in which to
// look for them.
//
// A method keeps its name with a capital, a signal is OnName, error() is LastError and toX() is X.
// A static method or variable is a function. An object's constructor is NewType, and its destructor
// is Delete; the value of a constructor without arguments is the type's zero value. ==, != and <
// are the language's, or Equal and Compare. Enumerators have a prefix that distinguishes them from
// others of the package. Initialisms are spelled as in goSpelling. The rule does not cover
// overloads.
func (a api) counterparts(m member) []string {
	t := goType(m.class)
	switch m.kind {
	case constructor:
		switch {
		case m.object && (!m.overloaded || a.isFunc("New"+t, true)):
			return []string{"New" + t}
		case len(m.params) == 0:
			return []string{t}
		}
	case destructor:
		return []string{t + ".Delete"}
	case method:
		switch {
		case m.overloaded:
		case m.static:
			return []string{goName(m.name)}
		default:
			return []string{t + "." + methodName(m.name)}
		}
	case signal:
		if !m.overloaded {
			return []string{t + ".On" + goName(m.name)}
		}
	case variable:
		return []string{goName(m.name)}
	case operator:
		switch m.name {
		case "operator==", "operator!=":
			return []string{t + ".Equal", t}
		case "operator<":
			return []string{t + ".Compare"}
		}
	case enumeration:
		return enumTypes(m.class, m.name)
	case flags:
		return a.enumType(m)
	case enumerator:
		var names []string
		for _, prefix := range enumPrefixes(m) {
			names = append(names, goSpelling(prefix+m.name))
		}
		return names
	}
	return nil
}

// goType returns the Go type of a class, or "" if the class's members belong to the package itself.
func goType(class string) string {
	if name, ok := goTypes[class]; ok {
		return name
	}
	name := class[strings.LastIndex(class, ":")+1:]
	if strings.HasPrefix(name, "QLowEnergy") {
		return name[1:]
	}
	return strings.TrimPrefix(name, "QBluetooth")
}

func methodName(name string) string {
	if name == "error" {
		return "LastError"
	}
	if short, ok := strings.CutPrefix(name, "to"); ok && short == capital(short) {
		return strings.Replace(short, "UInt", "Uint", 1)
	}
	return goName(name)
}

func goName(name string) string { return goSpelling(capital(name)) }

func capital(name string) string { return strings.ToUpper(name[:1]) + name[1:] }

// initialisms holds the words of Qt's names that Go does not spell with one capital.
var initialisms = map[string]string{
	"Id": "ID", "Ids": "IDs", "Mtu": "MTU", "Rssi": "RSSI", "Url": "URL", "Uuid": "UUID", "Uuids": "UUIDs",

	"Att": "ATT", "Avctp": "AVCTP", "Avdtp": "AVDTP", "Bnep": "BNEP", "Cmtp": "CMTP", "Ftp": "FTP",
	"Hidp": "HIDP", "Http": "HTTP", "Ip": "IP", "Isdn": "ISDN", "L2cap": "L2CAP", "Mcap": "MCAP",
	"Obex": "OBEX", "Rfcomm": "RFCOMM", "Sdp": "SDP", "Tcp": "TCP", "Tcs": "TCS", "Udi": "UDI",
	"Udp": "UDP", "Upnp": "UPnP", "Vcr": "VCR", "Wsp": "WSP",
}

var word = regexp.MustCompile(`[A-Z][a-z0-9]*`)

// goSpelling returns a name with Go's spelling of its initialisms: "ServiceClassUUIDs" for
// "ServiceClassUuids".
func goSpelling(name string) string {
	return word.ReplaceAllStringFunc(name, func(w string) string {
		if initialism, ok := initialisms[w]; ok {
			return initialism
		}
		return w
	})
}

// enumTypes returns the names that the type of an enumeration may have.
func enumTypes(class, enum string) []string {
	enum = goSpelling(enum)
	t := goType(class)
	return []string{enum, t + enum, strings.TrimSuffix(t, "Agent") + enum}
}

// enumType returns the type of the enumeration of an enumerator or of flags, if there is one.
func (a api) enumType(m member) []string {
	names := enumTypes(m.class, m.enum)
	if name, ok := irregular[m.class+"::"+m.enum]; ok {
		names = []string{name}
	}
	if i := slices.IndexFunc(names, a.isType); i >= 0 {
		return names[i : i+1]
	}
	return nil
}

// enumPrefixes returns the prefixes that an enumerator's name may have.
func enumPrefixes(m member) []string {
	t := goType(m.class)
	prefixes := []string{"", t, strings.TrimSuffix(t, "Agent"), m.enum}
	for _, suffix := range []string{"Uuid", "Type", "Id"} {
		prefixes = append(prefixes, strings.TrimSuffix(m.enum, suffix))
	}
	return prefixes
}
