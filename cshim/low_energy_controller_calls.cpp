//go:build cgo && !qtbt_system

// The ABI of QLowEnergyController.
#include "bus.h"
#include "bytes.h"
#include "compat.h"
#include "device_info.h"
#include "log.h"
#include "low_energy_controller.h"
#include "low_energy_values.h"
#include "qtbt_low_energy_controller.h"
#include "qtbt_low_energy_values.h"
#include "quirks.h"
#include "quirks_low_energy.h"

#include <QtBluetooth/qbluetoothaddress.h>
#include <QtBluetooth/qbluetoothdeviceinfo.h>

#include <limits>

using namespace qtbt;

using Controller = QLowEnergyController;

namespace {

QByteArrayView view(const uint8_t *data, size_t size)
{
    constexpr auto most = size_t(std::numeric_limits<int32_t>::max());
    return data && size <= most ? QByteArrayView(data, qsizetype(size)) : QByteArrayView();
}

// Makes a controller. From the warning with which Qt before 6.5 names its back end, no later error
// follows.
template <typename F>
qtbt_status make(qtbt_handle *controller, F construct)
{
    if (!controller)
        return QTBT_INVALID_ARGUMENT;
    return onBus([&] {
        chooseBackend();
        *controller = addObject(new LowEnergyController(construct()));
        clearLastMessage();
        return QTBT_OK;
    });
}

// Runs f, a call that Qt may refuse.
template <typename F>
qtbt_status attemptWith(qtbt_handle controller, qtbt_failure *failure, F f)
{
    if (!failure)
        return QTBT_INVALID_ARGUMENT;
    return withBus<LowEnergyController>(controller, f);
}

qtbt_status readRssi(LowEnergyController &self, qtbt_failure *failure)
{
#if QTBT_HAS_READ_RSSI
    return self.attempt(true, [](Controller &qt) { qt.readRssi(); }, failure);
#else
    (void)self;
    *failure = {QTBT_LOW_ENERGY_CONTROLLER_ERROR_RSSI_READ,
                toBytes(QByteArrayLiteral("this Qt is older than 6.5"))};
    return QTBT_FAILED;
#endif
}

} // namespace

qtbt_status qtbt_low_energy_controller_new_central(const uint8_t *device, size_t device_size,
                                                   uint64_t adapter, qtbt_handle *controller)
{
    std::optional<QBluetoothDeviceInfo> remote;
    auto decode = [&]() -> qtbt_status {
        remote = decodeDeviceInfo(view(device, device_size));
        return remote ? QTBT_OK : QTBT_INVALID_ARGUMENT;
    };
    if (const qtbt_status status = guarded(decode); status != QTBT_OK)
        return status;
    return make(controller,
                [&] { return Controller::createCentral(*remote, QBluetoothAddress(adapter)); });
}

qtbt_status qtbt_low_energy_controller_new_peripheral(uint64_t adapter, qtbt_handle *controller)
{
    return make(controller,
                [=] { return Controller::createPeripheral(QBluetoothAddress(adapter)); });
}

qtbt_status qtbt_low_energy_controller_local_address(qtbt_handle controller, uint64_t *address)
{
    return get<LowEnergyController>(controller, address, [](LowEnergyController &self) {
        return self.qt().localAddress().toUInt64();
    });
}

qtbt_status qtbt_low_energy_controller_remote_address(qtbt_handle controller, uint64_t *address)
{
    return get<LowEnergyController>(controller, address, [](LowEnergyController &self) {
        return self.qt().remoteAddress().toUInt64();
    });
}

qtbt_status qtbt_low_energy_controller_remote_device_uuid(qtbt_handle controller, qtbt_uuid *uuid)
{
    return get<LowEnergyController>(controller, uuid, [](LowEnergyController &self) {
        return fromUuid(self.qt().remoteDeviceUuid());
    });
}

qtbt_status qtbt_low_energy_controller_remote_name(qtbt_handle controller, qtbt_text *name)
{
    return get<LowEnergyController>(controller, name, [](LowEnergyController &self) {
        return toBytes(self.qt().remoteName());
    });
}

qtbt_status qtbt_low_energy_controller_role(qtbt_handle controller, int32_t *role)
{
    return get<LowEnergyController>(controller, role,
                                    [](LowEnergyController &self) { return self.qt().role(); });
}

qtbt_status qtbt_low_energy_controller_state(qtbt_handle controller, int32_t *state)
{
    return get<LowEnergyController>(controller, state,
                                    [](LowEnergyController &self) { return self.qt().state(); });
}

qtbt_status qtbt_low_energy_controller_error(qtbt_handle controller, int32_t *code)
{
    return get<LowEnergyController>(controller, code,
                                    [](LowEnergyController &self) { return self.qt().error(); });
}

qtbt_status qtbt_low_energy_controller_error_string(qtbt_handle controller, qtbt_text *text)
{
    return get<LowEnergyController>(controller, text, [](LowEnergyController &self) {
        return toBytes(self.qt().errorString());
    });
}

qtbt_status qtbt_low_energy_controller_mtu(qtbt_handle controller, int32_t *mtu)
{
    return get<LowEnergyController>(controller, mtu,
                                    [](LowEnergyController &self) { return self.qt().mtu(); });
}

qtbt_status qtbt_low_energy_controller_remote_address_type(qtbt_handle controller, int32_t *type)
{
    return get<LowEnergyController>(controller, type, [](LowEnergyController &self) {
        return self.qt().remoteAddressType();
    });
}

qtbt_status qtbt_low_energy_controller_set_remote_address_type(qtbt_handle controller, int32_t type)
{
    if (type != QTBT_REMOTE_ADDRESS_PUBLIC && type != QTBT_REMOTE_ADDRESS_RANDOM)
        return QTBT_INVALID_ARGUMENT;
    return with<LowEnergyController>(controller, [=](LowEnergyController &self) {
        self.qt().setRemoteAddressType(Controller::RemoteAddressType(type));
        return QTBT_OK;
    });
}

qtbt_status qtbt_low_energy_controller_connect_to_device(qtbt_handle controller,
                                                         qtbt_failure *failure)
{
    return attemptWith(controller, failure,
                       [=](LowEnergyController &self) { return self.connectToDevice(failure); });
}

qtbt_status qtbt_low_energy_controller_disconnect_from_device(qtbt_handle controller)
{
    return with<LowEnergyController>(controller, [](LowEnergyController &self) {
        self.disconnectFromDevice();
        return QTBT_OK;
    });
}

qtbt_status qtbt_low_energy_controller_discover_services(qtbt_handle controller,
                                                         qtbt_failure *failure)
{
    return attemptWith(controller, failure,
                       [=](LowEnergyController &self) { return self.discoverServices(failure); });
}

qtbt_status qtbt_low_energy_controller_read_rssi(qtbt_handle controller, qtbt_failure *failure)
{
    return attemptWith(controller, failure,
                       [=](LowEnergyController &self) { return readRssi(self, failure); });
}

qtbt_status qtbt_low_energy_controller_request_connection_update(qtbt_handle controller,
                                                                 const uint8_t *parameters,
                                                                 size_t parameters_size,
                                                                 qtbt_failure *failure)
{
    return attemptWith(controller, failure, [=](LowEnergyController &self) -> qtbt_status {
        const auto wanted = decodeConnectionParameters(view(parameters, parameters_size));
        if (!wanted)
            return QTBT_INVALID_ARGUMENT;
        const auto state = self.qt().state();
        const bool connected = state == Controller::ConnectedState
                || state == Controller::DiscoveringState || state == Controller::DiscoveredState;
        return self.attempt(
                connected, [=](Controller &qt) { qt.requestConnectionUpdate(*wanted); }, failure);
    });
}

qtbt_status qtbt_low_energy_controller_services(qtbt_handle controller, qtbt_uuids *services)
{
    return get<LowEnergyController>(controller, services, [](LowEnergyController &self) {
        return toBytes(self.qt().services());
    });
}

qtbt_status qtbt_low_energy_controller_create_service_object(qtbt_handle controller, qtbt_uuid uuid,
                                                             qtbt_handle *service)
{
    return get<LowEnergyController>(controller, service, [&](LowEnergyController &self) {
        return self.createServiceObject(toUuid(uuid));
    });
}

qtbt_status
qtbt_low_energy_controller_start_advertising(qtbt_handle controller, const uint8_t *parameters,
                                             size_t parameters_size, const uint8_t *data,
                                             size_t data_size, const uint8_t *scan_response,
                                             size_t scan_response_size, qtbt_failure *failure)
{
    return attemptWith(controller, failure, [=](LowEnergyController &self) -> qtbt_status {
        const auto how = decodeAdvertisingParameters(view(parameters, parameters_size));
        const auto what = decodeAdvertisingData(view(data, data_size));
        const auto more = decodeAdvertisingData(view(scan_response, scan_response_size));
        if (!how || !what || !more)
            return QTBT_INVALID_ARGUMENT;
        if (self.isRaw() && (overrunsHciAdvertiser(*what) || overrunsHciAdvertiser(*more)))
            return QTBT_INVALID_ARGUMENT;
        return self.startAdvertising(
                [=](Controller &qt) { qt.startAdvertising(*how, *what, *more); }, failure);
    });
}

qtbt_status qtbt_low_energy_controller_stop_advertising(qtbt_handle controller)
{
    return with<LowEnergyController>(controller, [](LowEnergyController &self) {
        self.stopAdvertising();
        return QTBT_OK;
    });
}

qtbt_status qtbt_low_energy_controller_add_service(qtbt_handle controller, const uint8_t *data,
                                                   size_t data_size, qtbt_handle *service,
                                                   qtbt_failure *failure)
{
    if (!service)
        return QTBT_INVALID_ARGUMENT;
    return attemptWith(controller, failure, [=](LowEnergyController &self) -> qtbt_status {
        const auto find = [](qtbt_handle handle) -> QLowEnergyService * {
            auto *included = dynamic_cast<LowEnergyService *>(findObject(handle));
            return included ? included->qt().get() : nullptr;
        };
        const auto wanted = decodeLowEnergyServiceData(view(data, data_size), find);
        if (!wanted)
            return QTBT_INVALID_ARGUMENT;
        return self.addService(*wanted, service, failure);
    });
}
