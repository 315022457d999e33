package lab

// Building the guests' agent. It has to be static, which the program that uses this package rarely
// is, so the Go toolchain builds it from the sources that lie beside this file, and the cache keeps
// it.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// packagePath is this package's.
const packagePath = "github.com/goqtbt/bluetooth/ci/lab"

// agentSources are the folders whose change makes another agent.
var agentSources = []string{"internal/agent", "internal/guest", "internal/wire", "../../go.mod"}

// theAgent returns the agent, from the cache if it is there.
func theAgent(ctx context.Context, cacheDir string, log *log.Logger) ([]byte, error) {
	sources, err := sourceDir(ctx)
	if err != nil {
		return nil, err
	}
	key, err := sourceKey(sources)
	if err != nil {
		return nil, err
	}
	prefix := filepath.Join(cacheDir, "agent-"+key+"-")
	if agent, ok := cachedAgent(prefix); ok {
		return agent, nil
	}
	unlock, err := lockCache(ctx, cacheDir, log)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if agent, ok := cachedAgent(prefix); ok { // another process has been quicker
		return agent, nil
	}
	log.Printf("building the guests' agent")
	agent, err := buildAgent(ctx, sources)
	if err != nil {
		return nil, err
	}
	removeMatching(filepath.Join(cacheDir, "agent-*"))
	return agent, writeCached(prefix+digest(agent), agent, 0o755)
}

// cachedAgent reads the agent if the cache has it unharmed: its name ends in its digest.
func cachedAgent(prefix string) (agent []byte, ok bool) {
	paths, _ := filepath.Glob(prefix + "*")
	for _, path := range paths {
		agent, err := os.ReadFile(path)
		if err == nil && path == prefix+digest(agent) {
			return agent, true
		}
	}
	return nil, false
}

func buildAgent(ctx context.Context, sources string) ([]byte, error) {
	dir, err := os.MkdirTemp("", "btlab-build-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	output := filepath.Join(dir, "agent")
	cmd := exec.CommandContext(ctx, "go", "build", "-C", sources, "-o", output,
		"-buildvcs=false", "-trimpath", "-ldflags=-s -w", "./internal/agent")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH=amd64", "GOFLAGS=", "GOWORK=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("building the guests' agent: %w\n%s", err, out)
	}
	return os.ReadFile(output)
}

// sourceDir finds this package's sources: where they were compiled, or, if the paths were trimmed,
// where the Go toolchain sees them from the working directory.
func sourceDir(ctx context.Context) (string, error) {
	_, file, _, _ := runtime.Caller(0)
	dir := filepath.Dir(file)
	if hasAgent(dir) {
		return dir, nil
	}
	out, err := exec.CommandContext(ctx, "go", "list", "-f", "{{.Dir}}", packagePath).Output()
	if dir = strings.TrimSpace(string(out)); err == nil && hasAgent(dir) {
		return dir, nil
	}
	return "", errors.New("the sources of the guests' agent are not on this machine: " +
		"run this in a module that requires " + filepath.Dir(filepath.Dir(packagePath)) + ", or with 'go run'")
}

func hasAgent(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, agentSources[0]))
	return filepath.IsAbs(dir) && err == nil
}

// sourceKey is a digest of all that the agent is made of.
func sourceKey(dir string) (string, error) {
	all := bytes.NewBufferString(runtime.Version() + "\n")
	for _, name := range agentSources {
		err := filepath.WalkDir(filepath.Join(dir, name), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") {
				return err
			}
			data, err := os.ReadFile(path)
			fmt.Fprintf(all, "%s %s\n", d.Name(), digest(data))
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return digest(all.Bytes())[:16], nil
}
