package usher

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/gousher/usher/internal/rule"
)

// storedVersion is the version of the encoding. A newer one is refused: an older program hands the run back.
const storedVersion = 2

// errStored is returned for a stored run that cannot be read.
var errStored = errors.New("the stored run is damaged")

// Encode is the stored form of the run: compact, with the names of steps and variables, so that a later build of the
// same revision finds them again.
func (r *Run) Encode() []byte {
	b := make([]byte, 0, 192)
	b = append(b, storedVersion)
	b = appendText(b, string(r.program.id))
	b = binary.AppendVarint(b, int64(r.program.revision))
	b = appendText(b, r.program.nodes[r.at].id)
	b = append(b, byte(r.rest))
	for _, n := range []int{r.turn, r.fence, r.tries, r.question, r.inMinute} {
		b = binary.AppendVarint(b, int64(n))
	}
	b = binary.AppendVarint(b, r.minute)
	b = binary.AppendUvarint(b, r.delivery)
	b = appendTime(b, r.deadline)
	b = r.program.appendState(b, r.counts, r.vars)
	b = binary.AppendUvarint(b, uint64(len(r.callers)))
	for _, f := range r.callers {
		b = appendText(b, string(f.program.id))
		b = binary.AppendVarint(b, int64(f.program.revision))
		b = appendText(b, f.program.nodes[f.at].id)
		b = f.program.appendState(b, f.counts, f.vars)
	}
	return b
}

// appendState encodes the counts and the variables of one workflow.
func (p *Program) appendState(b []byte, counts []count, vars []rule.Value) []byte {
	b = binary.AppendUvarint(b, uint64(len(counts)))
	for _, c := range counts {
		b = appendText(b, p.nodes[c.node].id)
		b = binary.AppendVarint(b, int64(c.n))
	}
	set := 0
	for _, v := range vars {
		if !v.IsNil() {
			set++
		}
	}
	b = binary.AppendUvarint(b, uint64(set))
	for i, v := range vars {
		if !v.IsNil() {
			b = appendText(b, p.declared[i].name)
			b = appendValue(b, v)
		}
	}
	return b
}

// storedWorkflow reads which program a stored run belongs to.
func storedWorkflow(data []byte) (WorkflowID, int, error) {
	d := decoder{rest: data}
	id, revision := d.header()
	return id, revision, d.err
}

// Restore reads a stored run of this program. Every variable comes back with its declared type; one that the program
// does not declare, or declares with another type, and a step that it does not have, are errors.
func (p *Program) Restore(data []byte) (*Run, error) {
	d := decoder{rest: data}
	id, revision := d.header()
	if d.err == nil && (id != p.id || revision != p.revision) {
		if inner := p.inner(id, revision); inner != nil { // it stands in a workflow that this one runs
			return inner.Restore(data)
		}
		return nil, fmt.Errorf("the stored run belongs to %s, revision %d", id, revision)
	}
	r := &Run{program: p}
	r.at = d.step(p)
	r.rest = RestKind(d.byte())
	for _, n := range []*int{&r.turn, &r.fence, &r.tries, &r.question, &r.inMinute} {
		*n = int(d.varint())
	}
	r.minute, r.delivery, r.deadline = d.varint(), d.uvarint(), d.time()
	r.counts, r.vars = d.state(p)
	if d.version > 1 {
		for range d.count() {
			r.callers = append(r.callers, d.frame(p))
		}
	}
	if d.err == nil && len(d.rest) > 0 {
		d.err = errStored
	}
	if d.err != nil {
		return nil, d.err
	}
	return r, nil
}

func (p *Program) inner(id WorkflowID, revision int) *Program {
	if p.find == nil {
		return nil
	}
	return p.find(id, revision)
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// appendTime keeps the instant to the nanosecond and forgets the zone.
func appendTime(b []byte, t time.Time) []byte {
	if t.IsZero() {
		return append(b, 0)
	}
	b = append(b, 1)
	b = binary.AppendVarint(b, t.Unix())
	return binary.AppendUvarint(b, uint64(t.Nanosecond()))
}

func appendValue(b []byte, v rule.Value) []byte {
	b = append(b, byte(v.Kind()))
	switch v.Kind() {
	case rule.KindBool:
		set, _ := v.AsBool()
		if set {
			return append(b, 1)
		}
		return append(b, 0)
	case rule.KindInt:
		n, _ := v.AsInt()
		return binary.AppendVarint(b, n)
	case rule.KindFloat:
		f, _ := v.AsFloat()
		return binary.LittleEndian.AppendUint64(b, math.Float64bits(f))
	case rule.KindString:
		s, _ := v.AsString()
		return appendText(b, s)
	case rule.KindTime:
		t, _ := v.AsTime()
		return appendTime(b, t)
	case rule.KindList:
		l, _ := v.AsList()
		b = binary.AppendUvarint(b, uint64(len(l)))
		for _, e := range l {
			b = appendValue(b, rule.Of(e))
		}
	case rule.KindMap:
		m, _ := v.AsMap()
		b = binary.AppendUvarint(b, uint64(len(m)))
		for _, key := range sortedKeys(m) {
			b = appendValue(appendText(b, key), rule.Of(m[key]))
		}
	}
	return b
}

// decoder reads what Encode wrote. After an error it returns zeros.
type decoder struct {
	version byte
	rest    []byte
	err     error
	depth   int
}

// state reads the counts and the variables of one workflow.
func (d *decoder) state(p *Program) (counts []count, vars []rule.Value) {
	for range d.count() {
		counts = append(counts, count{node: d.step(p), n: int32(d.varint())})
	}
	vars = make([]rule.Value, len(p.declared))
	for range d.count() {
		d.variable(p, vars)
	}
	return counts, vars
}

// frame reads a workflow that has run the present one.
func (d *decoder) frame(p *Program) frame {
	id, revision := WorkflowID(d.text()), int(d.varint())
	if d.err != nil {
		return frame{}
	}
	var program *Program
	if p.find != nil {
		program = p.find(id, revision)
	}
	if program == nil {
		d.fail()
		d.err = fmt.Errorf("the workflow %s, revision %d, which has run this one, is gone", id, revision)
		return frame{}
	}
	f := frame{program: program, at: d.step(program)}
	f.counts, f.vars = d.state(program)
	return f
}

func (d *decoder) fail() {
	if d.err == nil {
		d.err = errStored
	}
	d.rest = nil
}

func (d *decoder) header() (WorkflowID, int) {
	switch version := d.byte(); {
	case d.err != nil:
		return "", 0
	case version > storedVersion:
		d.fail()
		d.err = fmt.Errorf("the run was stored by a newer version (%d, this one reads %d)", version, storedVersion)
		return "", 0
	case version == 0:
		d.fail()
	default:
		d.version = version
	}
	return WorkflowID(d.text()), int(d.varint())
}

func (d *decoder) byte() byte {
	if len(d.rest) == 0 {
		d.fail()
		return 0
	}
	b := d.rest[0]
	d.rest = d.rest[1:]
	return b
}

func (d *decoder) varint() int64 {
	n, size := binary.Varint(d.rest)
	if size <= 0 {
		d.fail()
		return 0
	}
	d.rest = d.rest[size:]
	return n
}

func (d *decoder) uvarint() uint64 {
	n, size := binary.Uvarint(d.rest)
	if size <= 0 {
		d.fail()
		return 0
	}
	d.rest = d.rest[size:]
	return n
}

// count is a number of things that follow, each at least a byte long.
func (d *decoder) count() int {
	n := d.uvarint()
	if n > uint64(len(d.rest)) {
		d.fail()
		return 0
	}
	return int(n)
}

func (d *decoder) text() string {
	n := d.count()
	if d.err != nil {
		return ""
	}
	s := string(d.rest[:n])
	d.rest = d.rest[n:]
	return s
}

func (d *decoder) time() time.Time {
	if d.byte() == 0 {
		return time.Time{}
	}
	seconds, nanos := d.varint(), d.uvarint()
	if d.err != nil || nanos >= uint64(time.Second) {
		d.fail()
		return time.Time{}
	}
	return time.Unix(seconds, int64(nanos)).UTC()
}

func (d *decoder) step(p *Program) int32 {
	id := d.text()
	if d.err != nil || id == "" { // the workflow itself
		return 0
	}
	i, ok := p.byID[id]
	if !ok {
		d.fail()
		d.err = fmt.Errorf("the workflow %s, revision %d, has no step %q any more", p.id, p.revision, id)
	}
	return i
}

func (d *decoder) variable(p *Program, vars []rule.Value) {
	name := d.text()
	v := d.value()
	if d.err != nil {
		return
	}
	i, ok := p.variables[name]
	if !ok {
		d.fail()
		d.err = fmt.Errorf("the workflow %s, revision %d, has no variable %q any more", p.id, p.revision, name)
		return
	}
	if v.Kind() != p.declared[i].kind {
		d.fail()
		d.err = fmt.Errorf("the variable %s was stored as %s and is declared as %s", name, v.Kind(), p.declared[i].kind)
		return
	}
	vars[i] = v
}

const maxValueDepth = 100

func (d *decoder) value() rule.Value {
	if d.depth++; d.depth > maxValueDepth {
		d.fail()
	}
	defer func() { d.depth-- }()
	switch kind := rule.Kind(d.byte()); kind {
	case rule.KindBool:
		return rule.Bool(d.byte() == 1)
	case rule.KindInt:
		return rule.Int(d.varint())
	case rule.KindFloat:
		if len(d.rest) < 8 {
			d.fail()
			return rule.None()
		}
		f := math.Float64frombits(binary.LittleEndian.Uint64(d.rest))
		d.rest = d.rest[8:]
		return rule.Float(f)
	case rule.KindString:
		return rule.String(d.text())
	case rule.KindTime:
		return rule.Time(d.time())
	case rule.KindList:
		list := make([]any, d.count())
		for i := range list {
			list[i] = d.value().Any()
		}
		return rule.List(list)
	case rule.KindMap:
		n := d.count()
		m := make(map[string]any, n)
		for range n {
			key := d.text()
			m[key] = d.value().Any()
		}
		return rule.Map(m)
	case rule.KindNil:
		return rule.None()
	default:
		d.fail()
		return rule.None()
	}
}
