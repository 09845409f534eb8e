package usher

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// pausing waits, then asks.
func pausing(wait Wait, steps ...Step) Flow {
	flow := flowOf(append([]Step{wait, SendMessage{Text: "then"}}, steps...)...)
	flow.Vars = append(flow.Vars, Var[time.Time]{Name: "promised", Default: new(monday.Add(36 * time.Hour))})
	return flow
}

func madrid(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Madrid")
	require.NoError(t, err)
	return zone
}

func TestAWaitLetsTimePass(t *testing.T) {
	t.Parallel()
	zone := madrid(t)
	for name, test := range map[string]struct {
		wait  Wait
		from  time.Time
		until time.Time
	}{
		"for a while":               {Wait{For: 90 * time.Minute}, monday, monday.Add(90 * time.Minute)},
		"until an instant":          {Wait{Until: "promised"}, monday, monday.Add(36 * time.Hour)},
		"until it opens":            {Wait{Until: `next_opening("office")`}, monday, time.Date(2026, 1, 5, 15, 0, 0, 0, zone)},
		"an hour of the office":     {Wait{For: time.Hour, Business: "office"}, monday, time.Date(2026, 1, 5, 11, 0, 0, 0, zone)},
		"to the end of the morning": {Wait{For: 4 * time.Hour, Business: "office"}, monday, time.Date(2026, 1, 5, 14, 0, 0, 0, zone)},
		"over lunch":                {Wait{For: 4*time.Hour + time.Second, Business: "office"}, monday, time.Date(2026, 1, 5, 15, 0, 1, 0, zone)},
		"three days of eight hours": {Wait{For: 24 * time.Hour, Business: "office"}, monday, time.Date(2026, 1, 8, 10, 0, 0, 0, zone)},
		"from Friday to Monday":     {Wait{For: 2 * time.Hour, Business: "office"}, time.Date(2026, 1, 9, 17, 0, 0, 0, zone), time.Date(2026, 1, 12, 10, 0, 0, 0, zone)},
		"from outside the hours":    {Wait{For: time.Hour, Business: "office"}, time.Date(2026, 1, 10, 12, 0, 0, 0, zone), time.Date(2026, 1, 12, 10, 0, 0, 0, zone)},
		"a night in which an hour is skipped": {Wait{For: 8 * time.Hour, Business: "night"}, time.Date(2026, 3, 27, 22, 0, 0, 0, zone),
			time.Date(2026, 3, 28, 6, 0, 0, 0, zone)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := talkAt(t, openDesk(), pausing(test.wait)).after(test.from.Sub(monday)).says("hello").rests(RestPause)
			require.Equal(t, test.until.UTC(), d.turned.Rest.Deadline.UTC())
			d.explains("until " + test.until.UTC().Format(time.RFC3339)).sends()
			d.after(test.until.Sub(d.now)).happens(TimedOut{}).sends("then").goesTo("support").explains("the wait is over")
		})
	}
}

func TestAWaitForAnInstantThatHasPassedIsNone(t *testing.T) {
	t.Parallel()
	for _, until := range []string{"now", "conversation.opened_at", "contact.last_seen"} {
		d := talk(t, pausing(Wait{Until: until}))
		d.scene.LastSeen = monday.Add(-time.Hour)
		d.says("hello").sends("then").goesTo("support").explains("not at all")
	}
}

func TestAWaitForAnInstantThatIsNotKnownFails(t *testing.T) {
	t.Parallel()
	flow := pausing(Wait{Until: "due_at"})
	flow.Steps = append(Steps{Set{{To: dueAt, Value: "nil"}}}, flow.Steps...)
	talk(t, flow).says("hello").fails("there is nothing to wait for: due_at is not set")
	talkAt(t, openDesk(), pausing(Wait{For: time.Hour, Business: "never"})).says("hello").fails("never does not open for so long any more")
	talkAt(t, openDesk(), pausing(Wait{Until: `next_opening("never")`})).says("hello").fails(`next_opening("never") is not set`)
}

func TestAMessageEndsAWaitThatHasAnOr(t *testing.T) {
	t.Parallel()
	wait := Wait{For: time.Hour, Or: Steps{SendMessage{Text: "You said {{ message.text }}."}}}
	d := talk(t, pausing(wait)).says("hello").rests(RestPause)
	d.says("still there?").sends("You said still there?.", "then").goesTo("support").explains("or: the contact has written")
	talk(t, pausing(wait)).says("hello").happens(TimedOut{}).sends("then").goesTo("support")
}

func TestWhatIsNoMessageDoesNotMoveTheEndOfAWait(t *testing.T) {
	t.Parallel()
	d := talk(t, pausing(Wait{For: time.Hour})).says("hello")
	deadline, fence := d.turned.Rest.Deadline, d.run.fence
	d.after(time.Minute)
	for _, e := range []Event{Delivered{}, Undelivered{}, ActionDone{}} {
		d.happens(e).rests(RestPause)
		require.Equal(t, deadline, d.turned.Rest.Deadline)
		require.Equal(t, fence, d.run.fence)
	}
}

func TestMistakesInWaits(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		wait Wait
		want string
	}{
		"no end":                {Wait{}, "U026 [1 for] the wait has no end; say how long with for, or until when"},
		"two ends":              {Wait{For: 1, Until: "now"}, "U026 [1 until] the wait has two ends; leave out for or until"},
		"below zero":            {Wait{For: -1}, "U026 [1 for] the wait is below zero or longer than ten years"},
		"for ever":              {Wait{For: 100_000 * time.Hour}, "U026 [1 for] the wait is below zero or longer than ten years"},
		"hours of an instant":   {Wait{Until: "now", Business: "office"}, "U026 [1 business] a wait until an instant does not count hours; use for"},
		"an unknown calendar":   {Wait{For: 1, Business: "ofice"}, `U003 [1 business] unknown calendar "ofice"; did you mean office?`},
		"until what is no time": {Wait{Until: "contact.name"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := brief(mistakesOf(t, pausing(test.wait), openDesk()))
			if test.want != "" {
				require.Contains(t, found, test.want)
			}
		})
	}
}

func TestHoursTakeOneWayWhileACalendarIsOpenAndAnotherWhileItIsClosed(t *testing.T) {
	t.Parallel()
	flow := Flow{Name: "test", Steps: Steps{
		Hours{Calendar: "office", Open: Steps{Assign{Team: "sales"}}, Closed: Steps{SendMessage{Text: "closed"}, CloseConversation{}}},
	}}
	zone := madrid(t)
	for at, open := range map[time.Time]bool{
		time.Date(2026, 1, 5, 8, 59, 59, 999, zone): false, time.Date(2026, 1, 5, 9, 0, 0, 0, zone): true,
		time.Date(2026, 1, 5, 13, 59, 59, 0, zone): true, time.Date(2026, 1, 5, 14, 0, 0, 0, zone): false,
		time.Date(2026, 1, 10, 12, 0, 0, 0, zone): false,
	} {
		d := talkAt(t, openDesk(), flow).after(at.Sub(monday)).says("hello")
		if open {
			d.goesTo("sales").explains("office is open")
			continue
		}
		d.sends("closed").rests(RestClosed).explains("office is closed")
	}
}

func TestMistakesInHours(t *testing.T) {
	t.Parallel()
	flow := func(h Hours) Flow { return Flow{Name: "test", Steps: Steps{h}} }
	require.Contains(t, brief(mistakesOf(t, flow(Hours{Calendar: "nigth", Open: toSupport(), Closed: toSupport()}), openDesk())),
		`U003 [1 calendar] unknown calendar "nigth"; did you mean night?`)
	for _, h := range []Hours{{Calendar: "office", Open: toSupport()}, {Calendar: "office", Closed: toSupport()}} {
		found := mistakesOf(t, flow(h), openDesk())
		require.Len(t, found, 1)
		require.Contains(t, found[0].Message, "the hours have no steps for")
	}
}

func TestTheNextOpeningReadsInWordsInTheContactsLanguage(t *testing.T) {
	t.Parallel()
	zone := madrid(t)
	for _, test := range []struct {
		at   time.Time
		want map[string]string
	}{
		{time.Date(2026, 1, 5, 14, 30, 0, 0, zone), map[string]string{
			"en": "Monday at 15:00", "es": "lunes a las 15:00", "de": "Montag um 15:00", "": "Monday at 15:00",
		}},
		{time.Date(2026, 1, 5, 16, 0, 0, 0, zone), map[string]string{"en": "Tuesday at 09:00", "es-MX": "martes a las 09:00"}},
		{time.Date(2026, 1, 9, 18, 0, 0, 0, zone), map[string]string{"en": "Monday at 09:00", "fr": "lundi à 09:00"}},
	} {
		for language, want := range test.want {
			d := talkAt(t, openDesk(), flowOf(SendMessage{Text: `We open {{ next_opening("office") }}.`})).after(test.at.Sub(monday))
			d.scene.Contact.Language = language
			d.says("hello").sends("We open " + want + ".")
		}
	}
}

func TestTheNextOpeningIsAnInstantEverywhereElse(t *testing.T) {
	t.Parallel()
	zone := madrid(t)
	d := talkAt(t, openDesk(), pausing(Wait{Until: "now"},
		Set{{To: dueAt, Value: `next_opening("office")`}},
		When(`next_opening("office") < promised && next_opening("office") > now && is_open("office") && next_opening("never") == nil`, SendMessage{Text: "soon"}).
			Else(SendMessage{Text: "later"}),
	)).says("hello").sends("then", "soon")
	require.Equal(t, time.Date(2026, 1, 5, 15, 0, 0, 0, zone).UTC(), d.variable("due_at"))
}

func TestCalendarsThatAreNotThereAreMistakesInExpressions(t *testing.T) {
	t.Parallel()
	for _, call := range []string{`is_open("ofice")`, `next_opening("ofice") == nil`} {
		found := mistakesOf(t, flowOf(When(call, SendMessage{Text: "x"}).Else(SendMessage{Text: "y"})), openDesk())
		require.Contains(t, found[0].Message+found[0].Hint, `unknown calendar "ofice"`)
		require.Contains(t, found[0].Message+found[0].Hint, `did you mean office?`)
	}
}
