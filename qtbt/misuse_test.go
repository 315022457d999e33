//go:build cgo

package qtbt_test

import (
	"encoding/binary"
	"reflect"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

// classes holds all classes with a handle. The tests here hold for every method that they have or
// will have.
var classes = map[string]struct {
	zero any // a pointer to a zero value
	make func() (any, error)
}{
	"Server": {new(qtbt.Server), func() (any, error) { return qtbt.NewServer(qtbt.RFCOMM) }},
	"DeviceDiscoveryAgent": {new(qtbt.DeviceDiscoveryAgent), func() (any, error) {
		return qtbt.NewDeviceDiscoveryAgent()
	}},
	"LocalDevice": {new(qtbt.LocalDevice), func() (any, error) { return qtbt.NewLocalDevice() }},
	"ServiceDiscoveryAgent": {new(qtbt.ServiceDiscoveryAgent), func() (any, error) {
		return qtbt.NewServiceDiscoveryAgent()
	}},
	"LowEnergyController, central": {new(qtbt.LowEnergyController), func() (any, error) {
		return qtbt.NewLowEnergyCentral(aDevice)
	}},
	"LowEnergyController, peripheral": {new(qtbt.LowEnergyController), func() (any, error) {
		return qtbt.NewLowEnergyPeripheral()
	}},
	"LowEnergyService": {new(qtbt.LowEnergyService), func() (any, error) {
		p, err := qtbt.NewLowEnergyPeripheral()
		if err != nil {
			return nil, err
		}
		defer p.Delete()
		var data qtbt.LowEnergyServiceData
		data.SetUUID(qtbt.UUID16(0xa000))
		return p.AddService(data)
	}},
	"Socket": {new(qtbt.Socket), func() (any, error) { return qtbt.NewSocket(qtbt.RFCOMM) }},
}

// callAll calls every exported method of an object with arbitrary arguments, those that end the
// object last. It returns the errors.
func callAll(object reflect.Value, except ...string) map[string]error {
	errs := make(map[string]error)
	call := func(name string) {
		method := object.MethodByName(name)
		if !method.IsValid() {
			return
		}
		var args []reflect.Value
		for i := range method.Type().NumIn() {
			if method.Type().IsVariadic() && i == method.Type().NumIn()-1 {
				break
			}
			args = append(args, anArgument(method.Type().In(i)))
		}
		for _, result := range method.Call(args) {
			switch v := result.Interface().(type) {
			case *qtbt.Subscription:
				errs[name] = v.Err()
			case *qtbt.Socket:
				v.Delete()
			case error:
				if result.Type() == reflect.TypeFor[error]() {
					errs[name] = v
				}
			}
		}
	}
	last := map[string]bool{"Delete": true}
	for _, name := range except {
		last[name] = true
	}
	for i := range object.NumMethod() {
		if name := object.Type().Method(i).Name; !last[name] {
			call(name)
		}
	}
	call("Delete")
	return errs
}

// anArgument returns a zero value. For a function it returns one that can be called, for a pointer
// one that points, and for an int a descriptor that a Socket may take and close.
func anArgument(typ reflect.Type) reflect.Value {
	switch typ.Kind() {
	case reflect.Int:
		return reflect.ValueOf(nullDevice())
	case reflect.Func:
		return reflect.MakeFunc(typ, func([]reflect.Value) []reflect.Value { return nil })
	case reflect.Pointer:
		return reflect.New(typ.Elem())
	}
	return reflect.Zero(typ)
}

func TestMethodsOfNoObject(t *testing.T) {
	for name, class := range classes {
		t.Run(name, func(t *testing.T) {
			deleted, err := class.make()
			require.NoError(t, err)
			deleted.(interface{ Delete() }).Delete()
			for _, object := range []any{
				reflect.Zero(reflect.TypeOf(class.zero)).Interface(), // nil
				class.zero,
				deleted,
			} {
				errs := callAll(reflect.ValueOf(object))
				assert.NotEmpty(t, errs)
				for method, err := range errs {
					assert.ErrorIs(t, err, qtbt.ErrDeleted, method)
				}
			}
		})
	}
}

// Every method may be called within a handler, here within an Invoke.
func TestMethodsOnQtThread(t *testing.T) {
	for name, class := range classes {
		t.Run(name, func(t *testing.T) {
			object, err := class.make()
			require.NoError(t, err)
			onQt(t, func() { callAll(reflect.ValueOf(object)) })
		})
	}
}

func TestMethodsWithinHandler(t *testing.T) {
	a, b := pipe(t)
	done := make(chan map[string]error, 1)
	b.OnReadyRead(func() { done <- callAll(reflect.ValueOf(b)) })
	a.PutChar('x')
	assert.NotEmpty(t, <-done)
}

func TestMethodsConcurrently(t *testing.T) {
	for name, class := range classes {
		t.Run(name, func(t *testing.T) {
			object, err := class.make()
			require.NoError(t, err)
			var wg sync.WaitGroup
			for range 4 {
				wg.Go(func() { callAll(reflect.ValueOf(object)) })
			}
			wg.Wait()
		})
	}
}

// Qt's default arguments are variadic in Go. More than one is refused, not ignored.
func TestMisuseOfVariadicArguments(t *testing.T) {
	refused := func(call string, err error) {
		t.Helper()
		assert.ErrorIs(t, err, qtbt.ErrInvalidArgument, call)
	}
	var address qtbt.Address
	_, err := qtbt.NewDeviceDiscoveryAgent(address, address)
	refused("NewDeviceDiscoveryAgent", err)
	_, err = qtbt.NewServiceDiscoveryAgent(address, address)
	refused("NewServiceDiscoveryAgent", err)
	_, err = qtbt.NewLocalDevice(address, address)
	refused("NewLocalDevice", err)
	_, err = qtbt.NewLowEnergyCentral(aDevice, address, address)
	refused("NewLowEnergyCentral", err)
	_, err = qtbt.NewLowEnergyPeripheral(address, address)
	refused("NewLowEnergyPeripheral", err)

	agent := newServiceDiscoveryAgent(t)
	refused("Start", agent.Start(qtbt.MinimalDiscovery, qtbt.MinimalDiscovery))
	assert.False(t, agent.IsActive())

	service := new(qtbt.ServiceInfo)
	refused("RegisterService", service.RegisterService(address, address))
	assert.False(t, service.IsRegistered())

	socket, err := qtbt.NewSocket(qtbt.RFCOMM)
	require.NoError(t, err)
	defer socket.Delete()
	twice := []qtbt.OpenMode{qtbt.ReadOnly, qtbt.WriteOnly}
	refused("ConnectToService", socket.ConnectToService(noAdapter, qtbt.NewUUID(), twice...))
	refused("ConnectToPort", socket.ConnectToPort(noAdapter, 1, twice...))
	refused("ConnectToServiceInfo", socket.ConnectToServiceInfo(service, twice...))
	assert.Equal(t, qtbt.UnconnectedState, socket.State())

	u := qtbt.NewUUID()
	assert.True(t, qtbt.UUID128(u, binary.BigEndian, binary.BigEndian).IsNull())
	assert.Zero(t, u.Uint128(binary.BigEndian, binary.BigEndian))

	a, b := pipe(t)
	arrived := make(chan struct{}, 1)
	a.OnReadyRead(func() { arrived <- struct{}{} })
	_, err = b.Write([]byte("line\n"))
	require.NoError(t, err)
	<-arrived
	assert.Nil(t, a.ReadLine(100, 100))
	assert.Equal(t, "line\n", string(a.ReadLine()))
}

// Nothing can be read from a channel that a socket does not have, and nothing is lost. Qt would
// crash.
func TestChannelsThatASocketDoesNotHave(t *testing.T) {
	for _, channel := range []int{-1, 1, 2, 1 << 30} {
		a, b := pipe(t)
		arrived := make(chan struct{}, 10)
		a.OnReadyRead(func() { arrived <- struct{}{} })
		_, err := b.Write([]byte("line\nmore"))
		require.NoError(t, err)
		<-arrived
		require.NoError(t, a.SetCurrentReadChannel(channel))
		require.NoError(t, a.SetCurrentWriteChannel(channel))
		assert.Equal(t, channel, a.CurrentReadChannel())
		assert.Equal(t, channel, a.CurrentWriteChannel())
		_, err = a.ReadAvailable(make([]byte, 1))
		assert.ErrorIs(t, err, qtbt.ErrInvalidArgument)
		_, err = a.Peek(make([]byte, 1))
		assert.ErrorIs(t, err, qtbt.ErrInvalidArgument)
		_, err = a.Skip(1)
		assert.ErrorIs(t, err, qtbt.ErrInvalidArgument)
		assert.ErrorIs(t, a.UngetChar('x'), qtbt.ErrInvalidArgument)
		assert.Empty(t, a.ReadLine())
		assert.Empty(t, a.ReadAll())
		require.NoError(t, a.StartTransaction())
		require.NoError(t, a.SetCurrentReadChannel(0))
		assert.Equal(t, channel, a.CurrentReadChannel(), "a transaction keeps the channel")
		require.NoError(t, a.CommitTransaction())
		_, err = a.Write([]byte("written"))
		require.NoError(t, err)

		require.NoError(t, a.SetCurrentReadChannel(0))
		assert.Equal(t, "line\n", string(a.ReadLine()))
		assert.Equal(t, "more", string(a.ReadAll()))
		a.Abort()
		require.NoError(t, a.SetCurrentReadChannel(channel))
		_, err = a.ReadAvailable(make([]byte, 1))
		assert.ErrorIs(t, err, qtbt.ErrInvalidArgument)
	}
}

// A read transaction may be ended in either way after every end of the connection. Qt would crash
// in a commit.
func TestTransactionsAndTheEnd(t *testing.T) {
	for endName, end := range map[string]func(a, b *qtbt.Socket){
		"abort":      func(a, _ *qtbt.Socket) { a.Abort() },
		"close":      func(a, _ *qtbt.Socket) { a.Close() },
		"disconnect": func(a, _ *qtbt.Socket) { a.DisconnectFromService() },
		"peer":       func(_, b *qtbt.Socket) { b.Abort() },
	} {
		for name, settle := range map[string]func(*qtbt.Socket) error{
			"commit":   (*qtbt.Socket).CommitTransaction,
			"rollback": (*qtbt.Socket).RollbackTransaction,
		} {
			t.Run(endName+" "+name, func(t *testing.T) {
				a, b := pipe(t)
				arrived, ended := make(chan struct{}, 10), make(chan struct{})
				a.OnReadyRead(func() { arrived <- struct{}{} })
				a.OnDisconnected(func() { close(ended) })
				_, err := b.Write([]byte("hello"))
				require.NoError(t, err)
				<-arrived
				require.NoError(t, a.StartTransaction())
				_, err = a.ReadAvailable(make([]byte, 2))
				require.NoError(t, err)
				end(a, b)
				<-ended
				for range 2 {
					require.NoError(t, settle(a))
				}
				assert.False(t, a.IsTransactionStarted())
				require.NoError(t, a.StartTransaction())
				require.NoError(t, settle(a))
			})
		}
	}
}

// A commit does not drop bytes that the device has lost since they were read. Qt would crash.
func TestCommitOfBytesThatAreGone(t *testing.T) {
	for name, lose := range map[string]func(a *qtbt.Socket){
		"open": func(a *qtbt.Socket) { assert.NoError(t, a.Open(qtbt.ReadWrite)) },
		"reconnect": func(a *qtbt.Socket) {
			other, _ := pipe(t)
			fd := descriptor(t, other)
			assert.NoError(t, a.Abort())
			assert.NoError(t, a.SetSocketDescriptor(fd, qtbt.RFCOMM))
		},
	} {
		t.Run(name, func(t *testing.T) {
			a, b := pipe(t)
			arrived := make(chan struct{}, 10)
			a.OnReadyRead(func() { arrived <- struct{}{} })
			_, err := b.Write(make([]byte, 1000))
			require.NoError(t, err)
			<-arrived
			require.NoError(t, a.StartTransaction())
			require.NotEmpty(t, a.ReadAll())
			lose(a)
			require.NoError(t, a.CommitTransaction())
			assert.False(t, a.IsTransactionStarted())
		})
	}
}
