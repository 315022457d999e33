// Low Energy controllers and services: deleted in every state, and calls that Qt would crash in.
// The central's bluetoothd is the test's.
#include "catch.h"
#include "daemon_bus.h"
#include "harness.h"

#include <atomic>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

namespace {

constexpr uint64_t kAdapter = 0x0200000000aa;
constexpr uint64_t kDevice = 0x020000000001;
const std::string kDevicePath = "/org/bluez/hci0/dev_1";
constexpr size_t kServices = 2;

enum {
    kUnconnected = QTBT_LOW_ENERGY_CONTROLLER_STATE_UNCONNECTED,
    kConnecting = QTBT_LOW_ENERGY_CONTROLLER_STATE_CONNECTING,
    kConnected = QTBT_LOW_ENERGY_CONTROLLER_STATE_CONNECTED,
    kDiscovered = QTBT_LOW_ENERGY_CONTROLLER_STATE_DISCOVERED,
    kClosing = QTBT_LOW_ENERGY_CONTROLLER_STATE_CLOSING
};

const Reply kSilence = {{}, {}, {}, true};

Reply flag(bool value)
{
    Marshaller body;
    body.variant(value);
    return {"v", body.bytes(), {}, false};
}

Reply text(const std::string &value)
{
    Marshaller body;
    body.variant(value);
    return {"v", body.bytes(), {}, false};
}

// An adapter, and a device with services that have a characteristic and a descriptor each.
Reply gattObjects()
{
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
    const auto property = [&](const std::string &name, const std::string &value,
                              const char *type = "s") {
        all.align(8);
        all.string(name);
        all.variant(value, type);
    };
    all.array(8, [&] {
        object("/org/bluez/hci0", "org.bluez.Adapter1",
               [&] { property("Address", "02:00:00:00:00:AA"); });
        object(kDevicePath, "org.bluez.Device1", [&] {
            property("Address", "02:00:00:00:00:01");
            property("Adapter", "/org/bluez/hci0", "o");
        });
        for (size_t i = 0; i < kServices; ++i) {
            const std::string path = kDevicePath + "/service000" + std::to_string(i);
            object(path, "org.bluez.GattService1", [] {});
            object(path + "/char0001", "org.bluez.GattCharacteristic1", [] {});
            object(path + "/char0001/desc0001", "org.bluez.GattDescriptor1", [] {});
        }
    });
    return {"a{oa{sa{sv}}}", all.bytes(), {}, false};
}

// A bluetoothd with a device that is connected at once, or never.
struct GattBus : Bus {
    explicit GattBus(bool connects)
        : Bus([=](const std::string &method) { return serve(method, connects); })
    {
    }

    static Reply serve(const std::string &method, bool connects)
    {
        static std::atomic<unsigned> uuids{0}; // each service has another one
        if (method == "GetManagedObjects")
            return gattObjects();
        if (method == "Get Powered" || method == "Get Primary")
            return flag(true);
        if (method == "Get Connected" || method == "Get ServicesResolved")
            return flag(connects);
        if (method == "Get UUID") {
            char uuid[37];
            std::snprintf(uuid, sizeof uuid, "%08x-0000-1000-8000-00805f9b34fb", ++uuids);
            return text(uuid);
        }
        if (method == "Connect" || method == "Disconnect")
            return kSilence;
        return {{}, {}, "org.bluez.Error.Failed", false};
    }
};

qtbt_handle newCentral()
{
    qtbt_bytes device = {};
    REQUIRE(qtbt_device_info_from_address(kDevice, "", 0, 0, &device) == QTBT_OK);
    qtbt_handle central = 0;
    REQUIRE(qtbt_low_energy_controller_new_central(device.data, device.size, kAdapter, &central)
            == QTBT_OK);
    qtbt_bytes_free(device);
    return central;
}

int32_t stateOf(qtbt_handle controller)
{
    int32_t state = -1;
    REQUIRE(qtbt_low_energy_controller_state(controller, &state) == QTBT_OK);
    return state;
}

// Calls with a failure, whose text it frees.
qtbt_status attempt(const std::function<qtbt_status(qtbt_failure *)> &call)
{
    qtbt_failure failure = {};
    const qtbt_status status = call(&failure);
    qtbt_bytes_free(failure.text);
    return status;
}

qtbt_status connect(qtbt_handle central)
{
    return attempt([=](qtbt_failure *f) {
        return qtbt_low_energy_controller_connect_to_device(central, f);
    });
}

qtbt_status discover(qtbt_handle central)
{
    return attempt([=](qtbt_failure *f) {
        return qtbt_low_energy_controller_discover_services(central, f);
    });
}

// Service objects for all services of a device.
std::vector<qtbt_handle> servicesOf(qtbt_handle central)
{
    qtbt_uuids uuids = {};
    REQUIRE(qtbt_low_energy_controller_services(central, &uuids) == QTBT_OK);
    REQUIRE(uuids.size == kServices * sizeof(qtbt_uuid));
    std::vector<qtbt_handle> services;
    for (size_t i = 0; i < kServices; ++i) {
        qtbt_handle service = 0;
        REQUIRE(qtbt_low_energy_controller_create_service_object(
                        central, reinterpret_cast<const qtbt_uuid *>(uuids.data)[i], &service)
                == QTBT_OK);
        REQUIRE(service != 0);
        services.push_back(service);
    }
    qtbt_bytes_free(uuids);
    return services;
}

// A service of UUID 0xa000, with a characteristic of UUID 0xa001 and its client configuration.
std::string serviceData()
{
    const auto sequence = [](const std::string &content) {
        return std::string("\x35") + char(content.size()) + content;
    };
    const auto number = [](uint32_t value, char type) {
        return std::string{type, char(value >> 24), char(value >> 16), char(value >> 8),
                           char(value)};
    };
    const auto uuid = [](uint16_t value) {
        return std::string{'\x19', char(value >> 8), char(value)};
    };
    const auto bytes = [](const std::string &value) {
        return std::string("\xfd") + char(value.size()) + value;
    };
    constexpr char kInt32 = 0x12, kUint32 = 0x0a;
    const std::string yes = "\x28\x01";
    const std::string descriptor = sequence(uuid(0x2902) + bytes(std::string(2, '\0')) + yes
                                            + number(0, kUint32) + yes + number(0, kUint32));
    const std::string characteristic = sequence(
            uuid(0xa001) + bytes("v") + number(0x12, kUint32) + number(0, kUint32)
            + number(0, kUint32) + number(0, kInt32) + number(512, kInt32) + sequence(descriptor));
    return sequence(number(0x2800, kInt32) + uuid(0xa000) + sequence({})
                    + sequence(characteristic));
}

qtbt_handle addService(qtbt_handle peripheral)
{
    const std::string data = serviceData();
    qtbt_handle service = 0;
    REQUIRE(attempt([&](qtbt_failure *f) {
                return qtbt_low_energy_controller_add_service(
                        peripheral, reinterpret_cast<const uint8_t *>(data.data()), data.size(),
                        &service, f);
            })
            == QTBT_OK);
    return service;
}

qtbt_status advertise(qtbt_handle peripheral)
{
    qtbt_bytes parameters = {}, data = {};
    REQUIRE(qtbt_low_energy_values_default(QTBT_LOW_ENERGY_ADVERTISING_PARAMETERS, &parameters)
            == QTBT_OK);
    REQUIRE(qtbt_low_energy_values_default(QTBT_LOW_ENERGY_ADVERTISING_DATA, &data) == QTBT_OK);
    const qtbt_status status = attempt([&](qtbt_failure *f) {
        return qtbt_low_energy_controller_start_advertising(peripheral, parameters.data,
                                                            parameters.size, data.data, data.size,
                                                            data.data, data.size, f);
    });
    qtbt_bytes_free(parameters);
    qtbt_bytes_free(data);
    return status;
}

constexpr int kRounds = 200; // of five kinds

} // namespace

TEST_CASE("centrals are deleted in every state of a connection")
{
    useDaemon();
    GattBus bus(true);
    {
        harness::Started runtime;
        for (int round = 0; round < kRounds; ++round) {
            const qtbt_handle central = newCentral();
            if (round % 4 > 0) {
                REQUIRE(connect(central) == QTBT_OK);
                REQUIRE(stateOf(central) == kConnected);
            }
            std::vector<qtbt_handle> services;
            if (round % 4 > 1) {
                REQUIRE(discover(central) == QTBT_OK);
                REQUIRE(stateOf(central) == kDiscovered);
                services = servicesOf(central);
            }
            for (const qtbt_handle service : services)
                REQUIRE(attempt([=](qtbt_failure *f) {
                            return qtbt_low_energy_service_discover_details(
                                    service, QTBT_LOW_ENERGY_DISCOVERY_SKIP_VALUE, f);
                        })
                        == QTBT_OK);
            if (round % 4 > 2) {
                REQUIRE(qtbt_low_energy_controller_disconnect_from_device(central) == QTBT_OK);
                REQUIRE(stateOf(central) == kClosing);
            }
            // By turns, the services and the controller go first.
            if (round % 8 < 4)
                CHECK(qtbt_delete(central) == QTBT_OK);
            for (const qtbt_handle service : services)
                CHECK(qtbt_delete(service) == QTBT_OK);
            if (round % 8 >= 4)
                CHECK(qtbt_delete(central) == QTBT_OK);
        }
        harness::awaitNoObjects();
    }
}

TEST_CASE("centrals are deleted while they connect, and in their handlers")
{
    useDaemon();
    GattBus bus(false);
    harness::Started runtime;
    for (int round = 0; round < kRounds; ++round) {
        const qtbt_handle central = newCentral();
        if (round % 2)
            harness::on(central, QTBT_SIGNAL_LOW_ENERGY_CONTROLLER_STATE_CHANGED,
                        [=](int64_t) { qtbt_delete(central); });
        REQUIRE(connect(central) == QTBT_OK);
        if (round % 2 == 0) {
            REQUIRE(stateOf(central) == kConnecting);
            CHECK(qtbt_delete(central) == QTBT_OK);
        }
    }
    harness::awaitNoObjects();
}

TEST_CASE("peripherals are deleted with services, after a failure, and in their handlers")
{
    harness::Started runtime;
    for (int round = 0; round < 3 * kRounds; ++round) {
        qtbt_handle peripheral = 0;
        REQUIRE(qtbt_low_energy_controller_new_peripheral(kAdapter, &peripheral) == QTBT_OK);
        const qtbt_handle service = addService(peripheral);
        if (round % 3 == 1)
            CHECK(advertise(peripheral) == QTBT_FAILED);
        if (round % 3 == 2) {
            harness::on(peripheral, QTBT_SIGNAL_LOW_ENERGY_CONTROLLER_STATE_CHANGED,
                        [=](int64_t) { qtbt_delete(peripheral); });
            CHECK(advertise(peripheral) == QTBT_FAILED);
        } else {
            CHECK(qtbt_delete(peripheral) == QTBT_OK);
        }
        CHECK(qtbt_delete(service) == QTBT_OK);
    }
    harness::awaitNoObjects();
}

TEST_CASE("attributes outlive their service as long as they are referred to")
{
    harness::Started runtime;
    qtbt_handle peripheral = 0;
    REQUIRE(qtbt_low_energy_controller_new_peripheral(kAdapter, &peripheral) == QTBT_OK);
    const qtbt_handle service = addService(peripheral);
    uint64_t attributes = 0, same = 0;
    REQUIRE(qtbt_low_energy_service_attributes(service, &attributes) == QTBT_OK);
    REQUIRE(qtbt_low_energy_service_attributes(service, &same) == QTBT_OK);
    CHECK(attributes == same);
    CHECK(qtbt_delete(service) == QTBT_OK);
    CHECK(qtbt_delete(peripheral) == QTBT_OK);
    harness::awaitNoObjects();

    constexpr uint16_t kCharacteristic = 2; // after the service's own handle
    qtbt_bytes value = {};
    bool valid = false;
    CHECK(qtbt_low_energy_attributes_release(same) == QTBT_OK);
    CHECK(qtbt_low_energy_attributes_value(attributes, kCharacteristic, &value) == QTBT_OK);
    REQUIRE(value.size == 1);
    CHECK(value.data[0] == 'v');
    qtbt_bytes_free(value);
    CHECK(qtbt_low_energy_attributes_is_valid(attributes, kCharacteristic, &valid) == QTBT_OK);
    CHECK(valid);
    CHECK(qtbt_low_energy_attributes_is_valid(attributes, 99, &valid) == QTBT_OK);
    CHECK_FALSE(valid);

    CHECK(qtbt_low_energy_attributes_release(attributes) == QTBT_OK);
    CHECK(qtbt_low_energy_attributes_value(attributes, kCharacteristic, &value) == QTBT_DELETED);
    CHECK(qtbt_low_energy_attributes_release(attributes) == QTBT_OK);
}

// Qt would call null for the second service.
TEST_CASE("a handler may disconnect when bluetoothd removes services")
{
    useDaemon();
    GattBus bus(true);
    harness::Started runtime;
    const qtbt_handle central = newCentral();
    REQUIRE(connect(central) == QTBT_OK);
    REQUIRE(discover(central) == QTBT_OK);
    Monitor<size_t> invalid;
    for (const qtbt_handle service : servicesOf(central))
        harness::on(service, QTBT_SIGNAL_LOW_ENERGY_SERVICE_STATE_CHANGED, [&, central](int64_t) {
            qtbt_low_energy_controller_disconnect_from_device(central);
            invalid.update([](size_t &count) { ++count; });
        });
    Marshaller body;
    body.string("org.bluez.Device1");
    body.array(8, [&] {
        body.align(8);
        body.string("UUIDs");
        body.signature("as");
        body.array(4, [] {});
    });
    body.array(4, [] {});
    bus.emitSignal(kDevicePath, "org.freedesktop.DBus.Properties", "PropertiesChanged", "sa{sv}as",
                   body.bytes());
    invalid.await([](size_t count) { return count == kServices; });
    bus.await("Disconnect", 1);
    CHECK(stateOf(central) == kClosing);
}

// Qt would call null: it has deleted its D-Bus objects, and is still in the connected state.
TEST_CASE("a handler may look for services when the device disappears")
{
    useDaemon();
    GattBus bus(true);
    harness::Started runtime;
    const qtbt_handle central = newCentral();
    REQUIRE(connect(central) == QTBT_OK);
    Monitor<std::vector<int64_t>> states;
    harness::on(central, QTBT_SIGNAL_LOW_ENERGY_CONTROLLER_STATE_CHANGED,
                [&](int64_t state) { states.update([=](auto &all) { all.push_back(state); }); });
    harness::on(central, QTBT_SIGNAL_LOW_ENERGY_CONTROLLER_ERROR_OCCURRED, [=](int64_t) {
        qtbt_failure failure = {};
        qtbt_low_energy_controller_discover_services(central, &failure);
    });
    Marshaller body;
    body.string(kDevicePath);
    body.array(4, [&] { body.string("org.bluez.Device1"); });
    bus.emitSignal("/", "org.freedesktop.DBus.ObjectManager", "InterfacesRemoved", "oas",
                   body.bytes());
    CHECK(states.await([](const auto &all) { return !all.empty(); })
          == std::vector<int64_t>{kUnconnected});
    harness::settle();
    CHECK(stateOf(central) == kUnconnected);
}

TEST_CASE("bad arguments of Low Energy calls are refused")
{
    harness::Started runtime;
    qtbt_handle peripheral = 0, none = 77;
    REQUIRE(qtbt_low_energy_controller_new_peripheral(kAdapter, &peripheral) == QTBT_OK);
    CHECK(qtbt_low_energy_controller_new_peripheral(kAdapter, nullptr) == QTBT_INVALID_ARGUMENT);
    const uint8_t junk[] = {1, 2, 3};
    CHECK(qtbt_low_energy_controller_new_central(junk, sizeof junk, 0, &none)
          == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_low_energy_controller_new_central(nullptr, 5, 0, &none) == QTBT_INVALID_ARGUMENT);
    qtbt_failure failure = {};
    CHECK(qtbt_low_energy_controller_connect_to_device(peripheral, nullptr)
          == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_low_energy_controller_add_service(peripheral, junk, sizeof junk, &none, &failure)
          == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_low_energy_controller_request_connection_update(peripheral, junk, sizeof junk,
                                                               &failure)
          == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_low_energy_controller_set_remote_address_type(peripheral, 7)
          == QTBT_INVALID_ARGUMENT);
    const qtbt_handle service = addService(peripheral);
    CHECK(qtbt_low_energy_controller_connect_to_device(service, &failure) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_low_energy_service_discover_details(peripheral, 0, &failure)
          == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_low_energy_service_discover_details(service, 2, &failure) == QTBT_INVALID_ARGUMENT);
    const std::vector<uint8_t> tooLong(513);
    CHECK(qtbt_low_energy_service_write_characteristic(service, 1, 2, tooLong.data(),
                                                       tooLong.size(), 0, &failure)
          == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_low_energy_service_write_descriptor(service, 1, 2, nullptr, 1, &failure)
          == QTBT_INVALID_ARGUMENT);
    CHECK(none == 77);
}
