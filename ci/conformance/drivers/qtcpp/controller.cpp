// QLowEnergyController.
#include "data.h"
#include "object.h"

#include <QtBluetooth/qlowenergyconnectionparameters.h>

namespace {

using Controller = QLowEnergyController;
using Advertising = QLowEnergyAdvertisingData;
using Parameters = QLowEnergyAdvertisingParameters;

const Methods<Controller> methods{
    {"connectToDevice()", plain<Controller>(&Controller::connectToDevice)},
    {"disconnectFromDevice()", plain<Controller>(&Controller::disconnectFromDevice)},
    {"discoverServices()", plain<Controller>(&Controller::discoverServices)},
    {"error()", plain<Controller>(&Controller::error)},
    {"errorString()", plain<Controller>(&Controller::errorString)},
    {"localAddress()", plain<Controller>(&Controller::localAddress)},
    {"mtu()", plain<Controller>(&Controller::mtu)},
    {"remoteAddress()", plain<Controller>(&Controller::remoteAddress)},
    {"remoteAddressType()", plain<Controller>(&Controller::remoteAddressType)},
    {"remoteDeviceUuid()", plain<Controller>(&Controller::remoteDeviceUuid)},
    {"remoteName()", plain<Controller>(&Controller::remoteName)},
    {"requestConnectionUpdate(parameters)", act<Controller>([](Controller &c, auto &a) {
         c.requestConnectionUpdate(fromJson<QLowEnergyConnectionParameters>(a.json(0)));
     })},
    {"role()", plain<Controller>(&Controller::role)},
    {"services()", plain<Controller>(&Controller::services)},
    {"setRemoteAddressType(type)", act<Controller>([](Controller &c, auto &a) {
         c.setRemoteAddressType(fromName<Controller::RemoteAddressType>(a.text(0)));
     })},
    {"startAdvertising(parameters, advertisingData)", act<Controller>([](Controller &c, auto &a) {
         c.startAdvertising(fromJson<Parameters>(a.json(0)), fromJson<Advertising>(a.json(1)));
     })},
    {"startAdvertising(parameters, advertisingData, scanResponseData)",
     act<Controller>([](Controller &c, auto &a) {
         c.startAdvertising(fromJson<Parameters>(a.json(0)), fromJson<Advertising>(a.json(1)),
                            fromJson<Advertising>(a.json(2)));
     })},
    {"state()", plain<Controller>(&Controller::state)},
    {"stopAdvertising()", plain<Controller>(&Controller::stopAdvertising)},
};

class ControllerObject : public Object
{
public:
    ControllerObject(const QString &name, Controller *controller)
        : Object(name), controller_(controller)
    {
        connect(controller, &Controller::connected, this, [=] { emitted("connected"); });
        connect(controller, &Controller::connectionUpdated, this,
                [=](const QLowEnergyConnectionParameters &p) {
                    emitted("connectionUpdated", {toJson(p)});
                });
        connect(controller, &Controller::disconnected, this, [=] { emitted("disconnected"); });
        connect(controller, &Controller::discoveryFinished, this,
                [=] { emitted("discoveryFinished"); });
        connect(controller, &Controller::errorOccurred, this,
                [=](Controller::Error error) { emitted("errorOccurred", {toJson(error)}); });
        connect(controller, &Controller::mtuChanged, this,
                [=](int mtu) { emitted("mtuChanged", {mtu}); });
        connect(controller, &Controller::serviceDiscovered, this,
                [=](const QBluetoothUuid &uuid) { emitted("serviceDiscovered", {toJson(uuid)}); });
        connect(controller, &Controller::stateChanged, this,
                [=](Controller::ControllerState state) {
                    emitted("stateChanged", {toJson(state)});
                });
    }

    QObject *qt() override { return controller_; }

    QJsonValue call(const QString &method, const Arguments &a, const QString &as) override
    {
        if (method == "addService(service)")
            return returned(controller_->addService(fromJson<QLowEnergyServiceData>(a.json(0))),
                            as);
        if (method == "createServiceObject(serviceUuid)")
            return returned(controller_->createServiceObject(a.uuid(0)), as);
        return callIn(methods, method, *controller_, a);
    }

private:
    QJsonValue returned(QLowEnergyService *service, const QString &as)
    {
        if (!service)
            return QJsonValue::Null;
        addObject(as, takeLowEnergyService(as, service));
        return as;
    }

    Controller *controller_;
};

Controller *create(const QString &signature, const Arguments &a)
{
    if (signature == "(remoteDevice)")
        return Controller::createCentral(fromJson<QBluetoothDeviceInfo>(a.json(0)));
    if (signature == "(remoteDevice, localDevice)")
        return Controller::createCentral(fromJson<QBluetoothDeviceInfo>(a.json(0)), a.address(1));
    if (signature == "(localDevice)")
        return Controller::createPeripheral(a.address(0));
    return Controller::createPeripheral();
}

} // namespace

Object *newController(const QString &name, const QString &signature, const Arguments &arguments)
{
    return new ControllerObject(name, create(signature, arguments));
}
