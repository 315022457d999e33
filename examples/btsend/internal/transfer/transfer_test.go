//go:build cgo

package transfer

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTransferFiles(t *testing.T) {
	in, out := newInbox(t, Refuse), t.TempDir()
	want := map[string]string{}
	var paths []string
	for name, size := range map[string]int{"empty": 0, "one": 1, "chunk": maxData / 2, "more": maxData + 1, "large ☃.bin": 2 << 20} {
		data := random(size)
		write(t, filepath.Join(out, name), data)
		paths = append(paths, filepath.Join(out, name))
		want[name] = string(data)
	}
	sent, received := in.send(t, paths...)
	assert.Equal(t, want, tree(t, in.dir))
	for _, r := range []*recorder{sent, received} {
		assert.Equal(t, 5, r.files)
		assert.Equal(t, r.bytes, r.moved)
		assert.Zero(t, r.spared)
		assert.Len(t, r.saved, 5)
		assert.Empty(t, r.failed)
	}
}

func TestTransferFolder(t *testing.T) {
	in, out := newInbox(t, Refuse), filepath.Join(t.TempDir(), "photos")
	write(t, filepath.Join(out, "2025", "cat.jpg"), random(100_000))
	write(t, filepath.Join(out, "index"), []byte("cats"))
	require.NoError(t, os.Mkdir(filepath.Join(out, "empty"), 0o777))
	modified := time.Date(2020, 2, 3, 4, 5, 6, 0, time.UTC)
	require.NoError(t, os.Chtimes(filepath.Join(out, "index"), time.Time{}, modified))
	in.send(t, out)
	assert.Equal(t, tree(t, filepath.Dir(out)), tree(t, in.dir))
	info, err := os.Stat(filepath.Join(in.dir, "photos", "index"))
	require.NoError(t, err)
	assert.True(t, modified.Equal(info.ModTime()))

	sent, _ := in.send(t, out)
	assert.Zero(t, sent.moved, "all is there")
	assert.Len(t, sent.done, 2)
}

// interrupted sends a file until the link breaks in its middle, and returns the sender.
func interrupted(t *testing.T, in inbox, path string) *Sender {
	t.Helper()
	items, _, err := Scan([]string{path})
	require.NoError(t, err)
	a, b := connPipe(t)
	received := newRecorder()
	received.limit = items[0].Size / 2
	received.movedOverLimit = func() { b.Close() }
	ended := in.serve(t, b, received)
	sender := NewSender(items, newRecorder())
	assert.Error(t, sender.Run(t.Context(), a))
	assert.Error(t, <-ended)
	parts, err := filepath.Glob(filepath.Join(in.dir, partialPrefix+"*"))
	require.NoError(t, err)
	require.Len(t, parts, 1)
	return sender
}

func TestResume(t *testing.T) {
	in, out := newInbox(t, Refuse), t.TempDir()
	path, data := filepath.Join(out, "film"), random(2<<20)
	write(t, path, data)
	sender := interrupted(t, in, path)

	a, b := connPipe(t)
	received := newRecorder()
	ended := in.serve(t, b, received)
	require.NoError(t, sender.Run(t.Context(), a))
	require.NoError(t, <-ended)
	assert.Equal(t, map[string]string{"film": string(data)}, tree(t, in.dir))
	assert.Greater(t, received.spared, int64(len(data)/3), "the part that was there")
	assert.EqualValues(t, len(data), received.spared+received.moved)
}

// A later run of the program resumes too. A damaged part is not used.
func TestResumeDamagedPart(t *testing.T) {
	in, out := newInbox(t, Refuse), t.TempDir()
	path, data := filepath.Join(out, "film"), random(1<<20)
	write(t, path, data)
	interrupted(t, in, path)
	parts, err := filepath.Glob(filepath.Join(in.dir, partialPrefix+"*"))
	require.NoError(t, err)
	part, err := os.OpenFile(parts[0], os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = part.WriteAt([]byte{data[0] + 1}, 0)
	require.NoError(t, errors.Join(err, part.Close()))

	sent, _ := in.send(t, path)
	assert.Equal(t, map[string]string{"film": string(data)}, tree(t, in.dir))
	assert.EqualValues(t, len(data), sent.moved)
}

func TestResumePartThatIsTooLong(t *testing.T) {
	in, out := newInbox(t, Refuse), t.TempDir()
	path, data := filepath.Join(out, "film"), random(100_000)
	write(t, path, data)
	write(t, filepath.Join(in.dir, partialName(offerOf("film", data))), random(200_000))
	in.send(t, path)
	assert.Equal(t, map[string]string{"film": string(data)}, tree(t, in.dir))
}

func TestExisting(t *testing.T) {
	for _, c := range []struct {
		existing Existing
		want     map[string]string
		failed   int
	}{
		{Refuse, map[string]string{"a.txt": "old"}, 1},
		{Rename, map[string]string{"a.txt": "old", "a (1).txt": "new"}, 0},
		{Overwrite, map[string]string{"a.txt": "new"}, 0},
	} {
		t.Run(string(c.existing), func(t *testing.T) {
			in, out := newInbox(t, c.existing), t.TempDir()
			write(t, filepath.Join(in.dir, "a.txt"), []byte("old"))
			write(t, filepath.Join(out, "a.txt"), []byte("new"))
			sent, received := in.send(t, filepath.Join(out, "a.txt"))
			assert.Equal(t, c.want, tree(t, in.dir))
			assert.Len(t, sent.failed, c.failed)
			assert.Len(t, received.failed, c.failed)
		})
	}
}

// A file that takes the name while the transfer is under way is not overwritten.
func TestNameTakenMeanwhile(t *testing.T) {
	in := newInbox(t, Refuse)
	a, b := connPipe(t)
	ended := in.serve(t, b, newRecorder())
	p := peer{t, newWire(a)}
	data := []byte("new")
	require.Equal(t, actionSend, p.offered(offerOf("a", data)).Action)
	require.NoError(t, p.send(kindStart, start{}))
	write(t, filepath.Join(in.dir, "a"), []byte("old"))
	require.NoError(t, p.sendFrame(kindData, data))
	var r result
	p.expect(kindResult, &r)
	assert.Equal(t, errTaken.Error(), r.Reason)
	a.Close()
	assert.Error(t, <-ended)
	assert.Equal(t, "old", tree(t, in.dir)["a"])
}

func TestFolderInPlaceOfFile(t *testing.T) {
	for _, existing := range []Existing{Refuse, Overwrite} {
		in, out := newInbox(t, existing), t.TempDir()
		write(t, filepath.Join(in.dir, "a", "b"), []byte("old"))
		write(t, filepath.Join(in.dir, "c"), []byte("old"))
		write(t, filepath.Join(out, "a"), []byte("new"))
		write(t, filepath.Join(out, "c", "d"), []byte("new"))
		before := tree(t, in.dir)
		sent, _ := in.send(t, filepath.Join(out, "a"), filepath.Join(out, "c"))
		assert.Len(t, sent.failed, 3)
		assert.Equal(t, before, tree(t, in.dir))
	}
}

func TestTwoSendersOfOneFile(t *testing.T) {
	in, out := newInbox(t, Refuse), t.TempDir()
	path, data := filepath.Join(out, "film"), random(1<<20)
	write(t, path, data)
	var both sync.WaitGroup
	var done [2]int
	for i := range done {
		both.Go(func() {
			sent, _ := in.send(t, path)
			done[i] = len(sent.done)
		})
	}
	both.Wait()
	assert.Equal(t, 1, done[0]+done[1], "the second one waits for the first one, and is spared")
	assert.Equal(t, map[string]string{"film": string(data)}, tree(t, in.dir))
}

func TestContextEndsBoth(t *testing.T) {
	in, out := newInbox(t, Refuse), t.TempDir()
	write(t, filepath.Join(out, "film"), random(1<<20))
	items, _, err := Scan([]string{out})
	require.NoError(t, err)
	a, b := connPipe(t)
	because := errors.New("because")
	ctx, cancel := context.WithCancelCause(t.Context())
	received := newRecorder()
	received.limit, received.movedOverLimit = 1, func() { cancel(because) }
	ended := make(chan error, 1)
	go func() { ended <- in.Serve(ctx, b, received) }()
	assert.ErrorIs(t, NewSender(items, newRecorder()).Run(ctx, a), because)
	assert.ErrorIs(t, <-ended, because)
}

func TestScan(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "d", "file"), []byte("x"))
	write(t, filepath.Join(dir, "d", "COM1"), []byte("x"))
	require.NoError(t, os.Symlink("/etc", filepath.Join(dir, "d", "etc")))
	require.NoError(t, os.Symlink("d", filepath.Join(dir, "link")))
	items, leftOut, err := Scan([]string{filepath.Join(dir, "link")})
	require.NoError(t, err)
	var names []string
	for _, item := range items {
		names = append(names, item.Name)
	}
	assert.Equal(t, []string{"link", "link/file"}, names)
	assert.Len(t, leftOut, 2)

	_, _, err = Scan([]string{filepath.Join(dir, "d"), filepath.Join(dir, "d") + "/."})
	assert.ErrorContains(t, err, "same name")
	_, _, err = Scan([]string{filepath.Join(dir, "none")})
	assert.ErrorIs(t, err, os.ErrNotExist)
	_, _, err = Scan([]string{"/"})
	assert.Error(t, err)
}

// Files that vanish or shrink while they are sent do not end the transfer.
func TestFileThatVanishes(t *testing.T) {
	in, out := newInbox(t, Refuse), t.TempDir()
	write(t, filepath.Join(out, "a"), []byte("a"))
	write(t, filepath.Join(out, "b"), []byte("b"))
	items, _, err := Scan([]string{filepath.Join(out, "a"), filepath.Join(out, "b")})
	require.NoError(t, err)
	require.NoError(t, os.Remove(filepath.Join(out, "a")))
	a, b := connPipe(t)
	ended := in.serve(t, b, newRecorder())
	sender := NewSender(items, newRecorder())
	require.NoError(t, sender.Run(t.Context(), a))
	require.NoError(t, <-ended)
	assert.Equal(t, 1, sender.Failed())
	assert.Equal(t, map[string]string{"b": "b"}, tree(t, in.dir))
}

func TestNumbered(t *testing.T) {
	assert.Equal(t, "d/a (2).txt", numbered("d/a.txt", 2))
	assert.Equal(t, ".profile (1)", numbered(".profile", 1))
	long := numbered(strings.Repeat("ä", 127)+".x", 3)
	assert.LessOrEqual(t, len(long), maxElement)
	assert.NoError(t, CheckName(long))
}

// Senders that break off leave a limited number of partial files, the newest ones.
func TestOldPartialFilesMakeRoom(t *testing.T) {
	in := newInbox(t, Refuse)
	last := random(1000)
	breakOff := func(name string, data []byte) {
		a, b := connPipe(t)
		ended := in.serve(t, b, newRecorder())
		p := peer{t, newWire(a)}
		require.Equal(t, actionSend, p.offered(offerOf(name, data)).Action)
		require.NoError(t, p.send(kindStart, start{}))
		require.NoError(t, p.sendFrame(kindData, data[:100]))
		if len(name)%2 == 0 {
			require.NoError(t, p.send(kindAbort, abort{"no more"}))
			p.expect(kindResult, new(result))
		}
		a.Close()
		require.Error(t, <-ended)
	}
	slow, other := connPipe(t)
	ended := in.serve(t, other, newRecorder())
	underWay := peer{t, newWire(slow)}
	first := random(1000)
	require.Equal(t, actionSend, underWay.offered(offerOf("first", first)).Action)
	for i := range 3 * maxPartials {
		breakOff(strings.Repeat("d/", i%4)+strings.Repeat("x", i+1), random(1000))
	}
	breakOff("last", last)
	parts, err := filepath.Glob(filepath.Join(in.dir, partialPrefix+"*"))
	require.NoError(t, err)
	assert.Len(t, parts, maxPartials+1, "and the one under way")

	require.NoError(t, underWay.send(kindStart, start{}))
	require.NoError(t, underWay.sendFrame(kindData, first))
	var r result
	underWay.expect(kindResult, &r)
	assert.Equal(t, result{Saved: "first"}, r)
	slow.Close()
	<-ended
	file := filepath.Join(t.TempDir(), "last")
	write(t, file, last)
	sent, _ := in.send(t, file)
	assert.EqualValues(t, 100, sent.spared)
}
