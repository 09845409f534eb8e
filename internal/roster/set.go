package roster

// A set holds slots, one bit each. Within a [Roster] all sets have the same length.
type set []uint64

func (s set) has(slot int) bool { return s[slot>>6]>>(slot&63)&1 != 0 }

// put works without a branch: which way a bit goes cannot be predicted.
func (s set) put(slot int, in bool) {
	var bit uint64
	if in {
		bit = 1
	}
	s[slot>>6] = s[slot>>6]&^(1<<(slot&63)) | bit<<(slot&63)
}

// grow returns s with room for so many words.
func (s set) grow(words int) set {
	if len(s) >= words {
		return s
	}
	longer := make(set, words)
	copy(longer, s)
	return longer
}

func (s set) fill() {
	for i := range s {
		s[i] = ^uint64(0)
	}
}

// wordsFor is how many words hold a bit for each of n things.
func wordsFor(n int) int { return (n + 63) >> 6 }
