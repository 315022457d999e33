// Package lent holds functions of package qtbt that package bttest needs and that are not public.
// Package qtbt sets them when it is initialized. Package qtbt imports this package, so the package
// cannot name their types, which qtbt declares.
package lent

var (
	// NewListener is a func(qtbt.Addr, *qtbt.ServiceInfo, int, func()) (*qtbt.Listener,
	// func(*qtbt.Conn) error).
	NewListener any

	// NetCause is a func(error) error.
	NetCause any
)
