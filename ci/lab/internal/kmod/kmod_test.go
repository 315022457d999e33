package kmod

import (
	"bytes"
	"compress/gzip"
	"debug/elf"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// object makes the smallest ELF object that has a .modinfo section of this content.
func object(t *testing.T, modinfo string) []byte {
	t.Helper()
	const headerSize, sectionSize = 64, 64
	names := "\x00.modinfo\x00.shstrtab\x00"
	head := elf.Header64{
		Type: uint16(elf.ET_REL), Machine: uint16(elf.EM_X86_64), Version: uint32(elf.EV_CURRENT),
		Ehsize: headerSize, Shentsize: sectionSize, Shnum: 3, Shstrndx: 2,
		Shoff: uint64(headerSize + len(modinfo) + len(names)),
	}
	copy(head.Ident[:], elf.ELFMAG)
	head.Ident[elf.EI_CLASS] = byte(elf.ELFCLASS64)
	head.Ident[elf.EI_DATA] = byte(elf.ELFDATA2LSB)
	head.Ident[elf.EI_VERSION] = byte(elf.EV_CURRENT)
	sections := [3]elf.Section64{
		{},
		{Name: 1, Type: uint32(elf.SHT_PROGBITS), Off: headerSize, Size: uint64(len(modinfo))},
		{Name: 10, Type: uint32(elf.SHT_STRTAB), Off: uint64(headerSize + len(modinfo)), Size: uint64(len(names))},
	}
	var b bytes.Buffer
	require.NoError(t, binary.Write(&b, binary.LittleEndian, head))
	b.WriteString(modinfo + names)
	require.NoError(t, binary.Write(&b, binary.LittleEndian, sections))
	return b.Bytes()
}

// kernel makes a module directory of files with these contents.
func kernel(t *testing.T, files map[string][]byte) *Index {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, data, 0o644))
	}
	index, err := Open(dir)
	require.NoError(t, err)
	return index
}

func names(modules []Module) []string {
	var list []string
	for _, m := range modules {
		list = append(list, m.Name)
	}
	return list
}

func compressed(t *testing.T, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(data)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

func TestResolveOrdersByDependency(t *testing.T) {
	bluetooth := object(t, "license=GPL\x00depends=rfkill,ecdh-generic\x00name=bluetooth\x00")
	index := kernel(t, map[string][]byte{
		"kernel/net/bluetooth/bluetooth.ko.gz":      compressed(t, bluetooth),
		"kernel/net/bluetooth/rfcomm/rfcomm.ko":     object(t, "depends=bluetooth\x00"),
		"kernel/drivers/bluetooth/hci-vhci.ko":      object(t, "depends=bluetooth\x00"),
		"kernel/crypto/ecdh_generic.ko":             object(t, "depends=\x00"),
		"kernel/crypto/unrelated.ko":                []byte("never read"),
		"modules.builtin":                           []byte("kernel/net/rfkill/rfkill.ko\n"),
		"kernel/net/bluetooth/bluetooth.ko.gz.orig": []byte("no module"),
	})
	modules, err := index.Resolve("rfcomm", "hci_vhci", "bluetooth")
	require.NoError(t, err)
	assert.Equal(t, []string{"ecdh_generic", "bluetooth", "rfcomm", "hci_vhci"}, names(modules))
	assert.Equal(t, bluetooth, modules[1].Data)
}

func TestResolveNamesWhatIsMissing(t *testing.T) {
	index := kernel(t, map[string][]byte{"rfcomm.ko": object(t, "depends=bluetooth\x00")})
	_, err := index.Resolve("rfcomm")
	assert.EqualError(t, err, "kernel module bluetooth, which rfcomm needs, not found")
	var missing *NotFoundError
	assert.ErrorAs(t, err, &missing)
	_, err = index.Resolve("bnep")
	assert.EqualError(t, err, "kernel module bnep not found")
}

func TestResolveRefusesWhatIsNoModule(t *testing.T) {
	index := kernel(t, map[string][]byte{"text.ko": []byte("no ELF"), "broken.ko.gz": []byte("no gzip")})
	_, err := index.Resolve("text")
	assert.ErrorContains(t, err, "text.ko")
	_, err = index.Resolve("broken")
	assert.ErrorContains(t, err, "decompressing")
}

func TestOpenNeedsTheDirectory(t *testing.T) {
	_, err := Open(filepath.Join(t.TempDir(), "none"))
	assert.ErrorIs(t, err, os.ErrNotExist)
}
