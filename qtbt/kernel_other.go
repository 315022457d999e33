//go:build !linux

// Systems on which Qt keeps the connections' descriptors.

package qtbt

// hasKernelStreams says that a connection's descriptor can be taken out of Qt's hands.
const hasKernelStreams = false

// conn is never called, as there is no descriptor to make a Conn of.
func (ConnConfig) conn(int, []byte, Protocol) *Conn { panic("no kernel streams") }

func checkDescriptors() error { return nil }
