package main

import "github.com/goqtbt/bluetooth/qtbt"

var serverMethods = map[string]func(*qtbt.Server, arguments) any{
	"close()":                 act((*qtbt.Server).Close),
	"error()":                 get((*qtbt.Server).LastError),
	"hasPendingConnections()": get((*qtbt.Server).HasPendingConnections),
	"isListening()":           get((*qtbt.Server).IsListening),
	"listen()":                func(s *qtbt.Server, _ arguments) any { return s.Listen(qtbt.Address{}, 0) == nil },
	"listen(address)":         func(s *qtbt.Server, a arguments) any { return s.Listen(a.address(0), 0) == nil },
	"listen(address, port)": func(s *qtbt.Server, a arguments) any {
		return s.Listen(a.address(0), uint16(a.integer(1))) == nil
	},
	"maxPendingConnections()": get((*qtbt.Server).MaxPendingConnections),
	"securityFlags()":         get((*qtbt.Server).SecurityFlags),
	"serverAddress()":         get((*qtbt.Server).ServerAddress),
	"serverPort()":            get((*qtbt.Server).ServerPort),
	"serverType()":            get((*qtbt.Server).ServerType),
	"setMaxPendingConnections(numConnections)": func(s *qtbt.Server, a arguments) any {
		_ = s.SetMaxPendingConnections(a.integer(0))
		return nil
	},
	"setSecurityFlags(security)": func(s *qtbt.Server, a arguments) any {
		_ = s.SetSecurityFlags(a.security(0))
		return nil
	},
}

func (t objectTable) addServer(name string, s *qtbt.Server) {
	o := add(t, name, s, serverMethods, s.Delete)
	s.OnNewConnection(o.handler("newConnection"))
	s.OnErrorOccurred(func(e qtbt.ServerError) { o.emitted("errorOccurred", toJSON(e)) })
	plain := o.call
	o.call = func(method string, a arguments, as string) (any, bool) {
		switch method {
		case "nextPendingConnection()":
			socket := s.NextPendingConnection()
			if socket == nil {
				return nil, true
			}
			t.addSocket(as, socket)
			return as, true
		case "listen(uuid)":
			return t.listened(as)(s.ListenService(a.uuid(0), "")), true
		case "listen(uuid, serviceName)":
			return t.listened(as)(s.ListenService(a.uuid(0), a.text(1))), true
		}
		return plain(method, a, as)
	}
}

// listened takes what ListenService returns; Qt returns an invalid service when it fails.
func (t objectTable) listened(as string) func(*qtbt.ServiceInfo, error) any {
	return func(service *qtbt.ServiceInfo, err error) any {
		if err != nil {
			return nil
		}
		t.addServiceInfo(as, service)
		return as
	}
}
