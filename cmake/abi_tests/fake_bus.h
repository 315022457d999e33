// A system bus with a fake bluetoothd: as much of D-Bus as QtDBus needs.
#pragma once

#include "monitor.h"

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

// Writes values in D-Bus's marshalling format.
class Marshaller
{
public:
    void byte(uint8_t value) { bytes_.push_back(char(value)); }
    void uint32(uint32_t value);
    void string(const std::string &value); // or an object path
    void signature(const std::string &value);
    void variant(const std::string &value, const char *type = "s");
    void variant(bool value);
    void align(size_t to);
    // Writes an array. `fill` writes its elements.
    void array(size_t alignment, const std::function<void()> &fill);

    const std::string &bytes() const { return bytes_; }

private:
    std::string bytes_;
};

struct Reply {
    std::string signature;
    std::string body;
    std::string error; // the error's name, if it is one
    bool none = false; // bluetoothd never replies
};

class FakeBus
{
public:
    // Makes this the system bus of a runtime that starts later, for one connection at a time.
    // `serve` returns the replies to calls of bluetoothd's methods. It runs on the bus's thread. The
    // method of a property is "Get Powered".
    explicit FakeBus(std::function<Reply(const std::string &method)> serve);
    ~FakeBus();
    FakeBus(const FakeBus &) = delete;

    // The calls so far.
    Monitor<std::vector<std::string>> calls;

    // Emits a signal of bluetoothd's.
    void emitSignal(const std::string &path, const std::string &interface,
                    const std::string &member, const std::string &signature,
                    const std::string &body);

    // Waits until a method was called `count` times.
    void await(const std::string &method, size_t count);
    size_t count(const std::string &method);

private:
    bool accept();
    void converse();
    void authenticate();
    void dispatch(const std::string &header, const std::string &arguments, uint8_t flags,
                  uint32_t serial);
    void reply(uint32_t serial, const Reply &reply);
    void sendMessage(char type, const std::function<void(Marshaller &)> &fields,
                     const std::string &signature, const std::string &body);
    std::string receive(size_t size);
    std::string receiveLine();
    void send(const std::string &bytes);

    const std::function<Reply(const std::string &)> serve_;
    std::string path_;
    int listening_ = -1;
    std::mutex mutex_; // held to replace connection_, and to send
    int connection_ = -1;
    uint32_t serial_ = 0;
    std::thread thread_;
};

// Replies to GetManagedObjects with an adapter and one device.
Reply managedObjects(const std::string &address, const std::string &alias, bool connected);
