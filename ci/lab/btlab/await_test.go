package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTextWatcher(t *testing.T) {
	var out bytes.Buffer
	w := newTextWatcher(&out, "registered")
	for _, piece := range []string{"service regi", "st", "ered on 1\n"} {
		select {
		case <-w.seen:
			t.Fatal("seen before it was there")
		default:
		}
		_, err := w.Write([]byte(piece))
		assert.NoError(t, err)
	}
	<-w.seen
	_, err := w.Write([]byte("registered again"))
	assert.NoError(t, err)
	assert.Equal(t, "service registered on 1\nregistered again", out.String())
}
