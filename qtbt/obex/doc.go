// Package obex sends and receives files by Bluetooth's Object Push Profile, which phones and
// computers use to share files. It implements the part of IrDA's Object Exchange protocol, OBEX,
// that the profile needs, over any net.Conn. It needs neither Qt nor cgo.
//
// A [Client] pushes objects over one connection, and [Serve] receives them. An object is a file
// with a name and a type. The profile has no folders: names with separators of paths are errors at
// both ends, and Serve refuses the requests that change folders.
//
// Servers offer the profile as the Bluetooth service 0x1105, over an RFCOMM channel that SDP names.
// The program examples/btsend publishes and dials that service with package qtbt.
package obex
