package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// hold keeps a connection, and so the link to the peer, until the input ends.
func hold(peer *unix.SockaddrRFCOMM) error {
	fd, err := connect(peer)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	fmt.Println("ready")
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// connectAll connects count times, one after the other. Each time it waits for the byte that the
// server sends when it has accepted.
func connectAll(peer *unix.SockaddrRFCOMM, count int64) (time.Duration, error) {
	start := time.Now()
	for range count {
		fd, err := connect(peer)
		if err != nil {
			return 0, err
		}
		if _, err := unix.Read(fd, make([]byte, 1)); err != nil {
			return 0, fmt.Errorf("waiting for the server's byte: %w", err)
		}
		if err := unix.Close(fd); err != nil {
			return 0, err
		}
	}
	return time.Since(start), nil
}

// connect connects to a channel. The kernel allows one connection to a channel, so it waits for the
// end of an earlier one.
func connect(peer *unix.SockaddrRFCOMM) (fd int, err error) {
	const limit = time.Minute
	for start := time.Now(); ; time.Sleep(time.Millisecond) {
		fd, err = newSocket()
		if err != nil {
			return -1, err
		}
		if err = unix.Connect(fd, peer); err == nil {
			return fd, nil
		}
		unix.Close(fd)
		if !errors.Is(err, unix.EBUSY) && !errors.Is(err, unix.EINTR) || time.Since(start) > limit {
			return -1, fmt.Errorf("connecting: %w", err)
		}
	}
}
