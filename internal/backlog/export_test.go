package backlog

// NewOfChunks returns an empty backlog whose chunks are of that size, so that few items already fill many.
func NewOfChunks[T any](size int) *Backlog[T] {
	b := New[T]()
	b.spare.full = size
	return b
}

// Chunks is how many chunks are in use, and how many are kept for later.
func (b *Backlog[T]) Chunks() (used, kept int) {
	for _, k := range b.buckets {
		for _, l := range k.lists {
			used += len(l.chunks)
		}
	}
	for _, t := range b.teams {
		for _, l := range t.lists {
			used += len(l.chunks)
		}
	}
	for _, l := range b.spare.lists {
		kept += len(l.chunks)
	}
	return used, kept + len(b.spare.chunks)
}
