package transfer

// SHA-256 checksums, hexadecimal in JSON.

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
)

type checksum [sha256.Size]byte

func (c checksum) String() string { return hex.EncodeToString(c[:]) }

// MarshalText makes a checksum hexadecimal in JSON.
func (c checksum) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, c[:]), nil }

// UnmarshalText parses a checksum that MarshalText returned.
func (c *checksum) UnmarshalText(text []byte) error {
	if len(text) != hex.EncodedLen(len(c)) {
		return errors.New("a checksum of a wrong length")
	}
	_, err := hex.Decode(c[:], text)
	return err
}

func sumOf(h hash.Hash) (c checksum) {
	h.Sum(c[:0])
	return c
}

// hashInto adds all bytes of r to a hash, unless ctx ends first.
func hashInto(ctx context.Context, h hash.Hash, r io.Reader) (size int64, err error) {
	return io.Copy(h, readerFunc(func(p []byte) (int, error) {
		if err := context.Cause(ctx); err != nil {
			return 0, err
		}
		return r.Read(p)
	}))
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
