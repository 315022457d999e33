package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A process is a running contestant. It reads the number of units of each round from its input, and
// prints the round's numbers on one line.
type process struct {
	name string
	in   io.WriteCloser
	out  *bufio.Reader
	wait []func() error // waits for the program and its helpers, which end when the input does
}

// measure runs a round of count units and returns the numbers that the program prints.
func (p *process) measure(count int64) ([]float64, error) {
	if _, err := fmt.Fprintln(p.in, count); err != nil {
		return nil, err
	}
	line, err := p.line()
	if err != nil {
		return nil, err
	}
	var numbers []float64
	for word := range strings.FieldsSeq(line) {
		n, err := strconv.ParseFloat(word, 64)
		if err != nil {
			return nil, fmt.Errorf("%s printed %q where numbers were expected", p.name, line)
		}
		numbers = append(numbers, n)
	}
	return numbers, nil
}

// line returns the next line that the program prints.
func (p *process) line() (string, error) {
	line, err := p.out.ReadString('\n')
	if err != nil {
		return "", fmt.Errorf("%s ended before it printed a line: %w", p.name, err)
	}
	return line, nil
}

// stop ends the program's input and waits for its end.
func (p *process) stop() error {
	errs := []error{p.in.Close()}
	for _, wait := range p.wait {
		errs = append(errs, wait())
	}
	return errors.Join(errs...)
}
