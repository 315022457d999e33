// Package kmod finds kernel modules and what they depend on by reading the modules themselves. It
// needs neither depmod's index, which a kernel package does not contain, nor the kmod tools.
package kmod

import (
	"bytes"
	"debug/elf"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A Module is ready to be loaded: an uncompressed ELF object.
type Module struct {
	Name string
	Data []byte
}

// NotFoundError names a module that the kernel does not have.
type NotFoundError struct {
	Name  string // the module
	Wants string // the module that depends on it, if any
}

func (e *NotFoundError) Error() string {
	if e.Wants != "" {
		return fmt.Sprintf("kernel module %s, which %s needs, not found", e.Name, e.Wants)
	}
	return fmt.Sprintf("kernel module %s not found", e.Name)
}

// An Index knows the modules of one kernel.
type Index struct {
	files   map[string]string // name → path
	builtin map[string]bool
}

// Open indexes a kernel's module directory, usually /lib/modules/VERSION.
func Open(dir string) (*Index, error) {
	x := &Index{files: map[string]string{}, builtin: map[string]bool{}}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if name, ok := moduleName(path); ok {
			x.files[name] = path
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	list, err := os.ReadFile(filepath.Join(dir, "modules.builtin"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, path := range strings.Fields(string(list)) {
		if name, ok := moduleName(path); ok {
			x.builtin[name] = true
		}
	}
	return x, nil
}

// Resolve returns the named modules and all that they depend on, in an order in which they can be
// loaded. It leaves out those built into the kernel.
func (x *Index) Resolve(names ...string) ([]Module, error) {
	r := resolver{index: x, seen: map[string]bool{}}
	for _, name := range names {
		if err := r.add(normal(name), ""); err != nil {
			return nil, err
		}
	}
	return r.order, nil
}

type resolver struct {
	index *Index
	seen  map[string]bool
	order []Module
}

func (r *resolver) add(name, wantedBy string) error {
	if r.seen[name] || r.index.builtin[name] {
		return nil
	}
	r.seen[name] = true
	path, ok := r.index.files[name]
	if !ok {
		return &NotFoundError{Name: name, Wants: wantedBy}
	}
	data, err := read(path)
	if err != nil {
		return err
	}
	deps, err := depends(data)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for _, dep := range deps {
		if err := r.add(dep, name); err != nil {
			return err
		}
	}
	r.order = append(r.order, Module{Name: name, Data: data})
	return nil
}

// depends reads a module's own list of what it needs.
func depends(module []byte) ([]string, error) {
	f, err := elf.NewFile(bytes.NewReader(module))
	if err != nil {
		return nil, err
	}
	section := f.Section(".modinfo")
	if section == nil {
		return nil, errors.New("no .modinfo section: not a kernel module")
	}
	info, err := section.Data()
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range strings.Split(string(info), "\x00") {
		list, ok := strings.CutPrefix(entry, "depends=")
		if !ok || list == "" {
			continue
		}
		for _, name := range strings.Split(list, ",") {
			names = append(names, normal(name))
		}
	}
	return names, nil
}

// decompressors are the programs for the suffixes that distributions use, all of which take the
// same option.
var decompressors = map[string]string{".xz": "xz", ".zst": "zstd", ".gz": "gzip"}

func read(path string) ([]byte, error) {
	program, compressed := decompressors[filepath.Ext(path)]
	if !compressed {
		return os.ReadFile(path)
	}
	out, err := exec.Command(program, "-dc", path).Output()
	if err != nil {
		return nil, fmt.Errorf("decompressing %s: %w", path, err)
	}
	return out, nil
}

// moduleName takes a file's name apart: "hci-vhci.ko.xz" is the module hci_vhci.
func moduleName(path string) (string, bool) {
	base, suffix, ok := strings.Cut(filepath.Base(path), ".ko")
	if !ok || suffix != "" && decompressors[suffix] == "" {
		return "", false
	}
	return normal(base), true
}

// normal is the kernel's spelling of a name, in which dashes are underscores.
func normal(name string) string { return strings.ReplaceAll(name, "-", "_") }
