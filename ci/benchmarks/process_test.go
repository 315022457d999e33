package main

import (
	"bufio"
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

type input struct{ bytes.Buffer }

func (*input) Close() error { return nil }

func TestMeasureExchangesLines(t *testing.T) {
	in := new(input)
	out := bufio.NewReader(strings.NewReader("12 3\nno number\n"))
	p := &process{name: "program", in: in, out: out}
	numbers, err := p.measure(5)
	assert.NoError(t, err)
	assert.Equal(t, []float64{12, 3}, numbers)
	assert.Equal(t, "5\n", in.String())
	_, err = p.measure(5)
	assert.ErrorContains(t, err, `program printed "no number\n"`)
	_, err = p.measure(5)
	assert.EqualError(t, err, "program ended before it printed a line: EOF")
}
