package transfer

// Observer is told how a transfer goes, by one goroutine at a time.
type Observer interface {
	// Begin tells what the sender is about to send, at the start of each connection.
	Begin(files int, bytes int64)
	// File tells what is under way.
	File(name string)
	// Moved tells of bytes that went over the connection.
	Moved(n int64)
	// Spared tells of bytes that need not or will not, because the receiver has them or does not want them.
	Spared(n int64)
	// Finished tells what became of a file, and under which name; done means that it was there already. It tells of a
	// folder only if that failed.
	Finished(name, saved string, done bool, err error)
}
