//go:build cgo && !qtbt_system

// A QLowEnergyController: its signals, and the calls that Qt would not survive inside some of them.
// The ABI is in low_energy_calls.cpp.
#include "low_energy_controller.h"

#include "bytes.h"
#include "compat.h"
#include "log.h"
#include "low_energy_values.h"
#include "qtbt_low_energy_controller.h"
#include "quirks.h"
#include "quirks_socket.h"
#include "socket.h"

#include <QtBluetooth/qlowenergycharacteristicdata.h>
#include <QtBluetooth/qlowenergyconnectionparameters.h>
#include <QtBluetooth/qlowenergydescriptordata.h>

#include <algorithm>

#if defined(Q_OS_LINUX)
#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace qtbt {

using Controller = QLowEnergyController;

namespace {

// Qt keeps the back end in a private member, which an explicit instantiation may name.
QLowEnergyControllerPrivate *Controller::*backendMember();

template <auto Member>
struct BackendMember {
    friend QLowEnergyControllerPrivate *Controller::*backendMember() { return Member; }
};
template struct BackendMember<&Controller::d_ptr>;

// Whether the process may send HCI commands, as Qt's raw HCI peripheral does.
bool maySendHciCommands()
{
#if defined(Q_OS_LINUX)
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3]{};
    if (syscall(SYS_capget, &header, data) == 0)
        return data[CAP_TO_INDEX(CAP_NET_RAW)].effective & CAP_TO_MASK(CAP_NET_RAW);
#endif
    return true;
}

// Whether clients may write to a descriptor, by Qt's raw HCI peripheral.
bool isWritable(const QLowEnergyDescriptorData &descriptor)
{
    using Type = QBluetoothUuid::DescriptorType;
    const QBluetoothUuid uuid = descriptor.uuid();
    if (uuid == Type::ClientCharacteristicConfiguration
        || uuid == Type::ServerCharacteristicConfiguration)
        return true;
    if (uuid == Type::CharacteristicExtendedProperties
        || uuid == Type::CharacteristicPresentationFormat
        || uuid == Type::CharacteristicAggregateFormat)
        return false;
    return descriptor.isWritable();
}

bool isWritable(const QLowEnergyCharacteristicData &characteristic)
{
    using Characteristic = QLowEnergyCharacteristic;
    const QList<QLowEnergyDescriptorData> descriptors = characteristic.descriptors();
    return (characteristic.properties()
            & (Characteristic::Write | Characteristic::WriteNoResponse
               | Characteristic::WriteSigned))
            || std::any_of(descriptors.begin(), descriptors.end(),
                           [](const QLowEnergyDescriptorData &data) { return isWritable(data); });
}

} // namespace

LowEnergyController::LowEnergyController(Controller *controller) : controller_(controller)
{
    connect(controller, &Controller::errorOccurred, this, [this] { ++errors_; });
    connect(controller, &Controller::stateChanged, this, [this] { closeSocketsOnExec(); });
    closeSocketsOnExec();
}

// A QObject of a type that only Qt knows.
QObject *LowEnergyController::backend() const
{
    return reinterpret_cast<QObject *>((*controller_).*backendMember());
}

bool LowEnergyController::isRaw() const
{
    return backend()->inherits("QLowEnergyControllerPrivateBluez");
}

// Inside such a signal, Qt since 6.5 crashes if its handlers end the advertiser.
bool LowEnergyController::inAdvertisersSignal() const
{
    const QObject *sender = senderTo(backend());
    return sender && (sender->inherits("QLeAdvertiser") || sender->inherits("QLeDBusAdvertiser"));
}

void LowEnergyController::closeSocketsOnExec()
{
    if (!isRaw())
        return;
    closeListeningOnExec();
    for (const QBluetoothSocket *socket : backend()->findChildren<QBluetoothSocket *>())
        closeOnExec(int(socket->socketDescriptor()));
}

QMetaObject::Connection LowEnergyController::connectSignal(qtbt_signal signal)
{
    const auto emitInside = [=](int64_t value = 0, const QByteArray &data = {}) {
        const QScopedValueRollback inside(emissions_->any, emissions_->any + 1);
        emitSignal(signal, value, data);
    };
    Controller *qt = controller_.get();
    switch (signal) {
    case QTBT_SIGNAL_LOW_ENERGY_CONTROLLER_CONNECTED:
        return connect(qt, &Controller::connected, this, [=] { emitInside(); });
    case QTBT_SIGNAL_LOW_ENERGY_CONTROLLER_DISCONNECTED:
        return connect(qt, &Controller::disconnected, this, [=] { emitInside(); });
    case QTBT_SIGNAL_LOW_ENERGY_CONTROLLER_STATE_CHANGED:
        return connect(qt, &Controller::stateChanged, this,
                       [=](Controller::ControllerState state) { emitInside(state); });
    case QTBT_SIGNAL_LOW_ENERGY_CONTROLLER_ERROR_OCCURRED:
        return connect(qt, &Controller::errorOccurred, this, [=](Controller::Error error) {
            const QScopedValueRollback inside(emissions_->controllerErrors,
                                              emissions_->controllerErrors + 1);
            emitInside(error);
        });
    case QTBT_SIGNAL_LOW_ENERGY_CONTROLLER_MTU_CHANGED:
        return connect(qt, &Controller::mtuChanged, this, [=](int mtu) { emitInside(mtu); });
    case QTBT_SIGNAL_LOW_ENERGY_CONTROLLER_RSSI_READ:
#if QTBT_HAS_READ_RSSI
        return connect(qt, &Controller::rssiRead, this, [=](qint16 rssi) { emitInside(rssi); });
#else
        return connect(this, &QObject::objectNameChanged, this, [] {}); // never emitted
#endif
    case QTBT_SIGNAL_LOW_ENERGY_CONTROLLER_SERVICE_DISCOVERED:
        return connect(qt, &Controller::serviceDiscovered, this,
                       [=](const QBluetoothUuid &uuid) { emitInside(0, uuid.toRfc4122()); });
    case QTBT_SIGNAL_LOW_ENERGY_CONTROLLER_DISCOVERY_FINISHED:
        return connect(qt, &Controller::discoveryFinished, this, [=] { emitInside(); });
    case QTBT_SIGNAL_LOW_ENERGY_CONTROLLER_CONNECTION_UPDATED:
        return connect(qt, &Controller::connectionUpdated, this,
                       [=](const QLowEnergyConnectionParameters &parameters) {
                           emitInside(0, encodeConnectionParameters(parameters));
                       });
    }
    return {};
}

qtbt_status LowEnergyController::putOff(std::function<qtbt_status(qtbt_failure *)> call)
{
    QMetaObject::invokeMethod(
            this,
            [call = std::move(call)] {
                qtbt_failure failure{};
                call(&failure);
                qtbt_bytes_free(failure.text);
            },
            Qt::QueuedConnection);
    return QTBT_OK;
}

// A handler of errorOccurred that makes a call again, within one, is called without end; so the
// call is put off.
qtbt_status LowEnergyController::attempt(bool allowed, Call call, qtbt_failure *failure)
{
    if (calls_ > 0 && emissions_->controllerErrors > 0)
        return putOff([=](qtbt_failure *later) { return attempt(allowed, call, later); });
    clearLastMessage();
    const QScopedValueRollback errors(errors_, 0);
    const QScopedValueRollback inside(calls_, calls_ + 1);
    call(*controller_);
    if (errors_ > 0)
        *failure = {controller_->error(), toBytes(controller_->errorString())};
    else if (!allowed)
        *failure = {0, toBytes(lastMessage())};
    else
        return QTBT_OK;
    return QTBT_FAILED;
}

// Within an emission, Qt's raw central would delete the socket that emits.
qtbt_status LowEnergyController::connectToDevice(qtbt_failure *failure)
{
    if (isRaw() && emissions_->any > 0)
        return putOff([=](qtbt_failure *later) { return connectToDevice(later); });
    return attempt(!isPeripheral(), [](Controller &qt) { qt.connectToDevice(); }, failure);
}

// Within an emission, a peripheral would delete what emits: its advertiser, or from Qt 6.5 on the
// characteristic that a client wrote to. The raw central would close the socket that emits. And
// bluetoothd may remove several services at once: when a handler of the first one's end
// disconnects, Qt calls null for the second (6.4.2 and 6.8.2).
void LowEnergyController::disconnectFromDevice()
{
    if (((isPeripheral() || isRaw()) && emissions_->any > 0) || emissions_->invalidServices > 0)
        QMetaObject::invokeMethod(this, [=] { disconnectFromDevice(); }, Qt::QueuedConnection);
    else
        controller_->disconnectFromDevice();
}

// When the device or the adapter disappears, Qt's D-Bus central emits errorOccurred between the
// deletion of its D-Bus objects and the change of its state: it would call null (6.4.2 and 6.8.2).
qtbt_status LowEnergyController::discoverServices(qtbt_failure *failure)
{
    if (emissions_->controllerErrors > 0)
        return putOff([=](qtbt_failure *later) { return discoverServices(later); });
    return attempt(!isPeripheral(), [](Controller &qt) { qt.discoverServices(); }, failure);
}

// Within a call that starts or stops advertising, another one would end the advertiser that Qt uses
// next.
qtbt_status LowEnergyController::startAdvertising(Call start, qtbt_failure *failure)
{
    if (advertisingCalls_ > 0 || inAdvertisersSignal())
        return putOff([=](qtbt_failure *later) { return startAdvertising(start, later); });
    const QScopedValueRollback inside(advertisingCalls_, advertisingCalls_ + 1);
    const bool allowed = isPeripheral() && controller_->state() == Controller::UnconnectedState;
    const qtbt_status status = attempt(allowed, std::move(start), failure);
    closeSocketsOnExec();
    if (status == QTBT_FAILED && failure->code == Controller::AdvertisingError && isRaw()
        && !maySendHciCommands()) {
        qtbt_bytes_free(failure->text);
        failure->text = toBytes(controller_->errorString()
                                + QStringLiteral(": the process lacks the capability CAP_NET_RAW"));
    }
    return status;
}

void LowEnergyController::stopAdvertising()
{
    if (advertisingCalls_ > 0 || inAdvertisersSignal()) {
        QMetaObject::invokeMethod(this, [=] { stopAdvertising(); }, Qt::QueuedConnection);
        return;
    }
    const QScopedValueRollback inside(advertisingCalls_, advertisingCalls_ + 1);
    controller_->stopAdvertising();
}

qtbt_handle LowEnergyController::addService(QLowEnergyService *service)
{
    return addObject(new LowEnergyService(service, emissions_));
}

bool LowEnergyController::hasWritableService(const QBluetoothUuid &uuid) const
{
    return writable_.value(uuid).isValid();
}

void LowEnergyController::rememberWritable(const QLowEnergyServiceData &data,
                                           QLowEnergyService &service)
{
    const QList<QLowEnergyCharacteristicData> characteristics = data.characteristics();
    if (std::any_of(characteristics.begin(), characteristics.end(),
                    [](const QLowEnergyCharacteristicData &each) { return isWritable(each); }))
        writable_.insert(data.uuid(), service.characteristics().constFirst());
}

} // namespace qtbt
