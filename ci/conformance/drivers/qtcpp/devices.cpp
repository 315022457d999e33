// QBluetoothDeviceDiscoveryAgent.
#include "data.h"
#include "object.h"

namespace {

using Agent = QBluetoothDeviceDiscoveryAgent;

const Methods<Agent> methods{
    {"discoveredDevices()",
     [](Agent &g, const Arguments &) { return toJson(g.discoveredDevices()); }},
    {"error()", plain<Agent>(&Agent::error)},
    {"errorString()", plain<Agent>(&Agent::errorString)},
    {"isActive()", plain<Agent>(&Agent::isActive)},
    {"lowEnergyDiscoveryTimeout()", plain<Agent>(&Agent::lowEnergyDiscoveryTimeout)},
    {"setLowEnergyDiscoveryTimeout(msTimeout)",
     act<Agent>([](Agent &g, auto &a) { g.setLowEnergyDiscoveryTimeout(int(a.integer(0))); })},
    {"start()", act<Agent>([](Agent &g, auto &) { g.start(); })},
    {"start(method)",
     act<Agent>([](Agent &g, auto &a) { g.start(fromName<Agent::DiscoveryMethods>(a.text(0))); })},
    {"stop()", plain<Agent>(&Agent::stop)},
    {"supportedDiscoveryMethods()",
     [](Agent &, const Arguments &) { return toJson(Agent::supportedDiscoveryMethods()); }},
};

class DeviceAgentObject : public Object
{
public:
    DeviceAgentObject(const QString &name, Agent *agent) : Object(name), agent_(agent)
    {
        connect(agent, &Agent::canceled, this, [=] { emitted("canceled"); });
        connect(agent, &Agent::deviceDiscovered, this, [=](const QBluetoothDeviceInfo &info) {
            emitted("deviceDiscovered", {toJson(info)});
        });
        connect(agent, &Agent::deviceUpdated, this,
                [=](const QBluetoothDeviceInfo &info, QBluetoothDeviceInfo::Fields fields) {
                    emitted("deviceUpdated", {toJson(info), toJson(fields)});
                });
        connect(agent, &Agent::errorOccurred, this,
                [=](Agent::Error error) { emitted("errorOccurred", {toJson(error)}); });
        connect(agent, &Agent::finished, this, [=] { emitted("finished"); });
    }

    QObject *qt() override { return agent_; }

    QJsonValue call(const QString &method, const Arguments &arguments, const QString &) override
    {
        return callIn(methods, method, *agent_, arguments);
    }

private:
    Agent *agent_;
};

} // namespace

Object *newDeviceDiscoveryAgent(const QString &name, const QString &signature,
                                const Arguments &arguments)
{
    return new DeviceAgentObject(name,
                                 signature == "()" ? new Agent : new Agent(arguments.address(0)));
}
