// The system bus of the tests.
#include "fake_bus.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace {

// D-Bus's types of messages, and of the fields in their headers.
enum { kMethodCall = 1, kMethodReturn = 2, kError = 3, kSignal = 4 };
enum {
    kPath = 1,
    kInterface = 2,
    kMember = 3,
    kErrorName = 4,
    kReplySerial = 5,
    kSender = 7,
    kSignature = 8
};
constexpr uint8_t kNoReplyExpected = 1;

// Thrown when the connection ends.
struct Ended {
};

uint32_t uint32At(const std::string &bytes, size_t at)
{
    uint32_t value;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
}

size_t aligned(size_t at, size_t to)
{
    return (at + to - 1) / to * to;
}

// Returns the name of the called method, from the fields of the header.
std::string memberOf(const std::string &fields)
{
    for (size_t at = 0; at < fields.size();) {
        at = aligned(at, 8);
        const int field = fields.at(at);
        const char type = fields.at(at + 2); // after the length of the type
        at += 4;
        if (type == 's' || type == 'o') {
            at = aligned(at, 4);
            const uint32_t size = uint32At(fields, at);
            if (field == kMember)
                return fields.substr(at + 4, size);
            at += 4 + size + 1;
        } else if (type == 'g') {
            at += 1 + size_t(fields.at(at)) + 1;
        } else {
            at = aligned(at, 4) + 4;
        }
    }
    return {};
}

// The property's name, from the arguments of Get: an interface and a name.
std::string propertyOf(const std::string &arguments)
{
    const size_t at = aligned(4 + uint32At(arguments, 0) + 1, 4);
    return arguments.substr(at + 4, uint32At(arguments, at));
}

} // namespace

void Marshaller::align(size_t to)
{
    bytes_.resize(aligned(bytes_.size(), to));
}

void Marshaller::uint32(uint32_t value)
{
    align(4);
    bytes_.append(reinterpret_cast<const char *>(&value), sizeof value);
}

void Marshaller::string(const std::string &value)
{
    uint32(uint32_t(value.size()));
    bytes_.append(value.c_str(), value.size() + 1);
}

void Marshaller::signature(const std::string &value)
{
    byte(uint8_t(value.size()));
    bytes_.append(value.c_str(), value.size() + 1);
}

void Marshaller::variant(const std::string &value, const char *type)
{
    signature(type);
    string(value);
}

void Marshaller::variant(bool value)
{
    signature("b");
    uint32(value);
}

void Marshaller::array(size_t alignment, const std::function<void()> &fill)
{
    uint32(0);
    const size_t sizeAt = bytes_.size() - 4;
    align(alignment);
    const size_t begin = bytes_.size();
    fill();
    const auto size = uint32_t(bytes_.size() - begin);
    std::memcpy(&bytes_[sizeAt], &size, sizeof size);
}

FakeBus::FakeBus(std::function<Reply(const std::string &)> serve) : serve_(std::move(serve))
{
    char folder[] = "/tmp/qtbt-bus-XXXXXX";
    if (!::mkdtemp(folder))
        throw std::runtime_error("mkdtemp failed");
    path_ = std::string(folder) + "/socket";
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    path_.copy(address.sun_path, sizeof address.sun_path - 1);
    listening_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::bind(listening_, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0
        || ::listen(listening_, 1) != 0)
        throw std::runtime_error("the bus cannot listen");
    ::setenv("DBUS_SYSTEM_BUS_ADDRESS", ("unix:path=" + path_).c_str(), 1);
    thread_ = std::thread([this] {
        while (accept()) {
            try {
                converse();
            } catch (const Ended &) {
            }
        }
    });
}

FakeBus::~FakeBus()
{
    ::shutdown(listening_, SHUT_RDWR);
    {
        std::lock_guard lock(mutex_);
        if (connection_ >= 0)
            ::shutdown(connection_, SHUT_RDWR);
    }
    thread_.join();
    ::close(listening_);
    ::unlink(path_.c_str());
    ::rmdir(path_.substr(0, path_.rfind('/')).c_str());
}

void FakeBus::await(const std::string &method, size_t count)
{
    calls.await([&](const auto &all) {
        return size_t(std::count(all.begin(), all.end(), method)) >= count;
    });
}

size_t FakeBus::count(const std::string &method)
{
    const auto all = calls.get();
    return size_t(std::count(all.begin(), all.end(), method));
}

// Waits for the next connection, which replaces the last one. Returns false when the bus ends.
bool FakeBus::accept()
{
    const int next = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
    std::lock_guard lock(mutex_);
    if (connection_ >= 0)
        ::close(connection_);
    connection_ = next;
    return next >= 0;
}

void FakeBus::converse()
{
    authenticate();
    for (;;) {
        const std::string fixed = receive(16);
        const std::string fields = receive(aligned(uint32At(fixed, 12), 8));
        const std::string arguments = receive(uint32At(fixed, 4));
        if (fixed[1] == kMethodCall)
            dispatch(fields.substr(0, uint32At(fixed, 12)), arguments, uint8_t(fixed[2]),
                     uint32At(fixed, 8));
    }
}

// Accepts every client, without the passing of descriptors.
void FakeBus::authenticate()
{
    receive(1); // a zero byte
    for (;;) {
        const std::string line = receiveLine();
        if (line == "BEGIN")
            return;
        if (line.rfind("AUTH EXTERNAL", 0) == 0)
            send("OK 0123456789abcdef0123456789abcdef\r\n");
        else
            send("ERROR\r\n");
    }
}

void FakeBus::dispatch(const std::string &fields, const std::string &arguments, uint8_t flags,
                       uint32_t serial)
{
    std::string method = memberOf(fields);
    if (method == "Get")
        method += " " + propertyOf(arguments);
    calls.update([&](auto &all) { all.push_back(method); });
    Reply answer;
    if (method == "Hello") {
        Marshaller name;
        name.string(":1.1");
        answer = {"s", name.bytes(), {}, false};
    } else if (method == "GetNameOwner") {
        Marshaller owner;
        owner.string(":1.0");
        answer = {"s", owner.bytes(), {}, false};
    } else if (method != "AddMatch" && method != "RemoveMatch") {
        answer = serve_(method);
    }
    if (!answer.none && !(flags & kNoReplyExpected))
        reply(serial, answer);
}

void FakeBus::reply(uint32_t serial, const Reply &reply)
{
    const auto fields = [&](Marshaller &header) {
        header.byte(kReplySerial);
        header.signature("u");
        header.uint32(serial);
        if (!reply.error.empty()) {
            header.align(8);
            header.byte(kErrorName);
            header.variant(reply.error);
        }
    };
    sendMessage(reply.error.empty() ? kMethodReturn : kError, fields, reply.signature, reply.body);
}

void FakeBus::emitSignal(const std::string &path, const std::string &interface,
                         const std::string &member, const std::string &signature,
                         const std::string &body)
{
    const auto fields = [&](Marshaller &header) {
        header.byte(kPath);
        header.variant(path, "o");
        header.align(8);
        header.byte(kInterface);
        header.variant(interface);
        header.align(8);
        header.byte(kMember);
        header.variant(member);
        header.align(8);
        header.byte(kSender);
        header.variant(std::string(":1.0"));
    };
    sendMessage(kSignal, fields, signature, body);
}

void FakeBus::sendMessage(char type, const std::function<void(Marshaller &)> &fields,
                          const std::string &signature, const std::string &body)
{
    std::lock_guard lock(mutex_);
    Marshaller message;
    message.byte('l'); // little-endian, as the machines that run the tests
    message.byte(uint8_t(type));
    message.byte(kNoReplyExpected);
    message.byte(1);
    message.uint32(uint32_t(body.size()));
    message.uint32(++serial_);
    message.array(8, [&] {
        fields(message);
        if (!signature.empty()) {
            message.align(8);
            message.byte(kSignature);
            message.signature("g");
            message.signature(signature);
        }
    });
    message.align(8);
    send(message.bytes() + body);
}

std::string FakeBus::receive(size_t size)
{
    std::string bytes(size, '\0');
    if (size > 0 && ::recv(connection_, bytes.data(), size, MSG_WAITALL) != ssize_t(size))
        throw Ended();
    return bytes;
}

std::string FakeBus::receiveLine()
{
    std::string line;
    while (line.size() < 2 || line.substr(line.size() - 2) != "\r\n")
        line += receive(1);
    return line.substr(0, line.size() - 2);
}

void FakeBus::send(const std::string &bytes)
{
    if (::send(connection_, bytes.data(), bytes.size(), MSG_NOSIGNAL) != ssize_t(bytes.size()))
        throw Ended();
}

Reply managedObjects(const std::string &address, const std::string &alias, bool connected)
{
    const std::string adapter = "/org/bluez/hci0";
    Marshaller all;
    const auto object = [&](const std::string &path, const std::string &interface,
                            const std::function<void()> &properties) {
        all.align(8);
        all.string(path);
        all.array(8, [&] {
            all.align(8);
            all.string(interface);
            all.array(8, properties);
        });
    };
    const auto property = [&](const std::string &name) {
        all.align(8);
        all.string(name);
    };
    all.array(8, [&] {
        object(adapter, "org.bluez.Adapter1", [] {});
        object(adapter + "/dev_1", "org.bluez.Device1", [&] {
            property("Adapter");
            all.variant(adapter, "o");
            property("Address");
            all.variant(address);
            property("Alias");
            all.variant(alias);
            property("Connected");
            all.variant(connected);
        });
    });
    return {"a{oa{sa{sv}}}", all.bytes(), {}, false};
}
