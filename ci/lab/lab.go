package lab

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"strings"
	"sync"
	"time"
)

// Lab is a set of running hosts.
type Lab struct {
	hosts []*Host
	air   *air
	log   *log.Logger

	closeOnce sync.Once
	closeErr  error
}

// Start boots the hosts and returns when every one of them can be discovered by the others. What
// has to be installed and prepared for that must be there: if not, the error is a *MissingError,
// and Setup remedies it.
//
// ctx limits the start only. Close ends the lab.
func Start(ctx context.Context, config Config) (*Lab, error) {
	config, err := config.withDefaults()
	if err != nil {
		return nil, fmt.Errorf("lab: %w", err)
	}
	begin := time.Now()
	l := &Lab{log: log.New(config.Log, "", 0)}
	if err := l.start(ctx, config); err != nil {
		l.Close()
		return nil, fmt.Errorf("lab: %w", err)
	}
	l.log.Printf("ready after %.1f s", time.Since(begin).Seconds())
	return l, nil
}

func (l *Lab) start(ctx context.Context, config Config) error {
	if err := Check(config); err != nil {
		return err
	}
	image, err := openImage(ctx, l.log)
	if err != nil {
		return err
	}
	defer image.Close()
	accel := config.Accel
	if accel == AutoAccel {
		accel = probeKVM(ctx, image, l.log)
	}
	l.log.Printf("booting %s (kernel %s, %s)", names(config.Hosts), image.version, accel)
	for _, h := range config.Hosts {
		host, err := newHost(h, config, image, accel)
		if err != nil {
			return err
		}
		l.hosts = append(l.hosts, host)
	}
	if err := l.each(func(h *Host) error { return h.boot(ctx) }); err != nil {
		return err
	}
	l.log.Printf("the guests are up; starting Bluetooth")
	airHost, err := airHost(l.hosts)
	if err != nil {
		return err
	}
	if l.air, err = startAir(airHost, l.log); err != nil {
		return err
	}
	for _, h := range l.hosts {
		for range h.config.Controllers {
			if err := h.addController(ctx, l.air); err != nil {
				return fmt.Errorf("host %s: %w", h.name, err)
			}
		}
	}
	if err := l.each(func(h *Host) error { return h.awaitBluetooth(ctx) }); err != nil {
		return err
	}
	environ := l.environ()
	for _, h := range l.hosts {
		h.labEnviron = append(environ[:len(environ):len(environ)], "LAB_HOST="+h.name, "LAB_ADDRESS="+h.Address(),
			"LAB_ADDRESSES="+strings.Join(h.addresses(), " "))
	}
	return nil
}

// each calls a function for all hosts at once and returns all errors.
func (l *Lab) each(do func(*Host) error) error {
	errs := make([]error, len(l.hosts))
	var all sync.WaitGroup
	for i, h := range l.hosts {
		all.Go(func() {
			if err := do(h); err != nil {
				errs[i] = fmt.Errorf("host %s: %w", h.name, err)
			}
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

// environ returns the variables that are the same for all hosts.
func (l *Lab) environ() []string {
	var list, env []string
	for _, h := range l.hosts {
		list = append(list, h.name)
		env = append(env, "LAB_ADDRESS_"+strings.ToUpper(h.name)+"="+h.Address())
	}
	return append(env, "LAB_HOSTS="+strings.Join(list, " "))
}

func names(hosts []HostConfig) string {
	var list []string
	for _, h := range hosts {
		list = append(list, h.Name)
	}
	return strings.Join(list, ", ")
}

// Hosts returns the hosts in the order of the configuration.
func (l *Lab) Hosts() []*Host { return l.hosts }

// Host returns the host of that name, or nil.
func (l *Lab) Host(name string) *Host {
	for _, h := range l.hosts {
		if h.name == name {
			return h
		}
	}
	return nil
}

// Close ends all commands and hosts. Only the files in the shared folder remain.
func (l *Lab) Close() error {
	l.closeOnce.Do(func() {
		l.closeErr = l.each(func(h *Host) error { return h.close() })
	})
	return l.closeErr
}

var _ io.Closer = (*Lab)(nil)
