package ushertest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

var topic = usher.Var[string]{Name: "topic"}

// reception asks, branches and assigns; who wants neither sales nor support is looked up.
func reception(lookUp usher.Action) usher.Flow {
	floor := usher.Var[int]{Name: "floor"}
	return usher.Flow{Name: "reception", Vars: []usher.Variable{topic, floor}, Steps: usher.Steps{
		usher.AskQuestion{
			Text: "What is it about?", Choices: []usher.Choice{{ID: "s", Title: "Sales"}, {ID: "h", Title: "Help"}, {ID: "o", Title: "Other"}},
			SaveTo: topic, Timeout: 15 * time.Minute,
			NoAnswer: usher.Steps{usher.SendMessage{Text: "Still there?"}, usher.CloseConversation{Category: "silent"}},
			Else:     usher.Steps{usher.Comment{Text: "no topic"}, usher.Assign{Team: "help"}},
		},
		usher.When(`topic == "s"`, usher.Assign{Team: "sales"}).
			When(`topic == "o"`, usher.Do{
				Name: "look up", Action: lookUp, Save: map[string]usher.Target{"floor": floor, "plan": usher.ContactField("plan")},
				Else: usher.Steps{usher.Assign{Team: "sales"}},
			}, usher.Tag{Add: []string{"looked up"}}, usher.CloseConversation{}).
			Else(usher.Assign{Team: "help", Must: usher.Skills{"french": 2}}),
	}}
}

func lobby() usher.Desk {
	return usher.Desk{
		Teams: []usher.Team{{ID: "sales"}, {ID: "help"}, {ID: "bosses"}},
		Agents: []usher.Agent{
			{ID: "ana", Teams: []string{"help"}, Skills: usher.Skills{"french": 3}},
			{ID: "bo", Teams: []string{"help"}, Skills: usher.Skills{"french": 1}, Status: usher.Online},
			{ID: "ben", Teams: []string{"sales"}, Status: usher.Online},
		},
		Fallback: usher.Fallback{Team: "bosses"},
	}
}

func found(context.Context, usher.ActionInput) (usher.ActionResult, error) {
	return usher.ActionResult{Fields: map[string]any{"floor": 3, "plan": "gold"}}, nil
}

func newChat(tb testing.TB) *Chat {
	tb.Helper()
	return NewChat(tb, usher.Config{Workflow: reception(usher.ActionFunc(found)), Desk: lobby()})
}

var (
	mia = usher.Contact{ID: "mia", Name: "Mia", Language: "es"}
	tom = usher.Contact{ID: "tom"}
)

func TestAChatReadsLikeOne(t *testing.T) {
	t.Parallel()
	chat := newChat(t)
	m := chat.With(mia, "web")
	m.Says("hello").Hears("What is it about?").IsAsking().HearsNothing()
	m.Says("pizza").HearsOf("about").Because("refused")
	m.Taps("Help").IsQueued("help", 1).Because("bo lacks french (has level 1, needs 2)").Saved("topic", "h").HearsNothing()
	n := chat.With(tom, "web")
	n.Says("hi").Taps("h").IsQueued("help", 2)
	chat.Agent("ana").Comes().Has(m).Writes(m, "Hola").StepsAway().Closes(m).Has()
	m.IsClosed()
	n.IsQueued("help", 1)
	chat.Agent("ana").Comes().Has(n)
	n.IsAssigned("help", "ana")
	chat.Agent("ana").Transfers(n, usher.Transfer{Team: "sales"}).Has()
	n.IsAssigned("sales", "ben").Because("moved: to sales by ana").Leaves().IsClosed()
	require.Equal(t, "tom/web", n.ID())
	require.Equal(t, usher.StateClosed, n.Outcome().Of().State)
}

// asking offers to those who speak French well, then to everybody who helps.
func asking() usher.Flow {
	return usher.Flow{Name: "asking", Steps: usher.Steps{usher.Assign{
		Team: "help", Must: usher.Skills{"french": 3}, For: time.Minute, AcceptWithin: 20 * time.Second, AwayAfter: 1,
		Queued: usher.Steps{usher.SendMessage{Text: "You are number {{ position }}"}},
		Stages: []usher.Stage{{Must: usher.Skills{}}},
	}}}
}

func TestOffersAndStages(t *testing.T) {
	t.Parallel()
	desk, free := lobby(), usher.Units(0)
	desk.Costs.OnHold = &free
	chat := NewChat(t, usher.Config{Workflow: asking(), Desk: desk})
	ana, bo := chat.Agent("ana").Comes(), chat.Agent("bo")
	m := chat.With(mia, "web").Says("bonjour").IsOffered("help", "ana").IsInStage(1)
	ana.IsAskedAbout(m).Has().Carries(1).Declines(m).IsAskedAbout()
	m.IsQueued("help", 1).Hears("You are number 1")
	chat.Advance(time.Minute)
	m.IsOffered("help", "bo").IsInStage(2)
	bo.Accepts(m).Accepts(m).Has(m).IsAskedAbout().Holds(m).Carries(0)
	m.IsAssigned("help", "bo").IsInStage(2)
	bo.Resumes(m).Carries(1).Holds(m)
	m.Says("encore une question").Because("hold")
	bo.Carries(1)
	n := chat.With(tom, "web").Says("salut").IsOffered("help", "ana")
	chat.Advance(20 * time.Second)
	ana.Is(usher.Away).IsAskedAbout()
	n.IsQueued("help", 1).Because("lapsed")
	var asked []string
	for _, offer := range chat.Host.Offers(m.ID()) {
		asked = append(asked, offer.Agent)
	}
	require.Equal(t, []string{"ana", "bo"}, asked)
	require.Len(t, chat.Host.Withdrawals(m.ID()), 1)
	require.Equal(t, "declined", chat.Host.Withdrawals(m.ID())[0].Reason)
}

func TestAClaimAboutAnOfferThatIsNotSoEndsTheTest(t *testing.T) {
	t.Parallel()
	for want, claim := range map[string]func(c *Chat, m *Customer){
		"want: offered to \"bo\" of team \"help\"\n\tgot:  offered to \"ana\" of team \"help\"": func(_ *Chat, m *Customer) { m.IsOffered("help", "bo") },
		"mia/web is in another stage\n\twant: 2\n\tgot:  1":                                     func(_ *Chat, m *Customer) { m.IsInStage(2) },
		"bo cannot accept mia/web":  func(c *Chat, m *Customer) { c.Agent("bo").Accepts(m) },
		"bo cannot decline mia/web": func(c *Chat, m *Customer) { c.Agent("bo").Declines(m) },
		"ana cannot hold mia/web":   func(c *Chat, m *Customer) { c.Agent("ana").Holds(m) },
		"ana cannot resume mia/web": func(c *Chat, m *Customer) { c.Agent("ana").Resumes(m) },
		"bo is asked about other conversations\n\twant: \"mia/web\"\n\tgot:  nothing": func(c *Chat, m *Customer) { c.Agent("bo").IsAskedAbout(m) },
		"ana is online, and not away":          func(c *Chat, _ *Customer) { c.Agent("ana").Is(usher.Away) },
		"ana carries a load of 1, and not 0.2": func(c *Chat, _ *Customer) { c.Agent("ana").Carries(0.2) },
	} {
		got := failures(t, func(tb *recorder) {
			chat := NewChat(tb, usher.Config{Workflow: asking(), Desk: lobby()})
			chat.Agent("ana").Comes()
			claim(chat, chat.With(mia, "web").Says("bonjour"))
		})
		require.Contains(t, got, want)
	}
}

func TestASecondConversationOfAContactHasItsOwnID(t *testing.T) {
	t.Parallel()
	chat := newChat(t)
	require.Equal(t, "mia/web", chat.With(mia, "web").ID())
	require.Equal(t, "mia/web/2", chat.With(mia, "web").ID())
	require.Equal(t, "mia/sms", chat.With(mia, "sms").ID())
}

func TestTimePassesWithEverythingThatIsDueOnTheWay(t *testing.T) {
	t.Parallel()
	chat := newChat(t)
	m := chat.With(mia, "web")
	m.Says("hello")
	chat.Advance(5 * time.Minute)
	n := chat.With(tom, "web")
	n.Says("hello")
	chat.Advance(9 * time.Minute)
	m.IsAsking()
	chat.Advance(time.Hour)
	require.Equal(t, ChatStart.Add(74*time.Minute), chat.Clock.Now())
	for customer, at := range map[*Customer]time.Duration{m: 15 * time.Minute, n: 20 * time.Minute} {
		customer.IsClosed().Hears("What is it about?", "Still there?")
		sent := chat.Host.Sent(customer.ID())
		require.Equal(t, ChatStart.Add(at), sent[len(sent)-1].At)
	}
}

func TestAnActionIsDoneWhenTheNextLineLooks(t *testing.T) {
	t.Parallel()
	fails := 2
	action := usher.ActionFunc(func(ctx context.Context, in usher.ActionInput) (usher.ActionResult, error) {
		if fails--; fails >= 0 {
			return usher.ActionResult{}, errors.New("the CRM is down")
		}
		return found(ctx, in)
	})
	for _, background := range []bool{false, true} {
		fails = 2
		chat := NewChat(t, usher.Config{Workflow: reception(action), Desk: lobby(), Background: background})
		m := chat.With(mia, "web").Says("hello").Hears("What is it about?").Taps("Other").IsWaiting().Because("the CRM is down")
		chat.Advance(10 * time.Second)
		m.IsClosed().Saved("floor", 3).Saved("contact.plan", "gold").Saved("contact.language", "es").Saved("contact.name", "Mia").
			Saved("contact.age", nil).HasTags("looked up")
	}
}

func TestARestartAndAnotherDeskGoUnnoticed(t *testing.T) {
	t.Parallel()
	chat := newChat(t)
	m := chat.With(mia, "web").Says("hello").Hears("What is it about?")
	desk := lobby()
	desk.Agents = append(desk.Agents, usher.Agent{ID: "cem", Teams: []string{"sales"}, Status: usher.Online})
	chat.Restarts().Changes(usher.Definition{Desk: &desk})
	m.Repeats().HearsNothing().IsAsking().Taps("Sales").IsAssigned("sales", "ben")
	chat.Restarts()
	chat.With(tom, "web").Says("hello").Taps("Sales").IsAssigned("sales", "cem")
	next := reception(usher.ActionFunc(found))
	next.Revision = 1
	chat.Changes(usher.Definition{Workflows: []usher.Workflow{next}}).Restarts()
	chat.Agent("ben").Closes(m)
	require.Equal(t, 1, m.Says("again").IsAsking().Outcome().Of().Revision)
}

func TestWhatTheHostRefusesIsTriedAgain(t *testing.T) {
	t.Parallel()
	chat := newChat(t)
	chat.Host.Refuse = func(usher.Effect) error { return errors.New("the network is down") }
	m := chat.With(mia, "web").Says("hello").HearsNothing()
	chat.Restarts()
	m.HearsNothing()
	chat.Host.Refuse = nil
	chat.Advance(10 * time.Second)
	m.Hears("What is it about?")
	require.Greater(t, chat.Host.Tries(chat.Host.Sent(m.ID())[0].Key()), 1)
}

func TestAFallbackHasItsReason(t *testing.T) {
	t.Parallel()
	flow := usher.Flow{Name: "broken", Steps: usher.Steps{
		usher.StepFunc(func(*usher.Turn) usher.Next { panic("oh") }), usher.CloseConversation{},
	}}
	chat := NewChat(t, usher.Config{Workflow: flow, Desk: lobby()})
	chat.With(mia, "web").Says("hello").IsQueued("bosses", 1).IsAtFallback("panicked: oh").Noted("could not be routed")
}

// A claim that is not so ends the test, and says what was expected, what came, and why.
func TestAClaimThatIsNotSoEndsTheTest(t *testing.T) {
	t.Parallel()
	for want, claim := range map[string]func(*Chat, *Customer){
		"mia/web heard something else\n\twant: \"Hi\"\n\tgot:  \"What is it about?\"": func(_ *Chat, m *Customer) { m.Hears("Hi") },
		"want: nothing": func(_ *Chat, m *Customer) { m.HearsNothing() },
		"got:  nothing": func(_ *Chat, m *Customer) { m.Hears("What is it about?").Hears("?") },
		"want: texts with \"price\"\n\tgot:  \"What is it about?\"":    func(_ *Chat, m *Customer) { m.HearsOf("price") },
		"want: closed\n\tgot:  asking\n\t09:00:00  started: reception": func(_ *Chat, m *Customer) { m.IsClosed() },
		"want: waiting": func(_ *Chat, m *Customer) { m.IsWaiting() },
		"want: queued for team \"help\" at position 1": func(_ *Chat, m *Customer) { m.IsQueued("help", 1) },
		"got:  assigned to \"ben\" of team \"sales\"":  func(_ *Chat, m *Customer) { m.Taps("Sales").IsAsking() },
		"want: assigned to \"bo\" of team \"sales\"":   func(_ *Chat, m *Customer) { m.Taps("Sales").IsAssigned("sales", "bo") },
		"tapped what was not offered\n\twant: \"Pizza\"\n\tgot:  \"Sales\", \"Help\", \"Other\"": func(_ *Chat, m *Customer) {
			m.Taps("Pizza")
		},
		"got:  no choices at all": func(c *Chat, _ *Customer) { c.With(tom, "sms").Taps("Sales") },
		"tom/sms has not begun":   func(c *Chat, _ *Customer) { c.With(tom, "sms").IsAsking() },
		"has sent nothing":        func(c *Chat, _ *Customer) { c.With(tom, "sms").Repeats() },
		"was not accepted: usher: invalid input: the message has": func(_ *Chat, m *Customer) {
			m.Says(string(make([]byte, usher.DefaultMaxText+1)))
		},
		"cannot leave: usher: invalid input: unknown":                      func(c *Chat, _ *Customer) { c.With(tom, "sms").Leaves() },
		"has another explanation\n\twant: one with \"lacks french\"":       func(_ *Chat, m *Customer) { m.Because("lacks french") },
		"has no such comment":                                              func(_ *Chat, m *Customer) { m.Noted("x") },
		"want: topic = \"s\"\n\tgot:  topic = <nil>":                       func(_ *Chat, m *Customer) { m.Saved("topic", "s") },
		"want: \"vip\"\n\tgot:  nothing":                                   func(_ *Chat, m *Customer) { m.HasTags("vip") },
		"is not at the fallback":                                           func(_ *Chat, m *Customer) { m.IsAtFallback("x") },
		"cannot be online: usher: invalid input: unknown agent":            func(c *Chat, _ *Customer) { c.Agent("zoe").Comes() },
		"zoe does not work here":                                           func(c *Chat, _ *Customer) { c.Agent("zoe").Has() },
		"bo has other conversations\n\twant: \"mia/web\"\n\tgot:  nothing": func(c *Chat, m *Customer) { c.Agent("bo").Has(m) },
		"is not for bo to close":                                           func(c *Chat, m *Customer) { c.Agent("bo").Closes(m) },
		"is not for bo to pass on":                                         func(c *Chat, m *Customer) { c.Agent("bo").Transfers(m, usher.Transfer{Team: "sales"}) },
		"ben cannot pass mia/web on":                                       func(c *Chat, m *Customer) { m.Taps("Sales"); c.Agent("ben").Transfers(m, usher.Transfer{}) },
		"bo cannot write to mia/web":                                       func(c *Chat, m *Customer) { c.Agent("bo").Writes(m, "x") },
		"goes forward only":                                                func(c *Chat, _ *Customer) { c.Advance(-1) },
		"the definition cannot be put in":                                  func(c *Chat, _ *Customer) { c.Changes(usher.Definition{Desk: &usher.Desk{}}) },
		"a promise about deliveries was not kept: two effects": func(c *Chat, _ *Customer) {
			_ = c.Host.Deliver(t.Context(), usher.Note{Text: "a"})
			_ = c.Host.Deliver(t.Context(), usher.Note{Text: "b"})
		},
	} {
		got := failures(t, func(tb *recorder) {
			chat := newChat(tb)
			claim(chat, chat.With(mia, "web").Says("hello"))
		})
		require.Contains(t, got, want)
	}
}

func TestAChatOfABadConfigurationEndsTheTest(t *testing.T) {
	t.Parallel()
	require.Contains(t, failures(t, func(tb *recorder) { NewChat(tb, usher.Config{}) }), "the router cannot be made")
	require.Contains(t, failures(t, func(tb *recorder) { NewChat(tb, usher.Config{Host: &Host{}}) }), "a clock and a host of its own")
}

// downStore is a store that can be taken down.
type downStore struct {
	usher.Store

	down bool
}

func (s *downStore) Acquire(ctx context.Context, tenant string) (usher.Lease, error) {
	if s.down {
		return usher.Lease{}, errors.New("the store is down")
	}
	return s.Store.Acquire(ctx, tenant)
}

func TestAStoreThatIsDownEndsTheTest(t *testing.T) {
	t.Parallel()
	got := failures(t, func(tb *recorder) {
		store := &downStore{Store: usher.NewMemoryStore()}
		chat := NewChat(tb, usher.Config{Workflow: reception(usher.ActionFunc(found)), Desk: lobby(), Store: store})
		chat.With(mia, "web").Says("hello")
		store.down = true
		chat.Restarts()
	})
	require.Contains(t, got, "what is due at 2026-03-02T09:00:00Z cannot be done: usher: the store is unavailable, try again: the store is down")
}

func TestAPlaceAndAFileAnswerQuestions(t *testing.T) {
	t.Parallel()
	where, papers := usher.Var[string]{Name: "place"}, usher.Var[string]{Name: "papers"}
	chat := NewChat(t, usher.Config{Desk: lobby(), Workflow: usher.Flow{
		Name: "claims", Vars: []usher.Variable{where, papers}, Steps: usher.Steps{
			usher.AskQuestion{Text: "Where?", Type: usher.LocationAnswer, SaveTo: where, Else: usher.Steps{usher.CloseConversation{}}},
			usher.AskQuestion{Text: "A picture?", Type: usher.AttachmentAnswer, SaveTo: papers, Else: usher.Steps{usher.CloseConversation{}}},
			usher.Assign{Team: "help"},
		},
	}})
	m := chat.With(mia, "web").Says("hello").Hears("Where?")
	m.SendsLocation(52.2, 21).Hears("A picture?").Saved("place", "52.2,21")
	m.SendsFile("image", "https://example.com/a.png").Saved("papers", "https://example.com/a.png").IsAssigned("help", "bo")
}
