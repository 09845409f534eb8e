package backlog

import (
	"iter"
	"math/bits"
)

// Backlog are the items that wait, so indexed that neither serving one nor telling a position looks at all of them. It
// belongs to one user at a time. Make one with New.
type Backlog[T any] struct {
	size int
	// added counts all items that were ever added.
	added   uint64
	buckets map[Bucket]*bucket[T]
	teams   map[string]*team[T]
	// classes are the buckets by class, and occupied the classes that have any, a bit for each.
	classes  [][]*bucket[T]
	occupied []uint64
	spare    spare[T]
	// scratch are the heads of the last pass, for the next one.
	scratch []cursor[T]
}

// Item is what waits. Keep it from Add to Remove and use it again if you like; it must not be copied once it was added.
type Item[T any] struct {
	Value T
	// Order is read by Add: changing it while the item waits has no effect.
	Order Order

	key    key
	added  uint64
	home   *Backlog[T]
	bucket *bucket[T]
	list   *list[T]
	teams  []place[T]
	// one is room for teams: most items wait for one.
	one [1]place[T]
}

// place is where an item stands in a team.
type place[T any] struct {
	team *team[T]
	list *list[T]
}

// Bucket tells who may take an item: the same agents can take all items of a bucket.
type Bucket struct {
	// Class is the number of what it requires now: from 0, and small, because it is the index of a table.
	Class int
	// Own is the number of what its first stage required.
	Own int
	// Tag is anything else that decides who may take it.
	Tag string
}

// New returns an empty backlog.
func New[T any]() *Backlog[T] {
	return &Backlog[T]{buckets: map[Bucket]*bucket[T]{}, teams: map[string]*team[T]{}, spare: spare[T]{full: chunkSize}}
}

// Add lets the item wait in that bucket and for those teams, if any, in the place that its Order says. An item that waits
// already moves.
func (b *Backlog[T]) Add(it *Item[T], in Bucket, teams []string) {
	if it.home != nil {
		it.home.Remove(it)
	}
	b.size++
	b.added++
	k, at := it.Order.sorted()
	it.home, it.key, it.added = b, at, b.added
	e := entry[T]{key: at, item: it}
	it.bucket = b.bucket(in)
	it.list = it.bucket.add(k, e, &b.spare)
	if it.teams == nil {
		it.teams = it.one[:0]
	}
	for _, name := range teams {
		if t := b.team(name); it.placeIn(t) == nil {
			it.teams = append(it.teams, place[T]{t, t.add(k, e, &b.spare)})
		}
	}
}

// Remove ends the wait of the item. It does nothing if the item does not wait here.
func (b *Backlog[T]) Remove(it *Item[T]) {
	if it.home != b {
		return
	}
	b.size--
	k := it.bucket
	if k.remove(it.list, it, &b.spare); k.size == 0 {
		b.dropBucket(k)
	}
	for i, p := range it.teams {
		if p.team.remove(p.list, it, &b.spare); p.team.size == 0 {
			b.dropTeam(p.team)
		}
		it.teams[i] = place[T]{}
	}
	it.home, it.bucket, it.list, it.teams = nil, nil, nil, it.teams[:0]
}

// Len is how many items wait.
func (b *Backlog[T]) Len() int { return b.size }

// Team is how many items wait for the team.
func (b *Backlog[T]) Team(team string) int {
	if t := b.teams[team]; t != nil {
		return t.size
	}
	return 0
}

// Position is the item's place among those that wait for the team, from 1; 0 if it does not wait for it.
func (b *Backlog[T]) Position(it *Item[T], team string, now int64) int {
	t := b.teams[team]
	if it.home != b || t == nil {
		return 0
	}
	at := it.placeIn(t)
	if at == nil {
		return 0
	}
	position := 1
	for _, l := range t.lists {
		position += l.rank(at.list.kind, it.key, now)
	}
	return position
}

func (it *Item[T]) placeIn(t *team[T]) *place[T] {
	for i := range it.teams {
		if it.teams[i].team == t {
			return &it.teams[i]
		}
	}
	return nil
}

// First is the item to be served first, at that instant, of those that fit; nil if none does. Its class has its bit set in
// fits (nil: every class does), bucket says yes to its bucket, and take to the item itself (nil: always yes). Take is asked
// in the order of the queue until it says yes for the first time, so that it may also do what is to be done.
//
// Bucket only answers, and may be asked twice. Take may add and remove items, the one that it is asked about included: it is
// not asked about what was removed or added meanwhile.
func (b *Backlog[T]) First(fits []uint64, now int64, bucket func(Bucket) bool, take func(*Item[T]) bool) *Item[T] {
	var best *list[T]
	b.lists(fits, bucket, func(l *list[T]) {
		if best == nil || before(l.kind, l.front.key, best.kind, best.front.key, now) {
			best = l
		}
	})
	if best == nil {
		return nil
	}
	it, until := best.front.item, b.added
	added := it.added
	if take == nil || take(it) { // as usual
		return it
	}
	p := b.begin(now, until)
	b.lists(fits, bucket, p.enter)
	p.sort()
	if c := p.top(); c != nil && c.item == it && c.added == added {
		p.next()
	}
	first := p.first(take)
	b.end(&p)
	return first
}

// lists goes through the lists of the buckets that fit.
func (b *Backlog[T]) lists(fits []uint64, bucket func(Bucket) bool, do func(*list[T])) {
	for word, classes := range b.occupied {
		if fits != nil {
			if word == len(fits) {
				return
			}
			classes &= fits[word]
		}
		for ; classes != 0; classes &= classes - 1 {
			for _, k := range b.classes[64*word+bits.TrailingZeros64(classes)] {
				if bucket != nil && !bucket(k.Bucket) {
					continue
				}
				for _, l := range k.lists {
					do(l)
				}
			}
		}
	}
}

// InOrder are the items that wait for the team, or all items if team is empty, in the order of the queue at that instant.
// The loop may add and remove items: it does not come to what was removed or added meanwhile.
func (b *Backlog[T]) InOrder(team string, now int64) iter.Seq[*Item[T]] {
	return func(yield func(*Item[T]) bool) {
		p := b.begin(now, b.added)
		if team == "" {
			b.lists(nil, nil, p.enter)
		} else if t := b.teams[team]; t != nil {
			for _, l := range t.lists {
				p.enter(l)
			}
		}
		p.sort()
		p.first(func(it *Item[T]) bool { return !yield(it) })
		b.end(&p)
	}
}

// Serve goes through the items in the order of the queue at that instant and lets serve have each; serve reports whether
// the item was taken, and removes it then. A bucket is left for good as soon as open says that nobody who is free could take
// from it: it is asked about each bucket at first, and again after items were taken, before the bucket's next item is tried.
// The cost follows the buckets and the items that were tried, not all that wait.
//
// Open only answers. Serve may add and remove any items: it does not get what was removed or added meanwhile, an item that
// was removed and added again included.
func (b *Backlog[T]) Serve(now int64, open func(Bucket) bool, serve func(*Item[T]) bool) {
	p := b.begin(now, b.added)
	gates := make([]gate, 0, len(b.buckets))
	for k := range b.all() {
		if open(k.Bucket) {
			gates = append(gates, gate{Bucket: k.Bucket})
			p.gate = &gates[len(gates)-1]
			for _, l := range k.lists {
				p.enter(l)
			}
		}
	}
	p.sort()
	taken := 0
	for c := p.top(); c != nil; c = p.top() {
		if !c.gate.pass(taken, open) {
			p.drop()
			continue
		}
		if serve(c.item) {
			taken++
		}
		p.next()
	}
	b.end(&p)
}

// Buckets are those that hold items. The loop must not add or remove any.
func (b *Backlog[T]) Buckets() iter.Seq[Bucket] {
	return func(yield func(Bucket) bool) {
		for k := range b.all() {
			if !yield(k.Bucket) {
				return
			}
		}
	}
}

// all are the buckets, by class: an order that follows from what was done alone.
func (b *Backlog[T]) all() iter.Seq[*bucket[T]] {
	return func(yield func(*bucket[T]) bool) {
		for _, same := range b.classes {
			for _, k := range same {
				if !yield(k) {
					return
				}
			}
		}
	}
}

func (b *Backlog[T]) begin(now int64, until uint64) pass[T] {
	p := pass[T]{now: now, until: until, heads: b.scratch[:0]}
	b.scratch = nil // a pass within this one takes its own
	return p
}

func (b *Backlog[T]) end(p *pass[T]) {
	clear(p.heads)
	if cap(p.heads) <= 4*len(b.buckets)+spareLimit {
		b.scratch = p.heads[:0]
	}
}
