package main

// This file generates the constants and types, and the assertions that compare the constants with
// Qt's enumerators.

import (
	"bytes"
	"fmt"
	"go/format"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// qtEnum matches the comment of an enum of Qt's. A set of flags has no names of Qt's.
var qtEnum = regexp.MustCompile(`^(Q\w+)::(\w+)(, as flags)?\.`)

// qtEnumerator matches the comment of an enumerator of Qt's.
var qtEnumerator = regexp.MustCompile(`^(\w+)(?: since Qt (\d+)\.(\d+))?$`)

const signalPrefix = "QTBT_SIGNAL_"

// values returns the Go types of integers and structs, and the constants.
func values(h *headers) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(generated + "package cshim\n")
	for _, i := range h.integers {
		name := exported(i.name)
		fmt.Fprintf(&b, "\n%stype %s int32\n", docComment(name, i.doc), name)
	}
	types := goTypes(h)
	for _, s := range h.structs {
		if !s.regular(types) || types[s.name].toC != "" {
			continue
		}
		name := exported(s.name)
		fmt.Fprintf(&b, "\n%stype %s struct {\n", docComment(name, s.doc), name)
		for _, f := range s.fields {
			fmt.Fprintf(&b, "%s %s%s\n", exported(f.name), types[f.ctype].name, trailing(f.doc))
		}
		b.WriteString("}\n")
	}
	for _, e := range h.enums {
		b.WriteString("\n" + e.constants())
	}
	return format.Source(b.Bytes())
}

// check refuses two signals with the same value, and Qt's enumerators without Qt's name.
func (h *headers) check() error {
	signals := make(map[string]string) // by value
	for _, e := range h.enums {
		for _, c := range e.enumerators {
			if qtEnum.MatchString(e.doc) && !qtEnumerator.MatchString(c.doc) {
				return fmt.Errorf("%s needs Qt's name as its comment, not %q", c.name, c.doc)
			}
			if !strings.HasPrefix(c.name, signalPrefix) {
				continue
			}
			if other, taken := signals[c.value]; taken {
				return fmt.Errorf("%s and %s have the same value", other, c.name)
			}
			signals[c.value] = c.name
		}
	}
	return nil
}

// trailing returns a comment behind a field or constant.
func trailing(doc string) string {
	if doc == "" {
		return ""
	}
	return " // " + goText(doc)
}

// constants returns an enum's constants in Go, and a map from their values to Qt's names.
func (e enumeration) constants() string {
	var b strings.Builder
	doc := e.doc
	if doc == "" {
		doc = "The values of " + exported(e.ctype) + "."
	}
	b.WriteString(comment(goText(doc)))
	block := e.block(false)
	if isTooWide(block) {
		block = e.block(true)
	}
	b.WriteString(block)
	if m := qtEnum.FindStringSubmatch(e.doc); m != nil && m[3] == "" {
		name := exported(e.commonPrefix()) + "Names"
		doc := fmt.Sprintf("%s has Qt's names for the values of %s::%s.", name, m[1], m[2])
		b.WriteString("\n" + comment(doc))
		fmt.Fprintf(&b, "var %s = map[int32]string{\n", name)
		for _, c := range e.enumerators {
			qtName := qtEnumerator.FindStringSubmatch(c.doc)[1]
			fmt.Fprintf(&b, "%s: %q,\n", exported(c.name), qtName)
		}
		b.WriteString("}\n")
	}
	return b.String()
}

// block returns an enum's constants, with their comments above or behind them.
func (e enumeration) block(above bool) string {
	var b strings.Builder
	b.WriteString("const (\n")
	for _, c := range e.enumerators {
		ctype := e.ctype
		if strings.HasPrefix(c.name, signalPrefix) {
			ctype = "qtbt_signal"
		}
		behind := trailing(c.doc)
		if above && c.doc != "" {
			b.WriteString(wrapped(exported(c.name)+": "+goText(c.doc)+".", maxColumns-tabColumns))
			behind = ""
		}
		fmt.Fprintf(&b, "%s %s = %s%s\n", exported(c.name), exported(ctype), c.value, behind)
	}
	return b.String() + ")\n"
}

// isTooWide reports whether a declaration has a line of more than maxColumns when it is formatted.
func isTooWide(declaration string) bool {
	formatted, err := format.Source([]byte(declaration))
	return err == nil && slices.ContainsFunc(strings.Split(string(formatted), "\n"), func(line string) bool {
		return utf8.RuneCountInString(strings.ReplaceAll(line, "\t", strings.Repeat(" ", tabColumns))) > maxColumns
	})
}

// commonPrefix returns the prefix that the names of all enumerators share.
func (e enumeration) commonPrefix() string {
	prefix := e.enumerators[0].name
	for _, c := range e.enumerators {
		for !strings.HasPrefix(c.name, prefix) {
			prefix = prefix[:strings.LastIndexByte(strings.TrimSuffix(prefix, "_"), '_')+1]
		}
	}
	return prefix
}

// assertions returns the C++ source that compares the enumerators with Qt's.
func assertions(h *headers) []byte {
	var includes []string
	var b bytes.Buffer
	for _, e := range h.enums {
		m := qtEnum.FindStringSubmatch(e.doc)
		if m == nil {
			continue
		}
		module := "QtCore"
		if strings.HasPrefix(m[1], "QBluetooth") || strings.HasPrefix(m[1], "QLowEnergy") {
			module = "QtBluetooth"
		}
		include := fmt.Sprintf("#include <%s/%s.h>\n", module, strings.ToLower(m[1]))
		if !slices.Contains(includes, include) {
			includes = append(includes, include)
		}
		fmt.Fprintf(&b, "\n// %s::%s\n", m[1], m[2])
		for _, c := range e.enumerators {
			q := qtEnumerator.FindStringSubmatch(c.doc)
			if q[2] != "" {
				fmt.Fprintf(&b, "#if QT_VERSION >= QT_VERSION_CHECK(%s, %s, 0)\n", q[2], q[3])
			}
			fmt.Fprintf(&b, "static_assert(int(%s::%s::%s) == %s);\n", m[1], m[2], q[1], c.name)
			if q[2] != "" {
				b.WriteString("#endif\n")
			}
		}
	}
	slices.Sort(includes)
	return []byte(generated + "//go:build cgo && !qtbt_system\n\n#include \"qtbt.h\"\n\n" +
		strings.Join(includes, "") + b.String())
}
