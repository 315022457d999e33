package transfer

// Partial files, in which the receiver keeps the parts of a file until it is complete.

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"
)

// Existing is how to handle a file whose name another file has.
type Existing string

// The ways to handle it.
const (
	Refuse Existing = "refuse" // keep the old file, and report it to the sender
	// Rename keeps both. The new file becomes "name (1).ext", or gets the next free number.
	Rename    Existing = "rename"
	Overwrite Existing = "overwrite" // replace the old file once the new one is complete
)

// partial is a file that is being received.
type partial struct {
	root *os.Root
	name string
	file *os.File
	hash hash.Hash
	size int64 // of the part
}

// maxPartials is the maximum number of partial files that are kept, beside those under way. The
// oldest are deleted for new ones, so that senders which break off cannot fill the folder.
const maxPartials = 16

const partialSuffix = ".part"

// partialName returns the name of the partial file of a file. It contains the file's checksum, so
// that it is found again, and no other file has it.
func partialName(o offer) string { return partialPrefix + o.SHA256.String() + partialSuffix }

// openPartial opens the partial file of a file, or a new one. The caller holds the lock of its
// name.
func (r *Receiver) openPartial(ctx context.Context, o offer) (*partial, error) {
	p := &partial{root: r.root, name: partialName(o), hash: sha256.New()}
	flags := os.O_RDWR
	switch info, err := r.root.Lstat(p.name); {
	case errors.Is(err, fs.ErrNotExist):
		flags |= os.O_CREATE | os.O_EXCL
		if err := r.dropOldPartials(); err != nil {
			return nil, err
		}
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is in the way", p.name)
	}
	file, err := r.root.OpenFile(p.name, flags, 0o666)
	if err != nil {
		return nil, err
	}
	p.file = file
	if p.size, err = hashInto(ctx, p.hash, file); err == nil && p.size > o.Size {
		err = p.restart()
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return p, nil
}

// dropOldPartials deletes partial files to make room for another one.
func (r *Receiver) dropOldPartials() error {
	dir, err := r.root.Open(".")
	if err != nil {
		return err
	}
	defer dir.Close()
	names, err := dir.Readdirnames(-1)
	if err != nil {
		return err
	}
	var kept []fs.FileInfo
	for _, name := range names {
		if !strings.HasPrefix(name, partialPrefix) || !strings.HasSuffix(name, partialSuffix) {
			continue
		}
		if info, err := r.root.Lstat(name); err == nil && info.Mode().IsRegular() {
			kept = append(kept, info)
		}
	}
	slices.SortFunc(kept, func(a, b fs.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
	for excess := len(kept) - maxPartials; excess >= 0; excess-- {
		oldest := kept[0].Name()
		kept = kept[1:]
		unlock, ok := r.partials.tryLock(oldest)
		if !ok {
			continue // it is under way
		}
		err := r.root.Remove(oldest)
		unlock()
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// restart drops the part that is there.
func (p *partial) restart() error {
	if err := p.file.Truncate(0); err != nil {
		return err
	}
	_, err := p.file.Seek(0, io.SeekStart)
	p.hash.Reset()
	p.size = 0
	return err
}

func (p *partial) Write(data []byte) (int, error) {
	n, err := p.file.Write(data)
	p.hash.Write(data[:n])
	p.size += int64(n)
	return n, err
}

// close keeps the part, unless it is empty.
func (p *partial) close() error {
	err := p.file.Close()
	if p.size == 0 {
		return errors.Join(err, p.root.Remove(p.name))
	}
	return err
}

// errChecksum means that a complete file differs from the one that was offered.
var errChecksum = errors.New("what arrived has another checksum than what was offered")

// commit gives a complete file its name, and returns that name.
func (p *partial) commit(o offer, existing Existing) (saved string, err error) {
	if sumOf(p.hash) != o.SHA256 {
		p.size = 0
		return "", errors.Join(errChecksum, p.close())
	}
	if err := errors.Join(p.file.Sync(), p.file.Close()); err != nil {
		return "", err
	}
	return p.rename(o.Name, o.Modified, existing)
}

// rename gives a closed file its name, and returns the name that it got. The time may be zero.
func (p *partial) rename(name string, modified time.Time, existing Existing) (saved string, err error) {
	if !modified.IsZero() {
		// A file system that cannot store this time sets its own.
		_ = p.root.Chtimes(p.name, time.Time{}, modified)
	}
	saved, reserved := name, true
	if existing == Overwrite {
		reserved = false
	} else if saved, err = reserve(p.root, name, existing); err != nil {
		return "", err
	}
	if err := p.root.Rename(p.name, saved); err != nil {
		if reserved {
			err = errors.Join(err, p.root.Remove(saved))
		}
		return "", err
	}
	return saved, nil
}

// maxNumber is the highest number that Rename adds to a name.
const maxNumber = 10_000

// reserve makes an empty file with a free name, which another file then replaces. So no file that
// comes meanwhile is overwritten.
func reserve(root *os.Root, name string, existing Existing) (string, error) {
	for number := range maxNumber {
		candidate := numbered(name, number)
		file, err := root.OpenFile(candidate, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		switch {
		case err == nil:
			return candidate, file.Close()
		case !errors.Is(err, fs.ErrExist):
			return "", err
		case existing != Rename:
			return "", errTaken
		}
	}
	return "", errTaken
}

// numbered returns "name (2).ext" for "name.ext" and 2.
func numbered(name string, number int) string {
	if number == 0 {
		return name
	}
	folder, file := path.Split(name)
	ext := path.Ext(file)
	if ext == file {
		ext = "" // such as .profile
	}
	suffix := fmt.Sprintf(" (%d)%s", number, ext)
	base := strings.TrimSuffix(file, ext)
	if excess := len(base) + len(suffix) - maxElement; excess > 0 && excess < len(base) {
		base = strings.ToValidUTF8(base[:len(base)-excess], "")
	}
	return folder + base + suffix
}
