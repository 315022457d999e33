// Command le-heart-rate is a Bluetooth Low Energy heart rate sensor that makes its beats up, as
// Qt's example heartrate-server does.
//
//	le-heart-rate                 # until Ctrl-C
//	le-heart-rate --name Runner   # the name that others find it by
//
// Apps for heart rate sensors show it, and le-services lists what it offers. With Qt 6.6 and older,
// the process needs the capability CAP_NET_RAW.
package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/goqtbt/bluetooth/examples/internal/program"
	"github.com/goqtbt/bluetooth/qtbt"
)

const help = `Offers a Low Energy heart rate sensor that makes its beats up, until Ctrl-C.

Exit status:

    1                   the sensor could not be offered, or the output failed
    80                  the command line is wrong
    129, 130, 131, 143  ended by SIGHUP, Ctrl-C, SIGQUIT, SIGTERM`

type cli struct {
	Name     string        `default:"HeartRate" help:"The sensor's name. It has room for up to 13 bytes."`
	Interval time.Duration `default:"1s" help:"The time from one measurement to the next."`
}

func main() {
	var args cli
	program.Parse(&args, help)
	program.Main(func(ctx context.Context, out io.Writer) error {
		return serve(ctx, out, args)
	})
}

// sensor is a peripheral with a heart rate service.
type sensor struct {
	*qtbt.LowEnergyController
	out     io.Writer
	name    string
	service *qtbt.LowEnergyService
	energy  uint16 // expended since the last reset, in kilojoules
}

// serve measures until ctx ends. A failed write to out ends ctx.
func serve(ctx context.Context, out io.Writer, args cli) error {
	controller, err := qtbt.NewLowEnergyPeripheral()
	if err != nil {
		return err
	}
	defer controller.Delete()
	s := &sensor{LowEnergyController: controller, out: out, name: args.Name}
	failed := make(chan error, 10)
	// Qt removes the services at the end of each connection.
	s.OnDisconnected(func() {
		fmt.Fprintln(out, "client left")
		if err := s.offer(); err != nil {
			failed <- err
		}
	})
	s.OnStateChanged(func(state qtbt.LowEnergyControllerState) {
		if state == qtbt.LowEnergyControllerConnectedState {
			fmt.Fprintf(out, "client %v connected\n", s.RemoteAddress())
		}
	})
	// The handlers run on the Qt thread, so all that changes the sensor does.
	if err := onQtThread(ctx, s.offer); err != nil {
		return err
	}
	fmt.Fprintf(out, "advertising %q on %v\n", args.Name, s.LocalAddress())

	ticker := time.NewTicker(args.Interval)
	defer ticker.Stop()
	for beats := byte(60); ; beats = nextRate(beats) {
		select {
		case <-ctx.Done():
			return nil
		case err := <-failed:
			return err
		case <-ticker.C:
		}
		if err := onQtThread(ctx, func() error { return s.measure(beats) }); err != nil {
			return err
		}
	}
}

// onQtThread runs f on the Qt thread and returns its error.
func onQtThread(ctx context.Context, f func() error) error {
	var err error
	if failed := qtbt.Invoke(ctx, func() { err = f() }); failed != nil {
		return failed
	}
	return err
}

// offer adds the service and starts advertising it.
func (s *sensor) offer() error {
	var rate qtbt.LowEnergyCharacteristicData
	rate.SetUUID(qtbt.CharacteristicHeartRateMeasurement.UUID())
	rate.SetProperties(qtbt.PropertyNotify)
	rate.SetValue(s.measurement(60))
	configuration := qtbt.NewLowEnergyDescriptorData(
		qtbt.DescriptorClientCharacteristicConfiguration.UUID(), qtbt.CCCDDisable())
	if err := rate.AddDescriptor(configuration); err != nil {
		return err
	}
	var location qtbt.LowEnergyCharacteristicData
	location.SetUUID(qtbt.CharacteristicBodySensorLocation.UUID())
	location.SetProperties(qtbt.PropertyRead)
	location.SetValue([]byte{1}) // the chest
	var control qtbt.LowEnergyCharacteristicData
	control.SetUUID(qtbt.CharacteristicHeartRateControlPoint.UUID())
	control.SetProperties(qtbt.PropertyWrite)
	control.SetValueLength(len(resetEnergy), len(resetEnergy))

	var data qtbt.LowEnergyServiceData
	data.SetUUID(qtbt.ServiceClassHeartRate.UUID())
	if err := data.SetCharacteristics([]qtbt.LowEnergyCharacteristicData{rate, location, control}); err != nil {
		return err
	}
	service, err := s.AddService(data)
	if err != nil {
		return err
	}
	s.service.Delete()
	s.service = service
	service.OnCharacteristicChanged(s.controlled)

	var advertisement qtbt.LowEnergyAdvertisingData
	advertisement.SetDiscoverability(qtbt.DiscoverabilityGeneral)
	advertisement.SetLocalName(s.name)
	advertisement.SetServices([]qtbt.UUID{data.UUID()})
	return s.StartAdvertising(qtbt.LowEnergyAdvertisingParameters{}, advertisement)
}

// resetEnergy is the only command of the heart rate control point.
var resetEnergy = []byte{1}

// controlled runs a command that a client has written to the control point, the only characteristic
// that clients can write.
func (s *sensor) controlled(_ qtbt.LowEnergyCharacteristic, command []byte) {
	if bytes.Equal(command, resetEnergy) {
		s.energy = 0
		fmt.Fprintln(s.out, "client reset the energy expended")
	}
}

// measure notifies clients of a new heart rate, unless the connection has ended and the service
// with it.
func (s *sensor) measure(beats byte) error {
	if s.energy < math.MaxUint16 {
		s.energy++
	}
	if s.service.State() == qtbt.InvalidService {
		return nil
	}
	rate := s.service.Characteristic(qtbt.CharacteristicHeartRateMeasurement.UUID())
	return s.service.WriteCharacteristic(rate, s.measurement(beats))
}

// hasEnergy is the flag of a measurement that includes the energy expended.
const hasEnergy = 1 << 3

// measurement returns the value of a heart rate measurement: flags, the beats per minute as a byte,
// and the energy expended.
func (s *sensor) measurement(beats byte) []byte {
	return binary.LittleEndian.AppendUint16([]byte{hasEnergy, beats}, s.energy)
}

// nextRate rises from 60 to 100 beats per minute and starts again.
func nextRate(beats byte) byte {
	if beats >= 100 {
		return 60
	}
	return beats + 1
}
