package usher

import (
	"fmt"

	"github.com/gousher/usher/internal/phrase"
	"github.com/gousher/usher/internal/rule"
)

// A Table is a keyword table: ordered rows of phrases, each of a team. The first row that matches a message wins, unless
// Best is set.
//
// Matching ignores case, width, canonical differences of Unicode and invisible characters. Phrases match whole words in
// scripts that use spaces and anywhere in those that do not. "refund*" matches any ending, "~fund" matches anywhere.
type Table struct {
	Rows []Row
	// Best: the row with the greatest matched weight wins; among equals the first.
	Best bool
	// Else is the team of what no row matches; empty: the strategy passes.
	Else string
}

// A Row is the phrases of one team.
type Row struct {
	Team string
	// Name is how the explanation calls the row; it defaults to the team.
	Name string
	// Priority is that of the conversations which the row sends to the team.
	Priority int
	Phrases  []string
	// Not: a message with one of these does not match the row.
	Not []string
	// Weight is what a matched phrase counts for if the best row wins; 0 means 1.
	Weight int
	// Languages restricts the row to messages in these (BCP 47).
	Languages []string
}

// table is a Table made ready.
type table struct {
	Table
	phrases *phrase.Table
}

func (p *desk) checkTables(found *Diagnostics) {
	for _, name := range sortedKeys(p.Desk.Tables) {
		t := p.Desk.Tables[name]
		place := "tables." + name
		report := func(field, code, message, hint string, warning bool) {
			*found = append(*found, Diagnostic{
				Workflow: deskPlace, Step: place, Field: field, Code: code, Message: message, Hint: hint, Warning: warning,
			})
		}
		rows := make([]phrase.Row, len(t.Rows))
		for i, row := range t.Rows {
			rows[i] = phrase.Row{Phrases: row.Phrases, Not: row.Not, Weight: row.Weight, Languages: row.Languages}
			if p.teams[row.Team] == nil {
				report(rowField(i), codeUnknown, fmt.Sprintf("unknown team %q", row.Team), p.nearestTeam(row.Team), false)
			}
		}
		if t.Else != "" && p.teams[t.Else] == nil {
			report(elseBlock, codeUnknown, fmt.Sprintf("unknown team %q", t.Else), p.nearestTeam(t.Else), false)
		}
		compiled, problems := phrase.Compile(rows, t.Best)
		for _, problem := range problems {
			report(rowField(problem.Row), problem.Code, problem.Message, "", problem.Warning)
		}
		p.tables[name] = &table{Table: t, phrases: compiled}
	}
}

func rowField(i int) string { return fmt.Sprintf("row %d", i+1) }

// find is the team for a message, the row's priority, and what was found, for the explanation.
func (t *table) find(m Message, language string) (team string, priority int, why string) {
	i, hits := t.phrases.Match(m.Text, language)
	if i < 0 {
		return t.Else, 0, "no row matches"
	}
	row := &t.Rows[i]
	name := row.Name
	if name == "" {
		name = row.Team
	}
	if len(hits) > 0 && hits[0].End <= len(m.Text) {
		return row.Team, row.Priority, fmt.Sprintf("row %d (%s) matches %q", i+1, name, m.Text[hits[0].Start:hits[0].End])
	}
	return row.Team, row.Priority, fmt.Sprintf("row %d (%s) matches", i+1, name)
}

// Keywords is an [Assigner] that chooses the team of the first row of a table that matches the message.
type Keywords struct {
	// Table is the name of one of the desk's tables.
	Table string
	// Else is the team of what no row matches, if the table has none.
	Else string
}

// Declare declares the table.
func (k Keywords) Declare(d *Declaration) {
	d.Table("by.table", k.Table)
	d.Team("by.else", k.Else)
}

// Assign looks the message up.
func (k Keywords) Assign(r *Request) Decision {
	t := r.shard.desk.tables[k.Table]
	if t == nil {
		return Pass()
	}
	team, priority, why := t.find(r.Message(), r.turn.language())
	if team == "" {
		team = k.Else
	}
	r.Explain("keyword table " + k.Table + ": " + why)
	if team == "" {
		return Pass()
	}
	return ToTeam(team).WithPriority(priority)
}

func (Keywords) once() {}

func (Keywords) cure() string { return "the strategy's else" }

func (k Keywords) mayPass(d *Declaration) bool {
	t := d.compiler.desk.tables[k.Table]
	return k.Else == "" && (t == nil || t.Else == "")
}

// matchesFunc is matches(table) in expressions: the team of the matching row, or nil.
func matchesFunc(p *desk) rule.Func[*Turn] {
	return rule.Func[*Turn]{
		Params: []rule.Type{rule.StringType}, Result: rule.Any,
		Check: func(args []string) string {
			if p == nil || len(args) == 0 || p.tables[args[0]] != nil {
				return ""
			}
			message := fmt.Sprintf("unknown table %q", args[0])
			if hint := didYouMean(args[0], sortedKeys(p.tables)); hint != "" {
				message += ", " + hint
			}
			return message
		},
		Call: func(t *Turn, args []rule.Value) (rule.Value, error) {
			name, _ := args[0].AsString()
			if p == nil || p.tables[name] == nil {
				return rule.None(), fmt.Errorf("unknown table %q", name)
			}
			team, _, _ := p.tables[name].find(t.scene.Message, t.language())
			if team == "" {
				return rule.None(), nil
			}
			return rule.String(team), nil
		},
	}
}
