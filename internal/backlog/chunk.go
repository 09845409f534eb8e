package backlog

const (
	// chunkSize is how many entries a chunk has at most. Shifting half of one costs no more than finding it in memory.
	chunkSize = 128
	// firstRoom is what the first chunk of a list begins with: many lists stay short.
	firstRoom = 8
)

// entry is an item in a list, with its key inline: a search touches no item.
type entry[T any] struct {
	key
	item *Item[T]
}

// chunk is a sorted run of entries with room on both sides, so that serving from its front moves nothing.
type chunk[T any] struct {
	room       []entry[T]
	start, end int
}

func (c *chunk[T]) len() int            { return c.end - c.start }
func (c *chunk[T]) entries() []entry[T] { return c.room[c.start:c.end] }

// first is the first entry, or none.
func (c *chunk[T]) first() (e entry[T]) {
	if c.start < c.end {
		e = c.room[c.start]
	}
	return e
}

// search is how many entries are smaller than k, or, after equal ones, not greater.
func (c *chunk[T]) search(k key, afterEqual bool) int {
	entries := c.entries()
	low, high := 0, len(entries)
	if high > 0 && entries[high-1].less(k) { // arrives at the end
		return high
	}
	for low < high {
		middle := int(uint(low+high) >> 1)
		if e := &entries[middle]; e.less(k) || afterEqual && e.key == k {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// insert needs a chunk that has less than full entries.
func (c *chunk[T]) insert(i int, e entry[T], full int) {
	if c.start > 0 && i < c.len()/2 {
		copy(c.room[c.start-1:], c.room[c.start:c.start+i])
		c.start--
		c.room[c.start+i] = e
		return
	}
	if c.end == len(c.room) {
		c.makeRoom(full)
	}
	copy(c.room[c.start+i+1:c.end+1], c.room[c.start+i:c.end])
	c.end++
	c.room[c.start+i] = e
}

// makeRoom makes room at the end: that of the front first.
func (c *chunk[T]) makeRoom(full int) {
	room := c.room
	if c.start == 0 {
		room = make([]entry[T], min(max(4*len(c.room), firstRoom), full))
	}
	n := copy(room, c.entries())
	clear(room[n:])
	c.room, c.start, c.end = room, 0, n
}

func (c *chunk[T]) remove(i int) {
	if i < c.len()/2 {
		copy(c.room[c.start+1:], c.room[c.start:c.start+i])
		c.room[c.start] = entry[T]{}
		c.start++
	} else {
		copy(c.room[c.start+i:], c.room[c.start+i+1:c.end])
		c.end--
		c.room[c.end] = entry[T]{}
	}
	if c.start == c.end {
		c.start, c.end = 0, 0
	}
}

// halve moves the greater half of a full chunk into an empty one that has all its room.
func (c *chunk[T]) halve(into *chunk[T]) {
	upper := c.entries()[c.len()/2:]
	into.start, into.end = 0, copy(into.room, upper)
	clear(upper)
	c.end -= into.end
}

// absorb takes over the entries of the chunk behind it; both together need to fit into one.
func (c *chunk[T]) absorb(next *chunk[T], full int) {
	for _, e := range next.entries() {
		c.insert(c.len(), e, full)
	}
	clear(next.entries())
	next.start, next.end = 0, 0
}
