// Package qtbt is QtBluetooth for Go: classic Bluetooth (RFCOMM and L2CAP), servers and clients, on
// the platforms that Qt 6 has a Bluetooth back end for.
//
// It has two layers. What most programs want is the upper one: [Dial] and [Listen] make a [Conn]
// and a [Listener], which are a net.Conn and a net.Listener, with contexts and deadlines. [Discover]
// and [DiscoverServices] find devices and their services. Below it are Qt's own classes, for
// programs that need Qt's exact semantics, and for what is left: adapters and pairing
// ([LocalDevice]), live searches ([DeviceDiscoveryAgent], [ServiceDiscoveryAgent]), and publishing
// services ([ServiceInfo]).
//
// # Qt's classes
//
// They are Qt's, one to one: a [Server] is a QBluetoothServer, a [Socket] a QBluetoothSocket, a
// [LocalDevice] a QBluetoothLocalDevice, and so on. A method has Qt's name with a capital, a signal
// Foo is OnFoo, error() is LastError, and a bool with an error code beside it is an error. What
// Qt's documentation says of a class holds for it here.
//
// # The Qt thread
//
// Qt's objects live on one thread, the Qt thread. The first constructor starts it (or [Start], to
// do it early). If the process has a QCoreApplication already, because another binding to Qt made
// it, that one is left alone, and the Qt thread is one of qtbt's own beside it. On macOS Qt wants
// the process's first thread: hand it over with [Main], which is harmless elsewhere.
//
// Every method may be called from any goroutine and from within any handler. On the Qt thread it
// runs at once; elsewhere the caller waits for the Qt thread, a matter of some 10 µs. [Invoke] runs
// a function there, for several calls in one step.
//
// A goroutine that reads or writes a [Conn] does not visit the Qt thread: on Linux a Conn is the
// kernel's socket, which Go's poller waits for, and elsewhere the shim keeps its bytes at hand.
// Nothing that a Conn or Listener does waits on the Qt thread for the Bluetooth daemon, so that one
// which does not answer holds up nobody else.
//
// # bluetoothd and the system bus
//
// On Linux, Qt talks to BlueZ's daemon, bluetoothd, over the D-Bus system bus. Either may start after the
// program, or end before it:
//
//   - While there is no bus, whatever needs it fails with [ErrNoBus], constructors included. Qt would
//     look for the bus once, and never again.
//   - While bluetoothd does not run, Dial, Listen and the changes of a [LocalDevice] fail with
//     [ErrNoBluetoothd]. The errors of Qt's other classes are Qt's, such as [ServerUnknownError].
//   - When the bus ends, whatever needs it fails with [ErrBusLost], for the rest of the program's life.
//     An Accept of a Listener with a service fails with it once.
//   - When bluetoothd ends, it forgets the services that were registered with it. The service of a
//     [Listener] is registered again when a new bluetoothd runs, on the same channel or PSM; if that
//     is refused, an Accept fails with [ErrServiceRefused]. A service that a [Server] or
//     [ServiceInfo.RegisterService] has registered is gone, as in Qt. The program then registers it with
//     a new ServiceInfo.
//   - A Conn on the kernel's socket outlives a bluetoothd that is killed. One that is stopped in good
//     order switches the adapter off first, and that ends the connections: see [Conn].
//
// Qt chooses how sockets connect when the first one is made, by the version of the bluetoothd that it
// finds. As it finds none before bluetoothd runs, nor from another PID namespace, qtbt has Qt connect
// through bluetoothd always, unless BLUETOOTH_FORCE_DBUS_LE_VERSION is set in the environment.
//
// # Handlers
//
// A handler that an On… method connects runs on the Qt thread, inside Qt's emission of the signal
// and in Qt's order, so it sees the object in exactly the state that a C++ slot would. It must not
// block: nothing else happens on the Qt thread meanwhile. It may call any method, and close,
// reconnect or delete the object that it is called for. In a handler, [runtime.Goexit] (so also
// t.FailNow in a test) is fatal, as is a panic that it does not recover.
//
// # Lifetime
//
// Objects are ended with Delete. After it, no handler of the object runs, and its methods answer
// with [ErrDeleted] or a zero value, as those of a nil or zero object do. A connected handler keeps
// its object alive for ever, whatever the handler refers to: such an object has to be deleted, or
// its handlers disconnected. An object without handlers that was never deleted is cleaned up when
// the program can no longer reach it; [Objects] counts. A Conn and a Listener are ended with Close.
//
// # Errors
//
// Methods return an [*OpError], those of Dial, Listen, Conn and Listener a net.OpError around one.
// [errors.Is] finds in it Qt's error code, such as [ServerPoweredOffError], one of the Err…
// variables, or an errno, such as syscall.ETIMEDOUT of a lost link; its text is Qt's. What Qt logs
// about Bluetooth goes to the logger given with [WithLogger].
//
// # Platforms
//
// Linux with BlueZ 5 has everything, and is what qtbt is tested on. macOS has RFCOMM and L2CAP;
// Windows RFCOMM by registered service; Android RFCOMM by UUID: code for them is compiled by nobody
// here yet, so untested. A build without cgo compiles, and its constructors return
// [ErrUnsupported].
package qtbt
