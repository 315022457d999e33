package cshim

// The signals of QBluetoothLocalDevice, as in qtbt_local_device.h.
const (
	SignalLocalDeviceHostModeStateChanged Signal = 0x0500 + iota
	SignalLocalDeviceConnected
	SignalLocalDeviceDisconnected
	SignalLocalDevicePairingFinished
	SignalLocalDeviceErrorOccurred
)
