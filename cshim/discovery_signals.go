package cshim

// The signals of QBluetoothDeviceDiscoveryAgent, as in qtbt_device_discovery_agent.h.
const (
	SignalDeviceDiscovered Signal = 0x0300 + iota
	SignalDeviceUpdated
	SignalDeviceDiscoveryFinished
	SignalDeviceDiscoveryErrorOccurred
	SignalDeviceDiscoveryCanceled
)

// The signals of QBluetoothServiceDiscoveryAgent, as in qtbt_service_discovery_agent.h.
const (
	SignalServiceDiscovered Signal = 0x0400 + iota
	SignalServiceDiscoveryFinished
	SignalServiceDiscoveryErrorOccurred
	SignalServiceDiscoveryCanceled
)
