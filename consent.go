package usher

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/gousher/usher/internal/rule"
)

// Consent gates what workflows save about a contact: as long as his field does not say yes, nothing is saved to the fields
// that it gates. The explanation says so. What was saved before, and what the host passes, stays. The zero value gates
// nothing.
type Consent struct {
	// Field is the contact field that says yes: true, or the text "yes", "true" or the like that a choice has saved.
	Field string
	// Gates are the contact fields that it gates; empty: all but Field itself and "language".
	Gates []string
	// Means are the texts that say yes; empty: "yes" and "true".
	Means []string
}

// gates reports whether saving to a field needs a yes.
func (c Consent) gates(field string) bool {
	switch {
	case c.Field == "" || field == c.Field:
		return false
	case len(c.Gates) == 0:
		return field != "language"
	}
	return slices.Contains(c.Gates, field)
}

// given reports whether a contact has said yes.
func (c Consent) given(contact *Contact) bool {
	value := rule.Of(contact.Fields[c.Field])
	if yes, ok := value.AsBool(); ok {
		return yes
	}
	text, _ := value.AsString()
	if len(c.Means) == 0 {
		return text == "yes" || text == "true"
	}
	return slices.Contains(c.Means, text)
}

// allowed says why a field of the contact may not be saved.
func (t *Turn) allowed(field string, v rule.Value) error {
	desk := t.desk()
	if desk == nil || v.IsNil() || // to remove is always allowed
		!desk.Consent.gates(field) || desk.Consent.given(&t.scene.Contact) {
		return nil
	}
	return fmt.Errorf("contact.%s %w: contact.%s does not say yes", field, errNoConsent, desk.Consent.Field)
}

var errNoConsent = errors.New("is not saved")

// Retention is for how long things are kept. The zero value keeps them.
type Retention struct {
	// Closed is for how long a closed conversation is kept: its transcript, its answers, its explanation. What is
	// remembered of the contact stays, and that its messages were seen, for [Config.RememberFor]. The router looks at it
	// about once an hour, when a message comes, and when [Router.Wake] or [Router.Run] has something to do.
	Closed time.Duration
}
