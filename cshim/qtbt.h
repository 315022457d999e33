/* qtbt's C ABI over QtBluetooth. A program includes this header only. */
#ifndef QTBT_H
#define QTBT_H

#include "qtbt_attempt.h"
#include "qtbt_daemon.h"
#include "qtbt_device_discovery_agent.h"
#include "qtbt_device_info.h"
#include "qtbt_local_device.h"
#include "qtbt_low_energy_controller.h"
#include "qtbt_low_energy_service.h"
#include "qtbt_low_energy_values.h"
#include "qtbt_runtime.h"
#include "qtbt_server.h"
#include "qtbt_service_discovery_agent.h"
#include "qtbt_service_info.h"
#include "qtbt_socket.h"
#include "qtbt_stream.h"
#include "qtbt_types.h"
#include "qtbt_values.h"

#endif
