// A QBluetoothSocket behind a handle.
#pragma once

#include "attempt.h"
#include "object.h"
#include "stream.h"

#include <QtBluetooth/qbluetoothsocket.h>
#include <QtCore/qscopedvaluerollback.h>

#include <functional>
#include <memory>
#include <vector>

namespace qtbt {

// Qt's back end of a socket. Qt keeps it in a protected member of a type that only it knows, whose first
// base is QObject.
QObject *backendOf(QBluetoothSocket *socket);

// Whose signal `receiver` is just handling; null for none.
QObject *senderTo(const QObject *receiver);

class Socket final : public Object
{
public:
    explicit Socket(QBluetoothSocket *socket);
    ~Socket() override;

    QBluetoothSocket &qt() { return *socket_; }

    // Ends the connection with `method` (abort, close or disconnectFromService): now, or when the
    // emission that Qt would not survive has returned.
    void end(void (QBluetoothSocket::*method)());

    // Runs `connect`, which begins a connection: now, or after the end() that is put off, or when
    // the emission after which Qt would drop the connection has returned.
    void connectBy(std::function<void()> connect);

    // Runs a reading method of QIODevice, and then the handlers of the errors that it caused. While
    // it runs, Qt (seen with 6.4 and 6.8) does not survive a handler that opens, closes or reads
    // the device: it has reserved space in a buffer that these resize or destroy.
    template <typename F>
    qtbt_status reading(F read)
    {
        if (!hasReadChannel())
            return QTBT_INVALID_ARGUMENT;
        const qtbt_status status = [&] {
            const QScopedValueRollback inside(reading_, true);
            return read();
        }();
        emitReadErrors();
        return status;
    }

    // The mode in which a connection is opened that is looked up first.
    void setLookupMode(QIODevice::OpenMode mode) { lookupMode_ = mode; }

    bool setDescriptor(int descriptor, QBluetoothServiceInfo::Protocol protocol,
                       QBluetoothSocket::SocketState state, QIODevice::OpenMode mode);

    // Gives a connected socket its stream; false if it is not connected.
    bool openStream(size_t capacity);

    // Begins an attempt to connect an unconnected socket; false if it is not unconnected.
    bool beginAttempt(const QBluetoothAddress &device);

    // Null if it has none.
    Attempt *attempt() const { return attempt_.get(); }

    // Frees the service's UUID for other connections: has bluetoothd forget the profile that Qt has registered
    // for this one, once the emission that we are inside of has returned. The connection stays.
    void releaseProfile();

    // Takes the connection's descriptor, and what Qt has read from it. The socket is to be deleted then.
    qtbt_status takeDescriptor(int32_t *descriptor, qtbt_bytes *unread, qtbt_failure *failure);

    // Null if it has none.
    Stream *stream() const { return stream_.get(); }

    // The current channels. Qt takes any number, and crashes in the next call that takes bytes from a channel that
    // does not exist (seen with 6.4 and 6.8). So Qt's stay 0, the only one that a socket can have.
    int32_t readChannel() const { return readChannel_; }
    int32_t writeChannel() const { return writeChannel_; }
    void setReadChannel(int32_t channel);
    void setWriteChannel(int32_t channel) { writeChannel_ = channel; }
    bool hasReadChannel() const { return readChannel_ == 0; }

    // Says why a call failed.
    qtbt_status fail(qtbt_failure *failure) const;

    bool eventFilter(QObject *backend, QEvent *event) override;

    void abandon() override { abandoned_ = true; }

protected:
    QMetaObject::Connection connectSignal(qtbt_signal signal) override;

private:
    bool inLookup() const;
    bool inReadNotification() const;
    void putOff(std::function<void()> call);
    void dropUnsent();
    void afterWriting();
    void emitReadErrors();
    void letGo();
    void takeOverLookup();

    std::unique_ptr<QBluetoothSocket> socket_;
    std::unique_ptr<Stream> stream_;
    std::unique_ptr<Attempt> attempt_;
    // Emissions that we are inside of; more than one level when a handler causes the next.
    int inConnected_ = 0;
    int inLookupState_ = 0;
    int inError_ = 0;
    bool settingDescriptor_ = false;
    bool reading_ = false;
    std::vector<int> readErrors_;
    std::vector<std::function<void()>> putOff_;
    bool abandoned_ = false;
    QIODevice::OpenMode lookupMode_;
    int32_t readChannel_ = 0;
    int32_t writeChannel_ = 0;
};

} // namespace qtbt
