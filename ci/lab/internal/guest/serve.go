// Package guest is the side of the lab that runs inside a virtual host: it sets the guest up as its
// first process, and then serves the lab's requests. It knows nothing of BlueZ; what to run, and
// when, the lab decides.
package guest

import (
	"errors"
	"fmt"
	"io"
	"net"
	"sync"

	"github.com/goqtbt/bluetooth/ci/lab/internal/wire"
	"github.com/hashicorp/yamux"
)

// Serve answers the lab's requests on conn until it ends. Processes that still run then are killed.
func Serve(conn io.ReadWriteCloser) error {
	if _, err := io.WriteString(conn, wire.Hello); err != nil {
		return err
	}
	session, err := yamux.Server(conn, wire.Config())
	if err != nil {
		return err
	}
	defer session.Close()
	s := server{processes: newProcessTable()}
	var streams sync.WaitGroup
	defer streams.Wait()
	defer s.processes.killAll()
	for {
		stream, err := session.AcceptStream()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		streams.Go(func() { s.serveStream(stream) })
	}
}

type server struct {
	processes *processTable
}

func (s *server) serveStream(stream *yamux.Stream) {
	defer stream.Close()
	req, err := wire.ReadRequest(stream)
	if err == nil {
		err = s.serveRequest(stream, req)
	}
	if err != nil {
		// If the stream itself has failed, the report fails, too.
		_ = wire.WriteFrame(stream, wire.TypeFailed, []byte(err.Error()))
	}
}

// serveRequest returns the errors that it has not reported to the other side.
func (s *server) serveRequest(stream *yamux.Stream, req wire.Request) error {
	switch req.Kind {
	case wire.Exec:
		return s.exec(stream, req)
	case wire.Signal:
		if err := s.processes.signal(req.PID, req.Signal); err != nil {
			return err
		}
		return wire.WriteJSON(stream, wire.TypeStarted, wire.Started{})
	case wire.Dial:
		conn, err := net.Dial("unix", req.Path)
		if err != nil {
			return err
		}
		if err := wire.WriteJSON(stream, wire.TypeStarted, wire.Started{}); err != nil {
			conn.Close()
			return nil
		}
		join(conn, stream,
			func() { _, _ = io.Copy(conn, stream) },
			func() { _, _ = io.Copy(stream, conn) })
		return nil
	case wire.Controller:
		c, err := newController()
		if err != nil {
			return fmt.Errorf("making a controller: %w", err)
		}
		if err := wire.WriteJSON(stream, wire.TypeStarted, wire.Started{Index: c.index}); err != nil {
			c.dev.Close()
			return nil
		}
		join(c.dev, stream,
			func() { _ = copyPackets(c.dev, stream) },
			func() { _ = c.send(stream) })
		return nil
	case wire.Setup:
		state, err := setupState(req.Index)
		if err != nil {
			return err
		}
		return wire.WriteJSON(stream, wire.TypeStarted, state)
	default:
		return fmt.Errorf("unknown request %q: the agent and the lab are of different versions", req.Kind)
	}
}

// join runs two copies between a and b, and closes both when either ends. It closes b when a is
// closed, so that the end of b shows that a is gone.
func join(a, b io.Closer, copies ...func()) {
	closeBoth := sync.OnceFunc(func() {
		a.Close()
		b.Close()
	})
	var all sync.WaitGroup
	for _, do := range copies {
		all.Go(func() {
			do()
			closeBoth()
		})
	}
	all.Wait()
}
