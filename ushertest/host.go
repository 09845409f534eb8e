package ushertest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"github.com/gousher/usher"
)

// Host is a [usher.Host] that keeps what it is given, each effect once by its key, and watches over what was promised
// about deliveries. It is safe for concurrent use. The zero value is an empty one that accepts everything.
type Host struct {
	// Refuse, if not nil, is asked about every delivery, repeats included: an error is the answer that the router gets,
	// and the effect counts as not delivered. It is called by one conversation at a time, by several at once; set it
	// while nothing is being delivered. It may call the router.
	Refuse func(e usher.Effect) error

	mu         sync.Mutex
	effects    []usher.Effect
	contents   map[string]string // by key, as it came first
	tries      map[string]int
	last       map[thread]uint64 // the number of the last effect that was new
	violations []string
}

// thread is a conversation for as long as the router knows it: a forgotten one that comes again is another thread.
type thread struct {
	tenant, conversation string
	born                 int64
}

// Deliver keeps the effect, unless Refuse refuses it.
func (h *Host) Deliver(ctx context.Context, e usher.Effect) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	h.count(e)
	if h.Refuse != nil {
		if err := h.Refuse(e); err != nil {
			return err
		}
	}
	h.keep(e)
	return nil
}

func (h *Host) count(e usher.Effect) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.tries == nil {
		h.tries, h.contents, h.last = map[string]int{}, map[string]string{}, map[thread]uint64{}
	}
	h.tries[e.Key()]++
}

func (h *Host) keep(e usher.Effect) {
	h.mu.Lock()
	defer h.mu.Unlock()
	content := describe(e)
	if first, known := h.contents[e.Key()]; known {
		if first != content {
			h.violations = append(h.violations, fmt.Sprintf("two effects came under the key %s:\n\t%s\n\t%s", e.Key(), first, content))
		}
		return
	}
	head := e.Head()
	in := thread{head.Tenant, head.Conversation, head.Born.UnixNano()}
	if last := h.last[in]; head.Number < last {
		h.violations = append(h.violations, fmt.Sprintf("in %s effect %d came after effect %d: %s",
			head.Conversation, head.Number, last, content))
	}
	h.last[in] = max(h.last[in], head.Number)
	h.contents[e.Key()] = content
	h.effects = append(h.effects, e)
}

// describe is the content of an effect on one line.
func describe(e usher.Effect) string {
	data, err := json.Marshal(e)
	if err != nil {
		return fmt.Sprintf("%#v", e)
	}
	return fmt.Sprintf("%T %s", e, data)
}

// Effects are what was delivered, each effect once, in the order of the first delivery.
func (h *Host) Effects() []usher.Effect {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.effects)
}

// EffectsOf are those of one conversation.
func (h *Host) EffectsOf(conversation string) []usher.Effect {
	return slices.DeleteFunc(h.Effects(), func(e usher.Effect) bool { return e.Head().Conversation != conversation })
}

// Sent are the texts that the contact of a conversation was sent, with their choices.
func (h *Host) Sent(conversation string) []usher.Send {
	return only[usher.Send](h.EffectsOf(conversation))
}

// Notes are the internal comments of a conversation.
func (h *Host) Notes(conversation string) []usher.Note {
	return only[usher.Note](h.EffectsOf(conversation))
}

// HandOvers are those of a conversation to its agents.
func (h *Host) HandOvers(conversation string) []usher.HandOver {
	return only[usher.HandOver](h.EffectsOf(conversation))
}

// Offers are those of a conversation: the agents who were asked, one after the other.
func (h *Host) Offers(conversation string) []usher.Offer {
	return only[usher.Offer](h.EffectsOf(conversation))
}

// Withdrawals are the offers of a conversation that ended without being accepted, with the reasons.
func (h *Host) Withdrawals(conversation string) []usher.Withdraw {
	return only[usher.Withdraw](h.EffectsOf(conversation))
}

func only[E usher.Effect](effects []usher.Effect) []E {
	var found []E
	for _, e := range effects {
		if one, ok := e.(E); ok {
			found = append(found, one)
		}
	}
	return found
}

// Tries is how often the effect with this key was given to Deliver, refused or not.
func (h *Host) Tries(key string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.tries[key]
}

// Violations are the promises about deliveries that were not kept: one key has one content, and the effects of a
// conversation come in order. A [Chat] fails for any at its end.
func (h *Host) Violations() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.violations)
}
