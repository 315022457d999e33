package main

// This file runs the commands of a stage and counts their tests.

import (
	"bufio"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// job runs the commands of a stage.
type job struct {
	out      io.Writer // takes what they print
	prefix   []string  // a command that runs them
	failures []string  // what the summary says of those that failed
}

// failed notes for the summary that a test or a command failed, with what it printed.
func (j *job) failed(what string, printed []string) {
	j.failures = append(j.failures, what+"\n"+excerpt(printed))
}

// excerpt returns the lines about a failed test's first assertion, or its last lines.
func excerpt(printed []string) string {
	const enough = 12
	if first := slices.IndexFunc(printed, func(line string) bool { return strings.Contains(line, "Error:") }); first >= 0 {
		return strings.Join(printed[first:min(first+enough, len(printed))], "")
	}
	return strings.Join(printed[max(len(printed)-enough, 0):], "")
}

// exec returns a command with the job's prefix. env is added to the environment.
func (j *job) exec(env []string, args ...string) *exec.Cmd {
	args = slices.Concat(j.prefix, args)
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = append(os.Environ(), env...)
	return cmd
}

// command runs a command; it is one test.
func (j *job) command(args ...string) tally {
	cmd := j.exec(nil, args...)
	cmd.Stdout, cmd.Stderr = j.out, j.out
	return j.verdict(args, cmd.Run())
}

// silent is command for a command that prints only what is wrong.
func (j *job) silent(args ...string) tally {
	out, err := j.exec(nil, args...).CombinedOutput()
	if err == nil && len(out) > 0 {
		err = fmt.Errorf("found\n%s", out)
	}
	return j.verdict(args, err)
}

func (j *job) verdict(args []string, err error) tally {
	if err != nil {
		failure := fmt.Sprintf("FAILED: %s: %v\n", strings.Join(args, " "), err)
		fmt.Fprint(j.out, failure)
		j.failed(args[0], []string{failure})
		return tally{failed: 1}
	}
	return tally{passed: 1}
}

// goTest runs go test and counts its tests, subtests included. It prints the output of those that
// failed or were skipped, and the attributes that tests set with T.Attr. With -v it also prints
// each test's name and time when the test ends.
func (j *job) goTest(env []string, args ...string) tally { return j.goTestBy(nil, env, args...) }

// goTestBy is goTest with a command that runs go.
func (j *job) goTestBy(by, env []string, args ...string) tally {
	command := slices.Concat(by, []string{"go", "test", "-json"}, args)
	cmd := j.exec(env, command...)
	cmd.Stderr = j.out
	out, err := cmd.StdoutPipe()
	if err != nil {
		return j.verdict(command, err)
	}
	if err := cmd.Start(); err != nil {
		return j.verdict(command, err)
	}
	t := j.countTests(bufio.NewScanner(out), slices.Contains(args, "-v"))
	if err := cmd.Wait(); err != nil && t.failed == 0 {
		t.add(j.verdict(command, err))
	}
	return t
}

// testEvent is a line of go test -json; see go doc test2json.
type testEvent struct {
	Action, Package, Test, Output, FailedBuild string
	Key, Value                                 string // of an attribute
	Elapsed                                    float64
}

func (j *job) countTests(lines *bufio.Scanner, verbose bool) (t tally) {
	lines.Buffer(nil, 1<<20)
	output := map[string][]string{} // by package and test
	for lines.Scan() {
		var e testEvent
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Fprintln(j.out, lines.Text())
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
			fmt.Fprintf(j.out, "%12s%s: %s\n", "", e.Key, e.Value)
			continue
		case "build-output":
			fmt.Fprint(j.out, e.Output)
			continue
		case "pass", "fail", "skip":
		default:
			continue
		}
		if e.Test == "" { // the package, with the output of a panic or of a build that failed
			if e.Action == "fail" {
				fmt.Fprint(j.out, strings.Join(output[key], ""))
				if t.failed == 0 {
					t.failed++
					j.failed(e.Package, output[key])
				}
			}
			continue
		}
		switch e.Action {
		case "pass":
			t.passed++
		case "fail":
			t.failed++
			j.failed(e.Test, output[key])
		case "skip":
			t.skipped++
		}
		if e.Action != "pass" {
			fmt.Fprint(j.out, strings.Join(output[key], ""))
		} else if verbose {
			fmt.Fprintf(j.out, "%6.1f s  %s\n", e.Elapsed, e.Test)
		}
		delete(output, key)
	}
	return t
}

// ctest runs the tests of a CMake build.
func (j *job) ctest(build string) tally {
	report := filepath.Join(build, "junit.xml")
	os.Remove(report)
	args := []string{"ctest", "--test-dir", build, "--output-on-failure", "--no-tests=error", "--output-junit", report}
	t := j.command(args...)
	var suite struct {
		Tests   int `xml:"tests,attr"`
		Failed  int `xml:"failures,attr"`
		Skipped int `xml:"skipped,attr"`
	}
	data, err := os.ReadFile(report)
	if err != nil || xml.Unmarshal(data, &suite) != nil {
		return j.verdict(args, fmt.Errorf("no report %s", report))
	}
	if t.failed > 0 && suite.Failed == 0 {
		return t
	}
	return tally{suite.Tests - suite.Failed - suite.Skipped, suite.Failed, suite.Skipped}
}

// tally counts tests.
type tally struct{ passed, failed, skipped int }

func (t *tally) add(other tally) {
	t.passed += other.passed
	t.failed += other.failed
	t.skipped += other.skipped
}

func (t tally) String() string {
	s := fmt.Sprintf("%d passed, %d failed", t.passed, t.failed)
	if t.skipped > 0 {
		s += fmt.Sprintf(", %d skipped", t.skipped)
	}
	return s
}
