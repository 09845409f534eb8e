package ushertest

import (
	"fmt"
	"testing"
)

// breach is a sentence of a contract that is not kept.
type breach struct {
	contract string // whose it is: "Step"
	rule     string // the sentence
	detail   string // what was seen instead
}

// Error is what was seen, and what is promised.
func (b breach) Error() string {
	return fmt.Sprintf("%s\n\tthe contract of %s: %q", b.detail, b.contract, b.rule)
}

// breaches are those of one thing, each rule named once.
type breaches struct {
	contract string
	found    []breach
	idle     bool // it was never reached, so that nothing is known of it
}

// addf notes a breach, unless the rule has been broken before: one example says enough.
func (b *breaches) addf(rule, format string, args ...any) {
	for _, known := range b.found {
		if known.rule == rule {
			return
		}
	}
	b.found = append(b.found, breach{b.contract, rule, fmt.Sprintf(format, args...)})
}

// report fails the test for each.
func (b *breaches) report(tb testing.TB) {
	tb.Helper()
	if b.idle {
		tb.Errorf("it was never reached: let Trial.Before lead to it, and Trial.Messages answer the questions on the way")
	}
	for _, one := range b.found {
		tb.Errorf("%v", one)
	}
}
