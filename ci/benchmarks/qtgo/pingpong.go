package main

// Layer 1: 64 bytes there and back, one message after the other.

import (
	"bytes"
	"context"
	"time"

	"github.com/goqtbt/bluetooth/qtbt"
)

func pingPong(s *qtbt.Socket, count int64) (time.Duration, error) {
	message := bytes.Repeat([]byte("x"), 64)
	received := 0
	var start time.Time
	done := make(chan time.Duration, 1)
	connection := s.OnReadyRead(func() {
		received += len(s.ReadAll())
		if received < len(message) {
			return
		}
		received = 0
		if count--; count == 0 {
			done <- time.Since(start)
		} else {
			s.Write(message)
		}
	})
	defer connection.Cancel()
	err := qtbt.Invoke(context.Background(), func() {
		start = time.Now()
		s.Write(message)
	})
	if err != nil {
		return 0, err
	}
	return <-done, nil
}
