// Package module tests the module as users get it: packed by the rules of Go's module proxies, and
// built from there with an empty module cache.
package module

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

// released is the version that the proxy has.
var released = module.Version{Path: "github.com/goqtbt/bluetooth", Version: "v0.1.0"}

// The last commit builds as a dependency of another module.
func TestModuleFromProxy(t *testing.T) {
	proxy, client := t.TempDir(), t.TempDir()
	publish(t, proxy)
	write(t, filepath.Join(client, "go.mod"),
		fmt.Sprintf("module client\n\ngo 1.26.0\n\nrequire %s %s\n", released.Path, released.Version))
	write(t, filepath.Join(client, "main.go"), `package main

import (
	"fmt"

	"github.com/goqtbt/bluetooth/qtbt"
)

func main() { fmt.Println("built with Qt", qtbt.QtVersion()) }
`)
	upstream, err := exec.Command("go", "env", "GOPROXY").Output()
	require.NoError(t, err)
	run := exec.Command("go", "run", ".")
	run.Dir = client
	run.Env = append(os.Environ(), "GOPROXY=file://"+proxy+","+strings.TrimSpace(string(upstream)),
		"GONOSUMDB="+released.Path, "GOMODCACHE="+t.TempDir(), "GOFLAGS=-mod=mod -modcacherw")
	out, err := run.CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Contains(t, string(out), "built with Qt 6.")
}

// publish puts the module into a folder that is a proxy.
func publish(t *testing.T, proxy string) {
	t.Helper()
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	versions := filepath.Join(proxy, released.Path, "@v")
	require.NoError(t, os.MkdirAll(versions, 0o755))
	goMod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	require.NoError(t, err)
	at := filepath.Join(versions, released.Version)
	write(t, filepath.Join(versions, "list"), released.Version+"\n")
	write(t, at+".info", fmt.Sprintf(`{"Version":%q}`, released.Version))
	write(t, at+".mod", string(goMod))
	archive, err := os.Create(at + ".zip")
	require.NoError(t, err)
	require.NoError(t, zip.CreateFromVCS(archive, released, root, "HEAD", ""))
	require.NoError(t, archive.Close())
}

func write(t *testing.T, path, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
}
