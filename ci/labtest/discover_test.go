package labtest

// Discover and DiscoverServices between the two hosts.

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// findPeer discovers devices until the other host is found.
func findPeer(t *testing.T, h *host, d *qtbt.Discoverer) {
	t.Helper()
	for device, err := range d.Discover(t.Context()) {
		require.NoError(t, err)
		if device.Address() == h.peer {
			return
		}
	}
	t.Error("the search ended without the other host")
}

// lastError returns the error that a search for devices ends with.
func lastError(ctx context.Context, d *qtbt.Discoverer) (last error) {
	for _, err := range d.Discover(ctx) {
		last = err
	}
	return last
}

func TestDiscoverAndDialServiceInfo(t *testing.T) {
	onHosts(t, echoService(qtbt.ListenConfig{}), func(t *testing.T, h *host) {
		h.await("listening")
		for range 2 { // the second time, the system remembers it
			findPeer(t, h, &qtbt.Discoverer{})
		}
		findPeer(t, h, &qtbt.Discoverer{Adapter: h.self, Methods: qtbt.ClassicMethod | qtbt.LowEnergyMethod})

		services, err := qtbt.DiscoverServices(t.Context(), h.peer, serviceUUID(t))
		require.NoError(t, err)
		require.Len(t, services, 1)
		assert.Equal(t, serviceUUID(t), services[0].ServiceUUID())
		c, err := qtbt.DialServiceInfo(t.Context(), services[0])
		require.NoError(t, err)
		exchangeConn(t, c, 1000)

		all, err := (&qtbt.Discoverer{Adapter: h.self}).DiscoverServices(t.Context(), h.peer)
		require.NoError(t, err)
		assert.Greater(t, len(all), 1)
		none, err := qtbt.DiscoverServices(t.Context(), h.peer, qtbt.NewUUID())
		require.NoError(t, err)
		assert.Empty(t, none)
		h.tell("done")
	})
}

// The context ends a search at once, whatever the search does.
func TestContextEndsDiscover(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		before := qtbt.Objects()
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		findPeer(t, h, &qtbt.Discoverer{})
		for device, err := range qtbt.Discover(ctx) {
			if err != nil {
				assert.ErrorIs(t, err, context.Canceled)
				assert.True(t, device.Address().IsNull())
				break
			}
			cancel()
		}

		absent := qtbt.MustParseAddress("02:00:00:00:00:01")
		timed := func(search func(ctx context.Context) error) {
			t.Helper()
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer cancel()
			inTime(t, "search", func() error {
				assert.ErrorIs(t, search(ctx), context.DeadlineExceeded)
				return nil
			})
		}
		ask := func(ctx context.Context) error {
			_, err := qtbt.DiscoverServices(ctx, absent)
			return err
		}
		timed(ask)
		_, err := qtbt.DiscoverServices(t.Context(), absent)
		assert.ErrorIs(t, err, qtbt.ServiceDiscoveryInputOutputError)

		unmute := mute(t)
		timed(ask)
		timed(func(ctx context.Context) error { return lastError(ctx, &qtbt.Discoverer{}) })
		unmute()
		findPeer(t, h, &qtbt.Discoverer{})
		require.Eventually(t, func() bool { return qtbt.Objects().Live <= before.Live }, hangLimit/3, 10*time.Millisecond)
		h.tell("done")
	}, func(t *testing.T, h *host) { h.await("done") })
}

func TestDiscoverFails(t *testing.T) {
	onHosts(t, func(t *testing.T, h *host) {
		other := &qtbt.Discoverer{Adapter: h.peer}
		assert.ErrorIs(t, lastError(t.Context(), other), qtbt.DeviceDiscoveryInvalidBluetoothAdapterError)
		_, err := other.DiscoverServices(t.Context(), h.peer)
		assert.ErrorIs(t, err, qtbt.ServiceDiscoveryInvalidBluetoothAdapterError)

		power(t, "false")
		assert.ErrorIs(t, lastError(t.Context(), &qtbt.Discoverer{}), qtbt.DeviceDiscoveryPoweredOffError)
		_, err = qtbt.DiscoverServices(t.Context(), h.peer)
		assert.ErrorIs(t, err, qtbt.ServiceDiscoveryPoweredOffError)
		h.tell("done")
	}, func(t *testing.T, h *host) { h.await("done") })
}
