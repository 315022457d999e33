// The emulated air: btvirt on one of the hosts, at whose server socket every controller of every host is one client.
// The bytes between a controller and btvirt travel through this process, so that all hosts are made alike.

package lab

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/goqtbt/bluetooth/ci/lab/internal/wire"
)

// airSocket is where btvirt waits for controllers of the kind that speaks both BR/EDR and Low Energy.
const airSocket = "/tmp/bt-server-bredrle"

// pollInterval is how often a state in a guest is looked at that cannot be waited for.
const pollInterval = 50 * time.Millisecond

type air struct {
	host *Host
	mu   sync.Mutex // one controller after the other, as the order decides their addresses
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
func startAir(h *Host) (*air, error) {
	program, _ := h.config.guestPath(btvirtPaths...)
	return &air{host: h}, h.startService(btvirt, program, "-s")
}

// connect makes one more controller in the emulator.
func (a *air) connect(ctx context.Context) (net.Conn, error) {
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

// Controller is a Bluetooth controller of a host.
type Controller struct {
	index   int
	address string
	radio   net.Conn // to the emulator
	kernel  net.Conn // to the guest's kernel
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
	if err := c.attach(ctx, h); err != nil {
		return err
	}
	h.controllers = append(h.controllers, c)
	return nil
}

// replaceControllers makes the host's controllers anew, with the addresses they have: the emulator gives a new one the
// first address that is free.
func (h *Host) replaceControllers(ctx context.Context) error {
	h.air.mu.Lock()
	defer h.air.mu.Unlock()
	for _, c := range h.controllers {
		c.radio.Close()
		c.kernel.Close()
		c.copying.Wait()
		if err := c.attach(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// attach connects the controller's two ends. The air is locked.
func (c *Controller) attach(ctx context.Context, h *Host) error {
	radio, err := h.air.connect(ctx)
	if err != nil {
		return fmt.Errorf("connecting to the air: %w", err)
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
	c.index, c.radio, c.kernel = started.Index, radio, kernel
	closeBoth := func() {
		radio.Close()
		kernel.Close()
	}
	numbers := newHandles()
	c.copying.Go(func() {
		defer closeBoth()
		_ = copyToRadio(radio, kernel, numbers)
	})
	c.copying.Go(func() {
		defer closeBoth()
		_ = copyToKernel(kernel, radio, numbers)
	})
	return nil
}
