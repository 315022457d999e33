// The wire between a socket of the shim and a test.
#include "wire.h"

#include "harness.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <iterator>
#include <stdexcept>
#include <system_error>

namespace {

// Throws on failure, because Catch2's assertions do not work on every thread.
void require(qtbt_status status, const char *what)
{
    if (status != QTBT_OK)
        throw std::runtime_error(std::string(what) + ": status " + std::to_string(status));
}

// Frees the reason of a failure too.
void require(qtbt_status status, const qtbt_failure &failure, const char *what)
{
    std::string why = what;
    if (status == QTBT_FAILED) {
        why += ": "
                + std::string(reinterpret_cast<const char *>(failure.text.data), failure.text.size);
        qtbt_bytes_free(failure.text);
    }
    require(status, why.c_str());
}

[[noreturn]] void failed(const char *what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

} // namespace

Wire::Wire()
{
    require(qtbt_socket_new(kRfcomm, &socket), "qtbt_socket_new");
}

Wire::~Wire()
{
    closePeer();
}

void Wire::connect(int32_t openMode, int32_t state)
{
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        failed("socketpair");
    closePeer();
    peer = ends[1];
    setDescriptor(ends[0], openMode, state);
}

void Wire::connectForever()
{
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0)
        failed("socketpair");
    closePeer();
    peer = ends[1];
    ::fcntl(peer, F_SETFL, 0);
    // Qt assumes that a connection is made when its descriptor becomes writable.
    const std::string chunk(4096, 'x');
    while (::write(ends[0], chunk.data(), chunk.size()) > 0) {}
    setDescriptor(ends[0], kReadWrite, kConnecting);
}

void Wire::connectInVain()
{
    sockaddr_in nobody = {};
    nobody.sin_family = AF_INET;
    nobody.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto *address = reinterpret_cast<sockaddr *>(&nobody);
    socklen_t size = sizeof nobody;
    // The port is bound, but has no listener.
    const int bound = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::bind(bound, address, size) != 0 || ::getsockname(bound, address, &size) != 0)
        failed("bind");
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    ::connect(descriptor, address, size);
    ::close(bound);
    setDescriptor(descriptor, kReadWrite, kConnecting);
}

void Wire::setDescriptor(int descriptor, int32_t openMode, int32_t state)
{
    qtbt_failure failure;
    const qtbt_status status =
            qtbt_socket_set_descriptor(socket, descriptor, kRfcomm, state, openMode, &failure);
    require(status, failure, "qtbt_socket_set_descriptor");
}

void Wire::closePeer()
{
    if (peer >= 0)
        ::close(peer);
    peer = -1;
}

void Wire::shutdownPeer(int how)
{
    if (::shutdown(peer, how) != 0)
        failed("shutdown");
}

void Wire::peerWrites(const std::string &bytes)
{
    for (size_t sent = 0; sent < bytes.size();) {
        const ssize_t n = ::send(peer, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (n < 0)
            failed("send");
        sent += size_t(n);
    }
}

std::string Wire::peerReads(size_t size)
{
    std::string bytes(size, '\0');
    size_t got = 0;
    while (got < size) {
        const ssize_t n = ::recv(peer, &bytes[got], size - got, 0);
        if (n < 0)
            failed("recv");
        if (n == 0)
            break;
        got += size_t(n);
    }
    bytes.resize(got);
    return bytes;
}

bool Wire::peerSeesEnd()
{
    char byte;
    const ssize_t n = ::recv(peer, &byte, 1, 0);
    return n == 0 || (n < 0 && errno == ECONNRESET);
}

void Wire::provoke(qtbt_signal signal)
{
    int64_t count;
    Failure failure;
    switch (signal) {
    case QTBT_SIGNAL_SOCKET_READY_READ:
        peerWrites("in");
        break;
    case QTBT_SIGNAL_SOCKET_BYTES_WRITTEN:
        qtbt_socket_write(socket, "out", 3, &count, &failure.c);
        break;
    case QTBT_SIGNAL_SOCKET_ERROR_OCCURRED:
    case QTBT_SIGNAL_SOCKET_DISCONNECTED:
    case QTBT_SIGNAL_SOCKET_READ_CHANNEL_FINISHED:
        closePeer();
        break;
    }
}

int32_t stateOf(qtbt_handle socket)
{
    int32_t state;
    require(qtbt_socket_state(socket, &state), "qtbt_socket_state");
    return state;
}

int64_t available(qtbt_handle socket)
{
    int64_t count;
    require(qtbt_socket_bytes_available(socket, &count), "qtbt_socket_bytes_available");
    return count;
}

int64_t toWrite(qtbt_handle socket)
{
    int64_t count;
    require(qtbt_socket_bytes_to_write(socket, &count), "qtbt_socket_bytes_to_write");
    return count;
}

void awaitAvailable(qtbt_handle socket, int64_t size)
{
    Monitor<int64_t> there;
    harness::on(socket, QTBT_SIGNAL_SOCKET_READY_READ, [&](int64_t) {
        const int64_t now = available(socket);
        there.update([=](int64_t &n) { n = now; });
    });
    // The signal for bytes that came before the watch was emitted already.
    const int64_t now = available(socket);
    there.update([=](int64_t &n) { n = std::max(n, now); });
    there.await([=](int64_t n) { return n >= size; });
    require(qtbt_watch(socket, QTBT_SIGNAL_SOCKET_READY_READ, false), "qtbt_watch");
    harness::settle(); // no handler is running any more
}

std::string readAll(qtbt_handle socket)
{
    std::string all;
    char chunk[4096];
    int64_t count, left = 0;
    qtbt_failure failure;
    do {
        const qtbt_status status =
                qtbt_socket_read(socket, chunk, sizeof chunk, &count, &left, &failure);
        require(status, failure, "qtbt_socket_read");
        all.append(chunk, size_t(count));
    } while (left > 0);
    return all;
}

void write(qtbt_handle socket, const std::string &bytes)
{
    int64_t count = 0;
    qtbt_failure failure;
    const qtbt_status status =
            qtbt_socket_write(socket, bytes.data(), bytes.size(), &count, &failure);
    require(status, failure, "qtbt_socket_write");
    if (count != int64_t(bytes.size()))
        throw std::runtime_error("qtbt_socket_write: short");
}

Failure::~Failure()
{
    qtbt_bytes_free(c.text);
}

std::string Failure::text() const
{
    return std::string(reinterpret_cast<const char *>(c.text.data), c.text.size);
}

std::string pattern(size_t size)
{
    std::string bytes(size, '\0');
    uint32_t state = 1;
    for (char &byte : bytes) {
        state = state * 1664525u + 1013904223u;
        byte = char(state >> 24);
    }
    return bytes;
}

size_t openDescriptors()
{
    const std::filesystem::directory_iterator descriptors("/proc/self/fd");
    return size_t(std::distance(begin(descriptors), end(descriptors)));
}
