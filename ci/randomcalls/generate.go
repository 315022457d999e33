package randomcalls

// This file generates programs.

import (
	"math/rand/v2"
	"slices"
)

// slots is the number of objects of each class in a program.
const slots = 3

// names holds the calls, each as often as it is to be likely.
var names = func() (all []string) {
	for name, weight := range map[string]int{
		"new": 2, "attach": 8, "delete": 1,
		"write": 6, "read": 4, "readAll": 3, "readLine": 2, "peek": 2, "skip": 2, "ungetChar": 2,
		"close": 3, "abort": 4, "disconnect": 2, "connect": 4, "connectPort": 1, "connectInfo": 1,
		"open": 3, "start": 2, "commit": 2, "rollback": 2, "readChannel": 2, "writeChannel": 1,
		"textMode": 1, "getters": 1, "seek": 1, "security": 1, "attachState": 1,
		"on": 14, "off": 1, "invoke": 5,
		"conn": 3, "connQt": 2, "connWrite": 4, "connClose": 2, "connFail": 1, "connDeadline": 2,
		"connSocket": 1,
		"peerWrite":  6, "peerRead": 4, "peerClose": 3, "peerShut": 1,
		"server": 1, "agent": 1, "settle": 2, "gc": 1,
	} {
		for range weight {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}()

func generateCalls(r *rand.Rand, depth, most int) (calls []Call) {
	for range 1 + r.IntN(most) {
		c := Call{Do: names[r.IntN(len(names))], Slot: r.IntN(slots), N: r.IntN(16)}
		if c.Do == "on" || c.Do == "invoke" {
			if depth == 0 {
				continue
			}
			c.Body = generateCalls(r, depth-1, 5)
		}
		calls = append(calls, c)
	}
	return calls
}

func generate(r *rand.Rand) (p Program) {
	for range 1 + r.IntN(3) {
		p.Goroutines = append(p.Goroutines, generateCalls(r, 2, 40))
	}
	return p
}
