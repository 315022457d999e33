// QBluetoothServer.
#include "object.h"

#include <QtBluetooth/qbluetoothserver.h>

namespace {

using Server = QBluetoothServer;

const Methods<Server> methods{
    {"close()", plain<Server>(&Server::close)},
    {"error()", plain<Server>(&Server::error)},
    {"hasPendingConnections()", plain<Server>(&Server::hasPendingConnections)},
    {"isListening()", plain<Server>(&Server::isListening)},
    {"listen()", [](Server &s, const Arguments &) { return toJson(s.listen()); }},
    {"listen(address)",
     [](Server &s, const Arguments &a) { return toJson(s.listen(a.address(0))); }},
    {"listen(address, port)",
     [](Server &s, const Arguments &a) {
         return toJson(s.listen(a.address(0), quint16(a.integer(1))));
     }},
    {"maxPendingConnections()", plain<Server>(&Server::maxPendingConnections)},
    {"securityFlags()", plain<Server>(&Server::securityFlags)},
    {"serverAddress()", plain<Server>(&Server::serverAddress)},
    {"serverPort()", plain<Server>(&Server::serverPort)},
    {"serverType()", plain<Server>(&Server::serverType)},
    {"setMaxPendingConnections(numConnections)",
     [](Server &s, const Arguments &a) {
         s.setMaxPendingConnections(int(a.integer(0)));
         return QJsonValue();
     }},
    {"setSecurityFlags(security)",
     [](Server &s, const Arguments &a) {
         s.setSecurityFlags(a.security(0));
         return QJsonValue();
     }},
};

class ServerObject : public Object
{
public:
    ServerObject(const QString &name, Server *server) : Object(name), server_(server)
    {
        connect(server, &Server::newConnection, this, [=] { emitted("newConnection"); });
        connect(server, &Server::errorOccurred, this,
                [=](Server::Error error) { emitted("errorOccurred", {toJson(error)}); });
    }

    QObject *qt() override { return server_; }

    QJsonValue call(const QString &method, const Arguments &a, const QString &as) override
    {
        if (method == "nextPendingConnection()") {
            QBluetoothSocket *socket = server_->nextPendingConnection();
            if (!socket)
                return QJsonValue::Null;
            addObject(as, takeSocket(as, socket));
            return as;
        }
        if (method == "listen(uuid)")
            return listened(server_->listen(a.uuid(0)), as);
        if (method == "listen(uuid, serviceName)")
            return listened(server_->listen(a.uuid(0), a.text(1)), as);
        return callIn(methods, method, *server_, a);
    }

private:
    QJsonValue listened(const QBluetoothServiceInfo &info, const QString &as)
    {
        if (!info.isValid())
            return QJsonValue::Null;
        addObject(as, takeServiceInfo(as, info));
        return as;
    }

    Server *server_;
};

} // namespace

Object *newServer(const QString &name, const QString &, const Arguments &arguments)
{
    return new ServerObject(name, new Server(arguments.protocol(0)));
}
