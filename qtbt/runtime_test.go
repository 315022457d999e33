//go:build cgo

package qtbt_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
	"github.com/goqtbt/bluetooth/qtbt/bttest"
)

func TestInvoke(t *testing.T) {
	ctx := context.Background()
	ran := false
	require.NoError(t, qtbt.Invoke(ctx, func() {
		assert.True(t, qtbt.OnQtThread())
		assert.NoError(t, qtbt.Invoke(ctx, func() { ran = true }), "inline on the Qt thread")
		assert.True(t, ran)
	}))
	assert.ErrorIs(t, qtbt.Invoke(ctx, nil), qtbt.ErrInvalidArgument)
	//lint:ignore SA1012 the misuse under test
	assert.ErrorIs(t, qtbt.Invoke(nil, func() {}), qtbt.ErrInvalidArgument)
}

// holdQtThread keeps the Qt thread busy until release is called.
func holdQtThread(t *testing.T) (release func()) {
	t.Helper()
	hold, held := make(chan struct{}), make(chan struct{})
	done := make(chan error, 1)
	go func() {
		done <- qtbt.Invoke(context.Background(), func() {
			close(held)
			<-hold
		})
	}()
	<-held
	return func() {
		close(hold)
		require.NoError(t, <-done)
	}
}

func TestInvokeEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	release := holdQtThread(t)
	queued := make(chan error, 1)
	go func() { queued <- qtbt.Invoke(ctx, func() { t.Error("a cancelled call must not run") }) }()
	cancel()
	assert.ErrorIs(t, <-queued, context.Canceled)
	release()
	assert.ErrorIs(t, qtbt.Invoke(ctx, func() { t.Error("must not run") }), context.Canceled)
	onQt(t, func() {})
}

func TestStartTwice(t *testing.T) {
	require.NoError(t, qtbt.Start())
	require.NoError(t, qtbt.Start(nil))
	assert.ErrorIs(t, qtbt.Start(qtbt.AttachOnly()), qtbt.ErrAlreadyStarted)
}

func TestQtVersion(t *testing.T) {
	assert.Regexp(t, `^6\.\d+\.\d+$`, qtbt.QtVersion())
	assert.NotEqual(t, qtbt.BackendDummy, qtbt.CurrentBackend())
}

func TestLoggerGetsQtsWarnings(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, qtbt.Start(qtbt.WithLogger(slog.New(slog.NewTextHandler(&out, nil)))))
	defer qtbt.Start(qtbt.WithLogger(slog.New(slog.DiscardHandler)))
	s, err := qtbt.NewSocket(qtbt.RFCOMM)
	require.NoError(t, err)
	defer s.Delete()
	_, err = s.ReadAvailable(make([]byte, 1))
	require.Error(t, err)
	onQt(t, func() {
		assert.Contains(t, out.String(), "level=WARN")
		assert.Contains(t, out.String(), "device not open")
		assert.Contains(t, out.String(), "category=default")
	})
}

func openDescriptors(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	require.NoError(t, err)
	return len(entries)
}

// forgetLeftovers makes the garbage collector clean up what earlier tests have left. A test that
// counts begins with it, because the collector might otherwise do so in the middle of the count.
func forgetLeftovers(t *testing.T) {
	t.Helper()
	type counts struct {
		objects     qtbt.ObjectCount
		descriptors int
	}
	count := func() counts { return counts{qtbt.Objects(), openDescriptors(t)} }
	for last, same := count(), 0; same < 3; {
		collected := make(chan struct{})
		runtime.AddCleanup(new([64]byte), func(done chan struct{}) { close(done) }, collected)
		for waiting := true; waiting; {
			runtime.GC()
			select {
			case <-collected:
				waiting = false
			default:
			}
		}
		onQt(t, func() {})
		onQt(t, func() {})
		now := count()
		if now == last {
			same++
		} else {
			last, same = now, 0
		}
	}
}

func TestDeletedObjectsLeaveNothing(t *testing.T) {
	round := func() {
		a, b, err := bttest.Pipe()
		require.NoError(t, err)
		got := collect(b, 1)
		a.PutChar('x')
		<-got
		a.Close()
		a.Delete()
		b.Delete()
	}
	round()
	onQt(t, func() {})
	forgetLeftovers(t)
	before, goroutines, descriptors := qtbt.Objects(), runtime.NumGoroutine(), openDescriptors(t)
	for range 1000 {
		round()
	}
	onQt(t, func() {}) // Qt deletes when control returns to its event loop
	assert.Equal(t, before, qtbt.Objects())
	assert.Equal(t, goroutines, runtime.NumGoroutine())
	assert.Equal(t, descriptors, openDescriptors(t))
}

func TestForgottenObjectsAreCleanedUp(t *testing.T) {
	forgetLeftovers(t)
	before := qtbt.Objects()
	func() {
		for range 10 {
			_, err := qtbt.NewSocket(qtbt.RFCOMM)
			require.NoError(t, err)
		}
	}()
	for qtbt.Objects().Forgotten < before.Forgotten+10 {
		runtime.GC()
	}
	onQt(t, func() {})
	onQt(t, func() {})
	assert.Equal(t, before.Live, qtbt.Objects().Live)
	assert.Equal(t, before.QObjects, qtbt.Objects().QObjects)
}

// An object with a handler stays alive, even if nothing else refers to it.
func TestObjectsWithHandlersStayAlive(t *testing.T) {
	a, b, err := bttest.Pipe()
	require.NoError(t, err)
	defer a.Delete()
	got := make(chan struct{}, 1)
	c := b.OnReadyRead(func() { got <- struct{}{} })
	b = nil
	runtime.GC()
	runtime.GC()
	a.PutChar('x')
	<-got
	before := qtbt.Objects().Forgotten
	c.Cancel()
	c = nil
	for qtbt.Objects().Forgotten == before {
		runtime.GC()
	}
}

func init() {
	children["stop"] = func() int {
		must(qtbt.Stop(), "stop before start is nothing")
		a, peer, err := bttest.Pipe()
		must(err, "after an early Stop")
		defer runtime.KeepAlive(peer) // otherwise its cleanup would close the connection
		a.OnDisconnected(func() { fmt.Println("unexpected: a signal of a deleted object") })
		must(qtbt.Invoke(context.Background(), func() {
			if err := qtbt.Stop(); !errors.Is(err, qtbt.ErrOnQtThread) {
				fmt.Println("Stop on the Qt thread:", err)
			}
		}), "Invoke")
		must(qtbt.Stop(), "Stop")
		must(qtbt.Stop(), "Stop twice")
		for what, err := range map[string]error{
			"Close":  a.Close(),
			"Start":  qtbt.Start(),
			"attach": qtbt.Start(qtbt.AttachOnly()),
			"Invoke": qtbt.Invoke(context.Background(), func() { fmt.Println("unexpected: invoked") }),
			"Err":    a.OnConnected(func() {}).Err(),
		} {
			if !errors.Is(err, qtbt.ErrStopped) {
				fmt.Println(what, err)
			}
		}
		if _, err := qtbt.NewServer(qtbt.RFCOMM); !errors.Is(err, qtbt.ErrStopped) {
			fmt.Println("NewServer", err)
		}
		a.Delete()
		fmt.Println(qtbt.Objects().Live, qtbt.Objects().QObjects)
		return 0
	}
	children["attach"] = func() int {
		fmt.Println(qtbt.Start(qtbt.AttachOnly()))
		return 0
	}
	children["main"] = func() int {
		qtbt.Main(func() int {
			a, b, err := bttest.Pipe()
			must(err, "Pipe")
			got := collect(b, 5)
			a.Write([]byte("hello"))
			fmt.Println(string(<-got))
			return 0
		})
		return 1
	}
	children["main stops"] = func() int {
		qtbt.Main(func() int {
			must(qtbt.Stop(), "Stop")
			fmt.Println("work after Stop")
			return 5
		})
		return 1
	}
	children["main exits its goroutine"] = func() int {
		qtbt.Main(func() int {
			runtime.Goexit()
			return 0
		})
		return 1
	}
	children["main panics"] = func() int {
		qtbt.Main(func() int { panic("run's panic") })
		return 1
	}
	children["main after stop"] = func() int {
		must(qtbt.Start(), "Start")
		must(qtbt.Stop(), "Stop")
		defer func() { fmt.Println(recover()) }()
		qtbt.Main(func() int { return 0 })
		return 1
	}
	children["locale"] = func() int {
		must(qtbt.Start(), "Start")
		must(qtbt.Stop(), "Stop")
		return 0
	}
	children["no bus"] = func() int {
		s, err := qtbt.NewServer(qtbt.RFCOMM)
		must(err, "NewServer")
		fmt.Println(s.Listen(qtbt.Address{}, 0))
		_, err = s.ListenService(qtbt.UUID16(0x1101), "test")
		fmt.Println(err)
		c, err := qtbt.NewSocket(qtbt.RFCOMM)
		must(err, "NewSocket")
		failed := make(chan qtbt.SocketError, 10)
		c.OnErrorOccurred(func(e qtbt.SocketError) { failed <- e })
		must(c.ConnectToService(qtbt.MustParseAddress("00:11:22:33:44:55"), qtbt.UUID16(0x1101)), "ConnectToService")
		fmt.Println(<-failed, c.ErrorString())
		return 0
	}
}

// expect prints what a child program got instead of an error.
func expect(what string, err, want error) {
	if !errors.Is(err, want) {
		fmt.Printf("%s: %v instead of %v\n", what, err, want)
	}
}

func must(err error, what string) {
	if err != nil {
		fmt.Println(what, err)
	}
}

func TestStop(t *testing.T) {
	assert.Equal(t, "0 0", runChild(t, "stop"))
}

func TestAttachWithoutApplication(t *testing.T) {
	assert.Equal(t, "qtbt: start: no QCoreApplication exists to attach to", runChild(t, "attach"))
}

func TestMainRunsAndExits(t *testing.T) {
	assert.Equal(t, "hello", runChild(t, "main"))
}

func TestMainWaitsForItsFunctionAfterStop(t *testing.T) {
	out, status := endOfChild(t, "main stops")
	assert.Equal(t, 5, status)
	assert.Equal(t, "work after Stop", out)
}

func TestMainPanicsWhenItsFunctionDoesNotReturn(t *testing.T) {
	out, status := endOfChild(t, "main exits its goroutine")
	assert.Equal(t, 2, status)
	assert.Contains(t, out, "panic: qtbt: main: the function called runtime.Goexit")
	out, status = endOfChild(t, "main panics")
	assert.Equal(t, 2, status)
	assert.Contains(t, out, "panic: run's panic")
	assert.NotContains(t, out, "Goexit instead")
}

func TestMainAfterStop(t *testing.T) {
	assert.Equal(t, "qtbt: main: the Qt thread has ended", runChild(t, "main after stop"))
}

// Qt 6.8 prints a warning when the locale's encoding is not UTF-8.
func TestStartPrintsNothing(t *testing.T) {
	assert.Empty(t, runChild(t, "locale", "LC_ALL=C"))
}

func TestWithoutDBus(t *testing.T) {
	out := runChild(t, "no bus", "DBUS_SYSTEM_BUS_ADDRESS=unix:path=/nonexistent")
	t.Log(out)
	assert.Contains(t, out, "qtbt: listen: UnknownError: ")
}
