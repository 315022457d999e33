//go:build cgo

package qtbt_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goqtbt/bluetooth/qtbt"
)

// firstRecord is a log handler's output. It closes logged at the first write.
type firstRecord struct {
	text   bytes.Buffer
	logged chan struct{}
}

func (r *firstRecord) Write(p []byte) (int, error) {
	if r.text.Len() == 0 {
		defer close(r.logged)
	}
	return r.text.Write(p)
}

// awaitLog is a handler that waits for another goroutine.
func awaitLog(logged <-chan struct{}) { <-logged }

// callQt is that goroutine, which waits for the handler.
func callQt() {
	s, err := qtbt.NewSocket(qtbt.RFCOMM)
	must(err, "NewSocket")
	s.Delete()
}

func init() {
	children["handler waits for a caller"] = func() int {
		record := &firstRecord{logged: make(chan struct{})}
		slog.SetDefault(slog.New(slog.NewTextHandler(record, nil)))
		handling := make(chan struct{})
		returned := make(chan error)
		go func() {
			returned <- qtbt.Invoke(context.Background(), func() {
				close(handling)
				awaitLog(record.logged)
			})
		}()
		<-handling
		callQt()
		must(<-returned, "Invoke")
		fmt.Println(record.text.String())
		return 0
	}
}

// qtbt logs that a handler and a goroutine wait for each other, with the stacks of both.
func TestHandlerThatWaitsForACaller(t *testing.T) {
	t.Parallel()
	logged := runChild(t, "handler waits for a caller")
	assert.Contains(t, logged, "a call has waited 10 s")
	assert.Regexp(t, `caller=.*callQt.* handler=.*awaitLog`, logged)
}
