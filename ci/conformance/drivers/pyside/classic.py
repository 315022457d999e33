"""The classic classes for the driver."""

from PySide6.QtBluetooth import (
    QBluetoothDeviceInfo,
    QBluetoothServer,
    QBluetoothServiceDiscoveryAgent,
    QBluetoothServiceInfo,
    QBluetoothSocket,
    QBluetoothUuid,
)

from objects import CLASSES, RETURNED, Object, to_json


class Server(Object):
    SIGNALS = ("newConnection", "errorOccurred")


class Socket(Object):
    SIGNALS = (
        "connected",
        "disconnected",
        "errorOccurred",
        "stateChanged",
        "aboutToClose",
        "bytesWritten",
        "channelBytesWritten",
        "channelReadyRead",
        "readChannelFinished",
        "readyRead",
    )
    SPECIAL = {
        "putChar(c)": lambda s, c: s.putChar(chr(c)),
        "ungetChar(c)": lambda s, c: s.ungetChar(chr(c)),
    }


def sequence(*values):
    return QBluetoothServiceInfo.Sequence(list(values))


def set_attribute(info, attribute, value):
    info.setAttribute(attribute.value, value)


def protocol_uuid(name):
    return QBluetoothUuid(getattr(QBluetoothUuid.ProtocolUuid, name))


def set_protocols(info, *protocols):
    set_attribute(info, QBluetoothServiceInfo.AttributeId.ProtocolDescriptorList, sequence(*protocols))


class Info(Object):
    SPECIAL = {
        "setDevice(address)": lambda info, a: info.setDevice(QBluetoothDeviceInfo(a, "", 0)),
        "setProtocolRfcomm(channel)": lambda info, channel: set_protocols(
            info, sequence(protocol_uuid("L2cap")), sequence(protocol_uuid("Rfcomm"), channel)
        ),
        "setProtocolL2cap(psm)": lambda info, psm: set_protocols(info, sequence(protocol_uuid("L2cap"), psm)),
        "setServiceClass(uuid)": lambda info, u: set_attribute(
            info, QBluetoothServiceInfo.AttributeId.ServiceClassIds, sequence(u)
        ),
        "setPublic()": lambda info: set_attribute(
            info,
            QBluetoothServiceInfo.AttributeId.BrowseGroupList,
            sequence(QBluetoothUuid(QBluetoothUuid.ServiceClassUuid.PublicBrowseGroup)),
        ),
    }


class Agent(Object):
    SIGNALS = ("canceled", "errorOccurred", "finished", "serviceDiscovered")
    SPECIAL = {
        "startFullDiscovery()": lambda agent: agent.start(QBluetoothServiceDiscoveryAgent.DiscoveryMode.FullDiscovery),
        "discoveredService()": lambda agent: (agent.discoveredServices() or [None])[0],
    }

    def values(self, signal, values):
        if signal == "serviceDiscovered":
            return [to_json(values[0].serviceUuid()), values[0].serviceName()]
        return super().values(signal, values)


CLASSES.update(
    QBluetoothServer=(QBluetoothServer, Server),
    QBluetoothSocket=(QBluetoothSocket, Socket),
    QBluetoothServiceInfo=(QBluetoothServiceInfo, Info),
    QBluetoothServiceDiscoveryAgent=(QBluetoothServiceDiscoveryAgent, Agent),
)
RETURNED.update({QBluetoothSocket: Socket, QBluetoothServiceInfo: Info})
