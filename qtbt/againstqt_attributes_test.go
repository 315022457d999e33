//go:build cgo

package qtbt

// Tests of attribute values that are converted to QVariant and back.

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/cshim"
)

// randomValue returns a value of any type that a service attribute can have. Values are nested up
// to depth levels deep.
func randomValue(r *rand.Rand, depth int) any {
	kind := r.IntN(10)
	switch {
	case kind == 0:
		return randomURL(r)
	case kind < 6 || depth == 0:
		return randomScalar(r)
	}
	values := make([]any, r.IntN(5))
	for i := range values {
		values[i] = randomValue(r, depth-1)
	}
	if kind == 6 {
		return Alternative(values)
	}
	return Sequence(values)
}

// randomURL returns a URL of the form that Qt leaves unchanged, as the documentation of URL
// promises.
func randomURL(r *rand.Rand) URL {
	some := func(alphabet string, atLeast, atMost int) string {
		text := ""
		for range atLeast + r.IntN(atMost-atLeast+1) {
			text += string(alphabet[r.IntN(len(alphabet))])
		}
		return text
	}
	const lower, digits = "abcdefghijklmnopqrstuvwxyz", "0123456789"
	const unescaped = lower + "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + digits + "-_~!$&'()*+,;=:@/"
	part := func() string {
		text := ""
		for range r.IntN(4) {
			text += some(unescaped, 0, 5) + oneOf(r, "", "", "%20", "%2F", "%C3%A9", "%00", "%25", "%3F", "%23", "%7F")
		}
		return text
	}
	label := func() string { return some(lower, 1, 1) + some(lower+digits, 0, 5) }

	url := some(lower, 1, 1) + some(lower+digits+"+-.", 0, 4) + "://" + label()
	for range r.IntN(3) {
		url += "." + label()
	}
	if r.IntN(3) == 0 {
		url += ":" + some("123456789", 1, 1) + some(digits, 0, 3)
	}
	if r.IntN(3) > 0 {
		url += "/" + part()
	}
	if r.IntN(3) == 0 {
		url += "?" + part()
	}
	if r.IntN(3) == 0 {
		url += "#" + part()
	}
	return URL(url)
}

func TestURLsThatQtLeavesAlone(t *testing.T) {
	r := newRandom(t)
	for range manyInputs {
		url := string(randomURL(r))
		require.Equal(t, url, qts(cshim.URLEncoded(url)))
	}
}

func TestURLsThatQtRewrites(t *testing.T) {
	for url, want := range map[string]string{
		"":                        "",
		"HTTP://Example.COM/A":    "http://example.com/A",
		"http://a/b c\"<>\\^`{|}": "http://a/b%20c%22%3C%3E%5C%5E%60%7B%7C%7D",
		"http://a/é":              "http://a/%C3%A9",
		"http://é.com/":           "http://xn--9ca.com/",
		"http://a/%c3%a9":         "http://a/%C3%A9",
		"http://a/%41%7e":         "http://a/A~",
		"http://a/%zz":            "http://a/%25zz",
		"http://a:080/":           "http://a:80/",
		"http://a:/":              "http://a/",
		"http://1.2/":             "http://1.0.0.2/",
		"http://a/\x00":           "http://a/%00",
	} {
		assert.Equal(t, want, qts(cshim.URLEncoded(url)), "%q", url)
	}
}

func TestURLsThatQtRefuses(t *testing.T) {
	for _, url := range []string{
		"http://[::1", "http://a b/", "http://a:99999/", "1http://a", "://a", "http://-a.com/", "http://a..b/", "\xff",
	} {
		_, st := cshim.URLEncoded(url)
		assert.Equal(t, cshim.Failed, st, "%q", url)

		var s ServiceInfo
		s.SetAttribute(AttributeIconURL, Sequence{Alternative{URL(url)}})
		_, err := encodeServiceInfo(&s)
		assert.ErrorIs(t, err, ErrInvalidAttribute, "%q", url)
		assert.ErrorContains(t, err, "attribute 0x000c")
	}
}

// asQtHolds returns the value that an attribute has after Qt has held it. URLs are as QUrl rewrites
// them; other values are the same. It returns an error if QUrl refuses a URL.
func asQtHolds(value any) (any, error) {
	switch v := value.(type) {
	case URL:
		url, st := cshim.URLEncoded(string(v))
		if st != cshim.OK {
			return nil, ErrInvalidAttribute
		}
		return URL(url), nil
	case Sequence:
		held, err := allAsQtHolds(v)
		return Sequence(held), err
	case Alternative:
		held, err := allAsQtHolds(v)
		return Alternative(held), err
	default:
		return value, nil
	}
}

func allAsQtHolds(values []any) ([]any, error) {
	held := make([]any, len(values))
	for i, value := range values {
		var err error
		if held[i], err = asQtHolds(value); err != nil {
			return nil, err
		}
	}
	return held, nil
}

// Any text can be a URL. It goes through Qt as QUrl rewrites it, or both sides refuse it.
func TestURLsThroughQt(t *testing.T) {
	r := newRandom(t)
	refused := 0
	for range manyInputs / 5 {
		url := URL(strings.ToValidUTF8(mutated(r, string(randomURL(r))), "?"))
		var s ServiceInfo
		s.SetAttribute(AttributeDocumentationURL, url)
		record, err := encodeServiceInfo(&s)
		want, refusal := asQtHolds(url)
		require.Equal(t, refusal != nil, err != nil, "%q", url)
		if err != nil {
			refused++
			continue
		}
		back, st := throughQt(t, record)
		require.Equal(t, cshim.OK, st, "%q", url)
		got, err := decodeServiceInfo(back)
		require.NoError(t, err)
		require.Equal(t, want, got.Attribute(AttributeDocumentationURL), "%q", url)
		again, err := asQtHolds(want)
		require.NoError(t, err, "%q", url)
		require.Equal(t, want, again, "what Qt has rewritten it leaves alone")
	}
	t.Logf("%d refused", refused)
	require.NotZero(t, refused)
}

func TestAttributesThroughQt(t *testing.T) {
	r := newRandom(t)
	for range manyInputs / 20 {
		var s ServiceInfo
		for range 4 {
			s.SetAttribute(AttributeID(r.Uint32()), randomValue(r, oneOf(r, 1, 3, 6, maxElementDepth-1)))
		}
		record, err := encodeServiceInfo(&s)
		require.NoError(t, err)
		back, st := throughQt(t, record)
		require.Equal(t, cshim.OK, st, "%v", &s)
		got, err := decodeServiceInfo(back)
		require.NoError(t, err)
		require.Equal(t, s.attributes, got.attributes)
	}
}
