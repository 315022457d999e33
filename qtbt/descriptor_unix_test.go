//go:build cgo && unix

package qtbt_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/goqtbt/bluetooth/qtbt"
)

// descriptor returns a duplicate of a socket's descriptor, for a second socket.
func descriptor(t *testing.T, s *qtbt.Socket) int {
	t.Helper()
	fd, err := unix.FcntlInt(uintptr(s.SocketDescriptor()), unix.F_DUPFD_CLOEXEC, 0)
	require.NoError(t, err)
	return fd
}

// nullDevice returns a descriptor that a Socket may take and close.
func nullDevice() int {
	fd, err := unix.Open(os.DevNull, unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err != nil {
		panic(err)
	}
	return fd
}
