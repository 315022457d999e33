// Package transfer sends files and folders over a connection. This file describes its protocol.
//
// # Frames
//
// Either end sends frames over a reliable stream of bytes. A frame is one byte for its kind, the
// length of its content as four bytes, the highest first, and the content. The content is JSON of
// at most 64 KiB, except in a data frame, which has at most 32 KiB of a file. A reason has at most
// 4 KiB and an ellipsis.
//
//	H hello   both      {"protocol": "btsend", "version": 1}
//	                    the sender adds "files" and "bytes", so that progress can be shown
//	O offer   sender    {"name": "photos/cat.jpg", "size": 12345, "sha256": "…",
//	                    "modified": "2026-01-02T15:04:05Z"}
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
// The sender begins with a hello. A receiver of the same version responds with its own hello, and a
// receiver of another version with an error. The sender then offers the items one after the other,
// each folder before its content, and ends with a bye. The receiver responds with a bye, and the
// connection ends.
//
// The receiver answers "done" for a folder that it has now, and for a file that it has already with
// the same SHA-256. It refuses an item that it does not want, with a reason. For a file that it
// wants, it answers how many bytes it has from an earlier connection that broke, and their SHA-256.
// The sender compares this SHA-256 with that of the same bytes of its own file, and starts after
// them if the two are equal, and at 0 if not. Data frames follow up to the file's size. The
// receiver compares the SHA-256 of the whole file, gives the file its name, and sends the result.
//
// A receiver that cannot go on sends the result at once, and the sender stops in the middle with an
// abort. A sender that cannot go on aborts too, and gets the result. Each start has one result. An
// error ends the connection.
//
// The part of an incomplete file is in the receiver's folder, under a name with the file's SHA-256.
// A receiver keeps the newest parts of senders that have broken off, and deletes others.
//
// # Names
//
// A name is a path relative to the receiver's folder, with slashes, in UTF-8. CheckName defines
// which names are allowed: every system has to be able to store them, and nothing in them may be
// invisible or mistaken for something else. Symbolic links and special files are not sent.
package transfer
