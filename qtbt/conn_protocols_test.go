//go:build cgo

package qtbt_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/gob"
	"io"
	"math/big"
	mathrand "math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goqtbt/bluetooth/qtbt"
)

func TestGobOverConn(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		type message struct {
			N    int
			Text string
		}
		a, b := on.connPipe(t)
		go func() {
			in, out := gob.NewDecoder(b), gob.NewEncoder(b)
			for {
				var m message
				if in.Decode(&m) != nil {
					b.Close()
					return
				}
				m.N *= 2
				out.Encode(m)
			}
		}()
		in, out := gob.NewDecoder(a), gob.NewEncoder(a)
		for i := range 100 {
			require.NoError(t, out.Encode(message{i, "hello"}))
			var m message
			require.NoError(t, in.Decode(&m))
			assert.Equal(t, message{2 * i, "hello"}, m)
		}
	})
}

func TestTLSOverConn(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		certificate, roots := selfSigned(t, "device.test")
		a, b := on.connPipe(t)
		server := tls.Server(b, &tls.Config{Certificates: []tls.Certificate{certificate}})
		go func() {
			io.Copy(server, server)
			server.Close()
		}()
		client := tls.Client(a, &tls.Config{RootCAs: roots, ServerName: "device.test"})
		sent := randomBytes(1 << 20)
		go func() {
			client.Write(sent)
			client.CloseWrite()
		}()
		got, err := io.ReadAll(client)
		require.NoError(t, err)
		assertSame(t, sent, got)
		require.NoError(t, client.Close())
	})
}

func selfSigned(t *testing.T, name string) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{name}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	require.NoError(t, err)
	leaf, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}

// The test sends 100 MB in both directions at once.
func TestConnCarriesBulkBothWays(t *testing.T) {
	onBothPlanes(t, func(t *testing.T, on plane) {
		const size = 100 << 20
		a, b := on.connPipe(t)
		var all sync.WaitGroup
		direction := func(seed byte, from, to *qtbt.Conn) {
			sent, received := sha256.New(), sha256.New()
			var ends sync.WaitGroup
			ends.Go(func() {
				source := io.LimitReader(mathrand.NewChaCha8([32]byte{seed}), size)
				n, err := io.Copy(from, io.TeeReader(source, sent))
				assert.NoError(t, err)
				assert.EqualValues(t, size, n)
			})
			ends.Go(func() {
				n, err := io.CopyN(received, to, size)
				assert.NoError(t, err)
				assert.EqualValues(t, size, n)
			})
			all.Go(func() {
				ends.Wait()
				assert.Equal(t, sent.Sum(nil), received.Sum(nil))
			})
		}
		direction(1, a, b)
		direction(2, b, a)
		all.Wait()
	})
}
