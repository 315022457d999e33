package main

// Layer 1: many bytes there and back. At most 64 KiB are under way.

import (
	"context"
	"time"

	"github.com/goqtbt/bluetooth/qtbt"
)

func bulkEcho(s *qtbt.Socket, count int64) (time.Duration, error) {
	const window = 64 * 1024
	total := count * 16 * 1024
	toSend, received := total, int64(0)
	buffer := make([]byte, window)
	send := func(size int64) {
		if size = min(size, toSend); size > 0 {
			n, _ := s.Write(buffer[:size])
			toSend -= int64(n)
		}
	}
	var start time.Time
	done := make(chan time.Duration, 1)
	ready := s.OnReadyRead(func() {
		size, _ := s.ReadAvailable(buffer)
		received += int64(size)
		send(int64(size))
		if received == total {
			done <- time.Since(start)
		}
	})
	defer ready.Cancel()
	err := qtbt.Invoke(context.Background(), func() {
		start = time.Now()
		send(window)
	})
	if err != nil {
		return 0, err
	}
	return <-done, nil
}
