package obex_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/goqtbt/bluetooth/qtbt/obex"
)

// With Bluetooth, the connections are of package qtbt: the server's from a Listener, the client's
// from a Dialer.
func Example() {
	ctx := context.Background()
	conn, accepted := net.Pipe()
	served := make(chan error)
	go func() {
		served <- obex.Serve(ctx, accepted, func(object obex.Object, body io.Reader) error {
			if object.Length > 1<<20 {
				return obex.EntityTooLarge
			}
			content, err := io.ReadAll(body)
			fmt.Printf("received %s: %s\n", object.Name, content)
			return err
		})
	}()

	client, err := obex.Connect(ctx, conn)
	if err != nil {
		fmt.Println(err)
		return
	}
	hello := obex.Object{Name: "hello.txt", Type: "text/plain", Length: 5}
	fmt.Println(client.Push(ctx, hello, strings.NewReader("Hello"), nil))
	film := obex.Object{Name: "film.mkv", Length: 5 << 20}
	fmt.Println(client.Push(ctx, film, io.LimitReader(rand.Reader, film.Length), nil))
	fmt.Println(client.Close(), <-served)
	// Output:
	// received hello.txt: Hello
	// <nil>
	// the receiver refused film.mkv: too large
	// <nil> <nil>
}
