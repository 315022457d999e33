package main

// This file reads the headers.

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// headers holds the declarations of the headers, in their order.
type headers struct {
	integers  []field // typedefs of int32_t
	structs   []structure
	enums     []enumeration
	functions []function
}

type structure struct {
	name, doc string
	fields    []field // none if the struct has more than plain fields
}

// field is also a parameter.
type field struct{ ctype, name, doc string }

type enumeration struct {
	ctype, doc  string // ctype is the typedef that the enum follows, or ""
	enumerators []enumerator
}

type enumerator struct{ name, value, doc string }

type function struct {
	name, class, doc, result string // class is the beginning of the names of a header's methods
	params                   []field
}

const commentPattern = `/\*((?:[^*]|\*[^/])*)\*/`

var (
	// The pattern matches a declaration with the comment before it.
	declaration = regexp.MustCompile(`(?:` + commentPattern + `\n)?(?:` +
		`typedef (\w+) (\w+);(?:\nenum \{((?s:.*?))\};)?|` +
		`typedef struct \w+ \{((?s:.*?))\n\} (\w+);|` +
		`enum \{((?s:.*?))\};|` +
		`QTBT_EXPORT (\w+|const char \*)\s*(qtbt_\w+)\(([^;]*)\);)`)
	enumeratorLine = regexp.MustCompile(`(QTBT_\w+) = (\w+),?[ \t]*(?:` + commentPattern + `)?`)
	fieldLine      = regexp.MustCompile(`(?m:^ *)(\w+) (\w+);[ \t]*(?:` + commentPattern + `)?`)
	// The pattern matches the other content of a header.
	noDeclaration = regexp.MustCompile(commentPattern +
		`|extern "C" \{|#ifdef __cplusplus\n\}|(?m:^#.*$)`)
)

// remainder returns the text that neither matches a pattern nor is a comment or a line for the
// compiler.
func remainder(pattern *regexp.Regexp, text string) string {
	return strings.TrimSpace(noDeclaration.ReplaceAllString(pattern.ReplaceAllString(text, ""), ""))
}

func readHeaders(dir string) (*headers, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "qtbt_*.h"))
	if err != nil {
		return nil, err
	}
	h := &headers{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		if err := h.read(filepath.Base(path), string(text)); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	return h, h.check()
}

func (h *headers) read(name, text string) error {
	if rest := remainder(declaration, text); rest != "" {
		return fmt.Errorf("cannot read %q", rest)
	}
	for _, m := range declaration.FindAllStringSubmatch(text, -1) {
		doc := words(m[1])
		enum := enumeration{doc: doc}
		switch {
		case m[2] == "int32_t":
			h.integers = append(h.integers, field{name: m[3], doc: doc})
			enum = enumeration{ctype: m[3]}
		case m[5] != "":
			h.structs = append(h.structs, structure{m[6], doc, readFields(m[5])})
		case m[9] != "":
			class := strings.TrimSuffix(name, ".h") + "_"
			h.functions = append(h.functions, function{m[9], class, doc, m[8], readParams(m[10])})
		}
		if body := m[4] + m[7]; body != "" {
			if rest := remainder(enumeratorLine, body); rest != "" {
				return fmt.Errorf("cannot read %q", rest)
			}
			for _, m := range enumeratorLine.FindAllStringSubmatch(body, -1) {
				enum.enumerators = append(enum.enumerators, enumerator{m[1], m[2], words(m[3])})
			}
			h.enums = append(h.enums, enum)
		}
	}
	return nil
}

func readFields(body string) (fields []field) {
	if remainder(fieldLine, body) != "" {
		return nil
	}
	for _, m := range fieldLine.FindAllStringSubmatch(body, -1) {
		fields = append(fields, field{m[1], m[2], words(m[3])})
	}
	return fields
}

func readParams(list string) (params []field) {
	if list = words(list); list == "void" {
		return nil
	}
	for param := range strings.SplitSeq(list, ", ") {
		i := strings.LastIndexAny(param, " *") + 1
		params = append(params, field{ctype: strings.TrimSpace(param[:i]), name: param[i:]})
	}
	return params
}

// words joins the lines of a comment or of a list of parameters.
func words(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "* "))
	}
	return strings.TrimSpace(strings.Join(lines, " "))
}
