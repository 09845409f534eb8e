package rule

import (
	"fmt"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/vm/runtime"
)

// member compiles a.b and a[b].
func (c *closures[E]) member(n *ast.MemberNode) func(E) Value {
	if get, key, ok := c.key(n); ok {
		return field(get, key)
	}
	base, index := c.value(n.Node), c.value(n.Property)
	return func(env E) Value {
		b := base(env)
		return fetch(b, index(env))
	}
}

// key takes a node apart that reads a constant key of a map that is a name, such as contact.fields.plan.
func (c *closures[E]) key(n ast.Node) (get func(E) Value, key string, ok bool) {
	m, ok := n.(*ast.MemberNode)
	if !ok {
		return nil, "", false
	}
	if _, read := c.reads[n]; read {
		return nil, "", false
	}
	name, ok := m.Property.(*ast.StringNode)
	if !ok {
		return nil, "", false
	}
	if i, ok := c.reads[m.Node]; ok {
		return c.names[i].Value, name.Value, true
	}
	return c.value(m.Node), name.Value, true
}

func field[E any](base func(E) Value, key string) func(E) Value {
	return func(env E) Value {
		v := base(env)
		if v.kind != KindMap {
			return fetch(limited(v), String(key))
		}
		m := v.fields()
		if len(m) > maxItems {
			panic(tooMany(len(m)))
		}
		return v.part(m[key])
	}
}

func fetch(base, key Value) Value {
	switch {
	case base.kind == KindMap && key.kind == KindString:
		return base.part(base.fields()[key.str()])
	case base.kind == KindList && key.isNumber():
		return element(base, key)
	}
	return wrap(runtime.Fetch(canon(base), canon(key)))
}

func element(list, index Value) Value {
	i, n := int(index.int()), int(list.bits)
	if index.kind == KindFloat {
		i = int(index.float())
	}
	if i < 0 {
		i += n
	}
	if i < 0 || i >= n {
		panic(fmt.Errorf("index %d is out of range, the list has %d elements", i, n))
	}
	if texts, ok := list.texts(); ok {
		return limited(String(texts[i]))
	}
	return list.part(list.list()[i])
}

// chain compiles a?.b.c: where an optional part finds nil, the whole chain is nil.
func (c *closures[E]) chain(n *ast.ChainNode) func(E) Value {
	link := c.link(n.Node)
	return func(env E) Value {
		v, _ := link(env)
		return v
	}
}

// link compiles one part of a chain; its second result is false once the chain has ended.
func (c *closures[E]) link(n ast.Node) func(E) (Value, bool) {
	m, ok := n.(*ast.MemberNode)
	if _, read := c.reads[n]; read || !ok {
		get := c.value(n)
		return func(env E) (Value, bool) { return get(env), true }
	}
	base, key := c.link(m.Node), c.value(m.Property)
	return func(env E) (Value, bool) {
		v, ok := base(env)
		if !ok || m.Optional && v.kind == KindNil {
			return None(), false
		}
		return fetch(v, key(env)), true
	}
}

// slice compiles a[from:to].
func (c *closures[E]) slice(n *ast.SliceNode) func(E) Value {
	base := c.value(n.Node)
	from, to := constant[E](Int(0)), func(E) Value { return None() }
	if n.From != nil {
		from = c.value(n.From)
	}
	open := n.To == nil
	if !open {
		to = c.value(n.To)
	}
	return func(env E) Value {
		b := canon(base(env))
		var end any
		if open {
			end = runtime.Len(b)
		} else {
			end = canon(to(env))
		}
		return wrap(runtime.Slice(b, canon(from(env)), end))
	}
}
