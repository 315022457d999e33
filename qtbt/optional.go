package qtbt

// Qt's default arguments, which are variadic in Go.

// optional returns the argument that the caller gave, or Qt's default if the caller gave none. It
// returns ErrInvalidArgument for more than one argument.
func optional[T any](op, what string, given []T, byDefault T) (T, error) {
	switch len(given) {
	case 0:
		return byDefault, nil
	case 1:
		return given[0], nil
	}
	return byDefault, &OpError{Op: op, Err: ErrInvalidArgument, Text: "more than one " + what}
}
