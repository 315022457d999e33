package main

// QBluetoothDeviceDiscoveryAgent.

import "github.com/goqtbt/bluetooth/qtbt"

type deviceAgent = qtbt.DeviceDiscoveryAgent

var deviceAgentMethods = map[string]func(*deviceAgent, arguments) any{
	"discoveredDevices()": list((*deviceAgent).DiscoveredDevices),
	"error()":             get((*deviceAgent).LastError),
	"errorString()":       get((*deviceAgent).ErrorString),
	"isActive()":          get((*deviceAgent).IsActive),
	"lowEnergyDiscoveryTimeout()": func(g *deviceAgent, _ arguments) any {
		return inMilliseconds(g.LowEnergyDiscoveryTimeout())
	},
	"setLowEnergyDiscoveryTimeout(msTimeout)": perform(func(g *deviceAgent, a arguments) {
		_ = g.SetLowEnergyDiscoveryTimeout(a.milliseconds(0))
	}),
	"start()": act((*deviceAgent).Start),
	"start(method)": perform(func(g *deviceAgent, a arguments) {
		_ = g.StartMethods(discoveryMethodFlags.parse(a.text(0)))
	}),
	"stop()": act((*deviceAgent).Stop),
	"supportedDiscoveryMethods()": func(*deviceAgent, arguments) any {
		return discoveryMethodFlags.format(qtbt.SupportedDiscoveryMethods())
	},
}

func (t objectTable) addDeviceAgent(name string, g *deviceAgent) {
	o := add(t, name, g, deviceAgentMethods, g.Delete)
	g.OnCanceled(o.handler("canceled"))
	g.OnDeviceDiscovered(func(info qtbt.DeviceInfo) { o.emitted("deviceDiscovered", toJSON(info)) })
	g.OnDeviceUpdated(func(info qtbt.DeviceInfo, fields qtbt.DeviceField) {
		o.emitted("deviceUpdated", toJSON(info), toJSON(fields))
	})
	g.OnErrorOccurred(func(e qtbt.DeviceDiscoveryError) { o.emitted("errorOccurred", toJSON(e)) })
	g.OnFinished(o.handler("finished"))
}
