package lab

// The signal strength of advertisements, which the emulator does not report.

// advertisementRSSI is the signal strength of every advertisement, in dBm: as of a device in the
// same room. btvirt reports 127, which means that the controller does not know.
const advertisementRSSI = -50

// setRSSI puts advertisementRSSI into LE Advertising Reports and LE Extended Advertising Reports.
// btvirt sends one report in each.
func setRSSI(packet []byte) {
	const (
		// The fields: count, type, address type, address (6), size, data, RSSI.
		report = 0x02
		// The fields: count, type (2), address type, address (6), PHYs (2), set, power, RSSI.
		extended       = 0x0d
		ofExtended     = 18 // after type, event, length, subevent
		shortestReport = 4 + 1 + 1 + 1 + 6 + 1 + 1
	)
	rssi := int8(advertisementRSSI)
	if len(packet) < shortestReport || packet[0] != h4Event || packet[1] != lowEnergyMeta {
		return
	}
	switch {
	case packet[3] == report:
		packet[len(packet)-1] = byte(rssi)
	case packet[3] == extended && len(packet) > ofExtended:
		packet[ofExtended] = byte(rssi)
	}
}
