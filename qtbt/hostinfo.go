package qtbt

// HostInfo, the address and name of a local adapter.

import "fmt"

// HostInfo is the address and name of a local adapter. It is Qt's QBluetoothHostInfo. It is a plain
// value, comparable with ==; the zero HostInfo has a null address and no name.
type HostInfo struct {
	address Address
	name    string
}

// Address returns the adapter's address.
func (h HostInfo) Address() Address { return h.address }

// SetAddress changes the adapter's address.
func (h *HostInfo) SetAddress(address Address) { h.address = address }

// Name returns the adapter's name, which other devices see.
func (h HostInfo) Name() string { return h.name }

// SetName changes the name in this HostInfo. The adapter keeps its own name.
func (h *HostInfo) SetName(name string) { h.name = name }

// String returns the address and the name, such as `00:11:22:33:44:55 "Desk"`.
func (h HostInfo) String() string { return fmt.Sprintf("%s %q", h.address, h.name) }
