package backlog

// pass goes through several lists as if they were one: the next item is the first of their heads. The backlog may change
// meanwhile: what was removed is left out, and so is what was added after the pass began.
type pass[T any] struct {
	now int64
	// until is the last item that was added before the pass began.
	until uint64
	// heads is a heap, the next item at its top, once all lists have entered and it was sorted.
	heads []cursor[T]
	// gate is that of the lists that enter, in a pass that gives up on buckets.
	gate *gate
}

// cursor is a place in a list that finds itself again after the list has changed.
type cursor[T any] struct {
	entry[T]

	kind    kind
	added   uint64
	list    *list[T]
	version uint64
	at, i   int
	gate    *gate
}

// gate is a bucket, and whether it is still worth trying.
type gate struct {
	Bucket

	asked  int
	closed bool
}

// pass reports whether somebody could still take from the bucket.
func (g *gate) pass(taken int, open func(Bucket) bool) bool {
	if !g.closed && g.asked != taken {
		g.asked, g.closed = taken, !open(g.Bucket)
	}
	return !g.closed
}

// enter adds a list.
func (p *pass[T]) enter(l *list[T]) {
	c := cursor[T]{entry: l.front, kind: l.kind, list: l, version: l.version, gate: p.gate}
	if c.move(0, p.until) {
		p.heads = append(p.heads, c)
	}
}

// first is the first of the items still ahead that is taken.
func (p *pass[T]) first(take func(*Item[T]) bool) *Item[T] {
	for c := p.top(); c != nil; c = p.top() {
		if it := c.item; take(it) {
			return it
		}
		p.next()
	}
	return nil
}

// sort makes the heads a heap.
func (p *pass[T]) sort() {
	for i := len(p.heads)/2 - 1; i >= 0; i-- {
		p.sink(i)
	}
}

// top is where the next item is; nil at the end.
func (p *pass[T]) top() *cursor[T] {
	for len(p.heads) > 0 {
		c := &p.heads[0]
		if c.version == c.list.version {
			return c
		}
		p.move(c.added) // where it stood, or what follows if that was removed
	}
	return nil
}

// next leaves the item at the top.
func (p *pass[T]) next() { p.move(p.heads[0].added + 1) }

func (p *pass[T]) move(from uint64) {
	if !p.heads[0].move(from, p.until) {
		p.drop()
		return
	}
	p.sink(0)
}

// drop leaves the list at the top.
func (p *pass[T]) drop() {
	last := len(p.heads) - 1
	p.heads[0], p.heads[last] = p.heads[last], cursor[T]{}
	p.heads = p.heads[:last]
	p.sink(0)
}

func (p *pass[T]) less(i, j int) bool {
	a, b := &p.heads[i], &p.heads[j]
	return before(a.kind, a.key, b.kind, b.key, p.now)
}

func (p *pass[T]) sink(i int) {
	for {
		child := 2*i + 1
		if child >= len(p.heads) {
			return
		}
		if child+1 < len(p.heads) && p.less(child+1, child) {
			child++
		}
		if !p.less(child, i) {
			return
		}
		p.heads[i], p.heads[child] = p.heads[child], p.heads[i]
		i = child
	}
}

// move goes to the next item that was added before the pass began; of those with the key where it stands, to the next one
// that was not added before from. It reports whether there is one.
//
// A list that ran empty meanwhile may serve another bucket by now: all that it holds was added after the pass began.
func (c *cursor[T]) move(from, until uint64) bool {
	l := c.list
	if c.version != l.version {
		c.version = l.version
		c.at, c.i = l.find(c.key)
	}
	for ; c.at < len(l.chunks); c.at, c.i = c.at+1, 0 {
		for entries := l.chunks[c.at].entries(); c.i < len(entries); c.i++ {
			e := &entries[c.i]
			if added := e.item.added; added <= until && (added >= from || e.key != c.key) {
				c.entry, c.added = *e, added
				return true
			}
		}
	}
	return false
}
