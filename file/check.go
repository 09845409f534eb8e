package file

import (
	"path"
	"regexp"
	"slices"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/source"
)

// checkAll checks the definitions as the router would, and puts what it finds at its place in the files.
func (r *reader) checkAll(all *loaded) {
	for _, d := range all.desks {
		d.check()
	}
	together := map[*readDesk][]*readWorkflow{}
	for _, w := range all.workflows {
		d := all.deskOf(w)
		if d == nil && len(all.beside(w)) > 1 {
			n, ok := w.places[""].field("name", "")
			if !ok {
				n = w.root
			}
			n.Warn(source.Duplicate, "check it together with the one that it belongs to, and no other",
				"%d desks stand in the directory of this workflow: it is checked against none of them", len(all.beside(w)))
		}
		together[d] = append(together[d], w)
	}
	for d, workflows := range together {
		switch {
		case d != nil:
			checkSet(workflows, workflows, d, true)
			serveAll(workflows)
			apart(workflows)
		case len(workflows) > 1 && len(all.desks) == 0:
			checkSet(workflows, workflows, nil, true)
		default: // what there is besides is not known
			for _, w := range workflows {
				checkSet([]*readWorkflow{w}, []*readWorkflow{w}, nil, false)
			}
		}
	}
}

// deskOf is the desk that a workflow is checked against: the only one, or the one in its own directory.
func (all *loaded) deskOf(w *readWorkflow) *readDesk {
	if len(all.desks) == 1 {
		return all.desks[0]
	}
	if own := all.beside(w); len(own) == 1 {
		return own[0]
	}
	return nil
}

// beside are the desks in the directory of a workflow.
func (all *loaded) beside(w *readWorkflow) []*readDesk {
	var own []*readDesk
	for _, d := range all.desks {
		if path.Dir(d.root.File().Name) == path.Dir(w.root.File().Name) {
			own = append(own, d)
		}
	}
	return own
}

func (d *readDesk) check() {
	d.checker = usher.NewChecker(&d.desk)
	for _, mistake := range d.checker.Desk() {
		if mistake.Step == "fallback" && d.desk.Fallback.Team == "" { // has been said
			continue
		}
		if name := quotedWord.FindStringSubmatch(mistake.Message); mistake.Field == "limits" && name != nil {
			mistake.Field = "limits " + name[0]
		}
		if !d.hides(mistake) {
			d.places.report(mistake)
		}
	}
	d.shaky = d.before != d.root.File().Mark()
}

var (
	ofDesk  = regexp.MustCompile(`^unknown (team|agent|table|calendar)`)
	ofStaff = regexp.MustCompile(`^(nobody (at the desk|on shift)|no agent of the desk) `)
)

// hides reports whether a name is perhaps only unknown because a part of the desk could not be read, or whether somebody
// could perhaps do it if all that is said of the agents were right.
func (d *readDesk) hides(mistake usher.Diagnostic) bool {
	if d == nil {
		return false
	}
	unknown := ofDesk.FindStringSubmatch(mistake.Message)
	return len(unknown) > 1 && d.blurred[unknown[1]] || d.shaky && ofStaff.MatchString(mistake.Message)
}

// alone is what is wrong with a workflow by itself.
func (w *readWorkflow) alone(d *readDesk) usher.Diagnostics {
	checker := usher.NewChecker(nil)
	if d != nil && !d.broken {
		checker = d.checker
	}
	return checker.Workflow(w.flow)
}

// report puts what was found of a workflow at its place in the file, unless it follows from what has been said.
func (w *readWorkflow) report(found usher.Diagnostics, d *readDesk) {
	for _, mistake := range found {
		follows := w.follows(mistake) || d.hides(mistake)
		if name := quotedWord.FindStringSubmatch(mistake.Message); mistake.Field == "vars" && name != nil {
			mistake.Field += " " + name[1]
		}
		if !follows {
			w.places.report(mistake)
		}
	}
}

const (
	noExit      = "U020"
	noGuard     = "U025"
	unsetVar    = "U024"
	openEnd     = "U021"
	circular    = "U023"
	unknownName = "U011"
)

var word = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_]*`)

// follows reports whether a mistake is only said because something else could not be read.
func (w *readWorkflow) follows(d usher.Diagnostic) bool {
	lost := func(name string) bool { return w.lost[name] || w.broken[name] }
	switch d.Code {
	case source.Unknown, source.WrongType, unsetVar, unknownName, "U013":
		quoted := ""
		if name := quotedWord.FindStringSubmatch(d.Message); name != nil {
			quoted = name[1]
		}
		return w.vague && d.Code == unknownName || lost(quoted) ||
			slices.ContainsFunc(word.FindAllString(d.Message, -1), lost) ||
			len(w.broken) > 0 && slices.ContainsFunc(word.FindAllString(d.Source, -1), func(name string) bool { return w.broken[name] })
	}
	return false
}

// serveAll reports workflows which all have guards: what none of them matches would have nowhere to go. Where no message
// starts any of them, that is meant.
func serveAll(workflows []*readWorkflow) {
	var w *readWorkflow
	for _, one := range workflows {
		switch {
		case one.empty || one.flow.When == "" && one.starts():
			return
		case w == nil && one.starts():
			w = one
		}
	}
	if w == nil {
		return
	}
	w.places.report(usher.Diagnostic{
		Code: noGuard, Field: "when", Message: "no workflow serves the messages that no guard matches: each of them has one",
		Hint: "let one workflow that starts on message or opened have no condition",
	})
}

// starts reports whether a message may start it.
func (w *readWorkflow) starts() bool {
	return len(w.flow.On) == 0 || slices.Contains(w.flow.On, usher.OnMessage) || slices.Contains(w.flow.On, usher.OnOpened)
}

// apart reports workflows that have the same name.
func apart(workflows []*readWorkflow) {
	first := map[string]*readWorkflow{}
	for _, w := range workflows {
		other := first[w.flow.Name]
		switch {
		case w.flow.Name == "":
		case other == nil:
			first[w.flow.Name] = w
		default:
			n, _ := w.places[""].field("name", "")
			n.Wrong(source.Duplicate, "rename one of them", "two workflows are called %q; the first is in %s",
				w.flow.Name, other.root.File().Name)
		}
	}
}
