package main

import (
	"fmt"
	"strings"
)

var rows = []row{
	{
		name:        "ping-pong",
		about:       "64 bytes there and back in layer 1's handlers",
		wires:       1,
		count:       1000,
		contestants: layer1("ping-pong"),
		figures:     []figure{{unit: "µs", value: microseconds, bounds: []bound{{1.05, cppQts}}}},
	},
	{
		name:        "bulk-echo",
		about:       "bytes that come back in layer 1's handlers, 64 KiB under way",
		wires:       1,
		count:       128,
		contestants: layer1("bulk-echo"),
		figures: []figure{{unit: "MB/s", value: megabytesPerSecond, more: true,
			bounds: []bound{{1.0, cppQts}}}},
	},
	{
		name:        "conn-ping-pong",
		about:       "64 bytes there and back through a Conn; C++ Qt has handlers",
		wires:       1,
		count:       1000,
		contestants: layer2("ping-pong"),
		figures: []figure{{unit: "µs", value: microseconds,
			bounds: []bound{{1.10, cppQts}, {1.05, goNets}}}},
	},
	{
		name:        "conn-bulk-echo",
		about:       "bytes that come back through a Conn, 64 KiB under way; C++ Qt has handlers",
		wires:       1,
		count:       128,
		contestants: layer2("bulk-echo"),
		figures: []figure{{unit: "MB/s", value: megabytesPerSecond, more: true,
			bounds: []bound{{4.5, cppQts}, {0.95, goNets}}}},
	},
	{
		name:        "conn-idle",
		about:       "what each of 1,000 idle Conns takes",
		wires:       1001, // the first is opened before the counting starts
		count:       1000,
		once:        true,
		contestants: []contestant{qtbt("conn-idle"), goNet("conn-idle")},
		figures: []figure{
			{name: "memory", unit: "bytes", value: each, bounds: []bound{{limit: 3072}}},
			{name: "Go's heap and stacks", unit: "bytes", value: each},
			{name: "descriptors", value: each, bounds: []bound{{limit: 1}}},
			{name: "goroutines", value: each, bounds: []bound{{limit: 0}}},
		},
	},
	{
		name:        "conn-crowd",
		about:       "round trips of 64 bytes on 1,000 Conns at once",
		wires:       1000,
		count:       20_000,
		contestants: []contestant{qtbt("conn-crowd"), goNet("conn-crowd")},
		figures: []figure{{unit: "/s", value: perSecond, more: true,
			bounds: []bound{{0.8, goNets}}}},
	},
	{
		name:        "lab-ping-pong",
		about:       "64 bytes there and back over RFCOMM, through a Conn",
		place:       asLabClient,
		count:       20,
		contestants: []contestant{qtbt("lab-ping-pong"), cppQt("lab-ping-pong")},
		figures:     []figure{{unit: "µs", value: microseconds, bounds: []bound{{1.0, cppQts}}}},
	},
	{
		name:        "lab-bulk-echo",
		about:       "bytes that come back over RFCOMM, through a Conn, 64 KiB under way",
		place:       asLabClient,
		count:       8,
		contestants: []contestant{qtbt("lab-bulk-echo"), cppQt("lab-bulk-echo")},
		figures: []figure{{unit: "kB/s", value: kilobytesPerSecond, more: true,
			bounds: []bound{{1.0, cppQts}}}},
	},
	{
		name:        "lab-dial",
		about:       "connecting by UUID while the link to the device is up",
		place:       asLabClient,
		count:       3,
		contestants: []contestant{qtbt("lab-dial"), cppQt("lab-dial")},
		figures:     []figure{{unit: "ms", value: milliseconds, bounds: []bound{{1.1, cppQts}}}},
	},
	{
		name:        "lab-accept",
		about:       "connections that a server accepts, one after the other, from one client",
		place:       asLabServer,
		count:       10,
		contestants: []contestant{qtbt("lab-accept"), cppQt("lab-accept")},
		figures:     []figure{{unit: "/s", value: perSecond, more: true}},
	},
	lowEnergy("connect", "connecting to a peripheral and discovering a service's details", 1),
	lowEnergy("read", "reads of 20 bytes over Low Energy, one after the other", 100),
	lowEnergy("write", "writes of 20 bytes without response over Low Energy, and a read", 1000),
	lowEnergy("notify", "notifications of 20 bytes that a peripheral sends", 1000),
}

// lowEnergy returns a row of a Low Energy central.
func lowEnergy(work, about string, count int64) row {
	name := "lab-le-" + work
	return row{
		name:        name,
		about:       about,
		place:       asLabCentral,
		count:       count,
		contestants: []contestant{qtbt(name), cppQt(name), cppQtNoGLib(name)},
		figures:     []figure{{unit: "ms", value: milliseconds, bounds: []bound{{1.05, cppQts}}}},
	}
}

// layer1 returns the contestants of a row on layer 1's handlers.
func layer1(work string) []contestant {
	return []contestant{qtbt(work), cppQt(work), cppQtNoGLib(work), pyQt6(work), pySide6(work)}
}

// layer2 returns the contestants of a row on a Conn. C++ Qt does the work in handlers.
func layer2(work string) []contestant {
	return []contestant{qtbt("conn-" + work), goNet("conn-" + work), cppQt(work), cppQtNoGLib(work)}
}

// selectRows returns the rows whose names begin with one of the prefixes; without prefixes all rows
// that need no lab, and with lab the others too.
func selectRows(prefixes []string, lab bool) ([]row, error) {
	used := make([]bool, len(prefixes))
	var selected []row
	for _, r := range rows {
		wanted := len(prefixes) == 0 && r.place == onWires || lab && r.place != onWires
		for i, prefix := range prefixes {
			if strings.HasPrefix(r.name, prefix) {
				wanted, used[i] = true, true
			}
		}
		if wanted {
			selected = append(selected, r)
		}
	}
	for i, prefix := range prefixes {
		if !used[i] {
			const text = "no row's name begins with %q; the rows are %s"
			return nil, fmt.Errorf(text, prefix, rowNames())
		}
	}
	return selected, nil
}

func rowNames() string {
	names := make([]string, len(rows))
	for i, r := range rows {
		names[i] = r.name
	}
	return strings.Join(names, ", ")
}
