//go:build cgo

package qtbt

// Helpers for the tests of values against Qt's own classes: random input that a parser may stumble
// over.

import (
	"context"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/cshim"
)

// manyInputs is the number of random inputs for a cheap property.
const manyInputs = 100_000

// newRandom returns a source of random input. Its seed is logged; QTBT_SEED sets it, to repeat a
// failure.
func newRandom(t *testing.T) *rand.Rand {
	t.Helper()
	seed := rand.Uint64()
	if text := os.Getenv("QTBT_SEED"); text != "" {
		var err error
		seed, err = strconv.ParseUint(text, 10, 64)
		require.NoError(t, err)
	}
	t.Logf("QTBT_SEED=%d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// qts returns the result of a call of the shim that cannot fail.
func qts[T any](value T, st cshim.Status) T {
	if st != cshim.OK {
		panic("status " + strconv.Itoa(int(st)) + " of the shim")
	}
	return value
}

// onQtThread runs f on the Qt thread, where calls of the shim that need this thread are quick.
func onQtThread(t *testing.T, f func()) {
	t.Helper()
	require.NoError(t, Invoke(context.Background(), f))
}

// oneOf returns a random element.
func oneOf[T any](r *rand.Rand, values ...T) T { return values[r.IntN(len(values))] }

// stumblingBlocks are texts that parsers trip over: separators, signs, spaces of all kinds, digits
// of other scripts, letters just outside the digits, NUL, invalid UTF-8, characters of two UTF-16
// units.
var stumblingBlocks = []string{
	":", "-", "{", "}", "0x", "0X", "x", "+", "−", " ", "\t", "\n", "\v", "\r", "\x00", "\x1f", "\x7f", "\u00a0", "\u2003", "\u200b",
	"\ufeff", "g", "G", "`", "@", "/", ".", ",", "_", "'", "e", "E", "0", "F", "０", "１", "ａ", "٣", "é", "ı", "K", "𝟘", "\xff", "\xc3", "\xed\xa0\x80",
}

// mutated returns a text after some random changes, which may be none.
func mutated(r *rand.Rand, text string) string {
	for range oneOf(r, 0, 0, 1, 1, 1, 2, 3, 8) {
		at := r.IntN(len(text) + 1)
		until := min(len(text), at+oneOf(r, 0, 1, 1, 1, 2, 6))
		switch r.IntN(6) {
		case 0, 1:
			text = text[:at] + oneOf(r, stumblingBlocks...) + text[until:]
		case 2:
			text = text[:at] + text[until:]
		case 3:
			text = text[:at] + text[at:until] + text[at:until] + text[until:]
		case 4:
			text = text[:at] + strings.ToUpper(text[at:])
		default:
			text = oneOf(r, "{"+text+"}", " "+text, text+" ", "0x"+text, "+"+text, "-"+text, text+"\x00")
		}
	}
	return text
}

// randomDigits returns hexadecimal digits of both cases.
func randomDigits(r *rand.Rand, n int) string {
	digits := make([]byte, n)
	for i := range digits {
		digits[i] = "0123456789abcdefABCDEF"[r.IntN(22)]
	}
	return string(digits)
}

// randomBytes returns up to max random bytes, as a string.
func randomBytes(r *rand.Rand, max int) string {
	data := make([]byte, r.IntN(max+1))
	for i := range data {
		data[i] = byte(r.Uint32())
	}
	return string(data)
}

// hasForm reports whether a text is like form, where x stands for any hexadecimal digit.
func hasForm(text, form string) bool {
	if len(text) != len(form) {
		return false
	}
	for i := range len(form) {
		if form[i] == 'x' && !strings.Contains("0123456789abcdefABCDEF", text[i:i+1]) || form[i] != 'x' && text[i] != form[i] {
			return false
		}
	}
	return true
}
