package roster

import "slices"

// A book holds the classes of a roster. Requirements come from customers' answers as well, so that there is no end of
// them: those that nobody holds are kept for a while, in case they come again, and dropped in the order of their last use.
type book struct {
	byKey map[string]*Class
	byID  []*Class // nil: free
	freed []int    // ids, to be used again
	idle  Class    // the ring of those that nobody holds: next is the oldest
	idles int
	need  Need // scratch
	key   []byte

	fits    []fitting // by slot
	changes []int     // ids of classes that were made or dropped, in order
	base    int       // how many changes there were before those
}

// maxIdle is how many classes are kept that nobody holds.
const maxIdle = 256

// Class returns the class of a requirement. Equal requirements have the same class: neither the order of teams and
// terms counts, nor that one is named twice. Finding a known one costs a look-up; making a new one, a pass over the desk.
//
// A class stays for as long as it is held (see [Class.Retain]) and for at least the 256 next ones that are not. Who
// holds nothing may use the class at once, but may not keep it.
func (r *Roster) Class(n Need) *Class {
	b := &r.book
	b.need.normal(n)
	b.key = b.need.appendKey(b.key[:0])
	c := b.byKey[string(b.key)]
	if c == nil {
		return r.newClass()
	}
	if c.refs == 0 {
		c.unlink()
		c.link()
	}
	return c
}

// newClass makes the class of the need in the book.
func (r *Roster) newClass() *Class {
	b := &r.book
	c := &Class{book: b, key: string(b.key), only: b.need.Agent - 1}
	c.need = Need{Teams: slices.Clone(b.need.Teams), Agent: b.need.Agent, Terms: slices.Clone(b.need.Terms)}
	c.resolve(r)
	c.fill(r)
	b.byKey[c.key] = c
	c.id = b.newID()
	b.byID[c.id] = c
	b.changed(c.id)
	c.link()
	b.trim()
	return c
}

// newID is the lowest that is free, so that sets of ids stay short.
func (b *book) newID() int {
	n := len(b.freed)
	if n == 0 {
		b.byID = append(b.byID, nil)
		return len(b.byID) - 1
	}
	lowest := 0
	for i, id := range b.freed {
		if id < b.freed[lowest] {
			lowest = i
		}
	}
	id := b.freed[lowest]
	b.freed[lowest] = b.freed[n-1]
	b.freed = b.freed[:n-1]
	return id
}

// Retain keeps the class alive until [Class.Release] has been called as often. A class that was dropped stays dropped.
func (c *Class) Retain() {
	if c.refs == 0 && !c.dropped {
		c.unlink()
	}
	c.refs++
}

// Release gives up what [Class.Retain] took. Nothing happens if nothing was taken.
func (c *Class) Release() {
	if c.refs == 0 {
		return
	}
	if c.refs--; c.refs == 0 && !c.dropped {
		c.link()
		c.book.trim()
	}
}

// trim drops the oldest if more are kept than may be.
func (b *book) trim() {
	if b.idles > maxIdle {
		b.idle.next.drop()
	}
}

// link makes c the youngest of those that nobody holds.
func (c *Class) link() {
	ring := &c.book.idle
	if ring.next == nil {
		ring.next, ring.prev = ring, ring
	}
	c.prev, c.next = ring.prev, ring
	c.prev.next, ring.prev = c, c
	c.book.idles++
}

func (c *Class) unlink() {
	c.prev.next, c.next.prev = c.next, c.prev
	c.book.idles--
}

// drop ends the life of a class. Should somebody have kept it all the same, nobody is able in it.
func (c *Class) drop() {
	b := c.book
	c.unlink()
	delete(b.byKey, c.key)
	b.byID[c.id] = nil
	b.freed = append(b.freed, c.id)
	b.changed(c.id)
	c.able, c.ladders, c.count, c.dropped = nil, nil, 0, true
}

// resolve looks up again what was not known when the classes were made.
func (r *Roster) resolve() {
	for _, c := range r.book.byID {
		if c != nil && c.unknown {
			c.resolve(r)
		}
	}
}

// reclass brings the classes up to date with what is known of an agent.
func (r *Roster) reclass(slot int) {
	for _, c := range r.book.byID {
		if c != nil && (c.only < 0 || c.only == slot) {
			c.change(slot, c.admits(r, slot))
		}
	}
	r.book.fits[slot] = fitting{}
}
