package model

// State: what the window shows.

import "github.com/goqtbt/bluetooth/qtbt"

// State is what the explorer knows at one moment. The model never changes a State that it has
// returned.
type State struct {
	Adapter   Adapter
	Search    Task
	Devices   []Device // in the order in which they were found
	Selected  string   // the ID of the device that the user has selected, or ""
	Pairing   Task     // of the selected device
	Services  Services
	LowEnergy LowEnergy
	Terminal  Terminal
	Diagnosis Diagnosis
}

// Device returns the device that the user has selected. It returns false if there is none.
func (s State) Device() (Device, bool) {
	for _, d := range s.Devices {
		if d.ID == s.Selected {
			return d, true
		}
	}
	return Device{}, false
}

// Task is something that takes time.
type Task struct {
	Running bool
	Err     error // of the last run
}

// Adapter is this machine's default adapter.
type Adapter struct {
	Present bool
	Name    string
	Address qtbt.Address
	Mode    qtbt.HostMode
	Err     error // of the last look for it, or of the last change of its mode
}

// Device is a device that the search has found.
type Device struct {
	ID        string // its address, or the UUID that macOS gives to a Low Energy device
	Name      string
	Kind      string // such as "laptop", or "" if it is not known
	Radio     string // "classic", "LE", "classic and LE", or "" if it is not known
	RSSI      int16  // dBm, or 0 if the device has not been received
	Pairing   qtbt.Pairing
	Connected bool
	Info      qtbt.DeviceInfo
}

// Services are the classic services of the selected device.
type Services struct {
	Task
	Asked bool // the device has responded
	List  []Service
}

// Service is a classic service.
type Service struct {
	Name    string // or the names of its service classes, if it has no name
	Classes string // the names of its service classes, unless Name has them
	Connect string // how to connect, such as "RFCOMM channel 1", or ""
	Serial  bool   // a terminal can be opened on it
	Info    *qtbt.ServiceInfo
}

// LowEnergy is the Low Energy connection to the selected device.
type LowEnergy struct {
	Task            // connecting
	Connected       bool
	Characteristics []Characteristic // grouped by service
}

// Characteristic is a characteristic of the connected device.
type Characteristic struct {
	Service    string
	Name       string
	Properties qtbt.PropertyType
	Watchable  bool // the device can report new values
	Watched    bool // the device reports new values
	Value      []byte
	Known      bool      // Value has been read, written or reported
	Numbers    []float64 // the last numeric values, the newest at the end
	Err        error     // of the last read, write or watch
}

// Terminal is a connection to a serial service.
type Terminal struct {
	Task      // connecting
	Title     string
	Connected bool
	Text      string // what was received and sent
}

// Diagnosis lists what keeps the machine from finding devices.
type Diagnosis struct {
	Running  bool
	Findings []qtbt.Finding
}

// Problems returns how many findings are problems.
func (d Diagnosis) Problems() int {
	n := 0
	for _, f := range d.Findings {
		if f.State == qtbt.FindingProblem {
			n++
		}
	}
	return n
}
