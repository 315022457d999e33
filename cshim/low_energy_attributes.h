// The characteristics and descriptors of a Low Energy service, which outlive its service objects.
#pragma once

#include <QtBluetooth/qlowenergycharacteristic.h>
#include <QtBluetooth/qlowenergydescriptor.h>
#include <QtBluetooth/qlowenergyservice.h>
#include <QtCore/qobject.h>

#include <memory>

namespace qtbt {

// What Qt's service objects for one service share. It lives on the Qt thread, from the first
// reference to the last, or to the end of the Qt thread.
class Attributes final : public QObject
{
public:
    // The attributes of a service, with a reference more. Null if the Qt thread does not serve.
    static Attributes *take(const std::shared_ptr<QLowEnergyService> &service);

    // Null if there are none of that number.
    static Attributes *find(uint64_t number);

    ~Attributes() override;

    uint64_t number() const { return number_; }
    void release();

    // {bool final, characteristic, ...}, in the form of qtbt_low_energy_service.h.
    QByteArray encode() const;

    // Invalid if there is none of that handle.
    QLowEnergyCharacteristic characteristic(uint16_t handle) const;
    QLowEnergyDescriptor descriptor(uint16_t handle) const;

private:
    Attributes(const std::shared_ptr<QLowEnergyService> &service, QObject *parent);

    std::shared_ptr<QLowEnergyService> service_;
    uint64_t number_;
    int references_ = 1;
};

} // namespace qtbt
