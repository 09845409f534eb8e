package backlog

import "slices"

// group are items that belong together, as one list for each kind of them. There are as many kinds as agings in use: few.
type group[T any] struct {
	size  int
	lists []*list[T]
}

func (g *group[T]) add(k kind, e entry[T], s *spare[T]) *list[T] {
	g.size++
	l := g.list(k, s)
	l.add(e)
	return l
}

func (g *group[T]) list(k kind, s *spare[T]) *list[T] {
	for _, l := range g.lists {
		if l.kind == k {
			return l
		}
	}
	l := s.list(k)
	g.lists = append(g.lists, l)
	return l
}

func (g *group[T]) remove(l *list[T], it *Item[T], s *spare[T]) {
	g.size--
	l.remove(it.key, it)
	if l.size == 0 {
		at := slices.Index(g.lists, l)
		g.lists = slices.Delete(g.lists, at, at+1)
		keep(&s.lists, l)
	}
}

// bucket are the items that the same agents can take.
type bucket[T any] struct {
	group[T]

	Bucket
	// slot is its place among those of its class.
	slot int
}

// team are the items that wait for a team.
type team[T any] struct {
	group[T]

	name string
}

func (b *Backlog[T]) bucket(in Bucket) *bucket[T] {
	if k := b.buckets[in]; k != nil {
		return k
	}
	k, ok := reuse(&b.spare.buckets)
	if !ok {
		k = &bucket[T]{}
	}
	b.buckets[in] = k
	if missing := in.Class + 1 - len(b.classes); missing > 0 {
		b.classes = append(b.classes, make([][]*bucket[T], missing)...)
		b.occupied = append(b.occupied, make([]uint64, in.Class/64+1-len(b.occupied))...)
	}
	same := &b.classes[in.Class]
	k.Bucket, k.slot = in, len(*same)
	*same = append(*same, k)
	b.occupied[in.Class/64] |= 1 << (in.Class % 64)
	return k
}

func (b *Backlog[T]) dropBucket(k *bucket[T]) {
	delete(b.buckets, k.Bucket)
	same := &b.classes[k.Class]
	last := len(*same) - 1
	moved := (*same)[last]
	(*same)[k.slot], (*same)[last] = moved, nil
	moved.slot = k.slot
	*same = (*same)[:last]
	if last == 0 {
		b.occupied[k.Class/64] &^= 1 << (k.Class % 64)
	}
	keep(&b.spare.buckets, k)
}

func (b *Backlog[T]) team(name string) *team[T] {
	if t := b.teams[name]; t != nil {
		return t
	}
	t, ok := reuse(&b.spare.teams)
	if !ok {
		t = &team[T]{}
	}
	t.name = name
	b.teams[name] = t
	return t
}

func (b *Backlog[T]) dropTeam(t *team[T]) {
	delete(b.teams, t.name)
	keep(&b.spare.teams, t)
}
