//go:build linux

package qtbt

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt/internal/sdp"
)

// The test covers which of a device's services a Dial chooses.
func TestChooseService(t *testing.T) {
	device := MustParseAddress("00:11:22:33:44:55")
	uuid, other := MustParseUUID("5c1b0b0e-9a9e-4d0c-8a11-6a3b1c0f6a01"), ServiceClassSerialPort.UUID()
	record := func(class UUID, channel uint8, psm uint16) sdp.Record {
		return sdp.Record{ServiceClasses: [][16]byte{class}, RFCOMMChannel: channel, PSM: psm}
	}
	none := record(uuid, 0, 0)
	for name, c := range map[string]struct {
		records []sdp.Record
		wanted  Protocol
		want    Addr
		err     error
	}{
		"the first":                 {[]sdp.Record{record(uuid, 5, 0), record(uuid, 6, 0)}, RFCOMM, Addr{RFCOMM, device, 5}, nil},
		"one that names the UUID":   {[]sdp.Record{record(other, 5, 0), record(uuid, 6, 0)}, RFCOMM, Addr{RFCOMM, device, 6}, nil},
		"one that contains it":      {[]sdp.Record{none, record(other, 5, 0)}, RFCOMM, Addr{RFCOMM, device, 5}, nil},
		"RFCOMM before L2CAP":       {[]sdp.Record{record(uuid, 0, 0x1001), record(uuid, 6, 0)}, UnknownProtocol, Addr{RFCOMM, device, 6}, nil},
		"L2CAP if there is no more": {[]sdp.Record{none, record(uuid, 0, 0x1001)}, UnknownProtocol, Addr{L2CAP, device, 0x1001}, nil},
		"L2CAP":                     {[]sdp.Record{record(uuid, 6, 0), record(uuid, 0, 0x1001)}, L2CAP, Addr{L2CAP, device, 0x1001}, nil},
		"only RFCOMM":               {[]sdp.Record{record(uuid, 6, 0)}, L2CAP, Addr{}, SocketUnsupportedProtocolError},
		"only L2CAP":                {[]sdp.Record{record(uuid, 0, 0x1001)}, RFCOMM, Addr{}, SocketUnsupportedProtocolError},
		"no port":                   {[]sdp.Record{none}, UnknownProtocol, Addr{}, SocketServiceNotFoundError},
		"no record":                 {nil, RFCOMM, Addr{}, SocketServiceNotFoundError},
	} {
		to, err := chooseService(c.records, Addr{Protocol: RFCOMM, Address: device}, uuid, c.wanted)
		if c.err != nil {
			assert.ErrorIs(t, err, c.err, name)
			continue
		}
		require.NoError(t, err, name)
		assert.Equal(t, c.want, to, name)
	}
}

// A lock exists while a caller holds it or waits for it.
func TestKeyedLocksForget(t *testing.T) {
	locks := keyedLocks[int]{locks: make(map[int]*keyedLock)}
	require.NoError(t, locks.lock(t.Context(), 1))
	require.NoError(t, locks.lock(t.Context(), 2), "another key")
	ctx, cancel := context.WithCancel(t.Context())
	gaveUp, got := make(chan error), make(chan error)
	go func() { gaveUp <- locks.lock(ctx, 1) }()
	cancel()
	assert.ErrorIs(t, <-gaveUp, context.Canceled)
	go func() { got <- locks.lock(t.Context(), 1) }()
	locks.unlock(1)
	require.NoError(t, <-got)
	locks.unlock(1)
	locks.unlock(2)
	assert.Empty(t, locks.locks)
}
