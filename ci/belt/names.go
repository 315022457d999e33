package main

// This file converts names and comments from C's to Go's.

import (
	"regexp"
	"strings"
)

// initialisms are the words that Go does not write with one capital.
var initialisms = map[string]string{
	"att": "ATT", "uuid": "UUID", "uuids": "UUIDs", "url": "URL", "ok": "OK", "rssi": "RSSI", "mtu": "MTU",
	"l2cap": "L2CAP", "rfcomm": "RFCOMM", "bluez": "BlueZ", "winrt": "WinRT",
}

// exported returns the Go name of a function, type or constant: "ServiceInfoClassUUIDs" for
// "qtbt_service_info_class_uuids".
func exported(name string) string {
	var b strings.Builder
	words := strings.TrimPrefix(strings.ToLower(name), "qtbt_")
	for word := range strings.FieldsFuncSeq(words, func(r rune) bool { return r == '_' }) {
		if special, ok := initialisms[word]; ok {
			b.WriteString(special)
		} else {
			b.WriteString(capital(word))
		}
	}
	return b.String()
}

// unexported returns the Go name of a parameter: "classOfDevice" for "class_of_device".
func unexported(name string) string {
	first, rest, _ := strings.Cut(name, "_")
	return first + exported(rest)
}

// qtMethod returns the name of a method of Qt: "setUuidFilter" for "set_uuid_filter".
func qtMethod(name string) string {
	first, rest, _ := strings.Cut(name, "_")
	for word := range strings.FieldsFuncSeq(rest, func(r rune) bool { return r == '_' }) {
		first += capital(word)
	}
	return first
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

var (
	cName       = regexp.MustCompile("\\b(?:qtbt|QTBT)_\\w+(?:\\.h)?|`\\*?(\\w+)`")
	callback    = regexp.MustCompile(`\b(?:qtbt_)?callbacks\.(\w)`)
	aboutMemory = regexp.MustCompile(`(?:^| )The caller frees [^.]*\.|; the caller frees [^.;]*`)
	qtCall      = regexp.MustCompile(`^\w+\(`)
	article     = regexp.MustCompile(`^(?:A|An|The) `)
)

// goText converts a header's comment for a reader of Go.
func goText(text string) string {
	text = aboutMemory.ReplaceAllString(text, "")
	text = callback.ReplaceAllStringFunc(text, func(name string) string {
		return "Receiver." + strings.ToUpper(name[len(name)-1:])
	})
	return cName.ReplaceAllStringFunc(text, func(name string) string {
		if strings.HasPrefix(name, "`") {
			return unexported(strings.Trim(name, "`*"))
		}
		if strings.HasSuffix(name, ".h") {
			return name
		}
		return exported(name)
	})
}

// docComment returns the comment of a Go function or type whose header has the comment doc.
func docComment(name, doc string) string {
	doc = goText(doc)
	switch {
	case qtCall.MatchString(doc):
		doc = "is " + doc
	case article.MatchString(doc):
		doc = "is " + strings.ToLower(doc[:1]) + doc[1:]
	default:
		doc = strings.ToLower(doc[:1]) + doc[1:]
	}
	return comment(name + " " + doc)
}

// maxColumns is the maximum length of a line with a comment, and tabColumns the width of a tab,
// both in columns.
const maxColumns, tabColumns = 100, 4

// comment returns a text as a comment that is not indented.
func comment(text string) string { return wrapped(text, maxColumns) }

// wrapped returns a text as a comment of a number of columns.
func wrapped(text string, columns int) string {
	var b strings.Builder
	line := "//"
	for word := range strings.FieldsSeq(text) {
		if len(line)+1+len(word) > columns {
			b.WriteString(line + "\n")
			line = "//"
		}
		line += " " + word
	}
	return b.String() + line + "\n"
}
