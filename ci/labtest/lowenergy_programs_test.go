package labtest

import "testing"

func TestHeartRateSensorAndItsServices(t *testing.T) {
	s := onStage(t, "le-heart-rate", "le-services")
	sensor := s.start("b", "le-heart-rate --interval 100ms")
	sensor.await(sensor.stdout, `advertising "HeartRate"`)
	for range 2 {
		out := s.start("a", "le-services "+s.address("b"))
		out.ends(0)
		out.await(out.stdout, "Heart Rate\n"+
			"    Heart Rate Measurement  notify\n"+
			"        Client Characteristic Configuration\n"+
			"    Body Sensor Location  read = \"\\x01\"\n"+
			"    Heart Rate Control Point  write\n")
		sensor.await(sensor.stdout, "client left")
	}
}
