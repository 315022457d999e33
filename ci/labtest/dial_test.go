package labtest

// Dial over the air: what it takes to connect, and what is left of a Dial that came to nothing.

import (
	"context"
	"os/exec"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// nobody is an address that no host has.
var nobody = qtbt.MustParseAddress("02:00:00:00:00:01")

// awaitLinkDown waits until no connection of any kind is left to the peer, which BlueZ ends some
// time after the last one.
func awaitLinkDown(t *testing.T, h *host) {
	t.Helper()
	device := newLocalDevice(t)
	down := make(chan struct{}, 1)
	device.OnDeviceDisconnected(func(address qtbt.Address) {
		if address == h.peer {
			down <- struct{}{}
		}
	})
	if slices.Contains(device.ConnectedDevices(), h.peer) {
		<-down
	}
}

func TestDialLooksForTheDevice(t *testing.T) {
	onHosts(t, echoService(qtbt.ListenConfig{}), func(t *testing.T, h *host) {
		h.await("listening")
		known := qtbt.Dialer{NoDiscovery: true}
		_, err := known.DialService(t.Context(), h.peer, serviceUUID(t))
		assert.ErrorIs(t, err, qtbt.SocketHostNotFoundError)
		c := dialConn(t, h)
		assert.Equal(t, h.self, c.LocalAddr().(qtbt.Addr).Address)
		assert.Equal(t, h.peer, c.RemoteAddr().(qtbt.Addr).Address)
		assert.Equal(t, "lab-a", c.Socket().PeerName())
		assert.Equal(t, "lab-b", c.Socket().LocalName())
		exchangeConn(t, c, 1000)
		c, err = known.DialService(t.Context(), h.peer, serviceUUID(t))
		require.NoError(t, err)
		exchangeConn(t, c, 1000)
		h.tell("done")
	})
}

// Every way in which a Dial can fail leaves the service to the next one.
func TestDialAgainAfterFailure(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		l := serveConns(t, qtbt.ListenConfig{}, serviceUUID(t), echoConn)
		_, err := qtbt.Listen(t.Context(), serviceUUID(t), "the same")
		assert.ErrorIs(t, err, qtbt.ServerUnknownError)
		assert.ErrorContains(t, err, "UUID already registered")
		h.tell("listening")
		h.await("connected")
		require.NoError(t, l.Close())
		h.tell("closed")
		h.await("refused")
		serveConns(t, qtbt.ListenConfig{}, serviceUUID(t), echoConn)
		h.tell("relistening")
		h.await("done")
	}, func(t *testing.T, h *host) {
		h.await("listening")
		_, err := qtbt.Dial(t.Context(), nobody, serviceUUID(t))
		assert.ErrorIs(t, err, qtbt.SocketHostNotFoundError)
		assert.ErrorContains(t, err, "no such device in reach")
		_, err = qtbt.Dial(t.Context(), h.peer, qtbt.NewUUID())
		assert.ErrorIs(t, err, qtbt.SocketHostNotFoundError)
		assert.ErrorContains(t, err, "(org.bluez.Error.", "what bluetoothd has said of it")
		c := dialConn(t, h)
		_, err = qtbt.Dial(t.Context(), h.peer, serviceUUID(t))
		assert.ErrorIs(t, err, qtbt.SocketUnknownError, "beside an open one")
		exchangeConn(t, c, 1000)
		h.tell("connected")
		h.await("closed")
		for range 2 {
			_, err = qtbt.Dial(t.Context(), h.peer, serviceUUID(t))
			assert.ErrorIs(t, err, qtbt.SocketHostNotFoundError)
		}
		h.tell("refused")
		h.await("relistening")
		awaitLinkDown(t, h) // as long as it is up, BlueZ believes that the service is not there
		for range 3 {
			exchangeConn(t, dialConn(t, h), 1000)
		}
		h.tell("done")
	})
}

// giveUp is a Dial whose context ends before it has come to anything, at once.
func giveUp(t *testing.T, address qtbt.Address) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), moment)
	defer cancel()
	_, err := qtbt.Dial(ctx, address, serviceUUID(t))
	assert.ErrorIs(t, err, context.DeadlineExceeded)
	deadline, _ := ctx.Deadline()
	assert.Less(t, time.Since(deadline), time.Second)
}

// moment is a time within which neither a discovery nor a connecting to a host that says nothing is
// over.
const moment = 3 * time.Second

// The end of its context ends a Dial at once, whatever it is doing, and the next one works.
func TestDialCanceled(t *testing.T) {
	onQuietHosts(t, func(t *testing.T, h *host) {
		serveConns(t, qtbt.ListenConfig{}, serviceUUID(t), echoConn)
		h.tell("listening")
		h.await("connected")
		signalBluetoothd(t, "STOP") // answers no question for services
		h.tell("mute")
		h.await("canceled")
		signalBluetoothd(t, "CONT")
		h.tell("back")
		h.await("done")
	}, func(t *testing.T, h *host) {
		h.await("listening")
		giveUp(t, nobody)
		exchangeConn(t, dialConn(t, h), 1000)
		h.tell("connected")
		h.await("mute")
		giveUp(t, h.peer)
		h.tell("canceled")
		h.await("back")
		exchangeConn(t, dialConn(t, h), 1000)
		h.tell("done")
	})
}

func signalBluetoothd(t *testing.T, signal string) {
	t.Helper()
	out, err := exec.Command("pkill", "-"+signal, "-x", "bluetoothd").CombinedOutput()
	require.NoError(t, err, "%s", out)
}

// When a host does not answer at all, BlueZ may try Low Energy too, for 40 seconds: a Dial that was
// given up meanwhile is not in the way of the next one.
func TestDialWhenTheHostIsBack(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		serveConns(t, qtbt.ListenConfig{}, serviceUUID(t), echoConn)
		h.tell("listening")
		h.await("connected")
		power(t, "false")
		h.tell("off")
		h.await("failed")
		power(t, "true")
		h.tell("on")
		h.await("done")
	}, func(t *testing.T, h *host) {
		h.await("listening")
		exchangeConn(t, dialConn(t, h), 1000)
		h.tell("connected")
		h.await("off")
		awaitLinkDown(t, h)
		ctx, cancel := context.WithTimeout(t.Context(), moment)
		defer cancel()
		_, err := qtbt.Dial(ctx, h.peer, serviceUUID(t))
		assert.Error(t, err)
		h.tell("failed")
		h.await("on")
		exchangeConn(t, dialConn(t, h), 1000)
		h.tell("done")
	})
}

// After the first connection of a new link, BlueZ looks for services that are new, and refuses to
// connect meanwhile.
func TestDialsOverANewLink(t *testing.T) {
	const services = 3
	onHosts(t, func(t *testing.T, h *host) {
		echoServices(t, services)
		h.tell("listening")
		h.await("done")
	}, func(t *testing.T, h *host) {
		h.await("listening")
		for range 2 { // the first time BlueZ has to meet the device
			for _, id := range serviceUUIDs(t, services) {
				c, err := qtbt.Dial(t.Context(), h.peer, id)
				require.NoError(t, err)
				exchangeConn(t, c, 1000)
			}
			awaitLinkDown(t, h)
		}
		h.tell("done")
	})
}
