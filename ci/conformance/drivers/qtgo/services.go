package main

// QBluetoothServiceInfo and QBluetoothServiceDiscoveryAgent.

import "github.com/goqtbt/bluetooth/qtbt"

// info is a method of ServiceInfo that returns nothing.
func info(f func(*qtbt.ServiceInfo, arguments)) func(*qtbt.ServiceInfo, arguments) any {
	return func(s *qtbt.ServiceInfo, a arguments) any {
		f(s, a)
		return nil
	}
}

var serviceInfoMethods = map[string]func(*qtbt.ServiceInfo, arguments) any{
	"isComplete()":                 get((*qtbt.ServiceInfo).IsComplete),
	"isRegistered()":               get((*qtbt.ServiceInfo).IsRegistered),
	"isValid()":                    get((*qtbt.ServiceInfo).IsValid),
	"protocolServiceMultiplexer()": get((*qtbt.ServiceInfo).ProtocolServiceMultiplexer),
	"registerService()":            func(s *qtbt.ServiceInfo, _ arguments) any { return s.RegisterService() == nil },
	"serverChannel()":              get((*qtbt.ServiceInfo).ServerChannel),
	"serviceName()":                get((*qtbt.ServiceInfo).ServiceName),
	"serviceUuid()":                get((*qtbt.ServiceInfo).ServiceUUID),
	"setServiceName(name)":         info(func(s *qtbt.ServiceInfo, a arguments) { s.SetServiceName(a.text(0)) }),
	"setServiceUuid(uuid)":         info(func(s *qtbt.ServiceInfo, a arguments) { s.SetServiceUUID(a.uuid(0)) }),
	"socketProtocol()":             get((*qtbt.ServiceInfo).SocketProtocol),
	"unregisterService()":          succeed((*qtbt.ServiceInfo).UnregisterService),

	"setDevice(address)": info(func(s *qtbt.ServiceInfo, a arguments) {
		s.SetDevice(qtbt.NewDeviceInfo(a.address(0), "", 0))
	}),
	"setProtocolRfcomm(channel)": info(func(s *qtbt.ServiceInfo, a arguments) {
		s.SetAttribute(qtbt.AttributeProtocolDescriptorList, qtbt.Sequence{
			qtbt.Sequence{qtbt.ProtocolL2CAP}, qtbt.Sequence{qtbt.ProtocolRFCOMM, uint8(a.integer(0))},
		})
	}),
	"setProtocolL2cap(psm)": info(func(s *qtbt.ServiceInfo, a arguments) {
		s.SetAttribute(qtbt.AttributeProtocolDescriptorList, qtbt.Sequence{
			qtbt.Sequence{qtbt.ProtocolL2CAP, uint16(a.integer(0))},
		})
	}),
	"setServiceClass(uuid)": info(func(s *qtbt.ServiceInfo, a arguments) {
		s.SetAttribute(qtbt.AttributeServiceClassIDs, qtbt.Sequence{a.uuid(0)})
	}),
	"setPublic()": info(func(s *qtbt.ServiceInfo, _ arguments) {
		s.SetAttribute(qtbt.AttributeBrowseGroupList, qtbt.Sequence{qtbt.ServiceClassPublicBrowseGroup})
	}),
}

func (t objectTable) addServiceInfo(name string, s *qtbt.ServiceInfo) {
	add(t, name, s, serviceInfoMethods, func() {})
}

func (t objectTable) serviceInfo(name string) *qtbt.ServiceInfo {
	return t[name].value.(*qtbt.ServiceInfo)
}

var agentMethods = map[string]func(*qtbt.ServiceDiscoveryAgent, arguments) any{
	"clear()":       act((*qtbt.ServiceDiscoveryAgent).Clear),
	"error()":       get((*qtbt.ServiceDiscoveryAgent).LastError),
	"errorString()": get((*qtbt.ServiceDiscoveryAgent).ErrorString),
	"isActive()":    get((*qtbt.ServiceDiscoveryAgent).IsActive),
	"setRemoteAddress(address)": func(g *qtbt.ServiceDiscoveryAgent, a arguments) any {
		return g.SetRemoteAddress(a.address(0)) == nil
	},
	"setUuidFilter(uuid)": func(g *qtbt.ServiceDiscoveryAgent, a arguments) any {
		_ = g.SetUUIDFilter(a.uuid(0))
		return nil
	},
	"start()": func(g *qtbt.ServiceDiscoveryAgent, _ arguments) any {
		_ = g.Start()
		return nil
	},
	"startFullDiscovery()": func(g *qtbt.ServiceDiscoveryAgent, _ arguments) any {
		_ = g.Start(qtbt.FullDiscovery)
		return nil
	},
	"stop()": act((*qtbt.ServiceDiscoveryAgent).Stop),
}

func (t objectTable) addServiceDiscoveryAgent(name string, g *qtbt.ServiceDiscoveryAgent) {
	o := add(t, name, g, agentMethods, g.Delete)
	g.OnCanceled(o.handler("canceled"))
	g.OnErrorOccurred(func(e qtbt.ServiceDiscoveryError) { o.emitted("errorOccurred", toJSON(e)) })
	g.OnFinished(o.handler("finished"))
	g.OnServiceDiscovered(func(s *qtbt.ServiceInfo) {
		o.emitted("serviceDiscovered", toJSON(s.ServiceUUID()), s.ServiceName())
	})
	plain := o.call
	o.call = func(method string, a arguments, as string) (any, bool) {
		if method != "discoveredService()" {
			return plain(method, a, as)
		}
		services := g.DiscoveredServices()
		if len(services) == 0 {
			return nil, true
		}
		t.addServiceInfo(as, services[0])
		return as, true
	}
}
