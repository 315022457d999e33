package debian

// This file makes packages of another release or architecture than the machine's available, through
// an apt configuration of its own.

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const (
	// publicMirror serves machines that name no mirror of Debian, such as relatives of Debian.
	publicMirror = "http://deb.debian.org/debian"
	// Keyring holds the keys that sign Debian's releases. Every Debian has it.
	Keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"
)

// Release returns an apt that downloads from the release of a codename, such as "trixie". It uses
// the machine's mirror and proxy, and keeps its package lists in dir; the machine's own are not
// touched. It cannot install.
func Release(ctx context.Context, dir, codename string, log *log.Logger) (*Apt, error) {
	return private(ctx, dir, "deb", "Packages", codename, "", log)
}

// Architecture is like Release, for the machine's release and another architecture, such as
// "arm64". The machine's dpkg does not need to know that architecture.
func Architecture(ctx context.Context, dir, architecture string, log *log.Logger) (*Apt, error) {
	codename, err := Codename(ctx)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	// Nothing is installed, so that apt downloads every dependency.
	if err := os.WriteFile(filepath.Join(dir, "status"), nil, 0o644); err != nil {
		return nil, err
	}
	foreign := fmt.Sprintf(`APT::Architecture "%s";
#clear APT::Architectures;
APT::Architectures "%[1]s";
Dir::State::Status "%s";
`, architecture, filepath.Join(dir, "status"))
	return private(ctx, dir, "deb", "Packages", codename, foreign, log)
}

// Codename returns the codename of the machine's release.
func Codename(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "sh", "-c", `. /etc/os-release && echo "$VERSION_CODENAME"`).Output()
	codename := string(bytes.TrimSpace(out))
	if err != nil || codename == "" {
		return "", fmt.Errorf("/etc/os-release names no release of Debian: %w", err)
	}
	return codename, nil
}

// SourceRelease is like Release, for source packages.
func SourceRelease(ctx context.Context, dir, codename string, log *log.Logger) (*Apt, error) {
	return private(ctx, dir, "deb-src", "Sources", codename, "", log)
}

// private returns an apt with a configuration and package lists of its own. kind and target are the
// names of apt's sources.list for what it downloads. more is added to the configuration.
func private(
	ctx context.Context, dir, kind, target, codename, more string, log *log.Logger,
) (*Apt, error) {
	for _, d := range []string{"lists/partial", "cache/archives/partial"} {
		if err := os.MkdirAll(filepath.Join(dir, d), 0o755); err != nil {
			return nil, err
		}
	}
	signedBy := ""
	if _, err := os.Stat(Keyring); err == nil {
		signedBy = " signed-by=" + Keyring
	}
	sources := filepath.Join(dir, "sources.list")
	list := fmt.Sprintf("%s [target=%s%s] %s %s main\n", kind, target, signedBy, mirror(ctx), codename)
	if err := os.WriteFile(sources, []byte(list), 0o644); err != nil {
		return nil, err
	}
	// The machine's hooks that follow an update are for the machine's lists.
	config := fmt.Sprintf(`Dir::Etc::SourceList "%s";
Dir::Etc::SourceParts "-";
Dir::State::Lists "%s";
Dir::Cache "%s";
APT::Sandbox::User "root";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
`, sources, filepath.Join(dir, "lists"), filepath.Join(dir, "cache")) + more
	a := &Apt{log: log, private: filepath.Join(dir, "apt.conf")}
	return a, os.WriteFile(a.private, []byte(config), 0o644)
}

// mirror returns the mirror of Debian in the machine's package sources.
func mirror(ctx context.Context) string {
	out, err := exec.CommandContext(ctx, "apt-get", "indextargets", "--format", "$(REPO_URI)",
		"Created-By: Packages", "Origin: Debian", "Label: Debian", "Component: main").Output()
	if uri, _, _ := strings.Cut(string(out), "\n"); err == nil && uri != "" {
		return uri
	}
	return publicMirror
}

// Mirror returns the mirror of Debian that the machine uses, for programs that support nothing but
// HTTP.
func Mirror(ctx context.Context) string {
	if m := mirror(ctx); strings.HasPrefix(m, "http://") || strings.HasPrefix(m, "https://") {
		return m
	}
	return publicMirror
}

// ProxyEnviron returns the proxies that the machine's apt uses, as environment variables for other
// programs.
func ProxyEnviron(ctx context.Context) []string {
	var environ []string
	for _, scheme := range []string{"http", "https"} {
		name := scheme + "_proxy"
		out, _ := exec.CommandContext(ctx, "apt-config", "dump", "--format", "%v%n", "Acquire::"+scheme+"::Proxy").Output()
		proxy, _, _ := strings.Cut(string(out), "\n")
		if proxy == "" {
			proxy = os.Getenv(name)
		}
		if proxy != "" && proxy != "DIRECT" {
			environ = append(environ, name+"="+proxy)
		}
	}
	return environ
}
