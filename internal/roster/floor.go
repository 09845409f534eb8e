package roster

import "math/bits"

// A floor holds the lowest key of every block of 64 slots, and of every region of 64 blocks, over everybody or over a
// team, so that a search for the lowest leaves out what cannot hold it. After a change a minimum may be too low, never too
// high: it is made exact when somebody would look into the block on account of it.
type floor struct {
	of         set // nil: over everybody
	keys       []key
	blocks     []key
	regions    []key
	lowBlocks  set // which may be too low
	lowRegions set
}

func newFloor(of set, keys []key) *floor {
	f := &floor{}
	f.grow(of, keys)
	return f
}

// floor returns the minima of an order over the teams of a class: those of the one team, or else of everybody.
func (r *Roster) floor(k *rank, c *Class) *floor {
	if len(c.teams) == 1 {
		t := c.teams[0]
		if t.floors[k.order] == nil {
			t.floors[k.order] = newFloor(t.in, k.keys)
			k.teams = append(k.teams, t.floors[k.order])
		}
		return t.floors[k.order]
	}
	if k.all == nil {
		k.all = newFloor(nil, k.keys)
	}
	return k.all
}

// grow makes room, and forgets what was known: that happens seldom.
func (f *floor) grow(of set, keys []key) {
	f.of, f.keys = of, keys
	blocks := len(keys) >> 6
	regions := wordsFor(blocks)
	f.blocks, f.regions = make([]key, blocks), make([]key, regions)
	f.lowBlocks, f.lowRegions = make(set, wordsFor(blocks)), make(set, wordsFor(regions))
	f.lowBlocks.fill()
	f.lowRegions.fill()
}

// move follows the change of a key.
func (f *floor) move(slot int, old, now key) {
	block, region := slot>>6, slot>>12
	switch low := f.blocks[block]; {
	case now.less(low):
		f.blocks[block] = now
		f.lowBlocks.put(block, false)
		if now.less(f.regions[region]) {
			f.regions[region] = now
			f.lowRegions.put(region, false)
		}
	case old == low:
		f.lowBlocks.put(block, true)
	}
}

// block returns the lowest key of a block.
func (f *floor) block(block int) key {
	if f.lowBlocks.has(block) {
		f.raise(block)
	}
	return f.blocks[block]
}

func (f *floor) raise(block int) {
	f.lowBlocks.put(block, false)
	low, region := last, block>>6
	in := ^uint64(0)
	if f.of != nil {
		in = f.of[block]
	}
	for ; in != 0; in &= in - 1 {
		if k := f.keys[block<<6|bits.TrailingZeros64(in)]; k.less(low) {
			low = k
		}
	}
	if f.blocks[block] == f.regions[region] && low != f.blocks[block] {
		f.lowRegions.put(region, true)
	}
	f.blocks[block] = low
}

// region returns the lowest key of a region.
func (f *floor) region(region int) key {
	if f.lowRegions.has(region) {
		f.raiseRegion(region)
	}
	return f.regions[region]
}

func (f *floor) raiseRegion(region int) {
	low := last
	for block := region << 6; block < min((region+1)<<6, len(f.blocks)); block++ {
		if f.blocks[block].less(low) && f.block(block).less(low) {
			low = f.blocks[block]
		}
	}
	f.lowRegions.put(region, false)
	f.regions[region] = low
}

// without returns the lowest of what is known of the other blocks in the region of a block.
func (f *floor) without(block int) key {
	low := last
	for b := block &^ 63; b < min((block|63)+1, len(f.blocks)); b++ {
		if b != block && f.blocks[b].less(low) {
			low = f.blocks[b]
		}
	}
	return low
}
