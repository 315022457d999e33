package guest

// The virtio-serial port that connects the guest with the lab.

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/goqtbt/bluetooth/ci/lab/internal/wire"
)

// OpenPort opens the port of the lab. The kernel announces it some time after the driver was
// loaded.
func OpenPort() (*os.File, error) {
	for range 1000 {
		names, _ := filepath.Glob("/sys/class/virtio-ports/*/name")
		for _, path := range names {
			name, err := os.ReadFile(path)
			if err == nil && strings.TrimSpace(string(name)) == wire.PortName {
				return os.OpenFile("/dev/"+filepath.Base(filepath.Dir(path)), os.O_RDWR, 0)
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
	return nil, errors.New("no virtio-serial port named " + wire.PortName)
}
