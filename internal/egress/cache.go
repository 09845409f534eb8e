package egress

import (
	"bytes"
	"container/list"
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"
)

const (
	// maxAnswers and maxAnswerBytes bound what is kept; the answers that were not used for longest go first.
	maxAnswers     = 1_000
	maxAnswerBytes = 16 << 20
	// answerOverhead is counted for an answer besides its body and header.
	answerOverhead = 512
)

// answers are kept for as long as their requests allowed. They may be used by many goroutines at once.
type answers struct {
	mu     sync.Mutex
	known  map[answerKey]*list.Element
	recent *list.List // of *keptAnswer, the last used first
	bytes  int
	// cleared counts how often everything was dropped.
	cleared int
}

// answerKey stands for everything that was asked, so that what is secret in it is not kept.
type answerKey [sha256.Size]byte

type keptAnswer struct {
	key    answerKey
	answer *Answer
	at     time.Time
	keep   time.Duration
	bytes  int
}

func newAnswers() *answers {
	return &answers{known: map[answerKey]*list.Element{}, recent: list.New()}
}

// cacheable says whether answers to a request may be kept.
func cacheable(t trip, r Request) bool {
	return (t.method == http.MethodGet || t.method == http.MethodHead) && r.Cache >= 0 && r.StaleIfError >= 0 && r.Cache+r.StaleIfError > 0
}

// keyOf is made of the method, the URL, the body and all headers but the key that is another one for every request. Every part
// is preceded by its length: no two requests look alike.
func keyOf(t trip) answerKey {
	h := sha256.New()
	write := func(part string) {
		h.Write(binary.AppendUvarint(nil, uint64(len(part))))
		h.Write([]byte(part))
	}
	write(t.method)
	write(t.url.String())
	write(string(t.body))
	for _, name := range slices.Sorted(maps.Keys(t.header)) {
		if name == "Idempotency-Key" {
			continue
		}
		write(name)
		for _, value := range t.header[name] {
			write(value)
		}
		write("\n") // no name and no value: the end of the values
	}
	return answerKey(h.Sum(nil))
}

// find returns a copy of an answer that is younger than told, or nil.
func (a *answers) find(key answerKey, now time.Time, age time.Duration) *Answer {
	a.mu.Lock()
	defer a.mu.Unlock()
	element := a.known[key]
	if element == nil {
		return nil
	}
	kept := element.Value.(*keptAnswer) //nolint:forcetypeassert // the list holds nothing else
	elapsed := now.Sub(kept.at)
	if elapsed >= kept.keep || elapsed < 0 { // a clock that was set back must not keep it for longer
		a.drop(element)
		return nil
	}
	if elapsed >= age {
		return nil
	}
	a.recent.MoveToFront(element)
	return copied(kept.answer)
}

// era is handed to keep by who starts to ask now.
func (a *answers) era() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.cleared
}

// keep keeps a copy of an answer, and makes room for it. One that was asked for before everything was dropped is dropped too.
func (a *answers) keep(key answerKey, answer *Answer, era int, now time.Time, keep time.Duration) {
	kept := &keptAnswer{key: key, answer: copied(answer), at: now, keep: keep, bytes: sizeOf(answer)}
	a.mu.Lock()
	defer a.mu.Unlock()
	if era != a.cleared {
		return
	}
	if element := a.known[key]; element != nil {
		a.drop(element)
	}
	if kept.bytes > maxAnswerBytes {
		return
	}
	for len(a.known) >= maxAnswers || a.bytes+kept.bytes > maxAnswerBytes {
		a.drop(a.recent.Back())
	}
	a.known[key] = a.recent.PushFront(kept)
	a.bytes += kept.bytes
}

func (a *answers) clear() {
	a.mu.Lock()
	defer a.mu.Unlock()
	clear(a.known)
	a.recent.Init()
	a.bytes = 0
	a.cleared++
}

func (a *answers) drop(element *list.Element) {
	kept := a.recent.Remove(element).(*keptAnswer) //nolint:forcetypeassert // the list holds nothing else
	delete(a.known, kept.key)
	a.bytes -= kept.bytes
}

// copied is an answer that was kept: neither the one who gets it nor the one who got it first can change the other's.
func copied(a *Answer) *Answer {
	return &Answer{Status: a.Status, Header: a.Header.Clone(), Body: bytes.Clone(a.Body), Cached: true}
}

func sizeOf(a *Answer) int {
	size := answerOverhead + len(a.Body)
	for name, values := range a.Header {
		size += len(name)
		for _, value := range values {
			size += len(value) + 16
		}
	}
	return size
}
