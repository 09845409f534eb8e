package rule

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/builtin"
	"github.com/expr-lang/expr/vm/runtime"
)

// function is a builtin that is allowed. Those that build texts or lists ask before they allocate.
type function struct {
	call func(args []any) (any, error)
	cost int  // of one call with the worst data, in units of about 100 ns
	ours bool // differs from expr's own, so that the machine has to be told
}

// functions are all builtins that are allowed, except for the loops.
var functions = map[string]function{ //nolint:gochecknoglobals // a table that is only read
	"len":         {runes, 100, true},
	"type":        {original("type"), 1, false},
	"abs":         {original("abs"), 1, false},
	"ceil":        {original("ceil"), 1, false},
	"floor":       {original("floor"), 1, false},
	"round":       {original("round"), 1, false},
	"int":         {numberOf("int", original("int")), 1, true},
	"float":       {numberOf("float", original("float")), 1, true},
	"string":      {asText, 300, true},
	"trim":        {original("trim"), 200, true},
	"trimPrefix":  {original("trimPrefix"), 2, false},
	"trimSuffix":  {original("trimSuffix"), 2, false},
	"upper":       {bounded(original("upper")), 1000, true},
	"lower":       {bounded(original("lower")), 1000, true},
	"split":       {split(original("split")), 300, true},
	"splitAfter":  {split(original("splitAfter")), 300, true},
	"replace":     {replace, 1000, true},
	"join":        {join, 300, true},
	"indexOf":     {original("indexOf"), 100, true},
	"lastIndexOf": {original("lastIndexOf"), 300, true},
	"hasPrefix":   {original("hasPrefix"), 2, false},
	"hasSuffix":   {original("hasSuffix"), 2, false},
	"max":         {original("max"), 300, true},
	"min":         {original("min"), 300, true},
	"mean":        {original("mean"), 300, true},
	"median":      {original("median"), 1000, true},
	"first":       {original("first"), 1, false},
	"last":        {original("last"), 1, false},
	"get":         {original("get"), 1, false},
	"take":        {original("take"), 1, false},
	"reverse":     {original("reverse"), 500, true},
	"concat":      {concat, 500, true},
	"flatten":     {flatten, 500, true},
	"sort":        {sortList, 5000, true},
	"bitand":      {original("bitand"), 1, false},
	"bitor":       {original("bitor"), 1, false},
	"bitxor":      {original("bitxor"), 1, false},
	"bitnand":     {original("bitnand"), 1, false},
	"bitshl":      {original("bitshl"), 1, false},
	"bitshr":      {original("bitshr"), 1, false},
	"bitushr":     {original("bitushr"), 1, false},
	"bitnot":      {original("bitnot"), 1, false},
}

func builtinCost(name string) int { return functions[name].cost + 1 }

// original is expr's own implementation.
func original(name string) func([]any) (any, error) {
	b := builtin.Builtins[builtin.Index[name]]
	switch {
	case b.Fast != nil:
		return func(args []any) (any, error) { return b.Fast(args[0]), nil }
	case b.Safe != nil:
		return func(args []any) (any, error) {
			v, _, err := b.Safe(args...)
			return v, err //nolint:wrapcheck // the error of the builtin is the one of the expression
		}
	}
	return func(args []any) (any, error) { return b.Func(args...) }
}

func runes(args []any) (any, error) {
	if s, ok := args[0].(string); ok {
		return utf8.RuneCountInString(s), nil
	}
	return builtin.Len(args[0]), nil
}

// numberOf keeps the text that is no number out of the message: it may be private.
func numberOf(name string, f func([]any) (any, error)) func([]any) (any, error) {
	return func(args []any) (any, error) {
		s, ok := args[0].(string)
		if !ok {
			return f(args)
		}
		if name == "int" {
			i, err := strconv.Atoi(s)
			return i, numeral(err)
		}
		x, err := strconv.ParseFloat(s, 64)
		return x, numeral(err)
	}
}

func numeral(err error) error {
	if err != nil {
		return errors.New("the text is not a number")
	}
	return nil
}

// asText is the builtin string: texts, numbers, times and lists of those, as Go prints them.
func asText(args []any) (any, error) {
	size, err := printed(args[0])
	if err != nil {
		return nil, err
	}
	if size > maxString {
		return nil, tooLong(size)
	}
	return fmt.Sprintf("%v", args[0]), nil
}

// printed is about how long a value is in print.
func printed(x any) (int, error) {
	switch x := x.(type) {
	case nil, bool, int, uint8, float64, time.Time, time.Duration:
		return 32, nil
	case string:
		return len(x), nil
	case []any:
		return printedAll(slices.Values(x))
	case map[string]any:
		size, err := 0, error(nil)
		for k, e := range x {
			n, failed := printed(e)
			size += n + len(k)
			if failed != nil {
				err = failed
			}
		}
		return size, err
	}
	return 0, fmt.Errorf("a value of type %T has no text", x)
}

func printedAll(seq func(func(any) bool)) (int, error) {
	size := 0
	for e := range seq {
		n, err := printed(e)
		if err != nil {
			return 0, err
		}
		size += n + 1
	}
	return size, nil
}

// bounded is for functions whose result may be some bytes longer than their argument.
func bounded(f func([]any) (any, error)) func([]any) (any, error) {
	return func(args []any) (any, error) {
		v, err := f(args)
		if s, ok := v.(string); ok && len(s) > maxString {
			return nil, tooLong(len(s))
		}
		return v, err
	}
}

// text is the i-th argument if it is a text; if not, the original function finds the words for it.
func text(args []any, i int) (string, bool) {
	if i >= len(args) {
		return "", false
	}
	s, ok := args[i].(string)
	return s, ok
}

func split(f func([]any) (any, error)) func([]any) (any, error) {
	return func(args []any) (any, error) {
		s, ok := text(args, 0)
		sep, also := text(args, 1)
		if n := strings.Count(s, sep); ok && also && n >= maxItems && !fewParts(args) {
			return nil, tooMany(n + 1)
		}
		v, err := f(args)
		if texts, ok := v.([]string); ok {
			return boxed(texts), err
		}
		return v, err
	}
}

// fewParts is whether the third argument of split, if it is given, keeps the list short.
func fewParts(args []any) bool {
	if len(args) < 3 {
		return false
	}
	n := runtime.ToInt(args[2])
	return n >= 0 && n <= maxItems
}

func boxed(texts []string) []any {
	list := make([]any, len(texts))
	for i, s := range texts {
		list[i] = s
	}
	return list
}

func replace(args []any) (any, error) {
	s, ok := text(args, 0)
	old, also := text(args, 1)
	with, too := text(args, 2)
	if ok && also && too {
		n := strings.Count(s, old)
		if len(args) > 3 {
			if limit := runtime.ToInt(args[3]); limit >= 0 {
				n = min(n, limit)
			}
		}
		if size := len(s) + n*(len(with)-len(old)); size > maxString {
			return nil, tooLong(size)
		}
	}
	return original("replace")(args)
}

func join(args []any) (any, error) {
	glue, _ := text(args, 1)
	if list, ok := args[0].([]any); ok {
		size := 0
		for _, e := range list {
			s, _ := e.(string)
			size += len(s) + len(glue)
		}
		if size-len(glue) > maxString {
			return nil, tooLong(size)
		}
	}
	return original("join")(args)
}

// sortList refuses what is no list, of which expr makes a list that is nil and yet a list.
func sortList(args []any) (any, error) {
	if _, ok := args[0].([]any); !ok {
		return nil, fmt.Errorf("sort needs a list, not %s", wrap(args[0]).kind)
	}
	return original("sort")(args)
}

func concat(args []any) (any, error) {
	n := 0
	for _, a := range args {
		list, _ := a.([]any)
		n += len(list)
	}
	if n > maxItems {
		return nil, tooMany(n)
	}
	v, err := original("concat")(args)
	if list, ok := v.([]any); ok && list == nil {
		return []any{}, err
	}
	return v, err
}

func flatten(args []any) (any, error) {
	if list, ok := args[0].([]any); ok && weigh(list, 2*maxItems) > 2*maxItems {
		return nil, tooMany(2 * maxItems)
	}
	return original("flatten")(args)
}

// builtin compiles a call of a builtin.
func (c *closures[E]) builtin(n *ast.BuiltinNode) func(E) Value {
	args := c.values(n.Arguments)
	if len(args) == 1 {
		if f, ok := direct[n.Name]; ok {
			return onText(args[0], f, functions[n.Name].call)
		}
	}
	call := functions[n.Name].call
	return func(env E) Value {
		in := make([]any, len(args))
		for i, a := range args {
			in[i] = canon(a(env))
		}
		return returned(call(in))
	}
}

// direct are the frequent builtins on one text, without the boxing.
var direct = map[string]func(string) Value{ //nolint:gochecknoglobals // a table that is only read
	"len":   func(s string) Value { return Int(int64(utf8.RuneCountInString(s))) },
	"lower": func(s string) Value { return capped(strings.ToLower(s)) },
	"upper": func(s string) Value { return capped(strings.ToUpper(s)) },
	"trim":  func(s string) Value { return String(strings.TrimSpace(s)) },
}

func capped(s string) Value {
	grown(len(s))
	return String(s)
}

func onText[E any](arg func(E) Value, f func(string) Value, other func([]any) (any, error)) func(E) Value {
	return func(env E) Value {
		v := arg(env)
		if v.kind == KindString {
			return f(v.str())
		}
		return returned(other([]any{canon(v)}))
	}
}

func returned(x any, err error) Value {
	if err != nil {
		panic(err)
	}
	return wrap(x)
}
