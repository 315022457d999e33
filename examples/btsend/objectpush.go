package main

// The Bluetooth service of OBEX Object Push.

import (
	"context"
	"errors"
	"runtime"

	"github.com/goqtbt/bluetooth/qtbt"
)

// objectPushID is the ID of btsend's own Object Push service. Without one, Qt registers the service
// under the UUID of its class, for which bluetoothd listens on a channel too, and which it gives to
// one program only.
var objectPushID = qtbt.MustParseUUID("7c1a2f54-3f0b-4f1c-9f3e-0d8c5a6be915")

// attributeSupportedFormats is the SDP attribute with the kinds of objects that a service takes.
const attributeSupportedFormats qtbt.AttributeID = 0x0303

const (
	anyFormat         = uint8(0xff)
	objectPushVersion = uint16(0x0101) // the last that needs nothing but RFCOMM
)

// objectPushService returns the record of a service on an RFCOMM channel.
func objectPushService(name string, channel uint16) *qtbt.ServiceInfo {
	service := new(qtbt.ServiceInfo)
	service.SetServiceName(name)
	service.SetServiceUUID(objectPushID)
	service.SetAttribute(qtbt.AttributeServiceClassIDs, qtbt.Sequence{qtbt.ServiceClassOBEXObjectPush})
	service.SetAttribute(qtbt.AttributeProtocolDescriptorList, qtbt.Sequence{
		qtbt.Sequence{qtbt.ProtocolL2CAP},
		qtbt.Sequence{qtbt.ProtocolRFCOMM, uint8(channel)},
		qtbt.Sequence{qtbt.ProtocolOBEX},
	})
	service.SetAttribute(qtbt.AttributeBluetoothProfileDescriptorList, qtbt.Sequence{
		qtbt.Sequence{qtbt.ServiceClassOBEXObjectPush, objectPushVersion},
	})
	service.SetAttribute(qtbt.AttributeBrowseGroupList, qtbt.Sequence{qtbt.ServiceClassPublicBrowseGroup})
	service.SetAttribute(attributeSupportedFormats, qtbt.Sequence{anyFormat})
	return service
}

// listenForObjects listens on a free channel and registers the service, until the process ends.
func listenForObjects(ctx context.Context, name string) (*qtbt.Listener, error) {
	listener, err := new(qtbt.ListenConfig).ListenPort(ctx, 0)
	if err != nil {
		return nil, err
	}
	channel := listener.Addr().(qtbt.Addr).Port
	if err := objectPushService(name, channel).RegisterService(); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	return listener, nil
}

// dialForObjects connects to a machine's Object Push service. BlueZ would choose L2CAP if the
// service offers that as well, so on Linux the Dial connects by itself.
func dialForObjects(ctx context.Context, address qtbt.Address) (*qtbt.Conn, error) {
	dialer := &qtbt.Dialer{Protocol: qtbt.RFCOMM, Direct: runtime.GOOS == "linux"}
	return dialer.DialService(ctx, address, qtbt.ServiceClassOBEXObjectPush.UUID())
}
