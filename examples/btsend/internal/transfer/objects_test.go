//go:build cgo

package transfer

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt/obex"
)

// sendObjects sends files to an inbox by Object Push, and returns what each end observes.
func sendObjects(t *testing.T, ctx context.Context, in inbox, paths ...string) (sender, receiver *recorder, err error) {
	t.Helper()
	items, leftOut, err := Scan(paths)
	require.NoError(t, err)
	require.Empty(t, leftOut)
	require.NoError(t, CheckObjects(items))
	a, b := connPipe(t)
	sender, receiver = newRecorder(), newRecorder()
	served := make(chan error, 1)
	go func() { served <- in.ServeObjects(t.Context(), b, receiver) }()
	failed, err := SendObjects(ctx, a, items, sender)
	assert.Equal(t, len(sender.failed), failed)
	require.NoError(t, <-served)
	return sender, receiver, err
}

func TestObjectsArrive(t *testing.T) {
	out := t.TempDir()
	film, note := filepath.Join(out, "film"), filepath.Join(out, "Grüße.txt")
	write(t, film, random(200_000))
	write(t, note, []byte("Guten Tag"))
	modified := time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	require.NoError(t, os.Chtimes(note, modified, modified))

	in := newInbox(t, Refuse)
	sender, receiver, err := sendObjects(t, t.Context(), in, film, note)
	require.NoError(t, err)
	assert.Equal(t, tree(t, out), tree(t, in.dir))
	assert.Equal(t, map[string]string{"film": "film", "Grüße.txt": "Grüße.txt"}, sender.saved)
	assert.Equal(t, sender.saved, receiver.saved)
	assert.EqualValues(t, 200_009, sender.moved)
	assert.Equal(t, sender.bytes, sender.moved)
	assert.EqualValues(t, 200_009, receiver.moved)
	info, err := os.Stat(filepath.Join(in.dir, "Grüße.txt"))
	require.NoError(t, err)
	assert.True(t, modified.Equal(info.ModTime()))
}

func TestObjectsWithTakenNames(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.txt")
	write(t, file, []byte("new"))
	for existing, want := range map[Existing]map[string]string{
		Refuse:    {"a.txt": "old"},
		Rename:    {"a.txt": "old", "a (1).txt": "new"},
		Overwrite: {"a.txt": "new"},
	} {
		in := newInbox(t, existing)
		write(t, filepath.Join(in.dir, "a.txt"), []byte("old"))
		sender, receiver, err := sendObjects(t, t.Context(), in, file)
		require.NoError(t, err)
		assert.Equal(t, want, tree(t, in.dir), existing)
		if existing == Refuse {
			assert.ErrorIs(t, sender.failed["a.txt"], obex.Conflict)
			assert.ErrorIs(t, receiver.failed["a.txt"], errTaken)
			assert.EqualValues(t, 3, sender.spared)
		}
	}
}

func TestCancelledObjectLeavesNothing(t *testing.T) {
	file := filepath.Join(t.TempDir(), "film")
	write(t, file, random(1_000_000))
	ctx, cancel := context.WithCancelCause(t.Context())
	enough := errors.New("enough")
	items, _, err := Scan([]string{file})
	require.NoError(t, err)
	a, b := connPipe(t)
	in, sender, receiver := newInbox(t, Refuse), newRecorder(), newRecorder()
	sender.limit, sender.movedOverLimit = 100_000, func() { cancel(enough) }
	served := make(chan error, 1)
	go func() { served <- in.ServeObjects(t.Context(), b, receiver) }()
	_, err = SendObjects(ctx, a, items, sender)
	assert.Equal(t, enough, err)
	assert.NoError(t, <-served)
	assert.ErrorIs(t, receiver.failed["film"], obex.ErrAborted)
	assert.Empty(t, tree(t, in.dir))
}

// A receiver stores no name that another system could misread, though it is one of a single file.
func TestObjectsWithUnsafeNames(t *testing.T) {
	a, b := connPipe(t)
	in, receiver := newInbox(t, Overwrite), newRecorder()
	served := make(chan error, 1)
	go func() { served <- in.ServeObjects(t.Context(), b, receiver) }()
	client, err := obex.Connect(t.Context(), a)
	require.NoError(t, err)
	for _, name := range []string{"con.txt", "a:b", "\u202efdp.exe", partialPrefix + "x" + partialSuffix} {
		err := client.Push(t.Context(), obex.Object{Name: name, Length: 1}, strings.NewReader("x"), nil)
		assert.ErrorIs(t, err, obex.BadRequest, name)
	}
	require.NoError(t, client.Close())
	require.NoError(t, <-served)
	assert.Len(t, receiver.failed, 4)
	assert.Empty(t, tree(t, in.dir))
}

func TestBrokenLinkLeavesNothingOfObject(t *testing.T) {
	a, b := connPipe(t)
	in, receiver := newInbox(t, Refuse), newRecorder()
	served := make(chan error, 1)
	go func() { served <- in.ServeObjects(t.Context(), b, receiver) }()
	client, err := obex.Connect(t.Context(), a)
	require.NoError(t, err)
	body, content := io.Pipe()
	go func() {
		content.Write(random(100_000))
		a.CloseWithError(errors.New("gone"))
		content.Close()
	}()
	assert.Error(t, client.Push(t.Context(), obex.Object{Name: "film", Length: 200_000}, body, nil))
	assert.Error(t, <-served)
	assert.Contains(t, receiver.failed, "film")
	assert.Empty(t, tree(t, in.dir))
}

func TestFoldersAreNoObjects(t *testing.T) {
	dir := t.TempDir()
	items, _, err := Scan([]string{dir})
	require.NoError(t, err)
	assert.EqualError(t, CheckObjects(items), dir+" is a folder, and Object Push sends only files")
}

func TestMediaTypes(t *testing.T) {
	for name, want := range map[string]string{"a.png": "image/png", "a.txt": "text/plain", "a": "", "a.no-such": ""} {
		assert.Equal(t, want, mediaType(name), name)
	}
}
