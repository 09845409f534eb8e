package backlog

// spareLimit bounds what is kept of each sort, so that memory follows what waits now and not what once waited.
const spareLimit = 64

// spare keeps what ran empty for the next one: a queue that comes and goes allocates nothing.
type spare[T any] struct {
	// full is how many entries a chunk has at most.
	full    int
	chunks  []*chunk[T]
	lists   []*list[T]
	buckets []*bucket[T]
	teams   []*team[T]
}

func keep[E any](spare *[]E, e E) {
	if len(*spare) < spareLimit {
		*spare = append(*spare, e)
	}
}

func reuse[E any](spare *[]E) (e E, ok bool) {
	last := len(*spare) - 1
	if last < 0 {
		return e, false
	}
	e = (*spare)[last]
	*spare = (*spare)[:last]
	return e, true
}

// chunk is an empty one that has all its room.
func (s *spare[T]) chunk() *chunk[T] {
	if c, ok := reuse(&s.chunks); ok {
		return c
	}
	return &chunk[T]{room: make([]entry[T], s.full)}
}

func (s *spare[T]) keepChunk(c *chunk[T]) {
	if len(c.room) == s.full {
		keep(&s.chunks, c)
	}
}

func (s *spare[T]) list(k kind) *list[T] {
	l, ok := reuse(&s.lists)
	if !ok {
		l = &list[T]{spare: s}
	}
	l.kind = k
	return l
}
