// Package qtbt is QtBluetooth for Go: classic Bluetooth (RFCOMM and L2CAP) and Low Energy, servers
// and clients, on the platforms that Qt 6 has a Bluetooth back end for.
//
// It has two layers. Most programs need only the upper one: [Dial] and [Listen] make a [Conn] and a
// [Listener], which are a net.Conn and a net.Listener, with contexts and deadlines. [Discover] and
// [DiscoverServices] find devices and their services. The lower layer is Qt's own classes. They are
// for programs that need Qt's exact semantics, and for everything else: adapters and pairing
// ([LocalDevice]), live searches ([DeviceDiscoveryAgent], [ServiceDiscoveryAgent]), published
// services ([ServiceInfo]), and Low Energy ([LowEnergyController], [LowEnergyService]).
//
// # Qt's classes
//
// The classes are Qt's, one to one: a [Server] is a QBluetoothServer, a [Socket] a
// QBluetoothSocket, a [LocalDevice] a QBluetoothLocalDevice, and so on. A method has Qt's name with
// a capital. A signal foo is OnFoo, and error() is LastError. A method that returns a bool and sets
// an error code in Qt returns an error here. Qt's documentation of a class holds for it here.
//
// # The Qt thread
//
// Qt's objects live on one thread, the Qt thread. The first constructor starts it; [Start] starts
// it earlier. If the process has a QCoreApplication already, because another binding to Qt made it,
// qtbt leaves it alone and runs the Qt thread beside it. On macOS Qt needs the process's first
// thread: hand it over with [Main], which is harmless elsewhere.
//
// Every method may be called from any goroutine and from within any handler. On the Qt thread it
// runs at once. Elsewhere the caller waits for the Qt thread, for about 10 µs. [Invoke] runs a
// function on the Qt thread, so that several calls take one step.
//
// A goroutine that reads or writes a [Conn] does not visit the Qt thread. On Linux a Conn is the
// kernel's socket, which Go's poller waits for; elsewhere the shim buffers its bytes. Conns and
// Listeners never wait on the Qt thread for the Bluetooth daemon, so a daemon that does not answer
// delays nobody else.
//
// # bluetoothd and the system bus
//
// On Linux, Qt talks to BlueZ's daemon, bluetoothd, over the D-Bus system bus. Either may start
// after the program, or end before it:
//
//   - While there is no bus, every function that needs it fails with [ErrNoBus], constructors
//     included. Qt itself would look for the bus once, and never again.
//   - While bluetoothd does not run, Dial, Listen and the methods that change a [LocalDevice] fail
//     with [ErrNoBluetoothd]. The errors of Qt's other classes are Qt's, such as
//     [ServerUnknownError].
//   - When the bus ends, every function that needs it fails with [ErrBusLost] for the rest of the
//     program's life. An Accept of a Listener with a service fails with it once.
//   - When bluetoothd ends, it forgets the services that were registered with it. When a new
//     bluetoothd runs, the service of a [Listener] is registered again, on the same channel or PSM.
//     If the new bluetoothd refuses it, an Accept fails with [ErrServiceRefused]. A service that a
//     [Server] or [ServiceInfo.RegisterService] has registered is gone, as in Qt. The program then
//     registers it with a new ServiceInfo.
//   - A Conn on the kernel's socket outlives a bluetoothd that is killed. A bluetoothd that is
//     stopped in good order switches the adapter off first, which ends the connections: see [Conn].
//
// When Qt makes its first socket, it chooses how sockets connect by the version of bluetoothd. It
// finds no version before bluetoothd runs, nor from another PID namespace. So qtbt makes Qt connect
// through bluetoothd always, unless the environment sets BLUETOOTH_FORCE_DBUS_LE_VERSION.
//
// # Handlers
//
// A handler that an On… method subscribes runs on the Qt thread, inside Qt's emission of the signal
// and in Qt's order. It sees the object in exactly the state that a C++ slot would see. It may call
// any method, and it may close, reconnect or delete the object that it is called for. In a handler,
// [runtime.Goexit] (so also t.FailNow in a test) is fatal, as is a panic that it does not recover.
//
// A handler must not block, because nothing else happens on the Qt thread meanwhile. Above all it
// must not wait for a goroutine that calls qtbt, which waits for the handler. The thread of a
// program's window is often such a goroutine: post to it, and do not wait. When a call has waited
// for a handler for ten seconds, qtbt logs a warning with the stacks of both.
//
// # Lifetime
//
// Delete ends an object. After it, no handler of the object runs, and its methods return
// [ErrDeleted] or a zero value, as those of a nil or zero object do. A subscribed handler keeps its
// object alive for ever, whatever the handler refers to: delete such an object, or cancel its
// subscriptions. An object without handlers that was never deleted is cleaned up when the program
// can no longer reach it; [Objects] counts such objects. Close ends a Conn and a Listener.
//
// # Errors
//
// Methods return an [*OpError]. Those of Dial, Listen, Conn and Listener return a net.OpError
// around one. [errors.Is] finds in it Qt's error code, such as [ServerPoweredOffError], one of the
// Err… variables, or an errno, such as syscall.ETIMEDOUT of a lost link. Its text is Qt's. Qt's log
// messages about Bluetooth go to the logger that [WithLogger] sets.
//
// # Platforms
//
// Linux with BlueZ 5 has everything, and qtbt is tested on it. macOS has RFCOMM and L2CAP, Windows
// has RFCOMM by registered service, and Android has RFCOMM by UUID. On these three nothing has ever
// run; for Android nothing was even compiled. A build without cgo compiles, and its constructors
// return [ErrUnsupported].
package qtbt
