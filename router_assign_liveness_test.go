package usher_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// atRest holds after every call: nobody has two owners, no load differs from what the agent has, no offer is made to, and
// no conversation is with, somebody who is offline without a time to keep it, and nobody who could take a conversation
// that waits is free.
func (f *workday) atRest(after string) {
	f.t.Helper()
	agents, err := f.router.Agents(f.t.Context())
	require.NoError(f.t, err)
	owner := map[string]string{}
	for _, a := range agents {
		require.GreaterOrEqual(f.t, a.Load, usher.Units(0), "the load of %s", a.Agent.ID)
		for _, id := range slices.Concat(a.Conversations, a.Offered) {
			require.Empty(f.t, owner[id], "%s has two owners", id)
			owner[id] = a.Agent.ID
		}
		for _, id := range a.Offered {
			require.False(f.t, f.refused(id, a.Agent.ID, time.Nanosecond), "%s is asked about %s again, after %s", a.Agent.ID, id, after)
		}
		if a.Status != usher.Online {
			require.Empty(f.t, a.Offered, "%s is %s and is asked", a.Agent.ID, a.Status)
		}
	}
	waiting, err := f.router.Waiting(f.t.Context())
	require.NoError(f.t, err)
	for _, queued := range waiting {
		require.Empty(f.t, owner[queued.Conversation], "%s waits and has an owner", queued.Conversation)
		for _, a := range agents {
			require.False(f.t, f.able(a, queued), "%s waits for %s%s, and %s is free\n%s%s",
				queued.Conversation, queued.Team, queued.Agent, a.Agent.ID, queued.Explain(), after)
		}
	}
	for _, id := range dayIDs() {
		require.Equal(f.t, owner[id], handsOf(f.t, f.host.of(id)), "whose %s is as the host knows it", id)
	}
}

// handsOf follows a conversation from hand to hand, offers included, as the host saw it.
func handsOf(t *testing.T, effects []usher.Effect) string {
	t.Helper()
	hands, offered := "", false
	for _, e := range effects {
		switch e := e.(type) {
		case usher.Offer:
			require.Empty(t, hands, "%s is offered to %s", e.Conversation, e.Agent)
			hands, offered = e.Agent, true
		case usher.Withdraw:
			require.True(t, offered && hands == e.Agent, "the offer of %s to %s is withdrawn", e.Conversation, e.Agent)
			hands, offered = "", false
		case usher.HandOver:
			require.True(t, hands == "" || offered && hands == e.Agent, "%s is handed to %s, it is %s's", e.Conversation, e.Agent, hands)
			hands, offered = e.Agent, false
		case usher.TakeBack:
			require.True(t, hands == e.Agent && !offered, "%s is taken back from %s", e.Conversation, e.Agent)
			hands = ""
		case usher.Close:
			hands, offered = "", false
		}
	}
	return hands
}

// refused reports whether an agent has declined, left unanswered, or lost for want of an answer, a conversation, so long
// after he came back from being offline, or later.
func (f *workday) refused(conversation, agent string, later time.Duration) bool {
	trace, err := f.router.Explain(f.t.Context(), conversation)
	require.NoError(f.t, err)
	refused := false
	for _, entry := range trace {
		switch entry.Kind {
		case usher.EntryMoved: // to him, by hand
			refused = refused && entry.Detail != "to "+agent && !strings.HasPrefix(entry.Detail, "to "+agent+" ")
		case usher.EntryDeclined, usher.EntryLapsed, usher.EntryTakenBack:
			refused = refused || strings.Contains(entry.Detail, agent) && !entry.At.Before(f.backAt[agent].Add(later))
		}
	}
	return refused
}

// able reports whether an agent could be given, or asked about, a conversation that waits.
func (f *workday) able(a usher.AgentView, queued usher.Queued) bool {
	now := f.clock.Now()
	cost, voice := usher.Unit, int(queued.Conversation[len(queued.Conversation)-1]-'0')%3 == 0
	if voice {
		cost = 2 * usher.Unit
	}
	early := time.Date(2026, 3, 2, 9, 20, 0, 0, time.UTC) // 10:20 in Madrid
	switch {
	case a.Status != usher.Online, a.Load+cost > a.Capacity, f.wrapUntil[a.Agent.ID].After(now):
		return false
	case f.cfg.Desk.RampUp.Per > 0 && f.onlineAt[a.Agent.ID].Add(rampPer).After(now): // he may have had his share
		return false
	case a.Agent.Hours == "early" && !now.Before(early), f.refused(queued.Conversation, a.Agent.ID, 0):
		return false
	}
	calls, ofSupport := 0, 0
	for _, id := range slices.Concat(a.Conversations, a.Offered) {
		result := f.view(id).Outcome.Of()
		if result.Team == "support" {
			ofSupport++
		}
		if int(id[len(id)-1]-'0')%3 == 0 {
			calls++
		}
	}
	if limit, ok := a.Agent.ChannelLimits["voice"]; ok && voice && calls >= limit {
		return false
	}
	if queued.Agent != "" {
		return queued.Agent == a.Agent.ID
	}
	kind, stage := f.kindOf(queued.Conversation), queued.Stage
	level := map[string]usher.Level{"staged/1": 2, "staged/2": 1, "topic/1": 1}[fmt.Sprint(kind, "/", stage)]
	teams := []string{queued.Team}
	if kind == "any" {
		teams = []string{"sales", "support"}
	}
	if kind == "any" && stage == 2 && a.Agent.Capacity < 2 || a.Agent.Skills["french"] < level {
		return false
	}
	closed := now.Hour() == 9 && now.Minute() >= 30 && now.Minute() < 40 || now.Hour() < 8 || now.Hour() >= 18
	return slices.ContainsFunc(teams, func(team string) bool {
		limit, limited := a.Agent.TeamLimits[team]
		return slices.Contains(a.Agent.Teams, team) && (team != "sales" || !closed) && (!limited || ofSupport < limit)
	})
}

// kindOf is the way in which a conversation that waits was assigned: by its workflow, as the first message said, or in
// another way.
func (f *workday) kindOf(id string) string {
	kind := "other"
	trace, err := f.router.Explain(f.t.Context(), id)
	require.NoError(f.t, err)
	for _, entry := range trace {
		for _, k := range dayKinds {
			if entry.Kind == usher.EntryMatched && strings.Contains(entry.Detail, `message.text == "`+k+`"`) {
				kind = k
			}
		}
		matched := entry.Kind == usher.EntryMatched
		switch {
		case matched && strings.Contains(entry.Detail, `topic == "Sales"`):
			kind = "topic"
		case matched && slices.Contains([]string{"else", "timed_out", "not_taken"}, entry.Detail):
			kind = "other"
		case entry.Kind == usher.EntryMoved, entry.Kind == usher.EntryFallback, entry.Kind == usher.EntryFailed:
			kind = "other"
		}
	}
	return kind
}
