package transfer

// This file finds the items to send.

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// Item is a file or folder to send.
type Item struct {
	Path   string // on this machine
	Name   string // as it is offered
	Folder bool
	Size   int64 // of a file
}

// Scan lists the items to send: files, and folders with their content, under the last elements of
// their paths. It leaves out what cannot be sent, such as a symbolic link in a folder, and returns
// the reasons.
func Scan(paths []string) (items []Item, leftOut []error, err error) {
	taken := make(map[string]string) // by name, the path
	for _, p := range paths {
		full, err := filepath.Abs(p)
		if err != nil {
			return nil, nil, err
		}
		name := filepath.Base(full)
		if other, ok := taken[name]; ok {
			return nil, nil, fmt.Errorf("%s and %s have the same name", other, p)
		}
		taken[name] = p
		if err := CheckName(name); err != nil {
			return nil, nil, err
		}
		// If the user names a link, the file behind it is sent.
		if full, err = filepath.EvalSymlinks(full); err != nil {
			return nil, nil, err
		}
		more, skipped, err := scan(full, name)
		if err != nil {
			return nil, nil, err
		}
		items, leftOut = append(items, more...), append(leftOut, skipped...)
	}
	return items, leftOut, nil
}

func scan(root, rootName string) (items []Item, leftOut []error, err error) {
	err = filepath.WalkDir(root, func(p string, entry fs.DirEntry, err error) error {
		if err != nil {
			if p == root {
				return err
			}
			leftOut = append(leftOut, err)
			return nil
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		item := Item{Path: p, Name: path.Join(rootName, filepath.ToSlash(rel)), Folder: entry.IsDir()}
		if err := CheckName(item.Name); err != nil {
			leftOut = append(leftOut, fmt.Errorf("%s: %w", p, err))
			if item.Folder {
				return fs.SkipDir
			}
			return nil
		}
		info, err := entry.Info()
		switch {
		case err != nil:
			leftOut = append(leftOut, err)
			return nil
		case info.Mode().IsRegular():
			item.Size = info.Size()
		case !item.Folder:
			leftOut = append(leftOut, fmt.Errorf("%s: neither a file nor a folder, but %v", p, info.Mode().Type()))
			return nil
		}
		items = append(items, item)
		return nil
	})
	return items, leftOut, err
}

// openRegular opens a file to send, and refuses another kind of file that may have taken its place.
func openRegular(p string) (*os.File, error) {
	if info, err := os.Lstat(p); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: is no longer a file", p)
	}
	return os.Open(p)
}
