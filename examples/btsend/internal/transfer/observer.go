package transfer

// Observer follows a transfer. One goroutine at a time calls it.
type Observer interface {
	// Begin reports how much the sender is about to send, at the start of each connection.
	Begin(files int, bytes int64)
	// File reports the file under way.
	File(name string)
	// Moved reports bytes that went over the connection.
	Moved(n int64)
	// Spared reports bytes that are not sent, because the receiver has them or does not want them.
	Spared(n int64)
	// Finished reports the result for a file, and its name at the receiver. done means that the
	// receiver had it already. Folders are reported only if they failed.
	Finished(name, saved string, done bool, err error)
}
