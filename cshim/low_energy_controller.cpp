//go:build cgo && !qtbt_system

// The signals and calls of a QLowEnergyController. A call that would crash Qt now is put off. The ABI
// is in low_energy_controller_calls.cpp.
#include "low_energy_controller.h"

#include "bytes.h"
#include "compat.h"
#include "log.h"
#include "low_energy_values.h"
#include "qtbt_low_energy_controller.h"

#include <QtBluetooth/qlowenergyconnectionparameters.h>

namespace qtbt {

using Controller = QLowEnergyController;

LowEnergyController::LowEnergyController(Controller *controller) : controller_(controller)
{
    connect(controller, &Controller::errorOccurred, this, [this] { ++errors_; });
    connect(controller, &Controller::stateChanged, this, [this] { guard_.tendSockets(); });
    guard_.tendSockets();
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

qtbt_status LowEnergyController::connectToDevice(qtbt_failure *failure)
{
    if (guard_.connectWouldCrash())
        return putOff([=](qtbt_failure *later) { return connectToDevice(later); });
    return attempt(!isPeripheral(), [](Controller &qt) { qt.connectToDevice(); }, failure);
}

void LowEnergyController::disconnectFromDevice()
{
    if (guard_.disconnectWouldCrash())
        QMetaObject::invokeMethod(this, [=] { disconnectFromDevice(); }, Qt::QueuedConnection);
    else
        controller_->disconnectFromDevice();
}

qtbt_status LowEnergyController::discoverServices(qtbt_failure *failure)
{
    if (guard_.discoveryWouldCrash())
        return putOff([=](qtbt_failure *later) { return discoverServices(later); });
    return attempt(!isPeripheral(), [](Controller &qt) { qt.discoverServices(); }, failure);
}

qtbt_status LowEnergyController::startAdvertising(Call start, qtbt_failure *failure)
{
    if (guard_.advertisingWouldCrash())
        return putOff([=](qtbt_failure *later) { return startAdvertising(start, later); });
    const bool allowed = isPeripheral() && controller_->state() == Controller::UnconnectedState;
    qtbt_status status;
    guard_.inAdvertising([&] { status = attempt(allowed, std::move(start), failure); });
    guard_.tendSockets();
    if (status == QTBT_FAILED && failure->code == Controller::AdvertisingError
        && guard_.lacksCapability()) {
        qtbt_bytes_free(failure->text);
        failure->text = toBytes(controller_->errorString()
                                + QStringLiteral(": the process lacks the capability CAP_NET_RAW"));
    }
    return status;
}

void LowEnergyController::stopAdvertising()
{
    if (guard_.advertisingWouldCrash())
        QMetaObject::invokeMethod(this, [=] { stopAdvertising(); }, Qt::QueuedConnection);
    else
        guard_.inAdvertising([this] { controller_->stopAdvertising(); });
}

qtbt_status LowEnergyController::addService(const QLowEnergyServiceData &data, qtbt_handle *service,
                                            qtbt_failure *failure)
{
    if (guard_.wouldAbort(data))
        return QTBT_DUPLICATE_SERVICE;
    clearLastMessage();
    QLowEnergyService *added = controller_->addService(data);
    if (!added) {
        *failure = {0, toBytes(lastMessage())};
        return QTBT_FAILED;
    }
    guard_.noteAdded(data, *added);
    *service = add(added);
    return QTBT_OK;
}

qtbt_handle LowEnergyController::createServiceObject(const QBluetoothUuid &uuid)
{
    QLowEnergyService *made = controller_->createServiceObject(uuid);
    return made ? add(made) : 0;
}

qtbt_handle LowEnergyController::add(QLowEnergyService *service)
{
    return addObject(new LowEnergyService(service, emissions_));
}

} // namespace qtbt
