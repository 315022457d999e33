package main

import "time"

// Bulk echo in layer 1's handlers: the bytes that come back in a second. A unit is 16 KiB.
var bulkEcho = row{
	name:  "bulk-echo",
	count: 128,
	unit:  "MB/s",
	value: func(count int64, took time.Duration) float64 {
		return float64(count) * 16 * 1024 / 1e6 / took.Seconds()
	},
	bound:      0.95,
	throughput: true,
}
