package transfer

// Sending by OBEX Object Push, to machines that do not have btsend.

import (
	"context"
	"fmt"
	"mime"
	"path"

	"github.com/goqtbt/bluetooth/qtbt/obex"
)

// CheckObjects returns an error if Object Push cannot send the items, because it has no folders.
func CheckObjects(items []Item) error {
	for _, item := range items {
		if item.Folder {
			return fmt.Errorf("%s is a folder, and Object Push sends only files", item.Path)
		}
	}
	return nil
}

// SendObjects sends files over a connection by Object Push, and closes it. failed counts those that
// the receiver refused, or that could not be read. After an error, the file under way and those
// after it are not sent.
func SendObjects(ctx context.Context, conn Conn, items []Item, o Observer) (failed int, err error) {
	client, err := obex.Connect(ctx, conn)
	if err != nil {
		return 0, err
	}
	defer client.Close()
	var bytes int64
	for _, item := range items {
		bytes += item.Size
	}
	o.Begin(len(items), bytes)
	for _, item := range items {
		o.File(item.Name)
		sent, err := sendObject(ctx, client, item, o)
		if err != nil && (ctx.Err() != nil || client.Err() != nil) {
			return failed, err
		}
		if err != nil {
			failed++
			o.Spared(item.Size - sent)
		}
		o.Finished(item.Name, item.Name, false, err)
	}
	return failed, nil
}

// sendObject sends a file, and returns how much of it was sent.
func sendObject(ctx context.Context, client *obex.Client, item Item, o Observer) (sent int64, err error) {
	file, err := openRegular(item.Path)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	object := obex.Object{Name: item.Name, Type: mediaType(item.Name), Length: item.Size}
	if info, err := file.Stat(); err == nil {
		object.Modified = info.ModTime()
	}
	err = client.Push(ctx, object, file, func(now int64) {
		o.Moved(now - sent)
		sent = now
	})
	return sent, err
}

// mediaType returns the media type for the end of a file's name, or "" if there is none. Parameters
// such as the encoding of texts are left out, because phones compare the whole with their list.
func mediaType(name string) string {
	bare, _, err := mime.ParseMediaType(mime.TypeByExtension(path.Ext(name)))
	if err != nil {
		return ""
	}
	return bare
}
