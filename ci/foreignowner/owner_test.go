//go:build cgo

package foreignowner_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/ci/foreignowner"
	"github.com/goqtbt/bluetooth/qtbt"
	"github.com/goqtbt/bluetooth/qtbt/bttest"
)

// qtbtFirst is the environment variable by which a test runs this binary again, as a program in
// which qtbt starts before the foreign application is made.
const qtbtFirst = "FOREIGNOWNER_TEST_QTBT_FIRST"

// The tests run while the foreign application's event loop runs. After them the application is
// destroyed, and qtbt's thread must have ended.
func TestMain(m *testing.M) {
	if os.Getenv(qtbtFirst) != "" {
		if err := comeSecond(); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
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
		return fmt.Errorf("a call returned %v", err)
	}
	if _, err := qtbt.NewSocket(qtbt.RFCOMM); !errors.Is(err, qtbt.ErrStopped) {
		return fmt.Errorf("a constructor returned %v", err)
	}
	if err := qtbt.Stop(); err != nil {
		return fmt.Errorf("stop returned %w", err)
	}
	return nil
}

// comeSecond makes the foreign application when qtbt has made one already.
func comeSecond() error {
	var log bytes.Buffer
	if err := qtbt.Start(qtbt.WithLogger(slog.New(slog.NewTextHandler(&log, nil)))); err != nil {
		return err
	}
	a, b, err := bttest.ConnPipe()
	if err != nil {
		return err
	}
	var leftBehind *qtbt.Socket
	foreignowner.Run(func() int {
		if !foreignowner.Intact() {
			err = errors.New("the application is not intact")
		} else if _, err = a.Write([]byte("x")); err == nil {
			_, err = b.Read(make([]byte, 1))
		}
		leftBehind, _ = qtbt.NewSocket(qtbt.RFCOMM)
		return 0
	})
	fmt.Print(log.String())
	if err == nil {
		err = checkEnd(leftBehind)
	}
	return err
}

func TestApplicationMadeAfterQtbt(t *testing.T) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), qtbtFirst+"=1")
	out, err := cmd.Output()
	require.NoError(t, err, "%s", out)
	assert.Regexp(t, `level=WARN msg="a QCoreApplication was made after .*" category=qtbt\n$`, string(out))
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

// The application's thread goes on with its own work while qtbt's thread makes calls and callbacks.
func TestBothLoopsServe(t *testing.T) {
	a, b, err := bttest.Pipe()
	require.NoError(t, err)
	defer a.Delete()
	defer b.Delete()
	answers := make(chan string, 1)
	b.OnReadyRead(func() {
		// The other loop does its work while this handler waits.
		foreignowner.Do(func() { answers <- "served" })
		b.ReadAll()
	})
	_, err = a.Write([]byte("x"))
	require.NoError(t, err)
	require.Equal(t, "served", <-answers)
}
