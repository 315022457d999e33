package obex

// Tests of Serve with scripted clients.

import (
	"context"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// client returns a scripted client of a server that has connected.
func client(t *testing.T) (c peer, objects <-chan received, ended <-chan error) {
	t.Helper()
	a, b := pipe(t)
	objects, ended = serve(t, b, nil)
	c = newPeer(t, a)
	c.greets()
	return c, objects, ended
}

// The profile has no folders, nothing to pull, and deletes nothing.
func TestServeRefusesOtherRequests(t *testing.T) {
	c, objects, ended := client(t)
	const get, setPath, session = 0x83, 0x85, 0x87
	c.sends(setPath, packet(2, 0), name("folder"))
	c.gets(byte(NotImplemented))
	c.sends(get, appendSized(nil, headerType, encodeType("text/x-vcard")))
	c.gets(byte(NotImplemented))
	c.sends(session)
	c.gets(byte(NotImplemented))
	c.sends(opPutFinal, name("a"))
	c.gets(byte(Forbidden))
	c.sends(opAbort)
	c.gets(codeSuccess)
	assert.Empty(t, objects)

	c.sends(opPutFinal, name("a"), ending("x"))
	c.gets(codeSuccess)
	assert.Equal(t, "x", string((<-objects).content))
	c.sends(opDisconnect)
	c.gets(codeSuccess)
	assert.NoError(t, <-ended)
}

func TestServeRefusesOtherProfiles(t *testing.T) {
	a, b := pipe(t)
	_, ended := serve(t, b, nil)
	c := newPeer(t, a)
	c.sends(opConnect, connection{maxPacket}.encode(), appendSized(nil, headerTarget, make([]byte, 16)))
	c.gets(byte(Forbidden))
	a.Close()
	assert.NoError(t, <-ended)
}

func TestServeRefusesNames(t *testing.T) {
	c, objects, _ := client(t)
	for _, bad := range [][]byte{
		name(""), name("."), name(".."), name("/etc/passwd"), name("../a"), name(`..\a`), name("a\x00b"),
		name("a\nb"), name(string(make([]byte, 300))), length(1), // no name
	} {
		c.sends(opPut, bad)
		c.gets(codeContinue)
		c.sends(opPutFinal, ending("x"))
		c.gets(byte(BadRequest))
	}
	assert.Empty(t, objects)
}

func TestServeRefusesWrongLengths(t *testing.T) {
	c, objects, _ := client(t)
	c.sends(opPutFinal, name("short"), length(3), ending("ab"))
	c.gets(byte(BadRequest))
	c.sends(opPutFinal, name("long"), length(3), ending("abcd"))
	c.gets(byte(BadRequest))
	assert.Empty(t, objects, "the receiver is not called in vain")

	c.sends(opPut, name("short"), length(3), part("ab"))
	c.gets(codeContinue)
	c.sends(opPutFinal, ending(""))
	c.gets(byte(BadRequest))
	assert.ErrorIs(t, (<-objects).err, ErrLength)

	// A length that comes after the receiver has agreed changes nothing.
	c.sends(opPut, name("long"), length(3), part("ab"))
	c.gets(codeContinue)
	c.sends(opPut, length(4_000_000_000), part("cd"))
	c.gets(byte(BadRequest))
	got := <-objects
	assert.ErrorIs(t, got.err, ErrLength)
	assert.Equal(t, "long", got.Name)
}

func TestServeTakesHeadersFromSeveralPackets(t *testing.T) {
	c, objects, _ := client(t)
	c.sends(opPut, name("a"))
	c.gets(codeContinue)
	c.sends(opPut, length(6), appendUint32(nil, 0xc0, 1), packet(0x97, 1)) // Count, and a byte
	c.gets(codeContinue)
	c.sends(opPut, part("abc"))
	c.gets(codeContinue)
	c.sends(opPut)
	c.gets(codeContinue)
	c.sends(opPut, part("def"))
	c.gets(codeContinue)
	c.sends(opPutFinal, ending(""))
	c.gets(codeSuccess)
	assert.Equal(t, received{Object: Object{Name: "a", Length: 6}, content: []byte("abcdef")}, <-objects)
}

func TestServeEndsSessionOfViolators(t *testing.T) {
	for text, script := range map[string]func(c peer){
		"truncated header":   func(c peer) { c.sends(opPut, packet(1, 0xff)) },
		"invalid UTF-16":     func(c peer) { c.sends(opPut, packet(1, 0, 5, 0xd8, 0)) },
		"tiny packets":       func(c peer) { c.sends(opConnect, packet(0x10, 0, 0, 1)) },
		"truncated connect":  func(c peer) { c.sends(opConnect, packet(0x10)) },
		"two bodies":         func(c peer) { c.sends(opPut, name("a"), part("x"), part("y")) },
		"a packet too short": func(c peer) { c.conn.Write(packet(opPut, 0, 1)) },
		"a packet too long":  func(c peer) { c.conn.Write(packet(opPut, 0xff, 0xff)) },
		"connect within an object": func(c peer) {
			c.sends(opPut, name("a"), part("x"))
			c.gets(codeContinue)
			c.sends(opConnect, connection{maxPacket}.encode())
		},
	} {
		t.Run(text, func(t *testing.T) {
			c, _, ended := client(t)
			script(c)
			c.gets(byte(BadRequest))
			assert.ErrorIs(t, <-ended, ErrProtocol)
			_, _, err := c.receive()
			assert.ErrorIs(t, err, io.EOF)
		})
	}
}

func TestClientBreaksOff(t *testing.T) {
	for text, script := range map[string]func(c peer){
		"in a packet":     func(c peer) { c.conn.Write(packet(opPut, 0, 9, 1)) },
		"before the body": func(c peer) { c.sends(opPut, name("a")); c.gets(codeContinue) },
		"between two body packets": func(c peer) {
			c.sends(opPut, name("a"), part("x"))
			c.gets(codeContinue)
		},
	} {
		t.Run(text, func(t *testing.T) {
			c, _, ended := client(t)
			script(c)
			require.NoError(t, c.conn.Close())
			assert.ErrorIs(t, <-ended, io.ErrUnexpectedEOF)
		})
	}
}

func TestClientAborts(t *testing.T) {
	c, objects, ended := client(t)
	c.sends(opPut, name("a"), length(6))
	c.gets(codeContinue)
	c.sends(opAbort)
	c.gets(codeSuccess)
	assert.Empty(t, objects, "aborted before its content")
	c.sends(opPut, name("a"), part("abc"))
	c.gets(codeContinue)
	c.sends(opAbort)
	c.gets(codeSuccess)
	got := <-objects
	assert.ErrorIs(t, got.err, ErrAborted)
	assert.Equal(t, "abc", string(got.content))
	require.NoError(t, c.conn.Close())
	assert.NoError(t, <-ended)
}

// A client may begin another object without a request that aborts the present one.
func TestClientBeginsAnotherObject(t *testing.T) {
	c, objects, ended := client(t)
	for range 2 {
		c.sends(opPut, name("a"), part("abc"))
		c.gets(codeContinue)
	}
	c.sends(opPutFinal, name("b"), ending("x"))
	c.gets(codeSuccess)
	for range 2 {
		got := <-objects
		assert.Equal(t, "a", got.Name)
		assert.ErrorIs(t, got.err, ErrAborted)
		assert.Equal(t, "abc", string(got.content))
	}
	got := <-objects
	assert.Equal(t, "b", got.Name)
	assert.NoError(t, got.err)
	assert.Equal(t, "x", string(got.content))
	require.NoError(t, c.conn.Close())
	assert.NoError(t, <-ended)
}

func TestContextEndsServe(t *testing.T) {
	a, b := pipe(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, b, func(Object, io.Reader) error { return nil }) }()
	newPeer(t, a).greets()
	enough := errors.New("enough")
	cancel(enough)
	assert.Equal(t, enough, <-ended)
}
