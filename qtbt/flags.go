package qtbt

// How sets of flags are printed and read.

import (
	"strconv"
	"strings"
)

// flagNames lists the single flags of a type in the order in which to print them.
type flagNames[F ~uint8 | ~uint16 | ~uint32] []struct {
	flag F
	name string
}

// format returns the names of the flags that are set, joined by "|". Flags without a name follow as
// one hexadecimal number. Zero is printed as none.
func (names flagNames[F]) format(set F, none string) string {
	if set == 0 {
		return none
	}
	var parts []string
	for _, n := range names {
		if set&n.flag == n.flag {
			parts = append(parts, n.name)
			set &^= n.flag
		}
	}
	if set != 0 {
		parts = append(parts, "0x"+strconv.FormatUint(uint64(set), 16))
	}
	return strings.Join(parts, "|")
}

// parse parses names joined by "|", or none. It returns false for any other text.
func (names flagNames[F]) parse(text, none string) (set F, ok bool) {
	if text == none {
		return 0, true
	}
	for _, name := range strings.Split(text, "|") {
		found := false
		for _, n := range names {
			if n.name == name {
				set, found = set|n.flag, true
			}
		}
		if !found {
			return 0, false
		}
	}
	return set, true
}
