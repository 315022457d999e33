package lab

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/goqtbt/bluetooth/ci/lab/internal/wire"
)

// kernelAt is what the lab sees of a kernel at one moment of a controller's set-up.
type kernelAt struct {
	began bool
	wire.Started
}

func TestAwaitSetup(t *testing.T) {
	var (
		new      = kernelAt{}
		open     = kernelAt{true, wire.Started{Open: true}}
		ready    = kernelAt{true, wire.Started{Open: true, Ready: true}}
		closed   = kernelAt{true, wire.Started{Ready: true}}
		gaveUp   = kernelAt{true, wire.Started{}}
		notAsked = kernelAt{false, wire.Started{Open: true}}
	)
	for name, test := range map[string]struct {
		moments []kernelAt
		want    error
	}{
		"set up":                      {[]kernelAt{new, notAsked, open, ready}, nil},
		"set up, and powered off":     {[]kernelAt{new, open, closed}, nil},
		"given up":                    {[]kernelAt{new, open, gaveUp}, errSetup},
		"given up before it was seen": {[]kernelAt{new, gaveUp}, errSetup},
		"never begun":                 {[]kernelAt{new}, context.DeadlineExceeded},
		"never ended":                 {[]kernelAt{new, open}, context.DeadlineExceeded},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), patience)
				defer cancel()
				i := 0
				began := func() bool { return test.moments[i].began }
				state := func() (wire.Started, error) {
					now := test.moments[i].Started
					i = min(i+1, len(test.moments)-1)
					return now, nil
				}
				assert.ErrorIs(t, awaitSetup(ctx, began, state), test.want)
			})
		})
	}
	lost := func() (wire.Started, error) { return wire.Started{}, assert.AnError }
	began := func() bool { return true }
	assert.ErrorIs(t, awaitSetup(t.Context(), began, lost), assert.AnError)
}

func TestPowerWatch(t *testing.T) {
	begin := time.Now()
	at := func(seconds int) time.Time { return begin.Add(time.Duration(seconds) * time.Second) }
	w := powerWatch{patience: 5 * time.Second}
	assert.False(t, w.failed(at(60), true, at(0)), "bluetoothd has just got the adapter")
	assert.False(t, w.failed(at(64), true, at(0)))
	assert.False(t, w.failed(at(66), true, at(62)), "the kernel is at work")
	assert.True(t, w.failed(at(67), true, at(62)))

	assert.False(t, w.failed(at(70), true, at(69)))
	assert.False(t, w.failed(at(76), true, at(69)), "the second time takes longer")
	assert.False(t, w.failed(at(77), false, at(69)), "the adapter is powered, or gone")
	assert.False(t, w.failed(at(80), true, at(69)))
	assert.True(t, w.failed(at(90), true, at(69)))
}

func TestReadAdapter(t *testing.T) {
	adapter := func(powered, discoverable string) []byte {
		return []byte(`string "Address"
         variant             string "00:AA:01:00:00:42"
      string "Powered"
         variant             boolean ` + powered + `
      string "Discoverable"
         variant             boolean ` + discoverable + `
      string "Pairable"
         variant             boolean true`)
	}
	address, err := readAdapter(adapter("true", "true"))
	assert.NoError(t, err)
	assert.Equal(t, "00:AA:01:00:00:42", address)
	_, err = readAdapter(adapter("false", "true"))
	assert.ErrorIs(t, err, errOff)
	_, err = readAdapter(adapter("true", "false"))
	assert.ErrorContains(t, err, "not yet discoverable")
	_, err = readAdapter(nil)
	assert.ErrorContains(t, err, "no address")
}
