// Values: the results that Qt computes from addresses, UUIDs, devices and services.
#include "catch.h"
#include "harness.h"

#include <cstring>
#include <string>
#include <vector>

namespace {

const qtbt_uuid kSerialPort = {{0x00, 0x00, 0x11, 0x01, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00,
                                0x80, 0x5f, 0x9b, 0x34, 0xfb}};

// Returns the bytes and frees them.
std::string take(qtbt_bytes bytes)
{
    std::string text(reinterpret_cast<char *>(bytes.data), bytes.size);
    qtbt_bytes_free(bytes);
    return text;
}

const uint8_t *octets(const std::string &bytes)
{
    return reinterpret_cast<const uint8_t *>(bytes.data());
}

std::string someDevice()
{
    qtbt_bytes device = {};
    REQUIRE(qtbt_device_info_from_address(0x001122334455, "Desk", 4, 0x5a0204, &device) == QTBT_OK);
    return take(device);
}

} // namespace

TEST_CASE("addresses and UUIDs need no start")
{
    uint64_t address = 77;
    qtbt_bytes text = {};
    int32_t number = 77;
    bool flag = false;
    CHECK(qtbt_address_from_string("00:11:22:33:44:55", 17, &address) == QTBT_OK);
    CHECK(address == 0x001122334455);
    CHECK(qtbt_address_to_string(address, &text) == QTBT_OK);
    CHECK(take(text) == "00:11:22:33:44:55");
    CHECK(qtbt_address_compare(1, 2, &number) == QTBT_OK);
    CHECK(number == -1);
    CHECK(qtbt_address_from_string("\xff", 1, &address) == QTBT_OK);
    CHECK(qtbt_address_is_null(address, &flag) == QTBT_OK);
    CHECK(flag);

    qtbt_uuid uuid;
    uint16_t small = 77;
    uint32_t big = 77;
    CHECK(qtbt_uuid_from_uint16(0x1101, &uuid) == QTBT_OK);
    CHECK(std::memcmp(&uuid, &kSerialPort, sizeof uuid) == 0);
    CHECK(qtbt_uuid_to_string(uuid, &text) == QTBT_OK);
    CHECK(take(text) == "{00001101-0000-1000-8000-00805f9b34fb}");
    CHECK(qtbt_uuid_to_uint16(uuid, &small) == QTBT_OK);
    CHECK(small == 0x1101);
    CHECK(qtbt_uuid_from_uint32(0x11101, &uuid) == QTBT_OK);
    CHECK(qtbt_uuid_to_uint16(uuid, &small) == QTBT_FAILED);
    CHECK(small == 0);
    CHECK(qtbt_uuid_to_uint32(uuid, &big) == QTBT_OK);
    CHECK(big == 0x11101);
    CHECK(qtbt_uuid_minimum_size(uuid, &number) == QTBT_OK);
    CHECK(number == 4);
    CHECK(qtbt_uuid_compare(uuid, kSerialPort, &number) == QTBT_OK);
    CHECK(number == 1);
    CHECK(qtbt_uuid_from_string(nullptr, 0, &uuid) == QTBT_OK);
    CHECK(qtbt_uuid_minimum_size(uuid, &number) == QTBT_OK);
    CHECK(number == 0);
}

TEST_CASE("values refuse NULL")
{
    uint64_t address;
    qtbt_uuid uuid = kSerialPort;
    qtbt_bytes bytes;
    bool flag;
    CHECK(qtbt_address_from_string(nullptr, 1, &address) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_address_from_string("", 0, nullptr) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_address_to_string(0, nullptr) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_uuid_from_string(nullptr, 1, &uuid) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_uuid_to_uint16(uuid, nullptr) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_uuid_name(QTBT_UUID_PROTOCOL, 1, nullptr) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_host_info_equals(0, nullptr, 1, 0, "", 0, &flag) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_device_info_invalid(nullptr) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_device_info_classes(0, nullptr) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_device_info_manufacturer_data(nullptr, 0, 1, &bytes) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_device_info_equals(nullptr, 0, nullptr, 0, &flag) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_url_encoded(nullptr, 1, &bytes) == QTBT_INVALID_ARGUMENT);
}

TEST_CASE("UUIDs have names")
{
    harness::Started runtime;
    qtbt_bytes name = {};
    CHECK(qtbt_uuid_name(QTBT_UUID_SERVICE_CLASS, 0x1101, &name) == QTBT_OK);
    CHECK(take(name) == "Serial Port Profile");
    CHECK(qtbt_uuid_name(QTBT_UUID_DESCRIPTOR, 0x1101, &name) == QTBT_OK);
    CHECK(take(name).empty());
    CHECK(qtbt_uuid_name(QTBT_UUID_DESCRIPTOR + 1, 0x1101, &name) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_uuid_name(-1, 0x1101, &name) == QTBT_INVALID_ARGUMENT);
}

TEST_CASE("advertised data are added to a device")
{
    const std::string device = someDevice();
    const uint8_t advertised[] = {1, 2};
    qtbt_bytes out = {};
    REQUIRE(qtbt_device_info_add_manufacturer_data(octets(device), device.size(), 7, advertised, 2,
                                                   &out)
            == QTBT_OK);
    const std::string changed = take(out);
    CHECK(qtbt_device_info_add_manufacturer_data(octets(changed), changed.size(), 7, advertised, 2,
                                                 &out)
          == QTBT_FAILED);
    CHECK(take(out) == changed);
    CHECK(qtbt_device_info_manufacturer_data(octets(changed), changed.size(), 7, &out) == QTBT_OK);
    CHECK(take(out) == std::string("\x01\x02"));

    bool equal = true;
    CHECK(qtbt_device_info_equals(octets(device), device.size(), octets(changed), changed.size(),
                                  &equal)
          == QTBT_OK);
    CHECK_FALSE(equal);

    qtbt_device_classes classes = {};
    CHECK(qtbt_device_info_classes(0x5a0204, &classes) == QTBT_OK);
    CHECK(classes.service_classes == 0x5a0204 >> 13);
    CHECK(int(classes.major) == 2);
    CHECK(int(classes.minor) == 1);
}

TEST_CASE("a device that is cut off is refused")
{
    const std::string device = someDevice();
    for (size_t size = 0; size < device.size(); ++size) {
        qtbt_bytes out;
        const std::vector<uint8_t> cut(device.begin(), device.begin() + ptrdiff_t(size));
        CHECK(qtbt_device_info_manufacturer_data(cut.data(), size, 7, &out)
              == QTBT_INVALID_ARGUMENT);
    }
}

TEST_CASE("a service is summed up")
{
    harness::Started runtime;
    // {device, 0x0004, {{UUID 0x0100}, {UUID 0x0003, uint8 11}}}
    const std::string list("\x09\x00\x04\x35\x0c\x35\x03\x19\x01\x00\x35\x05\x19\x00\x03\x08\x0b",
                           17);
    std::string record = someDevice() + list;
    record = std::string("\x35") + char(record.size()) + record;

    qtbt_handle service = 0;
    REQUIRE(qtbt_service_info_new(octets(record), record.size(), &service) == QTBT_OK);
    qtbt_service_summary summary = {};
    CHECK(qtbt_service_info_summary(service, &summary) == QTBT_OK);
    CHECK(summary.valid);
    CHECK(summary.complete);
    CHECK(summary.socket_protocol == 2);
    CHECK(summary.server_channel == 11);
    CHECK(summary.protocol_service_multiplexer == 0);
    qtbt_bytes out = {};
    CHECK(qtbt_service_info_protocol_descriptor(service, 3, &out) == QTBT_OK);
    CHECK(take(out) == std::string("\x35\x05\x19\x00\x03\x08\x0b", 7));
    CHECK(qtbt_service_info_class_uuids(service, &out) == QTBT_OK);
    CHECK(take(out).empty());
    CHECK(qtbt_service_info_text(service, 0x0100, &out) == QTBT_OK);
    CHECK(take(out).empty());
    CHECK(qtbt_delete(service) == QTBT_OK);
    CHECK(qtbt_service_info_summary(service, &summary) == QTBT_DELETED);
}

TEST_CASE("URLs are encoded as QUrl does it")
{
    qtbt_bytes out = {};
    CHECK(qtbt_url_encoded("HTTP://Host/a b", 15, &out) == QTBT_OK);
    CHECK(take(out) == "http://host/a%20b");
    CHECK(qtbt_url_encoded("http://[", 8, &out) == QTBT_FAILED);
    CHECK(take(out).empty());
}
