package lab

// The emulated air: btvirt on one of the hosts. Every controller of every host is a client of its
// server socket. The bytes between a controller and btvirt travel through this process, so that all
// hosts are made alike.

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/goqtbt/bluetooth/ci/lab/internal/wire"
)

// airSocket is btvirt's socket for controllers that speak both BR/EDR and Low Energy.
const airSocket = "/tmp/bt-server-bredrle"

// pollInterval is the time between two looks at a state in a guest that cannot be waited for.
const pollInterval = 50 * time.Millisecond

type air struct {
	host      *Host
	log       *log.Logger
	mu        sync.Mutex // one controller after the other, as the order decides their addresses
	registry  *registry
	pairings  *pairings
	exchanges *exchanges
	passkeys  *passkeys
}

// airHost returns the first host that has the emulator.
func airHost(hosts []*Host) (*Host, error) {
	for _, h := range hosts {
		if _, ok := h.config.guestPath(btvirtPaths...); ok {
			return h, nil
		}
	}
	return nil, errors.New("no host has btvirt")
}

// startAir starts the emulator. It is ready when it can be connected to.
func startAir(h *Host, log *log.Logger) (*air, error) {
	program, _ := h.config.guestPath(btvirtPaths...)
	a := newAir(h)
	a.log = log
	return a, h.startService(btvirt, program, "-s")
}

func newAir(h *Host) *air {
	return &air{
		host: h, registry: newRegistry(), pairings: new(pairings), exchanges: new(exchanges),
		passkeys: newPasskeys(),
	}
}

// connect makes one more controller in the emulator and returns its address, which is the given one
// unless that is "". The emulator gives a new controller the first address that is free, but it may
// see it before it has seen the end of an earlier one. When it answers the new one, it has seen
// both.
func (a *air) connect(ctx context.Context, address string) (radio net.Conn, got string, err error) {
	for {
		radio, err := a.connectAny(ctx)
		if err != nil {
			return nil, "", err
		}
		got, err := askAddress(ctx, radio)
		if err == nil && (address == "" || got == address) {
			return radio, got, nil
		}
		radio.Close()
		if err != nil {
			return nil, "", fmt.Errorf("asking a new controller for its address: %w", err)
		}
	}
}

func (a *air) connectAny(ctx context.Context) (net.Conn, error) {
	for {
		stream, err := a.host.session.Open()
		if err != nil {
			return nil, a.host.lost(err)
		}
		_, err = wire.Ask(stream, wire.Request{Kind: wire.Dial, Path: airSocket})
		if err == nil {
			return stream, nil
		}
		stream.Close()
		if err := a.host.pause(ctx, btvirt, err); err != nil {
			return nil, err
		}
	}
}

// askAddress asks a controller that no kernel has yet for its address.
func askAddress(ctx context.Context, radio net.Conn) (string, error) {
	stop := context.AfterFunc(ctx, func() { _ = radio.SetDeadline(time.Now()) })
	defer stop()
	if _, err := radio.Write([]byte{h4Command, 0x09, 0x10, 0}); err != nil { // Read BD_ADDR
		return "", err
	}
	answer, err := readPacket(bufio.NewReader(radio))
	if err != nil {
		return "", err
	}
	const address = 7 // after type, event, length, number of commands, opcode (2), status
	if len(answer) < address+6 || answer[0] != h4Event {
		return "", fmt.Errorf("its answer is % x", answer)
	}
	slices.Reverse(answer[address : address+6])
	return strings.ToUpper(net.HardwareAddr(answer[address : address+6]).String()), nil
}

// Controller is a Bluetooth controller of a host.
type Controller struct {
	index   int
	address string
	radio   net.Conn // to the emulator
	kernel  net.Conn // to the guest's kernel
	between *traffic // what travels between the two
	copying sync.WaitGroup
}

// Index returns the number N of the kernel's hciN.
func (c *Controller) Index() int { return c.index }

// Address returns the controller's Bluetooth address.
func (c *Controller) Address() string { return c.address }

// addController makes one more controller for the host.
func (h *Host) addController(ctx context.Context, a *air) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	h.air = a
	c := &Controller{}
	if err := c.bringUp(ctx, h); err != nil {
		return err
	}
	h.controllers = append(h.controllers, c)
	return nil
}

// replaceControllers makes the host's controllers anew, with the same addresses and in the same
// order. Their numbers may differ: the kernel can keep the number of a controller whose connections
// were cut.
func (h *Host) replaceControllers(ctx context.Context) error {
	h.air.mu.Lock()
	defer h.air.mu.Unlock()
	for _, c := range h.controllers {
		if err := c.detach(ctx); err != nil {
			return err
		}
	}
	for _, c := range h.controllers {
		if err := c.bringUp(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// replaceController makes one of the host's controllers anew, with the address it has.
func (h *Host) replaceController(ctx context.Context, c *Controller) error {
	h.air.mu.Lock()
	defer h.air.mu.Unlock()
	h.air.log.Printf("host %s: bluetoothd has failed to power hci%d; making the controller anew",
		h.name, c.index)
	if err := c.detach(ctx); err != nil {
		return err
	}
	return c.bringUp(ctx, h)
}

// detach closes the controller's two ends and waits until it is removed.
func (c *Controller) detach(ctx context.Context) error {
	c.radio.Close()
	c.kernel.Close()
	c.copying.Wait()
	return errors.Join(awaitEnd(ctx, c.kernel), awaitEnd(ctx, c.radio))
}

// awaitEnd waits until the guest has closed its end of a stream that is closed at this one. The
// guest does that when it has removed what it has for the stream.
func awaitEnd(ctx context.Context, stream net.Conn) error {
	stop := context.AfterFunc(ctx, func() { _ = stream.SetReadDeadline(time.Now()) })
	_, _ = io.Copy(io.Discard, stream)
	if !stop() {
		return fmt.Errorf("a controller was not removed: %w", context.Cause(ctx))
	}
	return nil
}

// attach connects the controller's two ends. The air is locked.
func (c *Controller) attach(ctx context.Context, h *Host) error {
	radio, address, err := h.air.connect(ctx, c.address)
	if err != nil {
		return fmt.Errorf("connecting to the air: %w", err)
	}
	if err := h.makeMemory(ctx, address); err != nil {
		radio.Close()
		return err
	}
	kernel, err := h.session.Open()
	if err != nil {
		radio.Close()
		return h.lost(err)
	}
	started, err := wire.Ask(kernel, wire.Request{Kind: wire.Controller})
	if err != nil {
		radio.Close()
		kernel.Close()
		return err
	}
	c.index, c.address, c.radio, c.kernel = started.Index, address, radio, kernel
	between := h.air.traffic(kernel, radio)
	c.between = between
	closeBoth := func() {
		radio.Close()
		kernel.Close()
		h.air.pairings.ended(between)
		h.air.exchanges.ended(between)
		h.air.registry.gone(between)
		between.lost()
	}
	c.copying.Go(func() {
		defer closeBoth()
		_ = between.copyToRadio()
	})
	c.copying.Go(func() {
		defer closeBoth()
		_ = between.copyToKernel()
	})
	return nil
}
