package qtbt

// The class of device: what kind of thing a device claims to be.

import "strconv"

// MajorDeviceClass is the main kind of a device, such as a computer or a phone. It is Qt's
// QBluetoothDeviceInfo::MajorDeviceClass, with its values.
type MajorDeviceClass uint8

// The major device classes.
const (
	MiscellaneousDevice MajorDeviceClass = 0
	ComputerDevice      MajorDeviceClass = 1 // desktop computers, laptops, PDAs
	PhoneDevice         MajorDeviceClass = 2
	NetworkDevice       MajorDeviceClass = 3 // access points of a local network
	AudioVideoDevice    MajorDeviceClass = 4
	PeripheralDevice    MajorDeviceClass = 5 // keyboards, mice
	ImagingDevice       MajorDeviceClass = 6 // displays, printers, scanners, cameras
	WearableDevice      MajorDeviceClass = 7
	ToyDevice           MajorDeviceClass = 8
	HealthDevice        MajorDeviceClass = 9 // heart rate monitors, thermometers
	UncategorizedDevice MajorDeviceClass = 31
)

var majorDeviceClassTexts = map[MajorDeviceClass]string{
	MiscellaneousDevice: "MiscellaneousDevice",
	ComputerDevice:      "ComputerDevice",
	PhoneDevice:         "PhoneDevice",
	NetworkDevice:       "NetworkDevice",
	AudioVideoDevice:    "AudioVideoDevice",
	PeripheralDevice:    "PeripheralDevice",
	ImagingDevice:       "ImagingDevice",
	WearableDevice:      "WearableDevice",
	ToyDevice:           "ToyDevice",
	HealthDevice:        "HealthDevice",
	UncategorizedDevice: "UncategorizedDevice",
}

// String returns the name, such as "ComputerDevice".
func (c MajorDeviceClass) String() string {
	if text := majorDeviceClassTexts[c]; text != "" {
		return text
	}
	return "MajorDeviceClass(" + strconv.Itoa(int(c)) + ")"
}

// MinorDeviceClass refines a device's [MajorDeviceClass]. Its meaning depends on that class: the
// same value stands for a laptop in one and for a smart phone in another. Qt has one enumeration
// for each; their names and values are these.
type MinorDeviceClass uint8

// The minor class of a [MiscellaneousDevice].
const UncategorizedMiscellaneous MinorDeviceClass = 0

// The minor classes of a [ComputerDevice].
const (
	UncategorizedComputer     MinorDeviceClass = 0
	DesktopComputer           MinorDeviceClass = 1
	ServerComputer            MinorDeviceClass = 2
	LaptopComputer            MinorDeviceClass = 3
	HandheldClamShellComputer MinorDeviceClass = 4
	HandheldComputer          MinorDeviceClass = 5
	WearableComputer          MinorDeviceClass = 6
)

// The minor classes of a [PhoneDevice].
const (
	UncategorizedPhone            MinorDeviceClass = 0
	CellularPhone                 MinorDeviceClass = 1
	CordlessPhone                 MinorDeviceClass = 2
	SmartPhone                    MinorDeviceClass = 3
	WiredModemOrVoiceGatewayPhone MinorDeviceClass = 4
	CommonISDNAccessPhone         MinorDeviceClass = 5
)

// The minor classes of a [NetworkDevice]: how much of its bandwidth is in use.
const (
	NetworkFullService     MinorDeviceClass = 0x00 // all is free
	NetworkLoadFactorOne   MinorDeviceClass = 0x08 // up to 17% in use
	NetworkLoadFactorTwo   MinorDeviceClass = 0x10 // 17% to 33%
	NetworkLoadFactorThree MinorDeviceClass = 0x18 // 33% to 50%
	NetworkLoadFactorFour  MinorDeviceClass = 0x20 // 50% to 67%
	NetworkLoadFactorFive  MinorDeviceClass = 0x28 // 67% to 83%
	NetworkLoadFactorSix   MinorDeviceClass = 0x30 // 83% to 99%
	NetworkNoService       MinorDeviceClass = 0x38 // nothing is free
)

// The minor classes of an [AudioVideoDevice].
const (
	UncategorizedAudioVideoDevice MinorDeviceClass = 0
	WearableHeadsetDevice         MinorDeviceClass = 1
	HandsFreeDevice               MinorDeviceClass = 2
	Microphone                    MinorDeviceClass = 4
	Loudspeaker                   MinorDeviceClass = 5
	Headphones                    MinorDeviceClass = 6
	PortableAudioDevice           MinorDeviceClass = 7
	CarAudio                      MinorDeviceClass = 8
	SetTopBox                     MinorDeviceClass = 9
	HiFiAudioDevice               MinorDeviceClass = 10
	VCR                           MinorDeviceClass = 11
	VideoCamera                   MinorDeviceClass = 12
	Camcorder                     MinorDeviceClass = 13
	VideoMonitor                  MinorDeviceClass = 14
	VideoDisplayAndLoudspeaker    MinorDeviceClass = 15
	VideoConferencing             MinorDeviceClass = 16
	GamingDevice                  MinorDeviceClass = 18
)

// The minor classes of a [PeripheralDevice]. One of the first group may be joined with one of the
// second by "|".
const (
	UncategorizedPeripheral              MinorDeviceClass = 0
	KeyboardPeripheral                   MinorDeviceClass = 0x10
	PointingDevicePeripheral             MinorDeviceClass = 0x20
	KeyboardWithPointingDevicePeripheral MinorDeviceClass = 0x30

	JoystickPeripheral        MinorDeviceClass = 0x01
	GamepadPeripheral         MinorDeviceClass = 0x02
	RemoteControlPeripheral   MinorDeviceClass = 0x03
	SensingDevicePeripheral   MinorDeviceClass = 0x04
	DigitizerTabletPeripheral MinorDeviceClass = 0x05
	CardReaderPeripheral      MinorDeviceClass = 0x06
)

// The minor classes of an [ImagingDevice], which can be joined by "|".
const (
	UncategorizedImagingDevice MinorDeviceClass = 0
	ImageDisplay               MinorDeviceClass = 0x04
	ImageCamera                MinorDeviceClass = 0x08
	ImageScanner               MinorDeviceClass = 0x10
	ImagePrinter               MinorDeviceClass = 0x20
)

// The minor classes of a [WearableDevice].
const (
	UncategorizedWearableDevice MinorDeviceClass = 0
	WearableWristWatch          MinorDeviceClass = 1
	WearablePager               MinorDeviceClass = 2
	WearableJacket              MinorDeviceClass = 3
	WearableHelmet              MinorDeviceClass = 4
	WearableGlasses             MinorDeviceClass = 5
)

// The minor classes of a [ToyDevice].
const (
	UncategorizedToy MinorDeviceClass = 0
	ToyRobot         MinorDeviceClass = 1
	ToyVehicle       MinorDeviceClass = 2
	ToyDoll          MinorDeviceClass = 3
	ToyController    MinorDeviceClass = 4
	ToyGame          MinorDeviceClass = 5
)

// The minor classes of a [HealthDevice].
const (
	UncategorizedHealthDevice  MinorDeviceClass = 0
	HealthBloodPressureMonitor MinorDeviceClass = 0x1
	HealthThermometer          MinorDeviceClass = 0x2
	HealthWeightScale          MinorDeviceClass = 0x3
	HealthGlucoseMeter         MinorDeviceClass = 0x4
	HealthPulseOximeter        MinorDeviceClass = 0x5
	HealthDataDisplay          MinorDeviceClass = 0x7
	HealthStepCounter          MinorDeviceClass = 0x8
)

// ServiceClass is a rough set of the kinds of services that a device offers, a part of its class of
// device. It is Qt's QBluetoothDeviceInfo::ServiceClasses, with its values. The UUIDs of service
// classes are [ServiceClassUUID].
type ServiceClass uint16

// The service classes, to be joined with "|".
const (
	NoService             ServiceClass = 0x0000
	PositioningService    ServiceClass = 0x0001
	NetworkingService     ServiceClass = 0x0002
	RenderingService      ServiceClass = 0x0004
	CapturingService      ServiceClass = 0x0008
	ObjectTransferService ServiceClass = 0x0010
	AudioService          ServiceClass = 0x0020
	TelephonyService      ServiceClass = 0x0040
	InformationService    ServiceClass = 0x0080
	AllServices           ServiceClass = 0x07ff
)

var serviceClassNames = flagNames[ServiceClass]{
	{AllServices, "AllServices"},
	{PositioningService, "PositioningService"},
	{NetworkingService, "NetworkingService"},
	{RenderingService, "RenderingService"},
	{CapturingService, "CapturingService"},
	{ObjectTransferService, "ObjectTransferService"},
	{AudioService, "AudioService"},
	{TelephonyService, "TelephonyService"},
	{InformationService, "InformationService"},
}

// String returns the names, such as "AudioService|TelephonyService", or "NoService".
func (s ServiceClass) String() string { return serviceClassNames.format(s, "NoService") }
