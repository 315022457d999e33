package obex

import (
	"bytes"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// bytesConn is a connection from which only reads bytes come.
type bytesConn struct {
	net.Conn
	io.Reader
}

func (c bytesConn) Read(p []byte) (int, error) { return c.Reader.Read(p) }

func TestReceiveRefusesMalformedPackets(t *testing.T) {
	for _, c := range []struct {
		name string
		raw  []byte
		want error
	}{
		{"nothing", nil, io.EOF},
		{"half a prefix", packet(0x80, 0), io.ErrUnexpectedEOF},
		{"half a packet", packet(0x80, 0, 7, 0x10), io.ErrUnexpectedEOF},
		{"shorter than its prefix", packet(0x80, 0, 2), ErrProtocol},
		{"of no length", packet(0x80, 0, 0), ErrProtocol},
		{"over the maximum", append(packet(0x80, 0x80, 1), make([]byte, 0x8001)...), ErrProtocol},
	} {
		_, _, err := newWire(bytesConn{Reader: bytes.NewReader(c.raw)}).receive()
		assert.ErrorIs(t, err, c.want, c.name)
	}
}

func TestReceiveGoesOnAfterDeadline(t *testing.T) {
	a, b := pipe(t)
	w := newWire(b)
	_, err := a.Write(packet(opPut, 0, 5))
	require.NoError(t, err)
	require.NoError(t, b.SetReadDeadline(time.Now().Add(-1)))
	_, _, err = w.receive()
	require.ErrorIs(t, err, os.ErrDeadlineExceeded)
	require.NoError(t, b.SetReadDeadline(time.Time{}))
	_, err = a.Write(packet(1, 2))
	require.NoError(t, err)
	code, content, err := w.receive()
	require.NoError(t, err)
	assert.Equal(t, byte(opPut), code)
	assert.Equal(t, packet(1, 2), content)
}

func TestTexts(t *testing.T) {
	for _, text := range []string{"", "a", "Grüße.txt", "日本.jpg", "📷.png", strings.Repeat("x", 300)} {
		got, err := decodeText(encodeText(text))
		require.NoError(t, err)
		assert.Equal(t, text, got)
	}
	unterminated, err := decodeText(packet(0, 'a', 0, 'b'))
	require.NoError(t, err)
	assert.Equal(t, "ab", unterminated)
	for _, raw := range [][]byte{{0}, {0, 'a', 0}, {0xd8, 0, 0, 'a'}, {0xdc, 0, 0, 0}} {
		_, err := decodeText(raw)
		assert.ErrorIs(t, err, ErrProtocol, "% x", raw)
	}
}

func TestTimes(t *testing.T) {
	when := time.Date(2026, 1, 2, 3, 4, 5, 0, time.FixedZone("", 3600))
	assert.True(t, when.Equal(decodeTime(encodeTime(when))))
	assert.Equal(t, time.Date(2026, 1, 2, 3, 4, 5, 0, time.Local), decodeTime([]byte("20260102T030405")))
	for _, raw := range []string{"", "yesterday", "20261302T030405Z"} {
		assert.Zero(t, decodeTime([]byte(raw)), raw)
	}
}

func TestHeadersRefuseMalformedOnes(t *testing.T) {
	for _, raw := range [][]byte{
		{0x01}, {0x01, 0}, {0x01, 0, 2}, {0x01, 0, 9, 0, 'a'}, {0x48, 0xff, 0xff},
		{0x97}, {0xc3, 0, 0, 0}, {0x42, 0, 5, 'a', '\n'},
		append(part("one"), ending("two")...),
	} {
		_, err := new(Object).takeHeaders(raw)
		assert.ErrorIs(t, err, ErrProtocol, "% x", raw)
	}
}

func TestCheckName(t *testing.T) {
	for _, good := range []string{"a", "Grüße aus Köln.txt", "📷.png", "...", ".profile", strings.Repeat("x", 255)} {
		assert.NoError(t, CheckName(good))
	}
	for _, bad := range []string{
		"", ".", "..", "/", "../a", "a/b", `a\b`, "a\x00", "\x00", "a\nb", "\xff", "a\u0085", strings.Repeat("x", 256),
	} {
		assert.ErrorIs(t, CheckName(bad), ErrName, "%q", bad)
	}
}

// Whatever arrives, reading packets and their headers ends with an error or the end, and what was
// read fits into what was sent.
func FuzzPackets(f *testing.F) {
	f.Add(packet())
	f.Add(packet(opConnect, 0, 7, 0x10, 0, 0x20, 0))
	f.Add(packet(opPutFinal, 0, 16, 1, 0, 7, 0, 'a', 0, 0, 0x49, 0, 6, 'x', 'y', 'z'))
	f.Add(packet(opPut, 0, 8, 0xc3, 0xff, 0xff, 0xff, 0xff))
	f.Add(packet(opPut, 0xff, 0xff))
	f.Fuzz(func(t *testing.T, raw []byte) {
		w := newWire(bytesConn{Reader: iotest.OneByteReader(bytes.NewReader(raw))})
		total := 0
		for {
			_, content, err := w.receive()
			if err != nil {
				assert.LessOrEqual(t, total, len(raw))
				return
			}
			total += packetPrefix + len(content)
			if c, headers, err := decodeConnection(content); err == nil {
				assert.LessOrEqual(t, minMaxPacket, c.maxPacket)
				assert.Len(t, headers, len(content)-connectionSize)
			}
			var o Object
			p, err := o.takeHeaders(content)
			if err == nil {
				assert.LessOrEqual(t, len(p.body), len(content))
				assert.LessOrEqual(t, len(o.Name), 3*len(content))
			}
		}
	})
}

// Whatever a client sends, the server ends when the client does, and gives its receiver only names
// of files.
func FuzzServe(f *testing.F) {
	put := append(append(name("a"), length(3)...), ending("xyz")...)
	f.Add(append(packet(opPutFinal, 0, byte(packetPrefix+len(put))), put...))
	f.Add(packet(0x85, 0, 5, 2, 0, opAbort, 0, 3, opDisconnect, 0, 3))
	f.Add(packet(opPut, 0, 3, opPut, 0, 3, opAbort, 0, 3))
	f.Fuzz(func(t *testing.T, raw []byte) {
		a, b := net.Pipe()
		responses := make(chan struct{})
		go func() {
			defer close(responses)
			io.Copy(io.Discard, a)
		}()
		go func() {
			a.Write(raw)
			a.Close()
		}()
		Serve(t.Context(), b, func(o Object, body io.Reader) error {
			assert.NoError(t, CheckName(o.Name))
			n, err := io.Copy(io.Discard, body)
			if err == nil && o.Length >= 0 {
				assert.Equal(t, o.Length, n)
			}
			return err
		})
		<-responses
	})
}
