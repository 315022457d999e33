// QBluetoothSocket.
#include "object.h"

namespace {

using Socket = QBluetoothSocket;

template <typename F>
Method<Socket> get(F f)
{
    return [f](Socket &s, const Arguments &a) { return toJson(f(s, a)); };
}

const Methods<Socket> methods{
    {"abort()", plain<Socket>(&Socket::abort)},
    {"bytesAvailable()", plain<Socket>(&Socket::bytesAvailable)},
    {"bytesToWrite()", plain<Socket>(&Socket::bytesToWrite)},
    {"canReadLine()", plain<Socket>(&Socket::canReadLine)},
    {"close()", plain<Socket>(&Socket::close)},
    {"connectToService(address, port)", act<Socket>([](Socket &s, auto &a) {
         s.connectToService(a.address(0), quint16(a.integer(1)));
     })},
    {"connectToService(address, port, openMode)", act<Socket>([](Socket &s, auto &a) {
         s.connectToService(a.address(0), quint16(a.integer(1)), a.openMode(2));
     })},
    {"connectToService(address, uuid)",
     act<Socket>([](Socket &s, auto &a) { s.connectToService(a.address(0), a.uuid(1)); })},
    {"connectToService(address, uuid, openMode)", act<Socket>([](Socket &s, auto &a) {
         s.connectToService(a.address(0), a.uuid(1), a.openMode(2));
     })},
    {"connectToService(service)",
     act<Socket>([](Socket &s, auto &a) { s.connectToService(serviceInfo(a.text(0))); })},
    {"connectToService(service, openMode)", act<Socket>([](Socket &s, auto &a) {
         s.connectToService(serviceInfo(a.text(0)), a.openMode(1));
     })},
    {"disconnectFromService()", plain<Socket>(&Socket::disconnectFromService)},
    {"error()", plain<Socket>(&Socket::error)},
    {"errorString()", plain<Socket>(&Socket::errorString)},
    {"isSequential()", plain<Socket>(&Socket::isSequential)},
    {"localAddress()", plain<Socket>(&Socket::localAddress)},
    {"localName()", plain<Socket>(&Socket::localName)},
    {"localPort()", plain<Socket>(&Socket::localPort)},
    {"peerAddress()", plain<Socket>(&Socket::peerAddress)},
    {"peerName()", plain<Socket>(&Socket::peerName)},
    {"peerPort()", plain<Socket>(&Socket::peerPort)},
    {"preferredSecurityFlags()", plain<Socket>(&Socket::preferredSecurityFlags)},
    {"setPreferredSecurityFlags(flags)",
     act<Socket>([](Socket &s, auto &a) { s.setPreferredSecurityFlags(a.security(0)); })},
    {"setSocketDescriptor(socketDescriptor, socketType)", get([](Socket &s, auto &a) {
         return s.setSocketDescriptor(int(a.integer(0)), a.protocol(1));
     })},
    {"setSocketDescriptor(socketDescriptor, socketType, socketState)", get([](Socket &s, auto &a) {
         return s.setSocketDescriptor(int(a.integer(0)), a.protocol(1), a.socketState(2));
     })},
    {"setSocketDescriptor(socketDescriptor, socketType, socketState, openMode)",
     get([](Socket &s, auto &a) {
         return s.setSocketDescriptor(int(a.integer(0)), a.protocol(1), a.socketState(2),
                                      a.openMode(3));
     })},
    {"socketDescriptor()", plain<Socket>(&Socket::socketDescriptor)},
    {"socketType()", plain<Socket>(&Socket::socketType)},
    {"state()", plain<Socket>(&Socket::state)},

    {"atEnd()", plain<Socket>(&Socket::atEnd)},
    {"commitTransaction()", plain<Socket>(&Socket::commitTransaction)},
    {"currentReadChannel()", plain<Socket>(&Socket::currentReadChannel)},
    {"currentWriteChannel()", plain<Socket>(&Socket::currentWriteChannel)},
    {"isOpen()", plain<Socket>(&Socket::isOpen)},
    {"isReadable()", plain<Socket>(&Socket::isReadable)},
    {"isTextModeEnabled()", plain<Socket>(&Socket::isTextModeEnabled)},
    {"isTransactionStarted()", plain<Socket>(&Socket::isTransactionStarted)},
    {"isWritable()", plain<Socket>(&Socket::isWritable)},
    {"open(mode)", get([](Socket &s, auto &a) { return s.open(a.openMode(0)); })},
    {"openMode()", plain<Socket>(&Socket::openMode)},
    {"peek(maxSize)", get([](Socket &s, auto &a) { return s.peek(a.integer(0)); })},
    {"pos()", plain<Socket>(&Socket::pos)},
    {"putChar(c)", get([](Socket &s, auto &a) { return s.putChar(char(a.integer(0))); })},
    {"read(maxSize)", get([](Socket &s, auto &a) { return s.read(a.integer(0)); })},
    {"readAll()", plain<Socket>(&Socket::readAll)},
    {"readChannelCount()", plain<Socket>(&Socket::readChannelCount)},
    {"readLine()", get([](Socket &s, auto &) { return s.readLine(); })},
    {"readLine(maxSize)", get([](Socket &s, auto &a) { return s.readLine(a.integer(0)); })},
    {"reset()", plain<Socket>(&Socket::reset)},
    {"rollbackTransaction()", plain<Socket>(&Socket::rollbackTransaction)},
    {"seek(pos)", get([](Socket &s, auto &a) { return s.seek(a.integer(0)); })},
    {"setCurrentReadChannel(channel)",
     act<Socket>([](Socket &s, auto &a) { s.setCurrentReadChannel(int(a.integer(0))); })},
    {"setCurrentWriteChannel(channel)",
     act<Socket>([](Socket &s, auto &a) { s.setCurrentWriteChannel(int(a.integer(0))); })},
    {"setTextModeEnabled(enabled)",
     act<Socket>([](Socket &s, auto &a) { s.setTextModeEnabled(a.boolean(0)); })},
    {"size()", plain<Socket>(&Socket::size)},
    {"skip(maxSize)", get([](Socket &s, auto &a) { return s.skip(a.integer(0)); })},
    {"startTransaction()", plain<Socket>(&Socket::startTransaction)},
    {"ungetChar(c)", act<Socket>([](Socket &s, auto &a) { s.ungetChar(char(a.integer(0))); })},
    {"waitForBytesWritten(msecs)",
     get([](Socket &s, auto &a) { return s.waitForBytesWritten(int(a.integer(0))); })},
    {"waitForReadyRead(msecs)",
     get([](Socket &s, auto &a) { return s.waitForReadyRead(int(a.integer(0))); })},
    {"write(data)", get([](Socket &s, auto &a) { return s.write(a.bytes(0)); })},
    {"writeChannelCount()", plain<Socket>(&Socket::writeChannelCount)},
};

class SocketObject : public Object
{
public:
    SocketObject(const QString &name, Socket *socket) : Object(name), socket_(socket)
    {
        connect(socket, &Socket::connected, this, [=] { emitted("connected"); });
        connect(socket, &Socket::disconnected, this, [=] { emitted("disconnected"); });
        connect(socket, &Socket::errorOccurred, this,
                [=](Socket::SocketError error) { emitted("errorOccurred", {toJson(error)}); });
        connect(socket, &Socket::stateChanged, this,
                [=](Socket::SocketState state) { emitted("stateChanged", {toJson(state)}); });
        connect(socket, &Socket::aboutToClose, this, [=] { emitted("aboutToClose"); });
        connect(socket, &Socket::bytesWritten, this,
                [=](qint64 bytes) { emitted("bytesWritten", {bytes}); });
        connect(socket, &Socket::channelBytesWritten, this, [=](int channel, qint64 bytes) {
            emitted("channelBytesWritten", {channel, bytes});
        });
        connect(socket, &Socket::channelReadyRead, this,
                [=](int channel) { emitted("channelReadyRead", {channel}); });
        connect(socket, &Socket::readChannelFinished, this,
                [=] { emitted("readChannelFinished"); });
        connect(socket, &Socket::readyRead, this, [=] { emitted("readyRead"); });
    }

    QObject *qt() override { return socket_; }

    QJsonValue call(const QString &method, const Arguments &arguments, const QString &) override
    {
        return callIn(methods, method, *socket_, arguments);
    }

private:
    Socket *socket_;
};

} // namespace

Object *newSocket(const QString &name, const QString &signature, const Arguments &arguments)
{
    return takeSocket(name, signature == "()" ? new Socket : new Socket(arguments.protocol(0)));
}

Object *takeSocket(const QString &name, QBluetoothSocket *socket)
{
    return new SocketObject(name, socket);
}
