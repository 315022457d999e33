package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// header returns qtbt_thing.h, with declarations between the lines that all headers share.
func header(declarations string) string {
	return "/* What it is for. */\n#ifndef QTBT_THING_H\n#define QTBT_THING_H\n\n#include \"qtbt_types.h\"\n\n" +
		"#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n" + declarations + "\n#ifdef __cplusplus\n}\n#endif\n#endif\n"
}

func parse(t *testing.T, declarations string) *headers {
	t.Helper()
	h := &headers{}
	require.NoError(t, h.read("qtbt_thing.h", header(declarations)))
	return h
}

const status = "/* A call's outcome. */\ntypedef int32_t qtbt_status;\nenum {\n    QTBT_OK = 0,\n    QTBT_FAILED = 1 /* Qt refused */\n};\n"

func TestCalls(t *testing.T) {
	for name, c := range map[string]struct{ prototype, want string }{
		"a status": {"/* Ends it. The caller frees nothing. */\nQTBT_EXPORT qtbt_status qtbt_stop(void);", `
// Stop ends it.
func Stop() Status {
	return Status(C.qtbt_stop())
}
`},
		"another result": {"/* Reports whether it is on. */\nQTBT_EXPORT bool qtbt_is_on(void);", `
// IsOn reports whether it is on.
func IsOn() bool {
	return bool(C.qtbt_is_on())
}
`},
		"a getter without a comment": {"QTBT_EXPORT qtbt_status qtbt_thing_local_name(qtbt_handle thing,\n    qtbt_text *name);", `
// ThingLocalName is localName().
func ThingLocalName(thing Handle) (name string, status Status) {
	var outName C.qtbt_text
	st := C.qtbt_thing_local_name(C.qtbt_handle(thing), &outName)
	return takeString(outName), Status(st)
}
`},
		"a setter without a comment": {"QTBT_EXPORT qtbt_status qtbt_thing_set_uuid_filter(qtbt_handle thing, const qtbt_uuid *uuids, size_t count);", `
// ThingSetUUIDFilter is setUuidFilter(uuids).
func ThingSetUUIDFilter(thing Handle, uuids [][16]byte) Status {
	uuidsData, uuidsSize := uuidsData(uuids)
	return Status(C.qtbt_thing_set_uuid_filter(C.qtbt_handle(thing), uuidsData, uuidsSize))
}
`},
		"all kinds of parameters": {"/* tryAll(uuid, text). On QTBT_OK `*url` is what qtbt_stop returned,\n * else qtbt_thing.h says why. */\n" +
			"QTBT_EXPORT qtbt_status qtbt_thing_try_all(qtbt_uuid uuid, const char *text, size_t text_size, const uint8_t *b,\n" +
			"    size_t size, size_t big_number, qtbt_handle *url, qtbt_uuids *uuids, qtbt_bytes *rest, qtbt_failure *failure);", `
// ThingTryAll is tryAll(uuid, text). On OK url is what Stop returned, else qtbt_thing.h says why.
func ThingTryAll(uuid [16]byte, text string, b []byte, bigNumber int) (url Handle, uuids [][16]byte, rest []byte, failure Failure, status Status) {
	var outURL C.qtbt_handle
	var outUUIDs C.qtbt_uuids
	var outRest C.qtbt_bytes
	var outFailure C.qtbt_failure
	textData, textSize := stringData(text)
	bData, bSize := bytesData(b)
	st := C.qtbt_thing_try_all(cUUID(uuid), textData, textSize, bData, bSize, C.size_t(bigNumber), &outURL, &outUUIDs, &outRest, &outFailure)
	return Handle(outURL), takeUUIDs(outUUIDs), takeBytes(outRest), takeFailure(&outFailure, st), Status(st)
}
`},
		"a struct": {"/* Its parts. */\ntypedef struct qtbt_parts {\n    bool valid; /* isValid() */\n    qtbt_uuid class_uuid;\n} qtbt_parts;\n\n" +
			"QTBT_EXPORT qtbt_status qtbt_thing_parts(qtbt_handle thing, qtbt_parts *parts);", `
// ThingParts is parts().
func ThingParts(thing Handle) (parts Parts, status Status) {
	var outParts C.qtbt_parts
	st := C.qtbt_thing_parts(C.qtbt_handle(thing), &outParts)
	return Parts{
		Valid:     bool(outParts.valid),
		ClassUUID: goUUID(outParts.class_uuid),
	}, Status(st)
}
`},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := calls(parse(t, status+c.prototype+"\n"), nil)
			require.NoError(t, err)
			assert.Equal(t, generated+"//go:build cgo\n\npackage cshim\n\n/*\n#include \"qtbt.h\"\n*/\nimport \"C\"\n"+c.want, string(got))
		})
	}
}

func TestIrregularFunctionNeedsHandwrittenCode(t *testing.T) {
	for _, prototype := range []string{
		"QTBT_EXPORT qtbt_status qtbt_thing_read(qtbt_handle thing, void *buffer, size_t capacity);",
		"QTBT_EXPORT qtbt_status qtbt_thing_read(const qtbt_callbacks *callbacks);",
		"QTBT_EXPORT qtbt_status qtbt_thing_read(void (*started)(void));",
		"QTBT_EXPORT const char *qtbt_thing_read(void);",
		"QTBT_EXPORT void qtbt_thing_read(uint64_t *count);",
		"/* Holds a pointer. */\ntypedef struct qtbt_callbacks {\n    uint32_t size;\n    void (*log)(int32_t severity);\n} qtbt_callbacks;\n" +
			"QTBT_EXPORT qtbt_status qtbt_thing_read(qtbt_callbacks *callbacks);",
	} {
		h := parse(t, status+prototype+"\n")
		_, err := calls(h, nil)
		assert.ErrorContains(t, err, "qtbt_thing_read is not regular", prototype)
		_, err = calls(h, []file{file("C.qtbt_thing_read_line()")})
		assert.ErrorContains(t, err, "qtbt_thing_read is not regular", prototype)
		got, err := calls(h, []file{file("C.qtbt_thing_read()")})
		require.NoError(t, err, prototype)
		assert.NotContains(t, string(got), "func ")
	}
}

func TestValues(t *testing.T) {
	h := parse(t, status+`
/* QBluetoothThing::Error. Not a flag. */
enum {
    QTBT_THING_ERROR_NONE = 0,    /* NoError */
    QTBT_THING_ERROR_NO_URL = 100 /* NoUrlError since Qt 6.4 */
};

/* QIODevice::OpenModeFlag, as flags. */
enum { QTBT_OPEN_MODE_READ_ONLY = 0x0001 /* ReadOnly */ };

/* The signal of things. It comes through qtbt_callbacks.signal. */
enum { QTBT_SIGNAL_THING = 0x0700 /* value: a QTBT_THING_ERROR */ };

/* The bits of a thing. */
enum {
    QTBT_BIT_A = 1,
    QTBT_BIT_B = 2, /* short */
    QTBT_BIT_C = 4  /* so long that it needs more than one line, and so stands above its constant,
                     * as does the short comment of its neighbour */
};
`)
	require.NoError(t, h.check())
	got, err := values(h)
	require.NoError(t, err)
	assert.Equal(t, generated+`package cshim

// Status is a call's outcome.
type Status int32

// The values of Status.
const (
	OK     Status = 0
	Failed Status = 1 // Qt refused
)

// QBluetoothThing::Error. Not a flag.
const (
	ThingErrorNone  = 0   // NoError
	ThingErrorNoURL = 100 // NoUrlError since Qt 6.4
)

// ThingErrorNames has Qt's names for the values of QBluetoothThing::Error.
var ThingErrorNames = map[int32]string{
	ThingErrorNone:  "NoError",
	ThingErrorNoURL: "NoUrlError",
}

// QIODevice::OpenModeFlag, as flags.
const (
	OpenModeReadOnly = 0x0001 // ReadOnly
)

// The signal of things. It comes through Receiver.Signal.
const (
	SignalThing Signal = 0x0700 // value: a ThingError
)

// The bits of a thing.
const (
	BitA = 1
	// BitB: short.
	BitB = 2
	// BitC: so long that it needs more than one line, and so stands above its constant, as does the
	// short comment of its neighbour.
	BitC = 4
)
`, string(got))
	assert.Equal(t, generated+`//go:build cgo && !qtbt_system

#include "qtbt.h"

#include <QtBluetooth/qbluetooththing.h>
#include <QtCore/qiodevice.h>

// QBluetoothThing::Error
static_assert(int(QBluetoothThing::Error::NoError) == QTBT_THING_ERROR_NONE);
#if QT_VERSION >= QT_VERSION_CHECK(6, 4, 0)
static_assert(int(QBluetoothThing::Error::NoUrlError) == QTBT_THING_ERROR_NO_URL);
#endif

// QIODevice::OpenModeFlag
static_assert(int(QIODevice::OpenModeFlag::ReadOnly) == QTBT_OPEN_MODE_READ_ONLY);
`, string(assertions(h)))
}

func TestCheckRefuses(t *testing.T) {
	for declarations, want := range map[string]string{
		"enum { QTBT_SIGNAL_A = 0x0100 };\nenum { QTBT_SIGNAL_B = 0x0100 };\n":      "QTBT_SIGNAL_A and QTBT_SIGNAL_B have the same value",
		"/* QBluetoothThing::Error. */\nenum { QTBT_THING_A = 0, QTBT_THING_B };\n": "cannot read",
		"/* QBluetoothThing::Error. */\nenum { QTBT_THING_A = 0 };\n":               "QTBT_THING_A needs Qt's name",
		"/* QBluetoothThing::Error. */\nenum { QTBT_THING_A = 0 /* a, b */ };\n":    "QTBT_THING_A needs Qt's name",
	} {
		h := &headers{}
		err := h.read("qtbt_thing.h", header(declarations))
		if err == nil {
			err = h.check()
		}
		assert.ErrorContains(t, err, want, declarations)
	}
}

func TestUnknownDeclarationIsRefused(t *testing.T) {
	for _, declaration := range []string{"int qtbt_thing_new(void);", "union qtbt_thing { int i; };", "extern int qtbt_things;"} {
		assert.ErrorContains(t, (&headers{}).read("qtbt_thing.h", header(declaration+"\n")), "cannot read", declaration)
	}
}

func TestWithoutCgo(t *testing.T) {
	got, err := withoutCgo(parse(t, status), []file{file(`//go:build cgo

package cshim

import "time"

func Move(h Handle, p []byte) Transfer { return transfer(C.qtbt_move()) }

func Open(a, b uint64, name string, id [16]byte, started func()) (f Failure, data []byte, _ Status) {
	return Failure{}, nil, OK
}

func Close(time.Duration) {}

func Is() (bool, string, [16]byte) { return true, "", [16]byte{} }

func unexported() {}
`)})
	require.NoError(t, err)
	assert.Equal(t, generated+`//go:build !cgo

package cshim

import "time"

// A build without cgo has no Qt. No constructor returns a handle there, so the other functions only
// have to exist.

func Move(Handle, []byte) Transfer { return Transfer{Status: Unsupported} }
func Open(uint64, uint64, string, [16]byte, func()) (Failure, []byte, Status) {
	return Failure{}, nil, Unsupported
}
func Close(time.Duration)          {}
func Is() (bool, string, [16]byte) { return false, "", [16]byte{} }
`, string(got))
}

func TestNames(t *testing.T) {
	for c, want := range map[string]string{
		"qtbt_service_info_class_uuids": "ServiceInfoClassUUIDs", "qtbt_url_encoded": "URLEncoded",
		"qtbt_qt_version": "QtVersion", "QTBT_OK": "OK", "QTBT_BACKEND_BLUEZ": "BackendBlueZ",
		"qtbt_uuid_to_uint16": "UUIDToUint16",
	} {
		assert.Equal(t, want, exported(c))
	}
	assert.Equal(t, "classOfDevice", unexported("class_of_device"))
	assert.Equal(t, "setUuidFilter", qtMethod("set_uuid_filter"))
}

func TestGenerate(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"qtbt.h":       "#include \"qtbt_thing.h\"\n",
		"qtbt_thing.h": header(status + "QTBT_EXPORT qtbt_status qtbt_thing_a(void);\nQTBT_EXPORT qtbt_status qtbt_thing_b(void *p);\n"),
		"thing.go":     "//go:build cgo\n\npackage cshim\n\nfunc ThingB() Status { return Status(C.qtbt_thing_b(nil)) }\n",
		"other.go":     "package cshim\n\nfunc Other() {}\n",
		"a_gen.go":     "//go:build cgo\n\npackage cshim\n\nfunc ThingA() Status { return Status(C.qtbt_thing_a()) }\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	files, err := generate(dir)
	require.NoError(t, err)
	assert.Contains(t, string(files["calls_gen.go"]), "func ThingA()")
	assert.NotContains(t, string(files["calls_gen.go"]), "ThingB")
	assert.Contains(t, string(files["nocgo_gen.go"]), "func ThingA() Status { return Unsupported }")
	assert.Contains(t, string(files["nocgo_gen.go"]), "func ThingB() Status { return Unsupported }")
	assert.NotContains(t, string(files["nocgo_gen.go"]), "Other")
}
