package backlog

import "slices"

// ranks are the sizes of a list's chunks as a Fenwick tree: what stands before a chunk is a sum of few numbers. It is built
// when it is first asked, kept while chunks only change their size, and built anew after their number has changed.
type ranks struct {
	known bool
	// tree[i-1] is the sum of the sizes of the chunks from i - (lowest bit of i) up to i-1.
	tree []int32
}

func countChunks[T any](r *ranks, chunks []*chunk[T]) {
	r.tree = slices.Grow(r.tree[:0], len(chunks))[:len(chunks)]
	for i, c := range chunks {
		r.tree[i] = int32(c.len())
	}
	for i := 1; i <= len(r.tree); i++ {
		if parent := i + i&-i; parent <= len(r.tree) {
			r.tree[parent-1] += r.tree[i-1]
		}
	}
	r.known = true
}

func (r *ranks) change(chunk int, by int32) {
	if !r.known {
		return
	}
	for i := chunk + 1; i <= len(r.tree); i += i & -i {
		r.tree[i-1] += by
	}
}

// before is how many entries stand in the chunks before that one.
func (r *ranks) before(chunk int) int {
	sum := 0
	for i := chunk; i > 0; i -= i & -i {
		sum += int(r.tree[i-1])
	}
	return sum
}
