//go:build cgo && !qtbt_system

// The workarounds for Low Energy.
#include "quirks_low_energy.h"

#include "compat.h"
#include "quirks.h"
#include "quirks_socket.h"

#include <QtBluetooth/qlowenergycharacteristicdata.h>
#include <QtBluetooth/qlowenergydescriptordata.h>
#include <QtCore/qlist.h>
#include <QtCore/qsocketnotifier.h>
#include <QtCore/qvariant.h>

#include <algorithm>

#if defined(Q_OS_LINUX)
#include <linux/capability.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace qtbt {

using Characteristic = QLowEnergyCharacteristic;
using Controller = QLowEnergyController;
using Descriptor = QLowEnergyDescriptor;
using Service = QLowEnergyService;

namespace {

// Qt's private members, which an explicit instantiation may name.
using ServiceData = QSharedPointer<QLowEnergyServicePrivate>;
QLowEnergyControllerPrivate *Controller::*backendMember();
ServiceData Service::*serviceDataMember();
QLowEnergyHandle (Characteristic::*characteristicHandleMember())() const;
QLowEnergyHandle (Descriptor::*descriptorHandleMember())() const;
QLowEnergyHandle (Descriptor::*descriptorCharacteristicMember())() const;

template <auto Backend, auto Data, auto CharacteristicHandle, auto DescriptorHandle,
          auto DescriptorCharacteristic>
struct PrivateMembers {
    friend QLowEnergyControllerPrivate *Controller::*backendMember() { return Backend; }
    friend ServiceData Service::*serviceDataMember() { return Data; }
    friend QLowEnergyHandle (Characteristic::*characteristicHandleMember())() const
    {
        return CharacteristicHandle;
    }
    friend QLowEnergyHandle (Descriptor::*descriptorHandleMember())() const
    {
        return DescriptorHandle;
    }
    friend QLowEnergyHandle (Descriptor::*descriptorCharacteristicMember())() const
    {
        return DescriptorCharacteristic;
    }
};
template struct PrivateMembers<&Controller::d_ptr, &Service::d_ptr,
                               &Characteristic::attributeHandle, &Descriptor::handle,
                               &Descriptor::characteristicHandle>;

// Whether the process may send HCI commands.
bool maySendHciCommands()
{
#if defined(Q_OS_LINUX)
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3]{};
    if (syscall(SYS_capget, &header, data) == 0)
        return data[CAP_TO_INDEX(CAP_NET_RAW)].effective & CAP_TO_MASK(CAP_NET_RAW);
#endif
    return true;
}

#if QTBT_BLUEZ
// Marks the notifier of a socket that listens no longer, and that Qt has not closed. Qt itself
// disables a notifier only to close its socket.
constexpr char listenedBefore[] = "qtbtListenedBefore";

// Returns the notifiers of a back end's listening sockets, the oldest first.
QList<QSocketNotifier *> listeners(const QObject &backend)
{
    return backend.findChildren<QSocketNotifier *>(Qt::FindDirectChildrenOnly);
}

// Qt closes the socket when the back end is deleted, so the descriptor has to stay valid until then.
void stopListening(const QObject &backend)
{
    for (QSocketNotifier *listener : listeners(backend)) {
        if (!listener->isEnabled())
            continue;
        listener->setEnabled(false);
        listener->setProperty(listenedBefore, true);
        shutdown(int(listener->socket()), SHUT_RDWR);
    }
}

// Closes the sockets on which a back end listened before its last start of advertising.
void closeForgottenListeners(const QObject &backend)
{
    QList<QSocketNotifier *> forgotten = listeners(backend);
    if (!forgotten.isEmpty())
        forgotten.removeLast(); // Qt still has that one
    for (QSocketNotifier *listener : forgotten) {
        if (!listener->property(listenedBefore).toBool())
            continue;
        const int descriptor = int(listener->socket());
        delete listener;
        close(descriptor);
    }
}
#else
void stopListening(const QObject &) {}

void closeForgottenListeners(const QObject &) {}
#endif

// Whether clients may write to a descriptor, by Qt's raw HCI peripheral.
bool isWritable(const QLowEnergyDescriptorData &descriptor)
{
    using Type = QBluetoothUuid::DescriptorType;
    const QBluetoothUuid uuid = descriptor.uuid();
    if (uuid == Type::ClientCharacteristicConfiguration
        || uuid == Type::ServerCharacteristicConfiguration)
        return true;
    if (uuid == Type::CharacteristicExtendedProperties
        || uuid == Type::CharacteristicPresentationFormat
        || uuid == Type::CharacteristicAggregateFormat)
        return false;
    return descriptor.isWritable();
}

bool isWritable(const QLowEnergyCharacteristicData &characteristic)
{
    const QList<QLowEnergyDescriptorData> descriptors = characteristic.descriptors();
    return (characteristic.properties()
            & (Characteristic::Write | Characteristic::WriteNoResponse
               | Characteristic::WriteSigned))
            || std::any_of(descriptors.begin(), descriptors.end(),
                           [](const QLowEnergyDescriptorData &data) { return isWritable(data); });
}

} // namespace

// Within an emission, Qt's raw central would delete the socket that emits.
bool LowEnergyGuard::connectWouldCrash() const
{
    return isRaw() && emissions_->any > 0;
}

// Within an emission, a peripheral would delete what emits: its advertiser, or from Qt 6.5 on the
// characteristic that a client wrote to. The raw central would close the socket that emits. And
// bluetoothd may remove several services at once: when a handler of the first one's end
// disconnects, Qt calls null for the second (6.4.2 and 6.8.2).
bool LowEnergyGuard::disconnectWouldCrash() const
{
    return ((isPeripheral() || isRaw()) && emissions_->any > 0) || emissions_->invalidServices > 0;
}

// When the device or the adapter disappears, Qt's D-Bus central emits errorOccurred between the
// deletion of its D-Bus objects and the change of its state: it would call null (6.4.2 and 6.8.2).
bool LowEnergyGuard::discoveryWouldCrash() const
{
    return emissions_->controllerErrors > 0;
}

// Within a call that starts or stops advertising, another one would end the advertiser that Qt uses
// next. Inside a signal of the advertiser's, Qt since 6.5 crashes if its handlers end the
// advertiser.
bool LowEnergyGuard::advertisingWouldCrash() const
{
    if (advertisingCalls_ > 0)
        return true;
    const QObject *sender = senderTo(backend());
    return sender && (sender->inherits("QLeAdvertiser") || sender->inherits("QLeDBusAdvertiser"));
}

// A QObject of a type that only Qt knows.
QObject *LowEnergyGuard::backend() const
{
    return reinterpret_cast<QObject *>(controller_.*backendMember());
}

bool LowEnergyGuard::isRaw() const
{
    return backend()->inherits("QLowEnergyControllerPrivateBluez");
}

void LowEnergyGuard::tendSockets() const
{
    if (!isRaw())
        return;
    closeListeningOnExec();
    for (const QBluetoothSocket *socket : backend()->findChildren<QBluetoothSocket *>())
        closeOnExec(int(socket->socketDescriptor()));
    if (controller_.state() != Controller::AdvertisingState)
        stopListening(*backend());
    closeForgottenListeners(*backend());
}

bool LowEnergyGuard::wouldAbort(const QLowEnergyServiceData &service) const
{
    return isRaw() && writable_.value(service.uuid()).isValid();
}

// The characteristic is invalid once Qt has removed the service.
void LowEnergyGuard::noteAdded(const QLowEnergyServiceData &data, Service &service)
{
    const QList<QLowEnergyCharacteristicData> characteristics = data.characteristics();
    if (std::any_of(characteristics.begin(), characteristics.end(),
                    [](const QLowEnergyCharacteristicData &each) { return isWritable(each); }))
        writable_.insert(data.uuid(), service.characteristics().constFirst());
}

bool LowEnergyGuard::lacksCapability() const
{
    return isRaw() && !maySendHciCommands();
}

bool overrunsHciAdvertiser(const QLowEnergyAdvertisingData &data)
{
    constexpr qsizetype room = 31 - 1 - 1 - 2; // beside a length, a type and the manufacturer
    return data.rawData().isEmpty() && data.manufacturerData().size() > room
            && data.manufacturerId() != QLowEnergyAdvertisingData::invalidManufacturerId();
}

bool ignoredValue(const Service &service, const QByteArray &value, const QByteArray &held)
{
    return service.state() == Service::LocalService && value != held;
}

bool isSameService(const Service &a, const Service &b)
{
    return a.*serviceDataMember() == b.*serviceDataMember();
}

uint16_t handleOf(const Characteristic &characteristic)
{
    return (characteristic.*characteristicHandleMember())();
}

uint16_t handleOf(const Descriptor &descriptor)
{
    return (descriptor.*descriptorHandleMember())();
}

uint16_t characteristicHandleOf(const Descriptor &descriptor)
{
    return (descriptor.*descriptorCharacteristicMember())();
}

} // namespace qtbt
