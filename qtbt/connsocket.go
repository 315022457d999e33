package qtbt

// The Socket of a Conn. On Linux Qt's object is gone by then, so the Conn holds the values that
// programs ask it for.

import (
	"context"

	"github.com/goqtbt/bluetooth/cshim"
)

// Socket returns the Socket under the connection, for getters that a Conn does not have, such as
// PeerName. The Socket belongs to the Conn: its other methods fail with ErrDeleted, its handlers do
// not run, and its Delete ends the Conn. PeerName and LocalName wait for bluetoothd; on the Qt
// thread, which does not wait, they return "".
func (c *Conn) Socket() *Socket {
	if !c.valid() {
		return nil
	}
	if s := c.socket.Load(); s != nil {
		return s
	}
	s := new(Socket)
	s.conn.Store(c)
	c.socket.CompareAndSwap(nil, s)
	return c.socket.Load()
}

// owner returns the Conn that has taken the socket's descriptor, or nil if none has.
func (s *Socket) owner() *Conn {
	if s == nil {
		return nil
	}
	return s.conn.Load()
}

func (c *Conn) socketState() SocketState {
	if c.reason.Load() != nil {
		return UnconnectedState
	}
	return ConnectedState
}

// bluetoothName asks bluetoothd for the name of a device or adapter. It returns "" if there is
// none.
func bluetoothName(address Address) string {
	if address.IsNull() || OnQtThread() {
		return ""
	}
	name, _ := questions.ask(context.Background(), "name", func(token uint64) cshim.Status {
		return cshim.DaemonName(address.Uint64(), token)
	})
	return name
}
