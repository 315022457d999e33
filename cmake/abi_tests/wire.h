// A socket of the shim with the other end of its connection in the test's hands.
#pragma once

#include "qtbt.h"

#include <cstddef>
#include <cstdint>
#include <string>

// Values of Qt's enumerators that the tests name.
enum { kL2cap = QTBT_PROTOCOL_L2CAP, kRfcomm = QTBT_PROTOCOL_RFCOMM };
enum { kReadWrite = QTBT_OPEN_MODE_READ_WRITE, kUnbuffered = QTBT_OPEN_MODE_UNBUFFERED };
enum {
    kUnconnected = QTBT_SOCKET_STATE_UNCONNECTED,
    kConnecting = QTBT_SOCKET_STATE_CONNECTING,
    kConnected = QTBT_SOCKET_STATE_CONNECTED,
    kClosing = QTBT_SOCKET_STATE_CLOSING,
    kListening = QTBT_SOCKET_STATE_LISTENING
};
enum {
    kUnknownSocketError = QTBT_SOCKET_ERROR_UNKNOWN,
    kRemoteHostClosedError = QTBT_SOCKET_ERROR_REMOTE_HOST_CLOSED,
    kNetworkError = QTBT_SOCKET_ERROR_NETWORK,
    kOperationError = QTBT_SOCKET_ERROR_OPERATION
};

// The signals of a socket that connects, transfers bytes and is ended by its peer.
constexpr qtbt_signal kConnectionSignals[] = {QTBT_SIGNAL_SOCKET_CONNECTED,
                                              QTBT_SIGNAL_SOCKET_STATE_CHANGED,
                                              QTBT_SIGNAL_SOCKET_READY_READ,
                                              QTBT_SIGNAL_SOCKET_BYTES_WRITTEN,
                                              QTBT_SIGNAL_SOCKET_ERROR_OCCURRED,
                                              QTBT_SIGNAL_SOCKET_DISCONNECTED,
                                              QTBT_SIGNAL_SOCKET_READ_CHANNEL_FINISHED};

class Wire
{
public:
    // A new socket that is not connected yet. Signals can be watched before `connected`.
    Wire();
    // Closes the peer's end. The shim owns the socket, whose handle may be dead.
    ~Wire();
    Wire(const Wire &) = delete;

    // Gives the socket its end of a new stream socket pair.
    void connect(int32_t openMode = kReadWrite, int32_t state = kConnected);

    // Gives it a descriptor that keeps connecting.
    void connectForever();
    // Gives it a descriptor that is connecting and will be refused.
    void connectInVain();

    void closePeer();
    // Ends one direction of the peer's end (SHUT_RD, SHUT_WR).
    void shutdownPeer(int how);
    void peerWrites(const std::string &bytes);
    // Blocks until `size` bytes are there, or the stream ends.
    std::string peerReads(size_t size);
    bool peerSeesEnd();

    // Makes the connected socket emit a signal, unless connecting has done so.
    void provoke(qtbt_signal signal);

    qtbt_handle socket = 0;
    int peer = -1;

private:
    void setDescriptor(int descriptor, int32_t openMode, int32_t state);
};

// A connected socket.
struct ConnectedWire : Wire {
    ConnectedWire() { connect(); }
};

// Calls of the shim that must succeed. They return the result.
int32_t stateOf(qtbt_handle socket);
int64_t available(qtbt_handle socket);
int64_t toWrite(qtbt_handle socket);
// Waits until the socket has `size` bytes to read.
void awaitAvailable(qtbt_handle socket, int64_t size);
std::string readAll(qtbt_handle socket);
void write(qtbt_handle socket, const std::string &bytes);

// The reason of a failed call, which it frees.
struct Failure {
    ~Failure();
    std::string text() const;

    qtbt_failure c = {};
};

// Returns bytes that differ by their position, so that a lost or doubled chunk shows.
std::string pattern(size_t size);

// Returns the number of descriptors that the process has open.
size_t openDescriptors();
