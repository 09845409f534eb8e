package usher_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// Row 104: whatever careless code prints or logs, an outcome or a row of a store among it, says ids and no texts.
func TestNothingPrintsWhatPeopleSay(t *testing.T) {
	t.Parallel()
	for _, p := range privacyPaths() {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			s := newSpy(t, p.steps, p.change)
			for i, text := range p.says {
				s.tells(fmt.Sprintf("m%d", i+1), text)
			}
			if p.after != nil {
				p.after(s)
			}
			s.looksAround()
			for _, value := range append(s.values, s.rows()...) {
				silent(t, fmt.Sprintf("a %T", value), printed(value), everything()...)
			}
		})
	}
}

func TestARunPrintsWhereItIsAndNotWhatItKnows(t *testing.T) {
	t.Parallel()
	program, err := usher.Compile(usher.Flow{Name: "reception", Vars: []usher.Variable{pinVar}, Steps: usher.Steps{
		usher.Set{{To: pinVar, Value: "message.text"}}, usher.Wait{For: 1e9}, usher.CloseConversation{Summary: "{{ pin }}"},
	}}, nil)
	require.NoError(t, err)
	turned := program.Step(program.Begin(), usher.Scene{}, usher.Received{Message: usher.Message{ID: "m", Text: canaryPIN}}, routerStart)
	silent(t, "a run", printed(turned.Run), canaryPIN)
	silent(t, "a run", printed(*turned.Run), canaryPIN)
	silent(t, "a turn", printed(turned), canaryPIN)
	silent(t, "a trace", printed(turned.Trace), canaryPIN)
}
