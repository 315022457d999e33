package work

import (
	"net"
	"time"
)

// BulkEcho sends count units of 16 KiB there and back. At most 64 KiB are under way.
func BulkEcho(c net.Conn, count int64) (time.Duration, error) {
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
		if toSend == 0 {
			continue
		}
		if err := send(int64(n)); err != nil {
			return 0, err
		}
	}
	return time.Since(start), nil
}
