package rule

import (
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/checker"
	"github.com/expr-lang/expr/checker/nature"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/parser"
)

// Condition compiles a source that is true or false. A whole condition of type any is refused: a field that holds "no"
// would count as an error at run time, where nobody looks.
func (s *Scope[E]) Condition(src string) (*Expr[E], []Mistake) {
	x, root, ms := s.load(src)
	if len(ms) > 0 {
		return nil, ms
	}
	switch t := typeOf(root); t {
	case "bool":
		x.want = BoolType
		return x, nil
	case "any":
		return nil, whole(src, TypeMistake, "a condition must be true or false, and the type of this one is not known before it runs",
			"compare it: "+enclosed(src, root)+" == true")
	default:
		return nil, whole(src, TypeMistake, "a condition must be true or false, this is of type "+t, "")
	}
}

// Expression compiles a source of a wanted type; Any accepts all. An int is accepted for a float. What is of type any is
// accepted, too, and its kind is checked at run time; nil always passes.
func (s *Scope[E]) Expression(src string, want Type) (*Expr[E], []Mistake) {
	x, root, ms := s.load(src)
	if len(ms) > 0 {
		return nil, ms
	}
	if t := typeOf(root); !accepts(want, t) {
		return nil, whole(src, TypeMistake, "this must be of type "+want.String()+", it is of type "+t, "")
	}
	x.want = want
	return x, nil
}

func accepts(want Type, t string) bool {
	switch want {
	case Any:
		return true
	case FloatType:
		return t == "float" || t == "int" || t == "any" || t == "nil"
	case StringsType:
		return t == "list" || t == "any" || t == "nil"
	}
	return t == want.String() || t == "any" || t == "nil"
}

// enclosed is src in a form that `== true` can follow.
func enclosed(src string, root ast.Node) string {
	src = strings.TrimSpace(src)
	switch root.(type) {
	case *ast.IdentifierNode, *ast.MemberNode, *ast.ChainNode, *ast.CallNode:
		return src
	}
	return "(" + src + ")"
}

// draft is a source whose names and types are known to be right.
type draft[E any] struct {
	at     source
	config *conf.Config
	tree   *parser.Tree
	names  *resolver[E]
}

// load goes the whole way from text to closures.
func (s *Scope[E]) load(src string) (*Expr[E], ast.Node, []Mistake) {
	d, ms := s.draft(src)
	if len(ms) > 0 {
		return nil, nil, ms
	}
	root := d.tree.Node
	if usesMachine(root) {
		x, ms := d.inMachine()
		return x, root, ms
	}
	g := d.closures()
	return &Expr[E]{
		source: src, refs: d.names.refs, calls: len(d.names.calls) > 0, eval: g.value(root), test: g.test(root, false),
	}, root, nil
}

// draft parses and checks. Unknown names and what is not allowed are all reported; only a source without such is checked
// for types, of which expr reports the first mistake.
func (s *Scope[E]) draft(src string) (*draft[E], []Mistake) {
	at := source(src)
	if ms := at.fenceText(); len(ms) > 0 {
		return nil, ms
	}
	c := s.config()
	tree, err := parser.ParseWithConfig(s.rename(src), c)
	if err != nil {
		return nil, at.parseMistake(err)
	}
	if ms := at.fenceSize(tree.Node); len(ms) > 0 {
		return nil, ms
	}
	r := s.resolve(at, tree.Node)
	if ms := sorted(append(r.mistakes, at.fenceTree(tree.Node)...)); len(ms) > 0 {
		return nil, ms
	}
	if ms := s.check(at, c, tree); len(ms) > 0 {
		return nil, ms
	}
	if ms := at.fenceCost(tree.Node); len(ms) > 0 {
		return nil, ms
	}
	return &draft[E]{at, c, tree, r}, nil
}

func (d *draft[E]) closures() *closures[E] {
	g := &closures[E]{reads: d.names.reads, names: d.names.names, calls: d.names.calls}
	g.patterns(d.tree.Node)
	return g
}

// inMachine rewrites the tree, which can be used for nothing else afterwards.
func (d *draft[E]) inMachine() (*Expr[E], []Mistake) {
	m, err := newMachine(d.closures(), d.config, d.tree)
	if err != nil {
		return nil, d.at.whole(TypeMistake, err.Error(), "")
	}
	return &Expr[E]{source: string(d.at), refs: d.names.refs, calls: len(d.names.calls) > 0, vm: m}, nil
}

func (s *Scope[E]) check(at source, c *conf.Config, tree *parser.Tree) (ms []Mistake) {
	defer func() {
		if recover() != nil { // the checker met a shape that it does not know; nothing of the source is to blame
			ms = at.whole(TypeMistake, "the types of this expression cannot be checked", "")
		}
	}()
	c.Env = s.nature()
	if _, err := checker.Check(tree, c); err != nil {
		return at.typeMistake(err)
	}
	return mixedLists(at, c, tree.Node)
}

// mixedLists finds what expr's checker lets pass: `topic in ["a", 3]`, where an element can never be equal.
func mixedLists(at source, c *conf.Config, root ast.Node) (ms []Mistake) {
	each(root, func(n ast.Node) {
		b, ok := n.(*ast.BinaryNode)
		if !ok || b.Operator != "in" {
			return
		}
		list, ok := b.Right.(*ast.ArrayNode)
		if !ok {
			return
		}
		for _, e := range list.Nodes {
			if l := b.Left.Nature(); !l.ComparableTo(&c.NtCache, *e.Nature()) {
				ms = append(ms, at.mistake(e.Location(), TypeMistake, "cannot compare "+typeName(l)+" with "+typeName(e.Nature()), ""))
			}
		}
	})
	return ms
}

func typeOf(n ast.Node) string { return typeName(n.Nature()) }

func typeName(n *nature.Nature) string {
	switch {
	case n.Nil:
		return "nil"
	case n.IsUnknown(&nature.Cache{}):
		return "any"
	case n.IsBool():
		return "bool"
	case n.IsInteger:
		return "int"
	case n.IsFloat:
		return "float"
	case n.IsString():
		return "string"
	case n.IsTime():
		return "time"
	case n.IsDuration():
		return "duration"
	case n.IsArray():
		return "list"
	case n.IsMap():
		return "map"
	}
	return n.String()
}

func sorted(ms []Mistake) []Mistake {
	slices.SortStableFunc(ms, func(a, b Mistake) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return ms
}

// each visits every node once, parents first. A comparison chain (a < b < c) shares nodes between its parts.
func each(root ast.Node, visit func(ast.Node)) {
	seen := map[ast.Node]bool{}
	var walk func(ast.Node)
	walk = func(n ast.Node) {
		if n == nil || seen[n] {
			return
		}
		seen[n] = true
		visit(n)
		for _, k := range children(n) {
			walk(k)
		}
	}
	walk(root)
}

func whole(src string, code, message, hint string) []Mistake {
	return source(src).whole(code, message, hint)
}
