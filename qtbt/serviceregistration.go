package qtbt

// Registration of a ServiceInfo, which makes it known to other devices.

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goqtbt/bluetooth/cshim"
)

// Errors of services and their discovery, for errors.Is.
var (
	// ErrAlreadyRegistered is returned by RegisterService for a service that is registered or is
	// being registered.
	ErrAlreadyRegistered = errors.New("service is registered already")
	// ErrNotRegistered is returned by UnregisterService for a service that is not registered.
	ErrNotRegistered = errors.New("service is not registered")
	// ErrServiceRefused is returned when the system did not register or unregister a service. The
	// OpError's text explains why.
	ErrServiceRefused = errors.New("the system refused")
	// ErrDiscoveryActive is returned for changes to a discovery that is running.
	ErrDiscoveryActive = errors.New("discovery is active")
)

// registration is the state of a ServiceInfo in the system.
type registration struct {
	service *object // the registered service; nil if there is none
	busy    bool    // a call that changes service is under way
	lost    bool    // the system that knew the service has ended; for services of Listeners
}

// registeredService makes the ServiceInfo of a service that Qt has registered, and takes ownership
// of its handle.
func registeredService(handle cshim.Handle) (*ServiceInfo, error) {
	o := newObject(handle)
	var record []byte
	err := o.do("read service", func(h cshim.Handle) (st cshim.Status) {
		record, st = cshim.ServiceInfoRecord(h)
		return st
	})
	if err != nil {
		return nil, err
	}
	s, err := decodeServiceInfo(record)
	if err != nil {
		return nil, &OpError{Op: "read service", Err: err}
	}
	s.registration.service = o
	return s, nil
}

// IsRegistered reports whether the service is registered with the system.
func (s *ServiceInfo) IsRegistered() bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.registration.service != nil && !s.registration.lost
}

// RegisterService publishes the record on the default adapter, or on the given one, so that other
// devices can find the service. BlueZ publishes it on all adapters, whichever is given; the server
// determines the adapters through which clients can connect. RegisterService starts the Qt thread
// if need be. The server that the record names must be listening. To publish later changes of the
// record, unregister and register it again. The service stays registered until UnregisterService,
// the end of the process, or the end of bluetoothd, even when nothing refers to the ServiceInfo any
// more.
//
// With BlueZ, Qt writes the record as XML, which cannot represent some values. Qt leaves out nil,
// 64-bit numbers, and the control characters of a string (except tab, newline and return), also
// within a Sequence. Qt replaces an Alternative by its first element. RegisterService refuses these
// values instead; control characters may be published as []byte. The null UUID is published as
// UUID16(0), and a URL as QUrl shows it to people, with "%20" as a space. [FullDiscovery] describes
// how a reader that uses Qt sees the record.
//
// A failure is an *OpError with ErrAlreadyRegistered, ErrServiceRefused, or ErrInvalidAttribute for
// a value that cannot be published. More than one adapter is refused with ErrInvalidArgument.
func (s *ServiceInfo) RegisterService(localAdapter ...Address) error {
	const op = "register service"
	adapter, err := optional(op, "adapter", localAdapter, Address{})
	if err != nil {
		return err
	}
	record, err := encodeServiceInfo(s)
	if err == nil {
		err = s.checkPublishable()
	}
	if err != nil {
		return &OpError{Op: op, Err: err}
	}
	s.mu.Lock()
	if s.registration.busy || s.registration.service != nil {
		s.mu.Unlock()
		return &OpError{Op: op, Err: ErrAlreadyRegistered}
	}
	s.registration.busy = true
	s.mu.Unlock()

	service, err := register(op, record, adapter)

	s.mu.Lock()
	defer s.mu.Unlock()
	s.registration = registration{service: service}
	return err
}

// checkPublishable refuses values that Qt's BlueZ back end would leave out of a record, or that
// would break the record.
func (s *ServiceInfo) checkPublishable() error {
	if Start() != nil || CurrentBackend() != BackendBlueZ {
		return nil
	}
	for _, id := range s.Attributes() {
		if bad, found := unpublishable(s.Attribute(id)); found {
			return fmt.Errorf("attribute 0x%04x: %w: Qt's BlueZ back end cannot publish %s",
				id, ErrInvalidAttribute, attributeString(bad))
		}
	}
	return nil
}

func unpublishable(value any) (bad any, found bool) {
	switch v := value.(type) {
	case nil, uint64, int64, Alternative:
		return v, true
	case string:
		return v, !isPublishable(v)
	case Sequence:
		for _, element := range v {
			if bad, found := unpublishable(element); found {
				return bad, true
			}
		}
	}
	return nil, false
}

// isPublishable reports whether Qt publishes a text as it is. Qt would change another text
// silently.
func isPublishable(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, notInXML)
}

// notInXML reports whether XML, and so Qt, cannot carry a character.
func notInXML(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff
}

func register(op string, record []byte, adapter Address) (*object, error) {
	o, err := makeObject(op, func() (cshim.Handle, cshim.Status) { return cshim.ServiceInfoNew(record) })
	if err != nil {
		return nil, err
	}
	err = serviceCall(o, op, func(h cshim.Handle) (cshim.Failure, cshim.Status) {
		return cshim.ServiceInfoRegister(h, adapter.Uint64())
	})
	if err != nil {
		o.delete()
		return nil, err
	}
	return o, nil
}

// UnregisterService withdraws the record from the system. A failure is an *OpError with
// ErrNotRegistered or ErrServiceRefused.
func (s *ServiceInfo) UnregisterService() error {
	const op = "unregister service"
	s.mu.Lock()
	o := s.registration.service
	if s.registration.busy || o == nil {
		s.mu.Unlock()
		return &OpError{Op: op, Err: ErrNotRegistered}
	}
	lost := s.registration.lost
	s.registration.busy = true
	s.mu.Unlock()

	var err error
	if !lost {
		err = serviceCall(o, op, cshim.ServiceInfoUnregister)
	}
	refused := errors.Is(err, ErrServiceRefused)
	if !refused {
		o.delete()
		o = nil
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	s.registration = registration{service: o, lost: s.registration.lost && o != nil}
	return err
}

// serviceCall makes a call for which Qt returns true or false.
func serviceCall(o *object, op string, f func(cshim.Handle) (cshim.Failure, cshim.Status)) error {
	var failure cshim.Failure
	st := o.call(func(h cshim.Handle) (st cshim.Status) {
		failure, st = f(h)
		return st
	})
	if st == cshim.Failed {
		return &OpError{Op: op, Err: ErrServiceRefused, Text: failure.Text}
	}
	return statusError(op, st)
}
