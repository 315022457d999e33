package qtbt

// Dial, which connects to a service and returns a net.Conn.

import (
	"context"
	"errors"
	"net"
	"strings"
	"time"

	"github.com/goqtbt/bluetooth/cshim"
)

// Dial connects over RFCOMM to the service with the UUID on a device. It is [Dialer.DialService] of
// the zero Dialer.
func Dial(ctx context.Context, address Address, uuid UUID) (*Conn, error) {
	return (&Dialer{}).DialService(ctx, address, uuid)
}

// DialServiceInfo connects to a service that was discovered on a device. It is
// [Dialer.DialServiceInfo] of the zero Dialer.
func DialServiceInfo(ctx context.Context, service *ServiceInfo) (*Conn, error) {
	return (&Dialer{}).DialServiceInfo(ctx, service)
}

// Dialer has the options of a Dial. The zero Dialer is ready to use. Its methods may be called from
// any goroutine but the Qt thread, where they fail with ErrOnQtThread.
//
// On Linux there are two ways to connect. Through Qt, BlueZ connects. On the direct way, the Dial
// looks the service up over SDP if it does not know the channel, and connects through a kernel
// socket of its own. [Conn.Direct] reports which way a Dial took.
//
//	                                  through Qt                   direct
//	by UUID                           yes                          yes
//	by channel, PSM or ServiceInfo    no                           yes
//	an adapter of choice              the first one                any
//	several devices of one UUID       one connects after another   yes
//	while the program serves the UUID no                           yes
//	without bluetoothd                no                           yes
//	pairing                           always                       as Security demands
//	the device is remembered          yes                          if it pairs; otherwise for 30 s
//	Security                          Encryption, whatever is set  as set; Secure takes an agent
//
// DialService goes through Qt. It goes directly if Direct, Security or an Adapter other than the
// first is set, if the machine uses the UUID already, or if BlueZ does not know of the service.
// DialPort and DialServiceInfo always go directly. On other systems Qt connects.
//
// A device can have one connection at a time to an RFCOMM channel of another device; a second Dial
// fails with syscall.EBUSY.
type Dialer struct {
	// Protocol is RFCOMM or L2CAP. If it is unset, the Dial uses RFCOMM, or L2CAP if the service
	// has only that.
	Protocol    Protocol
	Security    Security      // what the connection must fulfil; if unset, the platform chooses
	Adapter     Address       // the local adapter; if unset, the first one. Linux only
	Timeout     time.Duration // the longest time of a Dial, discovery included; 0 is no limit
	NoDiscovery bool          // never look for a device that the system has not met, but fail
	Direct      bool          // connect through a kernel socket. Linux only
	QtStream    bool          // Qt moves the Conn's bytes, on Linux too; only through Qt
}

// DialService connects to the service with the UUID on a device. It returns at once when ctx ends.
// It looks for the device first if the system has not met it.
//
// A failure is a *net.OpError. It wraps the error of ctx, or an *OpError with Qt's error code. If
// the machine is the cause, the *OpError has ErrNoBus, ErrNoBluetoothd, ErrNoAdapter, ErrPoweredOff
// or fs.ErrPermission. On the direct way it has the errno too.
func (d *Dialer) DialService(ctx context.Context, address Address, uuid UUID) (*Conn, error) {
	return d.dial(ctx, Addr{Address: address}, func(ctx context.Context, to Addr) (*Conn, error) {
		if uuid == (UUID{}) {
			return nil, &OpError{Op: "dial", Err: ErrInvalidArgument, Text: "null UUID"}
		}
		direct, err := d.goesDirect()
		if err != nil {
			return nil, err
		}
		if direct {
			return d.dialDirectService(ctx, to, uuid)
		}
		return d.dialServiceThroughQt(ctx, to, uuid)
	})
}

// DialPort connects to an RFCOMM channel, 1 to 30, or to an L2CAP PSM, which is odd. On Linux and
// Android, Qt itself cannot do it.
func (d *Dialer) DialPort(ctx context.Context, address Address, port uint16) (*Conn, error) {
	return d.dial(ctx, Addr{Address: address, Port: port}, func(ctx context.Context, to Addr) (*Conn, error) {
		if err := checkPort("dial", to.Protocol, port); err != nil {
			return nil, err
		}
		if port == 0 {
			return nil, &OpError{Op: "dial", Err: ErrInvalidArgument, Text: "port 0"}
		}
		if canDialDirectly && !d.QtStream {
			return d.dialDirect(ctx, to)
		}
		return d.connectThroughQt(ctx, to, UUID{}, func(s *Socket) error { return s.ConnectToPort(to.Address, port) })
	})
}

// DialServiceInfo connects to a service that was discovered on a device, over the service's
// protocol. It connects to exactly this service, also if the device has others with the same UUID.
func (d *Dialer) DialServiceInfo(ctx context.Context, service *ServiceInfo) (*Conn, error) {
	to, uuid, err := serviceAddr(service)
	if err != nil {
		return nil, &net.OpError{Op: "dial", Net: "bluetooth", Err: netCause(err)}
	}
	return d.dialAddr(ctx, to, func(ctx context.Context, to Addr) (*Conn, error) {
		if canDialDirectly && !d.QtStream && to.Port != 0 {
			return d.dialDirect(ctx, to)
		}
		return d.connectThroughQt(ctx, to, uuid, func(s *Socket) error { return s.ConnectToServiceInfo(service) })
	})
}

// serviceAddr returns where a service that was discovered can be reached, and its UUID.
func serviceAddr(service *ServiceInfo) (to Addr, uuid UUID, err error) {
	if service == nil {
		return to, uuid, &OpError{Op: "dial", Err: ErrInvalidArgument, Text: "nil ServiceInfo"}
	}
	device := service.Device()
	to = Addr{Address: device.Address()}
	if channel := service.ServerChannel(); channel > 0 {
		to.Protocol, to.Port = RFCOMM, uint16(channel)
	} else if psm := service.ProtocolServiceMultiplexer(); psm > 0 {
		to.Protocol, to.Port = L2CAP, uint16(psm)
	}
	return to, service.ServiceUUID(), nil
}

// dial is dialAddr over the Dialer's protocol.
func (d *Dialer) dial(ctx context.Context, to Addr, connect func(context.Context, Addr) (*Conn, error)) (*Conn, error) {
	if d != nil {
		to.Protocol = d.Protocol
	}
	return d.dialAddr(ctx, to, connect)
}

// dialAddr checks what all ways to connect have in common, and returns their errors as
// *net.OpError.
func (d *Dialer) dialAddr(ctx context.Context, to Addr, connect func(context.Context, Addr) (*Conn, error)) (*Conn, error) {
	if to.Protocol == UnknownProtocol {
		to.Protocol = RFCOMM
	}
	c, err := d.connect(ctx, to, connect)
	if err != nil {
		return nil, &net.OpError{Op: "dial", Net: to.Network(), Addr: to, Err: netCause(explained(err, d.adapter()))}
	}
	return c, nil
}

func (d *Dialer) connect(ctx context.Context, to Addr, connect func(context.Context, Addr) (*Conn, error)) (*Conn, error) {
	if d == nil {
		return nil, nilConfig("dial")
	}
	if ctx == nil || to.Address.IsNull() {
		return nil, &OpError{Op: "dial", Err: ErrInvalidArgument, Text: "null address or nil context"}
	}
	if to.Protocol != RFCOMM && to.Protocol != L2CAP {
		return nil, &OpError{Op: "dial", Err: ErrInvalidArgument, Text: to.Protocol.String()}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := Start(); err != nil {
		return nil, err
	}
	if OnQtThread() {
		return nil, &OpError{Op: "dial", Err: ErrOnQtThread}
	}
	if d.Timeout > 0 {
		limited, cancel := context.WithTimeout(ctx, d.Timeout)
		defer cancel()
		ctx = limited
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-stopped:
			cancel()
		case <-ctx.Done():
		}
	}()
	c, err := connect(ctx, to)
	if err != nil && isClosed(stopped) {
		return nil, statusError("dial", cshim.Stopped)
	}
	return c, err
}

// adapter returns the local adapter, null for the default one.
func (d *Dialer) adapter() Address {
	if d == nil {
		return Address{}
	}
	return d.Adapter
}

// goesDirect reports whether the options leave only the direct way.
func (d *Dialer) goesDirect() (bool, error) {
	if d.QtStream && d.Direct {
		return false, &OpError{Op: "dial", Err: ErrInvalidArgument, Text: "both Direct and QtStream"}
	}
	if !canDialDirectly {
		if d.Direct || !d.Adapter.IsNull() {
			return false, &OpError{Op: "dial", Err: ErrUnsupported, Text: "Direct or Adapter on this system"}
		}
		return false, nil
	}
	if d.QtStream {
		return false, nil
	}
	if d.Direct || d.Security != 0 {
		return true, nil
	}
	if d.Adapter.IsNull() {
		return false, nil
	}
	first, err := localAdapter(Address{})
	return first != d.Adapter, err
}

// dialServiceThroughQt connects through Qt. It falls back to the direct way where BlueZ's limits
// make Qt fail.
func (d *Dialer) dialServiceThroughQt(ctx context.Context, to Addr, uuid UUID) (*Conn, error) {
	c, err := d.connectThroughQt(ctx, to, uuid, func(s *Socket) error { return s.ConnectToService(to.Address, uuid) })
	if err == nil || ctx.Err() != nil || !canDialDirectly || d.QtStream || !isBlueZsLimit(err, to.Address) {
		return c, err
	}
	c, directErr := d.dialDirectService(ctx, to, uuid)
	if errors.Is(directErr, SocketServiceNotFoundError) {
		return nil, err
	}
	return c, directErr
}

// isBlueZsLimit reports whether an attempt to connect through Qt failed for a reason other than the
// service itself. Such a reason is that the machine has a profile or a connection of the UUID
// already, or that BlueZ has not looked for the service on the device lately.
func isBlueZsLimit(err error, device Address) bool {
	e, ok := errors.AsType[*OpError](err)
	if !ok || e.Op != "connect" {
		return false
	}
	for _, limit := range []string{
		"Cannot register profile", "org.bluez.Error.NotAvailable", "org.bluez.Error.DoesNotExist",
		"org.bluez.Error.InvalidArguments", "br-connection-busy",
	} {
		if strings.Contains(e.Text, limit) {
			return true
		}
	}
	return openConns.hasPeer(device)
}
