// Package cpio writes archives in the "newc" format, which a Linux initramfs has.
package cpio

import (
	"fmt"
	"io"
)

// Modes of the entries, as in stat(2).
const (
	ModeDir  = 0o040000
	ModeFile = 0o100000
)

// Writer writes an archive. The kernel takes several archives one after the other in one file.
type Writer struct {
	w     io.Writer
	inode int
	err   error
}

// NewWriter returns a Writer on w.
func NewWriter(w io.Writer) *Writer { return &Writer{w: w} }

// Dir adds a directory.
func (c *Writer) Dir(name string) { c.entry(name, ModeDir|0o755, nil) }

// File adds a file.
func (c *Writer) File(name string, perm int, data []byte) { c.entry(name, ModeFile|perm, data) }

// Close ends the archive and returns the first error met.
func (c *Writer) Close() error {
	c.entry("TRAILER!!!", 0, nil)
	return c.err
}

func (c *Writer) entry(name string, mode int, data []byte) {
	c.inode++
	head := fmt.Sprintf("070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%s\x00",
		c.inode, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name)+1, 0, name)
	c.write([]byte(head))
	c.pad(len(head))
	c.write(data)
	c.pad(len(data))
}

// pad fills up to a multiple of four after n bytes.
func (c *Writer) pad(n int) { c.write(make([]byte, (4-n%4)%4)) }

func (c *Writer) write(b []byte) {
	if c.err == nil {
		_, c.err = c.w.Write(b)
	}
}
