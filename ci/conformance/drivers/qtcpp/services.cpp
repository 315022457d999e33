// QBluetoothServiceInfo and QBluetoothServiceDiscoveryAgent.
#include "object.h"

#include <QtBluetooth/qbluetoothdeviceinfo.h>
#include <QtCore/qjsonobject.h>

namespace {

using Info = QBluetoothServiceInfo;
using Agent = QBluetoothServiceDiscoveryAgent;

QVariant uuid(QBluetoothUuid::ProtocolUuid protocol)
{
    return QVariant::fromValue(QBluetoothUuid(protocol));
}

void setProtocols(Info &info, std::initializer_list<Info::Sequence> protocols)
{
    Info::Sequence list;
    for (const Info::Sequence &protocol : protocols)
        list << QVariant::fromValue(protocol);
    info.setAttribute(Info::ProtocolDescriptorList, list);
}

const Methods<Info> infoMethods{
    {"isComplete()", plain<Info>(&Info::isComplete)},
    {"isRegistered()", plain<Info>(&Info::isRegistered)},
    {"isValid()", plain<Info>(&Info::isValid)},
    {"protocolServiceMultiplexer()", plain<Info>(&Info::protocolServiceMultiplexer)},
    {"registerService()", [](Info &s, const Arguments &) { return toJson(s.registerService()); }},
    {"serverChannel()", plain<Info>(&Info::serverChannel)},
    {"serviceName()", plain<Info>(&Info::serviceName)},
    {"serviceUuid()", plain<Info>(&Info::serviceUuid)},
    {"setServiceName(name)", act<Info>([](Info &s, auto &a) { s.setServiceName(a.text(0)); })},
    {"setServiceUuid(uuid)", act<Info>([](Info &s, auto &a) { s.setServiceUuid(a.uuid(0)); })},
    {"socketProtocol()", plain<Info>(&Info::socketProtocol)},
    {"unregisterService()", plain<Info>(&Info::unregisterService)},

    {"setDevice(address)", act<Info>([](Info &s, auto &a) {
         s.setDevice(QBluetoothDeviceInfo(a.address(0), QString(), 0));
     })},
    {"setProtocolRfcomm(channel)", act<Info>([](Info &s, auto &a) {
         setProtocols(s,
                      {Info::Sequence({uuid(QBluetoothUuid::ProtocolUuid::L2cap)}),
                       Info::Sequence({uuid(QBluetoothUuid::ProtocolUuid::Rfcomm),
                                       QVariant::fromValue(quint8(a.integer(0)))})});
     })},
    {"setProtocolL2cap(psm)", act<Info>([](Info &s, auto &a) {
         setProtocols(s,
                      {Info::Sequence({uuid(QBluetoothUuid::ProtocolUuid::L2cap),
                                       QVariant::fromValue(quint16(a.integer(0)))})});
     })},
    {"setServiceClass(uuid)", act<Info>([](Info &s, auto &a) {
         s.setAttribute(Info::ServiceClassIds, Info::Sequence({QVariant::fromValue(a.uuid(0))}));
     })},
    {"setPublic()", act<Info>([](Info &s, auto &) {
         const QBluetoothUuid group(QBluetoothUuid::ServiceClassUuid::PublicBrowseGroup);
         s.setAttribute(Info::BrowseGroupList, Info::Sequence({QVariant::fromValue(group)}));
     })},
};

class InfoObject : public Object
{
public:
    InfoObject(const QString &name, const Info &info) : Object(name), info(info) {}

    QJsonValue call(const QString &method, const Arguments &arguments, const QString &) override
    {
        return callIn(infoMethods, method, info, arguments);
    }

    Info info;
};

const Methods<Agent> agentMethods{
    {"clear()", plain<Agent>(&Agent::clear)},
    {"error()", plain<Agent>(&Agent::error)},
    {"errorString()", plain<Agent>(&Agent::errorString)},
    {"isActive()", plain<Agent>(&Agent::isActive)},
    {"setRemoteAddress(address)",
     [](Agent &g, const Arguments &a) { return toJson(g.setRemoteAddress(a.address(0))); }},
    {"setUuidFilter(uuid)", act<Agent>([](Agent &g, auto &a) { g.setUuidFilter(a.uuid(0)); })},
    {"start()", act<Agent>([](Agent &g, auto &) { g.start(); })},
    {"startFullDiscovery()", act<Agent>([](Agent &g, auto &) { g.start(Agent::FullDiscovery); })},
    {"stop()", plain<Agent>(&Agent::stop)},
};

class AgentObject : public Object
{
public:
    AgentObject(const QString &name, Agent *agent) : Object(name), agent_(agent)
    {
        connect(agent, &Agent::canceled, this, [=] { emitted("canceled"); });
        connect(agent, &Agent::errorOccurred, this,
                [=](Agent::Error error) { emitted("errorOccurred", {toJson(error)}); });
        connect(agent, &Agent::finished, this, [=] { emitted("finished"); });
        connect(agent, &Agent::serviceDiscovered, this, [=](const Info &info) {
            emitted("serviceDiscovered", {toJson(info.serviceUuid()), toJson(info.serviceName())});
        });
    }

    QObject *qt() override { return agent_; }

    QJsonValue call(const QString &method, const Arguments &arguments, const QString &as) override
    {
        if (method == "discoveredService()") {
            if (agent_->discoveredServices().isEmpty())
                return QJsonValue::Null;
            addObject(as, takeServiceInfo(as, agent_->discoveredServices().constFirst()));
            return as;
        }
        return callIn(agentMethods, method, *agent_, arguments);
    }

private:
    Agent *agent_;
};

} // namespace

Object *newServiceInfo(const QString &name)
{
    return new InfoObject(name, Info());
}

Object *takeServiceInfo(const QString &name, const QBluetoothServiceInfo &info)
{
    return new InfoObject(name, info);
}

QBluetoothServiceInfo &serviceInfo(const QString &name)
{
    return static_cast<InfoObject *>(findObject(name))->info;
}

Object *newServiceDiscoveryAgent(const QString &name)
{
    return new AgentObject(name, new Agent);
}
