package rootfs

// The output of debootstrap, in few lines.

import (
	"bytes"
	"log"
	"regexp"
)

// progress is a writer for debootstrap's output. It logs how many packages were retrieved,
// extracted, unpacked and configured, and each warning and error.
type progress struct {
	log   *log.Logger
	line  []byte // a line that is not complete yet
	step  string
	count int
}

// progressStride is the number of packages between two lines.
const progressStride = 50

var (
	packageLine = regexp.MustCompile(`^I: (Retrieving|Extracting|Unpacking|Configuring) `)
	troubleLine = regexp.MustCompile(`^[EW]: `)
)

func (p *progress) Write(data []byte) (int, error) {
	p.line = append(p.line, data...)
	for {
		line, rest, ok := bytes.Cut(p.line, []byte("\n"))
		if !ok {
			return len(data), nil
		}
		p.take(string(line))
		p.line = rest
	}
}

func (p *progress) take(line string) {
	match := packageLine.FindStringSubmatch(line)
	if match == nil {
		if troubleLine.MatchString(line) {
			p.log.Print(line)
		}
		return
	}
	if match[1] != p.step {
		p.step, p.count = match[1], 0
		p.log.Printf("  %s packages", p.step)
	}
	if p.count++; p.count%progressStride == 0 {
		p.log.Printf("  %s packages: %d", p.step, p.count)
	}
}
