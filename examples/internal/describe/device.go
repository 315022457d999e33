package describe

// The class of device in words.

import (
	"strings"

	"github.com/goqtbt/bluetooth/qtbt"
)

// kind is a major and a minor device class.
type kind struct {
	major qtbt.MajorDeviceClass
	minor qtbt.MinorDeviceClass
}

var majors = map[qtbt.MajorDeviceClass]string{
	qtbt.ComputerDevice:   "computer",
	qtbt.PhoneDevice:      "phone",
	qtbt.NetworkDevice:    "network access point",
	qtbt.AudioVideoDevice: "audio or video device",
	qtbt.PeripheralDevice: "peripheral",
	qtbt.ImagingDevice:    "imaging device",
	qtbt.WearableDevice:   "wearable",
	qtbt.ToyDevice:        "toy",
	qtbt.HealthDevice:     "health device",
}

var kinds = map[kind]string{
	{qtbt.ComputerDevice, qtbt.DesktopComputer}:                        "desktop computer",
	{qtbt.ComputerDevice, qtbt.ServerComputer}:                         "server",
	{qtbt.ComputerDevice, qtbt.LaptopComputer}:                         "laptop",
	{qtbt.ComputerDevice, qtbt.HandheldClamShellComputer}:              "handheld computer",
	{qtbt.ComputerDevice, qtbt.HandheldComputer}:                       "handheld computer",
	{qtbt.ComputerDevice, qtbt.WearableComputer}:                       "wearable computer",
	{qtbt.PhoneDevice, qtbt.CellularPhone}:                             "mobile phone",
	{qtbt.PhoneDevice, qtbt.CordlessPhone}:                             "cordless phone",
	{qtbt.PhoneDevice, qtbt.SmartPhone}:                                "smart phone",
	{qtbt.PhoneDevice, qtbt.WiredModemOrVoiceGatewayPhone}:             "modem",
	{qtbt.PhoneDevice, qtbt.CommonISDNAccessPhone}:                     "ISDN access",
	{qtbt.AudioVideoDevice, qtbt.WearableHeadsetDevice}:                "headset",
	{qtbt.AudioVideoDevice, qtbt.HandsFreeDevice}:                      "hands-free device",
	{qtbt.AudioVideoDevice, qtbt.Microphone}:                           "microphone",
	{qtbt.AudioVideoDevice, qtbt.Loudspeaker}:                          "loudspeaker",
	{qtbt.AudioVideoDevice, qtbt.Headphones}:                           "headphones",
	{qtbt.AudioVideoDevice, qtbt.PortableAudioDevice}:                  "portable audio device",
	{qtbt.AudioVideoDevice, qtbt.CarAudio}:                             "car audio",
	{qtbt.AudioVideoDevice, qtbt.SetTopBox}:                            "set-top box",
	{qtbt.AudioVideoDevice, qtbt.HiFiAudioDevice}:                      "hi-fi audio device",
	{qtbt.AudioVideoDevice, qtbt.VCR}:                                  "video recorder",
	{qtbt.AudioVideoDevice, qtbt.VideoCamera}:                          "video camera",
	{qtbt.AudioVideoDevice, qtbt.Camcorder}:                            "camcorder",
	{qtbt.AudioVideoDevice, qtbt.VideoMonitor}:                         "video monitor",
	{qtbt.AudioVideoDevice, qtbt.VideoDisplayAndLoudspeaker}:           "television",
	{qtbt.AudioVideoDevice, qtbt.VideoConferencing}:                    "video conferencing",
	{qtbt.AudioVideoDevice, qtbt.GamingDevice}:                         "games console",
	{qtbt.PeripheralDevice, qtbt.KeyboardPeripheral}:                   "keyboard",
	{qtbt.PeripheralDevice, qtbt.PointingDevicePeripheral}:             "mouse",
	{qtbt.PeripheralDevice, qtbt.KeyboardWithPointingDevicePeripheral}: "keyboard and mouse",
	{qtbt.PeripheralDevice, qtbt.JoystickPeripheral}:                   "joystick",
	{qtbt.PeripheralDevice, qtbt.GamepadPeripheral}:                    "gamepad",
	{qtbt.PeripheralDevice, qtbt.RemoteControlPeripheral}:              "remote control",
	{qtbt.PeripheralDevice, qtbt.SensingDevicePeripheral}:              "sensor",
	{qtbt.PeripheralDevice, qtbt.DigitizerTabletPeripheral}:            "graphics tablet",
	{qtbt.PeripheralDevice, qtbt.CardReaderPeripheral}:                 "card reader",
	{qtbt.ImagingDevice, qtbt.ImageDisplay}:                            "display",
	{qtbt.ImagingDevice, qtbt.ImageCamera}:                             "camera",
	{qtbt.ImagingDevice, qtbt.ImageScanner}:                            "scanner",
	{qtbt.ImagingDevice, qtbt.ImagePrinter}:                            "printer",
	{qtbt.ImagingDevice, qtbt.ImagePrinter | qtbt.ImageScanner}:        "printer and scanner",
	{qtbt.WearableDevice, qtbt.WearableWristWatch}:                     "watch",
	{qtbt.WearableDevice, qtbt.WearablePager}:                          "pager",
	{qtbt.WearableDevice, qtbt.WearableJacket}:                         "jacket",
	{qtbt.WearableDevice, qtbt.WearableHelmet}:                         "helmet",
	{qtbt.WearableDevice, qtbt.WearableGlasses}:                        "glasses",
	{qtbt.ToyDevice, qtbt.ToyRobot}:                                    "toy robot",
	{qtbt.ToyDevice, qtbt.ToyVehicle}:                                  "toy vehicle",
	{qtbt.ToyDevice, qtbt.ToyDoll}:                                     "doll",
	{qtbt.ToyDevice, qtbt.ToyController}:                               "toy controller",
	{qtbt.ToyDevice, qtbt.ToyGame}:                                     "game",
	{qtbt.HealthDevice, qtbt.HealthBloodPressureMonitor}:               "blood pressure monitor",
	{qtbt.HealthDevice, qtbt.HealthThermometer}:                        "thermometer",
	{qtbt.HealthDevice, qtbt.HealthWeightScale}:                        "scales",
	{qtbt.HealthDevice, qtbt.HealthGlucoseMeter}:                       "glucose meter",
	{qtbt.HealthDevice, qtbt.HealthPulseOximeter}:                      "pulse oximeter",
	{qtbt.HealthDevice, qtbt.HealthDataDisplay}:                        "health data display",
	{qtbt.HealthDevice, qtbt.HealthStepCounter}:                        "step counter",
}

// Kind returns the kind of a device, such as "laptop", or "" if it is not known.
func Kind(d qtbt.DeviceInfo) string {
	if text, ok := kinds[kind{d.MajorDeviceClass(), d.MinorDeviceClass()}]; ok {
		return text
	}
	return majors[d.MajorDeviceClass()]
}

// Radio returns the Bluetooth radios that a device has: "classic", "LE", "classic and LE", or "" if
// that is not known.
func Radio(d qtbt.DeviceInfo) string {
	var radios []string
	if d.CoreConfigurations()&qtbt.BaseRateCoreConfiguration != 0 {
		radios = append(radios, "classic")
	}
	if d.CoreConfigurations()&qtbt.LowEnergyCoreConfiguration != 0 {
		radios = append(radios, "LE")
	}
	return strings.Join(radios, " and ")
}
