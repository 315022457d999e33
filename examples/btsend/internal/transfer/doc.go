// Package transfer sends files and folders over a connection. This file describes its protocol.
//
// # Frames
//
// Either end sends frames over a reliable stream of bytes: one byte that says what it is, the length of what follows as four
// bytes, the highest first, and that many bytes. They are JSON, at most 64 KiB, but for a data frame: that has bytes of a
// file, at most 32 KiB. A reason has at most 4 KiB and an ellipsis.
//
//	H hello   both      {"protocol": "btsend", "version": 1}; the sender adds "files" and "bytes", to show how far it is
//	O offer   sender    {"name": "photos/cat.jpg", "size": 12345, "modified": "2026-01-02T15:04:05Z", "sha256": "…"}
//	                    or, of a folder, {"name": "photos", "folder": true}
//	A answer  receiver  {"action": "send", "offset": 4096, "sha256": "…"}, {"action": "done"}
//	                    or {"action": "refuse", "reason": "…"}
//	S start   sender    {"offset": 4096}
//	D data    sender    bytes of the file
//	X abort   sender    {"reason": "…"}
//	R result  receiver  {"saved": "photos/cat.jpg"} or {"reason": "…"}
//	B bye     both      {}
//	E error   both      {"reason": "…"}
//
// # Order
//
// The sender begins with a hello. A receiver of another version answers with an error, of the same one with its hello. The
// sender then offers one thing after the other, each folder before what is in it, and last says bye; the receiver answers
// that with a bye, and the connection ends.
//
// A folder that is there now, and a file that is there already with the same SHA-256, are "done". What the receiver does not
// want, it refuses with a reason. Of a file that it wants it says how many bytes it has from an earlier connection that
// broke, and their SHA-256. The sender compares that to the same bytes of its own file, and starts from there if they are the
// same, else from 0. Data frames follow up to the file's size; the receiver compares the SHA-256 of the whole, gives the file
// its name, and tells the result.
//
// A receiver that cannot go on tells the result at once, and the sender stops in the middle with an abort. A sender that
// cannot go on aborts too, and is told the result. There is one result to a start. An error ends the connection.
//
// The part of a file that is not whole yet lies in the receiver's folder, under a name of its
// SHA-256. A receiver keeps the newest parts of senders that have broken off, and deletes others.
//
// # Names
//
// A name is a path relative to the receiver's folder, with slashes, in UTF-8. CheckName says what
// else it has to be: one that any system can store, with nothing in it that could be taken for
// something else or that nobody can see. Symbolic links and special files are not sent.
package transfer
