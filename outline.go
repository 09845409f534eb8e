package usher

// An Outline is a compiled workflow as a graph, in the order of its steps: what a picture of it needs. Custom steps are
// in it as they declare themselves.
type Outline struct {
	Workflow WorkflowID
	Revision int
	// First is the id of the step that it begins with.
	First string
	Steps []OutlineStep
}

// An OutlineStep is one step and where it may lead.
type OutlineStep struct {
	// ID is the step's id, or its path.
	ID string
	// Inside is the id of the step that holds it; empty for those of the workflow itself.
	Inside string
	Step   Step
	// Next is the step after it; empty if the run never goes on by itself, or nothing follows.
	Next string
	// Ways are its blocks, in the order of their declaration.
	Ways []Way
	// Jumps are the steps that it may go to.
	Jumps []string
}

// A Way is one block of a step. To is the step that the run goes to when it takes it: the block's first, or, if it is
// empty, the one after the step; empty if there is none.
type Way struct {
	Name string
	To   string
}

// Outline is the program as a graph.
func (p *Program) Outline() Outline {
	o := Outline{Workflow: p.id, Revision: p.revision, Steps: make([]OutlineStep, 0, len(p.nodes))}
	for i := range p.nodes {
		n := &p.nodes[i]
		if i == 0 { // the workflow itself
			for _, b := range n.blocks {
				o.First = p.nameOf(b.first)
			}
			continue
		}
		step := OutlineStep{ID: n.id, Step: n.step, Jumps: n.jumps}
		if n.parent > 0 {
			step.Inside = p.nodes[n.parent].id
		}
		if !n.ends || n.unsure {
			step.Next = p.nameOf(n.next)
		}
		for _, b := range n.blocks {
			way := Way{Name: b.name, To: p.nameOf(b.first)}
			if b.first < 0 {
				way.To = p.nameOf(n.next)
			}
			step.Ways = append(step.Ways, way)
		}
		o.Steps = append(o.Steps, step)
	}
	return o
}

func (p *Program) nameOf(i int32) string {
	if i < 0 {
		return ""
	}
	return p.nodes[i].id
}
