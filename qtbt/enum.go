// Names of enumerators.

package qtbt

import "strconv"

// enumName returns the name at index v, or "Type(v)" for a value without one.
func enumName[E ~int32 | ~uint8](v E, typeName string, names ...string) string {
	if i := int(v); i >= 0 && i < len(names) {
		return names[i]
	}
	return typeName + "(" + strconv.Itoa(int(v)) + ")"
}
