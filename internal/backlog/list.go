package backlog

import "slices"

// list are items of one kind in their order: a directory of chunks. Adding at the end and removing at the front are cheap,
// anything else is two binary searches and a shift within a chunk.
type list[T any] struct {
	kind kind
	size int
	// version changes whenever the list does, so that a cursor notices.
	version uint64
	// front is the first entry: comparing the heads of many lists looks into none of them.
	front  entry[T]
	chunks []*chunk[T]
	// firsts has, for each chunk, a key that no entry of it is below and no entry of an earlier one is above.
	firsts []key
	ranks  ranks
	spare  *spare[T]
}

func (l *list[T]) add(e entry[T]) {
	l.version++
	if len(l.chunks) == 0 {
		l.chunks, l.firsts = append(l.chunks, &chunk[T]{}), append(l.firsts, e.key)
	}
	l.size++
	if l.size == 1 || e.less(l.front.key) {
		l.front, l.firsts[0] = e, e.key
	}
	at := l.chunkOf(e.key, true)
	i := l.chunks[at].search(e.key, true)
	at, i = l.place(at, i, e.key)
	l.chunks[at].insert(i, e, l.spare.full)
	l.ranks.change(at, 1)
}

// place makes sure that there is room where an entry is to go, and returns where that is then.
func (l *list[T]) place(at, i int, k key) (chunkAt, index int) {
	c := l.chunks[at]
	last := at == len(l.chunks)-1
	switch {
	case last && i == c.len() && c.end == l.spare.full && i > l.spare.full/2:
		// What arrives in order fills chunk after chunk to the end, instead of leaving halves behind.
		l.open(at+1, k)
		return at + 1, 0
	case c.len() < l.spare.full:
		return at, i
	}
	next := l.open(at+1, c.entries()[c.len()/2].key)
	c.halve(next)
	if i > c.len() {
		return at + 1, i - c.len()
	}
	return at, i
}

// open puts an empty chunk into the directory.
func (l *list[T]) open(at int, first key) *chunk[T] {
	c := l.spare.chunk()
	l.chunks = slices.Insert(l.chunks, at, c)
	l.firsts = slices.Insert(l.firsts, at, first)
	l.ranks.known = false
	return c
}

// shut takes an empty chunk out of the directory.
func (l *list[T]) shut(at int) {
	l.spare.keepChunk(l.chunks[at])
	l.chunks = slices.Delete(l.chunks, at, at+1)
	l.firsts = slices.Delete(l.firsts, at, at+1)
	l.ranks.known = false
}

func (l *list[T]) remove(k key, it *Item[T]) {
	at, i := l.locate(k, it)
	l.version++
	l.size--
	l.chunks[at].remove(i)
	l.ranks.change(at, -1)
	l.tidy(at)
	if l.front.item == it {
		l.front = l.chunks[0].first()
	}
}

// locate is where the item is.
func (l *list[T]) locate(k key, it *Item[T]) (at, i int) {
	if l.front.item == it {
		return 0, 0
	}
	at, i = l.find(k)
	for ; ; at, i = at+1, 0 {
		// Usually the first one; others only among entries that are alike in everything.
		for entries := l.chunks[at].entries(); i < len(entries); i++ {
			if entries[i].item == it {
				return at, i
			}
		}
	}
}

// tidy keeps chunks from staying nearly empty: memory follows the number of items.
func (l *list[T]) tidy(at int) {
	n := l.chunks[at].len()
	together := func(i int) bool {
		return i >= 0 && i+1 < len(l.chunks) && l.chunks[i].len()+l.chunks[i+1].len() <= l.spare.full/2
	}
	switch {
	case n >= l.spare.full/4 || len(l.chunks) == 1:
		return
	case n == 0:
		l.shut(at)
		return
	case together(at):
	case together(at - 1):
		at--
	default:
		return
	}
	l.chunks[at].absorb(l.chunks[at+1], l.spare.full)
	l.shut(at + 1)
}

// chunkOf is the last chunk that begins below k, or, after equal ones, not above it; the first one if none does.
func (l *list[T]) chunkOf(k key, afterEqual bool) int {
	low, high := 1, len(l.firsts)
	switch {
	case high <= 1 || k.less(l.firsts[1]): // served from the front
		return 0
	case l.firsts[high-1].less(k): // arrives at the end
		return high - 1
	}
	for low < high {
		middle := int(uint(low+high) >> 1)
		if first := l.firsts[middle]; first.less(k) || afterEqual && first == k {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low - 1
}

// find is where the first entry is that is not below k; the index may be the end of its chunk.
func (l *list[T]) find(k key) (at, i int) {
	at = l.chunkOf(k, false)
	return at, l.chunks[at].search(k, false)
}

// rank is how many items of the list are served before the given place.
func (l *list[T]) rank(k kind, than key, now int64) int {
	low, high := 1, len(l.firsts)
	for low < high {
		middle := int(uint(low+high) >> 1)
		if before(l.kind, l.firsts[middle], k, than, now) {
			low = middle + 1
		} else {
			high = middle
		}
	}
	at := low - 1
	entries := l.chunks[at].entries()
	low, high = 0, len(entries)
	for low < high {
		middle := int(uint(low+high) >> 1)
		if before(l.kind, entries[middle].key, k, than, now) {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if at == 0 {
		return low
	}
	if !l.ranks.known {
		countChunks(&l.ranks, l.chunks)
	}
	return low + l.ranks.before(at)
}
