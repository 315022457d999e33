package main

// Replacements for what Linux knows of pseudo-terminals and macOS does not.

import "os"

// unreadRequest is the request for the number of bytes that a terminal can read: FIONREAD, which
// package unix lacks for macOS.
const unreadRequest = 0x4004667f

// knowsPrograms reports whether a line knows that no program has it open.
const knowsPrograms = false

// isAbandoned returns false, because the name of a slave exists even when its terminal is gone.
func isAbandoned(string) bool { return false }

func (*ptyLine) claim(string) error { return nil }

// watcher has nothing to watch.
type watcher struct{}

func (*ptyLine) watch() error { return nil }

func (*ptyLine) endWatch() {}

func (*ptyLine) openSlave() error { return os.ErrClosed }

func (*ptyLine) isOpen() bool { return true }
