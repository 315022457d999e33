package qtbt

// Characteristic UUIDs: the 16-bit numbers of the GATT characteristics that the Bluetooth SIG has
// assigned.

// CharacteristicType is the 16-bit UUID of a GATT characteristic. It is Qt's
// QBluetoothUuid::CharacteristicType.
type CharacteristicType uint16

// The characteristic UUIDs that Qt names. Each has the name of Qt's enumerator after the prefix
// Characteristic.
const (
	CharacteristicDeviceName                                    CharacteristicType = 0x2a00
	CharacteristicAppearance                                    CharacteristicType = 0x2a01
	CharacteristicPeripheralPrivacyFlag                         CharacteristicType = 0x2a02
	CharacteristicReconnectionAddress                           CharacteristicType = 0x2a03
	CharacteristicPeripheralPreferredConnectionParameters       CharacteristicType = 0x2a04
	CharacteristicServiceChanged                                CharacteristicType = 0x2a05
	CharacteristicAlertLevel                                    CharacteristicType = 0x2a06
	CharacteristicTxPowerLevel                                  CharacteristicType = 0x2a07
	CharacteristicDateTime                                      CharacteristicType = 0x2a08
	CharacteristicDayOfWeek                                     CharacteristicType = 0x2a09
	CharacteristicDayDateTime                                   CharacteristicType = 0x2a0a
	CharacteristicExactTime256                                  CharacteristicType = 0x2a0c
	CharacteristicDSTOffset                                     CharacteristicType = 0x2a0d
	CharacteristicTimeZone                                      CharacteristicType = 0x2a0e
	CharacteristicLocalTimeInformation                          CharacteristicType = 0x2a0f
	CharacteristicTimeWithDST                                   CharacteristicType = 0x2a11
	CharacteristicTimeAccuracy                                  CharacteristicType = 0x2a12
	CharacteristicTimeSource                                    CharacteristicType = 0x2a13
	CharacteristicReferenceTimeInformation                      CharacteristicType = 0x2a14
	CharacteristicTimeUpdateControlPoint                        CharacteristicType = 0x2a16
	CharacteristicTimeUpdateState                               CharacteristicType = 0x2a17
	CharacteristicGlucoseMeasurement                            CharacteristicType = 0x2a18
	CharacteristicBatteryLevel                                  CharacteristicType = 0x2a19
	CharacteristicTemperatureMeasurement                        CharacteristicType = 0x2a1c
	CharacteristicTemperatureType                               CharacteristicType = 0x2a1d
	CharacteristicIntermediateTemperature                       CharacteristicType = 0x2a1e
	CharacteristicMeasurementInterval                           CharacteristicType = 0x2a21
	CharacteristicBootKeyboardInputReport                       CharacteristicType = 0x2a22
	CharacteristicSystemID                                      CharacteristicType = 0x2a23
	CharacteristicModelNumberString                             CharacteristicType = 0x2a24
	CharacteristicSerialNumberString                            CharacteristicType = 0x2a25
	CharacteristicFirmwareRevisionString                        CharacteristicType = 0x2a26
	CharacteristicHardwareRevisionString                        CharacteristicType = 0x2a27
	CharacteristicSoftwareRevisionString                        CharacteristicType = 0x2a28
	CharacteristicManufacturerNameString                        CharacteristicType = 0x2a29
	CharacteristicIEEE1107320601RegulatoryCertificationDataList CharacteristicType = 0x2a2a
	CharacteristicCurrentTime                                   CharacteristicType = 0x2a2b
	CharacteristicMagneticDeclination                           CharacteristicType = 0x2a2c
	CharacteristicScanRefresh                                   CharacteristicType = 0x2a31
	CharacteristicBootKeyboardOutputReport                      CharacteristicType = 0x2a32
	CharacteristicBootMouseInputReport                          CharacteristicType = 0x2a33
	CharacteristicGlucoseMeasurementContext                     CharacteristicType = 0x2a34
	CharacteristicBloodPressureMeasurement                      CharacteristicType = 0x2a35
	CharacteristicIntermediateCuffPressure                      CharacteristicType = 0x2a36
	CharacteristicHeartRateMeasurement                          CharacteristicType = 0x2a37
	CharacteristicBodySensorLocation                            CharacteristicType = 0x2a38
	CharacteristicHeartRateControlPoint                         CharacteristicType = 0x2a39
	CharacteristicAlertStatus                                   CharacteristicType = 0x2a3f
	CharacteristicRingerControlPoint                            CharacteristicType = 0x2a40
	CharacteristicRingerSetting                                 CharacteristicType = 0x2a41
	CharacteristicAlertCategoryIDBitMask                        CharacteristicType = 0x2a42
	CharacteristicAlertCategoryID                               CharacteristicType = 0x2a43
	CharacteristicAlertNotificationControlPoint                 CharacteristicType = 0x2a44
	CharacteristicUnreadAlertStatus                             CharacteristicType = 0x2a45
	CharacteristicNewAlert                                      CharacteristicType = 0x2a46
	CharacteristicSupportedNewAlertCategory                     CharacteristicType = 0x2a47
	CharacteristicSupportedUnreadAlertCategory                  CharacteristicType = 0x2a48
	CharacteristicBloodPressureFeature                          CharacteristicType = 0x2a49
	CharacteristicHIDInformation                                CharacteristicType = 0x2a4a
	CharacteristicReportMap                                     CharacteristicType = 0x2a4b
	CharacteristicHIDControlPoint                               CharacteristicType = 0x2a4c
	CharacteristicReport                                        CharacteristicType = 0x2a4d
	CharacteristicProtocolMode                                  CharacteristicType = 0x2a4e
	CharacteristicScanIntervalWindow                            CharacteristicType = 0x2a4f
	CharacteristicPnPID                                         CharacteristicType = 0x2a50
	CharacteristicGlucoseFeature                                CharacteristicType = 0x2a51
	CharacteristicRecordAccessControlPoint                      CharacteristicType = 0x2a52
	CharacteristicRSCMeasurement                                CharacteristicType = 0x2a53
	CharacteristicRSCFeature                                    CharacteristicType = 0x2a54
	CharacteristicSCControlPoint                                CharacteristicType = 0x2a55
	CharacteristicCSCMeasurement                                CharacteristicType = 0x2a5b
	CharacteristicCSCFeature                                    CharacteristicType = 0x2a5c
	CharacteristicSensorLocation                                CharacteristicType = 0x2a5d
	CharacteristicCyclingPowerMeasurement                       CharacteristicType = 0x2a63
	CharacteristicCyclingPowerVector                            CharacteristicType = 0x2a64
	CharacteristicCyclingPowerFeature                           CharacteristicType = 0x2a65
	CharacteristicCyclingPowerControlPoint                      CharacteristicType = 0x2a66
	CharacteristicLocationAndSpeed                              CharacteristicType = 0x2a67
	CharacteristicNavigation                                    CharacteristicType = 0x2a68
	CharacteristicPositionQuality                               CharacteristicType = 0x2a69
	CharacteristicLNFeature                                     CharacteristicType = 0x2a6a
	CharacteristicLNControlPoint                                CharacteristicType = 0x2a6b
	CharacteristicElevation                                     CharacteristicType = 0x2a6c
	CharacteristicPressure                                      CharacteristicType = 0x2a6d
	CharacteristicTemperature                                   CharacteristicType = 0x2a6e
	CharacteristicHumidity                                      CharacteristicType = 0x2a6f
	CharacteristicTrueWindSpeed                                 CharacteristicType = 0x2a70
	CharacteristicTrueWindDirection                             CharacteristicType = 0x2a71
	CharacteristicApparentWindSpeed                             CharacteristicType = 0x2a72
	CharacteristicApparentWindDirection                         CharacteristicType = 0x2a73
	CharacteristicGustFactor                                    CharacteristicType = 0x2a74
	CharacteristicPollenConcentration                           CharacteristicType = 0x2a75
	CharacteristicUVIndex                                       CharacteristicType = 0x2a76
	CharacteristicIrradiance                                    CharacteristicType = 0x2a77
	CharacteristicRainfall                                      CharacteristicType = 0x2a78
	CharacteristicWindChill                                     CharacteristicType = 0x2a79
	CharacteristicHeatIndex                                     CharacteristicType = 0x2a7a
	CharacteristicDewPoint                                      CharacteristicType = 0x2a7b
	CharacteristicDescriptorValueChanged                        CharacteristicType = 0x2a7d
	CharacteristicAerobicHeartRateLowerLimit                    CharacteristicType = 0x2a7e
	CharacteristicAerobicThreshold                              CharacteristicType = 0x2a7f
	CharacteristicAge                                           CharacteristicType = 0x2a80
	CharacteristicAnaerobicHeartRateLowerLimit                  CharacteristicType = 0x2a81
	CharacteristicAnaerobicHeartRateUpperLimit                  CharacteristicType = 0x2a82
	CharacteristicAnaerobicThreshold                            CharacteristicType = 0x2a83
	CharacteristicAerobicHeartRateUpperLimit                    CharacteristicType = 0x2a84
	CharacteristicDateOfBirth                                   CharacteristicType = 0x2a85
	CharacteristicDateOfThresholdAssessment                     CharacteristicType = 0x2a86
	CharacteristicEmailAddress                                  CharacteristicType = 0x2a87
	CharacteristicFatBurnHeartRateLowerLimit                    CharacteristicType = 0x2a88
	CharacteristicFatBurnHeartRateUpperLimit                    CharacteristicType = 0x2a89
	CharacteristicFirstName                                     CharacteristicType = 0x2a8a
	CharacteristicFiveZoneHeartRateLimits                       CharacteristicType = 0x2a8b
	CharacteristicGender                                        CharacteristicType = 0x2a8c
	CharacteristicHeartRateMax                                  CharacteristicType = 0x2a8d
	CharacteristicHeight                                        CharacteristicType = 0x2a8e
	CharacteristicHipCircumference                              CharacteristicType = 0x2a8f
	CharacteristicLastName                                      CharacteristicType = 0x2a90
	CharacteristicMaximumRecommendedHeartRate                   CharacteristicType = 0x2a91
	CharacteristicRestingHeartRate                              CharacteristicType = 0x2a92
	CharacteristicSportTypeForAerobicAnaerobicThresholds        CharacteristicType = 0x2a93
	CharacteristicThreeZoneHeartRateLimits                      CharacteristicType = 0x2a94
	CharacteristicTwoZoneHeartRateLimits                        CharacteristicType = 0x2a95
	CharacteristicVO2Max                                        CharacteristicType = 0x2a96
	CharacteristicWaistCircumference                            CharacteristicType = 0x2a97
	CharacteristicWeight                                        CharacteristicType = 0x2a98
	CharacteristicDatabaseChangeIncrement                       CharacteristicType = 0x2a99
	CharacteristicUserIndex                                     CharacteristicType = 0x2a9a
	CharacteristicBodyCompositionFeature                        CharacteristicType = 0x2a9b
	CharacteristicBodyCompositionMeasurement                    CharacteristicType = 0x2a9c
	CharacteristicWeightMeasurement                             CharacteristicType = 0x2a9d
	CharacteristicWeightScaleFeature                            CharacteristicType = 0x2a9e
	CharacteristicUserControlPoint                              CharacteristicType = 0x2a9f
	CharacteristicMagneticFluxDensity2D                         CharacteristicType = 0x2aa0
	CharacteristicMagneticFluxDensity3D                         CharacteristicType = 0x2aa1
	CharacteristicLanguage                                      CharacteristicType = 0x2aa2
	CharacteristicBarometricPressureTrend                       CharacteristicType = 0x2aa3
)

var characteristicTexts = map[CharacteristicType]string{
	CharacteristicDeviceName:                                    "GAP Device Name",
	CharacteristicAppearance:                                    "GAP Appearance",
	CharacteristicPeripheralPrivacyFlag:                         "GAP Peripheral Privacy Flag",
	CharacteristicReconnectionAddress:                           "GAP Reconnection Address",
	CharacteristicPeripheralPreferredConnectionParameters:       "GAP Peripheral Preferred Connection Parameters",
	CharacteristicServiceChanged:                                "GATT Service Changed",
	CharacteristicAlertLevel:                                    "Alert Level",
	CharacteristicTxPowerLevel:                                  "TX Power",
	CharacteristicDateTime:                                      "Date Time",
	CharacteristicDayOfWeek:                                     "Day Of Week",
	CharacteristicDayDateTime:                                   "Day Date Time",
	CharacteristicExactTime256:                                  "Exact Time 256",
	CharacteristicDSTOffset:                                     "DST Offset",
	CharacteristicTimeZone:                                      "Time Zone",
	CharacteristicLocalTimeInformation:                          "Local Time Information",
	CharacteristicTimeWithDST:                                   "Time With DST",
	CharacteristicTimeAccuracy:                                  "Time Accuracy",
	CharacteristicTimeSource:                                    "Time Source",
	CharacteristicReferenceTimeInformation:                      "Reference Time Information",
	CharacteristicTimeUpdateControlPoint:                        "Time Update Control Point",
	CharacteristicTimeUpdateState:                               "Time Update State",
	CharacteristicGlucoseMeasurement:                            "Glucose Measurement",
	CharacteristicBatteryLevel:                                  "Battery Level",
	CharacteristicTemperatureMeasurement:                        "Temperature Measurement",
	CharacteristicTemperatureType:                               "Temperature Type",
	CharacteristicIntermediateTemperature:                       "Intermediate Temperature",
	CharacteristicMeasurementInterval:                           "Measurement Interval",
	CharacteristicBootKeyboardInputReport:                       "Boot Keyboard Input Report",
	CharacteristicSystemID:                                      "System ID",
	CharacteristicModelNumberString:                             "Model Number String",
	CharacteristicSerialNumberString:                            "Serial Number String",
	CharacteristicFirmwareRevisionString:                        "Firmware Revision String",
	CharacteristicHardwareRevisionString:                        "Hardware Revision String",
	CharacteristicSoftwareRevisionString:                        "Software Revision String",
	CharacteristicManufacturerNameString:                        "Manufacturer Name String",
	CharacteristicIEEE1107320601RegulatoryCertificationDataList: "IEEE 11073 20601 Regulatory Certification Data List",
	CharacteristicCurrentTime:                                   "Current Time",
	CharacteristicMagneticDeclination:                           "Magnetic Declination",
	CharacteristicScanRefresh:                                   "Scan Refresh",
	CharacteristicBootKeyboardOutputReport:                      "Boot Keyboard Output Report",
	CharacteristicBootMouseInputReport:                          "Boot Mouse Input Report",
	CharacteristicGlucoseMeasurementContext:                     "Glucose Measurement Context",
	CharacteristicBloodPressureMeasurement:                      "Blood Pressure Measurement",
	CharacteristicIntermediateCuffPressure:                      "Intermediate Cuff Pressure",
	CharacteristicHeartRateMeasurement:                          "Heart Rate Measurement",
	CharacteristicBodySensorLocation:                            "Body Sensor Location",
	CharacteristicHeartRateControlPoint:                         "Heart Rate Control Point",
	CharacteristicAlertStatus:                                   "Alert Status",
	CharacteristicRingerControlPoint:                            "Ringer Control Point",
	CharacteristicRingerSetting:                                 "Ringer Setting",
	CharacteristicAlertCategoryIDBitMask:                        "Alert Category ID Bit Mask",
	CharacteristicAlertCategoryID:                               "Alert Category ID",
	CharacteristicAlertNotificationControlPoint:                 "Alert Notification Control Point",
	CharacteristicUnreadAlertStatus:                             "Unread Alert Status",
	CharacteristicNewAlert:                                      "New Alert",
	CharacteristicSupportedNewAlertCategory:                     "Supported New Alert Category",
	CharacteristicSupportedUnreadAlertCategory:                  "Supported Unread Alert Category",
	CharacteristicBloodPressureFeature:                          "Blood Pressure Feature",
	CharacteristicHIDInformation:                                "HID Information",
	CharacteristicReportMap:                                     "Report Map",
	CharacteristicHIDControlPoint:                               "HID Control Point",
	CharacteristicReport:                                        "Report",
	CharacteristicProtocolMode:                                  "Protocol Mode",
	CharacteristicScanIntervalWindow:                            "Scan Interval Window",
	CharacteristicPnPID:                                         "PnP ID",
	CharacteristicGlucoseFeature:                                "Glucose Feature",
	CharacteristicRecordAccessControlPoint:                      "Record Access Control Point",
	CharacteristicRSCMeasurement:                                "RSC Measurement",
	CharacteristicRSCFeature:                                    "RSC Feature",
	CharacteristicSCControlPoint:                                "SC Control Point",
	CharacteristicCSCMeasurement:                                "CSC Measurement",
	CharacteristicCSCFeature:                                    "CSC Feature",
	CharacteristicSensorLocation:                                "Sensor Location",
	CharacteristicCyclingPowerMeasurement:                       "Cycling Power Measurement",
	CharacteristicCyclingPowerVector:                            "Cycling Power Vector",
	CharacteristicCyclingPowerFeature:                           "Cycling Power Feature",
	CharacteristicCyclingPowerControlPoint:                      "Cycling Power Control Point",
	CharacteristicLocationAndSpeed:                              "Location And Speed",
	CharacteristicNavigation:                                    "Navigation",
	CharacteristicPositionQuality:                               "Position Quality",
	CharacteristicLNFeature:                                     "LN Feature",
	CharacteristicLNControlPoint:                                "LN Control Point",
	CharacteristicElevation:                                     "Elevation",
	CharacteristicPressure:                                      "Pressure",
	CharacteristicTemperature:                                   "Temperature",
	CharacteristicHumidity:                                      "Humidity",
	CharacteristicTrueWindSpeed:                                 "True Wind Speed",
	CharacteristicTrueWindDirection:                             "True Wind Direction",
	CharacteristicApparentWindSpeed:                             "Apparent Wind Speed",
	CharacteristicApparentWindDirection:                         "Apparent Wind Direction",
	CharacteristicGustFactor:                                    "Gust Factor",
	CharacteristicPollenConcentration:                           "Pollen Concentration",
	CharacteristicUVIndex:                                       "UV Index",
	CharacteristicIrradiance:                                    "Irradiance",
	CharacteristicRainfall:                                      "Rainfall",
	CharacteristicWindChill:                                     "Wind Chill",
	CharacteristicHeatIndex:                                     "Heat Index",
	CharacteristicDewPoint:                                      "Dew Point",
	CharacteristicDescriptorValueChanged:                        "Descriptor Value Changed",
	CharacteristicAerobicHeartRateLowerLimit:                    "Aerobic Heart Rate Lower Limit",
	CharacteristicAerobicThreshold:                              "Aerobic Threshold",
	CharacteristicAge:                                           "Age",
	CharacteristicAnaerobicHeartRateLowerLimit:                  "Anaerobic Heart Rate Lower Limit",
	CharacteristicAnaerobicHeartRateUpperLimit:                  "Anaerobic Heart Rate Upper Limit",
	CharacteristicAnaerobicThreshold:                            "Anaerobic Threshold",
	CharacteristicAerobicHeartRateUpperLimit:                    "Aerobic Heart Rate Upper Limit",
	CharacteristicDateOfBirth:                                   "Date Of Birth",
	CharacteristicDateOfThresholdAssessment:                     "Date Of Threshold Assessment",
	CharacteristicEmailAddress:                                  "Email Address",
	CharacteristicFatBurnHeartRateLowerLimit:                    "Fat Burn Heart Rate Lower Limit",
	CharacteristicFatBurnHeartRateUpperLimit:                    "Fat Burn Heart Rate Upper Limit",
	CharacteristicFirstName:                                     "First Name",
	CharacteristicFiveZoneHeartRateLimits:                       "5-Zone Heart Rate Limits",
	CharacteristicGender:                                        "Gender",
	CharacteristicHeartRateMax:                                  "Heart Rate Maximum",
	CharacteristicHeight:                                        "Height",
	CharacteristicHipCircumference:                              "Hip Circumference",
	CharacteristicLastName:                                      "Last Name",
	CharacteristicMaximumRecommendedHeartRate:                   "Maximum Recommended Heart Rate",
	CharacteristicRestingHeartRate:                              "Resting Heart Rate",
	CharacteristicSportTypeForAerobicAnaerobicThresholds:        "Sport Type For Aerobic/Anaerobic Thresholds",
	CharacteristicThreeZoneHeartRateLimits:                      "3-Zone Heart Rate Limits",
	CharacteristicTwoZoneHeartRateLimits:                        "2-Zone Heart Rate Limits",
	CharacteristicVO2Max:                                        "Oxygen Uptake",
	CharacteristicWaistCircumference:                            "Waist Circumference",
	CharacteristicWeight:                                        "Weight",
	CharacteristicDatabaseChangeIncrement:                       "Database Change Increment",
	CharacteristicUserIndex:                                     "User Index",
	CharacteristicWeightScaleFeature:                            "Weight Scale Feature",
	CharacteristicBodyCompositionFeature:                        "Body Composition Feature",
	CharacteristicBodyCompositionMeasurement:                    "Body Composition Measurement",
	CharacteristicWeightMeasurement:                             "Weight Measurement",
	CharacteristicUserControlPoint:                              "User Control Point",
	CharacteristicMagneticFluxDensity2D:                         "Magnetic Flux Density 2D",
	CharacteristicMagneticFluxDensity3D:                         "Magnetic Flux Density 3D",
	CharacteristicLanguage:                                      "Language",
	CharacteristicBarometricPressureTrend:                       "Barometric Pressure Trend",
}

// CharacteristicToString returns the English name of a characteristic, or "" if Qt has no name for
// it. It is Qt's static function QBluetoothUuid::characteristicToString, without its translation.
func CharacteristicToString(u CharacteristicType) string { return characteristicTexts[u] }

// UUID returns the full UUID, on the Bluetooth base UUID.
func (u CharacteristicType) UUID() UUID { return UUID16(uint16(u)) }

// String returns the name that [CharacteristicToString] returns, or the number in the form
// "0x1234".
func (u CharacteristicType) String() string {
	return shortUUIDString(uint16(u), characteristicTexts[u])
}
