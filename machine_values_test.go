package usher

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// everyStep makes one of every kind of step, with every field set: a second call makes a copy.
func everyStep() Steps {
	return Steps{
		SendMessage{Text: "hi {{ contact.name }}", Choices: Choices("a", "b"), Template: "x", Undelivered: Steps{Comment{Text: "x"}}},
		AskQuestion{
			Text: "?", Type: ChoiceAnswer, Choices: []Choice{{ID: "a", Title: "A", Synonyms: []string{"aa"}}, {ID: "b", Title: "B"}},
			SaveTo: topic, Tries: 2, RetryText: "again?", Timeout: time.Minute, Invalid: Steps{Comment{Text: "invalid"}},
			NoAnswer: Steps{Comment{Text: "no answer"}}, Undelivered: Steps{Comment{Text: "undelivered"}}, Else: Steps{Comment{Text: "else"}},
		},
		AskQuestion{Text: "how many?", Type: NumberAnswer, Min: new(1.0), Max: new(9.5), SaveTo: amount, Else: Steps{Comment{Text: "else"}}},
		Set{{To: people, Value: "len(topic)"}, {To: ContactField("size"), Value: "amount"}},
		Tag{Add: []string{"new"}, Remove: []string{"old"}},
		Comment{Text: "{{ topic }}", Mention: []string{"ana"}},
		When(`topic == "a"`, SendMessage{Text: "an a"}).When(`amount > 2`, SendMessage{Text: "many"}).Else(SendMessage{Text: "other"}),
		Do{
			Name: "crm", With: map[string]string{"id": "contact.id", "t": "topic"}, Save: map[string]Target{"x": secret, "y": ContactField("y")},
			Timeout: time.Second, Tries: 2, Exits: map[string]Steps{"gone": {Comment{Text: "gone"}}, "also": {}}, Else: Steps{Comment{Text: "else"}},
			Action: lookupAction{},
		},
		Goto{Step: "3", AtMost: 1, Else: Steps{Comment{Text: "enough"}}},
		Named{ID: "end", Step: Assign{
			Team: "support", By: VIP{When: "amount > 1", Team: "sales", Else: "support"}, Must: Skills{"french": 1}, Prefer: Skills{"billing": 2},
			Priority: 3, Aging: time.Minute, For: time.Hour, TimedOut: Steps{CloseConversation{Category: "late", Summary: "{{ topic }}"}},
			NobodyCan: Steps{CloseConversation{}}, Else: Steps{CloseConversation{}},
		}},
	}
}

func everything() Flow {
	return Flow{
		Name: "everything", Revision: 2, On: []Trigger{OnMessage, OnOpened}, When: `channel == "web"`,
		Vars: []Variable{topic, amount, people, secret}, Steps: everyStep(),
	}
}

func TestStepsAreEqualToACopyOfThemselves(t *testing.T) {
	t.Parallel()
	for i, step := range everyStep() {
		require.True(t, reflect.DeepEqual(step, everyStep()[i]), "%T", step)
	}
	require.True(t, reflect.DeepEqual(everything(), everything()))
}

func TestCompilingAndRunningLeavesTheDefinitionAsItWas(t *testing.T) {
	t.Parallel()
	flow := everything()
	transcript(t, program(t, flow), "c1")
	require.Equal(t, everything(), flow)
}

func TestABranchThatIsBuiltOnAnotherLeavesItAsItWas(t *testing.T) {
	t.Parallel()
	base := When("true", SendMessage{Text: "a"}).When("false", SendMessage{Text: "b"})
	first, second := base.When("1 == 1", SendMessage{Text: "c"}), base.When("2 == 2", SendMessage{Text: "d"})
	ended := first.Else(CloseConversation{})
	require.Len(t, base.Cases, 2)
	require.Empty(t, first.Otherwise)
	require.Equal(t, "1 == 1", first.Cases[2].When)
	require.Equal(t, "2 == 2", second.Cases[2].When)
	require.Equal(t, first.Cases, ended.Cases)
	require.Equal(t, base, When("true", SendMessage{Text: "a"}).When("false", SendMessage{Text: "b"}))
}

func TestPointersToStepsAreAsGoodAsSteps(t *testing.T) {
	t.Parallel()
	flow := Flow{Name: "x", Steps: Steps{&AskQuestion{Text: "?"}, new(When("true", &SendMessage{Text: "yes"}).Else(&CloseConversation{})), &Assign{Team: "support", By: &RoundRobin{}}}}
	talk(t, &flow).says("hello").asks("?").says("x").sends("yes").goesTo("support")
}

func program(t *testing.T, w Workflow) *Program {
	t.Helper()
	p, err := Compile(w, frontDesk())
	require.NoError(t, err)
	return p
}

// events lead through every step of everything.
var events = []Event{
	Received{Message: Message{ID: "1", Text: "hello"}}, Delivered{}, Received{Message: Message{ID: "2", Text: "what?"}},
	Received{Message: Message{ID: "3", Choice: "1:1"}}, Received{Message: Message{ID: "4", Text: "0"}}, Received{Message: Message{ID: "5", Text: "2,5"}},
	ActionDone{Err: errors.New("down")}, ActionDone{Result: ActionResult{Fields: map[string]any{"x": "s", "y": 1}, Exit: "also"}},
	TimedOut{}, Received{Message: Message{ID: "6", Text: "3"}}, ActionDone{}, NotPlaced{Exit: "timed_out"},
}

// transcript is all that comes of the events, as text.
func transcript(t require.TestingT, p *Program, conversation string) string {
	scene := Scene{
		Tenant: "acme", Conversation: conversation, Channel: "web", OpenedAt: monday, Born: monday,
		Contact: Contact{ID: "mia", Name: "Mia", Tags: []string{"old"}, Fields: map[string]any{"plan": "gold"}},
	}
	run := p.Begin()
	var text strings.Builder
	for i, e := range events {
		run, _ = p.Restore(run.Encode())
		require.NotNil(t, run)
		turned := p.Step(run, scene, e, monday.Add(time.Duration(i)*time.Minute))
		run, scene = turned.Run, turned.Scene
		fmt.Fprintf(&text, "%#v\n", e)
		for _, effect := range turned.Effects {
			fmt.Fprintf(&text, "  %s %+v\n", effect.Key(), effect)
		}
		fmt.Fprintf(&text, "  rests %d at %s until %v %q\n%s", turned.Rest.Kind, run.Position(), turned.Rest.Deadline, turned.Rest.Reason, turned.Trace.Explain())
		fmt.Fprintf(&text, "  %x\n", run.Encode())
	}
	return text.String()
}

func TestTheScriptOfTheTestsLeadsToTheEnd(t *testing.T) {
	t.Parallel()
	text := transcript(t, program(t, everything()), "c1")
	for _, want := range []string{"again?", "how many?", "an a", "the exit \"also\"", "crm failed", "jumped: to 3", "closed: late"} {
		require.Contains(t, text, want)
	}
}

func TestFiftyGoroutinesMayShareOneProgram(t *testing.T) {
	t.Parallel()
	p := program(t, everything())
	want := make([]string, 50)
	for i := range want {
		want[i] = transcript(t, program(t, everything()), fmt.Sprint("c", i))
	}
	got := make([]string, 50)
	var group sync.WaitGroup
	for i := range got {
		group.Go(func() {
			for range 5 {
				got[i] = transcript(t, p, fmt.Sprint("c", i))
			}
		})
	}
	group.Wait()
	require.Equal(t, want, got)
}

func TestOneWorkflowMayBeCompiledByManyAtOnce(t *testing.T) {
	t.Parallel()
	flow, desk := everything(), frontDesk()
	broken := Flow{Name: "x", Steps: Steps{
		Do{With: map[string]string{"a": "x", "b": "y", "c": "z"}, Save: map[string]Target{"d": Var[int]{Name: "q"}, "e": Var[int]{Name: "r"}}},
		Assign{Team: "support", Must: Skills{"x": 0, "y": 0, "z": 0}, By: ByFunction{Variable: topic, Teams: map[string]string{"a": "p", "b": "q", "c": "r"}}},
	}}
	transcripts, mistakes := make([]string, 20), make([]string, 20)
	var group sync.WaitGroup
	for i := range transcripts {
		group.Go(func() {
			p, err := Compile(flow, desk)
			if err == nil {
				transcripts[i] = transcript(t, p, "c1")
			}
			if _, err = Compile(broken, desk); err != nil {
				mistakes[i] = err.Error()
			}
		})
	}
	group.Wait()
	require.NotEmpty(t, transcripts[0])
	require.NotEmpty(t, mistakes[0])
	for i := range transcripts {
		require.Equal(t, transcripts[0], transcripts[i])
		require.Equal(t, mistakes[0], mistakes[i])
	}
}

// The same event on the same run gives the same turn, and the run that went in can be used again.
func TestATurnCanBeDecidedAgain(t *testing.T) {
	t.Parallel()
	p := program(t, everything())
	first := p.Step(p.Begin(), Scene{Conversation: "c1"}, events[0], monday)
	asked := p.Step(first.Run, first.Scene, Delivered{}, monday)
	stored := asked.Run.Encode()
	one := p.Step(asked.Run, asked.Scene, Received{Message: Message{ID: "a", Text: "A"}}, monday)
	two := p.Step(asked.Run, asked.Scene, Received{Message: Message{ID: "b", Text: "B"}}, monday)
	again := p.Step(asked.Run, asked.Scene, Received{Message: Message{ID: "a", Text: "A"}}, monday)
	require.Equal(t, stored, asked.Run.Encode())
	require.Equal(t, "a", one.Run.answers()["topic"])
	require.Equal(t, "b", two.Run.answers()["topic"])
	require.Equal(t, one.Run.Encode(), again.Run.Encode())
	require.Equal(t, one.Effects, again.Effects)
}

func TestABegunRunLeavesTheNextOneAlone(t *testing.T) {
	t.Parallel()
	flow := flowOf(Set{{To: topic, Value: "message.text"}}, AskQuestion{Text: "?"})
	p := program(t, flow)
	turned := p.Step(p.Begin(), Scene{}, Received{Message: Message{Text: "mine"}}, monday)
	require.Equal(t, "mine", turned.Run.answers()["topic"])
	require.Empty(t, p.Begin().answers())
}
