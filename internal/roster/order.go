package roster

import (
	"math"
	"math/bits"
)

// Order is what makes one agent a better choice than another. Among equals it is who has been idle longest, then who
// comes first in the desk.
type Order uint8

// The orders.
const (
	LeastBusy        Order = iota // the lowest share of capacity in use
	MostAvailable                 // the most capacity that is not in use
	RoundRobin                    // given work longest ago
	LongestIdle                   // idle longest
	FewestHandled                 // the fewest handled today
	SpecialistsFirst              // the fewest skills and teams
	MostSkilled                   // the highest mean level of the required skills and those of the wishes that he has
	InOrder                       // the lowest rank in the teams through which he can be given it
)

// globalOrders is how many orders are the same for every requirement: the first ones.
const globalOrders = int(MostSkilled)

// A key says how good a choice somebody is: the lowest is best.
type key struct{ first, idle uint64 }

// last is the key of those who cannot be given anything.
var last = key{math.MaxUint64, math.MaxUint64} //nolint:gochecknoglobals // a constant, if structs could be one

func (k key) less(l key) bool { return k.first < l.first || k.first == l.first && k.idle < l.idle }

// A rank holds the keys of an order. Keeping them costs a little with every change, so that there is one only for the
// orders that are used.
type rank struct {
	order Order
	keys  []key
	all   *floor   // nil until it is used for a wide requirement
	teams []*floor // of the teams that have one
}

// rank returns the keys of an order.
func (r *Roster) rank(o Order) *rank {
	if r.ranks[o] == nil {
		k := &rank{order: o, keys: make([]key, r.blocks<<6)}
		for i := range k.keys {
			k.keys[i] = last
		}
		for slot := range r.agents {
			k.keys[slot] = k.key(&r.agents[slot])
		}
		r.ranks[o] = k
		r.inUse = append(r.inUse, k)
	}
	return r.ranks[o]
}

func (k *rank) grow(blocks int) {
	keys := make([]key, blocks<<6)
	for i := copy(keys, k.keys); i < len(keys); i++ {
		keys[i] = last
	}
	k.keys = keys
	if k.all != nil {
		k.all.grow(nil, keys)
	}
}

// key is that of an agent. Those who are full come last too, or they would hide who is not.
func (k *rank) key(a *agent) key {
	if !a.Reachable || a.Load >= a.capacity {
		return last
	}
	return key{a.first(k.order), ordered(a.Idle)}
}

// move gives an agent a key, for himself and for the minima that he counts in.
func (k *rank) move(slot int, known *facts, now key) {
	old := k.keys[slot]
	if now == old {
		return
	}
	k.keys[slot] = now
	if k.all != nil {
		k.all.move(slot, old, now)
	}
	if len(k.teams) > fewFloors {
		for i := range known.teams {
			if f := known.teams[i].team.floors[k.order]; f != nil {
				f.move(slot, old, now)
			}
		}
		return
	}
	for _, f := range k.teams {
		if f.of.has(slot) {
			f.move(slot, old, now)
		}
	}
}

// fewFloors is how many teams are asked in turn whether they have an agent, which is at hand; it takes longer to look up
// what is known of him.
const fewFloors = 8

// first is the part of the key that is the order's own.
func (a *agent) first(o Order) uint64 {
	switch o {
	case LeastBusy:
		return share(a.Load, a.capacity)
	case MostAvailable:
		return ^ordered(a.capacity - a.Load)
	case RoundRobin:
		return ordered(a.Given)
	case LongestIdle:
		return ordered(a.Idle)
	case FewestHandled:
		return ordered(a.Handled)
	default:
		return ordered(a.breadth)
	}
}

// ordered maps signed numbers to unsigned ones in the same order.
func ordered(i int64) uint64 { return uint64(i) ^ 1<<63 }

// share is the part of the capacity that is in use, in units of 2^-62. Shares of capacities up to two million units,
// 2^31 thousandths, are at least one such unit apart or equal, so that they compare as exactly as the fractions.
func share(load, capacity int64) uint64 {
	switch {
	case load <= 0:
		return 0
	case load >= capacity:
		return 1 << 62
	}
	part, _ := bits.Div64(uint64(load)>>2, uint64(load)<<62, uint64(capacity))
	return part
}
