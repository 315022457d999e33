//go:build cgo && !unix

package qtbt_test

import (
	"testing"

	"github.com/goqtbt/bluetooth/qtbt"
)

func descriptor(t *testing.T, _ *qtbt.Socket) int {
	t.Skip("Qt takes over no descriptors on this system")
	return -1
}

func nullDevice() int { return -1 }
