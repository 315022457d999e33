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
	sets       set
	name, what string
	run        func() tally
}

// set is what a stage runs in.
type set uint8

const (
	inAll   set = 1 << iota // ci/test
	inQuick                 // ci/test quick
)

var stages = []stage{
	{inAll | inQuick, "format", "gofmt", func() tally { return silent("gofmt", "-l", ".") }},
	{inAll | inQuick, "generated", "go generate ./cshim has nothing to change", func() tally {
		return silent("go", "run", "./ci/belt", "-l", "cshim")
	}},
	{inAll | inQuick, "scripts", "shellcheck", func() tally { return command(shellcheck()...) }},
	{inAll | inQuick, "vet", "go vet", func() tally { return command("go", "vet", "./...") }},
	{inAll | inQuick, "lint", "staticcheck", func() tally { return command("go", "tool", "staticcheck", "./...") }},
	{inAll, "nocgo", "a build without cgo, in which constructors say why", func() tally {
		return goTest([]string{"CGO_ENABLED=0"}, "./qtbt/...")
	}},
	{inQuick, "plain", "unit tests without the race detector", func() tally { return goTest(nil, unitPackages()...) }},
	{inAll, "unit", "unit tests with the race detector", func() tally {
		return goTest(nil, append([]string{"-race"}, unitPackages()...)...)
	}},
	{inAll, "char", "unit tests of package qtbt with an unsigned char, as on arm64", func() tally {
		return goTest([]string{"CGO_CXXFLAGS=-g -O2 -funsigned-char"}, "-run=AgainstQt|Attribute|Record", "./qtbt")
	}},
	{inAll, "completeness", "every public member of Qt's classes in package qtbt, by the headers of two versions of Qt", completeness},
	{inAll, "abi", "the C ABI in C and C++, under AddressSanitizer with UndefinedBehaviorSanitizer, and ThreadSanitizer", abi},
	{inAll, "installed", "package qtbt on an installed shim library", installed},
	{inAll, "randomcalls", "two minutes of random programs: AddressSanitizer, the race detector, the collector at work, Qt 6.8", randomCalls},
	{inAll | inQuick, "hermetic", "scenarios without Bluetooth through C++ Qt and package qtbt, whose events are compared",
		func() tally { return conformance("TestHermeticScenarios") }},
	{inAll, "conformance", "the same with some of the scenarios for two Bluetooth hosts",
		func() tally { return conformance("TestLabScenarios") }},
	{inAll, "lab", "the lab itself, and tests on two Bluetooth hosts", lab},
	{inAll, "demo", "ci/demo", func() tally { return command("ci/demo") }},
}

// stageNames lists the stages that are in one of the sets.
func stageNames(in set) string {
	var names []string
	for _, s := range stages {
		if s.sets&in != 0 {
			names = append(names, s.name)
		}
	}
	return strings.Join(names, ", ")
}

// format checks Go with gofmt, and C and C++ with clang-format.
func format() tally {
	all := silent("gofmt", "-l", ".")
	list := []string{"git", "ls-files", "*.c", "*.cpp", "*.h"}
	files, err := exec.Command(list[0], list[1:]...).Output()
	if err != nil {
		all.add(verdict(list, err))
		return all
	}
	check := []string{"clang-format-19", "--dry-run", "--Werror"}
	all.add(command(append(check, strings.Fields(string(files))...)...))
	return all
}

func shellcheck() []string {
	return []string{"shellcheck", "-x", "ci/lib.sh", "ci/demo", "ci/test", "ci/bench", "ci/rootfs/enter.sh",
		"ci/conformance/run", ".ci/run"}
}

// stagePackages are packages with a stage of their own.
var stagePackages = []string{"/ci/labtest", "/ci/completeness", "/ci/randomcalls"}

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

func lint() (all tally) {
	all.add(command("go", "tool", "staticcheck", "./..."))
	all.add(silent("go", "tool", "godot", "."))
	all.add(command("go", "tool", "misspell", "-error", "ci", "cmake", "cshim", "examples", "qtbt",
		"CHANGELOG.md", "CONTRIBUTING.md", "README.md", "SECURITY.md"))
	all.add(command("go", "run", "./ci/prose"))
	return all
}

func completeness() (all tally) {
	all.add(command("go", "run", "./ci/completeness", "fetch"))
	all.add(goTest(nil, "-count=1", "./ci/completeness"))
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

func cmake(build string, options ...string) tally {
	t := command(append([]string{"cmake", "-S", "cmake", "-B", build, "-G", "Ninja"}, options...)...)
	if t.failed == 0 {
		t = command("cmake", "--build", build)
	}
	return t
}

func abi() (all tally) {
	for name, sanitizer := range map[string]string{"asan": "address,undefined", "tsan": "thread"} {
		build := buildDir(name)
		all.add(cmake(build, "-DQTBT_SANITIZE="+sanitizer, "-DQTBT_BUILD_TESTS=ON"))
		all.add(ctest(build))
	}
	return all
}

func installed() (all tally) {
	build, prefix := buildDir("installed"), buildDir("prefix")
	all.add(cmake(build, "-DQTBT_BUILD_TESTS=OFF", "-DCMAKE_INSTALL_PREFIX="+prefix, "-DCMAKE_INSTALL_LIBDIR=lib"))
	all.add(command("cmake", "--install", build))
	lib := filepath.Join(prefix, "lib")
	all.add(goTest([]string{"PKG_CONFIG_PATH=" + filepath.Join(lib, "pkgconfig"), "LD_LIBRARY_PATH=" + lib},
		"-tags=qtbt_system", "./qtbt/..."))
	return all
}

func randomCalls() (all tally) {
	args := []string{"-count=1", "-run=TestRandomCalls", "./ci/randomcalls", "-budget=30s"}
	// Go and Qt keep their memory until the process ends.
	all.add(goTest([]string{"ASAN_OPTIONS=detect_leaks=0"}, append([]string{"-asan"}, args...)...))
	all.add(goTest(nil, append([]string{"-race"}, args...)...))
	all.add(goTest([]string{"GOGC=1", "GODEBUG=clobberfree=1"}, args...))
	all.add(goTestBy([]string{"go", "run", "./ci/rootfs/debian13", "run", "--"}, nil, args...))
	return all
}

func conformance(test string) tally {
	return goTest([]string{"QTBT_CONFORMANCE=1"}, "-count=1", "-timeout=20m", "-run="+test, "./ci/conformance")
}

func lab() (all tally) {
	all.add(command("go", "run", "./ci/lab/btlab", "setup"))
	// The packages run one after the other, because each boots labs of its own. The two hosts of a
	// lab keep two cores busy.
	labs := fmt.Sprint("-parallel=", max(runtime.NumCPU()/2, 1))
	all.add(goTest([]string{"QTBT_LAB=1"}, "-race", "-count=1", "-p=1", labs, "-timeout=75m", "-v", "./ci/lab", "./ci/labtest"))
	return all
}
