// Low Energy's data classes as objects, whose own methods are called.
#include "data.h"
#include "object.h"

namespace {

template <typename C>
class DataObject : public Object
{
public:
    DataObject(const QString &name, const Methods<C> &methods, const C &data = C())
        : Object(name), methods_(methods), data_(data)
    {
    }

    QJsonValue call(const QString &method, const Arguments &arguments, const QString &) override
    {
        return callIn(methods_, method, data_, arguments);
    }

private:
    const Methods<C> &methods_;
    C data_;
};

template <typename C>
Method<C> equals()
{
    return [](C &data, const Arguments &a) { return toJson(data == fromJson<C>(a.json(0))); };
}

using Advertising = QLowEnergyAdvertisingData;

const Methods<Advertising> advertisingMethods{
    {"discoverability()", plain<Advertising>(&Advertising::discoverability)},
    {"equals(other)", equals<Advertising>()},
    {"includePowerLevel()", plain<Advertising>(&Advertising::includePowerLevel)},
    {"localName()", plain<Advertising>(&Advertising::localName)},
    {"manufacturerData()", plain<Advertising>(&Advertising::manufacturerData)},
    {"manufacturerId()", plain<Advertising>(&Advertising::manufacturerId)},
    {"rawData()", plain<Advertising>(&Advertising::rawData)},
    {"services()", plain<Advertising>(&Advertising::services)},
    {"setDiscoverability(mode)", act<Advertising>([](Advertising &d, auto &a) {
         d.setDiscoverability(fromName<Advertising::Discoverability>(a.text(0)));
     })},
    {"setIncludePowerLevel(doInclude)",
     act<Advertising>([](Advertising &d, auto &a) { d.setIncludePowerLevel(a.boolean(0)); })},
    {"setLocalName(name)",
     act<Advertising>([](Advertising &d, auto &a) { d.setLocalName(a.text(0)); })},
    {"setManufacturerData(id, data)", act<Advertising>([](Advertising &d, auto &a) {
         d.setManufacturerData(quint16(a.integer(0)), a.bytes(1));
     })},
    {"setRawData(data)",
     act<Advertising>([](Advertising &d, auto &a) { d.setRawData(a.bytes(0)); })},
    {"setServices(services)", act<Advertising>([](Advertising &d, auto &a) {
         d.setServices(listFromJson<QBluetoothUuid>(a.json(0)));
     })},
};

using Parameters = QLowEnergyAdvertisingParameters;

const Methods<Parameters> parametersMethods{
    {"equals(other)", equals<Parameters>()},
    {"filterPolicy()", plain<Parameters>(&Parameters::filterPolicy)},
    {"maximumInterval()", plain<Parameters>(&Parameters::maximumInterval)},
    {"minimumInterval()", plain<Parameters>(&Parameters::minimumInterval)},
    {"mode()", plain<Parameters>(&Parameters::mode)},
    {"setInterval(minimum, maximum)", act<Parameters>([](Parameters &d, auto &a) {
         d.setInterval(quint16(a.integer(0)), quint16(a.integer(1)));
     })},
    {"setMode(mode)", act<Parameters>([](Parameters &d, auto &a) {
         d.setMode(fromName<Parameters::Mode>(a.text(0)));
     })},
    {"setWhiteList(whiteList, policy)", act<Parameters>([](Parameters &d, auto &a) {
         d.setWhiteList(listFromJson<Parameters::AddressInfo>(a.json(0)),
                        fromName<Parameters::FilterPolicy>(a.text(1)));
     })},
    {"whiteList()", [](Parameters &d, const Arguments &) { return toJson(d.whiteList()); }},
};

using Connection = QLowEnergyConnectionParameters;

const Methods<Connection> connectionMethods{
    {"equals(other)", equals<Connection>()},
    {"latency()", plain<Connection>(&Connection::latency)},
    {"maximumInterval()", plain<Connection>(&Connection::maximumInterval)},
    {"minimumInterval()", plain<Connection>(&Connection::minimumInterval)},
    {"setIntervalRange(minimum, maximum)", act<Connection>([](Connection &d, auto &a) {
         d.setIntervalRange(a.json(0).toDouble(), a.json(1).toDouble());
     })},
    {"setLatency(latency)",
     act<Connection>([](Connection &d, auto &a) { d.setLatency(int(a.integer(0))); })},
    {"setSupervisionTimeout(timeout)",
     act<Connection>([](Connection &d, auto &a) { d.setSupervisionTimeout(int(a.integer(0))); })},
    {"supervisionTimeout()", plain<Connection>(&Connection::supervisionTimeout)},
};

using Service = QLowEnergyServiceData;
using Characteristic = QLowEnergyCharacteristicData;
using Descriptor = QLowEnergyDescriptorData;

const Methods<Service> serviceMethods{
    {"addCharacteristic(characteristic)", act<Service>([](Service &d, auto &a) {
         d.addCharacteristic(fromJson<Characteristic>(a.json(0)));
     })},
    {"addIncludedService(service)",
     act<Service>([](Service &d, auto &a) { d.addIncludedService(lowEnergyService(a.text(0))); })},
    {"characteristics()",
     [](Service &d, const Arguments &) { return toJson(d.characteristics()); }},
    {"equals(other)", equals<Service>()},
    {"includedServices()",
     [](Service &d, const Arguments &) {
         QJsonArray uuids;
         for (const QLowEnergyService *service : d.includedServices())
             uuids << toJson(service->serviceUuid());
         return QJsonValue(uuids);
     }},
    {"isValid()", plain<Service>(&Service::isValid)},
    {"setCharacteristics(characteristics)", act<Service>([](Service &d, auto &a) {
         d.setCharacteristics(listFromJson<Characteristic>(a.json(0)));
     })},
    {"setIncludedServices(services)", act<Service>([](Service &d, auto &a) {
         d.setIncludedServices(listFromJson<QLowEnergyService *>(a.json(0)));
     })},
    {"setType(type)", act<Service>([](Service &d, auto &a) {
         d.setType(fromName<Service::ServiceType>(a.text(0)));
     })},
    {"setUuid(uuid)", act<Service>([](Service &d, auto &a) { d.setUuid(a.uuid(0)); })},
    {"type()", plain<Service>(&Service::type)},
    {"uuid()", plain<Service>(&Service::uuid)},
};

const Methods<Characteristic> characteristicMethods{
    {"addDescriptor(descriptor)", act<Characteristic>([](Characteristic &d, auto &a) {
         d.addDescriptor(fromJson<Descriptor>(a.json(0)));
     })},
    {"descriptors()", [](Characteristic &d, const Arguments &) { return toJson(d.descriptors()); }},
    {"equals(other)", equals<Characteristic>()},
    {"isValid()", plain<Characteristic>(&Characteristic::isValid)},
    {"maximumValueLength()", plain<Characteristic>(&Characteristic::maximumValueLength)},
    {"minimumValueLength()", plain<Characteristic>(&Characteristic::minimumValueLength)},
    {"properties()", plain<Characteristic>(&Characteristic::properties)},
    {"readConstraints()", plain<Characteristic>(&Characteristic::readConstraints)},
    {"setDescriptors(descriptors)", act<Characteristic>([](Characteristic &d, auto &a) {
         d.setDescriptors(listFromJson<Descriptor>(a.json(0)));
     })},
    {"setProperties(properties)", act<Characteristic>([](Characteristic &d, auto &a) {
         d.setProperties(fromName<QLowEnergyCharacteristic::PropertyTypes>(a.text(0)));
     })},
    {"setReadConstraints(constraints)", act<Characteristic>([](Characteristic &d, auto &a) {
         d.setReadConstraints(fromName<QBluetooth::AttAccessConstraints>(a.text(0)));
     })},
    {"setUuid(uuid)",
     act<Characteristic>([](Characteristic &d, auto &a) { d.setUuid(a.uuid(0)); })},
    {"setValue(value)",
     act<Characteristic>([](Characteristic &d, auto &a) { d.setValue(a.bytes(0)); })},
    {"setValueLength(minimum, maximum)", act<Characteristic>([](Characteristic &d, auto &a) {
         d.setValueLength(int(a.integer(0)), int(a.integer(1)));
     })},
    {"setWriteConstraints(constraints)", act<Characteristic>([](Characteristic &d, auto &a) {
         d.setWriteConstraints(fromName<QBluetooth::AttAccessConstraints>(a.text(0)));
     })},
    {"uuid()", plain<Characteristic>(&Characteristic::uuid)},
    {"value()", plain<Characteristic>(&Characteristic::value)},
    {"writeConstraints()", plain<Characteristic>(&Characteristic::writeConstraints)},
};

const Methods<Descriptor> descriptorMethods{
    {"equals(other)", equals<Descriptor>()},
    {"isReadable()", plain<Descriptor>(&Descriptor::isReadable)},
    {"isValid()", plain<Descriptor>(&Descriptor::isValid)},
    {"isWritable()", plain<Descriptor>(&Descriptor::isWritable)},
    {"readConstraints()", plain<Descriptor>(&Descriptor::readConstraints)},
    {"setReadPermissions(readable)",
     act<Descriptor>([](Descriptor &d, auto &a) { d.setReadPermissions(a.boolean(0)); })},
    {"setReadPermissions(readable, constraints)", act<Descriptor>([](Descriptor &d, auto &a) {
         d.setReadPermissions(a.boolean(0), fromName<QBluetooth::AttAccessConstraints>(a.text(1)));
     })},
    {"setUuid(uuid)", act<Descriptor>([](Descriptor &d, auto &a) { d.setUuid(a.uuid(0)); })},
    {"setValue(value)", act<Descriptor>([](Descriptor &d, auto &a) { d.setValue(a.bytes(0)); })},
    {"setWritePermissions(writable)",
     act<Descriptor>([](Descriptor &d, auto &a) { d.setWritePermissions(a.boolean(0)); })},
    {"setWritePermissions(writable, constraints)", act<Descriptor>([](Descriptor &d, auto &a) {
         d.setWritePermissions(a.boolean(0), fromName<QBluetooth::AttAccessConstraints>(a.text(1)));
     })},
    {"uuid()", plain<Descriptor>(&Descriptor::uuid)},
    {"value()", plain<Descriptor>(&Descriptor::value)},
    {"writeConstraints()", plain<Descriptor>(&Descriptor::writeConstraints)},
};

} // namespace

Object *newData(const QString &name, const QString &className, const QString &signature,
                const Arguments &a)
{
    if (className == "QLowEnergyAdvertisingData")
        return new DataObject<Advertising>(name, advertisingMethods);
    if (className == "QLowEnergyAdvertisingParameters")
        return new DataObject<Parameters>(name, parametersMethods);
    if (className == "QLowEnergyConnectionParameters")
        return new DataObject<Connection>(name, connectionMethods);
    if (className == "QLowEnergyServiceData")
        return new DataObject<Service>(name, serviceMethods);
    if (className == "QLowEnergyCharacteristicData")
        return new DataObject<Characteristic>(name, characteristicMethods);
    if (className == "QLowEnergyDescriptorData" && signature == "()")
        return new DataObject<Descriptor>(name, descriptorMethods);
    if (className == "QLowEnergyDescriptorData")
        return new DataObject<Descriptor>(name, descriptorMethods,
                                          Descriptor(a.uuid(0), a.bytes(1)));
    return nullptr;
}
