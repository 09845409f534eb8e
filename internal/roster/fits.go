package roster

// A fitting is the classes that an agent is able in, by id, as of a number of changes in the book; 0: not known.
type fitting struct {
	in   []uint64
	upTo int
}

// Fits returns the classes in which the agent of a slot is able, as a set of ids; what is beyond its end is not in it.
// It is valid until the next call that changes the roster or asks for a class.
func (r *Roster) Fits(slot int) []uint64 {
	b := &r.book
	f := &b.fits[slot]
	if f.upTo < b.base {
		clear(f.in)
		for id, c := range b.byID {
			f.put(id, c != nil && c.Has(slot))
		}
	} else {
		for _, id := range b.changes[f.upTo-b.base:] {
			f.put(id, b.byID[id] != nil && b.byID[id].Has(slot))
		}
	}
	f.upTo = b.base + len(b.changes)
	return f.in
}

// put does not make the set longer for what is not in it: most classes that belong to one agent alone stay out.
func (f *fitting) put(id int, in bool) {
	for in && id>>6 >= len(f.in) {
		f.in = append(f.in, 0)
	}
	if id>>6 < len(f.in) {
		set(f.in).put(id, in)
	}
}

// changed notes that a class was made or dropped. When the notes grow longer than the book, everybody starts anew.
func (b *book) changed(id int) {
	if len(b.changes) >= 2*len(b.byID)+64 {
		b.base += len(b.changes)
		b.changes = b.changes[:0]
	}
	b.changes = append(b.changes, id)
}
