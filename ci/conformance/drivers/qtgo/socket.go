package main

import (
	"errors"
	"io"

	"github.com/goqtbt/bluetooth/qtbt"
)

type socketMethod = func(*qtbt.Socket, arguments) any

var socketMethods = map[string]socketMethod{
	"abort()":          act((*qtbt.Socket).Abort),
	"bytesAvailable()": get((*qtbt.Socket).BytesAvailable),
	"bytesToWrite()":   get((*qtbt.Socket).BytesToWrite),
	"canReadLine()":    get((*qtbt.Socket).CanReadLine),
	"close()":          act((*qtbt.Socket).Close),
	"connectToService(address, port)": do(func(s *qtbt.Socket, a arguments) error {
		return s.ConnectToPort(a.address(0), uint16(a.integer(1)))
	}),
	"connectToService(address, port, openMode)": do(func(s *qtbt.Socket, a arguments) error {
		return s.ConnectToPort(a.address(0), uint16(a.integer(1)), a.openMode(2))
	}),
	"connectToService(address, uuid)": do(func(s *qtbt.Socket, a arguments) error {
		return s.ConnectToService(a.address(0), a.uuid(1))
	}),
	"connectToService(address, uuid, openMode)": do(func(s *qtbt.Socket, a arguments) error {
		return s.ConnectToService(a.address(0), a.uuid(1), a.openMode(2))
	}),
	"connectToService(service)": do(func(s *qtbt.Socket, a arguments) error {
		return s.ConnectToServiceInfo(objects.serviceInfo(a.text(0)))
	}),
	"connectToService(service, openMode)": do(func(s *qtbt.Socket, a arguments) error {
		return s.ConnectToServiceInfo(objects.serviceInfo(a.text(0)), a.openMode(1))
	}),
	"disconnectFromService()":  act((*qtbt.Socket).DisconnectFromService),
	"error()":                  get((*qtbt.Socket).LastError),
	"errorString()":            get((*qtbt.Socket).ErrorString),
	"isSequential()":           get((*qtbt.Socket).IsSequential),
	"localAddress()":           get((*qtbt.Socket).LocalAddress),
	"localName()":              get((*qtbt.Socket).LocalName),
	"localPort()":              get((*qtbt.Socket).LocalPort),
	"peerAddress()":            get((*qtbt.Socket).PeerAddress),
	"peerName()":               get((*qtbt.Socket).PeerName),
	"peerPort()":               get((*qtbt.Socket).PeerPort),
	"preferredSecurityFlags()": get((*qtbt.Socket).PreferredSecurityFlags),
	"setPreferredSecurityFlags(flags)": do(func(s *qtbt.Socket, a arguments) error {
		return s.SetPreferredSecurityFlags(a.security(0))
	}),
	"setSocketDescriptor(socketDescriptor, socketType)": func(s *qtbt.Socket, a arguments) any {
		return s.SetSocketDescriptor(a.integer(0), a.protocol(1)) == nil
	},
	"setSocketDescriptor(socketDescriptor, socketType, socketState)": func(s *qtbt.Socket, a arguments) any {
		return s.SetSocketDescriptorState(a.integer(0), a.protocol(1), a.socketState(2), qtbt.ReadWrite) == nil
	},
	"setSocketDescriptor(socketDescriptor, socketType, socketState, openMode)": func(s *qtbt.Socket, a arguments) any {
		return s.SetSocketDescriptorState(a.integer(0), a.protocol(1), a.socketState(2), a.openMode(3)) == nil
	},
	"socketDescriptor()": get((*qtbt.Socket).SocketDescriptor),
	"socketType()":       get((*qtbt.Socket).SocketType),
	"state()":            get((*qtbt.Socket).State),

	"atEnd()":                get((*qtbt.Socket).AtEnd),
	"commitTransaction()":    act((*qtbt.Socket).CommitTransaction),
	"currentReadChannel()":   get((*qtbt.Socket).CurrentReadChannel),
	"currentWriteChannel()":  get((*qtbt.Socket).CurrentWriteChannel),
	"isOpen()":               get((*qtbt.Socket).IsOpen),
	"isReadable()":           get((*qtbt.Socket).IsReadable),
	"isTextModeEnabled()":    get((*qtbt.Socket).IsTextModeEnabled),
	"isTransactionStarted()": get((*qtbt.Socket).IsTransactionStarted),
	"isWritable()":           get((*qtbt.Socket).IsWritable),
	"open(mode)":             func(s *qtbt.Socket, a arguments) any { return s.Open(a.openMode(0)) == nil },
	"openMode()":             get((*qtbt.Socket).OpenMode),
	"peek(maxSize)":          fill((*qtbt.Socket).Peek),
	"pos()":                  get((*qtbt.Socket).Pos),
	"putChar(c)":             func(s *qtbt.Socket, a arguments) any { return s.PutChar(byte(a.integer(0))) },
	"read(maxSize)":          fill((*qtbt.Socket).ReadAvailable),
	"readAll()":              get((*qtbt.Socket).ReadAll),
	"readChannelCount()":     get((*qtbt.Socket).ReadChannelCount),
	"readLine()":             func(s *qtbt.Socket, _ arguments) any { return toJSON(s.ReadLine()) },
	"readLine(maxSize)":      func(s *qtbt.Socket, a arguments) any { return toJSON(s.ReadLine(int64(a.integer(0)))) },
	"reset()":                succeed((*qtbt.Socket).Reset),
	"rollbackTransaction()":  act((*qtbt.Socket).RollbackTransaction),
	"seek(pos)":              func(s *qtbt.Socket, a arguments) any { return s.SeekTo(int64(a.integer(0))) == nil },
	"setCurrentReadChannel(channel)": do(func(s *qtbt.Socket, a arguments) error {
		return s.SetCurrentReadChannel(a.integer(0))
	}),
	"setCurrentWriteChannel(channel)": do(func(s *qtbt.Socket, a arguments) error {
		return s.SetCurrentWriteChannel(a.integer(0))
	}),
	"setTextModeEnabled(enabled)": do(func(s *qtbt.Socket, a arguments) error {
		return s.SetTextModeEnabled(a.boolean(0))
	}),
	"size()":             get((*qtbt.Socket).Size),
	"skip(maxSize)":      skip,
	"startTransaction()": act((*qtbt.Socket).StartTransaction),
	"ungetChar(c)":       do(func(s *qtbt.Socket, a arguments) error { return s.UngetChar(byte(a.integer(0))) }),
	"waitForBytesWritten(msecs)": func(s *qtbt.Socket, a arguments) any {
		return s.WaitForBytesWritten(a.milliseconds(0))
	},
	"waitForReadyRead(msecs)": func(s *qtbt.Socket, a arguments) any {
		return s.WaitForReadyRead(a.milliseconds(0))
	},
	"write(data)":         write,
	"writeChannelCount()": get((*qtbt.Socket).WriteChannelCount),
}

// do is a method with arguments that returns nothing in Qt.
func do(f func(*qtbt.Socket, arguments) error) socketMethod {
	return func(s *qtbt.Socket, a arguments) any {
		_ = f(s, a)
		return nil
	}
}

// fill is a method that returns up to maxSize bytes.
func fill(f func(*qtbt.Socket, []byte) (int, error)) socketMethod {
	return func(s *qtbt.Socket, a arguments) any {
		buffer := make([]byte, a.integer(0))
		n, _ := f(s, buffer)
		return toJSON(buffer[:n])
	}
}

// counted returns what Qt does: -1 for an error.
func counted(n int64, err error) any {
	if err != nil && !errors.Is(err, io.ErrShortWrite) {
		return -1
	}
	return n
}

func skip(s *qtbt.Socket, a arguments) any { return counted(s.Skip(int64(a.integer(0)))) }

func write(s *qtbt.Socket, a arguments) any {
	n, err := s.Write(a.bytes(0))
	return counted(int64(n), err)
}

func (t objectTable) addSocket(name string, s *qtbt.Socket) {
	o := add(t, name, s, socketMethods, s.Delete)
	s.OnConnected(o.handler("connected"))
	s.OnDisconnected(o.handler("disconnected"))
	s.OnErrorOccurred(func(e qtbt.SocketError) { o.emitted("errorOccurred", toJSON(e)) })
	s.OnStateChanged(func(state qtbt.SocketState) { o.emitted("stateChanged", toJSON(state)) })
	s.OnAboutToClose(o.handler("aboutToClose"))
	s.OnBytesWritten(func(bytes int64) { o.emitted("bytesWritten", bytes) })
	s.OnChannelBytesWritten(func(channel int, bytes int64) { o.emitted("channelBytesWritten", channel, bytes) })
	s.OnChannelReadyRead(func(channel int) { o.emitted("channelReadyRead", channel) })
	s.OnReadChannelFinished(o.handler("readChannelFinished"))
	s.OnReadyRead(o.handler("readyRead"))
}
