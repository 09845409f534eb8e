package main

import (
	"fmt"
	"strings"

	"github.com/gousher/usher"
)

// desks are those that can be chosen; the first serves when nothing speaks for another.
var desks = []setup{bank, assistant}

// A setup is a desk in short: its teams, and the rows of its keyword table.
type setup struct {
	name   string
	teams  []team
	others team // serves what no row matches
	rows   []usher.Row
}

// A team, and which labels of a file mean it, beside its own name: "transfer_timing", or "transfer*" for all that begin so.
type team struct {
	id     string
	name   string
	labels []string
}

const (
	table = "front"      // the name of the keyword table
	boss  = "shift lead" // the team of the fallback
)

// Who works in each team.
const (
	agentsPerTeam = 4
	capacity      = 5
)

// all are the teams in the order in which they are reported.
func (s setup) all() []team {
	return append(append([]team(nil), s.teams...), s.others)
}

// desk is the desk as the router takes it.
func (s setup) desk() usher.Desk {
	d := usher.Desk{
		Tables:   map[string]usher.Table{table: {Rows: s.rows, Else: s.others.id}},
		Fallback: usher.Fallback{Team: boss},
	}
	for _, t := range append(s.all(), team{id: boss, name: "Shift lead"}) {
		d.Teams = append(d.Teams, usher.Team{ID: t.id, Name: t.name})
		for i := range agentsPerTeam {
			d.Agents = append(d.Agents, usher.Agent{
				ID: fmt.Sprintf("%s %d", t.id, i+1), Teams: []string{t.id}, Capacity: capacity, Status: usher.Online,
			})
		}
	}
	return d
}

// meant is the team that a label means, empty if it means none: the one that names it, else the longest beginning.
func (s setup) meant(label string) string {
	best, length := "", -1
	for _, t := range s.all() {
		for _, l := range append([]string{t.id}, t.labels...) {
			beginning, open := strings.CutSuffix(l, "*")
			switch {
			case !open && strings.EqualFold(l, label):
				return t.id
			case open && strings.HasPrefix(strings.ToLower(label), beginning) && len(beginning) > length:
				best, length = t.id, len(beginning)
			}
		}
	}
	return best
}

// knows counts the labels that mean a team.
func (s setup) knows(labels map[string]int) int {
	n := 0
	for label := range labels {
		if s.meant(label) != "" {
			n++
		}
	}
	return n
}

func deskNames() []string {
	names := make([]string, len(desks))
	for i, s := range desks {
		names[i] = s.name
	}
	return names
}
