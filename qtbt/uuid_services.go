package qtbt

// Service class UUIDs: the 16-bit numbers of the services and profiles that the Bluetooth SIG has
// assigned.

// ServiceClassUUID is the 16-bit UUID of a service or profile. It is Qt's
// QBluetoothUuid::ServiceClassUuid. It is not the [ServiceClass] of a device.
type ServiceClassUUID uint16

// The service class UUIDs that Qt names. Each has the name of Qt's enumerator after the prefix
// ServiceClass, in Go's spelling.
const (
	ServiceClassServiceDiscoveryServer                ServiceClassUUID = 0x1000
	ServiceClassBrowseGroupDescriptor                 ServiceClassUUID = 0x1001
	ServiceClassPublicBrowseGroup                     ServiceClassUUID = 0x1002
	ServiceClassSerialPort                            ServiceClassUUID = 0x1101
	ServiceClassLANAccessUsingPPP                     ServiceClassUUID = 0x1102
	ServiceClassDialupNetworking                      ServiceClassUUID = 0x1103
	ServiceClassIrMCSync                              ServiceClassUUID = 0x1104
	ServiceClassOBEXObjectPush                        ServiceClassUUID = 0x1105
	ServiceClassOBEXFileTransfer                      ServiceClassUUID = 0x1106
	ServiceClassIrMCSyncCommand                       ServiceClassUUID = 0x1107
	ServiceClassHeadset                               ServiceClassUUID = 0x1108
	ServiceClassAudioSource                           ServiceClassUUID = 0x110a
	ServiceClassAudioSink                             ServiceClassUUID = 0x110b
	ServiceClassAV_RemoteControlTarget                ServiceClassUUID = 0x110c
	ServiceClassAdvancedAudioDistribution             ServiceClassUUID = 0x110d
	ServiceClassAV_RemoteControl                      ServiceClassUUID = 0x110e
	ServiceClassAV_RemoteControlController            ServiceClassUUID = 0x110f
	ServiceClassHeadsetAG                             ServiceClassUUID = 0x1112
	ServiceClassPANU                                  ServiceClassUUID = 0x1115
	ServiceClassNAP                                   ServiceClassUUID = 0x1116
	ServiceClassGN                                    ServiceClassUUID = 0x1117
	ServiceClassDirectPrinting                        ServiceClassUUID = 0x1118
	ServiceClassReferencePrinting                     ServiceClassUUID = 0x1119
	ServiceClassBasicImage                            ServiceClassUUID = 0x111a
	ServiceClassImagingResponder                      ServiceClassUUID = 0x111b
	ServiceClassImagingAutomaticArchive               ServiceClassUUID = 0x111c
	ServiceClassImagingReferenceObjects               ServiceClassUUID = 0x111d
	ServiceClassHandsfree                             ServiceClassUUID = 0x111e
	ServiceClassHandsfreeAudioGateway                 ServiceClassUUID = 0x111f
	ServiceClassDirectPrintingReferenceObjectsService ServiceClassUUID = 0x1120
	ServiceClassReflectedUI                           ServiceClassUUID = 0x1121
	ServiceClassBasicPrinting                         ServiceClassUUID = 0x1122
	ServiceClassPrintingStatus                        ServiceClassUUID = 0x1123
	ServiceClassHumanInterfaceDeviceService           ServiceClassUUID = 0x1124
	ServiceClassHardcopyCableReplacement              ServiceClassUUID = 0x1125
	ServiceClassHCRPrint                              ServiceClassUUID = 0x1126
	ServiceClassHCRScan                               ServiceClassUUID = 0x1127
	ServiceClassSIMAccess                             ServiceClassUUID = 0x112d
	ServiceClassPhonebookAccessPCE                    ServiceClassUUID = 0x112e
	ServiceClassPhonebookAccessPSE                    ServiceClassUUID = 0x112f
	ServiceClassPhonebookAccess                       ServiceClassUUID = 0x1130
	ServiceClassHeadsetHS                             ServiceClassUUID = 0x1131
	ServiceClassMessageAccessServer                   ServiceClassUUID = 0x1132
	ServiceClassMessageNotificationServer             ServiceClassUUID = 0x1133
	ServiceClassMessageAccessProfile                  ServiceClassUUID = 0x1134
	ServiceClassGNSS                                  ServiceClassUUID = 0x1135
	ServiceClassGNSSServer                            ServiceClassUUID = 0x1136
	ServiceClassDisplay3D                             ServiceClassUUID = 0x1137
	ServiceClassGlasses3D                             ServiceClassUUID = 0x1138
	ServiceClassSynchronization3D                     ServiceClassUUID = 0x1139
	ServiceClassMPSProfile                            ServiceClassUUID = 0x113a
	ServiceClassMPSService                            ServiceClassUUID = 0x113b
	ServiceClassPnPInformation                        ServiceClassUUID = 0x1200
	ServiceClassGenericNetworking                     ServiceClassUUID = 0x1201
	ServiceClassGenericFileTransfer                   ServiceClassUUID = 0x1202
	ServiceClassGenericAudio                          ServiceClassUUID = 0x1203
	ServiceClassGenericTelephony                      ServiceClassUUID = 0x1204
	ServiceClassVideoSource                           ServiceClassUUID = 0x1303
	ServiceClassVideoSink                             ServiceClassUUID = 0x1304
	ServiceClassVideoDistribution                     ServiceClassUUID = 0x1305
	ServiceClassHDP                                   ServiceClassUUID = 0x1400
	ServiceClassHDPSource                             ServiceClassUUID = 0x1401
	ServiceClassHDPSink                               ServiceClassUUID = 0x1402
	ServiceClassGenericAccess                         ServiceClassUUID = 0x1800
	ServiceClassGenericAttribute                      ServiceClassUUID = 0x1801
	ServiceClassImmediateAlert                        ServiceClassUUID = 0x1802
	ServiceClassLinkLoss                              ServiceClassUUID = 0x1803
	ServiceClassTxPower                               ServiceClassUUID = 0x1804
	ServiceClassCurrentTimeService                    ServiceClassUUID = 0x1805
	ServiceClassReferenceTimeUpdateService            ServiceClassUUID = 0x1806
	ServiceClassNextDSTChangeService                  ServiceClassUUID = 0x1807
	ServiceClassGlucose                               ServiceClassUUID = 0x1808
	ServiceClassHealthThermometer                     ServiceClassUUID = 0x1809
	ServiceClassDeviceInformation                     ServiceClassUUID = 0x180a
	ServiceClassHeartRate                             ServiceClassUUID = 0x180d
	ServiceClassPhoneAlertStatusService               ServiceClassUUID = 0x180e
	ServiceClassBatteryService                        ServiceClassUUID = 0x180f
	ServiceClassBloodPressure                         ServiceClassUUID = 0x1810
	ServiceClassAlertNotificationService              ServiceClassUUID = 0x1811
	ServiceClassHumanInterfaceDevice                  ServiceClassUUID = 0x1812
	ServiceClassScanParameters                        ServiceClassUUID = 0x1813
	ServiceClassRunningSpeedAndCadence                ServiceClassUUID = 0x1814
	ServiceClassCyclingSpeedAndCadence                ServiceClassUUID = 0x1816
	ServiceClassCyclingPower                          ServiceClassUUID = 0x1818
	ServiceClassLocationAndNavigation                 ServiceClassUUID = 0x1819
	ServiceClassEnvironmentalSensing                  ServiceClassUUID = 0x181a
	ServiceClassBodyComposition                       ServiceClassUUID = 0x181b
	ServiceClassUserData                              ServiceClassUUID = 0x181c
	ServiceClassWeightScale                           ServiceClassUUID = 0x181d
	ServiceClassBondManagement                        ServiceClassUUID = 0x181e
	ServiceClassContinuousGlucoseMonitoring           ServiceClassUUID = 0x181f
)

var serviceClassTexts = map[ServiceClassUUID]string{
	ServiceClassServiceDiscoveryServer:                "Service Discovery",
	ServiceClassBrowseGroupDescriptor:                 "Browse Group Descriptor",
	ServiceClassPublicBrowseGroup:                     "Public Browse Group",
	ServiceClassSerialPort:                            "Serial Port Profile",
	ServiceClassLANAccessUsingPPP:                     "LAN Access Profile",
	ServiceClassDialupNetworking:                      "Dial-Up Networking",
	ServiceClassIrMCSync:                              "Synchronization",
	ServiceClassOBEXObjectPush:                        "Object Push",
	ServiceClassOBEXFileTransfer:                      "File Transfer",
	ServiceClassIrMCSyncCommand:                       "Synchronization Command",
	ServiceClassHeadset:                               "Headset",
	ServiceClassAudioSource:                           "Audio Source",
	ServiceClassAudioSink:                             "Audio Sink",
	ServiceClassAV_RemoteControlTarget:                "Audio/Video Remote Control Target",
	ServiceClassAdvancedAudioDistribution:             "Advanced Audio Distribution",
	ServiceClassAV_RemoteControl:                      "Audio/Video Remote Control",
	ServiceClassAV_RemoteControlController:            "Audio/Video Remote Control Controller",
	ServiceClassHeadsetAG:                             "Headset AG",
	ServiceClassPANU:                                  "Personal Area Networking (PANU)",
	ServiceClassNAP:                                   "Personal Area Networking (NAP)",
	ServiceClassGN:                                    "Personal Area Networking (GN)",
	ServiceClassDirectPrinting:                        "Basic Direct Printing (BPP)",
	ServiceClassReferencePrinting:                     "Basic Reference Printing (BPP)",
	ServiceClassBasicImage:                            "Basic Imaging Profile",
	ServiceClassImagingResponder:                      "Basic Imaging Responder",
	ServiceClassImagingAutomaticArchive:               "Basic Imaging Archive",
	ServiceClassImagingReferenceObjects:               "Basic Imaging Ref Objects",
	ServiceClassHandsfree:                             "Hands-Free",
	ServiceClassHandsfreeAudioGateway:                 "Hands-Free AG",
	ServiceClassDirectPrintingReferenceObjectsService: "Basic Printing RefObject Service",
	ServiceClassReflectedUI:                           "Basic Printing Reflected UI",
	ServiceClassBasicPrinting:                         "Basic Printing",
	ServiceClassPrintingStatus:                        "Basic Printing Status",
	ServiceClassHumanInterfaceDeviceService:           "Human Interface Device",
	ServiceClassHardcopyCableReplacement:              "Hardcopy Cable Replacement",
	ServiceClassHCRPrint:                              "Hardcopy Cable Replacement Print",
	ServiceClassHCRScan:                               "Hardcopy Cable Replacement Scan",
	ServiceClassSIMAccess:                             "SIM Access Server",
	ServiceClassPhonebookAccessPCE:                    "Phonebook Access PCE",
	ServiceClassPhonebookAccessPSE:                    "Phonebook Access PSE",
	ServiceClassPhonebookAccess:                       "Phonebook Access",
	ServiceClassHeadsetHS:                             "Headset HS",
	ServiceClassMessageAccessServer:                   "Message Access Server",
	ServiceClassMessageNotificationServer:             "Message Notification Server",
	ServiceClassMessageAccessProfile:                  "Message Access",
	ServiceClassGNSS:                                  "Global Navigation Satellite System",
	ServiceClassGNSSServer:                            "Global Navigation Satellite System Server",
	ServiceClassDisplay3D:                             "3D Synchronization Display",
	ServiceClassGlasses3D:                             "3D Synchronization Glasses",
	ServiceClassSynchronization3D:                     "3D Synchronization",
	ServiceClassMPSProfile:                            "Multi-Profile Specification (Profile)",
	ServiceClassMPSService:                            "Multi-Profile Specification",
	ServiceClassPnPInformation:                        "Device Identification",
	ServiceClassGenericNetworking:                     "Generic Networking",
	ServiceClassGenericFileTransfer:                   "Generic File Transfer",
	ServiceClassGenericAudio:                          "Generic Audio",
	ServiceClassGenericTelephony:                      "Generic Telephony",
	ServiceClassVideoSource:                           "Video Source",
	ServiceClassVideoSink:                             "Video Sink",
	ServiceClassVideoDistribution:                     "Video Distribution",
	ServiceClassHDP:                                   "Health Device",
	ServiceClassHDPSource:                             "Health Device Source",
	ServiceClassHDPSink:                               "Health Device Sink",
	ServiceClassGenericAccess:                         "Generic Access",
	ServiceClassGenericAttribute:                      "Generic Attribute",
	ServiceClassImmediateAlert:                        "Immediate Alert",
	ServiceClassLinkLoss:                              "Link Loss",
	ServiceClassTxPower:                               "Tx Power",
	ServiceClassCurrentTimeService:                    "Current Time Service",
	ServiceClassReferenceTimeUpdateService:            "Reference Time Update Service",
	ServiceClassNextDSTChangeService:                  "Next DST Change Service",
	ServiceClassGlucose:                               "Glucose",
	ServiceClassHealthThermometer:                     "Health Thermometer",
	ServiceClassDeviceInformation:                     "Device Information",
	ServiceClassHeartRate:                             "Heart Rate",
	ServiceClassPhoneAlertStatusService:               "Phone Alert Status Service",
	ServiceClassBatteryService:                        "Battery Service",
	ServiceClassBloodPressure:                         "Blood Pressure",
	ServiceClassAlertNotificationService:              "Alert Notification Service",
	ServiceClassHumanInterfaceDevice:                  "Human Interface Device",
	ServiceClassScanParameters:                        "Scan Parameters",
	ServiceClassRunningSpeedAndCadence:                "Running Speed and Cadence",
	ServiceClassCyclingSpeedAndCadence:                "Cycling Speed and Cadence",
	ServiceClassCyclingPower:                          "Cycling Power",
	ServiceClassLocationAndNavigation:                 "Location and Navigation",
	ServiceClassEnvironmentalSensing:                  "Environmental Sensing",
	ServiceClassBodyComposition:                       "Body Composition",
	ServiceClassUserData:                              "User Data",
	ServiceClassWeightScale:                           "Weight Scale",
	ServiceClassBondManagement:                        "Bond Management",
	ServiceClassContinuousGlucoseMonitoring:           "Continuous Glucose Monitoring",
}

// ServiceClassToString returns the English name of a service class, or "" if Qt has no name for it.
// It is Qt's static function QBluetoothUuid::serviceClassToString, without its translation.
func ServiceClassToString(u ServiceClassUUID) string { return serviceClassTexts[u] }

// UUID returns the full UUID, on the Bluetooth base UUID.
func (u ServiceClassUUID) UUID() UUID { return UUID16(uint16(u)) }

// String returns the name that [ServiceClassToString] returns, or the number in the form "0x1234".
func (u ServiceClassUUID) String() string { return shortUUIDString(uint16(u), serviceClassTexts[u]) }
