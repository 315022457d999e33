//go:build cgo && !qtbt_system

// The ABI of the results that Qt computes from a device.
#include "bytes.h"
#include "device_info.h"
#include "qt_thread.h"
#include "qtbt_device_info.h"

#include <QtBluetooth/qbluetoothaddress.h>

#include <limits>

using namespace qtbt;

namespace {

std::optional<QBluetoothDeviceInfo> toDevice(const uint8_t *data, size_t size)
{
    if (!data || size > size_t(std::numeric_limits<int32_t>::max()))
        return {};
    return decodeDeviceInfo(QByteArrayView(data, qsizetype(size)));
}

QByteArray toByteArray(const uint8_t *data, size_t size)
{
    return {reinterpret_cast<const char *>(data), qsizetype(size)};
}

// Stores the device that `make` returns.
template <typename F>
qtbt_status makeDevice(qtbt_bytes *device, F make)
{
    if (!device)
        return QTBT_INVALID_ARGUMENT;
    auto work = [&]() -> qtbt_status {
        *device = toBytes(encodeDeviceInfo(make()));
        return QTBT_OK;
    };
    return guarded(work);
}

// Stores the device after `change` was called with it and the data. `change` returns whether it
// changed the device.
template <typename F>
qtbt_status changeDevice(const uint8_t *device, size_t size, const uint8_t *data, size_t data_size,
                         qtbt_bytes *changed, F change)
{
    if (!changed || (!data && data_size))
        return QTBT_INVALID_ARGUMENT;
    auto work = [&]() -> qtbt_status {
        auto info = toDevice(device, size);
        if (!info)
            return QTBT_INVALID_ARGUMENT;
        const bool done = change(*info, toByteArray(data, data_size));
        *changed = toBytes(encodeDeviceInfo(*info));
        return done ? QTBT_OK : QTBT_FAILED;
    };
    return guarded(work);
}

// Stores the result that f computes from a device.
template <typename Out, typename F>
qtbt_status computeOf(const uint8_t *device, size_t size, Out *out, F f)
{
    if (!out)
        return QTBT_INVALID_ARGUMENT;
    auto work = [&]() -> qtbt_status {
        const auto info = toDevice(device, size);
        if (!info)
            return QTBT_INVALID_ARGUMENT;
        *out = f(*info);
        return QTBT_OK;
    };
    return guarded(work);
}

} // namespace

qtbt_status qtbt_device_info_invalid(qtbt_bytes *device)
{
    return makeDevice(device, [] { return QBluetoothDeviceInfo(); });
}

qtbt_status qtbt_device_info_from_address(uint64_t address, const char *name, size_t name_size,
                                          uint32_t class_of_device, qtbt_bytes *device)
{
    if (!name && name_size)
        return QTBT_INVALID_ARGUMENT;
    return makeDevice(device, [=] {
        return QBluetoothDeviceInfo(QBluetoothAddress(address), toText(name, name_size),
                                    class_of_device);
    });
}

qtbt_status qtbt_device_info_from_uuid(qtbt_uuid uuid, const char *name, size_t name_size,
                                       uint32_t class_of_device, qtbt_bytes *device)
{
    if (!name && name_size)
        return QTBT_INVALID_ARGUMENT;
    return makeDevice(device, [&] {
        return QBluetoothDeviceInfo(toUuid(uuid), toText(name, name_size), class_of_device);
    });
}

qtbt_status qtbt_device_info_classes(uint32_t class_of_device, qtbt_device_classes *classes)
{
    if (!classes)
        return QTBT_INVALID_ARGUMENT;
    auto work = [=]() -> qtbt_status {
        const QBluetoothDeviceInfo info(QBluetoothAddress(), {}, class_of_device);
        *classes = {uint32_t(info.serviceClasses()), uint8_t(info.majorDeviceClass()),
                    info.minorDeviceClass()};
        return QTBT_OK;
    };
    return guarded(work);
}

qtbt_status qtbt_device_info_equals(const uint8_t *a, size_t a_size, const uint8_t *b,
                                    size_t b_size, bool *equal)
{
    if (!equal)
        return QTBT_INVALID_ARGUMENT;
    auto work = [=]() -> qtbt_status {
        const auto left = toDevice(a, a_size);
        const auto right = toDevice(b, b_size);
        if (!left || !right)
            return QTBT_INVALID_ARGUMENT;
        *equal = *left == *right;
        return QTBT_OK;
    };
    return guarded(work);
}

qtbt_status qtbt_device_info_manufacturer_data(const uint8_t *device, size_t size, uint16_t company,
                                               qtbt_bytes *data)
{
    return computeOf(device, size, data, [=](const QBluetoothDeviceInfo &info) {
        return toBytes(info.manufacturerData(company));
    });
}

qtbt_status qtbt_device_info_add_manufacturer_data(const uint8_t *device, size_t size,
                                                   uint16_t company, const uint8_t *data,
                                                   size_t data_size, qtbt_bytes *changed)
{
    return changeDevice(device, size, data, data_size, changed,
                        [=](QBluetoothDeviceInfo &info, const QByteArray &bytes) {
                            return info.setManufacturerData(company, bytes);
                        });
}

qtbt_status qtbt_device_info_service_data(const uint8_t *device, size_t size, qtbt_uuid service,
                                          qtbt_bytes *data)
{
    return computeOf(device, size, data, [&](const QBluetoothDeviceInfo &info) {
        return toBytes(serviceData(info, toUuid(service)));
    });
}

qtbt_status qtbt_device_info_add_service_data(const uint8_t *device, size_t size, qtbt_uuid service,
                                              const uint8_t *data, size_t data_size,
                                              qtbt_bytes *changed)
{
    return changeDevice(device, size, data, data_size, changed,
                        [&](QBluetoothDeviceInfo &info, const QByteArray &bytes) {
                            return setServiceData(&info, toUuid(service), bytes);
                        });
}
