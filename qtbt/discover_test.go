//go:build cgo

package qtbt_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goqtbt/bluetooth/qtbt"
)

// searches runs both searches of a Discoverer, and returns their errors.
func searches(ctx context.Context, d *qtbt.Discoverer) map[string]error {
	errs := make(map[string]error)
	for _, err := range d.Discover(ctx) {
		errs["devices"] = err
	}
	_, errs["services"] = d.DiscoverServices(ctx, someDevice, someService)
	return errs
}

func TestDiscoverWithEndedContext(t *testing.T) {
	for want, ctx := range ended(t) {
		for what, err := range searches(ctx, &qtbt.Discoverer{}) {
			assert.ErrorIs(t, err, want, what)
			var op *qtbt.OpError
			assert.ErrorAs(t, err, &op, what)
		}
	}
}

func TestDiscoverBadInput(t *testing.T) {
	//lint:ignore SA1012 the misuse under test
	for what, err := range searches(nil, &qtbt.Discoverer{}) {
		assert.ErrorIs(t, err, qtbt.ErrInvalidArgument, what)
	}
	for what, err := range searches(t.Context(), nil) {
		assert.ErrorIs(t, err, qtbt.ErrInvalidArgument, what)
	}
	_, err := qtbt.DiscoverServices(t.Context(), qtbt.Address{})
	assert.ErrorIs(t, err, qtbt.ErrInvalidArgument)
}

func TestDiscoverOnQtThread(t *testing.T) {
	var errs map[string]error
	onQt(t, func() { errs = searches(t.Context(), &qtbt.Discoverer{}) })
	for what, err := range errs {
		assert.ErrorIs(t, err, qtbt.ErrOnQtThread, what)
	}
}

// A busy Qt thread does not hold a search beyond the end of its context, and nothing is left of the
// search.
func TestDiscoverLeavesABusyQtThread(t *testing.T) {
	before := qtbt.Objects()
	release := holdQtThread(t)
	ctx, cancel := context.WithDeadline(t.Context(), soon())
	defer cancel()
	for what, err := range searches(ctx, &qtbt.Discoverer{}) {
		assert.ErrorIs(t, err, context.DeadlineExceeded, what)
	}
	release()
	awaitObjects(t, before)
}

func init() {
	children["discover without a bus"] = func() int {
		for what, err := range searches(context.Background(), &qtbt.Discoverer{}) {
			expect(what, err, qtbt.ErrNoBus)
		}
		must(qtbt.Stop(), "Stop")
		for what, err := range searches(context.Background(), &qtbt.Discoverer{}) {
			expect(what, err, qtbt.ErrStopped)
		}
		return 0
	}
}

func TestDiscoverWithoutABus(t *testing.T) {
	assert.Empty(t, runChild(t, "discover without a bus",
		"BLUETOOTH_FORCE_DBUS_LE_VERSION=5.66", "DBUS_SYSTEM_BUS_ADDRESS=unix:path=/nonexistent"))
}
