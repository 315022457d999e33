package bttest

import (
	"context"
	"net"

	"github.com/goqtbt/bluetooth/qtbt"
	"github.com/goqtbt/bluetooth/qtbt/internal/lent"
)

// Host is a machine with a Bluetooth adapter on an Air. Its Dial and Listen stand in for qtbt.Dial
// and qtbt.Listen.
type Host struct {
	air     *Air
	address qtbt.Address

	// Guarded by air.mu.
	powered                  bool
	services                 map[qtbt.UUID]*service
	dialErrors, listenErrors []error
}

var (
	newListener = lent.NewListener.(func(qtbt.Addr, *qtbt.ServiceInfo, int, func()) (*qtbt.Listener, func(*qtbt.Conn) error))
	netCause    = lent.NetCause.(func(error) error)
)

// service is what a Listener of the host offers.
type service struct {
	port  uint16
	offer func(*qtbt.Conn) error
}

// The errors are those of qtbt with BlueZ, except for the address.
var (
	errNoDevice  = &qtbt.OpError{Op: "discover", Code: qtbt.SocketHostNotFoundError, Text: "no such device in reach"}
	errNoService = &qtbt.OpError{Op: "connect", Code: qtbt.SocketHostNotFoundError, Text: "Cannot connect to remote profile"}
	errDialOff   = &qtbt.OpError{Op: "discover", Code: qtbt.DeviceDiscoveryPoweredOffError, Text: "Device is powered off"}
	errListenOff = &qtbt.OpError{Op: "listen", Code: qtbt.ServerPoweredOffError, Text: "Bluetooth device is powered off"}
	errInUse     = &qtbt.OpError{Op: "listen", Code: qtbt.ServerUnknownError, Text: `Cannot register profile "UUID already registered"`}
	errNoChannel = &qtbt.OpError{Op: "listen", Code: qtbt.ServerUnknownError, Text: "no RFCOMM channel is free"}
)

// backlog is the number of connections that may wait for Accept, as with qtbt.Listen.
const backlog = 64

// RFCOMM has channels 1 to 30.
const firstChannel, lastChannel = 1, 30

// Address returns the host's address.
func (h *Host) Address() qtbt.Address { return h.address }

func (h *Host) addr(port uint16) qtbt.Addr {
	return qtbt.Addr{Protocol: qtbt.RFCOMM, Address: h.address, Port: port}
}

// Listen is qtbt.Listen on this host. It fails as qtbt.Listen does if the host is powered off, or
// if another Listener of the host has the UUID. It also fails with the error that FailListen has
// set.
func (h *Host) Listen(ctx context.Context, uuid qtbt.UUID, name string) (*qtbt.Listener, error) {
	l, err := h.listen(ctx, uuid, name)
	if err != nil {
		return nil, &net.OpError{Op: "listen", Net: "rfcomm", Addr: qtbt.Addr{Protocol: qtbt.RFCOMM}, Err: netCause(err)}
	}
	return l, nil
}

func (h *Host) listen(ctx context.Context, uuid qtbt.UUID, name string) (*qtbt.Listener, error) {
	if err := check(ctx, "listen"); err != nil {
		return nil, err
	}
	h.air.mu.Lock()
	defer h.air.mu.Unlock()
	if err := takeFirst(&h.listenErrors); err != nil {
		return nil, err
	}
	if !h.powered {
		return nil, errListenOff
	}
	if h.services[uuid] != nil {
		return nil, errInUse
	}
	port := h.freeChannel()
	if port == 0 {
		return nil, errNoChannel
	}
	info := new(qtbt.ServiceInfo)
	info.SetServiceName(name)
	info.SetServiceUUID(uuid)
	l, offer := newListener(h.addr(port), info, backlog, func() {
		h.air.mu.Lock()
		defer h.air.mu.Unlock()
		delete(h.services, uuid)
	})
	h.services[uuid] = &service{port, offer}
	return l, nil
}

// freeChannel returns a free RFCOMM channel, or 0 if there is none.
func (h *Host) freeChannel() uint16 {
	used := make(map[uint16]bool)
	for _, s := range h.services {
		used[s.port] = true
	}
	for port := uint16(firstChannel); port <= lastChannel; port++ {
		if !used[port] {
			return port
		}
	}
	return 0
}

// Dial is qtbt.Dial on this host. It fails as qtbt.Dial does if this host is powered off, if no
// powered host of the Air has the address, or if that host does not have the service. It also fails
// with the error that FailDial has set. Unlike over the air, a host can have several connections to
// a service at a time, also to a service of its own.
func (h *Host) Dial(ctx context.Context, address qtbt.Address, uuid qtbt.UUID) (*qtbt.Conn, error) {
	c, err := h.dial(ctx, address, uuid)
	if err != nil {
		to := qtbt.Addr{Protocol: qtbt.RFCOMM, Address: address}
		return nil, &net.OpError{Op: "dial", Net: "rfcomm", Addr: to, Err: netCause(err)}
	}
	return c, nil
}

func (h *Host) dial(ctx context.Context, address qtbt.Address, uuid qtbt.UUID) (*qtbt.Conn, error) {
	if err := check(ctx, "dial"); err != nil {
		return nil, err
	}
	if address.IsNull() {
		return nil, &qtbt.OpError{Op: "dial", Err: qtbt.ErrInvalidArgument, Text: "null address"}
	}
	if qtbt.OnQtThread() {
		return nil, &qtbt.OpError{Op: "dial", Err: qtbt.ErrOnQtThread}
	}
	to, s, err := h.find(address, uuid)
	if err != nil {
		return nil, err
	}
	near, far, err := h.air.connect(h, to, s.port)
	if err != nil {
		return nil, err
	}
	if s.offer(far) != nil {
		far.CloseWithError(nil) // as a Listener does when it has no room
	}
	return near, nil
}

// find finds a service, or returns why it cannot be reached.
func (h *Host) find(address qtbt.Address, uuid qtbt.UUID) (*Host, *service, error) {
	h.air.mu.Lock()
	defer h.air.mu.Unlock()
	if err := takeFirst(&h.dialErrors); err != nil {
		return nil, nil, err
	}
	to := h.air.hosts[address]
	switch {
	case !h.powered:
		return nil, nil, errDialOff
	case to == nil || !to.powered:
		return nil, nil, errNoDevice
	case to.services[uuid] == nil:
		return nil, nil, errNoService
	}
	return to, to.services[uuid], nil
}

// check refuses arguments that qtbt.Dial and qtbt.Listen refuse at once.
func check(ctx context.Context, op string) error {
	if ctx == nil {
		return &qtbt.OpError{Op: op, Err: qtbt.ErrInvalidArgument, Text: "nil context"}
	}
	return ctx.Err()
}

// FailDial makes the next Dial of the host fail with a *net.OpError around err. Each further call
// makes one more Dial fail, in the order of the calls.
func (h *Host) FailDial(err error) {
	h.air.mu.Lock()
	defer h.air.mu.Unlock()
	h.dialErrors = append(h.dialErrors, err)
}

// FailListen is FailDial for Listen.
func (h *Host) FailListen(err error) {
	h.air.mu.Lock()
	defer h.air.mu.Unlock()
	h.listenErrors = append(h.listenErrors, err)
}

func takeFirst(errs *[]error) error {
	if len(*errs) == 0 {
		return nil
	}
	err := (*errs)[0]
	*errs = (*errs)[1:]
	return err
}

// SetPowered switches the host's adapter on or off. When it is switched off, it loses all its
// links, as in Air.LoseLinks. Its Listeners stay, and can be reached again once it is switched on.
func (h *Host) SetPowered(on bool) {
	h.air.mu.Lock()
	h.powered = on
	h.air.mu.Unlock()
	if !on {
		h.air.lose(func(l link) bool { return l.hosts[0] == h || l.hosts[1] == h })
	}
}
