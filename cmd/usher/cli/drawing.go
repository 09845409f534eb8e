package cli

import (
	"slices"
	"strings"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
)

// A drawing is a workflow as steps and arrows, with words that people read.
type drawing struct {
	Workflow string `json:"workflow"`
	Revision int    `json:"revision"`
	// On and When are what starts it.
	On   []string `json:"on,omitempty"`
	When string   `json:"when,omitempty"`
	// Once: it starts once for each contact.
	Once  bool    `json:"once_per_contact,omitempty"`
	First string  `json:"first"`
	Steps []drawn `json:"steps"`
}

// drawn is one step.
type drawn struct {
	ID     string `json:"id"`
	Inside string `json:"inside,omitempty"`
	Kind   string `json:"kind"`
	Label  string `json:"label,omitempty"`
	// Stages are those of an assignment that open after the first.
	Stages []drawnStage `json:"stages,omitempty"`
	Next   string       `json:"next,omitempty"`
	// NextLabel says when it goes on with the next step, if not always.
	NextLabel string  `json:"next_label,omitempty"`
	Ways      []arrow `json:"ways,omitempty"`
	Jumps     []arrow `json:"jumps,omitempty"`
}

// A drawnStage is a later stage of an assignment: what it says, and what makes it open, in lines.
type drawnStage struct {
	Label string `json:"label,omitempty"`
	Opens string `json:"opens,omitempty"`
}

// An arrow is a way out of a step; To is the id of the step that it leads to, empty if there is none.
type arrow struct {
	Name  string `json:"name,omitempty"`
	Label string `json:"label,omitempty"`
	To    string `json:"to,omitempty"`
}

func drawingOf(kinds file.Kinds, w usher.Workflow, o usher.Outline) drawing {
	d := drawing{Workflow: string(o.Workflow), Revision: o.Revision, First: o.First, Steps: make([]drawn, 0, len(o.Steps))}
	if flow, ok := w.(usher.Flow); ok {
		d.When, d.Once = flow.When, flow.OncePerContact
		for _, trigger := range flow.On {
			d.On = append(d.On, string(trigger))
		}
	}
	for _, s := range o.Steps {
		step := drawn{ID: s.ID, Inside: s.Inside, Next: s.Next}
		step.Kind, step.Label = describe(kinds, s.Step)
		step.Stages = laterStages(kinds, s.Step)
		if step.Next != "" {
			step.NextLabel = nextLabel(s.Step)
		}
		for _, way := range s.Ways {
			step.Ways = append(step.Ways, arrow{Name: way.Name, Label: wayLabel(s.Step, way.Name), To: way.To})
		}
		for _, to := range s.Jumps {
			step.Jumps = append(step.Jumps, arrow{Label: jumpLabel(s.Step), To: to})
		}
		d.Steps = append(d.Steps, step)
	}
	return d
}

// title is what stands where the workflow begins.
func (d drawing) title() string {
	on := d.On
	if len(on) == 0 {
		on = []string{string(usher.OnMessage)}
	}
	title := d.Workflow + "\non " + strings.Join(on, ", ")
	if d.When != "" {
		title += "\nwhen " + short(d.When)
	}
	if d.Once {
		title += "\nonce per contact"
	}
	return title
}

// text is what stands in the step's box: its kind, the id that it was given, and what it does.
func (s drawn) text() string {
	text := s.Kind
	if !isPath(s.ID) {
		text += " " + s.ID
	}
	if s.Label != "" {
		text += "\n" + s.Label
	}
	return text
}

// isPath reports whether an id is the place of a step that was given none: 2, 2.else.1.
func isPath(id string) bool {
	parts := strings.Split(id, ".")
	last := parts[len(parts)-1]
	return last != "" && strings.Trim(last, "0123456789") == ""
}

// nodeNames are short names for the steps that no language of pictures gives a meaning to.
func (d drawing) nodeNames() map[string]string {
	names := make(map[string]string, len(d.Steps))
	for i, s := range d.Steps {
		names[s.ID] = "s" + itoa(i+1)
	}
	return names
}

// A node is a box of the picture: a step, or a later stage of one.
type node struct{ name, kind, text string }

func (d drawing) nodes() []node {
	nodes := make([]node, 0, len(d.Steps))
	names := d.nodeNames()
	for _, s := range d.Steps {
		nodes = append(nodes, node{names[s.ID], s.Kind, s.text()})
		for i, stage := range s.Stages {
			text := "stage " + itoa(i+2)
			if stage.Label != "" {
				text += "\n" + stage.Label
			}
			nodes = append(nodes, node{stageName(names[s.ID], i), s.Kind, text})
		}
	}
	return nodes
}

// stageName is the name of a later stage's node.
func stageName(step string, i int) string { return step + "_" + itoa(i+2) }

// An edge is one arrow of the picture, between nodes; several of a step that lead to the same one are drawn as one.
type edge struct {
	from, to, label string
	// dashed: the step jumps there, or the steps there are done beside the wait.
	dashed bool
}

// edges are all arrows but the first; open reports whether one leads nowhere.
func (d drawing) edges() (edges []edge, open bool) {
	names := d.nodeNames()
	add := func(from, to, label string, dashed bool) {
		target := names[to]
		if to == "" {
			target, open = openEnd, true
		}
		same := func(e edge) bool {
			return e.from == from && e.to == target && e.dashed == dashed && e.label != "" && label != ""
		}
		if i := slices.IndexFunc(edges, same); i >= 0 {
			edges[i].label += "\n" + label
			return
		}
		edges = append(edges, edge{from, target, label, dashed})
	}
	for _, s := range d.Steps {
		from := names[s.ID]
		last := from
		for i, stage := range s.Stages {
			next := stageName(from, i)
			edges = append(edges, edge{last, next, stage.Opens, false})
			last = next
		}
		for _, way := range s.Ways {
			if s.Kind == assignKind && way.Name == timedOutWay {
				add(last, way.To, way.Label, false)
				continue
			}
			add(from, way.To, way.Label, s.Kind == assignKind && way.Name == queuedWay)
		}
		if s.Next != "" {
			add(from, s.Next, s.NextLabel, d.waitsOn(s))
		}
		for _, jump := range s.Jumps {
			add(from, jump.To, jump.Label, true)
		}
	}
	return edges, open
}

// waitsOn reports whether a step is the last of those that are done while a conversation waits: it goes on waiting.
func (d drawing) waitsOn(s drawn) bool {
	return s.Inside != "" && s.Next == s.Inside && slices.ContainsFunc(d.Steps, func(outer drawn) bool {
		return outer.ID == s.Inside && outer.Kind == assignKind
	})
}

// What an assignment's kind and some of its ways are called.
const (
	assignKind  = "assign"
	timedOutWay = "timed_out"
	queuedWay   = "queued"
)

// The names of the nodes that are no steps, and what stands in the one where nothing follows.
const (
	startNode = "start"
	openEnd   = "nothing"
	openText  = "nothing follows"
)
