// The steps of the client, each a few signals of Qt's that come to an end.

package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/goqtbt/bluetooth/qtbt"
)

// discover returns the devices in range, or as soon as it is found the one that is wanted. BlueZ connects only to devices
// that were discovered.
func discover(ctx context.Context, wanted qtbt.Address) ([]qtbt.DeviceInfo, error) {
	agent, err := qtbt.NewDeviceDiscoveryAgent()
	if err != nil {
		return nil, err
	}
	defer agent.Delete()
	found, finished := make(chan qtbt.DeviceInfo, 1), make(chan error, 1)
	agent.OnDeviceDiscovered(func(device qtbt.DeviceInfo) {
		if device.Address() == wanted && len(found) == 0 {
			found <- device
		}
	})
	agent.OnFinished(func() { finished <- nil })
	agent.OnErrorOccurred(func(code qtbt.DeviceDiscoveryError) {
		finished <- fmt.Errorf("discovery failed: %w: %s", code, agent.ErrorString())
	})
	if err := agent.StartMethods(qtbt.ClassicMethod); err != nil {
		return nil, err
	}
	select {
	case device := <-found:
		return []qtbt.DeviceInfo{device}, nil
	case err := <-finished:
		if err == nil && !wanted.IsNull() {
			err = fmt.Errorf("no device %v in range", wanted)
		}
		return agent.DiscoveredDevices(), err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// lookUp asks the devices over SDP for a service, and returns the first that has it.
func lookUp(ctx context.Context, devices []qtbt.DeviceInfo, id qtbt.UUID) (device qtbt.DeviceInfo, service *qtbt.ServiceInfo, err error) {
	agent, err := qtbt.NewServiceDiscoveryAgent()
	if err != nil {
		return device, nil, err
	}
	defer agent.Delete()
	finished := make(chan error, 2)
	agent.OnFinished(func() { finished <- nil })
	agent.OnErrorOccurred(func(code qtbt.ServiceDiscoveryError) {
		finished <- fmt.Errorf("looking up the service failed: %w: %s", code, agent.ErrorString())
	})
	for _, device := range devices {
		if err := errors.Join(agent.SetUuidFilter(id), agent.SetRemoteAddress(device.Address()), agent.Start(qtbt.FullDiscovery)); err != nil {
			return device, nil, err
		}
		failed, err := await(ctx, finished)
		if err := errors.Join(failed, err); err != nil {
			return device, nil, err
		}
		// With BlueZ, the last service comes within the emission of finished; Invoke waits for its end.
		var services []*qtbt.ServiceInfo
		if err := qtbt.Invoke(ctx, func() { services = agent.DiscoveredServices() }); err != nil {
			return device, nil, err
		}
		if len(services) > 0 {
			return device, services[0], nil
		}
	}
	return device, nil, fmt.Errorf("none of %d devices offers the service", len(devices))
}

func connect(ctx context.Context, address qtbt.Address, id qtbt.UUID) (*qtbt.Socket, error) {
	socket, err := qtbt.NewSocket(qtbt.RFCOMM)
	if err != nil {
		return nil, err
	}
	result := make(chan error, 2)
	socket.OnConnected(func() { result <- nil })
	socket.OnErrorOccurred(func(code qtbt.SocketError) {
		select {
		case result <- fmt.Errorf("connecting failed: %w: %s", code, socket.ErrorString()):
		default: // an error later on ends the connection, and that is looked at
		}
	})
	err = socket.ConnectToService(address, id)
	if err == nil {
		var failed error
		failed, err = await(ctx, result)
		err = errors.Join(failed, err)
	}
	if err != nil {
		socket.Delete()
		return nil, err
	}
	return socket, nil
}

// exchange sends size random bytes, never more than a window of them ahead, and returns the checksum of what came back.
func exchange(ctx context.Context, socket *qtbt.Socket, size int) ([]byte, error) {
	const window = 64 << 10
	sent, received := sha256.New(), sha256.New()
	toSend, toReceive := size, size
	result := make(chan error, 2)

	send := func() {
		chunk := make([]byte, 4<<10)
		for toSend > 0 && socket.BytesToWrite() < window {
			chunk = chunk[:min(len(chunk), toSend)]
			rand.Read(chunk)
			if _, err := socket.Write(chunk); err != nil {
				result <- err
				return
			}
			sent.Write(chunk)
			toSend -= len(chunk)
		}
	}
	writing := socket.OnBytesWritten(func(int64) { send() })
	defer writing.Disconnect()
	reading := socket.OnReadyRead(func() {
		data := socket.ReadAll()
		received.Write(data)
		toReceive -= len(data)
		if toReceive == 0 {
			result <- nil
		}
	})
	defer reading.Disconnect()
	ended := socket.OnDisconnected(func() {
		result <- fmt.Errorf("the connection ended with %d bytes to come", toReceive)
	})
	defer ended.Disconnect()

	if err := qtbt.Invoke(ctx, send); err != nil {
		return nil, err
	}
	failed, err := await(ctx, result)
	if err := errors.Join(failed, err); err != nil {
		return nil, err
	}
	if !bytes.Equal(sent.Sum(nil), received.Sum(nil)) {
		return nil, errors.New("what came back is not what was sent")
	}
	return received.Sum(nil), nil
}

func disconnect(ctx context.Context, socket *qtbt.Socket) error {
	ended := make(chan struct{})
	socket.OnDisconnected(func() { close(ended) })
	if err := socket.DisconnectFromService(); err != nil {
		return err
	}
	_, err := await(ctx, ended)
	return err
}
