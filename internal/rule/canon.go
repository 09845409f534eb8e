package rule

import (
	"errors"
	"maps"
	"slices"
	"time"
)

var errDeep = errors.New("a value is nested too deeply")

// canon is v in the one form in which expr's runtime gets to see it: nested ints are int, floats float64, named types what
// they stand for, nothing nested is a nil slice or map, and nothing is beyond the limits.
func canon(v Value) any {
	switch v.kind {
	case KindString, KindInt, KindFloat, KindBool, KindNil, KindTime, KindOther:
		return v.Any()
	}
	if v.nano == built {
		return v.Any()
	}
	var c copier
	return c.value(v, 0)
}

// copier copies what is not yet in its canonical form, and counts.
type copier struct{ items, bytes int }

func (c *copier) value(v Value, depth int) any {
	switch v.kind {
	case KindList:
		if texts, ok := v.texts(); ok {
			return c.texts(texts)
		}
		list, _ := c.list(v.list(), depth)
		return list
	case KindMap:
		m, _ := c.fields(v.fields(), depth)
		return m
	}
	if v.kind == KindString {
		c.count(0, int(v.bits))
	}
	return v.Any()
}

func (c *copier) count(items, bytes int) {
	c.items += items
	c.bytes += bytes
	if c.items > maxDataItems || c.bytes > maxData {
		panic(errors.New("a list or map is too large to be used as a whole"))
	}
}

func (c *copier) enter(n, depth int) {
	if n > maxItems {
		panic(tooMany(n))
	}
	if depth > maxDataDepth {
		panic(errDeep)
	}
	c.count(n, 0)
}

func (c *copier) texts(texts []string) []any {
	c.enter(len(texts), 0)
	list := make([]any, len(texts))
	for i, s := range texts {
		s = cut(s, maxRead)
		c.count(0, len(s))
		list[i] = s
	}
	return list
}

// list copies on the first element that has to change.
func (c *copier) list(l []any, depth int) (_ []any, same bool) {
	c.enter(len(l), depth)
	if l == nil {
		return []any{}, false
	}
	out, same := l, true
	for i, x := range l {
		y, ok := c.any(x, depth+1)
		if ok {
			continue
		}
		if same {
			out, same = slices.Clone(l), false
		}
		out[i] = y
	}
	return out, same
}

func (c *copier) fields(m map[string]any, depth int) (_ map[string]any, same bool) {
	c.enter(len(m), depth)
	if m == nil {
		return map[string]any{}, false
	}
	out, same := m, true
	for k, x := range m {
		c.count(0, len(k))
		y, ok := c.any(x, depth+1)
		if ok {
			continue
		}
		if same {
			out, same = maps.Clone(m), false
		}
		out[k] = y
	}
	return out, same
}

// any is x in its canonical form, and whether that is x itself.
func (c *copier) any(x any, depth int) (any, bool) {
	switch x := x.(type) {
	case nil, bool, int, float64, time.Duration:
		return x, true
	case string:
		s := cut(x, maxRead)
		c.count(0, len(s))
		return s, len(s) == len(x)
	case time.Time:
		t := Time(x).time()
		return t, t == x //nolint:staticcheck // whether nothing was left out of it, not whether it is the same instant
	case []any:
		return untyped(c.list(x, depth))
	case map[string]any:
		return untyped(c.fields(x, depth))
	}
	v := Of(x)
	if v.kind == KindOther {
		return x, true
	}
	if v.kind == KindString {
		v = String(cut(v.str(), maxRead))
	}
	return c.value(v, depth), false
}

func untyped[T any](x T, same bool) (any, bool) { return x, same }

// weigh is the number of elements in x, those of its elements included, up to bound.
func weigh(x any, bound int) int {
	switch x := x.(type) {
	case []any:
		n := len(x) + 1
		for _, e := range x {
			if n > bound {
				break
			}
			n += weigh(e, bound-n)
		}
		return n
	case map[string]any:
		n := len(x) + 1
		for _, e := range x {
			if n > bound {
				break
			}
			n += weigh(e, bound-n)
		}
		return n
	}
	return 1
}
