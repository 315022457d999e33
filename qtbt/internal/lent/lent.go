// Package lent has functions of package qtbt that package bttest needs and that are not public.
// Package qtbt sets them when it is initialized. It imports this package, so their types, which it
// declares, cannot be named here.
package lent

var (
	// NewListener is a func(qtbt.Addr, *qtbt.ServiceInfo, int, func()) (*qtbt.Listener,
	// func(*qtbt.Conn) error).
	NewListener any

	// NetCause is a func(error) error.
	NetCause any
)
