//go:build cgo

package transfer

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var unsafeNames = []string{
	"", ".", "..", "/", "/etc/passwd", "../evil", "a/../../evil", "a/..", "a/./b", "a//b", "a/", "./a",
	`..\evil`, `a\b`, `C:\evil`, "C:evil", "c:/evil", `\\server\share`, "file:stream",
	"NUL", "nul", "CON.txt", "aux", "prn.tar.gz", "COM1", "com9.log", "LPT1", "COM¹", "lpt³", "CONIN$", "a/NUL/b", "nul .txt",
	"a\x00b", "a\nb", "a\x1b[2Jb", "a\x7f", "a\u0085", "photo\u202egpj.exe", "\xff\xfe",
	"a\u200b", "\ufeffa", "re\u2060port", "report\u200d.pdf", "x\ufe0f", "soft\u00adhyphen", "a\u2028b", "a\U000e0041",
	"\u200b", "\ufeff", "\u00a0", "\u3000", "\u2800", "\u3164", "a/\u2003/b",
	"name.", "name ", "a./b", ".btsend-evil.part", ".BTSEND-x", "a/.btsend-x",
	strings.Repeat("a", maxElement+1), strings.Repeat("a/", maxDepth) + "a", strings.Repeat("abc/", 2000) + "a",
}

func TestUnsafeNames(t *testing.T) {
	for _, name := range unsafeNames {
		assert.Error(t, CheckName(name), "%q", name)
	}
	for _, name := range []string{
		"a", "a/b/c", "Ünïcödé ☃.txt", "..a", "a..b", ".profile", "con sole", "COM10", "null", "-rf", "~", "日本",
		"👨\u200d👩\u200d👧.jpg", "❤\ufe0f.txt", "می\u200cخواهم", "\u0601١", "a\u3000b",
		"Screenshot 3.14.15\u202fPM.png", strings.Repeat("a", maxElement),
	} {
		assert.NoError(t, CheckName(name), "%q", name)
	}
}

// A receiver stores nothing, in no place, of a sender that offers such names.
func TestSenderWithUnsafeNames(t *testing.T) {
	for _, name := range unsafeNames {
		if !utf8.ValidString(name) {
			continue // JSON cannot represent it
		}
		for _, folder := range []bool{false, true} {
			in := newInbox(t, Overwrite)
			a, b := connPipe(t)
			ended := in.serve(t, b, newRecorder())
			o := offerOf(name, []byte("evil"))
			o.Folder = folder
			p := peer{t, newWire(a)}
			assert.Equal(t, actionRefuse, p.offered(o).Action, "%q", name)
			require.NoError(t, p.send(kindBye, bye{}))
			p.expect(kindBye, new(bye))
			a.Close()
			require.NoError(t, <-ended)
			assert.Equal(t, map[string]string{"inbox/": ""}, tree(t, filepath.Dir(in.dir)), "%q", name)
		}
	}
}

// No link in the receiver's folder leads out of it.
func TestLinksInTheFolder(t *testing.T) {
	in, outside := newInbox(t, Overwrite), t.TempDir()
	write(t, filepath.Join(outside, "file"), []byte("old"))
	require.NoError(t, os.Symlink(outside, filepath.Join(in.dir, "dir")))
	require.NoError(t, os.Symlink(filepath.Join(outside, "file"), filepath.Join(in.dir, "link")))
	require.NoError(t, os.Symlink(filepath.Join(outside, "new"), filepath.Join(in.dir, "dangling")))
	part := offerOf("parted", []byte("evil"))
	require.NoError(t, os.Symlink(filepath.Join(outside, "file"), filepath.Join(in.dir, partialName(part))))
	offers := []offer{part, {Name: "dir/sub", Folder: true}}
	for _, name := range []string{"dir/file", "dir/new", "link", "dangling"} {
		offers = append(offers, offerOf(name, []byte("evil")))
	}
	for _, o := range offers {
		a, b := connPipe(t)
		ended := in.serve(t, b, newRecorder())
		assert.Equal(t, actionRefuse, peer{t, newWire(a)}.offered(o).Action, o.Name)
		a.Close()
		assert.Error(t, <-ended)
	}
	assert.Equal(t, map[string]string{"file": "old"}, tree(t, outside))
}

func TestChecksumThatIsALie(t *testing.T) {
	in := newInbox(t, Refuse)
	a, b := connPipe(t)
	ended := in.serve(t, b, newRecorder())
	p := peer{t, newWire(a)}
	p.offered(offerOf("a", []byte("good")))
	require.NoError(t, p.send(kindStart, start{}))
	require.NoError(t, p.sendFrame(kindData, []byte("evil")))
	var r result
	p.expect(kindResult, &r)
	assert.Contains(t, r.Reason, "checksum")
	a.Close()
	assert.Error(t, <-ended)
	assert.Empty(t, tree(t, in.dir))
}

// frame returns a frame as bytes. It claims the given length.
func frame(k kind, says uint32, payload string) string {
	head := binary.BigEndian.AppendUint32([]byte{byte(k)}, says)
	return string(head) + payload
}

func whole(k kind, payload string) string { return frame(k, uint32(len(payload)), payload) }

func TestGarbageToTheReceiver(t *testing.T) {
	greeting := whole(kindHello, `{"protocol":"btsend","version":1}`)
	sum := strings.Repeat("00", 32)
	offering := greeting + whole(kindOffer, `{"name":"a","size":10,"sha256":"`+sum+`"}`)
	starting := offering + whole(kindStart, `{}`)
	for name, c := range map[string]struct {
		bytes    string
		protocol bool // otherwise the early end is the error
	}{
		"nothing":             {"", false},
		"half a head":         {"H\x00", false},
		"half a hello":        {greeting[:20], false},
		"only hello":          {greeting, false},
		"http":                {"GET / HTTP/1.1\r\n\r\n", true},
		"too long":            {frame(kindHello, 1<<31, ""), true},
		"no json":             {whole(kindHello, "{"), true},
		"other protocol":      {whole(kindHello, `{"protocol":"obex","version":1}`), true},
		"other version":       {whole(kindHello, `{"protocol":"btsend","version":2}`), true},
		"negative hello":      {whole(kindHello, `{"protocol":"btsend","version":1,"bytes":-1}`), true},
		"no hello":            {offering[len(greeting):], true},
		"unknown frame":       {greeting + whole('?', "{}"), true},
		"two hellos":          {greeting + greeting, true},
		"start first":         {greeting + whole(kindStart, "{}"), true},
		"negative size":       {greeting + whole(kindOffer, `{"name":"a","size":-1}`), true},
		"size overflow":       {greeting + whole(kindOffer, `{"name":"a","size":9223372036854775808}`), true},
		"short checksum":      {greeting + whole(kindOffer, `{"name":"a","sha256":"00"}`), true},
		"data before start":   {offering + whole(kindData, "x"), true},
		"start in the middle": {offering + whole(kindStart, `{"offset":5}`), true},
		"start before":        {offering + whole(kindStart, `{"offset":-5}`), true},
		"half the data":       {starting + whole(kindData, "12345"), false},
		"too much data":       {starting + whole(kindData, "12345678901"), true},
		"large frame":         {starting + frame(kindData, maxData+1, ""), true},
		"bye in the middle":   {starting + whole(kindBye, "{}"), true},
	} {
		t.Run(name, func(t *testing.T) {
			in := newInbox(t, Refuse)
			a, b := connPipe(t)
			ended := in.serve(t, b, newRecorder())
			_, err := io.WriteString(a, c.bytes)
			require.NoError(t, err)
			if c.protocol {
				said, err := readUntilError(a)
				assert.ErrorIs(t, err, ErrProtocol, "the sender is told: %s", said)
			}
			a.Close()
			err = <-ended
			require.Error(t, err)
			assert.Equal(t, c.protocol, isProtocol(err), "%v", err)
			for name := range tree(t, in.dir) {
				assert.Equal(t, partialName(offer{Name: "a"}), name)
			}
		})
	}
}

func TestRandomBytesToTheReceiver(t *testing.T) {
	kinds := "HOASDXRBE"
	for range 200 {
		in := newInbox(t, Refuse)
		a, b := connPipe(t)
		ended := in.serve(t, b, newRecorder())
		var garbage bytes.Buffer
		garbage.WriteString(whole(kindHello, `{"protocol":"btsend","version":1}`))
		for range rand.IntN(5) {
			garbage.WriteString(whole(kind(kinds[rand.IntN(len(kinds))]), string(random(rand.IntN(100)))))
		}
		garbage.Write(random(rand.IntN(100)))
		_, _ = a.Write(garbage.Bytes())
		a.Close()
		require.Error(t, <-ended)
		require.Empty(t, tree(t, in.dir))
	}
}

func TestGarbageToTheSender(t *testing.T) {
	greeting := whole(kindHello, `{"protocol":"btsend","version":1}`)
	for name, c := range map[string]struct {
		bytes    string
		protocol bool
	}{
		"nothing":          {"", false},
		"half a hello":     {greeting[:10], false},
		"other version":    {whole(kindHello, `{"protocol":"btsend","version":7}`), true},
		"error":            {whole(kindError, `{"reason":"no \u001b[2J"}`), true},
		"too long":         {frame(kindAnswer, 1<<20, ""), true},
		"no answer":        {greeting, false},
		"unknown action":   {greeting + whole(kindAnswer, `{"action":"eat"}`), true},
		"negative offset":  {greeting + whole(kindAnswer, `{"action":"send","offset":-1}`), true},
		"too large offset": {greeting + whole(kindAnswer, `{"action":"send","offset":99}`), true},
		"result first":     {greeting + whole(kindResult, `{}`), true},
		"answer twice":     {greeting + strings.Repeat(whole(kindAnswer, `{"action":"send"}`), 2), true},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a")
			write(t, path, []byte("0123456789"))
			items, _, err := Scan([]string{path})
			require.NoError(t, err)
			a, b := connPipe(t)
			_, err = io.WriteString(b, c.bytes)
			require.NoError(t, err)
			if !c.protocol {
				b.Close()
			}
			err = NewSender(items, newRecorder()).Run(t.Context(), a)
			require.Error(t, err)
			assert.Equal(t, c.protocol, isProtocol(err), "%v", err)
			assert.NotContains(t, err.Error(), "\x1b")
		})
	}
}

// The sender receives the receiver's error, however long its text is.
func TestLongErrorToTheSender(t *testing.T) {
	in := newInbox(t, Refuse)
	a, b := connPipe(t)
	ended := in.serve(t, b, newRecorder())
	number := strings.Repeat("1", 65_500)
	_, err := io.WriteString(a, whole(kindHello, `{"protocol":"btsend","version":1}`)+whole(kindOffer, `{"size":`+number+`}`))
	require.NoError(t, err)
	_, err = readUntilError(a)
	assert.ErrorIs(t, err, ErrProtocol)
	assert.ErrorContains(t, err, "cannot unmarshal number 111")
	a.Close()
	assert.ErrorIs(t, <-ended, ErrProtocol)

	long := reasonOf(errors.New(strings.Repeat("☃\x01", maxHeader)))
	assert.True(t, utf8.ValidString(long))
	require.NoError(t, newWire(discard{}).send(kindResult, result{Reason: long}))
}

// discard is a connection that takes everything.
type discard struct{ net.Conn }

func (discard) Write(p []byte) (int, error)        { return len(p), nil }
func (discard) SetWriteDeadline(t time.Time) error { return nil }

func isProtocol(err error) bool { return errors.Is(err, ErrProtocol) }

// readUntilError reads frames up to an error frame.
func readUntilError(conn net.Conn) (said []string, err error) {
	w := newWire(conn)
	for {
		k, payload, err := w.receive()
		if err != nil {
			return said, err
		}
		said = append(said, string(rune(k))+string(payload))
	}
}
