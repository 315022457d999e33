// A QLowEnergyController behind a handle.
#pragma once

#include "low_energy_service.h"

#include <QtBluetooth/qbluetoothuuid.h>
#include <QtBluetooth/qlowenergycharacteristic.h>
#include <QtBluetooth/qlowenergycontroller.h>
#include <QtBluetooth/qlowenergyservicedata.h>
#include <QtCore/qhash.h>

namespace qtbt {

class LowEnergyController final : public Object
{
public:
    using Call = std::function<void(QLowEnergyController &)>;

    explicit LowEnergyController(QLowEnergyController *controller);

    QLowEnergyController &qt() { return *controller_; }

    qtbt_status connectToDevice(qtbt_failure *failure);
    void disconnectFromDevice();
    qtbt_status discoverServices(qtbt_failure *failure);
    qtbt_status startAdvertising(Call start, qtbt_failure *failure);
    void stopAdvertising();

    // Runs a call of the controller. QTBT_FAILED if Qt emits errorOccurred meanwhile, or refuses
    // the call: `allowed` is whether Qt accepts it now.
    qtbt_status attempt(bool allowed, Call call, qtbt_failure *failure);

    // Makes a handle of a service of this controller's.
    qtbt_handle addService(QLowEnergyService *service);

    // Whether a client could write to a service of the UUID that was remembered and still is Qt's.
    bool hasWritableService(const QBluetoothUuid &uuid) const;
    void rememberWritable(const QLowEnergyServiceData &data, QLowEnergyService &service);

    // Whether Qt talks to the kernel and not to bluetoothd.
    bool isRaw() const;

protected:
    QMetaObject::Connection connectSignal(qtbt_signal signal) override;

private:
    QObject *backend() const;
    bool inAdvertisersSignal() const;
    bool isPeripheral() const
    {
        return controller_->role() == QLowEnergyController::PeripheralRole;
    }
    qtbt_status putOff(std::function<qtbt_status(qtbt_failure *)> call);
    void closeSocketsOnExec();

    std::shared_ptr<LowEnergyEmissions> emissions_ = std::make_shared<LowEnergyEmissions>();
    int calls_ = 0;
    int advertisingCalls_ = 0;
    int errors_ = 0; // of the calls that we are inside of
    QHash<QBluetoothUuid, QLowEnergyCharacteristic> writable_;
    std::unique_ptr<QLowEnergyController> controller_;
};

} // namespace qtbt
