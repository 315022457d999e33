//go:build cgo && !qtbt_system

// Qt's Low Energy data classes as data elements, and the ABI of what Qt computes of them.
#include "low_energy_values.h"

#include "bytes.h"
#include "qt_thread.h"
#include "qtbt_low_energy_values.h"
#include "sdp_element.h"

#include <QtBluetooth/qbluetoothaddress.h>
#include <QtBluetooth/qlowenergycharacteristicdata.h>
#include <QtBluetooth/qlowenergydescriptordata.h>

#include <initializer_list>
#include <limits>

using namespace qtbt;

using AddressInfo = QLowEnergyAdvertisingParameters::AddressInfo;
using Constraints = QBluetooth::AttAccessConstraints;
using Sequence = QBluetoothServiceInfo::Sequence;

namespace qtbt {
namespace {

constexpr double nanosecondsInMillisecond = 1e6;

// maxAttributes is the number of attributes that Bluetooth has handles for. Qt refuses a service
// only if its last handle is below its first, and a larger one may not be: it then writes past its
// list of attributes (seen in the source of Qt 6.4 and 6.8).
constexpr qsizetype maxAttributes = 0xffff;

// Reads the parts of a sequence one after the other. It remembers whether one was missing or of
// another type than asked for.
class Parts
{
public:
    explicit Parts(const QVariant &element)
    {
        const auto sequence = toSequence(element);
        valid_ = sequence.has_value();
        if (sequence)
            parts_ = *sequence;
    }

    bool atEnd() const { return next_ == parts_.size(); }

    // Whether all parts were there, were read, and were of their types.
    bool complete() const { return valid_ && atEnd(); }

    void refuse() { valid_ = false; }

    template <typename T>
    T take()
    {
        const QVariant part = takeAny();
        if (part.metaType() == QMetaType::fromType<T>())
            return part.value<T>();
        refuse();
        return T();
    }

    // Takes an enumerator, one of `known`: C++ leaves undefined what an enum with another value
    // does.
    template <typename Enum>
    Enum takeEnum(std::initializer_list<Enum> known)
    {
        const auto number = take<qint32>();
        for (const Enum value : known) {
            if (number == qint32(value))
                return value;
        }
        refuse();
        return *known.begin();
    }

    template <typename Flags>
    Flags takeFlags()
    {
        return Flags::fromInt(typename Flags::Int(take<quint32>()));
    }

    // Takes a sequence, and calls element(parts) as long as parts of it are left.
    template <typename F>
    void takeEach(F element)
    {
        Parts parts(takeAny());
        while (parts.valid_ && !parts.atEnd())
            element(parts);
        valid_ = valid_ && parts.valid_;
    }

    // Takes a sequence that `decode` makes a value of.
    template <typename F>
    auto takeDecoded(F decode)
    {
        auto value = decode(takeAny());
        if (!value)
            refuse();
        return value;
    }

private:
    QVariant takeAny()
    {
        if (!atEnd())
            return parts_.at(next_++);
        refuse();
        return {};
    }

    Sequence parts_;
    qsizetype next_ = 0;
    bool valid_ = false;
};

template <typename F>
auto decodeWith(QByteArrayView data, F fromElement) -> decltype(fromElement(QVariant()))
{
    const auto element = decodeElement(data);
    if (!element)
        return {};
    return fromElement(*element);
}

QByteArray encoded(const Sequence &element)
{
    QByteArray bytes;
    encodeElement(QVariant::fromValue(element), &bytes);
    return bytes;
}

std::optional<QLowEnergyAdvertisingParameters> advertisingParametersFrom(const QVariant &element)
{
    using Q = QLowEnergyAdvertisingParameters;
    Parts parts(element);
    QLowEnergyAdvertisingParameters parameters;
    parameters.setMode(parts.takeEnum({Q::AdvInd, Q::AdvScanInd, Q::AdvNonConnInd}));
    const auto policy =
            parts.takeEnum({Q::IgnoreWhiteList, Q::UseWhiteListForScanning,
                            Q::UseWhiteListForConnecting, Q::UseWhiteListForScanningAndConnecting});
    const auto minimum = parts.take<quint16>();
    parameters.setInterval(minimum, parts.take<quint16>());
    QList<AddressInfo> whiteList;
    parts.takeEach([&](Parts &each) {
        const QBluetoothAddress address(each.take<quint64>());
        whiteList.append(AddressInfo(address,
                                     each.takeEnum({QLowEnergyController::PublicAddress,
                                                    QLowEnergyController::RandomAddress})));
    });
    parameters.setWhiteList(whiteList, policy);
    return parts.complete() ? std::optional(parameters) : std::nullopt;
}

std::optional<QLowEnergyAdvertisingData> advertisingDataFrom(const QVariant &element)
{
    using Q = QLowEnergyAdvertisingData;
    Parts parts(element);
    QLowEnergyAdvertisingData data;
    data.setLocalName(parts.take<QString>());
    const auto manufacturer = parts.take<quint16>();
    data.setManufacturerData(manufacturer, parts.take<QByteArray>());
    data.setIncludePowerLevel(parts.take<bool>());
    data.setDiscoverability(parts.takeEnum(
            {Q::DiscoverabilityNone, Q::DiscoverabilityLimited, Q::DiscoverabilityGeneral}));
    QList<QBluetoothUuid> services;
    parts.takeEach([&](Parts &each) { services.append(each.take<QBluetoothUuid>()); });
    data.setServices(services);
    data.setRawData(parts.take<QByteArray>());
    return parts.complete() ? std::optional(data) : std::nullopt;
}

std::optional<QLowEnergyConnectionParameters> connectionParametersFrom(const QVariant &element)
{
    Parts parts(element);
    QLowEnergyConnectionParameters parameters;
    const double minimum = double(parts.take<qint64>()) / nanosecondsInMillisecond;
    const double maximum = double(parts.take<qint64>()) / nanosecondsInMillisecond;
    parameters.setIntervalRange(minimum, maximum);
    parameters.setLatency(parts.take<qint32>());
    parameters.setSupervisionTimeout(parts.take<qint32>());
    return parts.complete() ? std::optional(parameters) : std::nullopt;
}

std::optional<QLowEnergyDescriptorData> descriptorDataFrom(const QVariant &element)
{
    Parts parts(element);
    const auto uuid = parts.take<QBluetoothUuid>();
    QLowEnergyDescriptorData data(uuid, parts.take<QByteArray>());
    const bool readable = parts.take<bool>();
    data.setReadPermissions(readable, parts.takeFlags<Constraints>());
    const bool writable = parts.take<bool>();
    data.setWritePermissions(writable, parts.takeFlags<Constraints>());
    return parts.complete() ? std::optional(data) : std::nullopt;
}

std::optional<QLowEnergyCharacteristicData> characteristicDataFrom(const QVariant &element)
{
    Parts parts(element);
    QLowEnergyCharacteristicData data;
    data.setUuid(parts.take<QBluetoothUuid>());
    data.setValue(parts.take<QByteArray>());
    data.setProperties(parts.takeFlags<QLowEnergyCharacteristic::PropertyTypes>());
    data.setReadConstraints(parts.takeFlags<Constraints>());
    data.setWriteConstraints(parts.takeFlags<Constraints>());
    const auto minimum = parts.take<qint32>();
    data.setValueLength(minimum, parts.take<qint32>());
    parts.takeEach([&](Parts &each) {
        if (const auto descriptor = each.takeDecoded(descriptorDataFrom))
            data.addDescriptor(*descriptor);
    });
    return parts.complete() ? std::optional(data) : std::nullopt;
}

std::optional<QLowEnergyServiceData> serviceDataFrom(const QVariant &element,
                                                     const FindService &find)
{
    Parts parts(element);
    QLowEnergyServiceData data;
    data.setType(parts.takeEnum({QLowEnergyServiceData::ServiceTypePrimary,
                                 QLowEnergyServiceData::ServiceTypeSecondary}));
    data.setUuid(parts.take<QBluetoothUuid>());
    qsizetype attributes = 1;
    parts.takeEach([&](Parts &each) {
        if (const auto service = find(each.take<quint64>()))
            data.addIncludedService(service);
        else
            each.refuse();
        attributes += 1;
    });
    parts.takeEach([&](Parts &each) {
        if (const auto characteristic = each.takeDecoded(characteristicDataFrom)) {
            data.addCharacteristic(*characteristic);
            attributes += 2 + characteristic->descriptors().size();
        }
    });
    if (attributes > maxAttributes)
        parts.refuse();
    return parts.complete() ? std::optional(data) : std::nullopt;
}

QVariant flags(Constraints constraints)
{
    return QVariant::fromValue(quint32(constraints.toInt()));
}

template <typename Enum>
QVariant enumeration(Enum value)
{
    return QVariant::fromValue(qint32(value));
}

QVariant nanoseconds(double milliseconds)
{
    constexpr double limit = 9.2e18; // below the greatest qint64
    const double exact = milliseconds * nanosecondsInMillisecond;
    return QVariant::fromValue(qint64(qRound64(qBound(-limit, exact, limit))));
}

Sequence elementOf(const QLowEnergyAdvertisingParameters &parameters)
{
    Sequence whiteList;
    const QList<AddressInfo> infos = parameters.whiteList();
    for (const AddressInfo &info : infos)
        whiteList << info.address.toUInt64() << enumeration(info.type);
    return Sequence({enumeration(parameters.mode()), enumeration(parameters.filterPolicy()),
                     QVariant::fromValue(quint16(parameters.minimumInterval())),
                     QVariant::fromValue(quint16(parameters.maximumInterval())),
                     QVariant::fromValue(whiteList)});
}

Sequence elementOf(const QLowEnergyAdvertisingData &data)
{
    Sequence services;
    const QList<QBluetoothUuid> uuids = data.services();
    for (const QBluetoothUuid &uuid : uuids)
        services << QVariant::fromValue(uuid);
    return Sequence({data.localName(), QVariant::fromValue(data.manufacturerId()),
                     data.manufacturerData(), data.includePowerLevel(),
                     enumeration(data.discoverability()), QVariant::fromValue(services),
                     data.rawData()});
}

Sequence elementOf(const QLowEnergyConnectionParameters &parameters)
{
    return Sequence({nanoseconds(parameters.minimumInterval()),
                     nanoseconds(parameters.maximumInterval()), qint32(parameters.latency()),
                     qint32(parameters.supervisionTimeout())});
}

Sequence elementOf(const QLowEnergyDescriptorData &data)
{
    return Sequence({QVariant::fromValue(data.uuid()), data.value(), data.isReadable(),
                     flags(data.readConstraints()), data.isWritable(),
                     flags(data.writeConstraints())});
}

Sequence elementOf(const QLowEnergyCharacteristicData &data)
{
    Sequence descriptors;
    const QList<QLowEnergyDescriptorData> each = data.descriptors();
    for (const QLowEnergyDescriptorData &descriptor : each)
        descriptors << QVariant::fromValue(elementOf(descriptor));
    return Sequence({QVariant::fromValue(data.uuid()), data.value(),
                     QVariant::fromValue(quint32(data.properties().toInt())),
                     flags(data.readConstraints()), flags(data.writeConstraints()),
                     qint32(data.minimumValueLength()), qint32(data.maximumValueLength()),
                     QVariant::fromValue(descriptors)});
}

// The values of this ABI have numbers in place of services; Qt's class only stores and compares the
// pointers.
QLowEnergyService *numbered(qtbt_handle number)
{
    return reinterpret_cast<QLowEnergyService *>(uintptr_t(number));
}

Sequence elementOf(const QLowEnergyServiceData &data)
{
    Sequence included, characteristics;
    const QList<QLowEnergyService *> services = data.includedServices();
    for (const QLowEnergyService *service : services)
        included << quint64(reinterpret_cast<uintptr_t>(service));
    const QList<QLowEnergyCharacteristicData> each = data.characteristics();
    for (const QLowEnergyCharacteristicData &characteristic : each)
        characteristics << QVariant::fromValue(elementOf(characteristic));
    return Sequence({enumeration(data.type()), QVariant::fromValue(data.uuid()),
                     QVariant::fromValue(included), QVariant::fromValue(characteristics)});
}

// Calls f with the decoder of a kind.
template <typename F>
qtbt_status withDecoder(qtbt_low_energy_kind kind, F f)
{
    auto work = [&]() -> qtbt_status {
        switch (kind) {
        case QTBT_LOW_ENERGY_ADVERTISING_PARAMETERS:
            return f(advertisingParametersFrom);
        case QTBT_LOW_ENERGY_ADVERTISING_DATA:
            return f(advertisingDataFrom);
        case QTBT_LOW_ENERGY_CONNECTION_PARAMETERS:
            return f(connectionParametersFrom);
        case QTBT_LOW_ENERGY_DESCRIPTOR_DATA:
            return f(descriptorDataFrom);
        case QTBT_LOW_ENERGY_CHARACTERISTIC_DATA:
            return f(characteristicDataFrom);
        case QTBT_LOW_ENERGY_SERVICE_DATA:
            return f([](const QVariant &element) { return serviceDataFrom(element, numbered); });
        default:
            return QTBT_INVALID_ARGUMENT;
        }
    };
    return guarded(work);
}

std::optional<QVariant> toElement(const uint8_t *data, size_t size)
{
    if (!data || size > size_t(std::numeric_limits<int32_t>::max()))
        return {};
    return decodeElement(QByteArrayView(data, qsizetype(size)));
}

} // namespace

std::optional<QLowEnergyAdvertisingParameters> decodeAdvertisingParameters(QByteArrayView data)
{
    return decodeWith(data, advertisingParametersFrom);
}

std::optional<QLowEnergyAdvertisingData> decodeAdvertisingData(QByteArrayView data)
{
    return decodeWith(data, advertisingDataFrom);
}

std::optional<QLowEnergyConnectionParameters> decodeConnectionParameters(QByteArrayView data)
{
    return decodeWith(data, connectionParametersFrom);
}

std::optional<QLowEnergyServiceData> decodeLowEnergyServiceData(QByteArrayView data,
                                                                const FindService &find)
{
    return decodeWith(data,
                      [&](const QVariant &element) { return serviceDataFrom(element, find); });
}

QByteArray encodeConnectionParameters(const QLowEnergyConnectionParameters &parameters)
{
    return encoded(elementOf(parameters));
}

} // namespace qtbt

qtbt_status qtbt_low_energy_values_default(qtbt_low_energy_kind kind, qtbt_bytes *held)
{
    if (!held)
        return QTBT_INVALID_ARGUMENT;
    return withDecoder(kind, [=](auto from) -> qtbt_status {
        using Value = typename decltype(from(QVariant()))::value_type;
        *held = toBytes(encoded(elementOf(Value())));
        return QTBT_OK;
    });
}

qtbt_status qtbt_low_energy_values_held(qtbt_low_energy_kind kind, const uint8_t *value,
                                        size_t size, qtbt_bytes *held)
{
    if (!held)
        return QTBT_INVALID_ARGUMENT;
    return withDecoder(kind, [=](auto from) -> qtbt_status {
        const auto element = toElement(value, size);
        const auto decoded = element ? from(*element) : std::nullopt;
        if (!decoded)
            return QTBT_INVALID_ARGUMENT;
        *held = toBytes(encoded(elementOf(*decoded)));
        return QTBT_OK;
    });
}

qtbt_status qtbt_low_energy_values_equal(qtbt_low_energy_kind kind, const uint8_t *a, size_t a_size,
                                         const uint8_t *b, size_t b_size, bool *equal)
{
    if (!equal)
        return QTBT_INVALID_ARGUMENT;
    return withDecoder(kind, [=](auto from) -> qtbt_status {
        const auto elementA = toElement(a, a_size);
        const auto elementB = toElement(b, b_size);
        const auto left = elementA ? from(*elementA) : std::nullopt;
        const auto right = elementB ? from(*elementB) : std::nullopt;
        if (!left || !right)
            return QTBT_INVALID_ARGUMENT;
        *equal = *left == *right;
        return QTBT_OK;
    });
}
