package main

// The stages, in the order in which they run. The quick ones come first.

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

type stage struct {
	traits     traits
	name, what string
	run        func(*job) tally
}

// traits are when a stage runs, and beside which others.
type traits uint8

const (
	inAll      traits = 1 << iota // it is one of ci/test's
	inQuick                       // it is one of those of ci/test quick
	bootsHosts                    // it needs the processor for virtual hosts
	limitsTime                    // its tests limit how long something may take
	onRequest                     // it runs only if it is named
)

func (s stage) title() string { return fmt.Sprintf("\n=== %s: %s\n", s.name, s.what) }

var stages = []stage{
	{inAll | inQuick, "format", "gofmt and clang-format", format},
	{inAll | inQuick, "generated", "go generate ./cshim has nothing to change", func(j *job) tally {
		return j.silent("go", "run", "./ci/belt", "-l", "cshim")
	}},
	{inAll | inQuick, "scripts", "shellcheck", func(j *job) tally { return j.command(shellcheck()...) }},
	{inAll | inQuick, "vet", "go vet", func(j *job) tally { return j.command("go", "vet", "./...") }},
	{inAll | inQuick, "lint", "staticcheck, godot, misspell, and the form of comments and Markdown", lint},
	{inAll, "nocgo", "a build without cgo, in which constructors return ErrUnsupported", func(j *job) tally {
		return j.goTest([]string{"CGO_ENABLED=0"}, "./qtbt/...")
	}},
	{inQuick | limitsTime, "plain", "unit tests without the race detector", func(j *job) tally {
		return j.goTest(nil, unitPackages()...)
	}},
	{inAll | limitsTime, "unit", "unit tests with the race detector", func(j *job) tally {
		return j.goTest(nil, append([]string{"-race"}, unitPackages()...)...)
	}},
	{inAll, "char", "unit tests of package qtbt with an unsigned char, as on arm64", func(j *job) tally {
		return j.goTest([]string{"CGO_CXXFLAGS=-g -O2 -funsigned-char"}, "-run=AgainstQt|Attribute|Record", "./qtbt")
	}},
	{inAll, "arm64", "the examples, and the unit tests of package qtbt but the slowest, on arm64 under QEMU", arm64},
	{onRequest, "arm64all", "all unit tests of package qtbt on arm64 under QEMU", func(j *job) tally {
		return j.goTestBy(forArm64, nil, "./qtbt/...")
	}},
	{inAll, "crosscompile", "the shim, package qtbt and the examples compile for Windows and macOS", crossCompile},
	{inAll, "completeness", "every public member of two versions of Qt's classes has its counterpart", completeness},
	{inAll, "module", "the module as a proxy serves it, built with an empty module cache", func(j *job) tally {
		return j.goTest(nil, "-count=1", "./ci/module")
	}},
	{inAll, "packages", "the Debian packages, built, and used on a machine on which nothing was installed",
		func(j *job) tally { return j.goTest(nil, "-count=1", "-timeout=30m", "./ci/packages") }},
	{inAll | limitsTime, "abi", "the C ABI in C and C++, under the address, undefined behavior and thread sanitizers", abi},
	{inAll | limitsTime, "installed", "package qtbt on an installed shim library", installed},
	{inAll | limitsTime, "randomcalls", "random programs under AddressSanitizer, the race detector, a busy collector, and Qt 6.8",
		randomCalls},
	{inAll | inQuick | limitsTime, "hermetic", "scenarios without Bluetooth through C++ Qt and package qtbt, whose events are compared",
		func(j *job) tally { return conformance(j, "TestHermeticScenarios") }},
	{inAll | bootsHosts, "lab", "the lab itself, and tests on its hosts", lab},
	{inAll | bootsHosts, "conformance", "some of the scenarios for two Bluetooth hosts",
		func(j *job) tally { return conformance(j, "TestLabScenarios") }},
	{inAll | bootsHosts, "demo", "ci/demo", func(j *job) tally { return j.command("ci/demo") }},
	{bootsHosts | onRequest, "explorer", "examples/explorer, a module of its own, with its window on a host", explorer},
	{onRequest, "miqt", "examples/miqt, a module of its own, in which another binding owns the QApplication", miqt},
}

// stageNames lists the stages that are in one of the sets.
func stageNames(in traits) string {
	var names []string
	for _, s := range stages {
		if s.traits&in != 0 {
			names = append(names, s.name)
		}
	}
	return strings.Join(names, ", ")
}

// format checks Go with gofmt, and C and C++ with clang-format.
func format(j *job) tally {
	all := j.silent("gofmt", "-l", ".")
	list := []string{"git", "ls-files", "*.c", "*.cpp", "*.h"}
	files, err := exec.Command(list[0], list[1:]...).Output()
	if err != nil {
		all.add(j.verdict(list, err))
		return all
	}
	check := []string{"clang-format-19", "--dry-run", "--Werror"}
	all.add(j.command(append(check, strings.Fields(string(files))...)...))
	return all
}

func shellcheck() []string {
	return []string{"shellcheck", "-x", "ci/lib.sh", "ci/cxx", "ci/demo", "ci/test", "ci/bench",
		"ci/arm64/run.sh", "ci/rootfs/enter.sh", "ci/packages/build", "ci/packages/debian/install-tools",
		"ci/packages/testdata/check.sh", "ci/conformance/run", ".ci/run"}
}

// stagePackages are packages with a stage of their own.
var stagePackages = []string{"/ci/labtest", "/ci/completeness", "/ci/module", "/ci/packages", "/ci/randomcalls"}

// unitPackages lists the module's other packages.
func unitPackages() []string {
	out, err := exec.Command("go", "list", "./...").Output()
	if err != nil {
		return []string{"./..."} // go test reports the error
	}
	return slices.DeleteFunc(strings.Fields(string(out)), func(path string) bool {
		return slices.ContainsFunc(stagePackages, func(suffix string) bool { return strings.HasSuffix(path, suffix) })
	})
}

func lint(j *job) (all tally) {
	all.add(j.command("go", "tool", "staticcheck", "./..."))
	all.add(j.silent("go", "tool", "godot", "."))
	all.add(j.command("go", "tool", "misspell", "-error", "ci", "cmake", "cshim", "examples", "qtbt",
		"CHANGELOG.md", "CONTRIBUTING.md", "README.md", "SECURITY.md"))
	all.add(j.command("go", "run", "./ci/prose"))
	return all
}

// forArm64 is the command that makes go compile for arm64.
var forArm64 = []string{"go", "run", "./ci/arm64", "--"}

// slowOnArm64 names tests that take minutes under QEMU, and that do not depend on the processor.
const slowOnArm64 = "^(TestServicesThatCannotBeAdded|TestConnCarriesBulkBothWays)$"

func arm64(j *job) (all tally) {
	all.add(j.command(slices.Concat(forArm64, []string{"go", "build", "./examples/..."})...))
	all.add(j.goTestBy(forArm64, nil, "-skip="+slowOnArm64, "./qtbt/..."))
	return all
}

// crossCompile runs go vet, which compiles what it has to know, and so all of the shim.
func crossCompile(j *job) (all tally) {
	for _, target := range []string{"windows", "windows-clang", "macos-arm64", "macos-amd64"} {
		all.add(j.command("go", "run", "./ci/crosscompile", target, "--",
			"go", "vet", "./cshim", "./qtbt/...", "./examples/..."))
	}
	return all
}

func completeness(j *job) (all tally) {
	all.add(j.command("go", "run", "./ci/completeness", "fetch"))
	all.add(j.goTest(nil, "-count=1", "./ci/completeness"))
	return all
}

// buildDir returns a folder in the checkout in which a C++ build is kept between runs.
func buildDir(name string) string {
	dir, err := filepath.Abs(filepath.Join("build", name))
	if err != nil {
		panic(err)
	}
	return dir
}

func (j *job) cmake(build string, options ...string) tally {
	t := j.command(append([]string{"cmake", "-S", "cmake", "-B", build, "-G", "Ninja"}, options...)...)
	if t.failed == 0 {
		t = j.command("cmake", "--build", build)
	}
	return t
}

func abi(j *job) (all tally) {
	for name, sanitizer := range map[string]string{"asan": "address,undefined", "tsan": "thread"} {
		build := buildDir(name)
		all.add(j.cmake(build, "-DQTBT_SANITIZE="+sanitizer, "-DQTBT_BUILD_TESTS=ON"))
		all.add(j.ctest(build))
	}
	return all
}

func installed(j *job) (all tally) {
	build, prefix := buildDir("installed"), buildDir("prefix")
	all.add(j.cmake(build, "-DQTBT_BUILD_TESTS=OFF", "-DCMAKE_INSTALL_LIBDIR=lib"))
	all.add(j.command("cmake", "--install", build, "--prefix", prefix))
	lib := filepath.Join(prefix, "lib")
	all.add(j.goTest([]string{"PKG_CONFIG_PATH=" + filepath.Join(lib, "pkgconfig"), "LD_LIBRARY_PATH=" + lib},
		"-tags=qtbt_system", "./qtbt/..."))
	return all
}

func randomCalls(j *job) (all tally) {
	args := []string{"-count=1", "-run=TestRandomCalls", "./ci/randomcalls", "-budget=30s"}
	// Go and Qt keep what they have allocated until the process ends.
	all.add(j.goTest([]string{"ASAN_OPTIONS=detect_leaks=0"}, append([]string{"-asan"}, args...)...))
	all.add(j.goTest(nil, append([]string{"-race"}, args...)...))
	all.add(j.goTest([]string{"GOGC=1", "GODEBUG=clobberfree=1"}, args...))
	all.add(j.goTestBy([]string{"go", "run", "./ci/rootfs/debian13", "run", "--"}, nil, args...))
	return all
}

func conformance(j *job, test string) tally {
	return j.goTest([]string{"QTBT_CONFORMANCE=1"}, "-count=1", "-timeout=20m", "-run="+test, "./ci/conformance")
}

func lab(j *job) (all tally) {
	all.add(j.command("go", "run", "./ci/lab/btlab", "setup"))
	// Each package boots labs of its own, so they run one after the other. A lab keeps two
	// processors busy.
	labs := fmt.Sprint("-parallel=", max(runtime.NumCPU()/2, 1))
	all.add(j.goTest([]string{"QTBT_LAB=1"}, "-race", "-count=1", "-p=1", labs, "-timeout=75m", "-v", "./ci/lab", "./ci/labtest"))
	return all
}

// explorer tests the module of examples/explorer, which is in no other stage.
func explorer(j *job) (all tally) {
	const module = "examples/explorer"
	all.add(j.command("go", "run", "./ci/lab/btlab", "setup"))
	all.add(checkModule(j, module))
	all.add(goTestIn(j, module, nil, "-race", "-count=1", "./model"))
	all.add(goTestIn(j, module, []string{"QTBT_LAB=1"}, "-count=1", "-timeout=20m", "-v", "."))
	return all
}

// miqt tests the module of examples/miqt, which is in no other stage.
func miqt(j *job) (all tally) {
	const module = "examples/miqt"
	all.add(checkModule(j, module))
	all.add(goTestIn(j, module, nil, "-count=1", "-v", "."))
	all.add(goTestIn(j, module, nil, "-race", "-count=1", "-v", "."))
	return all
}

// checkModule vets and lints a module inside this one's folder.
func checkModule(j *job, module string) (all tally) {
	all.add(j.command("go", "-C", module, "vet", "./..."))
	all.add(j.command("sh", "-c", `check=$(go tool -n staticcheck) && cd "$0" && "$check" ./...`, module))
	return all
}

// goTestIn runs tests of a module inside this one's folder.
func goTestIn(j *job, module string, environment []string, args ...string) tally {
	return j.goTestBy([]string{"env", "-C", module}, environment, args...)
}
