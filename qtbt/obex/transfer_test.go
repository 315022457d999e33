package obex

// Tests of Client and Serve with each other, and of each with a scripted other end.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestObjectsArrive(t *testing.T) {
	c, objects, ended := connect(t, nil)
	modified := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, size := range []int{0, 1, len(c.chunk) - 1, len(c.chunk), len(c.chunk) + 1, 300_000} {
		for _, length := range []int64{int64(size), UnknownLength} {
			content := random(size)
			object := Object{Name: "Grüße.txt", Type: "text/plain", Length: length, Modified: modified}
			var sent []int64
			require.NoError(t, c.Push(t.Context(), object, iotest.HalfReader(bytes.NewReader(content)),
				func(n int64) { sent = append(sent, n) }))
			got := <-objects
			require.NoError(t, got.err)
			assert.Equal(t, object, got.Object)
			assert.True(t, bytes.Equal(content, got.content))
			assert.Len(t, sent, size/len(c.chunk)+1)
			assert.EqualValues(t, size, sent[len(sent)-1])
			assert.IsNonDecreasing(t, sent)
		}
	}
	require.NoError(t, c.Close())
	assert.NoError(t, <-ended)
	assert.NoError(t, c.Close(), "again")
	assert.Error(t, push(t.Context(), c, "a", nil), "after Close")
}

func TestReceiverRefusesObjects(t *testing.T) {
	c, objects, ended := connect(t, func(o Object) error {
		switch o.Name {
		case "large":
			return fmt.Errorf("%w: of %d bytes", EntityTooLarge, o.Length)
		case "broken":
			return errors.New("a reason of its own")
		}
		return nil
	})
	assert.ErrorIs(t, push(t.Context(), c, "large", random(100_000)), EntityTooLarge)
	assert.ErrorIs(t, push(t.Context(), c, "broken", nil), InternalServerError)
	assert.EqualError(t, push(t.Context(), c, "large", nil), "the receiver refused large: too large")
	require.NoError(t, push(t.Context(), c, "good", []byte("x")))
	assert.Equal(t, "x", string((<-objects).content))
	require.NoError(t, c.Close())
	assert.NoError(t, <-ended)
}

func TestReceiverRefusesInTheMiddle(t *testing.T) {
	a, b := pipe(t)
	ended := make(chan error, 1)
	go func() {
		ended <- Serve(t.Context(), b, func(o Object, body io.Reader) error {
			if _, err := io.CopyN(io.Discard, body, 50_000); err != nil {
				return err
			}
			return DatabaseFull
		})
	}()
	c, err := Connect(t.Context(), a)
	require.NoError(t, err)
	for range 2 {
		var sent int64
		object := Object{Name: "film", Length: 1_000_000}
		err := c.Push(t.Context(), object, bytes.NewReader(random(1_000_000)), func(n int64) { sent = n })
		assert.ErrorIs(t, err, DatabaseFull)
		assert.Positive(t, sent)
		assert.Less(t, sent, int64(1_000_000))
	}
	require.NoError(t, c.Close())
	assert.NoError(t, <-ended)
}

func TestContextAbortsPush(t *testing.T) {
	c, objects, ended := connect(t, nil)
	ctx, cancel := context.WithCancelCause(t.Context())
	enough := errors.New("enough")
	object := Object{Name: "film", Length: 1_000_000}
	err := c.Push(ctx, object, bytes.NewReader(random(1_000_000)), func(sent int64) {
		if sent > 100_000 {
			cancel(enough)
		}
	})
	assert.Equal(t, enough, err)
	got := <-objects
	assert.ErrorIs(t, got.err, ErrAborted)
	assert.Greater(t, len(got.content), 100_000)

	require.NoError(t, push(t.Context(), c, "next", []byte("x")), "the session goes on")
	assert.Equal(t, "x", string((<-objects).content))
	assert.Equal(t, enough, push(ctx, c, "never", nil))
	assert.NoError(t, c.Err())
	require.NoError(t, c.Close())
	assert.NoError(t, <-ended)
}

// A server whose user does not decide holds a Push only until its context ends.
func TestContextEndsPushToSilentServer(t *testing.T) {
	a, b := pipe(t)
	server := newPeer(t, b)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		server.gets(opConnect)
		server.sends(codeSuccess, connection{maxPacket}.encode())
		server.gets(opPut)
		cancel()
	}()
	c, err := Connect(t.Context(), a)
	require.NoError(t, err)
	assert.ErrorIs(t, push(ctx, c, "a", []byte("x")), context.Canceled)
	assert.ErrorIs(t, push(t.Context(), c, "a", []byte("x")), os.ErrDeadlineExceeded)
}

func TestContextEndsConnect(t *testing.T) {
	a, b := pipe(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	enough := errors.New("enough")
	go func() {
		newPeer(t, b).gets(opConnect)
		cancel(enough)
	}()
	_, err := Connect(ctx, a)
	assert.Equal(t, enough, err)
}

func TestPushAbortsWrongContent(t *testing.T) {
	c, objects, ended := connect(t, nil)
	content := random(50_000)
	torn := errors.New("torn")
	for _, object := range []struct {
		length int64
		body   io.Reader
		want   error
	}{
		{50_001, bytes.NewReader(content), ErrLength},
		{49_999, bytes.NewReader(content), ErrLength},
		{50_000, io.MultiReader(bytes.NewReader(content[:40_000]), iotest.ErrReader(torn)), torn},
	} {
		err := c.Push(t.Context(), Object{Name: "a", Length: object.length}, object.body, nil)
		assert.ErrorIs(t, err, object.want)
		assert.ErrorIs(t, (<-objects).err, ErrAborted)
	}
	require.NoError(t, c.Close())
	assert.NoError(t, <-ended)
}

func TestPushRefusesNames(t *testing.T) {
	c, objects, _ := connect(t, nil)
	for _, bad := range []string{"", "..", "a/b", `a\b`, "a\x00"} {
		assert.ErrorIs(t, push(t.Context(), c, bad, nil), ErrName, "%q", bad)
	}
	assert.Error(t, c.Push(t.Context(), Object{Name: "a", Type: "a\r\nb"}, strings.NewReader(""), nil))
	require.NoError(t, c.Close())
	assert.Empty(t, objects)
}

// A server with the smallest packets gets the headers in several, and cannot get a long name.
func TestPushInSmallPackets(t *testing.T) {
	a, b := pipe(t)
	server := newPeer(t, b)
	content := random(1000)
	type result struct {
		Object
		content []byte
	}
	results := make(chan result, 1)
	go func() {
		server.gets(opConnect)
		server.sends(codeSuccess, connection{minMaxPacket}.encode())
		var got result
		for {
			op, headers, err := server.receive()
			if !assert.NoError(t, err) || !assert.LessOrEqual(t, packetPrefix+len(headers), minMaxPacket) {
				return
			}
			p, err := got.takeHeaders(headers)
			assert.NoError(t, err)
			got.content = append(got.content, p.body...)
			if op == opPutFinal {
				results <- got
				server.sends(codeSuccess)
				return
			}
			server.sends(codeContinue)
		}
	}()
	c, err := Connect(t.Context(), a)
	require.NoError(t, err)
	assert.ErrorIs(t, push(t.Context(), c, strings.Repeat("x", 200), nil), ErrName)
	object := Object{Name: strings.Repeat("n", 100), Type: strings.Repeat("t", 100), Length: 1000}
	require.NoError(t, c.Push(t.Context(), object, bytes.NewReader(content), nil))
	assert.Equal(t, result{object, content}, <-results)
}

func TestClientRefusesBadServers(t *testing.T) {
	for _, c := range []struct {
		name     string
		code     byte
		response []byte
		want     error
	}{
		{"refuses", byte(ServiceUnavailable), connection{maxPacket}.encode(), ServiceUnavailable},
		{"continues", codeContinue, nil, ErrProtocol},
		{"truncated", codeSuccess, packet(0x10), ErrProtocol},
		{"tiny packets", codeSuccess, packet(0x10, 0, 0, 254), ErrProtocol},
	} {
		a, b := pipe(t)
		server := newPeer(t, b)
		go func() {
			server.gets(opConnect)
			server.sends(c.code, c.response)
		}()
		_, err := Connect(t.Context(), a)
		assert.ErrorIs(t, err, c.want, c.name)
	}

	for code, want := range map[byte]error{codeSuccess: ErrProtocol, byte(Gone): Gone} {
		a, b := pipe(t)
		server := newPeer(t, b)
		go func() {
			server.gets(opConnect)
			server.sends(codeSuccess, connection{maxPacket}.encode())
			server.gets(opPut)
			server.sends(code)
		}()
		c, err := Connect(t.Context(), a)
		require.NoError(t, err)
		assert.ErrorIs(t, push(t.Context(), c, "a", []byte("x")), want, "%#x", code)
	}
}

func TestBrokenLinkIsNoOrderlyEnd(t *testing.T) {
	c, objects, ended := connect(t, nil)
	object := Object{Name: "film", Length: 1_000_000}
	err := c.Push(t.Context(), object, bytes.NewReader(random(1_000_000)), func(sent int64) {
		c.wire.conn.Close()
	})
	assert.Error(t, err)
	assert.ErrorIs(t, (<-objects).err, io.ErrUnexpectedEOF)
	assert.ErrorIs(t, <-ended, io.ErrUnexpectedEOF)
	assert.Equal(t, err, c.Err())
	assert.Equal(t, err, push(t.Context(), c, "a", nil))
}
