// Dial: connecting to a service, as Go programs expect it.

package qtbt

import (
	"context"
	"errors"
	"net"
	"time"

	"github.com/goqtbt/bluetooth/cshim"
)

// Dial connects to the service with the UUID on a device over RFCOMM. It is [Dialer.DialService] of the zero Dialer.
func Dial(ctx context.Context, address Address, uuid UUID) (*Conn, error) {
	return (&Dialer{}).DialService(ctx, address, uuid)
}

// Dialer has the options of a Dial. The zero Dialer is ready to use; its methods may be called from any goroutine.
//
// A device that the system has not met is looked for first. With BlueZ, Qt can have one connection to a service UUID at a
// time from a whole machine, on the first adapter: a Dial waits for one of this process that is being made or closed, and
// beside one that is open it fails. Dials to one device connect one after the other, and wait while BlueZ is busy with the device
// for its own purposes. While the link to a device is up, BlueZ may not see a service that is new there.
type Dialer struct {
	Protocol    Protocol      // RFCOMM if unset; or L2CAP
	Security    Security      // what the connection shall fulfil; if unset, Qt's default, Authorization
	Timeout     time.Duration // the most that a Dial may take, discovery included; 0 is no limit
	NoDiscovery bool          // fail on a device that the system has not met
}

// DialService connects to the service with the UUID on a device. The end of ctx ends it at once.
//
// A failure is a *net.OpError with the error of ctx, or with an *OpError that says what Qt said.
func (d *Dialer) DialService(ctx context.Context, address Address, uuid UUID) (*Conn, error) {
	return d.dial(ctx, Addr{Address: address}, uuid, func(s *Socket) error { return s.ConnectToService(address, uuid) })
}

// DialPort is DialService with an RFCOMM channel, 1 to 30, or an L2CAP PSM. Qt cannot do it with BlueZ, nor on Android.
func (d *Dialer) DialPort(ctx context.Context, address Address, port uint16) (*Conn, error) {
	return d.dial(ctx, Addr{Address: address, Port: port}, UUID{}, func(s *Socket) error { return s.ConnectToPort(address, port) })
}

func (d *Dialer) dial(ctx context.Context, to Addr, uuid UUID, connect func(*Socket) error) (*Conn, error) {
	if d == nil {
		return nil, &net.OpError{Op: "dial", Net: "bluetooth", Addr: to, Err: nilConfig("dial")}
	}
	to.Protocol = d.protocol()
	c, err := d.dialAny(ctx, to, uuid, connect)
	if err != nil {
		return nil, &net.OpError{Op: "dial", Net: to.Network(), Addr: to, Err: err}
	}
	return c, nil
}

func (d *Dialer) protocol() Protocol {
	if d.Protocol == UnknownProtocol {
		return RFCOMM
	}
	return d.Protocol
}

func (d *Dialer) dialAny(ctx context.Context, to Addr, uuid UUID, connect func(*Socket) error) (*Conn, error) {
	if ctx == nil || to.Address.IsNull() {
		return nil, &OpError{Op: "dial", Err: ErrInvalidArgument, Text: "null address or nil context"}
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
	claim, err := acquireClaim(ctx, to.Address, uuid)
	if err != nil {
		return nil, err
	}
	defer claim.release()

	a := attempt{dialer: d, to: to, connect: connect, claim: claim}
	o := a.run(ctx)
	if o.unknownDevice && !d.NoDiscovery {
		if err := discover(ctx, to.Address); err != nil {
			return nil, err
		}
		o = a.run(ctx)
	}
	for o.wasBusy { // and is no longer
		o = a.run(ctx)
	}
	return o.conn, o.err
}

// attempt is what it takes to connect.
type attempt struct {
	dialer  *Dialer
	to      Addr
	connect func(*Socket) error
	claim   claim
}

// outcome is what came of an attempt.
type outcome struct {
	conn          *Conn
	err           error
	unknownDevice bool // the system has not met the device
	wasBusy       bool // the system refused to connect while it was busy with the device
}

// run connects once.
func (a *attempt) run(ctx context.Context) outcome {
	result := make(chan outcome, 1)
	st, err := invokeMake(ctx, func() (*stream, error) { return a.begin(result) }, abandon)
	if err != nil {
		return outcome{err: err}
	}
	select {
	case o := <-result:
		if o.err == nil {
			return o
		}
		abandon(st)
		select {
		case <-st.gone:
			o.wasBusy = st.wasBusy
			return o
		case <-ctx.Done():
			return outcome{err: ctx.Err()}
		}
	case <-st.gone:
		return outcome{err: statusError("connect", cshim.Stopped)}
	case <-ctx.Done():
		abandon(st)
		return outcome{err: ctx.Err()}
	}
}

func abandon(st *stream) { st.close(0) }

// begin starts to connect, on the Qt thread.
func (a *attempt) begin(result chan<- outcome) (*stream, error) {
	s, err := NewSocket(a.to.Protocol)
	if err != nil {
		return nil, err
	}
	st, err := openStream(s)
	if err != nil {
		s.Delete()
		return nil, err
	}
	a.claim.begun(st.streamState)
	if a.dialer.Security != 0 {
		s.SetPreferredSecurityFlags(a.dialer.Security)
	}
	tell := func(o outcome) {
		select {
		case result <- o:
		default:
		}
	}
	var connected, failed *Connection
	connected = s.OnConnected(func() {
		connected.Disconnect() // so that these handlers do not keep a Conn that is forgotten
		failed.Disconnect()
		a.claim.succeeded(st.streamState)
		local, remote := socketAddrs(s)
		tell(outcome{conn: newConn(st, local, remote)})
	})
	calling := false
	failed = s.OnErrorOccurred(func(code SocketError) {
		tell(outcome{
			err: &OpError{Op: "connect", Code: code, Text: s.ErrorString()},
			// BlueZ's back end refuses an unknown device within the call; an attempt that fails does so later.
			unknownDevice: calling && code == SocketHostNotFoundError,
		})
	})
	err = errors.Join(connected.Err(), failed.Err(), st.whenIdle(a.to.Address, func() {
		calling = true
		if err := a.connect(s); err != nil {
			tell(outcome{err: err})
		}
		calling = false
	}))
	if err != nil {
		tell(outcome{err: err})
	}
	return st, nil
}

// discover looks for a device until the system has met it.
func discover(ctx context.Context, address Address) error {
	result := make(chan error, 1)
	discard := func(agent *DeviceDiscoveryAgent) { agent.o.discard() }
	agent, err := invokeMake(ctx, func() (*DeviceDiscoveryAgent, error) { return startDiscovery(address, result) }, discard)
	if err != nil {
		return err
	}
	defer discard(agent)
	select {
	case err := <-result:
		return err
	case <-stopped:
		return statusError("discover", cshim.Stopped)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// startDiscovery tells what comes of looking for a device once, on the Qt thread.
func startDiscovery(address Address, result chan<- error) (*DeviceDiscoveryAgent, error) {
	agent, err := NewDeviceDiscoveryAgent()
	if err != nil {
		return nil, err
	}
	tell := func(err error) {
		select {
		case result <- err:
		default:
		}
	}
	agent.OnDeviceDiscovered(func(device DeviceInfo) {
		if device.Address() == address {
			tell(nil)
		}
	})
	agent.OnErrorOccurred(func(code DeviceDiscoveryError) {
		tell(&OpError{Op: "discover", Code: code, Text: agent.ErrorString()})
	})
	agent.OnFinished(func() {
		tell(&OpError{Op: "discover", Code: SocketHostNotFoundError, Text: "no such device in reach"})
	})
	if err := agent.StartMethods(ClassicMethod); err != nil {
		agent.Delete()
		return nil, err
	}
	return agent, nil
}
