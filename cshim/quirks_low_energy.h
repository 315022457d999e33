// The workarounds for Low Energy, by the rules of quirks.h.
#pragma once

#include <QtBluetooth/qlowenergyadvertisingdata.h>
#include <QtBluetooth/qlowenergycharacteristic.h>
#include <QtBluetooth/qlowenergycontroller.h>
#include <QtBluetooth/qlowenergydescriptor.h>
#include <QtBluetooth/qlowenergyservice.h>
#include <QtBluetooth/qlowenergyservicedata.h>
#include <QtCore/qhash.h>
#include <QtCore/qscopedvaluerollback.h>

#include <memory>

namespace qtbt {

// -- QLowEnergyController --

// The emissions of a controller and its services that we are inside of; more than one when a
// handler causes the next.
struct LowEnergyEmissions {
    int any = 0;
    int controllerErrors = 0;
    int invalidServices = 0; // of a service's stateChanged to InvalidService
};

// Says when a controller would not survive a call.
//
// Its owner and the controller's services count their emissions in `emissions`.
class LowEnergyGuard
{
public:
    using Controller = QLowEnergyController;

    // The controller must outlive the guard.
    LowEnergyGuard(Controller &controller, std::shared_ptr<const LowEnergyEmissions> emissions)
        : controller_(controller), emissions_(std::move(emissions))
    {
    }

    // Each of these reports whether Qt would crash if the call came now.
    bool connectWouldCrash() const;
    bool disconnectWouldCrash() const;
    bool discoveryWouldCrash() const;
    bool advertisingWouldCrash() const;

    // Runs `call`, which starts or stops advertising.
    template <typename F>
    void inAdvertising(F call)
    {
        const QScopedValueRollback inside(advertisingCalls_, advertisingCalls_ + 1);
        call();
    }

    // Reports whether Qt talks to the kernel and not to bluetoothd.
    bool isRaw() const;

    // Keeps child processes from inheriting the raw back end's sockets, and ends those that Qt
    // forgets. To be called when the state has changed and after each start of advertising.
    //
    // Qt's raw peripheral keeps listening when it stops advertising, and forgets that socket when it
    // starts again (seen with 6.4): the kernel gives the socket the clients of whatever advertises
    // next, which Qt does not accept, and their notifier keeps the Qt thread busy.
    void tendSockets() const;

    // Reports whether Qt would end the process, because the service has the UUID of an earlier one
    // to which clients can write. Its raw peripheral keeps the values that clients write by the
    // service's UUID (seen with 6.4.2 and 6.8.2).
    bool wouldAbort(const QLowEnergyServiceData &service) const;
    void noteAdded(const QLowEnergyServiceData &data, QLowEnergyService &service);

    // Reports whether the raw peripheral can advertise nothing, because the process may not send HCI
    // commands. Qt's error does not say so (seen with 6.4.2 and 6.8.2).
    bool lacksCapability() const;

private:
    QObject *backend() const;
    bool isPeripheral() const { return controller_.role() == Controller::PeripheralRole; }

    Controller &controller_;
    std::shared_ptr<const LowEnergyEmissions> emissions_;
    int advertisingCalls_ = 0;
    QHash<QBluetoothUuid, QLowEnergyCharacteristic> writable_;
};

// Reports whether Qt's raw HCI advertiser would write past its buffer of 31 bytes, because it
// subtracts the size of the manufacturer data from an unsigned 27. Qt 6.4.2 crashes then, and 6.8.0
// has the same code. The D-Bus peripheral, since Qt 6.5, has no such limit.
bool overrunsHciAdvertiser(const QLowEnergyAdvertisingData &data);

// -- QLowEnergyService --

// Reports whether Qt ignored the value that a local service was given: `held` is what the attribute
// has now. The raw peripheral does that with a value of a length that the attribute does not allow,
// and only logs a warning (seen with 6.4.2 and 6.8.2).
bool ignoredValue(const QLowEnergyService &service, const QByteArray &value,
                  const QByteArray &held);

// Reports whether two objects are for one service.
bool isSameService(const QLowEnergyService &a, const QLowEnergyService &b);

// Handles, which Qt keeps to itself.
uint16_t handleOf(const QLowEnergyCharacteristic &characteristic);
uint16_t handleOf(const QLowEnergyDescriptor &descriptor);
uint16_t characteristicHandleOf(const QLowEnergyDescriptor &descriptor);

} // namespace qtbt
