// QLowEnergyService, QLowEnergyCharacteristic and QLowEnergyDescriptor.
#include "data.h"
#include "object.h"

namespace {

using Service = QLowEnergyService;
using Characteristic = QLowEnergyCharacteristic;
using Descriptor = QLowEnergyDescriptor;

template <typename C>
class ValueObject : public Object
{
public:
    ValueObject(const QString &name, const C &value) : Object(name), value(value) {}

    QJsonValue call(const QString &method, const Arguments &arguments, const QString &as) override;

    C value;
};

template <typename C>
const C &valueOf(const QString &name)
{
    return static_cast<ValueObject<C> *>(findObject(name))->value;
}

template <typename C>
QJsonValue returned(const C &value, const QString &as)
{
    addObject(as, new ValueObject<C>(as, value));
    return as;
}

template <typename C>
Method<const C> equals()
{
    return [](const C &value, const Arguments &a) {
        return toJson(value == valueOf<C>(a.text(0)));
    };
}

const Methods<const Descriptor> descriptorMethods{
    {"equals(other)", equals<Descriptor>()},
    {"isValid()", plain<const Descriptor>(&Descriptor::isValid)},
    {"name()", plain<const Descriptor>(&Descriptor::name)},
    {"type()", plain<const Descriptor>(&Descriptor::type)},
    {"uuid()", plain<const Descriptor>(&Descriptor::uuid)},
    {"value()", plain<const Descriptor>(&Descriptor::value)},
};

const Methods<const Characteristic> characteristicMethods{
    {"descriptors()",
     [](const Characteristic &c, const Arguments &) { return toJson(c.descriptors()); }},
    {"equals(other)", equals<Characteristic>()},
    {"isValid()", plain<const Characteristic>(&Characteristic::isValid)},
    {"name()", plain<const Characteristic>(&Characteristic::name)},
    {"properties()", plain<const Characteristic>(&Characteristic::properties)},
    {"uuid()", plain<const Characteristic>(&Characteristic::uuid)},
    {"value()", plain<const Characteristic>(&Characteristic::value)},
};

template <>
QJsonValue ValueObject<Descriptor>::call(const QString &method, const Arguments &arguments,
                                         const QString &)
{
    return callIn<const Descriptor>(descriptorMethods, method, value, arguments);
}

template <>
QJsonValue ValueObject<Characteristic>::call(const QString &method, const Arguments &arguments,
                                             const QString &as)
{
    if (method == "clientCharacteristicConfiguration()")
        return returned(value.clientCharacteristicConfiguration(), as);
    if (method == "descriptor(uuid)")
        return returned(value.descriptor(arguments.uuid(0)), as);
    return callIn<const Characteristic>(characteristicMethods, method, value, arguments);
}

const Methods<Service> serviceMethods{
    {"characteristics()",
     [](Service &s, const Arguments &) { return toJson(s.characteristics()); }},
    {"contains(characteristic)",
     [](Service &s, const Arguments &a) {
         return toJson(s.contains(valueOf<Characteristic>(a.text(0))));
     }},
    {"contains(descriptor)",
     [](Service &s, const Arguments &a) {
         return toJson(s.contains(valueOf<Descriptor>(a.text(0))));
     }},
    {"discoverDetails()", act<Service>([](Service &s, auto &) { s.discoverDetails(); })},
    {"discoverDetails(mode)", act<Service>([](Service &s, auto &a) {
         s.discoverDetails(fromName<Service::DiscoveryMode>(a.text(0)));
     })},
    {"error()", plain<Service>(&Service::error)},
    {"includedServices()", plain<Service>(&Service::includedServices)},
    {"readCharacteristic(characteristic)", act<Service>([](Service &s, auto &a) {
         s.readCharacteristic(valueOf<Characteristic>(a.text(0)));
     })},
    {"readDescriptor(descriptor)",
     act<Service>([](Service &s, auto &a) { s.readDescriptor(valueOf<Descriptor>(a.text(0))); })},
    {"serviceName()", plain<Service>(&Service::serviceName)},
    {"serviceUuid()", plain<Service>(&Service::serviceUuid)},
    {"state()", plain<Service>(&Service::state)},
    {"type()", plain<Service>(&Service::type)},
    {"writeCharacteristic(characteristic, newValue)", act<Service>([](Service &s, auto &a) {
         s.writeCharacteristic(valueOf<Characteristic>(a.text(0)), a.bytes(1));
     })},
    {"writeCharacteristic(characteristic, newValue, mode)", act<Service>([](Service &s, auto &a) {
         s.writeCharacteristic(valueOf<Characteristic>(a.text(0)), a.bytes(1),
                               fromName<Service::WriteMode>(a.text(2)));
     })},
    {"writeDescriptor(descriptor, newValue)", act<Service>([](Service &s, auto &a) {
         s.writeDescriptor(valueOf<Descriptor>(a.text(0)), a.bytes(1));
     })},
};

class ServiceObject : public Object
{
public:
    ServiceObject(const QString &name, Service *service) : Object(name), service(service)
    {
        tell("characteristicChanged", &Service::characteristicChanged);
        tell("characteristicRead", &Service::characteristicRead);
        tell("characteristicWritten", &Service::characteristicWritten);
        tell("descriptorRead", &Service::descriptorRead);
        tell("descriptorWritten", &Service::descriptorWritten);
        connect(service, &Service::errorOccurred, this,
                [=](Service::ServiceError error) { emitted("errorOccurred", {toJson(error)}); });
        connect(service, &Service::stateChanged, this,
                [=](Service::ServiceState state) { emitted("stateChanged", {toJson(state)}); });
    }

    QObject *qt() override { return service; }

    QJsonValue call(const QString &method, const Arguments &arguments, const QString &as) override
    {
        if (method == "characteristic(uuid)")
            return returned(service->characteristic(arguments.uuid(0)), as);
        return callIn(serviceMethods, method, *service, arguments);
    }

    Service *service;

private:
    template <typename C>
    void tell(const char *name, void (Service::*signal)(const C &, const QByteArray &))
    {
        connect(service, signal, this, [=](const C &info, const QByteArray &value) {
            emitted(name, {toJson(info), toJson(value)});
        });
    }
};

} // namespace

Object *newCharacteristic(const QString &name)
{
    return new ValueObject<Characteristic>(name, {});
}

Object *newDescriptor(const QString &name)
{
    return new ValueObject<Descriptor>(name, {});
}

Object *takeLowEnergyService(const QString &name, QLowEnergyService *service)
{
    return new ServiceObject(name, service);
}

QLowEnergyService *lowEnergyService(const QString &name)
{
    return static_cast<ServiceObject *>(findObject(name))->service;
}
