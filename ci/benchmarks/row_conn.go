package main

// The same work through a Conn, with a goroutine that reads and writes; beside handlers in C++ Qt.

var connPingPong = func() row {
	r := pingPong
	r.name, r.cpp, r.bound = "conn-ping-pong", pingPong.name, 2.0
	return r
}()

var connBulkEcho = func() row {
	r := bulkEcho
	r.name, r.cpp, r.bound = "conn-bulk-echo", bulkEcho.name, 0.95
	return r
}()
