package rule

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/builtin"
	"github.com/expr-lang/expr/checker/nature"
	"github.com/expr-lang/expr/compiler"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"
	"github.com/expr-lang/expr/vm/runtime"
)

// machine runs an expression in expr's virtual machine. Its tree is the checked one in which everything that reads from
// outside or can grow is replaced by a call of ours, which draws on the evaluation's fuel.
type machine[E any] struct {
	program *vm.Program
	names   []Name[E]
}

// evaluation is the state of one run. The machine finds it in its environment, under a name that no source can write.
type evaluation[E any] struct {
	env   E
	names []Name[E]
	cache []any // what was read already: a loop reads the same names again and again
	known []bool
	fuel  int
	scan  int
}

const self = " evaluation"

func (m *machine[E]) run(env E) (Value, error) {
	e := &evaluation[E]{env: env, names: m.names, fuel: fuel, scan: scan}
	e.cache, e.known = make([]any, len(m.names)), make([]bool, len(m.names))
	v := vm.VM{MemoryBudget: maxDataItems}
	x, err := v.Run(m.program, map[string]any{self: e})
	if err != nil {
		return Value{}, asError(err)
	}
	return wrap(x), nil
}

func (e *evaluation[E]) read(i int) any {
	if !e.known[i] {
		e.cache[i] = canon(limited(e.names[i].Value(e.env)))
		e.known[i] = true
	}
	return e.cache[i]
}

var errFuel = errors.New("the expression does too much work with these values")

// spend is to be called before work is done.
func (e *evaluation[E]) spend(units int) {
	if e.fuel -= units; e.fuel < 0 {
		panic(errFuel)
	}
}

// spendOn spends what it takes to look once at every byte and element.
func (e *evaluation[E]) spendOn(values ...any) {
	for _, x := range values {
		if s, ok := x.(string); ok {
			e.spend(1 + len(s)/32)
		} else {
			e.spend(weigh(x, e.fuel))
		}
	}
}

func newMachine[E any](g *closures[E], c *conf.Config, tree *parser.Tree) (*machine[E], error) {
	p := &patcher[E]{from: g, done: map[ast.Node]ast.Node{}, table: conf.FunctionsTable{}}
	patched := &parser.Tree{Node: p.node(tree.Node), Source: tree.Source}
	c.Functions = p.table
	c.Env = nature.NatureOf(map[string]any{})
	program, err := compiler.Compile(patched, c)
	if err != nil {
		return nil, errors.New(firstLine(err.Error()))
	}
	return &machine[E]{program: program, names: g.names}, nil
}

// patcher rewrites a checked tree in place. Nodes that are shared are rewritten once.
type patcher[E any] struct {
	from  *closures[E]
	done  map[ast.Node]ast.Node
	table conf.FunctionsTable
}

func (p *patcher[E]) node(n ast.Node) ast.Node {
	if n == nil {
		return nil
	}
	if r, ok := p.done[n]; ok {
		return r
	}
	r := p.rewrite(n)
	p.done[n] = r
	return r
}

func (p *patcher[E]) nodes(all []ast.Node) {
	for i := range all {
		all[i] = p.node(all[i])
	}
}

func (p *patcher[E]) rewrite(n ast.Node) ast.Node {
	if i, ok := p.from.reads[n]; ok {
		return p.hidden(n, func(e *evaluation[E], _ []any) (any, error) { return e.read(i), nil })
	}
	switch n := n.(type) {
	case *ast.BinaryNode:
		return p.binary(n)
	case *ast.BuiltinNode:
		return p.builtin(n)
	case *ast.CallNode:
		return p.call(n)
	}
	p.children(n)
	return n
}

// children rewrites the parts of nodes that stay as they are.
func (p *patcher[E]) children(n ast.Node) {
	switch n := n.(type) {
	case *ast.UnaryNode:
		n.Node = p.node(n.Node)
	case *ast.ChainNode:
		n.Node = p.node(n.Node)
	case *ast.MemberNode:
		n.Node, n.Property = p.node(n.Node), p.node(n.Property)
	case *ast.SliceNode:
		n.Node, n.From, n.To = p.node(n.Node), p.node(n.From), p.node(n.To)
	case *ast.PredicateNode:
		n.Node = p.node(n.Node)
	case *ast.ConditionalNode:
		n.Cond, n.Exp1, n.Exp2 = p.node(n.Cond), p.node(n.Exp1), p.node(n.Exp2)
	case *ast.ArrayNode:
		p.nodes(n.Nodes)
	case *ast.MapNode:
		p.nodes(n.Pairs)
	case *ast.PairNode:
		n.Key, n.Value = p.node(n.Key), p.node(n.Value)
	}
}

// hidden is a call of a function of ours; it is of type any, so that the machine compiles what is around it without
// assumptions about nil.
func (p *patcher[E]) hidden(n ast.Node, f func(e *evaluation[E], args []any) (any, error), args ...ast.Node) ast.Node {
	name := " " + strconv.Itoa(len(p.table))
	p.table[name] = &builtin.Function{Name: name, Func: func(args ...any) (any, error) {
		e, _ := args[0].(*evaluation[E]) // the call says so, below
		return f(e, args[1:])
	}}
	call := &ast.CallNode{
		Callee:    &ast.IdentifierNode{Value: name},
		Arguments: append([]ast.Node{&ast.IdentifierNode{Value: self}}, args...),
	}
	call.SetLocation(n.Location())
	return call
}

func (p *patcher[E]) binary(n *ast.BinaryNode) ast.Node {
	l, r := n.Left.Nature(), n.Right.Nature()
	plain := scalarNature(l) || scalarNature(r)
	counts := l.IsNumber() && r.IsNumber()
	n.Left, n.Right = p.node(n.Left), p.node(n.Right)
	switch n.Operator {
	case "==", "!=":
		return p.equality(n, plain)
	case "in":
		return p.hidden(n, inside[E], n.Left, n.Right)
	case "+":
		if !counts {
			return p.hidden(n, plus[E], n.Left, n.Right)
		}
	case "contains":
		return p.hidden(n, contains[E], n.Left, n.Right)
	case "matches":
		re, program := p.from.regexps[patternOf(n)], p.from.program
		return p.hidden(n, func(e *evaluation[E], args []any) (any, error) {
			if s, ok := args[0].(string); ok {
				if e.scan -= len(s) * program; e.scan < 0 {
					return nil, errFuel
				}
			}
			return matched(re, wrap(args[0]), program), nil
		}, n.Left)
	}
	return n
}

func scalarNature(n *nature.Nature) bool {
	return n.IsBool() || n.IsNumber() || n.IsString() || n.IsTime() || n.Nil
}

// equality keeps expr from comparing two typed operands as texts or ints without a look: either may be nil.
func (p *patcher[E]) equality(n *ast.BinaryNode, plain bool) ast.Node {
	if plain {
		untype(n.Left)
		untype(n.Right)
		return n
	}
	same := n.Operator == "=="
	return p.hidden(n, func(e *evaluation[E], args []any) (any, error) {
		e.spendOn(args...)
		return equalParts(args[0], args[1]) == same, nil
	}, n.Left, n.Right)
}

func untype(n ast.Node) {
	if !scalar(n) {
		n.SetNature(nature.Nature{})
	}
}

func inside[E any](e *evaluation[E], args []any) (any, error) {
	needle := weigh(args[0], maxDataItems)
	if list, ok := args[1].([]any); ok {
		e.spend(1 + len(list)*min(needle, 100)/4)
	}
	e.spendOn(args[1])
	return runtime.In(args[0], args[1]), nil
}

func plus[E any](e *evaluation[E], args []any) (any, error) {
	a, ok := args[0].(string)
	b, also := args[1].(string)
	if !ok || !also {
		return runtime.Add(args[0], args[1]), nil
	}
	if len(a)+len(b) > maxString {
		return nil, tooLong(len(a) + len(b))
	}
	e.spendOn(a, b)
	return a + b, nil
}

func contains[E any](e *evaluation[E], args []any) (any, error) {
	s, part, ok := both(wrap(args[0]), wrap(args[1]), "contains")
	e.spendOn(s)
	return ok && strings.Contains(s, part), nil
}

// builtin wraps the list that a loop runs over, and replaces the builtins that are ours.
func (p *patcher[E]) builtin(n *ast.BuiltinNode) ast.Node {
	p.nodes(n.Arguments)
	if isLoop(n) {
		body := 2
		each(n, func(ast.Node) { body++ })
		if n.Name == "sortBy" {
			body *= 10
		}
		n.Arguments[0] = p.hidden(n.Arguments[0], items[E](n.Name, body), n.Arguments[0])
		return n
	}
	f := functions[n.Name]
	if !f.ours {
		return n
	}
	return p.hidden(n, func(e *evaluation[E], args []any) (any, error) {
		for range 1 + f.cost/400 {
			e.spendOn(args...)
		}
		return f.call(args)
	}, n.Arguments...)
}

// items lets a loop run over lists only, as long as the fuel lasts for its body.
func items[E any](name string, body int) func(*evaluation[E], []any) (any, error) {
	return func(e *evaluation[E], args []any) (any, error) {
		list, ok := args[0].([]any)
		if !ok {
			return nil, fmt.Errorf("%s needs a list, not %s", name, wrap(args[0]).kind)
		}
		if len(list) > maxItems {
			return nil, tooMany(len(list))
		}
		e.spend(1 + len(list)*body/2)
		return list, nil
	}
}

// call hands the environment and the arguments on to the host's function.
func (p *patcher[E]) call(n *ast.CallNode) ast.Node {
	f := p.from.calls[n].Call
	p.nodes(n.Arguments)
	return p.hidden(n, func(e *evaluation[E], args []any) (any, error) {
		values := make([]Value, len(args))
		for i, a := range args {
			values[i] = settle(wrap(a))
		}
		e.spend(10)
		v, err := f(e.env, values)
		if err != nil {
			return nil, err
		}
		return canon(limited(v)), nil
	}, n.Arguments...)
}
