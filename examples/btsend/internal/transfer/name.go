package transfer

// The names that are safe to store and to show.

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxName    = 4096 // bytes of a whole name
	maxElement = 255  // bytes of one part of it
	maxDepth   = 64
)

// partialPrefix begins the names of partial files.
const partialPrefix = ".btsend-"

// CheckName returns an error for a name that is not safe. The rules are those of the strictest
// system, everywhere: a name that is harmless here must not mean a device or another folder
// elsewhere.
func CheckName(name string) error {
	if err := checkName(name); err != nil {
		return fmt.Errorf("unsafe name %s: %w", printable(name), err)
	}
	return nil
}

func checkName(name string) error {
	if !utf8.ValidString(name) {
		return errors.New("not UTF-8")
	}
	if len(name) > maxName {
		return errors.New("too long")
	}
	if name == "." || !fs.ValidPath(name) {
		return errors.New("not a path below the folder")
	}
	elements := strings.Split(name, "/")
	if len(elements) > maxDepth {
		return errors.New("too deep")
	}
	for _, e := range elements {
		if err := checkElement(e); err != nil {
			return err
		}
	}
	return nil
}

func checkElement(e string) error {
	if len(e) > maxElement {
		return errors.New("too long")
	}
	visible, last := false, rune(0)
	for _, r := range e {
		switch {
		case r == '\\' || r == ':':
			return fmt.Errorf("%q has a meaning in paths on Windows", r)
		case unicode.IsControl(r):
			return errors.New("a control character")
		case unicode.Is(unicode.Bidi_Control, r):
			return errors.New("a character that turns the direction of writing")
		case isInvisible(r) && !(isJoiner(r) && last > unicode.MaxASCII):
			return fmt.Errorf("the invisible character %U", r)
		}
		visible = visible || !unicode.IsSpace(r) && !isInvisible(r) && r != brailleBlank
		last = r
	}
	if !visible {
		return errors.New("no visible character")
	}
	if strings.HasSuffix(e, ".") || strings.HasSuffix(e, " ") {
		return errors.New("a full stop or space at the end")
	}
	if isDevice(e) {
		return errors.New("a device on Windows")
	}
	if strings.HasPrefix(strings.ToLower(e), partialPrefix) {
		return errors.New("btsend's own")
	}
	return nil
}

// brailleBlank is a Braille symbol without a dot.
const brailleBlank = '\u2800'

// isInvisible reports whether a character cannot be seen by itself. Such characters are Unicode's
// default ignorable code points, and separators of lines.
func isInvisible(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector,
		unicode.Zl, unicode.Zp) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}

// isJoiner reports whether an invisible character may follow a character beyond ASCII, as in emoji
// and in Persian and Indian scripts.
func isJoiner(r rune) bool {
	const nonJoiner, joiner = '\u200c', '\u200d'
	return r == nonJoiner || r == joiner || unicode.Is(unicode.Variation_Selector, r)
}

// isDevice reports whether Windows treats a name as a device, which it does with any suffix.
func isDevice(e string) bool {
	base, _, _ := strings.Cut(strings.ToUpper(e), ".")
	base = strings.TrimRight(base, " ")
	switch base {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$":
		return true
	}
	port, ok := strings.CutPrefix(base, "COM")
	if !ok {
		port, ok = strings.CutPrefix(base, "LPT")
	}
	return ok && utf8.RuneCountInString(port) == 1 && strings.ContainsAny(port, "0123456789¹²³")
}

// printable makes text from elsewhere safe to show.
func printable(text string) string {
	if len(text) > maxName {
		text = text[:maxName] + "…"
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return utf8.RuneError
		}
		return r
	}, text)
}
