package main

// This file runs the commands of a stage and counts their tests.

import (
	"bufio"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// command runs a command, which counts as one test.
func command(args ...string) tally {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return verdict(args, cmd.Run())
}

// silent is command for a command that prints faults, and nothing if there are none.
func silent(args ...string) tally {
	out, err := exec.Command(args[0], args[1:]...).CombinedOutput()
	if err == nil && len(out) > 0 {
		err = fmt.Errorf("found\n%s", out)
	}
	return verdict(args, err)
}

func verdict(args []string, err error) tally {
	if err != nil {
		fmt.Printf("FAILED: %s: %v\n", strings.Join(args, " "), err)
		return tally{failed: 1}
	}
	return tally{passed: 1}
}

// goTest runs go test and counts its tests, subtests included. It prints the output of tests that
// failed or were skipped, and the attributes of tests (T.Attr). With -v, it also prints each test
// that ends.
func goTest(env []string, args ...string) tally { return goTestBy(nil, env, args...) }

// goTestBy is goTest with a command that runs go.
func goTestBy(by, env []string, args ...string) tally {
	command := slices.Concat(by, []string{"go", "test", "-json"}, args)
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return verdict(cmd.Args, err)
	}
	if err := cmd.Start(); err != nil {
		return verdict(cmd.Args, err)
	}
	t := countTests(bufio.NewScanner(out), slices.Contains(args, "-v"))
	if err := cmd.Wait(); err != nil && t.failed == 0 {
		t.add(verdict(cmd.Args, err))
	}
	return t
}

// testEvent is a line of go test -json; see go doc test2json.
type testEvent struct {
	Action, Package, Test, Output, FailedBuild string
	Key, Value                                 string // of an attribute
	Elapsed                                    float64
}

func countTests(lines *bufio.Scanner, verbose bool) (t tally) {
	lines.Buffer(nil, 1<<20)
	output := map[string][]string{} // by package and test
	for lines.Scan() {
		var e testEvent
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Println(lines.Text())
			continue
		}
		key := e.Package + " " + e.Test
		switch e.Action {
		case "output":
			if !strings.HasPrefix(e.Output, "=== ATTR") { // an event of its own
				output[key] = append(output[key], e.Output)
			}
			continue
		case "attr":
			fmt.Printf("%12s%s: %s\n", "", e.Key, e.Value)
			continue
		case "build-output":
			fmt.Print(e.Output)
			continue
		case "pass", "fail", "skip":
		default:
			continue
		}
		if e.Test == "" { // of the package, such as a panic or a failed build
			if e.Action == "fail" {
				fmt.Print(strings.Join(output[key], ""))
				if t.failed == 0 {
					t.failed++
				}
			}
			continue
		}
		switch e.Action {
		case "pass":
			t.passed++
		case "fail":
			t.failed++
		case "skip":
			t.skipped++
		}
		if e.Action != "pass" {
			fmt.Print(strings.Join(output[key], ""))
		} else if verbose {
			fmt.Printf("%6.1f s  %s\n", e.Elapsed, e.Test)
		}
		delete(output, key)
	}
	return t
}

// ctest runs the tests of a CMake build.
func ctest(build string) tally {
	report := filepath.Join(build, "junit.xml")
	os.Remove(report)
	args := []string{"ctest", "--test-dir", build, "--output-on-failure", "--no-tests=error", "--output-junit", report}
	t := command(args...)
	var suite struct {
		Tests   int `xml:"tests,attr"`
		Failed  int `xml:"failures,attr"`
		Skipped int `xml:"skipped,attr"`
	}
	data, err := os.ReadFile(report)
	if err != nil || xml.Unmarshal(data, &suite) != nil {
		return verdict(args, fmt.Errorf("no report %s", report))
	}
	if t.failed > 0 && suite.Failed == 0 {
		return t
	}
	return tally{suite.Tests - suite.Failed - suite.Skipped, suite.Failed, suite.Skipped}
}
