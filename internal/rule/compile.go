package rule

import (
	"fmt"
	"regexp"

	"github.com/expr-lang/expr/ast"
)

// closures turns a checked tree into closures. What a closure does is exactly what expr's machine would do, errors
// included; errors are panics, which Eval and Holds catch.
type closures[E any] struct {
	names   []Name[E]
	reads   map[ast.Node]int
	calls   map[*ast.CallNode]Func[E]
	regexps map[string]*regexp.Regexp
	program int // instructions of all regexps
}

func constant[E any](v Value) func(E) Value { return func(E) Value { return v } }

// value compiles a node to its value.
func (c *closures[E]) value(n ast.Node) func(E) Value {
	if i, ok := c.reads[n]; ok {
		return read(c.names[i])
	}
	if v, ok := literal(n); ok {
		return constant[E](v)
	}
	switch n := n.(type) {
	case *ast.UnaryNode:
		return c.unary(n)
	case *ast.BinaryNode:
		return c.binary(n)
	case *ast.ChainNode:
		return c.chain(n)
	case *ast.MemberNode:
		return c.member(n)
	case *ast.SliceNode:
		return c.slice(n)
	case *ast.ConditionalNode:
		return c.conditional(n)
	case *ast.ArrayNode:
		return c.array(n)
	case *ast.MapNode:
		return c.dict(n)
	case *ast.CallNode:
		return c.call(n)
	case *ast.BuiltinNode:
		return c.builtin(n)
	}
	panic(fmt.Sprintf("rule: %T cannot be compiled", n)) // the fence lets no other node pass
}

func read[E any](n Name[E]) func(E) Value {
	switch get := n.Value; n.Type {
	case BoolType, IntType, FloatType, TimeType:
		return get
	default:
		return func(env E) Value { return limited(get(env)) }
	}
}

func literal(n ast.Node) (Value, bool) {
	switch n := n.(type) {
	case *ast.NilNode:
		return None(), true
	case *ast.BoolNode:
		return Bool(n.Value), true
	case *ast.IntegerNode:
		return Int(int64(n.Value)), true
	case *ast.FloatNode:
		return Float(n.Value), true
	case *ast.StringNode:
		return String(n.Value), true
	}
	return None(), false
}

func (c *closures[E]) unary(n *ast.UnaryNode) func(E) Value {
	switch n.Operator {
	case "-":
		x := c.value(n.Node)
		return func(env E) Value { return negate(x(env)) }
	case "+":
		return c.value(n.Node)
	}
	return asValue(c.test(n, true))
}

func asValue[E any](t func(E) bool) func(E) Value {
	return func(env E) Value { return Bool(t(env)) }
}

func (c *closures[E]) binary(n *ast.BinaryNode) func(E) Value {
	if f, ok := arithmetic[n.Operator]; ok {
		a, b := c.value(n.Left), c.value(n.Right)
		return func(env E) Value {
			l := a(env)
			return f(l, b(env))
		}
	}
	switch n.Operator {
	case "??":
		a, b := c.value(n.Left), c.value(n.Right)
		return func(env E) Value {
			if v := a(env); v.kind != KindNil {
				return v
			}
			return b(env)
		}
	case "and", "&&", "or", "||":
		if !sure(n.Right) {
			return c.loose(n)
		}
	}
	return asValue(c.test(n, true))
}

// loose compiles `a && b` where b may turn out to be no bool: expr then answers with b as it is.
func (c *closures[E]) loose(n *ast.BinaryNode) func(E) Value {
	stop := n.Operator == "or" || n.Operator == "||"
	left, right := c.test(n.Left, true), c.value(n.Right)
	return func(env E) Value {
		if left(env) == stop {
			return Bool(stop)
		}
		return right(env)
	}
}

// sure reports whether the value of a node can be nothing but a bool.
func sure(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.BoolNode:
		return true
	case *ast.UnaryNode:
		return n.Operator == "!" || n.Operator == "not"
	case *ast.BinaryNode:
		switch n.Operator {
		case "==", "!=", "<", ">", "<=", ">=", "in", "matches", "contains", "startsWith", "endsWith":
			return true
		case "and", "&&", "or", "||":
			return sure(n.Right)
		}
	}
	return false
}

func (c *closures[E]) conditional(n *ast.ConditionalNode) func(E) Value {
	cond, yes, no := c.test(n.Cond, true), c.value(n.Exp1), c.value(n.Exp2)
	return func(env E) Value {
		if cond(env) {
			return yes(env)
		}
		return no(env)
	}
}

func (c *closures[E]) array(n *ast.ArrayNode) func(E) Value {
	if list, ok := literals(n); ok {
		return constant[E](wrap(list))
	}
	parts := c.values(n.Nodes)
	return func(env E) Value {
		list := make([]any, len(parts))
		for i, p := range parts {
			list[i] = canon(p(env))
		}
		return wrap(list)
	}
}

func literals(n *ast.ArrayNode) ([]any, bool) {
	list := make([]any, len(n.Nodes))
	for i, e := range n.Nodes {
		v, ok := literal(e)
		if !ok {
			return nil, false
		}
		list[i] = v.Any()
	}
	return list, true
}

func (c *closures[E]) values(nodes []ast.Node) []func(E) Value {
	all := make([]func(E) Value, len(nodes))
	for i, n := range nodes {
		all[i] = c.value(n)
	}
	return all
}

// dict compiles {a: 1, (b): 2}. Of a key that comes twice expr keeps the first, so the map is filled from the end.
func (c *closures[E]) dict(n *ast.MapNode) func(E) Value {
	parts := make([]func(E) Value, 0, 2*len(n.Pairs))
	for _, pair := range n.Pairs {
		parts = append(parts, c.values(children(pair))...)
	}
	return func(env E) Value {
		flat := make([]Value, len(parts))
		for i, p := range parts {
			flat[i] = p(env)
		}
		m := make(map[string]any, len(flat)/2)
		for i := len(flat) - 2; i >= 0; i -= 2 {
			if flat[i].kind != KindString {
				panic(fmt.Errorf("the key of a map must be a text, not %s", flat[i].kind))
			}
			m[flat[i].str()] = canon(flat[i+1])
		}
		return wrap(m)
	}
}

// call compiles a call of the host's function. Constant arguments are made once.
func (c *closures[E]) call(n *ast.CallNode) func(E) Value {
	f := c.calls[n].Call
	args := c.values(n.Arguments)
	fixed := make([]Value, len(args))
	for i, a := range n.Arguments {
		v, ok := literal(a)
		if !ok {
			return func(env E) Value { return answer(f(env, evaluate(env, args))) }
		}
		fixed[i] = v
	}
	return func(env E) Value { return answer(f(env, fixed)) }
}

func evaluate[E any](env E, args []func(E) Value) []Value {
	values := make([]Value, len(args))
	for i, a := range args {
		values[i] = settle(a(env))
	}
	return values
}

func answer(v Value, err error) Value {
	if err != nil {
		panic(err)
	}
	return limited(v)
}
