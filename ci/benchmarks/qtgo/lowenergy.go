package main

// The rows of Low Energy in the lab: a central of layer 1.

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/goqtbt/bluetooth/ci/benchmarks/internal/work"
	"github.com/goqtbt/bluetooth/qtbt"
)

// The characteristics of each service of the peripheral.
var (
	readable = qtbt.UUID16(0xa001)
	writable = qtbt.UUID16(0xa002)
	notifier = qtbt.UUID16(0xa003) // sends as many notifications as the number that is written
)

// central is a connected central, and the service that it uses.
type central struct {
	controller   *qtbt.LowEnergyController
	service      *qtbt.LowEnergyService
	failed       chan error
	disconnected chan struct{} // receives once
}

// lowEnergy runs a row of Low Energy. It prints the line "ready" when it is ready.
func lowEnergy(row string, address qtbt.Address, id qtbt.UUID) error {
	if row == "lab-le-connect" {
		fmt.Println("ready")
		return work.Serve(work.Timed(func(count int64) (time.Duration, error) {
			return connectCentrals(address, id, count)
		}))
	}
	var f func(c *central, count int64) (time.Duration, error)
	switch row {
	case "lab-le-read":
		f = (*central).read
	case "lab-le-write":
		f = (*central).write
	case "lab-le-notify":
		f = (*central).notified
	default:
		return fmt.Errorf("no row %q", row)
	}
	c, _, err := connectCentral(address, id)
	if err != nil {
		return err
	}
	if row == "lab-le-notify" {
		if err := c.subscribe(); err != nil {
			return err
		}
	}
	fmt.Println("ready")
	err = work.Serve(work.Timed(func(count int64) (time.Duration, error) { return f(c, count) }))
	return errors.Join(err, c.close())
}

// connectCentral connects, discovers all services, and the details of one. It returns the time of
// that.
func connectCentral(address qtbt.Address, id qtbt.UUID) (*central, time.Duration, error) {
	controller, err := qtbt.NewLowEnergyCentral(qtbt.NewDeviceInfo(address, "", 0))
	if err != nil {
		return nil, 0, err
	}
	c := &central{controller: controller, failed: make(chan error, 1),
		disconnected: make(chan struct{}, 1)}
	discovered := make(chan time.Duration, 1)
	start := time.Now()
	controller.OnErrorOccurred(func(e qtbt.LowEnergyControllerError) { c.fail(e) })
	controller.OnDisconnected(func() { c.disconnected <- struct{}{} })
	controller.OnConnected(func() { controller.DiscoverServices() })
	controller.OnDiscoveryFinished(func() {
		if c.service = controller.CreateServiceObject(id); c.service == nil {
			c.fail(fmt.Errorf("the peripheral has no service %v", id))
			return
		}
		c.service.OnErrorOccurred(func(e qtbt.LowEnergyServiceError) { c.fail(e) })
		c.service.OnStateChanged(func(s qtbt.LowEnergyServiceState) {
			if s == qtbt.RemoteServiceDiscovered {
				discovered <- time.Since(start)
			}
		})
		c.service.DiscoverDetails()
	})
	if err := controller.ConnectToDevice(); err != nil {
		return nil, 0, err
	}
	took, err := c.wait(discovered)
	return c, took, err
}

// fail keeps the first error.
func (c *central) fail(err error) {
	select {
	case c.failed <- err:
	default:
	}
}

func (c *central) wait(done <-chan time.Duration) (time.Duration, error) {
	select {
	case took := <-done:
		return took, nil
	case err := <-c.failed:
		return 0, err
	case <-c.disconnected:
		return 0, errors.New("disconnected")
	}
}

// close disconnects, unless another contestant has done so, as all of them share the connection of
// the hosts.
func (c *central) close() error {
	if err := c.controller.DisconnectFromDevice(); err != nil {
		return err
	}
	<-c.disconnected
	c.service.Delete()
	c.controller.Delete()
	return nil
}

// connectCentrals connects count times and returns the time of that, without the time of
// disconnecting.
func connectCentrals(address qtbt.Address, id qtbt.UUID, count int64) (total time.Duration, err error) {
	for range count {
		c, took, err := connectCentral(address, id)
		if err != nil {
			return 0, err
		}
		total += took
		if err := c.close(); err != nil {
			return 0, err
		}
	}
	return total, nil
}

// read reads a value count times, one after the other.
func (c *central) read(count int64) (time.Duration, error) {
	characteristic := c.service.Characteristic(readable)
	var start time.Time
	done := make(chan time.Duration, 1)
	read := c.service.OnCharacteristicRead(func(qtbt.LowEnergyCharacteristic, []byte) {
		if count--; count == 0 {
			done <- time.Since(start)
		} else {
			c.service.ReadCharacteristic(characteristic)
		}
	})
	defer read.Cancel()
	return c.run(done, func() {
		start = time.Now()
		c.service.ReadCharacteristic(characteristic)
	})
}

// write writes count times without a response, and waits until the peripheral has answered a read
// that follows.
func (c *central) write(count int64) (time.Duration, error) {
	characteristic := c.service.Characteristic(writable)
	last := c.service.Characteristic(readable)
	value := make([]byte, 20)
	var start time.Time
	done := make(chan time.Duration, 1)
	read := c.service.OnCharacteristicRead(func(qtbt.LowEnergyCharacteristic, []byte) {
		done <- time.Since(start)
	})
	defer read.Cancel()
	return c.run(done, func() {
		start = time.Now()
		for range count {
			c.service.WriteCharacteristic(characteristic, value, qtbt.WriteWithoutResponse)
		}
		c.service.ReadCharacteristic(last)
	})
}

// subscribe has the peripheral send notifications.
func (c *central) subscribe() error {
	done := make(chan time.Duration, 1)
	written := c.service.OnDescriptorWritten(func(qtbt.LowEnergyDescriptor, []byte) { done <- 0 })
	defer written.Cancel()
	configuration := c.service.Characteristic(notifier).ClientCharacteristicConfiguration()
	if err := c.service.WriteDescriptor(configuration, qtbt.CCCDEnableNotification()); err != nil {
		return err
	}
	_, err := c.wait(done)
	return err
}

// notified asks for count notifications and waits for them.
func (c *central) notified(count int64) (time.Duration, error) {
	characteristic := c.service.Characteristic(notifier)
	var start time.Time
	received := int64(0)
	done := make(chan time.Duration, 1)
	changed := c.service.OnCharacteristicChanged(func(_ qtbt.LowEnergyCharacteristic, value []byte) {
		received++
		if number := int64(binary.LittleEndian.Uint32(value)); number != received {
			c.fail(fmt.Errorf("notification %d follows %d others", number, received-1))
		} else if received == count {
			done <- time.Since(start)
		}
	})
	defer changed.Cancel()
	return c.run(done, func() {
		start = time.Now()
		c.service.WriteCharacteristic(characteristic, binary.LittleEndian.AppendUint32(nil, uint32(count)))
	})
}

// run begins a row's work on the Qt thread, and waits for its end.
func (c *central) run(done <-chan time.Duration, begin func()) (time.Duration, error) {
	if err := qtbt.Invoke(context.Background(), begin); err != nil {
		return 0, err
	}
	return c.wait(done)
}
