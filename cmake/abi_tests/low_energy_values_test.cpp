// Values: what Qt's Low Energy data classes hold and compare.
#include "catch.h"
#include "harness.h"

#include <string>
#include <thread>

using namespace std::string_literals;

namespace {

// Takes the bytes over.
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

qtbt_status held(qtbt_low_energy_kind kind, const std::string &value, std::string *out)
{
    qtbt_bytes bytes = {};
    const qtbt_status status =
            qtbt_low_energy_values_held(kind, octets(value), value.size(), &bytes);
    *out = take(bytes);
    return status;
}

std::string makeDefault(qtbt_low_energy_kind kind)
{
    qtbt_bytes value = {};
    REQUIRE(qtbt_low_energy_values_default(kind, &value) == QTBT_OK);
    return take(value);
}

std::string sequence(const std::string &content)
{
    REQUIRE(content.size() < 256);
    return "\x35"s + char(content.size()) + content;
}

// A service with the included services 1 and 2, and with a characteristic that has a descriptor.
std::string someService()
{
    const std::string descriptor =
            sequence("\x19\x29\x02\xfd\x02\0\0\x28\x01\x0a\0\0\0\0\x28\x01\x0a\0\0\0\x07"s);
    const std::string characteristic =
            sequence("\x19\x2a\x19\xfd\x01\x64\x0a\0\0\0\x12\x0a\0\0\0\0\x0a\0\0\0\0"
                     "\x12\0\0\0\x01\x12\0\0\0\x01"s
                     + sequence(descriptor));
    return sequence("\x12\x00\x00\x28\x01\x19\x18\x0f"s
                    + sequence("\x0b\0\0\0\0\0\0\0\x01\x0b\0\0\0\0\0\0\0\x02"s)
                    + sequence(characteristic));
}

} // namespace

TEST_CASE("Low Energy values are held as Qt's classes hold them")
{
    for (int kind = QTBT_LOW_ENERGY_ADVERTISING_PARAMETERS; kind <= QTBT_LOW_ENERGY_SERVICE_DATA;
         ++kind) {
        const std::string value = makeDefault(kind);
        std::string same;
        CHECK(held(kind, value, &same) == QTBT_OK);
        CHECK(same == value);
    }
    // A maximum interval below the minimum becomes the minimum.
    std::string out;
    const std::string start = "\x12\0\0\0\x03\x12\0\0\0\x01\x09\x02\x00"s;
    CHECK(held(QTBT_LOW_ENERGY_ADVERTISING_PARAMETERS, sequence(start + "\x09\x01\x00\x35\x00"s),
               &out)
          == QTBT_OK);
    CHECK(out == sequence(start + "\x09\x02\x00\x35\x00"s));
}

TEST_CASE("Low Energy values are compared by Qt's operator==")
{
    const auto kind = QTBT_LOW_ENERGY_CONNECTION_PARAMETERS;
    const std::string value = makeDefault(kind);
    std::string other = value;
    other.back() ^= 1; // in the supervision timeout
    bool equal = false;
    CHECK(qtbt_low_energy_values_equal(kind, octets(value), value.size(), octets(value),
                                       value.size(), &equal)
          == QTBT_OK);
    CHECK(equal);
    CHECK(qtbt_low_energy_values_equal(kind, octets(value), value.size(), octets(other),
                                       other.size(), &equal)
          == QTBT_OK);
    CHECK_FALSE(equal);
}

TEST_CASE("Low Energy values that are malformed are refused")
{
    harness::Started runtime; // which takes over what Qt logs
    const std::string service = someService();
    const auto tryAll = [&] {
        std::string out;
        CHECK(held(QTBT_LOW_ENERGY_SERVICE_DATA, service, &out) == QTBT_OK);
        CHECK(out == service);
        for (size_t i = 0; i < service.size(); ++i) {
            CHECK(held(QTBT_LOW_ENERGY_SERVICE_DATA, service.substr(0, i), &out)
                  == QTBT_INVALID_ARGUMENT);
            for (int change = 1; change < 256; ++change) {
                std::string changed = service;
                changed[i] = char(changed[i] ^ change);
                std::string again;
                if (held(QTBT_LOW_ENERGY_SERVICE_DATA, changed, &out) == QTBT_OK) {
                    CHECK(held(QTBT_LOW_ENERGY_SERVICE_DATA, out, &again) == QTBT_OK);
                    CHECK(again == out);
                }
            }
        }
    };
    // Not on the first thread: a warning of Qt's allocates for its thread what Qt frees when that
    // ends.
    std::thread(tryAll).join();
}

TEST_CASE("Low Energy values refuse NULL and unknown kinds")
{
    const std::string value = makeDefault(QTBT_LOW_ENERGY_DESCRIPTOR_DATA);
    const uint8_t *data = octets(value);
    const size_t size = value.size();
    qtbt_bytes out = {};
    bool equal = false;
    for (const qtbt_low_energy_kind kind : {-1, QTBT_LOW_ENERGY_SERVICE_DATA + 1}) {
        CHECK(qtbt_low_energy_values_default(kind, &out) == QTBT_INVALID_ARGUMENT);
        CHECK(qtbt_low_energy_values_held(kind, data, size, &out) == QTBT_INVALID_ARGUMENT);
        CHECK(qtbt_low_energy_values_equal(kind, data, size, data, size, &equal)
              == QTBT_INVALID_ARGUMENT);
    }
    const auto kind = QTBT_LOW_ENERGY_DESCRIPTOR_DATA;
    CHECK(qtbt_low_energy_values_default(kind, nullptr) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_low_energy_values_held(kind, nullptr, 0, &out) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_low_energy_values_held(kind, data, size, nullptr) == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_low_energy_values_equal(kind, nullptr, 0, data, size, &equal)
          == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_low_energy_values_equal(kind, data, size, nullptr, 0, &equal)
          == QTBT_INVALID_ARGUMENT);
    CHECK(qtbt_low_energy_values_equal(kind, data, size, data, size, nullptr)
          == QTBT_INVALID_ARGUMENT);
}
