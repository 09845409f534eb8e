package usher

import (
	"cmp"
	"maps"
	"strings"
	"time"

	"github.com/gousher/usher/internal/rule"
)

// The names in every expression: contact (id, name, language, tags, fields, returning, conversations, last_agent,
// last_seen), message (id, text, choice, language), channel, conversation (id, opened_at, opened_by), now, the
// variables by their names; the functions are in functions.go. A function is known by its parentheses, so that a variable may
// be called like one of expr's own: count, first.
//
//nolint:gochecknoglobals // a table that is only read
var reserved = map[string]bool{
	"contact": true, "message": true, "channel": true, "conversation": true, "now": true, "agent": true,
	"position": true, "estimated_wait": true, "online": true, "available": true, "waiting": true,
	"matches": true, "is_open": true, "next_opening": true,
	"true": true, "false": true, "nil": true, "not": true, "and": true, "or": true, "in": true, "let": true,
	"if": true, "else": true, "contains": true, "startsWith": true, "endsWith": true,
}

func identifier(name string) bool {
	if name == "" || len(name) > 64 {
		return false
	}
	for i, r := range name {
		letter := r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return true
}

// maxExpressionText is how much of a message an expression sees.
const maxExpressionText = 16 << 10

type name = rule.Name[*Turn]

type condition = rule.Expr[*Turn]

// newScope is what the workflow's expressions may read. Every leaf is a function of the turn, so that nothing is built
// per message.
func newScope(p *Program, d *desk) *rule.Scope[*Turn] {
	names := map[string]name{
		"contact": {Fields: contactNames()},
		"message": {Fields: map[string]name{
			"id":       text(func(t *Turn) string { return t.scene.Message.ID }),
			"text":     text(func(t *Turn) string { return cut(t.scene.Message.Text) }),
			"choice":   optional(func(t *Turn) string { return t.scene.Message.Choice }),
			"language": optional(func(t *Turn) string { return t.language() }),
		}},
		"channel": text(func(t *Turn) string { return t.scene.Channel }),
		"conversation": {Fields: map[string]name{
			"id":        text(func(t *Turn) string { return t.scene.Conversation }),
			"opened_at": {Type: rule.TimeType, Value: func(t *Turn) rule.Value { return rule.Time(t.scene.OpenedAt) }},
			"opened_by": text(func(t *Turn) string { return t.scene.OpenedBy }),
		}},
		"now": {Type: rule.TimeType, Value: func(t *Turn) rule.Value { return rule.Time(t.now) }},
	}
	for i, d := range p.declared {
		names[d.name] = name{
			Type: typeOf(d.kind), Private: d.private,
			Value: func(t *Turn) rule.Value { return t.run.vars[i] },
		}
	}
	return &rule.Scope[*Turn]{Names: names, Funcs: functions(d)}
}

func contactNames() map[string]name {
	return map[string]name{
		"id":       text(func(t *Turn) string { return t.scene.Contact.ID }),
		"name":     optional(func(t *Turn) string { return t.scene.Contact.Name }),
		"language": optional(func(t *Turn) string { return t.scene.Contact.Language }),
		"zone":     optional(func(t *Turn) string { return t.scene.Contact.Zone }),
		"tags": {Type: rule.StringsType, Value: func(t *Turn) rule.Value {
			return rule.Strings(t.scene.Contact.Tags)
		}},
		"fields": {Type: rule.MapType, Open: true, Value: func(t *Turn) rule.Value {
			return rule.Map(t.scene.Contact.Fields)
		}},
		"returning": {Type: rule.BoolType, Value: func(t *Turn) rule.Value {
			return rule.Bool(t.scene.Conversations > 0)
		}},
		"conversations": {Type: rule.IntType, Value: func(t *Turn) rule.Value {
			return rule.Int(int64(t.scene.Conversations))
		}},
		"last_agent": optional(func(t *Turn) string { return t.scene.LastAgent }),
		"last_seen": {Type: rule.TimeType, Value: func(t *Turn) rule.Value {
			if t.scene.LastSeen.IsZero() {
				return rule.None()
			}
			return rule.Time(t.scene.LastSeen)
		}},
	}
}

// over is the scope with more names.
func (c *compiler) over(more map[string]name) *rule.Scope[*Turn] {
	names := maps.Clone(c.scope.Names)
	maps.Copy(names, more)
	return &rule.Scope[*Turn]{Names: names, Funcs: c.scope.Funcs}
}

// agentNames are the names in conditions and values over an agent.
func agentNames() map[string]name {
	number := func(value func(*agentState) int64) name {
		return name{Type: rule.IntType, Value: func(t *Turn) rule.Value { return rule.Int(value(t.candidate)) }}
	}
	list := func(value func(*agentState) []string) name {
		return name{Type: rule.StringsType, Value: func(t *Turn) rule.Value { return rule.Strings(value(t.candidate)) }}
	}
	units := func(value func(*agentState) Units) name {
		return name{Type: rule.FloatType, Value: func(t *Turn) rule.Value { return rule.Float(value(t.candidate).Float()) }}
	}
	return map[string]name{"agent": {Fields: map[string]name{
		"id":        text(func(t *Turn) string { return t.candidate.agent.ID }),
		"name":      text(func(t *Turn) string { return cmp.Or(t.candidate.agent.Name, t.candidate.agent.ID) }),
		"teams":     list(func(a *agentState) []string { return a.agent.Teams }),
		"languages": list(func(a *agentState) []string { return a.agent.Languages }),
		"skills": {Type: rule.MapType, Open: true, Value: func(t *Turn) rule.Value {
			return rule.Map(t.candidate.skillValues())
		}},
		"attributes": {Type: rule.MapType, Open: true, Value: func(t *Turn) rule.Value {
			return rule.Map(t.candidate.agent.Attributes)
		}},
		"status":   text(func(t *Turn) string { return t.candidate.status.String() }),
		"capacity": number(func(a *agentState) int64 { return int64(max(a.agent.Capacity, 1)) }),
		"load":     units(func(a *agentState) Units { return a.load }),
		"handled": {Type: rule.IntType, Value: func(t *Turn) rule.Value {
			return rule.Int(int64(t.candidate.handledToday(t.shard.today(t.candidate))))
		}},
		"idle": {Type: rule.IntType, Value: func(t *Turn) rule.Value {
			return rule.Int(int64(t.now.Sub(t.candidate.idleSince) / time.Second))
		}},
	}}}
}

// counts is how many there are of agents and conversations of a stage.
type counts struct{ online, available, waiting int }

// countNames are the names in the conditions under which a stage opens or is skipped.
func countNames() map[string]name {
	number := func(value func(counts) int) name {
		return name{Type: rule.IntType, Value: func(t *Turn) rule.Value { return rule.Int(int64(value(t.counts))) }}
	}
	return map[string]name{
		"online":    number(func(c counts) int { return c.online }),
		"available": number(func(c counts) int { return c.available }),
		"waiting":   number(func(c counts) int { return c.waiting }),
	}
}

// waitNames are the names in the steps that are done while the conversation waits.
func waitNames() map[string]name {
	return map[string]name{
		"position": {Type: rule.IntType, Value: func(t *Turn) rule.Value {
			if event, ok := t.event.(Enqueued); ok {
				return rule.Int(int64(event.Position))
			}
			return rule.None()
		}},
		"estimated_wait": optional(func(t *Turn) string {
			if event, ok := t.event.(Enqueued); ok {
				return event.EstimatedWait.String()
			}
			return ""
		}),
	}
}

func text(value func(*Turn) string) name {
	return name{Type: rule.StringType, Value: func(t *Turn) rule.Value { return rule.String(value(t)) }}
}

// optional is a text that may not be set: it is nil then.
func optional(value func(*Turn) string) name {
	return name{Type: rule.StringType, Value: func(t *Turn) rule.Value {
		if s := value(t); s != "" {
			return rule.String(s)
		}
		return rule.None()
	}}
}

// language is the one of the message, as far as it is known: what the channel says, else the contact's.
func (t *Turn) language() string { return cmp.Or(t.scene.Message.Language, t.scene.Contact.Language) }

func cut(s string) string {
	if len(s) > maxExpressionText {
		return tidy(s[:maxExpressionText])
	}
	return s
}

// seen captures what a decision looked at, each name once.
func (t *Turn) seen(refs []rule.Ref[*Turn]) []Seen {
	if len(refs) == 0 {
		return nil
	}
	all := make([]Seen, 0, len(refs))
	for _, ref := range refs {
		field, ok := strings.CutPrefix(ref.Path, "contact.fields.")
		private := ref.Private || ok && t.program.private[field]
		all = append(all, Seen{Name: ref.Path, private: private, value: ref.Value(t)})
	}
	return all
}
