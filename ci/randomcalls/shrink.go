package randomcalls

// This file shrinks a program that fails.

import "slices"

// shrink returns a program that fails too, and from which no further call can be left out.
func shrink(p Program, fails func(Program) bool) Program {
	for smaller := true; smaller; {
		smaller = false
		for i := len(p.Goroutines) - 1; i >= 0; i-- {
			rest := Program{slices.Delete(slices.Clone(p.Goroutines), i, i+1)}
			if len(rest.Goroutines) > 0 && fails(rest) {
				p, smaller = rest, true
				continue
			}
			with := func(calls []Call) Program {
				q := Program{slices.Clone(p.Goroutines)}
				q.Goroutines[i] = calls
				return q
			}
			calls := shrinkCalls(p.Goroutines[i], func(calls []Call) bool { return fails(with(calls)) })
			smaller = smaller || size(calls) < size(p.Goroutines[i])
			p = with(calls)
		}
	}
	return p
}

// shrinkCalls leaves out calls, first many at once, then single ones, then those in their bodies.
func shrinkCalls(calls []Call, fails func([]Call) bool) []Call {
	for chunk := len(calls); chunk > 0; chunk /= 2 {
		for from := 0; from < len(calls); {
			rest := slices.Delete(slices.Clone(calls), from, min(from+chunk, len(calls)))
			if fails(rest) {
				calls = rest
			} else {
				from += chunk
			}
		}
	}
	for i := range calls {
		if calls[i].Do == "invoke" { // its calls may fail without it
			if rest := slices.Replace(slices.Clone(calls), i, i+1, calls[i].Body...); fails(rest) {
				return shrinkCalls(rest, fails)
			}
		}
		body := shrinkCalls(calls[i].Body, func(body []Call) bool {
			rest := slices.Clone(calls)
			rest[i].Body = body
			return fails(rest)
		})
		calls = slices.Clone(calls)
		calls[i].Body = body
	}
	return calls
}

// size counts calls, including those in bodies.
func size(calls []Call) int {
	n := len(calls)
	for _, c := range calls {
		n += size(c.Body)
	}
	return n
}
