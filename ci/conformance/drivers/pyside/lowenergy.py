"""The Low Energy classes for the driver: their objects, and the data classes as mappings from the
names of properties."""

from PySide6.QtBluetooth import (
    QBluetooth,
    QBluetoothDeviceDiscoveryAgent,
    QBluetoothDeviceInfo,
    QBluetoothUuid,
    QLowEnergyAdvertisingData,
    QLowEnergyAdvertisingParameters,
    QLowEnergyCharacteristic,
    QLowEnergyCharacteristicData,
    QLowEnergyConnectionParameters,
    QLowEnergyController,
    QLowEnergyDescriptor,
    QLowEnergyDescriptorData,
    QLowEnergyService,
    QLowEnergyServiceData,
)

from objects import (
    CLASSES,
    PARAMETERS,
    RETURNED,
    WRITERS,
    Object,
    address,
    data,
    joined,
    objects,
    plain,
    split,
    to_json,
    uuid,
)

CONSTRAINTS = ("AttAuthorizationRequired", "AttAuthenticationRequired", "AttEncryptionRequired")
CORE_CONFIGURATIONS = ("LowEnergyCoreConfiguration", "BaseRateCoreConfiguration")
DISCOVERY_METHODS = ("ClassicMethod", "LowEnergyMethod")
FIELDS = ("RSSI", "ManufacturerData", "ServiceData")
PROPERTIES = (
    "Broadcasting",
    "Read",
    "WriteNoResponse",
    "Write",
    "Notify",
    "Indicate",
    "WriteSigned",
    "ExtendedProperty",
)
SERVICE_TYPES = ("PrimaryService", "IncludedService")

# Flags by their type: their names, and that of none.
FLAGS = {
    QBluetooth.AttAccessConstraint: (CONSTRAINTS, "None"),
    QBluetoothDeviceDiscoveryAgent.DiscoveryMethod: (DISCOVERY_METHODS, "NoMethod"),
    QBluetoothDeviceInfo.CoreConfiguration: (CORE_CONFIGURATIONS, "UnknownCoreConfiguration"),
    QBluetoothDeviceInfo.Field: (FIELDS, "None"),
    QLowEnergyCharacteristic.PropertyType: (PROPERTIES, "Unknown"),
    QLowEnergyService.ServiceType: (SERVICE_TYPES, "0"),
}


def flags(kind):
    return lambda text: split(text, kind, FLAGS[kind][0])


def enumerator(kind):
    return lambda name: getattr(kind, name)


def named(name):
    return objects[name].qt


def list_of(convert):
    return lambda values: [convert(v) for v in values]


def structure(make, **keys):
    """Returns what makes a data class of a mapping. Each key has the setter and how its arguments are made."""

    def convert(mapping):
        value = make()
        for key, (setter, *arguments) in keys.items():
            if key not in mapping:
                continue
            given = mapping[key]
            if len(arguments) == 1:
                getattr(value, setter)(arguments[0](given))
            else:
                getattr(value, setter)(*(f(given[name]) for name, f in arguments if name in given))
        return value

    return convert


constraints = flags(QBluetooth.AttAccessConstraint)
properties = flags(QLowEnergyCharacteristic.PropertyType)
address_type = enumerator(QLowEnergyController.RemoteAddressType)


def device(mapping):
    name = mapping.get("name", "")
    if "address" not in mapping:
        return QBluetoothDeviceInfo(uuid(mapping["deviceUuid"]), name, 0)
    info = QBluetoothDeviceInfo(address(mapping["address"]), name, 0)
    if "deviceUuid" in mapping:
        info.setDeviceUuid(uuid(mapping["deviceUuid"]))
    return info


def address_info(mapping):
    return QLowEnergyAdvertisingParameters.AddressInfo(address(mapping["address"]), address_type(mapping["type"]))


advertising_data = structure(
    QLowEnergyAdvertisingData,
    discoverability=("setDiscoverability", enumerator(QLowEnergyAdvertisingData.Discoverability)),
    includePowerLevel=("setIncludePowerLevel", plain),
    localName=("setLocalName", plain),
    manufacturerData=("setManufacturerData", ("id", plain), ("data", data)),
    rawData=("setRawData", data),
    services=("setServices", list_of(uuid)),
)
advertising_parameters = structure(
    QLowEnergyAdvertisingParameters,
    interval=("setInterval", ("minimum", plain), ("maximum", plain)),
    mode=("setMode", enumerator(QLowEnergyAdvertisingParameters.Mode)),
    whiteList=(
        "setWhiteList",
        ("whiteList", list_of(address_info)),
        ("policy", enumerator(QLowEnergyAdvertisingParameters.FilterPolicy)),
    ),
)
connection_parameters = structure(
    QLowEnergyConnectionParameters,
    intervalRange=("setIntervalRange", ("minimum", plain), ("maximum", plain)),
    latency=("setLatency", plain),
    supervisionTimeout=("setSupervisionTimeout", plain),
)
descriptor_data = structure(
    QLowEnergyDescriptorData,
    readPermissions=("setReadPermissions", ("readable", plain), ("constraints", constraints)),
    uuid=("setUuid", uuid),
    value=("setValue", data),
    writePermissions=("setWritePermissions", ("writable", plain), ("constraints", constraints)),
)
characteristic_data = structure(
    QLowEnergyCharacteristicData,
    descriptors=("setDescriptors", list_of(descriptor_data)),
    properties=("setProperties", properties),
    readConstraints=("setReadConstraints", constraints),
    uuid=("setUuid", uuid),
    value=("setValue", data),
    valueLength=("setValueLength", ("minimum", plain), ("maximum", plain)),
    writeConstraints=("setWriteConstraints", constraints),
)
service_data = structure(
    QLowEnergyServiceData,
    characteristics=("setCharacteristics", list_of(characteristic_data)),
    includedServices=("setIncludedServices", list_of(named)),
    type=("setType", enumerator(QLowEnergyServiceData.ServiceType)),
    uuid=("setUuid", uuid),
)

# The properties of a class that a mapping has for it.
MAPPINGS = {
    QLowEnergyAdvertisingParameters.AddressInfo: ("address", "type"),
    QLowEnergyCharacteristic: ("descriptors", "isValid", "properties", "uuid", "value"),
    QLowEnergyCharacteristicData: (
        "descriptors",
        "maximumValueLength",
        "minimumValueLength",
        "properties",
        "readConstraints",
        "uuid",
        "value",
        "writeConstraints",
    ),
    QLowEnergyConnectionParameters: ("latency", "maximumInterval", "minimumInterval", "supervisionTimeout"),
    QLowEnergyDescriptor: ("isValid", "uuid", "value"),
    QLowEnergyDescriptorData: ("isReadable", "isWritable", "readConstraints", "uuid", "value", "writeConstraints"),
}


def flags_json(value):
    names, none = FLAGS[type(value)]
    return joined(value, type(value), names, none)


def mapping_json(value):
    mapping = {}
    for key in MAPPINGS[type(value)]:
        attribute = getattr(value, key)
        mapping[key] = to_json(attribute() if callable(attribute) else attribute)
    return mapping


def device_json(info):
    return {
        "address": to_json(info.address()),
        "coreConfigurations": to_json(info.coreConfigurations()),
        "isCached": info.isCached(),
        "manufacturerData": {str(i): to_json(info.manufacturerData(i)) for i in info.manufacturerIds()},
        "name": info.name(),
        "rssi": info.rssi(),
        "serviceData": {to_json(i): to_json(info.serviceData(i)) for i in info.serviceIds()},
        "serviceUuids": to_json(info.serviceUuids()),
    }


WRITERS.update(dict.fromkeys(FLAGS, flags_json))
WRITERS.update(dict.fromkeys(MAPPINGS, mapping_json))
WRITERS[QBluetoothDeviceInfo] = device_json
WRITERS[QBluetoothUuid.DescriptorType] = lambda kind: kind.value

PARAMETERS.update(
    deviceAdapter=address,
    localDevice=address,
    remoteDevice=device,
    serviceUuid=uuid,
    value=data,
)


class Controller(Object):
    SIGNALS = (
        "connected",
        "connectionUpdated",
        "disconnected",
        "discoveryFinished",
        "errorOccurred",
        "mtuChanged",
        "serviceDiscovered",
        "stateChanged",
    )
    ARGUMENTS = {
        "addService": (service_data,),
        "requestConnectionUpdate": (connection_parameters,),
        "setRemoteAddressType": (address_type,),
        "startAdvertising": (advertising_parameters, advertising_data, advertising_data),
    }


class Service(Object):
    SIGNALS = (
        "characteristicChanged",
        "characteristicRead",
        "characteristicWritten",
        "descriptorRead",
        "descriptorWritten",
        "errorOccurred",
        "stateChanged",
    )
    ARGUMENTS = {
        "contains": (named,),
        "discoverDetails": (enumerator(QLowEnergyService.DiscoveryMode),),
        "readCharacteristic": (named,),
        "readDescriptor": (named,),
        "writeCharacteristic": (named, data, enumerator(QLowEnergyService.WriteMode)),
        "writeDescriptor": (named, data),
    }


EQUALS = {"equals(other)": lambda value, other: value == other}


class Characteristic(Object):
    ARGUMENTS = {"equals": (named,)}
    SPECIAL = EQUALS


class Descriptor(Object):
    ARGUMENTS = {"equals": (named,)}
    SPECIAL = EQUALS


class AdvertisingData(Object):
    ARGUMENTS = {
        "equals": (advertising_data,),
        "setDiscoverability": (enumerator(QLowEnergyAdvertisingData.Discoverability),),
        "setServices": (list_of(uuid),),
    }
    SPECIAL = EQUALS


class AdvertisingParameters(Object):
    ARGUMENTS = {
        "equals": (advertising_parameters,),
        "setMode": (enumerator(QLowEnergyAdvertisingParameters.Mode),),
        "setWhiteList": (list_of(address_info), enumerator(QLowEnergyAdvertisingParameters.FilterPolicy)),
    }
    SPECIAL = EQUALS


class ConnectionParameters(Object):
    ARGUMENTS = {"equals": (connection_parameters,)}
    SPECIAL = EQUALS


class ServiceData(Object):
    ARGUMENTS = {
        "addCharacteristic": (characteristic_data,),
        "addIncludedService": (named,),
        "equals": (service_data,),
        "setCharacteristics": (list_of(characteristic_data),),
        "setIncludedServices": (list_of(named),),
        "setType": (enumerator(QLowEnergyServiceData.ServiceType),),
    }
    SPECIAL = {"includedServices()": lambda d: [s.serviceUuid() for s in d.includedServices()], **EQUALS}


class CharacteristicData(Object):
    ARGUMENTS = {
        "addDescriptor": (descriptor_data,),
        "equals": (characteristic_data,),
        "setDescriptors": (list_of(descriptor_data),),
        "setProperties": (properties,),
        "setReadConstraints": (constraints,),
        "setWriteConstraints": (constraints,),
    }
    SPECIAL = EQUALS


class DescriptorData(Object):
    ARGUMENTS = {
        "equals": (descriptor_data,),
        "setReadPermissions": (plain, constraints),
        "setWritePermissions": (plain, constraints),
    }
    SPECIAL = EQUALS


class DeviceAgent(Object):
    SIGNALS = ("canceled", "deviceDiscovered", "deviceUpdated", "errorOccurred", "finished")
    ARGUMENTS = {"start": (flags(QBluetoothDeviceDiscoveryAgent.DiscoveryMethod),)}


def controller(*arguments):
    if arguments and isinstance(arguments[0], QBluetoothDeviceInfo):
        return QLowEnergyController.createCentral(*arguments)
    return QLowEnergyController.createPeripheral(*arguments)


CLASSES.update(
    QBluetoothDeviceDiscoveryAgent=(QBluetoothDeviceDiscoveryAgent, DeviceAgent),
    QLowEnergyAdvertisingData=(QLowEnergyAdvertisingData, AdvertisingData),
    QLowEnergyAdvertisingParameters=(QLowEnergyAdvertisingParameters, AdvertisingParameters),
    QLowEnergyCharacteristic=(QLowEnergyCharacteristic, Characteristic),
    QLowEnergyCharacteristicData=(QLowEnergyCharacteristicData, CharacteristicData),
    QLowEnergyConnectionParameters=(QLowEnergyConnectionParameters, ConnectionParameters),
    QLowEnergyController=(controller, Controller),
    QLowEnergyDescriptor=(QLowEnergyDescriptor, Descriptor),
    QLowEnergyDescriptorData=(QLowEnergyDescriptorData, DescriptorData),
    QLowEnergyServiceData=(QLowEnergyServiceData, ServiceData),
)
RETURNED.update(
    {
        QLowEnergyCharacteristic: Characteristic,
        QLowEnergyDescriptor: Descriptor,
        QLowEnergyService: Service,
    }
)
