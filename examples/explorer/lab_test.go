package main

// The explorer on a host of the lab, with a screen, keys and a mouse.

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/widget"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/ci/lab"
)

// These end a test that waits for ever. They are no measure of speed.
const (
	hangLimit = 15 * time.Minute
	patience  = 9 * time.Minute // of the user
)

// onHost reports whether this process runs on a host of the lab.
func onHost() bool { return os.Getenv("LAB_HOST") != "" }

// TestOnHosts runs TestExplore on host a, beside an echo service on host b, and a heart rate sensor
// on host c, which speaks nothing but Low Energy.
func TestOnHosts(t *testing.T) {
	if os.Getenv("QTBT_LAB") == "" {
		t.Skip("needs the lab: set QTBT_LAB=1, as ci/test explorer does")
	}
	ctx, cancel := context.WithTimeout(t.Context(), hangLimit)
	defer cancel()
	programs := t.TempDir()
	build := exec.CommandContext(ctx, "go", "build", "-o", programs, "./examples/le-heart-rate", "./examples/echo-server")
	build.Dir = "../.."
	out, err := build.CombinedOutput()
	require.NoError(t, err, "%s", out)
	share := os.Getenv(screenshotsVar)
	if share == "" {
		share = t.TempDir()
	}
	agreeing := lab.Agent{Capability: lab.DisplayYesNo}
	l, err := lab.Start(ctx, lab.Config{Share: share, Hosts: []lab.HostConfig{
		{Name: "a", Settings: lab.Settings{Agent: agreeing}},
		{Name: "b", Settings: lab.Settings{Agent: agreeing}},
		{Name: "c", Settings: lab.Settings{LowEnergyOnly: true}},
	}})
	require.NoError(t, err)
	defer l.Close()
	echo := l.Host("b").CommandContext(ctx, programs+"/echo-server")
	echo.Stdout, echo.Stderr = os.Stderr, os.Stderr
	require.NoError(t, echo.Start())
	var printed bytes.Buffer
	sensor := l.Host("c").CommandContext(ctx, programs+"/le-heart-rate", "--interval", "500ms")
	sensor.Stdout, sensor.Stderr = io.MultiWriter(os.Stderr, &printed), os.Stderr
	require.NoError(t, sensor.Start())

	self, err := os.Executable()
	require.NoError(t, err)
	// Without a window manager, X gives the keys to the window below the mouse.
	explore := l.Host("a").CommandContext(ctx, "xvfb-run", "--auto-servernum", "--server-args=-screen 0 1000x640x24",
		self, "-test.v", "-test.run=^TestExplore$")
	explore.Env = []string{"LIBGL_ALWAYS_SOFTWARE=1", screenshotsVar + "=/lab"}
	explore.Stdout, explore.Stderr = os.Stderr, os.Stderr
	require.NoError(t, explore.Run(), "%s", l.Host("a").Journal())
	assert.Contains(t, l.Host("b").Asked(), "RequestConfirmation")
	require.NoError(t, sensor.Signal(syscall.SIGTERM))
	require.Error(t, sensor.Wait(), "its exit status is not 0")
	assert.Contains(t, printed.String(), "client reset the energy expended")
}

// driven is the program on a host, whose window X shows.
var driven *explorer

// runOnHost runs tests beside the program, which needs the first goroutine.
func runOnHost(m *testing.M) (status int) {
	driven = newExplorer(app.New())
	go driven.followModel()
	driven.model.Start()
	driven.window.Show()
	go func() {
		status = m.Run()
		fyne.Do(fyne.CurrentApp().Quit)
	}()
	fyne.CurrentApp().Run()
	driven.model.Close(context.Background())
	return status
}

// user is a user of the program.
type user struct {
	t       *testing.T
	patient context.Context // ends when the user gives up
	name    int             // of the last screenshot
}

func newUser(t *testing.T) *user {
	u := &user{t: t}
	var cancel context.CancelFunc
	u.patient, cancel = context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return u
}

// sees waits until the window shows an object that is wanted, and returns its middle on the screen.
func (u *user) sees(what string, wanted func(fyne.CanvasObject) bool) (x, y int) {
	u.t.Helper()
	// An object is where two frames have it: Fyne moves new objects before it draws them.
	for last := fyne.NewPos(-1, -1); ; {
		if u.patient.Err() != nil {
			u.keepsScreen()
			require.Fail(u.t, "the window does not show it", "%s\n%+v", what, driven.model.State())
		}
		at := fyne.NewPos(-1, -1)
		fyne.DoAndWait(func() { at = middle(wanted) })
		if at == last && at.X >= 0 {
			u.t.Logf("%s  sees %s", time.Now().Format(time.TimeOnly), what)
			return int(at.X), int(at.Y)
		}
		last = at
		awaitFrame()
	}
}

// middle returns the middle of the first visible object that is wanted, or a negative position.
func middle(wanted func(fyne.CanvasObject) bool) fyne.Position {
	at := fyne.NewPos(-1, -1)
	walk(driven.window.Canvas().Content(), func(o fyne.CanvasObject) bool {
		if !wanted(o) {
			return false
		}
		corner, scale := fyne.CurrentApp().Driver().AbsolutePositionForObject(o), driven.window.Canvas().Scale()
		at = fyne.NewPos((corner.X+o.Size().Width/2)*scale, (corner.Y+o.Size().Height/2)*scale)
		return true
	})
	return at
}

// awaitFrame waits until a frame is drawn. Fyne calls an animation at the beginning of each frame.
func awaitFrame() {
	frames := make(chan struct{}, 2)
	animation := fyne.NewAnimation(time.Minute, func(float32) {
		select {
		case frames <- struct{}{}:
		default:
		}
	})
	fyne.DoAndWait(animation.Start)
	<-frames
	<-frames
	fyne.DoAndWait(animation.Stop)
}

// readsFact waits until the page about a device shows a value.
func (u *user) readsFact(value string) {
	u.t.Helper()
	u.sees("the fact "+value, func(o fyne.CanvasObject) bool {
		label, ok := o.(*widget.Label)
		return ok && label.Selectable && label.Text == value
	})
}

// reads waits until the window shows a text.
func (u *user) reads(text string) (x, y int) {
	u.t.Helper()
	return u.sees(text, func(o fyne.CanvasObject) bool {
		label, ok := o.(*widget.Label)
		return ok && strings.Contains(label.Text, text)
	})
}

// clicks waits until the window shows an object of a kind with a text that can be used, and clicks
// on it.
func clicks[T fyne.CanvasObject](u *user, text string) {
	u.t.Helper()
	u.clicksAt(u.sees(text, func(o fyne.CanvasObject) bool {
		_, isKind := o.(T)
		w, canBeDisabled := o.(fyne.Disableable)
		return isKind && textOf(o) == text && (!canBeDisabled || !w.Disabled())
	}))
}

func (u *user) clicksAt(x, y int) {
	u.t.Helper()
	u.run("xdotool", "mousemove", strconv.Itoa(x), strconv.Itoa(y), "click", "1")
}

// types types a text into the entry that was clicked on last.
func (u *user) types(text string) {
	u.t.Helper()
	u.run("xdotool", "type", "--delay", "50", text)
}

func (u *user) run(args ...string) {
	u.t.Helper()
	out, err := exec.Command(args[0], args[1:]...).CombinedOutput()
	require.NoError(u.t, err, "%v: %s", args, out)
}

// keepsScreen takes a screenshot of what the window shows now.
func (u *user) keepsScreen() {
	u.t.Helper()
	awaitFrame()
	u.name++
	u.run("import", "-window", "root", filepath.Join(os.Getenv(screenshotsVar), strconv.Itoa(u.name)+".png"))
}
