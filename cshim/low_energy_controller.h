// A QLowEnergyController behind a handle.
#pragma once

#include "low_energy_service.h"
#include "quirks_low_energy.h"

#include <QtBluetooth/qbluetoothuuid.h>
#include <QtBluetooth/qlowenergycontroller.h>
#include <QtBluetooth/qlowenergyservicedata.h>

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

    // Whether Qt talks to the kernel and not to bluetoothd.
    bool isRaw() const { return guard_.isRaw(); }

    // `*service` becomes the new service's handle.
    qtbt_status addService(const QLowEnergyServiceData &data, qtbt_handle *service,
                           qtbt_failure *failure);

    // Returns the handle of a new service object, 0 if Qt makes none.
    qtbt_handle createServiceObject(const QBluetoothUuid &uuid);

protected:
    QMetaObject::Connection connectSignal(qtbt_signal signal) override;

private:
    bool isPeripheral() const
    {
        return controller_->role() == QLowEnergyController::PeripheralRole;
    }
    qtbt_status putOff(std::function<qtbt_status(qtbt_failure *)> call);
    qtbt_handle add(QLowEnergyService *service);

    std::shared_ptr<LowEnergyEmissions> emissions_ = std::make_shared<LowEnergyEmissions>();
    int calls_ = 0;
    int errors_ = 0; // of the calls that we are inside of
    std::unique_ptr<QLowEnergyController> controller_;
    LowEnergyGuard guard_{*controller_, emissions_};
};

} // namespace qtbt
