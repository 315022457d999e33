// A QLowEnergyService behind a handle.
#pragma once

#include "object.h"
#include "quirks_low_energy.h"

#include <QtBluetooth/qlowenergyservice.h>

#include <functional>
#include <memory>

namespace qtbt {

class LowEnergyService final : public Object
{
public:
    // `emissions` are those of the service's controller.
    LowEnergyService(QLowEnergyService *service, std::shared_ptr<LowEnergyEmissions> emissions);

    const std::shared_ptr<QLowEnergyService> &qt() const { return service_; }

    // Runs a call of the service. QTBT_FAILED if Qt emits errorOccurred meanwhile, or the call
    // returns an error. Within an emission of that signal within a call, it puts the call off until
    // the emission has returned: a handler that tries again would be called without end.
    qtbt_status attempt(std::function<QLowEnergyService::ServiceError(QLowEnergyService &)> call,
                        qtbt_failure *failure);

protected:
    QMetaObject::Connection connectSignal(qtbt_signal signal) override;

private:
    void emitAttribute(qtbt_signal signal, uint32_t handles, const QByteArray &value);

    std::shared_ptr<QLowEnergyService> service_;
    std::shared_ptr<LowEnergyEmissions> emissions_;
    int calls_ = 0;
    int errorEmissions_ = 0;
    int errors_ = 0; // of the calls that we are inside of
};

} // namespace qtbt
