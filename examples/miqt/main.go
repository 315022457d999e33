// Command miqt lists the Bluetooth devices in range in a window of github.com/mappu/miqt, another
// Go binding to Qt, to show that both work in one process.
//
// miqt makes the QApplication, whose thread is the program's first one, and qtbt attaches to it.
// Two rules make that safe. The first use of qtbt comes after the QApplication. And a handler of
// qtbt's only posts to the window's thread: it never waits for it, because that thread may be
// waiting for qtbt.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	"github.com/mappu/miqt/qt6"
	"github.com/mappu/miqt/qt6/mainthread"

	"github.com/goqtbt/bluetooth/qtbt"
)

func init() { runtime.LockOSThread() } // miqt's thread is main's

func main() { os.Exit(run()) }

func run() int {
	application := qt6.NewQApplication(os.Args)
	defer application.Delete()
	if err := qtbt.Start(qtbt.AttachOnly()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-interrupted
		mainthread.Start(qt6.QCoreApplication_Quit)
	}()
	w := newWindow()
	w.search()
	w.widget.Show()
	fmt.Println("Close the window, or press Ctrl+C, to end.")
	return qt6.QApplication_Exec()
}

// window is a list of devices with a button that searches again. Only the window's thread uses it.
type window struct {
	widget *qt6.QWidget
	again  *qt6.QPushButton
	rows   *qt6.QListWidget
	known  map[qtbt.Address]*qt6.QListWidgetItem
	agent  *qtbt.DeviceDiscoveryAgent
}

func newWindow() *window {
	w := &window{
		widget: qt6.NewQWidget2(),
		again:  qt6.NewQPushButton3("Search again"),
		rows:   qt6.NewQListWidget2(),
		known:  make(map[qtbt.Address]*qt6.QListWidgetItem),
	}
	w.widget.SetWindowTitle("Bluetooth devices")
	column := qt6.NewQVBoxLayout(w.widget)
	column.AddWidget(w.rows.QWidget)
	column.AddWidget(w.again.QWidget)
	w.again.OnClicked(w.search)
	return w
}

// search lists the devices anew. Its calls of qtbt wait for the Qt thread.
func (w *window) search() {
	w.rows.Clear()
	clear(w.known)
	if w.agent == nil {
		agent, err := qtbt.NewDeviceDiscoveryAgent()
		if err != nil {
			w.rows.AddItem(err.Error())
			return
		}
		w.agent = agent
		agent.OnDeviceDiscovered(func(d qtbt.DeviceInfo) {
			mainthread.Start(func() { w.show(d) })
		})
		agent.OnErrorOccurred(func(qtbt.DeviceDiscoveryError) {
			text := agent.ErrorString()
			mainthread.Start(func() { w.rows.AddItem(text) })
		})
	}
	if err := w.agent.Start(); err != nil {
		w.rows.AddItem(err.Error())
	}
}

// show adds a device's row, or brings it up to date.
func (w *window) show(d qtbt.DeviceInfo) {
	row := w.known[d.Address()]
	if row == nil {
		row = qt6.NewQListWidgetItem2("")
		w.rows.AddItemWithItem(row)
		w.known[d.Address()] = row
	}
	row.SetText(fmt.Sprintf("%v  %s  %d dBm", d.Address(), d.Name(), d.RSSI()))
}
