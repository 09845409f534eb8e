package cli

import (
	"slices"
	"time"

	"github.com/gousher/usher"
)

// A survey counts what became of the messages.
type survey struct {
	agreement

	desk  *usher.Desk
	all   *messages
	label string // the column; empty: there is none

	teams     map[string]int
	rest      map[string]int // those who came to rest with no team
	elses     int
	fallbacks map[string]int // by reason
	refused   []refusal
	took      []time.Duration
}

// agreement compares the teams with the labels.
type agreement struct {
	names     map[string]string // the team that a label means
	unlabeled int
	strangers map[string]int // labels that are no team
	labeled   map[string]int // messages by the team that their label means
	routed    map[string]int // the same messages by the team that got them
	agree     map[string]int
}

func newSurvey(desk *usher.Desk, all *messages, label string) *survey {
	s := &survey{
		desk: desk, all: all, label: label,
		teams: map[string]int{}, rest: map[string]int{}, fallbacks: map[string]int{},
		agreement: agreement{
			names: map[string]string{}, strangers: map[string]int{},
			labeled: map[string]int{}, routed: map[string]int{}, agree: map[string]int{},
		},
	}
	for _, team := range desk.Teams {
		if _, taken := s.names[team.Name]; !taken && team.Name != "" {
			s.names[team.Name] = team.ID
		}
	}
	for _, team := range desk.Teams { // an id comes before a name
		s.names[team.ID] = team.ID
	}
	return s
}

// add counts one result.
func (s *survey) add(r result) {
	if r.refused != "" {
		s.refused = append(s.refused, refusal{Line: r.message.line, Reason: r.refused})
		return
	}
	s.took = append(s.took, r.took)
	if r.team != "" {
		s.teams[r.team]++
	} else {
		s.rest[r.rest]++
	}
	if r.isElse {
		s.elses++
	}
	if r.fallback != "" {
		s.fallbacks[r.fallback]++
	}
	if s.label != "" {
		s.compare(r)
	}
}

func (s *survey) compare(r result) {
	want, known := s.names[r.message.label]
	switch {
	case r.message.label == "":
		s.unlabeled++
		return
	case !known:
		s.strangers[r.message.label]++
		return
	}
	s.labeled[want]++
	s.routed[r.team]++
	if r.team == want {
		s.agree[want]++
	}
}

// A routeReport is what the command prints.
type routeReport struct {
	File     string    `json:"file"`
	Messages int       `json:"messages"`
	Routed   int       `json:"routed"`
	Empty    int       `json:"empty"`
	Refused  []refusal `json:"refused"`
	Teams    []share   `json:"teams"`
	Rest     []share   `json:"no_team,omitempty"`
	Else     share     `json:"else"`
	Fallback share     `json:"fallback"`
	Reasons  []share   `json:"fallback_reasons,omitempty"`
	// Requests are the messages whose http steps found nobody: no request is made.
	Requests int `json:"requests_refused,omitempty"`
	// Vacant are the teams in which nobody works, of a desk that has agents.
	Vacant []string    `json:"teams_without_agents,omitempty"`
	Labels *comparison `json:"agreement,omitempty"`
	Time   *timing     `json:"time_per_message,omitempty"`
}

// A refusal is a message that the router did not take.
type refusal struct {
	Line   int    `json:"line"`
	Reason string `json:"reason"`
}

// A share is how many of the routed messages.
type share struct {
	Name     string   `json:"name,omitempty"`
	Messages int      `json:"messages"`
	Share    *float64 `json:"share"` // null of nothing
}

// A comparison is how far teams and labels agree.
type comparison struct {
	Column    string      `json:"column"`
	Compared  int         `json:"compared"`
	Agree     int         `json:"agree"`
	Share     *float64    `json:"share"`
	Teams     []agreeing  `json:"teams"`
	Unlabeled int         `json:"without_label"`
	Strangers []labelling `json:"labels_that_are_no_team"`
}

// agreeing is one team's row of a comparison.
type agreeing struct {
	Team      string   `json:"team"`
	Labeled   int      `json:"labelled"`
	Routed    int      `json:"routed"`
	Agree     int      `json:"agree"`
	Precision *float64 `json:"precision"`
	Recall    *float64 `json:"recall"`
}

// A labelling is a label and how many messages have it.
type labelling struct {
	Label    string `json:"label"`
	Messages int    `json:"messages"`
}

// A timing is how long the router took for a message.
type timing struct {
	Mean time.Duration `json:"mean_ns"`
	P50  time.Duration `json:"p50_ns"`
	P99  time.Duration `json:"p99_ns"`
}

func (s *survey) report(file string) routeReport {
	routed, served := len(s.took), 0
	for _, n := range s.fallbacks {
		served += n
	}
	r := routeReport{
		File: file, Messages: len(s.all.rows) + s.all.empty, Routed: routed, Empty: s.all.empty, Refused: s.refused,
		Teams: []share{}, Else: shareOf("", s.elses, routed), Fallback: shareOf("", served, routed),
		Rest: ranked(s.rest, routed), Reasons: ranked(s.fallbacks, routed), Time: timingOf(s.took),
	}
	if r.Refused == nil {
		r.Refused = []refusal{}
	}
	for _, team := range s.desk.Teams {
		r.Teams = append(r.Teams, shareOf(team.ID, s.teams[team.ID], routed))
	}
	if len(s.desk.Agents) > 0 {
		r.Vacant = vacantTeams(*s.desk)
	}
	if s.label != "" {
		r.Labels = s.comparison()
	}
	return r
}

func (s *survey) comparison() *comparison {
	c := &comparison{Column: s.label, Unlabeled: s.unlabeled, Strangers: []labelling{}}
	for _, team := range s.desk.Teams {
		labeled, routed, agree := s.labeled[team.ID], s.routed[team.ID], s.agree[team.ID]
		c.Compared, c.Agree = c.Compared+labeled, c.Agree+agree
		c.Teams = append(c.Teams, agreeing{team.ID, labeled, routed, agree, ratio(agree, routed), ratio(agree, labeled)})
	}
	c.Share = ratio(c.Agree, c.Compared)
	for _, l := range ranked(s.strangers, 0) {
		c.Strangers = append(c.Strangers, labelling{l.Name, l.Messages})
	}
	return c
}

func shareOf(name string, n, of int) share {
	return share{Name: name, Messages: n, Share: ratio(n, of)}
}

// ranked are the counts, the greatest first.
func ranked(counts map[string]int, of int) []share {
	list := make([]share, 0, len(counts))
	for _, name := range sortedKeys(counts) {
		list = append(list, shareOf(name, counts[name], of))
	}
	slices.SortStableFunc(list, func(a, b share) int { return b.Messages - a.Messages })
	return list
}

// ratio is nil of nothing.
func ratio(n, of int) *float64 {
	if of == 0 {
		return nil
	}
	r := float64(n) / float64(of)
	return &r
}

func timingOf(took []time.Duration) *timing {
	if len(took) == 0 {
		return nil
	}
	sorted := slices.Sorted(slices.Values(took))
	var sum time.Duration
	for _, d := range sorted {
		sum += d
	}
	quantile := func(percent int) time.Duration { return sorted[(len(sorted)*percent+99)/100-1] }
	return &timing{Mean: sum / time.Duration(len(sorted)), P50: quantile(50), P99: quantile(99)}
}
