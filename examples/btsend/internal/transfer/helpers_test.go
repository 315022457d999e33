//go:build cgo

package transfer

import (
	"crypto/sha256"
	"encoding/json"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/goqtbt/bluetooth/qtbt/bttest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// recorder is an Observer that remembers its calls.
type recorder struct {
	mu             sync.Mutex
	files          int
	bytes          int64
	moved, spared  int64
	saved          map[string]string // by name, of those that exist now
	done           []string          // those that existed before
	failed         map[string]error
	movedOverLimit func()
	limit          int64
}

func newRecorder() *recorder {
	return &recorder{saved: map[string]string{}, failed: map[string]error{}}
}

func (r *recorder) Begin(files int, bytes int64) { r.files, r.bytes = files, bytes }
func (r *recorder) File(string)                  {}
func (r *recorder) Spared(n int64)               { r.spared += n }

func (r *recorder) Moved(n int64) {
	if r.moved += n; r.limit > 0 && r.moved > r.limit {
		r.movedOverLimit()
	}
}

func (r *recorder) Finished(name, saved string, done bool, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case err != nil:
		r.failed[name] = err
	case done:
		r.done = append(r.done, name)
	default:
		r.saved[name] = saved
	}
}

// connPipe returns two ends of a connection that end with the test.
func connPipe(t *testing.T) (a, b Conn) {
	t.Helper()
	x, y, err := bttest.ConnPipe()
	require.NoError(t, err)
	t.Cleanup(func() {
		x.Close()
		y.Close()
	})
	return x, y
}

// write makes a file with its folders.
func write(t *testing.T, path string, data []byte) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
	require.NoError(t, os.WriteFile(path, data, 0o666))
}

func random(n int) []byte {
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(rand.Uint32())
	}
	return data
}

// tree returns the content of a folder: the files with their contents, and the folders.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	require.NoError(t, filepath.WalkDir(dir, func(p string, entry fs.DirEntry, err error) error {
		require.NoError(t, err)
		rel, err := filepath.Rel(dir, p)
		require.NoError(t, err)
		switch {
		case rel == ".":
		case entry.IsDir():
			found[rel+"/"] = ""
		default:
			data, err := os.ReadFile(p)
			require.NoError(t, err)
			found[rel] = string(data)
		}
		return nil
	}))
	return found
}

// inbox is a Receiver with its folder.
type inbox struct {
	*Receiver
	dir string
}

func newInbox(t *testing.T, existing Existing) inbox {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "inbox")
	require.NoError(t, os.Mkdir(dir, 0o777))
	root, err := os.OpenRoot(dir)
	require.NoError(t, err)
	t.Cleanup(func() { root.Close() })
	return inbox{NewReceiver(root, existing), dir}
}

// serve makes a Receiver serve a connection. The returned channel has the Receiver's error, and
// ends with it.
func (in inbox) serve(t *testing.T, conn Conn, o Observer) (ended <-chan error) {
	t.Helper()
	result := make(chan error, 1)
	var serving sync.WaitGroup
	serving.Go(func() { result <- in.Serve(t.Context(), conn, o) })
	t.Cleanup(serving.Wait)
	return result
}

// send sends paths to a Receiver over a new connection, and returns what both ends recorded.
func (in inbox) send(t *testing.T, paths ...string) (sent, received *recorder) {
	t.Helper()
	items, leftOut, err := Scan(paths)
	require.NoError(t, err)
	require.Empty(t, leftOut)
	a, b := connPipe(t)
	sent, received = newRecorder(), newRecorder()
	ended := in.serve(t, b, received)
	require.NoError(t, NewSender(items, sent).Run(t.Context(), a))
	require.NoError(t, <-ended)
	return sent, received
}

// peer is an end of a connection that the test controls.
type peer struct {
	t *testing.T
	*wire
}

// offered sends a hello and an offer, as a sender does, and returns the answer.
func (p peer) offered(o offer) answer {
	p.t.Helper()
	require.NoError(p.t, p.send(kindHello, hello{Protocol: protocolName, Version: protocolVersion}))
	var h hello
	p.expect(kindHello, &h)
	require.NoError(p.t, p.send(kindOffer, o))
	var a answer
	p.expect(kindAnswer, &a)
	return a
}

func (p peer) expect(want kind, message any) {
	p.t.Helper()
	k, payload, err := p.receive()
	require.NoError(p.t, err)
	require.Equal(p.t, string(want), string(k), "%s", payload)
	require.NoError(p.t, json.Unmarshal(payload, message))
}

// offerOf returns an offer of a file.
func offerOf(name string, data []byte) offer {
	return offer{Name: name, Size: int64(len(data)), Modified: time.Now(), SHA256: sha256.Sum256(data)}
}
