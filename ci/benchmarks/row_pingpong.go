package main

import "time"

// 64-byte ping-pong in layer 1's handlers: the time of one round trip.
var pingPong = row{
	name:  "ping-pong",
	count: 1000,
	unit:  "µs",
	value: func(count int64, took time.Duration) float64 {
		return took.Seconds() * 1e6 / float64(count)
	},
	bound: 1.10,
}
