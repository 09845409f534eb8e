package usher

import (
	"fmt"
	"time"
)

// LastAgent chooses who served the contact last, if he is there; he need not be of the team. If he is busy, the
// conversation waits for him at most Wait. If he is away, offline, off shift or gone, or nobody has served the contact,
// it passes at once.
type LastAgent struct {
	// Within is how long ago he may have served the contact: since the last hand-over or close. 0: any time.
	Within time.Duration
	// Wait is how long the conversation waits for him while he is busy; 0: not at all.
	Wait time.Duration
	// Owner is a contact field that names the agent who owns the account: he is chosen whenever he served last. A contact
	// for whom it names nobody goes to who served last.
	Owner string
}

// Declare checks the times.
func (s LastAgent) Declare(d *Declaration) {
	if s.Within < 0 {
		d.Wrong("by.within", codeValue, "the duration is below zero", "")
	}
	if s.Wait < 0 || s.Wait > maxClock {
		d.Wrong("by.wait", codeValue, "the duration is below zero or over 366 days", "")
	}
	if s.Owner != "" && (len(s.Owner) > maxID || !clean(s.Owner)) {
		d.Wrong("by.owner", codeName, fmt.Sprintf("%q cannot be the name of a contact field", clip(s.Owner, 40)), "")
	}
}

// Assign looks him up.
func (s LastAgent) Assign(r *Request) Decision {
	agent, whose := s.wanted(r)
	if agent == "" {
		r.Explain(whose)
		return Pass()
	}
	if r.place.Waited {
		r.Explain(agent + whose + "; it has waited for him")
		return Pass()
	}
	refusal := r.refusal(agent, true)
	switch {
	case refusal == nil:
		r.Explain(agent + whose)
		return Decision{kind: decidePick, name: agent, anywhere: true}
	case s.Wait > 0 && refusal.busy():
		r.Explain(fmt.Sprintf("%s%s; %s: it waits for him for %s", agent, whose, refusal, s.Wait))
		return Decision{kind: decideHold, name: agent, wait: s.Wait}
	}
	r.Explain(fmt.Sprintf("%s%s; %s", agent, whose, refusal))
	return Pass()
}

// wanted is the agent, and in words why; without one, why there is none.
func (s LastAgent) wanted(r *Request) (agent, why string) {
	if s.Owner != "" {
		if owner, ok := r.Contact().Fields[s.Owner].(string); ok && owner != "" {
			return owner, " owns the account"
		}
	}
	agent, at := r.LastAgent()
	switch {
	case agent == "":
		return "", "nobody has served the contact yet"
	case s.Within > 0 && r.Now().Sub(at) > s.Within:
		return "", fmt.Sprintf("%s served the contact last, longer ago than %s", agent, s.Within)
	}
	return agent, " served the contact last"
}

func (LastAgent) once() {}

func (LastAgent) called() string { return "last agent" }

func (s LastAgent) mayPass(*Declaration) bool { return true }
