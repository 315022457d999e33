// Command explorer is a Bluetooth explorer with a window. It shows the devices nearby, what they
// offer, and why none is found.
//
//	cd examples/explorer && go run .
//
// It is a module of its own, because Fyne, which draws the window, depends on much that qtbt does
// not need. README.md lists the Debian packages that a build needs.
package main

import (
	"context"
	"time"

	"fyne.io/fyne/v2/app"
)

// closePatience is how long the program waits for connections to end. A bluetoothd that does not
// respond can hold them longer.
const closePatience = time.Second

func main() {
	e := newExplorer(app.New())
	go e.followModel()
	e.model.Start()
	e.window.ShowAndRun()
	ctx, cancel := context.WithTimeout(context.Background(), closePatience)
	defer cancel()
	e.model.Close(ctx)
}
