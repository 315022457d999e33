// The workarounds for QBluetoothSocket and QBluetoothServer, by the rules of quirks.h.
#pragma once

#include "qtbt_types.h"

#include <QtBluetooth/qbluetoothserver.h>
#include <QtBluetooth/qbluetoothsocket.h>
#include <QtCore/qbytearray.h>
#include <QtCore/qpointer.h>
#include <QtCore/qscopedvaluerollback.h>
#include <QtCore/qsocketnotifier.h>

#include <functional>
#include <utility>
#include <vector>

namespace qtbt {

// -- Descriptors --

// Keeps child processes from inheriting a descriptor, which would keep its connection or port open.
// Qt does not (seen with 6.4). Does nothing for -1.
void closeOnExec(int descriptor);

// Does the same for all Bluetooth sockets of the process that have no peer. Qt returns the
// descriptor of a listening socket to nobody, and the kernel does not report which Bluetooth
// sockets listen.
void closeListeningOnExec();

// -- QBluetoothSocket --

// Keeps Qt from crashing when the program ends, reconnects or reads a socket inside a handler.
//
// The owner passes each emission of the socket's signals through the guard, and makes the calls
// that the guard has through it.
class SocketGuard : public QObject
{
public:
    using State = QBluetoothSocket::SocketState;
    using Error = QBluetoothSocket::SocketError;

    // The socket must outlive the guard.
    explicit SocketGuard(QBluetoothSocket &socket);

    // Ends the connection with `method` (abort, close or disconnectFromService), now or when the
    // emission has returned that would go on with what the end deletes.
    void end(void (QBluetoothSocket::*method)());

    // Runs `connect`, which begins a connection: now, or after an end() that was put off, or when
    // the emission has returned after which Qt would drop the connection.
    void connectBy(std::function<void()> connect);

    // Sets the mode in which Qt opens a connection after it has looked the service up.
    void setLookupMode(QIODevice::OpenMode mode) { lookupMode_ = mode; }

    bool setSocketDescriptor(int descriptor, QBluetoothServiceInfo::Protocol protocol, State state,
                             QIODevice::OpenMode mode);

    // Each of these calls the program's handlers of a signal, inside Qt's emission of it.
    template <typename F>
    void inConnected(F callHandlers)
    {
        const QScopedValueRollback inside(inConnected_, inConnected_ + !settingDescriptor_);
        callHandlers();
    }

    template <typename F>
    void inStateChanged(State state, F callHandlers)
    {
        const bool connected = state == State::ConnectedState && !settingDescriptor_;
        const bool lookup = state == State::ServiceLookupState;
        const QScopedValueRollback insideConnected(inConnected_, inConnected_ + connected);
        const QScopedValueRollback insideLookup(inLookupState_, inLookupState_ + lookup);
        callHandlers();
        if (state == State::ClosingState)
            afterWriting();
    }

    template <typename F>
    void inErrorOccurred(Error error, F callHandlers)
    {
        if (reading_)
            return readErrors_.push_back(error);
        const QScopedValueRollback inside(inError_, inError_ + 1);
        callHandlers();
        afterWriting();
    }

    template <typename F>
    void inBytesWritten(F callHandlers)
    {
        callHandlers();
        afterWriting();
    }

    // Runs `read`, which calls a reading method of QIODevice, and returns the errors that occurred
    // in it. Their handlers are to be called now: QIODevice has reserved space in a buffer while it
    // reads, and crashes if a handler opens, closes or reads the device (seen with 6.4 and 6.8).
    template <typename F>
    std::vector<Error> reading(F read)
    {
        {
            const QScopedValueRollback inside(reading_, true);
            read();
        }
        return std::exchange(readErrors_, {});
    }

    // Ends a transaction without crashing Qt.
    void commitTransaction();

    // The current channels. Qt takes any number, and crashes in the next call that takes bytes from
    // a channel that does not exist (seen with 6.4 and 6.8). So Qt's channels stay 0, the only one
    // that a socket can have.
    int32_t readChannel() const { return readChannel_; }
    int32_t writeChannel() const { return writeChannel_; }
    void setReadChannel(int32_t channel);
    void setWriteChannel(int32_t channel) { writeChannel_ = channel; }
    bool hasReadChannel() const { return readChannel_ == 0; }

    // Readies the socket for a stream, which takes all bytes as they are: ends a transaction, opens
    // the device for reading and writing, and leaves text mode. Qt's open() would drop the bytes
    // that have arrived (seen with 6.4).
    void openForStream();

    bool eventFilter(QObject *backend, QEvent *event) override;

private:
    bool inLookup() const;
    bool inReadNotification() const;
    bool endWouldCrash() const;
    void putOff(std::function<void()> call);
    void dropUnsent();
    void afterWriting();
    void takeOverLookup();

    QBluetoothSocket &socket_;
    // The emissions in progress. A handler may cause the next one, so these are counts.
    int inConnected_ = 0;
    int inLookupState_ = 0;
    int inError_ = 0;
    bool settingDescriptor_ = false;
    bool reading_ = false;
    std::vector<Error> readErrors_;
    std::vector<std::function<void()>> putOff_;
    QIODevice::OpenMode lookupMode_;
    int32_t readChannel_ = 0;
    int32_t writeChannel_ = 0;
};

// Pauses and resumes Qt's reading from a connection, so that flow control holds the peer back. Qt
// has no call for it; QBluetoothSocket's read buffer has no limit (seen with 6.4).
class ReadingPause
{
public:
    explicit ReadingPause(QBluetoothSocket &socket) : socket_(socket) {}

    // Returns false if Qt's reading cannot be paused now. With the raw back end, the first call has
    // to come inside an emission of readyRead.
    bool set(bool paused);

private:
    [[maybe_unused]] QBluetoothSocket &socket_; // only BlueZ's has a reading to pause
    QPointer<QSocketNotifier> notifier_;        // the raw back end's, for reading
};

// Reports whether a connection was made by bluetoothd, so that Qt reads it through a QLocalSocket.
bool isFromDaemon(const QBluetoothSocket &socket);

// Reports whether the text of an UnknownSocketError means a lost link. The raw back end reports an
// orderly close by the peer as the same error, with the text of an earlier errno (seen with 6.4).
bool isLinkLoss(const QString &errorString);

// Returns bluetoothd's error name and text, "org.bluez.Error.Failed: …", inside Qt's emission of
// the error for a failed connection. Qt itself reports neither (seen with 6.4). Returns nothing if
// bluetoothd gave no error.
QByteArray connectionError(QBluetoothSocket &socket);

// Has bluetoothd unregister the client profile that Qt registered for a socket, when the emission
// of `connected` has returned. The connection stays, and the profile's UUID is free for others.
//
// Qt keeps the profile registered as long as the connection is open (seen with 6.4.2). Qt 6.8
// mended it (QTBUG-82413).
void releaseProfile(QBluetoothSocket &socket);

// Ends a connection without waiting for bluetoothd, and leaves nothing behind. Before Qt 6.8, a
// connection that bluetoothd made outlives its QBluetoothSocket, because the client profile stays
// registered, and bluetoothd keeps the connection open as long (seen with 6.4.2).
void endConnection(QBluetoothSocket &socket);

// Puts a descriptor that is never readable in the place of a connection's. Otherwise Qt's notifier
// would read from the connection until the socket is deleted, and deleting the socket would end the
// connection. Returns false, and sets errno, if no descriptor is left.
bool makeQuiet(int descriptor);

// Keeps Qt's back end from acting after a connection was taken from it: on the reply to
// ConnectProfile, after which it would clean up a second time, and on the end of its local socket.
void detachBackend(QBluetoothSocket &socket);

// -- QBluetoothServer --

// Accepts connections of a listening server without making Qt's sockets for them. Qt has no call
// for it.
class Acceptor
{
public:
    // Must be called inside the server's emission of newConnection.
    void noteNotifier(const QBluetoothServer &server);

    // Returns QTBT_AGAIN if no connection waits, and QTBT_ERRNO if the kernel accepts none.
    qtbt_status accept(int32_t *descriptor, qtbt_failure *failure);

private:
    QPointer<QSocketNotifier> notifier_; // the listening socket's; null until it is noted
};

} // namespace qtbt
