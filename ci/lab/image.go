package lab

// What the guests boot: a distribution's kernel and an initramfs of its modules and our agent.

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"slices"

	"github.com/goqtbt/bluetooth/ci/lab/internal/cpio"
	"github.com/goqtbt/bluetooth/ci/lab/internal/guest"
	"github.com/goqtbt/bluetooth/ci/lab/internal/kmod"
	"golang.org/x/sys/unix"
)

// guestModules are the kernel modules that a guest needs, with the order of loading between those
// that do not know of each other.
var guestModules = []string{
	// The machine: its devices, and the root tree.
	"virtio_pci", "virtio_console", "virtio_rng", "9pnet_virtio", "9p", "overlay",
	// Cryptography: btvirt and bluetoothd take theirs from the kernel by AF_ALG; pairing needs
	// ECDH, and that a random generator, which in turn looks for its parts by name.
	"ctr", "hmac", "sha256_generic", "sha512_generic", "drbg", "ecdh_generic",
	"cmac", "ecb", "ccm", "aes_generic", "af_alg", "algif_hash", "algif_skcipher", "algif_rng",
	// Bluetooth.
	"bluetooth", "hci_vhci", "rfcomm", "bnep", "hidp", "uhid",
}

// manifest is the cache's record of the prepared kernel.
type manifest struct {
	Kernel  string   // the kernel's release
	Origin  string   // where it is from: a package and its version, or the machine
	Modules []string // guestModules of then
	Files   map[string]string
}

// The prepared files, in the cache folder. Their digests are in the manifest.
const (
	manifestFile = "image.json"
	kernelFile   = "vmlinuz"
	modulesFile  = "modules.cpio"
)

// image is ready to be booted: open files, which QEMU inherits.
type image struct {
	version           string
	kernel, initramfs *os.File
}

func (i *image) Close() error { return errors.Join(i.kernel.Close(), i.initramfs.Close()) }

// errNotPrepared is returned if the cache has no usable kernel.
var errNotPrepared = errors.New("not prepared")

// readPrepared reads and checks the prepared kernel and modules.
func readPrepared(dir string) (m manifest, kernel, modules []byte, err error) {
	data, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil, nil, errNotPrepared
	}
	if err != nil {
		return m, nil, nil, err
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return m, nil, nil, fmt.Errorf("%w: %s: %w", errNotPrepared, manifestFile, err)
	}
	if !slices.Equal(m.Modules, guestModules) {
		return m, nil, nil, fmt.Errorf("%w for this version of the lab", errNotPrepared)
	}
	read := func(name string) []byte {
		data, e := os.ReadFile(filepath.Join(dir, name))
		if e == nil && digest(data) != m.Files[name] {
			e = fmt.Errorf("%s is damaged", name)
		}
		if e != nil {
			err = fmt.Errorf("%w: %w", errNotPrepared, e)
		}
		return data
	}
	kernel, modules = read(kernelFile), read(modulesFile)
	return m, kernel, modules, err
}

// prepare writes the cache's kernel and modules.
func prepare(dir, release, origin, kernelPath, moduleDir string) error {
	kernel, err := os.ReadFile(kernelPath)
	if err != nil {
		return err
	}
	index, err := kmod.Open(moduleDir)
	if err != nil {
		return err
	}
	list, err := index.Resolve(guestModules...)
	if err != nil {
		return fmt.Errorf("kernel %s: %w", release, err)
	}
	modules, err := moduleArchive(list)
	if err != nil {
		return err
	}
	return writePrepared(dir, manifest{Kernel: release, Origin: origin, Modules: guestModules}, kernel, modules)
}

// writePrepared writes what readPrepared reads, the manifest last.
func writePrepared(dir string, m manifest, kernel, modules []byte) error {
	m.Files = map[string]string{kernelFile: digest(kernel), modulesFile: digest(modules)}
	record, err := json.MarshalIndent(m, "", "\t")
	if err != nil {
		return err
	}
	return errors.Join(
		writeCached(filepath.Join(dir, kernelFile), kernel, 0o644),
		writeCached(filepath.Join(dir, modulesFile), modules, 0o644),
		writeCached(filepath.Join(dir, manifestFile), record, 0o644),
	)
}

// moduleArchive makes the part of the initramfs that has the modules.
func moduleArchive(list []kmod.Module) ([]byte, error) {
	var archive, names bytes.Buffer
	w := cpio.NewWriter(&archive)
	dir := filepath.Dir(guest.ModuleList)[1:]
	w.Dir(dir)
	for _, m := range list {
		fmt.Fprintf(&names, "%s.ko\n", m.Name)
		w.File(dir+"/"+m.Name+".ko", 0o644, m.Data)
	}
	w.File(guest.ModuleList[1:], 0o644, names.Bytes())
	err := w.Close()
	return archive.Bytes(), err
}

// openImage makes an image of the prepared kernel and the present agent. It is held in memory only.
func openImage(ctx context.Context, log *log.Logger) (*image, error) {
	dir, err := CacheDir()
	if err != nil {
		return nil, err
	}
	m, kernel, modules, err := readPrepared(dir)
	if err != nil {
		return nil, err
	}
	agent, err := theAgent(ctx, dir, log)
	if err != nil {
		return nil, err
	}
	var initramfs bytes.Buffer
	w := cpio.NewWriter(&initramfs)
	w.File("init", 0o755, agent)
	if err := w.Close(); err != nil {
		return nil, err
	}
	initramfs.Write(modules)
	i := &image{version: m.Kernel}
	if i.kernel, err = memoryFile("kernel", kernel); err != nil {
		return nil, err
	}
	if i.initramfs, err = memoryFile("initramfs", initramfs.Bytes()); err != nil {
		i.kernel.Close()
		return nil, err
	}
	return i, nil
}

// memoryFile returns a file that exists only as long as it is open.
func memoryFile(name string, data []byte) (*os.File, error) {
	fd, err := unix.MemfdCreate(name, unix.MFD_CLOEXEC)
	if err != nil {
		return nil, os.NewSyscallError("memfd_create", err)
	}
	f := os.NewFile(uintptr(fd), name)
	if _, err := f.Write(data); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}
