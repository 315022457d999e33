// QBluetoothLocalDevice without its adapter: the result of each call, and the deletion.
#include "catch.h"
#include "harness.h"

#include <cstdint>
#include <string>
#include <vector>

namespace {

constexpr uint64_t kNoAdapter = 0x111111111111;
enum {
    kUnpaired = QTBT_PAIRING_UNPAIRED,
    kPaired = QTBT_PAIRING_PAIRED,
    kAuthorizedPaired = QTBT_PAIRING_AUTHORIZED_PAIRED,
    kPairingError = QTBT_LOCAL_DEVICE_ERROR_PAIRING
};
enum {
    kPoweredOff = QTBT_HOST_MODE_POWERED_OFF,
    kConnectable = QTBT_HOST_MODE_CONNECTABLE,
    kDiscoverable = QTBT_HOST_MODE_DISCOVERABLE,
    kLimitedInquiry = QTBT_HOST_MODE_DISCOVERABLE_LIMITED_INQUIRY
};
enum { kSequenceOf8BitSize = 0x35 };

qtbt_handle newLocalDevice(uint64_t address = kNoAdapter)
{
    qtbt_handle device = 0;
    REQUIRE(qtbt_local_device_new(address, &device) == QTBT_OK);
    REQUIRE(device != 0);
    return device;
}

} // namespace

TEST_CASE("every call on a local device without its adapter reports that")
{
    harness::Started runtime;
    const qtbt_handle device = newLocalDevice();
    bool valid = true;
    CHECK(qtbt_local_device_is_valid(device, &valid) == QTBT_OK);
    CHECK_FALSE(valid);
    qtbt_bytes name = {nullptr, 77};
    CHECK(qtbt_local_device_name(device, &name) == QTBT_OK);
    CHECK(name.size == 0);
    qtbt_bytes_free(name);
    uint64_t address = 77;
    CHECK(qtbt_local_device_address(device, &address) == QTBT_OK);
    CHECK(address == 0);
    int32_t value = 77;
    CHECK(qtbt_local_device_host_mode(device, &value) == QTBT_OK);
    CHECK(value == kPoweredOff);
    value = 77;
    CHECK(qtbt_local_device_pairing_status(device, kNoAdapter, &value) == QTBT_OK);
    CHECK(value == kUnpaired);
    qtbt_bytes connected = {nullptr, 0};
    CHECK(qtbt_local_device_connected_devices(device, &connected) == QTBT_OK);
    REQUIRE(connected.size == 2);
    CHECK(connected.data[0] == kSequenceOf8BitSize);
    CHECK(connected.data[1] == 0);
    qtbt_bytes_free(connected);

    CHECK(qtbt_local_device_power_on(device) == QTBT_NO_BUS);
    for (const int32_t mode : {kPoweredOff, kConnectable, kDiscoverable, kLimitedInquiry})
        CHECK(qtbt_local_device_set_host_mode(device, mode) == QTBT_NO_BUS);
}

TEST_CASE("all adapters are one sequence")
{
    harness::Started runtime;
    qtbt_bytes devices = {nullptr, 0};
    REQUIRE(qtbt_local_device_all_devices(&devices) == QTBT_OK);
    REQUIRE(devices.size >= 2);
    CHECK(devices.data[0] == kSequenceOf8BitSize);
    CHECK(size_t(devices.data[1]) + 2 == devices.size);
    qtbt_bytes_free(devices);
}

TEST_CASE("a pairing without an adapter fails, later")
{
    harness::Started runtime;
    const qtbt_handle device = newLocalDevice();
    Monitor<std::vector<int64_t>> errors;
    harness::on(device, QTBT_SIGNAL_LOCAL_DEVICE_ERROR_OCCURRED,
                [&](int64_t error) { errors.update([=](auto &all) { all.push_back(error); }); });
    Monitor<int> finished;
    harness::on(device, QTBT_SIGNAL_LOCAL_DEVICE_PAIRING_FINISHED,
                [&](int64_t) { finished.update([](int &n) { ++n; }); });
    size_t during = 77;
    harness::invoke([&] {
        for (const int32_t pairing : {kUnpaired, kPaired, kAuthorizedPaired})
            qtbt_local_device_request_pairing(device, kNoAdapter, pairing);
        during = errors.get().size();
    });
    CHECK(during == 0);
    const auto all = errors.await([](const auto &all) { return all.size() == 3; });
    CHECK(all == std::vector<int64_t>(3, kPairingError));
    CHECK(finished.get() == 0);
}

TEST_CASE("a handler may delete its local device, and a pending error reaches nobody")
{
    harness::Started runtime;
    Monitor<std::vector<qtbt_status>> deletions;
    const qtbt_handle device = newLocalDevice();
    harness::on(device, QTBT_SIGNAL_LOCAL_DEVICE_ERROR_OCCURRED, [&](int64_t) {
        const qtbt_status first = qtbt_delete(device);
        const qtbt_status second = qtbt_local_device_power_on(device);
        deletions.update([=](auto &all) { all.insert(all.end(), {first, second}); });
    });
    harness::invoke([&] {
        for (int i = 0; i < 2; ++i)
            qtbt_local_device_request_pairing(device, kNoAdapter, kPaired);
    });
    deletions.await([](const auto &all) { return !all.empty(); });
    harness::awaitNoObjects();
    CHECK(deletions.get() == std::vector<qtbt_status>{QTBT_OK, QTBT_DELETED});
}

TEST_CASE("every signal of a local device can be watched, and no other")
{
    harness::Started runtime;
    const qtbt_handle device = newLocalDevice();
    for (qtbt_signal signal = QTBT_SIGNAL_LOCAL_DEVICE_HOST_MODE_STATE_CHANGED;
         signal <= QTBT_SIGNAL_LOCAL_DEVICE_ERROR_OCCURRED; ++signal)
        CHECK(qtbt_watch(device, signal, true) == QTBT_OK);
    CHECK(qtbt_watch(device, QTBT_SIGNAL_LOCAL_DEVICE_ERROR_OCCURRED + 1, true)
          == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_watch(device, QTBT_SIGNAL_DEVICE_DISCOVERED, true) == QTBT_INVALID_ARGUMENT);
}

TEST_CASE("bad arguments to a local device are refused")
{
    harness::Started runtime;
    CHECK(qtbt_local_device_new(0, nullptr) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_local_device_all_devices(nullptr) == QTBT_INVALID_ARGUMENT);
    const qtbt_handle device = newLocalDevice();
    CHECK(qtbt_local_device_is_valid(device, nullptr) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_local_device_name(device, nullptr) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_local_device_address(device, nullptr) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_local_device_host_mode(device, nullptr) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_local_device_pairing_status(device, 1, nullptr) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_local_device_connected_devices(device, nullptr) == QTBT_INVALID_ARGUMENT);
    for (const int32_t value : {-1, 4, INT32_MAX}) {
        CHECK(qtbt_local_device_set_host_mode(device, value) == QTBT_INVALID_ARGUMENT);
        CHECK(qtbt_local_device_request_pairing(device, 1, value) == QTBT_INVALID_ARGUMENT);
    }
    qtbt_handle socket = 0;
    REQUIRE(qtbt_socket_new(0, &socket) == QTBT_OK);
    CHECK(qtbt_local_device_power_on(socket) == QTBT_INVALID_ARGUMENT);

    CHECK(qtbt_delete(device) == QTBT_OK);
    int32_t value = 77;
    CHECK(qtbt_local_device_host_mode(device, &value) == QTBT_DELETED);
    CHECK(qtbt_local_device_request_pairing(device, 1, kPaired) == QTBT_DELETED);
    CHECK(value == 77);
}
