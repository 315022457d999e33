package qtbt

// Questions to bluetoothd. The caller waits for the answer; the Qt thread does not.

import (
	"context"
	"sync"

	"github.com/goqtbt/bluetooth/cshim"
)

// questionTable keeps the channel of each question's answer, by the question's token.
type questionTable struct {
	mu      sync.Mutex
	last    uint64
	byToken map[uint64]chan<- string
}

var questions = questionTable{byToken: make(map[uint64]chan<- string)}

// ask asks a question and waits for its answer.
func (t *questionTable) ask(ctx context.Context, op string, question func(token uint64) cshim.Status) (string, error) {
	answer := make(chan string, 1)
	t.mu.Lock()
	t.last++
	token := t.last
	t.byToken[token] = answer
	t.mu.Unlock()
	defer t.take(token)
	if st := question(token); st != cshim.OK {
		return "", statusError(op, st)
	}
	select {
	case text := <-answer:
		return text, nil
	case <-stopped:
		return "", statusError(op, cshim.Stopped)
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func (t *questionTable) take(token uint64) chan<- string {
	t.mu.Lock()
	defer t.mu.Unlock()
	answer := t.byToken[token]
	delete(t.byToken, token)
	return answer
}

// deliver passes an answer to the caller that waits for it. It runs on the Qt thread.
func (t *questionTable) deliver(token uint64, text string) {
	if answer := t.take(token); answer != nil {
		answer <- text
	}
}

// awaitDaemon waits until bluetoothd answers calls. It returns ErrNoBus, ErrBusLost or
// ErrNoBluetoothd if there is no bluetoothd. Without this wait, Qt's first call to a bluetoothd
// that runs and does not answer would block the Qt thread for 25 seconds.
func awaitDaemon(ctx context.Context, op string) error {
	answer, err := questions.ask(ctx, op, cshim.DaemonPing)
	if err != nil {
		return err
	}
	return statusError(op, cshim.Status(answer[0]))
}
