package qtbt

// The signals of LowEnergyController.

import "github.com/goqtbt/bluetooth/cshim"

// OnConnected calls f on the Qt thread when the connection is made. Qt's D-Bus peripheral, since
// 6.5, never emits it: watch OnStateChanged there.
func (c *LowEnergyController) OnConnected(f func()) *Subscription {
	return onSignal(c.base(), cshim.SignalLowEnergyControllerConnected, f)
}

// OnDisconnected calls f on the Qt thread when the connection has ended, after OnStateChanged.
func (c *LowEnergyController) OnDisconnected(f func()) *Subscription {
	return onSignal(c.base(), cshim.SignalLowEnergyControllerDisconnected, f)
}

// OnStateChanged calls f on the Qt thread when the state has changed.
func (c *LowEnergyController) OnStateChanged(f func(LowEnergyControllerState)) *Subscription {
	return onValue(c.base(), cshim.SignalLowEnergyControllerStateChanged, f)
}

// OnErrorOccurred calls f on the Qt thread when an error occurs, which may be during a call.
func (c *LowEnergyController) OnErrorOccurred(f func(LowEnergyControllerError)) *Subscription {
	return onValue(c.base(), cshim.SignalLowEnergyControllerErrorOccurred, f)
}

// OnMTUChanged calls f on the Qt thread when the MTU has changed. On BlueZ only Qt's raw HCI
// peripheral emits it.
func (c *LowEnergyController) OnMTUChanged(f func(mtu int)) *Subscription {
	return onValue(c.base(), cshim.SignalLowEnergyControllerMTUChanged, f)
}

// OnRSSIRead calls f on the Qt thread with the signal strength that ReadRSSI has read. A Qt older
// than 6.5 never emits it.
func (c *LowEnergyController) OnRSSIRead(f func(rssi int16)) *Subscription {
	if f == nil {
		return nilHandler()
	}
	return onValue(c.base(), cshim.SignalLowEnergyControllerRSSIRead, func(rssi int) { f(int16(rssi)) })
}

// OnServiceDiscovered calls f on the Qt thread when DiscoverServices has found a service.
func (c *LowEnergyController) OnServiceDiscovered(f func(UUID)) *Subscription {
	if f == nil {
		return nilHandler()
	}
	return c.base().subscribe(cshim.SignalLowEnergyControllerServiceDiscovered, func(_ int64, data []byte) {
		f(UUID(data))
	})
}

// OnDiscoveryFinished calls f on the Qt thread when DiscoverServices has found all services.
func (c *LowEnergyController) OnDiscoveryFinished(f func()) *Subscription {
	return onSignal(c.base(), cshim.SignalLowEnergyControllerDiscoveryFinished, f)
}

// OnConnectionUpdated calls f on the Qt thread when the parameters of the connection have changed.
// On BlueZ only Qt's raw HCI peripheral emits it.
func (c *LowEnergyController) OnConnectionUpdated(f func(LowEnergyConnectionParameters)) *Subscription {
	if f == nil {
		return nilHandler()
	}
	return c.base().subscribe(cshim.SignalLowEnergyControllerConnectionUpdated, func(_ int64, data []byte) {
		if parameters, err := decodeConnectionParameters(data); err == nil {
			f(parameters)
		}
	})
}
