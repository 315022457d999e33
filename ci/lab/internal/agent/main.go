// The agent is the one program in a guest's initramfs: its first process, and the lab's hand inside
// it. It is built without cgo, so that it runs with any root tree.
package main

import (
	"fmt"
	"os"

	"github.com/goqtbt/bluetooth/ci/lab/internal/guest"
)

func main() {
	if os.Getpid() == 1 {
		guest.Init()
		return
	}
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, "btlab: the agent failed:", err)
		os.Exit(1)
	}
}

func serve() error {
	port, err := guest.OpenPort()
	if err != nil {
		return err
	}
	return guest.Serve(port)
}
