package main

// QLowEnergyController.

import "github.com/goqtbt/bluetooth/qtbt"

type controller = qtbt.LowEnergyController

// advertise is startAdvertising with or without a scan response.
func advertise(c *controller, a arguments) {
	var scanResponse []advertisingData
	if len(a) == 3 {
		scanResponse = append(scanResponse, argument[advertisingDataMapping](a, 2).make())
	}
	_ = c.StartAdvertising(argument[advertisingParametersMapping](a, 0).make(), argument[advertisingDataMapping](a, 1).make(), scanResponse...)
}

var controllerMethods = map[string]func(*controller, arguments) any{
	"connectToDevice()":      act((*controller).ConnectToDevice),
	"disconnectFromDevice()": act((*controller).DisconnectFromDevice),
	"discoverServices()":     act((*controller).DiscoverServices),
	"error()":                get((*controller).LastError),
	"errorString()":          get((*controller).ErrorString),
	"localAddress()":         get((*controller).LocalAddress),
	"mtu()":                  get((*controller).MTU),
	"remoteAddress()":        get((*controller).RemoteAddress),
	"remoteAddressType()":    get((*controller).RemoteAddressType),
	"remoteDeviceUuid()":     get((*controller).RemoteDeviceUUID),
	"remoteName()":           get((*controller).RemoteName),
	"requestConnectionUpdate(parameters)": perform(func(c *controller, a arguments) {
		_ = c.RequestConnectionUpdate(argument[connectionParametersMapping](a, 0).make())
	}),
	"role()":     get((*controller).Role),
	"services()": list((*controller).Services),
	"setRemoteAddressType(type)": perform(func(c *controller, a arguments) {
		_ = c.SetRemoteAddressType(addressType(a.text(0)))
	}),
	"startAdvertising(parameters, advertisingData)":                   perform(advertise),
	"startAdvertising(parameters, advertisingData, scanResponseData)": perform(advertise),
	"state()":           get((*controller).State),
	"stopAdvertising()": act((*controller).StopAdvertising),
}

func newController(signature string, a arguments) (*controller, error) {
	switch signature {
	case "(remoteDevice)":
		return qtbt.NewLowEnergyCentral(argument[deviceMapping](a, 0).make())
	case "(remoteDevice, localDevice)":
		return qtbt.NewLowEnergyCentral(argument[deviceMapping](a, 0).make(), a.address(1))
	case "(localDevice)":
		return qtbt.NewLowEnergyPeripheral(a.address(0))
	default:
		return qtbt.NewLowEnergyPeripheral()
	}
}

func (t objectTable) addController(name string, c *controller) {
	o := add(t, name, c, controllerMethods, c.Delete)
	c.OnConnected(o.handler("connected"))
	c.OnConnectionUpdated(func(p connectionParameters) { o.emitted("connectionUpdated", toJSON(p)) })
	c.OnDisconnected(o.handler("disconnected"))
	c.OnDiscoveryFinished(o.handler("discoveryFinished"))
	c.OnErrorOccurred(func(e qtbt.LowEnergyControllerError) { o.emitted("errorOccurred", toJSON(e)) })
	c.OnMTUChanged(func(mtu int) { o.emitted("mtuChanged", mtu) })
	c.OnServiceDiscovered(func(u qtbt.UUID) { o.emitted("serviceDiscovered", toJSON(u)) })
	c.OnStateChanged(func(s qtbt.LowEnergyControllerState) { o.emitted("stateChanged", toJSON(s)) })
	plain := o.call
	o.call = func(method string, a arguments, as string) (any, bool) {
		var service *qtbt.LowEnergyService
		switch method {
		case "addService(service)":
			service, _ = c.AddService(argument[serviceDataMapping](a, 0).make())
		case "createServiceObject(serviceUuid)":
			service = c.CreateServiceObject(a.uuid(0))
		default:
			return plain(method, a, as)
		}
		if service == nil {
			return nil, true
		}
		t.addLowEnergyService(as, service)
		return as, true
	}
}
