// How sets of flags are printed.

package qtbt

import (
	"strconv"
	"strings"
)

// flagNames lists the single flags of a type in the order to print them in.
type flagNames[F ~uint8 | ~uint16 | ~uint32] []struct {
	flag F
	name string
}

// format returns the names of the flags that are set, joined by "|", and what has no name as a hexadecimal number; zero
// is printed as none.
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
