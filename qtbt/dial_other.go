//go:build !linux

package qtbt

// Systems on which only Qt connects.

import "context"

const canDialDirectly = false

func (*Dialer) dialDirectService(context.Context, Addr, UUID) (*Conn, error) {
	return nil, &OpError{Op: "dial", Err: ErrUnsupported}
}

func (*Dialer) dialDirect(context.Context, Addr) (*Conn, error) {
	return nil, &OpError{Op: "dial", Err: ErrUnsupported}
}

func localAdapter(address Address) (Address, error) { return address, nil }

func adapterTrouble(Address) error { return nil }
