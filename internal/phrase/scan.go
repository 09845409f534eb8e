package phrase

// scratch is what one Match needs to write to.
type scratch struct {
	folder  folder
	words   words
	found   []found
	touched []int      // rows with a state of this round
	seen    []uint32   // by pattern: the round in which it was found last
	state   []rowState // by row
	round   uint32
}

// found is a pattern and where its first occurrence ends.
type found struct{ pattern, end int }

type rowState struct {
	round   uint32
	count   int // phrases found
	blocked bool
}

// scan finds the patterns in text, each once.
func (s *scratch) scan(x *index, text []byte) {
	s.begin()
	n := int32(0)
	for i, c := range text {
		n = x.step(n, c)
		for p := x.report(n); p != 0; p = x.nodes[p].next {
			pattern := x.nodes[p].pattern
			if s.seen[pattern] == s.round {
				break // and so are its suffixes
			}
			s.seen[pattern] = s.round
			s.found = append(s.found, found{pattern: int(pattern), end: i + 1})
		}
	}
}

// begin forgets the last message without touching the tables.
func (s *scratch) begin() {
	s.found, s.touched = s.found[:0], s.touched[:0]
	if s.round++; s.round == 0 {
		clear(s.seen)
		clear(s.state)
		s.round = 1
	}
}

// tally counts what was found for each row.
func (s *scratch) tally(t *Table) {
	for _, f := range s.found {
		for _, o := range t.owners[f.pattern] {
			st := &s.state[o.row]
			if st.round != s.round {
				*st = rowState{round: s.round}
				s.touched = append(s.touched, o.row)
			}
			if o.not {
				st.blocked = true
			} else {
				st.count++
			}
		}
	}
}

// locate returns the part of the message that words.buf[start:end] comes from, without the spaces at its ends. An open
// phrase takes the ending of its last word with it.
func (s *scratch) locate(start, end int, open bool) (from, to int) {
	buf := s.words.buf
	if buf[start] == ' ' {
		start++
	}
	if buf[end-1] == ' ' {
		end--
	}
	for open && buf[end] != ' ' {
		end++
	}
	return s.words.source(start, end)
}
