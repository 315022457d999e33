package wire

import (
	"bytes"
	"io"
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFramesSurviveAStream(t *testing.T) {
	var stream bytes.Buffer
	require.NoError(t, WriteFrame(&stream, TypeStdout, []byte("hello")))
	require.NoError(t, WriteFrame(&stream, TypeStdin, nil))
	require.NoError(t, WriteJSON(&stream, TypeExit, Exit{Code: -1, Signal: 9}))

	kind, payload, err := ReadFrame(&stream)
	require.NoError(t, err)
	assert.Equal(t, TypeStdout, kind)
	assert.Equal(t, "hello", string(payload))
	kind, payload, err = ReadFrame(&stream)
	require.NoError(t, err)
	assert.Equal(t, TypeStdin, kind)
	assert.Empty(t, payload)
	kind, payload, err = ReadFrame(&stream)
	require.NoError(t, err)
	assert.Equal(t, TypeExit, kind)
	assert.JSONEq(t, `{"Code":-1,"Signal":9}`, string(payload))
	_, _, err = ReadFrame(&stream)
	assert.Equal(t, io.EOF, err)
}

func TestABrokenStreamIsNoEnd(t *testing.T) {
	var stream bytes.Buffer
	require.NoError(t, WriteFrame(&stream, TypeStdout, []byte("hello")))
	stream.Truncate(8)
	_, _, err := ReadFrame(&stream)
	assert.Equal(t, io.ErrUnexpectedEOF, err)
}

func TestFramesHaveALimit(t *testing.T) {
	assert.ErrorIs(t, WriteFrame(io.Discard, TypeStdout, make([]byte, MaxPayload+1)), ErrTooLarge)
	_, _, err := ReadFrame(bytes.NewReader([]byte{byte(TypeStdout), 0xff, 0xff, 0xff, 0xff}))
	assert.ErrorIs(t, err, ErrTooLarge)
}

func TestAskTellsTheReasonOfAFailure(t *testing.T) {
	for name, test := range map[string]struct {
		answer func(io.Writer) error
		want   Started
		err    string
	}{
		"started": {func(w io.Writer) error { return WriteJSON(w, TypeStarted, Started{PID: 7}) }, Started{PID: 7}, ""},
		"failed":  {func(w io.Writer) error { return WriteFrame(w, TypeFailed, []byte("no such thing")) }, Started{}, "no such thing"},
		"strange": {func(w io.Writer) error { return WriteFrame(w, TypeStdout, nil) }, Started{}, "exec was answered with frame type 5"},
	} {
		t.Run(name, func(t *testing.T) {
			ours, theirs := net.Pipe()
			defer ours.Close()
			go func() {
				defer theirs.Close()
				req, err := ReadRequest(theirs)
				assert.NoError(t, err)
				assert.Equal(t, Request{Kind: Exec, Args: []string{"true"}}, req)
				assert.NoError(t, test.answer(theirs))
			}()
			started, err := Ask(ours, Request{Kind: Exec, Args: []string{"true"}})
			assert.Equal(t, test.want, started)
			if test.err != "" {
				assert.EqualError(t, err, test.err)
			} else {
				assert.NoError(t, err)
			}
		})
	}
}

func TestAStreamBeginsWithARequest(t *testing.T) {
	var stream bytes.Buffer
	require.NoError(t, WriteFrame(&stream, TypeStdin, nil))
	_, err := ReadRequest(&stream)
	assert.ErrorContains(t, err, "began with frame type 4")
}
