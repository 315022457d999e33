package main

// The room, which holds the connected peers and passes on messages. The protocol is Qt's: lines of
// UTF-8, each ended by a line feed.

import (
	"bufio"
	"errors"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/goqtbt/bluetooth/qtbt"
)

const (
	// maxLine is the maximum length of a line in bytes, with its line feed.
	maxLine = 64 << 10
	// patience is how long a peer may read nothing of the messages sent to it.
	patience = 10 * time.Second
)

// room holds the peers of a chat. A message of the user goes to all of them. As in Qt's example, a
// message of one peer is not passed on to the others.
type room struct {
	console *console

	mu    sync.Mutex
	peers map[net.Conn]string // maps connections to names
	over  bool
}

func newRoom(c *console) *room {
	return &room{console: c, peers: make(map[net.Conn]string)}
}

// stay keeps a peer in the room until its connection ends.
func (r *room) stay(peer net.Conn, name string) {
	name = printable(name)
	r.mu.Lock()
	if r.over {
		r.mu.Unlock()
		peer.Close()
		return
	}
	r.peers[peer] = name
	r.mu.Unlock()
	r.console.printf("* %s is here", name)

	lines := bufio.NewScanner(peer)
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		r.console.printf("%s: %s", name, printable(strings.TrimRight(lines.Text(), "\r")))
	}

	r.mu.Lock()
	delete(r.peers, peer)
	r.mu.Unlock()
	peer.Close()
	if err := lines.Err(); err != nil && !errors.Is(err, net.ErrClosed) {
		r.console.printf("* %s is gone: %v", name, err)
	} else {
		r.console.printf("* %s is gone", name)
	}
}

// say sends a line to all peers, and returns how many got it.
func (r *room) say(line string) int {
	r.mu.Lock()
	peers := make(map[net.Conn]string, len(r.peers))
	for peer, name := range r.peers {
		peers[peer] = name
	}
	r.mu.Unlock()
	heard := 0
	for peer, name := range peers {
		peer.SetWriteDeadline(time.Now().Add(patience))
		_, err := peer.Write([]byte(line + "\n"))
		switch {
		case err == nil:
			heard++
		case errors.Is(err, os.ErrDeadlineExceeded): // the peer may have got half a line
			r.console.printf("* %s does not listen", name)
			peer.Close()
		}
	}
	return heard
}

// who lists the names of the peers in the room.
func (r *room) who() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var names []string
	for _, name := range r.peers {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// has reports whether the machine with an address is connected.
func (r *room) has(address qtbt.Address) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for peer := range r.peers {
		if at, ok := peer.RemoteAddr().(qtbt.Addr); ok && at.Address == address {
			return true
		}
	}
	return false
}

// leave ends all connections for good.
func (r *room) leave() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.over = true
	for peer := range r.peers {
		peer.Close()
	}
}

// printable makes text from elsewhere safe for a terminal.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(text, string(unicode.ReplacementChar)))
}
