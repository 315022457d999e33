//go:build cgo

package foreignowner_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/ci/foreignowner"
	"github.com/goqtbt/bluetooth/qtbt"
	"github.com/goqtbt/bluetooth/qtbt/bttest"
)

// The tests run while the foreign application's loop does. After them it is destroyed, and qtbt's thread must have gone.
func TestMain(m *testing.M) {
	var leftBehind *qtbt.Socket
	code := foreignowner.Run(func() int {
		code := m.Run()
		leftBehind, _ = qtbt.NewSocket(qtbt.RFCOMM)
		return code
	})
	if err := checkEnd(leftBehind); err != nil {
		fmt.Fprintln(os.Stderr, "FAIL: after the application's destruction:", err)
		code = 1
	}
	os.Exit(code)
}

func checkEnd(leftBehind *qtbt.Socket) error {
	if leftBehind == nil {
		return errors.New("no socket was left behind")
	}
	if count := qtbt.Objects(); count.Live != 0 || count.QObjects != 0 {
		return fmt.Errorf("objects are left: %+v", count)
	}
	if err := leftBehind.Abort(); !errors.Is(err, qtbt.ErrStopped) {
		return fmt.Errorf("a call says %v", err)
	}
	if _, err := qtbt.NewSocket(qtbt.RFCOMM); !errors.Is(err, qtbt.ErrStopped) {
		return fmt.Errorf("a constructor says %v", err)
	}
	if err := qtbt.Stop(); err != nil {
		return fmt.Errorf("stop says %w", err)
	}
	return nil
}

func TestStartAttaches(t *testing.T) {
	require.NoError(t, qtbt.Start(qtbt.AttachOnly()))
	require.True(t, foreignowner.Intact())
}

func TestMainIsRefused(t *testing.T) {
	require.Panics(t, func() { qtbt.Main(func() int { return 0 }) })
}

func TestEachHasItsThread(t *testing.T) {
	inQt := false
	require.NoError(t, qtbt.Invoke(context.Background(), func() { inQt = qtbt.OnQtThread() }))
	require.True(t, inQt)
	foreignowner.Do(func() { inQt = qtbt.OnQtThread() })
	require.False(t, inQt)
	require.True(t, foreignowner.Intact())
}

func TestEcho(t *testing.T) {
	a, b, err := bttest.Pipe()
	require.NoError(t, err)
	defer a.Delete()
	defer b.Delete()
	b.OnReadyRead(func() { b.Write(b.ReadAll()) })
	answers := make(chan string, 1)
	a.OnReadyRead(func() { answers <- string(a.ReadAll()) })
	for _, from := range []struct {
		name string
		do   func(func())
	}{
		{"goroutine", func(f func()) { f() }},
		{"application's thread", foreignowner.Do},
		{"Qt thread", func(f func()) { require.NoError(t, qtbt.Invoke(context.Background(), f)) }},
	} {
		t.Run(from.name, func(t *testing.T) {
			from.do(func() {
				_, err := a.Write([]byte("ping"))
				require.NoError(t, err)
			})
			require.Equal(t, "ping", <-answers)
		})
	}
}

// The application's thread goes on serving its own work while qtbt's makes calls and callbacks.
func TestBothLoopsServe(t *testing.T) {
	a, b, err := bttest.Pipe()
	require.NoError(t, err)
	defer a.Delete()
	defer b.Delete()
	answers := make(chan string, 1)
	b.OnReadyRead(func() {
		// From inside a handler, the other loop does its work.
		foreignowner.Do(func() { answers <- "served" })
		b.ReadAll()
	})
	_, err = a.Write([]byte("x"))
	require.NoError(t, err)
	require.Equal(t, "served", <-answers)
}
