//go:build !linux

package qtbt

// Systems on which Qt keeps the descriptors of connections.

// hasKernelStreams is true on systems on which a Conn takes a connection's descriptor over from Qt.
const hasKernelStreams = false

// conn is never called, because there is no descriptor to make a Conn of.
func (ConnConfig) conn(int, []byte, Protocol) *Conn { panic("no kernel streams") }

func checkDescriptors() error { return nil }
