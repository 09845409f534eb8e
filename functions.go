package usher

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/gousher/usher/internal/dates"
	"github.com/gousher/usher/internal/duration"
	"github.com/gousher/usher/internal/rule"
)

// functions are what every expression may call.
func functions(d *desk) map[string]rule.Func[*Turn] {
	return map[string]rule.Func[*Turn]{
		"matches":                      matchesFunc(d),
		"is_open":                      isOpenFunc(d),
		"next_opening":                 nextOpeningFunc(d),
		"contact.conversations_within": conversationsWithin(),
		"online":                       countFunc(d, func(s TeamState) int { return s.Online }),
		"available":                    countFunc(d, func(s TeamState) int { return s.Available }),
		"waiting":                      countFunc(d, func(s TeamState) int { return s.Waiting }),
		"estimated_wait":               estimateFunc(d),
	}
}

// What is wrong with an argument at run time. The argument may be private: it is not repeated.
var (
	errNoCalendar = errors.New("the argument is not the name of a calendar")
	errNoTeam     = errors.New("the argument is not the name of a team")
	errNoDuration = errors.New("the argument is not a duration")
)

// knownName checks a constant argument against the names that there are.
func knownName(what string, known func(string) bool, names func() []string) func(args []string) string {
	return func(args []string) string {
		if len(args) == 0 || known(args[0]) {
			return ""
		}
		message := fmt.Sprintf("unknown %s %q", what, args[0])
		if hint := didYouMean(args[0], names()); hint != "" {
			message += ", " + hint
		}
		return message
	}
}

func knownCalendar(d *desk) func(args []string) string {
	if d == nil {
		return nil
	}
	return knownName("calendar", d.has, func() []string { return sortedKeys(d.Calendars) })
}

func knownTeam(d *desk) func(args []string) string {
	if d == nil {
		return nil
	}
	return knownName("team", func(id string) bool { return d.teams[id] != nil }, func() []string { return sortedKeys(d.teams) })
}

// isOpenFunc is is_open(calendar): whether it is open now.
func isOpenFunc(d *desk) rule.Func[*Turn] {
	return rule.Func[*Turn]{
		Params: []rule.Type{rule.StringType}, Result: rule.BoolType, Check: knownCalendar(d),
		Call: func(t *Turn, args []rule.Value) (rule.Value, error) {
			name, err := calendarOf(d, args[0])
			if err != nil {
				return rule.None(), err
			}
			return rule.Bool(d.open(name, t.now)), nil
		},
	}
}

func calendarOf(d *desk, arg rule.Value) (string, error) {
	name, _ := arg.AsString()
	if d == nil || !d.has(name) {
		return "", errNoCalendar
	}
	return name, nil
}

// nextOpeningFunc is next_opening(calendar): when it opens next, while it is open as well; nil if it never does. In a text it
// reads in words, in the contact's language: "Monday at 09:00".
func nextOpeningFunc(d *desk) rule.Func[*Turn] {
	return rule.Func[*Turn]{
		Params: []rule.Type{rule.StringType}, Result: rule.TimeType, Check: knownCalendar(d),
		Call: func(t *Turn, args []rule.Value) (rule.Value, error) {
			name, err := calendarOf(d, args[0])
			if err != nil {
				return rule.None(), err
			}
			hours := d.hours[name]
			at, opens, ok := hours.Next(t.now)
			if ok && !opens {
				at, opens, ok = hours.Next(at)
			}
			if !ok || !opens {
				return rule.None(), nil
			}
			zone := hours.Location()
			return rule.Spoken(rule.Time(at.In(zone)), dates.Say(at.In(zone), t.now.In(zone), t.reads())), nil
		},
	}
}

// conversationsWithin is contact.conversations_within("7d"): how many conversations the contact began in that time, this
// one not counted.
func conversationsWithin() rule.Func[*Turn] {
	return rule.Func[*Turn]{
		Params: []rule.Type{rule.StringType}, Result: rule.IntType,
		Check: func(args []string) string {
			if len(args) == 0 {
				return ""
			}
			if _, err := duration.Parse(args[0]); err != nil {
				return err.Error()
			}
			return ""
		},
		Call: func(t *Turn, args []rule.Value) (rule.Value, error) {
			text, _ := args[0].AsString()
			within, err := duration.Parse(text)
			if err != nil {
				return rule.None(), errNoDuration
			}
			return rule.Int(int64(t.scene.openedWithin(t.now, within))), nil
		},
	}
}

// openedWithin counts the conversations that were opened in the time before an instant.
func (s *Scene) openedWithin(now time.Time, within time.Duration) int {
	n := 0
	for _, at := range s.Opened {
		if now.Sub(at) <= within {
			n++
		}
	}
	return n
}

// TeamState is how a team stands: what the functions online, available, waiting and estimated_wait tell of it.
type TeamState struct {
	// Online are its agents who are online, Available those who could be given a conversation now, Waiting the
	// conversations that wait for it.
	Online, Available, Waiting int
	// Wait is how long one that came now would probably wait.
	Wait Estimate
}

// team asks for the state of a team, once in a turn.
func (t *Turn) team(d *desk, arg rule.Value) (TeamState, error) {
	id, _ := arg.AsString()
	if d == nil || d.teams[id] == nil {
		return TeamState{}, errNoTeam
	}
	if t.shard != nil {
		return t.shard.teamState(t, id), nil
	}
	if i := slices.IndexFunc(t.teams, func(k knownTeamState) bool { return k.team == id }); i >= 0 {
		return t.teams[i].state, nil
	}
	if t.scene.Team == nil {
		return TeamState{}, fmt.Errorf("%w: nobody tells how teams stand", errNoTeam)
	}
	state := t.scene.Team(id)
	t.teams = append(t.teams, knownTeamState{id, state})
	return state, nil
}

type knownTeamState struct {
	team  string
	state TeamState
}

// countFunc is a function over a team that gives a number.
func countFunc(d *desk, count func(TeamState) int) rule.Func[*Turn] {
	return rule.Func[*Turn]{
		Params: []rule.Type{rule.StringType}, Result: rule.IntType, Check: knownTeam(d),
		Call: func(t *Turn, args []rule.Value) (rule.Value, error) {
			state, err := t.team(d, args[0])
			if err != nil {
				return rule.None(), err
			}
			return rule.Int(int64(count(state))), nil
		},
	}
}

// estimateFunc is estimated_wait(team): in seconds, nil if nothing is known. In a text it reads "3-5 min".
func estimateFunc(d *desk) rule.Func[*Turn] {
	return rule.Func[*Turn]{
		Params: []rule.Type{rule.StringType}, Result: rule.IntType, Check: knownTeam(d),
		Call: func(t *Turn, args []rule.Value) (rule.Value, error) {
			state, err := t.team(d, args[0])
			if err != nil || !state.Wait.Known {
				return rule.None(), err
			}
			mean := (state.Wait.Min + state.Wait.Max) / 2
			return rule.Spoken(rule.Int(int64(mean/time.Second)), state.Wait.String()), nil
		},
	}
}

// teamState is how a team stands now, for a conversation like the turn's.
func (s *Shard) teamState(t *Turn, team string) TeamState {
	place := s.toTeam(team, s.now)
	c := s.countsOf(t, place)
	return TeamState{
		Online: c.online, Available: c.available, Waiting: c.waiting, Wait: s.estimate(place, c.waiting+1, s.now),
	}
}
