package main

// Listening, for one client, or with -k for all that come.

import (
	"context"
	"errors"
	"log"
	"net"
	"os"
	"sync"
	"time"

	"github.com/goqtbt/bluetooth/qtbt"
)

func listen(ctx context.Context, args *cli) error {
	config := qtbt.ListenConfig{Protocol: args.protocol(), Adapter: args.Device}
	if !args.Keep {
		config.Backlog = 1
	}
	var l *qtbt.Listener
	var err error
	if args.Port != 0 {
		l, err = config.ListenPort(ctx, args.Port)
	} else {
		l, err = config.ListenService(ctx, args.uuid(), args.Name)
	}
	if err != nil {
		return err
	}
	defer l.Close()
	defer context.AfterFunc(ctx, func() { l.Close() })()
	log.Printf("listening on %v, %v", l.Addr().Network(), l.Addr())
	if args.Wait > 0 {
		l.SetDeadline(time.Now().Add(args.Wait))
	}
	conn, err := l.Accept()
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return errors.New("nobody has connected")
	}
	if err != nil {
		return err
	}
	if !args.Keep {
		l.Close()
		return serve(ctx, args, conn)
	}
	l.SetDeadline(time.Time{})
	return serveAll(ctx, args, l, conn)
}

// serve serves one connection until it ends.
func serve(ctx context.Context, args *cli, conn net.Conn) error {
	s := open(ctx, conn, args.Idle)
	if args.Exec != "" {
		return execute(ctx, args.Exec, s)
	}
	return relay(s, args.ends())
}

// serveAll serves the first connection and all that come after it. The error of one does not end
// the others.
func serveAll(ctx context.Context, args *cli, l net.Listener, first net.Conn) error {
	var all sync.WaitGroup
	defer all.Wait()
	one := func(s *session) error { return execute(ctx, args.Exec, s) }
	quit := make(chan error, 1)
	if args.Exec == "" {
		p := newParty(args.ends().out)
		one = p.serve
		go func() {
			if err := p.send(ctx, args.ends()); err != nil || args.ends().quit != nil {
				quit <- err
				l.Close()
			}
		}()
		defer p.close()
	}
	for conn, err := first, error(nil); ; conn, err = l.Accept() {
		if err != nil {
			select {
			case err = <-quit: // the program has closed it
			default:
			}
			return err
		}
		s := open(ctx, conn, args.Idle)
		all.Go(func() {
			if err := one(s); err != nil {
				log.Printf("%v: %v", s.RemoteAddr(), err)
			}
		})
	}
}
