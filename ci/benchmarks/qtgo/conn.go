package main

// The rows again, with a Conn.

import (
	"bytes"
	"io"
	"time"

	"github.com/goqtbt/bluetooth/qtbt"
)

func connPingPong(c *qtbt.Conn, count int64) (time.Duration, error) {
	message := bytes.Repeat([]byte("x"), 64)
	start := time.Now()
	for range count {
		if _, err := c.Write(message); err != nil {
			return 0, err
		}
		if _, err := io.ReadFull(c, message); err != nil {
			return 0, err
		}
	}
	return time.Since(start), nil
}

func connBulkEcho(c *qtbt.Conn, count int64) (time.Duration, error) {
	const window = 64 * 1024
	total := count * 16 * 1024
	toSend, received := total, int64(0)
	buffer := make([]byte, window)
	start := time.Now()
	send := func(size int64) error {
		n, err := c.Write(buffer[:min(size, toSend)])
		toSend -= int64(n)
		return err
	}
	if err := send(window); err != nil {
		return 0, err
	}
	for received < total {
		n, err := c.Read(buffer)
		if err != nil {
			return 0, err
		}
		received += int64(n)
		if err := send(int64(n)); err != nil {
			return 0, err
		}
	}
	return time.Since(start), nil
}
