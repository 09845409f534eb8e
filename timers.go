package usher

import "time"

// timers are the timers of a shard, the next one first.
type timers struct {
	byKey map[timerKey]timer
	heap  []timerEntry
	// running counts the timers of each conversation that has any.
	running map[string]int
}

type timerKey struct {
	conversation string
	kind         TimerKind
}

// timer is a timer, and when to look at it: later than it is due while somebody is serving it.
type timer struct {
	TimerRow
	at time.Time
}

type timerEntry struct {
	due time.Time
	key timerKey
}

func (t timerEntry) less(u timerEntry) bool {
	if c := t.due.Compare(u.due); c != 0 {
		return c < 0
	}
	if t.key.conversation != u.key.conversation {
		return t.key.conversation < u.key.conversation
	}
	return t.key.kind < u.key.kind
}

func (ts *timers) set(row TimerRow) {
	key := timerKey{row.Conversation, row.Kind}
	_, known := ts.byKey[key]
	if row.Due.IsZero() {
		if known {
			delete(ts.byKey, key)
			if ts.running[row.Conversation]--; ts.running[row.Conversation] == 0 {
				delete(ts.running, row.Conversation)
			}
		}
		return
	}
	if !known {
		ts.running[row.Conversation]++
	}
	same := known && ts.byKey[key].at.Equal(row.Due) // its entry stands in the heap already
	ts.byKey[key] = timer{row, row.Due}
	if same {
		return
	}
	ts.push(timerEntry{due: row.Due, key: key})
}

// snooze lets a timer rest until then, unless it is set or stopped before.
func (ts *timers) snooze(key timerKey, until time.Time) {
	if t, ok := ts.byKey[key]; ok && !t.at.Equal(until) {
		t.at = until
		ts.byKey[key] = t
		ts.push(timerEntry{due: until, key: key})
	}
}

// next is the earliest timer; entries of timers that were stopped or moved are dropped on the way.
func (ts *timers) next() (timer, bool) {
	for len(ts.heap) > 0 {
		entry := ts.heap[0]
		if t, ok := ts.byKey[entry.key]; ok && t.at.Equal(entry.due) {
			return t, true
		}
		ts.pop()
	}
	return timer{}, false
}

// alike counts the timers that are due when this one is; it stops at two, which is enough to know.
func (ts *timers) alike(t timer) int {
	var first timerKey
	n := 0
	work := []int{0} // those of one instant stand together at the top of the heap
	for len(work) > 0 && n < 2 {
		i := work[len(work)-1]
		work = work[:len(work)-1]
		if i >= len(ts.heap) || !ts.heap[i].due.Equal(t.at) {
			continue
		}
		if e := ts.heap[i]; ts.byKey[e.key].at.Equal(e.due) && (n == 0 || e.key != first) {
			first = e.key
			n++
		}
		work = append(work, 2*i+1, 2*i+2)
	}
	return n
}

func (ts *timers) push(e timerEntry) {
	if len(ts.heap) > 2*len(ts.byKey)+64 { // mostly timers that were stopped: begin anew with those that run
		ts.heap = ts.heap[:0]
		for key, t := range ts.byKey {
			ts.sift(timerEntry{due: t.at, key: key})
		}
		return
	}
	ts.sift(e)
}

func (ts *timers) sift(e timerEntry) {
	ts.heap = append(ts.heap, e)
	for i := len(ts.heap) - 1; i > 0; {
		parent := (i - 1) / 2
		if !ts.heap[i].less(ts.heap[parent]) {
			return
		}
		ts.heap[i], ts.heap[parent] = ts.heap[parent], ts.heap[i]
		i = parent
	}
}

func (ts *timers) pop() {
	last := len(ts.heap) - 1
	ts.heap[0] = ts.heap[last]
	ts.heap = ts.heap[:last]
	for i := 0; ; {
		child := 2*i + 1
		if child >= last {
			return
		}
		if child+1 < last && ts.heap[child+1].less(ts.heap[child]) {
			child++
		}
		if !ts.heap[child].less(ts.heap[i]) {
			return
		}
		ts.heap[i], ts.heap[child] = ts.heap[child], ts.heap[i]
		i = child
	}
}

// served names a timer that somebody serves: one of another wait is another one.
type served struct {
	timerKey

	fence int
}

func (row TimerRow) served() served {
	return served{timerKey{row.Conversation, row.Kind}, row.Fence}
}
