// Attempts and questions on a bus where bluetoothd is busy, does not reply, or replies nonsense.
#include "catch.h"
#include "daemon_bus.h"
#include "harness.h"
#include "wire.h"

#include <atomic>
#include <memory>

namespace {

constexpr uint64_t kDevice = 0x020000000001;
const std::string kAddress = "02:00:00:00:00:01";

Reply failure(const std::string &error)
{
    return {{}, {}, "org.bluez.Error." + error, false};
}

const Reply kSilence = {{}, {}, {}, true};

// A socket with an attempt that has begun, and the signals of the attempt so far.
struct Attempt : Wire {
    Attempt()
    {
        harness::onUnwatched(socket, QTBT_SIGNAL_ATTEMPT, [this](int64_t what) {
            seen.update([=](auto &all) { all.push_back(what); });
        });
        REQUIRE(qtbt_attempt_begin(socket, kDevice) == QTBT_OK);
    }
    ~Attempt() { harness::onUnwatched(socket, QTBT_SIGNAL_ATTEMPT, nullptr); }

    std::vector<int64_t> await(size_t count)
    {
        return seen.await([=](const auto &all) { return all.size() >= count; });
    }

    Monitor<std::vector<int64_t>> seen;
};

// Pings bluetoothd, and waits for the answer.
qtbt_status ping()
{
    Monitor<std::vector<qtbt_status>> answers;
    harness::onAnswer([&](uint64_t, const std::string &data) {
        answers.update([&](auto &all) { all.push_back(data.at(0)); });
    });
    REQUIRE(qtbt_daemon_ping(1) == QTBT_OK);
    const auto all = answers.await([](const auto &seen) { return !seen.empty(); });
    harness::onAnswer(nullptr);
    return all.front();
}

// Asks for the device's name, and waits for the answer.
std::string askName(uint64_t device)
{
    Monitor<std::vector<std::string>> names;
    harness::onAnswer([&](uint64_t, const std::string &data) {
        names.update([&](auto &all) { all.push_back(data); });
    });
    REQUIRE(qtbt_daemon_name(device, 1) == QTBT_OK);
    const auto all = names.await([](const auto &seen) { return !seen.empty(); });
    harness::onAnswer(nullptr);
    return all.front();
}

} // namespace

TEST_CASE("bluetoothd knows the names of devices")
{
    Bus bus([](const std::string &) {
        return managedObjects(kAddress, "G\xc3\xbcnther's phone", false);
    });
    harness::Started runtime;
    CHECK(askName(kDevice) == "G\xc3\xbcnther's phone");
    CHECK(askName(kDevice + 1).empty());
    CHECK(askName(0).empty());
}

TEST_CASE("a reply that names no objects names no device")
{
    std::atomic<int> round{0};
    Bus bus([&](const std::string &) -> Reply {
        Marshaller body;
        switch (round++) {
        case 0:
            return failure("Failed");
        case 1:
            return {};
        case 2:
            body.string("a string");
            return {"s", body.bytes(), {}, false};
        case 3:
            body.array(4, [&] { body.string("an element"); });
            return {"as", body.bytes(), {}, false};
        default:
            body.array(8, [&] {
                body.string("a key");
                body.string("a value");
            });
            return {"a{ss}", body.bytes(), {}, false};
        }
    });
    harness::Started runtime;
    for (int i = 0; i < 5; ++i)
        CHECK(askName(kDevice).empty());
}

TEST_CASE("no call waits for a bluetoothd that does not reply")
{
    std::atomic<int> answers{0};
    Bus bus([](const std::string &) { return kSilence; });
    {
        harness::Started runtime;
        harness::onAnswer([&](uint64_t, const std::string &) { ++answers; });
        CHECK(qtbt_daemon_ping(1) == QTBT_OK);
        CHECK(qtbt_daemon_name(kDevice, 2) == QTBT_OK);
        Attempt attempt;
        bus.await("Ping", 2); // the question's and the attempt's
        bus.await("GetManagedObjects", 1);
        ConnectedWire wire; // the Qt thread is not blocked
        write(wire.socket, "served");
        CHECK(wire.peerReads(6) == "served");

        CHECK(attempt.seen.get().empty());
        CHECK(qtbt_attempt_give_up(attempt.socket) == QTBT_OK);
        CHECK(attempt.await(1) == std::vector<int64_t>{QTBT_ATTEMPT_GONE});
    }
    harness::onAnswer(nullptr);
    CHECK(answers == 0);
}

TEST_CASE("a stop does not wait for the reply to an attempt")
{
    Bus bus([](const std::string &method) {
        return method == "Disconnect" ? kSilence : managedObjects(kAddress, "", false);
    });
    REQUIRE(qtbt_start(QTBT_MODE_AUTO, harness::callbacks()) == QTBT_OK);
    Attempt attempt;
    attempt.await(1);
    attempt.connectForever();
    CHECK(qtbt_attempt_give_up(attempt.socket) == QTBT_OK);
    bus.await("Disconnect", 1);
    REQUIRE(qtbt_stop() == QTBT_OK);
    CHECK(attempt.seen.get() == std::vector<int64_t>{QTBT_ATTEMPT_READY, QTBT_ATTEMPT_GONE});
    CHECK(harness::counts().qobjects == 0);
}

TEST_CASE("an attempt is ready once bluetoothd replies, with a link to the device or without")
{
    std::atomic<bool> linked{false};
    Bus bus([&](const std::string &method) {
        return method == "Ping" ? Reply{} : managedObjects(kAddress, "", linked);
    });
    harness::Started runtime;
    for (const bool link : {false, true}) {
        linked = link;
        Attempt attempt;
        CHECK(attempt.await(1) == std::vector<int64_t>{QTBT_ATTEMPT_READY});
        CHECK(qtbt_attempt_give_up(attempt.socket) == QTBT_OK);
        CHECK(attempt.await(2) == std::vector<int64_t>{QTBT_ATTEMPT_READY, QTBT_ATTEMPT_GONE});
    }
    CHECK(bus.count("ConnectProfile") == 0);
    CHECK(bus.count("Disconnect") == 0);
}

TEST_CASE("giving up a connecting attempt has bluetoothd stop, once")
{
    Bus bus([](const std::string &method) {
        return method == "Disconnect" ? Reply{} : managedObjects(kAddress, "", false);
    });
    harness::Started runtime;
    Attempt attempt;
    attempt.await(1);
    attempt.connectForever();
    CHECK(qtbt_attempt_give_up(attempt.socket) == QTBT_OK);
    CHECK(qtbt_attempt_give_up(attempt.socket) == QTBT_OK);
    CHECK(attempt.await(2) == std::vector<int64_t>{QTBT_ATTEMPT_READY, QTBT_ATTEMPT_GONE});
    CHECK(bus.count("Disconnect") == 1);
}

TEST_CASE("GONE reports that bluetoothd was busy when the attempt failed")
{
    std::atomic<int> busy{0};
    Bus bus([&](const std::string &method) {
        if (method == "ConnectProfile")
            return failure(busy-- > 0 ? "InProgress" : "NotAvailable");
        return managedObjects(kAddress, "", true);
    });
    harness::Started runtime;
    for (const bool wasBusy : {false, true}) {
        Attempt attempt;
        attempt.await(1);
        harness::on(attempt.socket, QTBT_SIGNAL_SOCKET_ERROR_OCCURRED, [&](int64_t) {
            busy = wasBusy ? 2 : 0;
            qtbt_attempt_give_up(attempt.socket);
        });
        attempt.connectInVain();
        CHECK(attempt.await(2).back()
              == (wasBusy ? QTBT_ATTEMPT_GONE | QTBT_ATTEMPT_WAS_BUSY : QTBT_ATTEMPT_GONE));
    }
}

TEST_CASE("a ping reports whether there is a bluetoothd")
{
    std::string error;
    Bus bus([&](const std::string &method) {
        return method == "Ping" ? Reply{{}, {}, error, false} : Reply{};
    });
    harness::Started runtime;
    CHECK(ping() == QTBT_OK);
    error = "org.freedesktop.DBus.Error.AccessDenied"; // whether or not bluetoothd runs
    CHECK(ping() == QTBT_NO_PERMISSION);
    for (const char *absent :
         {"ServiceUnknown", "NameHasNoOwner", "NoReply", "Spawn.ChildExited", "TimedOut"}) {
        error = std::string("org.freedesktop.DBus.Error.") + absent;
        CHECK(ping() == QTBT_NO_DAEMON);
    }
    error = "org.freedesktop.systemd1.NoSuchUnit";
    CHECK(ping() == QTBT_NO_DAEMON);
}

TEST_CASE("an attempt without bluetoothd is unserved")
{
    useDaemon();
    Bus bus([](const std::string &method) {
        return method == "Ping" ? Reply{{}, {}, "org.freedesktop.DBus.Error.ServiceUnknown", false}
                                : Reply{};
    });
    harness::Started runtime;
    Attempt attempt;
    CHECK(attempt.await(1) == std::vector<int64_t>{QTBT_ATTEMPT_UNSERVED | QTBT_NO_DAEMON << 16});
    CHECK(qtbt_attempt_give_up(attempt.socket) == QTBT_OK);
    CHECK(attempt.await(2).back() == QTBT_ATTEMPT_GONE);
}

TEST_CASE("the end of the bus is signalled, and calls that need it then fail")
{
    useDaemon();
    FirstThreadApplication application;
    auto bus = std::make_unique<FakeBus>([](const std::string &) { return Reply{}; });
    harness::Started runtime;
    Monitor<std::vector<int64_t>> states;
    harness::onUnwatched(0, QTBT_SIGNAL_DAEMON, [&](int64_t state) {
        states.update([=](auto &all) { all.push_back(state); });
    });
    CHECK(ping() == QTBT_OK);
    Wire wire;
    CHECK(states.get().empty());
    bus.reset();
    CHECK(states.await([](const auto &all) { return !all.empty(); })
          == std::vector<int64_t>{QTBT_BUS_LOST});
    CHECK(ping() == QTBT_BUS_LOST);
    qtbt_handle object = 0;
    CHECK(qtbt_local_device_new(0, &object) == QTBT_BUS_LOST);
    CHECK(qtbt_low_energy_controller_new_peripheral(0, &object) == QTBT_BUS_LOST);
    CHECK(qtbt_socket_new(2, &object) == QTBT_BUS_LOST);
    CHECK(qtbt_socket_connect_to_uuid(wire.socket, kDevice, {}, 3) == QTBT_BUS_LOST);
    harness::onUnwatched(0, QTBT_SIGNAL_DAEMON, nullptr);
}

TEST_CASE("calls that need the bus fail before it exists")
{
    useDaemon();
    harness::Started runtime;
    CHECK(ping() == QTBT_NO_BUS);
    qtbt_handle object = 0;
    qtbt_bytes devices = {nullptr, 0};
    CHECK(qtbt_socket_new(2, &object) == QTBT_NO_BUS);
    CHECK(qtbt_local_device_new(0, &object) == QTBT_NO_BUS);
    CHECK(qtbt_local_device_all_devices(&devices) == QTBT_NO_BUS);
    CHECK(qtbt_device_discovery_agent_new(0, &object) == QTBT_NO_BUS);
    CHECK(qtbt_low_energy_controller_new_peripheral(0, &object) == QTBT_NO_BUS);
    CHECK(qtbt_service_discovery_agent_new(0, &object) == QTBT_NO_BUS);
    qtbt_handle server;
    REQUIRE(qtbt_server_new(2, &server) == QTBT_OK);
    qtbt_failure failure;
    CHECK(qtbt_server_listen(server, 0, 0, &failure) == QTBT_NO_BUS);
    CHECK(object == 0);
}
