package qtbt

// Names of enumerators.

import "strconv"

// enumName returns the name of v, or "Type(v)" for a value without one.
func enumName[E ~int32](v E, typeName string, names map[int32]string) string {
	if name, ok := names[int32(v)]; ok {
		return name
	}
	return typeName + "(" + strconv.Itoa(int(v)) + ")"
}
