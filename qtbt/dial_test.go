//go:build cgo

package qtbt_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

var (
	someDevice  = qtbt.MustParseAddress("00:11:22:33:44:55")
	someService = qtbt.MustParseUUID("d3b5a7a4-4d3e-4b56-9e8a-0d5c2f7f9b11")
)

// ended holds contexts that have ended.
func ended(t *testing.T) map[error]context.Context {
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	expired, cancel := context.WithDeadline(t.Context(), past)
	t.Cleanup(cancel)
	return map[error]context.Context{context.Canceled: canceled, context.DeadlineExceeded: expired}
}

func TestDialWithEndedContext(t *testing.T) {
	for want, ctx := range ended(t) {
		c, err := qtbt.Dial(ctx, someDevice, someService)
		assert.Nil(t, c)
		assert.ErrorIs(t, err, want)
		var op *net.OpError
		require.ErrorAs(t, err, &op)
		assert.Equal(t, "dial", op.Op)
		assert.Equal(t, "rfcomm", op.Net)
		assert.Equal(t, qtbt.Addr{Protocol: qtbt.RFCOMM, Address: someDevice}, op.Addr)
		assert.Equal(t, want == context.DeadlineExceeded, op.Timeout())
	}
}

func TestListenWithEndedContext(t *testing.T) {
	for want, ctx := range ended(t) {
		l, err := qtbt.Listen(ctx, someService, "nothing")
		assert.Nil(t, l)
		assert.ErrorIs(t, err, want)
		var op *net.OpError
		require.ErrorAs(t, err, &op)
		assert.Equal(t, "listen", op.Op)
	}
}

// A busy Qt thread does not hold a Dial or a Listen beyond the end of its context, and nothing is
// left of them.
func TestDialAndListenLeaveABusyQtThread(t *testing.T) {
	before := qtbt.Objects()
	release := holdQtThread(t)
	ctx, cancel := context.WithDeadline(t.Context(), soon())
	defer cancel()
	_, err := qtbt.Dial(ctx, someDevice, someService)
	assert.ErrorIs(t, err, context.DeadlineExceeded)
	_, err = qtbt.Listen(ctx, someService, "nothing")
	assert.ErrorIs(t, err, context.DeadlineExceeded)
	release()
	awaitObjects(t, before)
}

func TestDialTimeout(t *testing.T) {
	d := qtbt.Dialer{Timeout: time.Nanosecond}
	_, err := d.DialService(t.Context(), someDevice, someService)
	assert.ErrorIs(t, err, context.DeadlineExceeded)
}

// On a machine without Bluetooth, Dial and Listen report that, and nothing is left of them.
func TestDialAndListenWithoutBluetooth(t *testing.T) {
	before := qtbt.Objects()
	var op *qtbt.OpError
	for _, d := range []qtbt.Dialer{{}, {Protocol: qtbt.L2CAP}, {Security: qtbt.Encryption}, {NoDiscovery: true}} {
		_, err := d.DialService(t.Context(), someDevice, someService)
		require.ErrorAs(t, err, &op)
		t.Log(err)
		_, err = d.DialPort(t.Context(), someDevice, 1)
		require.ErrorAs(t, err, &op)
		t.Log(err)
	}
	for _, lc := range []qtbt.ListenConfig{{}, {Protocol: qtbt.L2CAP}, {Security: qtbt.Encryption, Backlog: 5}, {Adapter: someDevice}} {
		_, err := lc.ListenService(t.Context(), someService, "nothing")
		require.ErrorAs(t, err, &op)
		assert.Equal(t, "listen", op.Op)
		t.Log(err)
		_, err = lc.ListenPort(t.Context(), 0)
		require.ErrorAs(t, err, &op)
	}
	awaitObjects(t, before)
}

func TestDialBadInput(t *testing.T) {
	var none *qtbt.Dialer
	for what, dial := range map[string]func() (*qtbt.Conn, error){
		"nil Dialer":   func() (*qtbt.Conn, error) { return none.DialService(t.Context(), someDevice, someService) },
		"nil Dialer 2": func() (*qtbt.Conn, error) { return none.DialPort(t.Context(), someDevice, 1) },
		"null address": func() (*qtbt.Conn, error) { return qtbt.Dial(t.Context(), qtbt.Address{}, someService) },
		//lint:ignore SA1012 the misuse under test
		"nil context": func() (*qtbt.Conn, error) { return qtbt.Dial(nil, someDevice, someService) },
		"channel": func() (*qtbt.Conn, error) {
			return (&qtbt.Dialer{}).DialPort(t.Context(), someDevice, 31)
		},
		"protocol": func() (*qtbt.Conn, error) {
			return (&qtbt.Dialer{Protocol: 77}).DialService(t.Context(), someDevice, someService)
		},
	} {
		c, err := dial()
		assert.Nil(t, c, what)
		assert.ErrorIs(t, err, qtbt.ErrInvalidArgument, what)
		var op *net.OpError
		assert.ErrorAs(t, err, &op, what)
	}
}

func TestListenBadInput(t *testing.T) {
	var none *qtbt.ListenConfig
	for what, listen := range map[string]func() (*qtbt.Listener, error){
		"nil ListenConfig":   func() (*qtbt.Listener, error) { return none.ListenService(t.Context(), someService, "") },
		"nil ListenConfig 2": func() (*qtbt.Listener, error) { return none.ListenPort(t.Context(), 1) },
		//lint:ignore SA1012 the misuse under test
		"nil context": func() (*qtbt.Listener, error) { return qtbt.Listen(nil, someService, "") },
		"backlog": func() (*qtbt.Listener, error) {
			return (&qtbt.ListenConfig{Backlog: -1}).ListenPort(t.Context(), 1)
		},
		"channel": func() (*qtbt.Listener, error) { return (&qtbt.ListenConfig{}).ListenPort(t.Context(), 31) },
		"protocol": func() (*qtbt.Listener, error) {
			return (&qtbt.ListenConfig{Protocol: 77}).ListenPort(t.Context(), 1)
		},
	} {
		l, err := listen()
		assert.Nil(t, l, what)
		assert.ErrorIs(t, err, qtbt.ErrInvalidArgument, what)
		var op *net.OpError
		assert.ErrorAs(t, err, &op, what)
	}
}

func TestDialOnQtThread(t *testing.T) {
	onQt(t, func() {
		_, err := qtbt.Dial(t.Context(), someDevice, someService)
		assert.ErrorIs(t, err, qtbt.ErrOnQtThread)
	})
}

func init() {
	// The child uses the back end of machines with Bluetooth, but has no bus.
	children["dial without a bus"] = func() int {
		_, err := qtbt.Dial(context.Background(), someDevice, someService)
		fmt.Println(err)
		_, err = qtbt.Listen(context.Background(), someService, "nothing")
		fmt.Println(err)
		must(qtbt.Stop(), "Stop")
		_, err = qtbt.Dial(context.Background(), someDevice, someService)
		fmt.Println(errors.Is(err, qtbt.ErrStopped))
		_, err = qtbt.Listen(context.Background(), someService, "nothing")
		fmt.Println(errors.Is(err, qtbt.ErrStopped))
		return 0
	}
}

func TestDialWithoutABus(t *testing.T) {
	out := runChild(t, "dial without a bus",
		"BLUETOOTH_FORCE_DBUS_LE_VERSION=5.66", "DBUS_SYSTEM_BUS_ADDRESS=unix:path=/nonexistent")
	t.Log(out)
	assert.Regexp(t, `^dial rfcomm \[00:11:22:33:44:55\]: the D-Bus system bus does not run
listen rfcomm \[any adapter\]: the D-Bus system bus does not run
true
true$`, out)
}
