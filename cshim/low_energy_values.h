// Qt's Low Energy data classes as data elements, in the forms of qtbt_low_energy_values.h.
#pragma once

#include "qtbt_types.h"

#include <QtBluetooth/qlowenergyadvertisingdata.h>
#include <QtBluetooth/qlowenergyadvertisingparameters.h>
#include <QtBluetooth/qlowenergyconnectionparameters.h>
#include <QtBluetooth/qlowenergyservicedata.h>
#include <QtCore/qbytearray.h>

#include <functional>
#include <optional>

namespace qtbt {

// Finds the service of a handle; nullptr if there is none.
using FindService = std::function<QLowEnergyService *(qtbt_handle)>;

// The decoders return nothing if the bytes are malformed. Each part goes through Qt's setter.
std::optional<QLowEnergyAdvertisingParameters> decodeAdvertisingParameters(QByteArrayView data);
std::optional<QLowEnergyAdvertisingData> decodeAdvertisingData(QByteArrayView data);
std::optional<QLowEnergyConnectionParameters> decodeConnectionParameters(QByteArrayView data);

// It returns nothing also if `find` returns nullptr for an included service, and for a service of
// more attributes than Bluetooth has handles for: one for the service, one for each included
// service, two for each characteristic, one for each descriptor.
std::optional<QLowEnergyServiceData> decodeLowEnergyServiceData(QByteArrayView data,
                                                                const FindService &find);

QByteArray encodeConnectionParameters(const QLowEnergyConnectionParameters &parameters);

} // namespace qtbt
