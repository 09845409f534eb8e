package backlog

import (
	"cmp"
	"math"
	"math/bits"
)

// Order is what the place of an item in the queue follows from. Instants and durations are nanoseconds.
type Order struct {
	// Priority are the points that the item starts with; more are served first.
	Priority int64
	// Aging is the wait that is worth one point; 0: waiting earns nothing, priorities are strict.
	Aging int64
	// Since is when it began to wait; among equal points the older one is served first.
	Since int64
	// Arrival tells items of the same instant apart, the lower one first. It should differ between any two items; items that
	// are alike in everything are served in no particular order.
	Arrival uint64
	// Newest says that its team serves the newest first: Aging does not count, and among equal priorities the later Since
	// comes first, then the higher Arrival. At equal points items that are not Newest come before those that are.
	Newest bool
}

// Before reports whether an item of this order is served before one of the other at that instant. It is the rule by which a
// Backlog sorts.
func (o Order) Before(other Order, now int64) bool {
	k, at := o.sorted()
	l, than := other.sorted()
	return before(k, at, l, than, now)
}

// kind are the items whose order among each other never changes.
type kind struct {
	aging  int64
	newest bool
}

// key is the place of an item among those of its kind, the smallest first.
type key struct {
	// virtual is when an item without priority would have had to arrive to have as many points. Where aging does not count, it
	// is the priority with its sign turned.
	virtual int64
	since   int64
	arrival uint64
}

func (o Order) sorted() (kind, key) {
	switch {
	case o.Newest:
		// The complement turns the order round and, other than the sign, cannot overflow.
		return kind{newest: true}, key{ahead(0, o.Priority, 1), ^o.Since, ^o.Arrival}
	case o.Aging <= 0:
		return kind{}, key{ahead(0, o.Priority, 1), o.Since, o.Arrival}
	}
	return kind{aging: o.Aging}, key{ahead(o.Since, o.Priority, uint64(o.Aging)), o.Since, o.Arrival}
}

// ahead is since - priority*aging, or the end of the range of int64 that it lies beyond.
func ahead(since, priority int64, aging uint64) int64 {
	if priority >= 0 {
		over, start := bits.Mul64(uint64(priority), aging)
		if over != 0 || start > uint64(since)-1<<63 { // more than from here to the earliest instant
			return math.MinInt64
		}
		return int64(uint64(since) - start)
	}
	over, start := bits.Mul64(-uint64(priority), aging)
	if over != 0 || start > math.MaxInt64-uint64(since) {
		return math.MaxInt64
	}
	return int64(uint64(since) + start)
}

func (k key) less(l key) bool {
	if k.virtual != l.virtual {
		return k.virtual < l.virtual
	}
	if k.since != l.since {
		return k.since < l.since
	}
	return k.arrival < l.arrival
}

// before is the order of the queue.
func before(k kind, a key, l kind, b key, now int64) bool {
	if k == l {
		return a.less(b)
	}
	if c := comparePoints(k, a, l, b, now); c != 0 {
		return c > 0
	}
	if k.newest != l.newest {
		return l.newest
	}
	if a.since != b.since {
		return a.since < b.since
	}
	return a.arrival < b.arrival
}

// comparePoints compares two fractions without a rounding, by multiplying each with what divides the other.
func comparePoints(k kind, a key, l kind, b key, now int64) int {
	an, as, ap := k.points(a.virtual, now)
	bn, bs, bp := l.points(b.virtual, now)
	switch {
	case an && !bn:
		return -1
	case bn && !an:
		return 1
	case an:
		as, bs, ap, bp = bs, as, bp, ap // of two debts the smaller one is more
	}
	ah, al := bits.Mul64(as, bp)
	bh, bl := bits.Mul64(bs, ap)
	if ah != bh {
		return cmp.Compare(ah, bh)
	}
	return cmp.Compare(al, bl)
}

// points are the fraction size/per, below zero if negative: (now-virtual)/aging is priority + (now-since)/aging.
func (k kind) points(virtual, now int64) (negative bool, size, per uint64) {
	per = uint64(k.aging)
	if k.aging == 0 {
		now, per = 0, 1
	}
	if now >= virtual {
		return false, uint64(now) - uint64(virtual), per
	}
	return true, uint64(virtual) - uint64(now), per
}
