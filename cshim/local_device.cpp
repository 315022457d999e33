//go:build cgo && !qtbt_system

// The ABI of QBluetoothLocalDevice.
#include "local_device.h"

#include "bluez.h"
#include "bus.h"
#include "bytes.h"
#include "compat.h"
#include "log.h"
#include "qtbt_local_device.h"
#include "sdp_element.h"

using namespace qtbt;

using Device = QBluetoothLocalDevice;
using Sequence = QBluetoothServiceInfo::Sequence;

namespace qtbt {
namespace {

QByteArray encode(const Sequence &sequence)
{
    QByteArray bytes;
    encodeElement(QVariant::fromValue(sequence), &bytes);
    return bytes;
}

} // namespace

QMetaObject::Connection LocalDevice::connectSignal(qtbt_signal signal)
{
    switch (signal) {
    case QTBT_SIGNAL_LOCAL_DEVICE_HOST_MODE_STATE_CHANGED:
        return connect(&device_, &Device::hostModeStateChanged, this,
                       [=](Device::HostMode mode) { emitSignal(signal, mode); });
    case QTBT_SIGNAL_LOCAL_DEVICE_CONNECTED:
        return connect(&device_, &Device::deviceConnected, this,
                       [=](const QBluetoothAddress &address) {
                           emitSignal(signal, qint64(address.toUInt64()));
                       });
    case QTBT_SIGNAL_LOCAL_DEVICE_DISCONNECTED:
        return connect(&device_, &Device::deviceDisconnected, this,
                       [=](const QBluetoothAddress &address) {
                           emitSignal(signal, qint64(address.toUInt64()));
                       });
    case QTBT_SIGNAL_LOCAL_DEVICE_PAIRING_FINISHED:
        return connect(&device_, &Device::pairingFinished, this,
                       [=](const QBluetoothAddress &address, Device::Pairing pairing) {
                           emitSignal(signal, qint64(pairing) << 48 | qint64(address.toUInt64()));
                       });
    case QTBT_SIGNAL_LOCAL_DEVICE_ERROR_OCCURRED:
        return connect(&device_, &Device::errorOccurred, this,
                       [=](Device::Error error) { emitSignal(signal, error); });
    }
    return {};
}

void LocalDevice::requestPairing(const QBluetoothAddress &address, Device::Pairing pairing)
{
    clearLastMessage();
    guard_.requestPairing(address, pairing);
}

namespace {

// Returns why the adapter of a device cannot be changed, or QTBT_OK.
qtbt_status availability(const Device &device)
{
#if QTBT_BLUEZ
    if (const qtbt_status status = checkBus(); status != QTBT_OK)
        return status;
    if (!daemonRuns())
        return QTBT_NO_DAEMON;
#endif
    return device.isValid() ? QTBT_OK : QTBT_NO_ADAPTER;
}

// Changes the state of a device's adapter. Qt does not report that bluetoothd or the adapter is
// gone. That is checked after the call, because the call may start bluetoothd.
template <typename F>
qtbt_status change(qtbt_handle device, F f)
{
    return withBus<LocalDevice>(device, [&](LocalDevice &self) {
        clearLastMessage();
        f(self.qt());
        return availability(self.qt());
    });
}

} // namespace
} // namespace qtbt

qtbt_status qtbt_local_device_new(uint64_t address, qtbt_handle *device)
{
    if (!device)
        return QTBT_INVALID_ARGUMENT;
    return onBus([=] {
        *device = addObject(new LocalDevice(QBluetoothAddress(address)));
        return QTBT_OK;
    });
}

qtbt_status qtbt_local_device_is_valid(qtbt_handle device, bool *valid)
{
    return get<LocalDevice>(device, valid, [](LocalDevice &self) { return self.qt().isValid(); });
}

qtbt_status qtbt_local_device_name(qtbt_handle device, qtbt_text *name)
{
    return get<LocalDevice>(device, name,
                            [](LocalDevice &self) { return toBytes(self.qt().name()); });
}

qtbt_status qtbt_local_device_address(qtbt_handle device, uint64_t *address)
{
    return get<LocalDevice>(device, address,
                            [](LocalDevice &self) { return self.qt().address().toUInt64(); });
}

qtbt_status qtbt_local_device_power_on(qtbt_handle device)
{
    return change(device, [](Device &qt) { qt.powerOn(); });
}

qtbt_status qtbt_local_device_set_host_mode(qtbt_handle device, int32_t mode)
{
    if (mode < Device::HostPoweredOff || mode > Device::HostDiscoverableLimitedInquiry)
        return QTBT_INVALID_ARGUMENT;
    return change(device, [=](Device &qt) { qt.setHostMode(Device::HostMode(mode)); });
}

qtbt_status qtbt_local_device_host_mode(qtbt_handle device, int32_t *mode)
{
    return get<LocalDevice>(device, mode, [](LocalDevice &self) { return self.qt().hostMode(); });
}

qtbt_status qtbt_local_device_request_pairing(qtbt_handle device, uint64_t address, int32_t pairing)
{
    if (pairing < Device::Unpaired || pairing > Device::AuthorizedPaired)
        return QTBT_INVALID_ARGUMENT;
    return withBus<LocalDevice>(device, [=](LocalDevice &self) {
        self.requestPairing(QBluetoothAddress(address), Device::Pairing(pairing));
        return QTBT_OK;
    });
}

qtbt_status qtbt_local_device_pairing_status(qtbt_handle device, uint64_t address, int32_t *pairing)
{
    return get<LocalDevice>(device, pairing, [=](LocalDevice &self) {
        return self.qt().pairingStatus(QBluetoothAddress(address));
    });
}

qtbt_status qtbt_local_device_connected_devices(qtbt_handle device, qtbt_bytes *addresses)
{
    return get<LocalDevice>(device, addresses, [](LocalDevice &self) {
        Sequence sequence;
        const QList<QBluetoothAddress> connected = self.qt().connectedDevices();
        for (const QBluetoothAddress &address : connected)
            sequence << quint64(address.toUInt64());
        return toBytes(encode(sequence));
    });
}

qtbt_status qtbt_local_device_all_devices(qtbt_bytes *devices)
{
    if (!devices)
        return QTBT_INVALID_ARGUMENT;
    return onBus([=] {
        Sequence sequence;
        const QList<QBluetoothHostInfo> all = Device::allDevices();
        for (const QBluetoothHostInfo &info : all)
            sequence << QVariant::fromValue(
                    Sequence({quint64(info.address().toUInt64()), info.name()}));
        *devices = toBytes(encode(sequence));
        return QTBT_OK;
    });
}
