package rule

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/expr-lang/expr/ast"
)

// test compiles a node to its truth. Where an operator wants a bool, nil is an error (strict); a whole condition that is
// nil is false.
func (c *closures[E]) test(n ast.Node, strict bool) func(E) bool {
	switch n := n.(type) {
	case *ast.BoolNode:
		return func(E) bool { return n.Value }
	case *ast.UnaryNode:
		if n.Operator == "!" || n.Operator == "not" {
			x := c.test(n.Node, true)
			return func(env E) bool { return !x(env) }
		}
	case *ast.BinaryNode:
		if t := c.relation(n, strict); t != nil {
			return t
		}
	}
	x := c.value(n)
	if strict {
		return func(env E) bool { return must(x(env)) }
	}
	return func(env E) bool { return truth(x(env)) }
}

// relation compiles the operators whose result is a bool; it is nil for the others.
func (c *closures[E]) relation(n *ast.BinaryNode, strict bool) func(E) bool {
	switch n.Operator {
	case "and", "&&":
		a, b := c.test(n.Left, true), c.test(n.Right, strict)
		return func(env E) bool { return a(env) && b(env) }
	case "or", "||":
		a, b := c.test(n.Left, true), c.test(n.Right, strict)
		return func(env E) bool { return a(env) || b(env) }
	case "==":
		return c.equality(n)
	case "!=":
		t := c.equality(n)
		return func(env E) bool { return !t(env) }
	case "<", ">", "<=", ">=":
		return c.order(n)
	case "in":
		return c.membership(n)
	case "contains":
		return c.search(n, strings.Contains)
	case "startsWith":
		return c.search(n, strings.HasPrefix)
	case "endsWith":
		return c.search(n, strings.HasSuffix)
	case "matches":
		return c.match(n)
	}
	return nil
}

// equality is specialised for the most frequent condition of all, a name compared with a constant.
func (c *closures[E]) equality(n *ast.BinaryNode) func(E) bool {
	x, y := n.Left, n.Right
	v, ok := literal(y)
	if !ok {
		if v, ok = literal(x); ok {
			x = y
		}
	}
	if !ok {
		a, b := c.value(n.Left), c.value(n.Right)
		return func(env E) bool {
			l := a(env)
			return equal(l, b(env))
		}
	}
	get := c.uncut(x)
	if v.kind == KindString {
		s := v.str()
		if fields, key, ok := c.key(x); ok {
			return keyEquals(fields, key, s)
		}
		return func(env E) bool {
			l := get(env)
			return l.kind == KindString && l.str() == s
		}
	}
	return func(env E) bool { return equal(get(env), v) }
}

// keyEquals is `contact.fields.plan == "gold"`: no closure between the map and the comparison.
func keyEquals[E any](get func(E) Value, key, s string) func(E) bool {
	return func(env E) bool {
		v := get(env)
		if v.kind != KindMap {
			return equal(fetch(v, String(key)), String(s))
		}
		m := v.fields()
		if len(m) > maxItems {
			panic(tooMany(len(m)))
		}
		x, ok := m[key].(string)
		return ok && x == s || !ok && equal(Of(m[key]), String(s))
	}
}

// uncut reads a name of type string without cutting it: no constant is as long as what would be cut.
func (c *closures[E]) uncut(n ast.Node) func(E) Value {
	if i, ok := c.reads[n]; ok && c.names[i].Type == StringType {
		return c.names[i].Value
	}
	return c.value(n)
}

func (c *closures[E]) order(n *ast.BinaryNode) func(E) bool {
	o := orderings[n.Operator]
	a := c.value(n.Left)
	if v, ok := literal(n.Right); ok && v.kind == KindInt {
		i := v.int()
		return func(env E) bool {
			l := a(env)
			if l.kind == KindInt {
				return o.ints(l.int(), i)
			}
			return o.holds(l, v)
		}
	}
	b := c.value(n.Right)
	return func(env E) bool {
		l := a(env)
		return o.holds(l, b(env))
	}
}

func (c *closures[E]) membership(n *ast.BinaryNode) func(E) bool {
	needle := c.value(n.Left)
	if list, ok := n.Right.(*ast.ArrayNode); ok {
		if texts, ok := constantTexts(list); ok {
			return oneOf(needle, texts)
		}
	}
	if v, ok := literal(n.Left); ok && v.kind == KindString {
		return c.holdsText(n.Right, v)
	}
	v := c.value(n.Right)
	return func(env E) bool {
		x := needle(env)
		return within(x, v(env))
	}
}

// holdsText is `"vip" in tags`.
func (c *closures[E]) holdsText(n ast.Node, needle Value) func(E) bool {
	v := c.value(n)
	return func(env E) bool { return within(needle, v(env)) }
}

func constantTexts(n *ast.ArrayNode) ([]string, bool) {
	texts := make([]string, len(n.Nodes))
	for i, e := range n.Nodes {
		s, ok := e.(*ast.StringNode)
		if !ok {
			return nil, false
		}
		texts[i] = s.Value
	}
	return texts, true
}

func oneOf[E any](needle func(E) Value, texts []string) func(E) bool {
	if len(texts) > 8 {
		set := make(map[string]bool, len(texts))
		for _, s := range texts {
			set[s] = true
		}
		return func(env E) bool {
			v := needle(env)
			return v.kind == KindString && set[v.str()]
		}
	}
	return func(env E) bool {
		v := needle(env)
		if v.kind != KindString {
			return false
		}
		for _, s := range texts {
			if s == v.str() {
				return true
			}
		}
		return false
	}
}

func (c *closures[E]) search(n *ast.BinaryNode, f func(s, part string) bool) func(E) bool {
	a, b, op := c.value(n.Left), c.value(n.Right), n.Operator
	if part, ok := literal(n.Right); ok && part.kind == KindString {
		return func(env E) bool {
			l := a(env)
			if l.kind == KindString {
				return f(l.str(), part.str())
			}
			s, p, ok := both(l, part, op)
			return ok && f(s, p)
		}
	}
	return func(env E) bool {
		l := a(env)
		s, part, ok := both(l, b(env), op)
		return ok && f(s, part)
	}
}

func (c *closures[E]) match(n *ast.BinaryNode) func(E) bool {
	a, re, program := c.value(n.Left), c.regexps[patternOf(n)], c.program
	return func(env E) bool { return matched(re, a(env), program) }
}

func matched(re *regexp.Regexp, v Value, program int) bool {
	switch {
	case v.kind == KindNil:
		return false
	case v.kind != KindString:
		panic(fmt.Errorf("matches needs a text, not %s", v.kind))
	case len(v.str())*program > scan:
		panic(fmt.Errorf("a text of %d bytes is too long for the patterns of this expression", len(v.str())))
	}
	return re.MatchString(v.str())
}

// patternOf is the pattern of a matches: the fence lets only constant texts pass.
func patternOf(n *ast.BinaryNode) string {
	pattern, _ := literal(n.Right)
	return pattern.str()
}

// patterns compiles the regular expressions of a tree, once for each text.
func (c *closures[E]) patterns(root ast.Node) {
	c.regexps = map[string]*regexp.Regexp{}
	each(root, func(n ast.Node) {
		b, ok := n.(*ast.BinaryNode)
		if !ok || b.Operator != "matches" {
			return
		}
		pattern := patternOf(b)
		size, err := programSize(pattern)
		if err != nil {
			return // reported before
		}
		c.program += size
		c.regexps[pattern] = regexp.MustCompile(pattern)
	})
}
