package rule

import (
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser/lexer"
)

// wordOperators are those of expr's operators that are words and that a function of the host may be called like.
//
//nolint:gochecknoglobals // a table that is only read
var wordOperators = map[string]bool{"matches": true, "contains": true, "startsWith": true, "endsWith": true}

// escape is the name under which expr knows a function. It has as many runes as the name, so that places stay right.
func escape(name string) string {
	if wordOperators[name] {
		return "$" + name[1:]
	}
	return name
}

func unescape(name string) string {
	for op := range wordOperators {
		if name == escape(op) {
			return op
		}
	}
	return name
}

// rename makes calls of functions that are called like an operator readable for expr: `matches(intents)` where a value is
// expected is a call, after a value it is the operator.
func (s *Scope[E]) rename(src string) string {
	if !s.hasWordFunc() {
		return src
	}
	tokens, err := lexer.Lex(file.NewSource(src))
	if err != nil {
		return src
	}
	runes := []rune(src)
	for i, t := range tokens {
		if t.Kind != lexer.Operator || !wordOperators[t.Value] || afterValue(tokens[:i]) {
			continue
		}
		if _, ok := s.Funcs[t.Value]; ok && i+1 < len(tokens) && tokens[i+1].Is(lexer.Bracket, "(") {
			runes[t.From] = '$'
		}
	}
	return string(runes)
}

func (s *Scope[E]) hasWordFunc() bool {
	for op := range wordOperators {
		if _, ok := s.Funcs[op]; ok {
			return true
		}
	}
	return false
}

// afterValue reports whether the tokens end with a value, so that an operator may follow.
func afterValue(before []lexer.Token) bool {
	for len(before) > 0 && before[len(before)-1].Is(lexer.Operator, "not") {
		before = before[:len(before)-1]
	}
	if len(before) == 0 {
		return false
	}
	last := before[len(before)-1]
	switch last.Kind {
	case lexer.Operator:
		return last.Value == "#" || last.Value == "."
	case lexer.Bracket:
		return last.Value == ")" || last.Value == "]" || last.Value == "}"
	}
	return true
}

// resolver finds what every name in a tree stands for.
type resolver[E any] struct {
	scope    *Scope[E]
	at       source
	seen     map[ast.Node]bool
	names    []Name[E]        // what the tree reads
	reads    map[ast.Node]int // which node reads which of names
	calls    map[*ast.CallNode]Func[E]
	refs     []Ref[E]
	mistakes []Mistake
}

func (s *Scope[E]) resolve(at source, root ast.Node) *resolver[E] {
	r := &resolver[E]{scope: s, at: at, seen: map[ast.Node]bool{}, reads: map[ast.Node]int{}, calls: map[*ast.CallNode]Func[E]{}}
	r.node(root)
	slices.SortStableFunc(r.refs, func(a, b Ref[E]) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return r
}

func (r *resolver[E]) report(loc file.Location, code, message, hint string) {
	if len(r.mistakes) < maxMistakes {
		r.mistakes = append(r.mistakes, r.at.mistake(loc, code, message, hint))
	}
}

func (r *resolver[E]) node(n ast.Node) {
	if r.seen[n] {
		return
	}
	r.seen[n] = true
	switch n := n.(type) {
	case *ast.IdentifierNode, *ast.MemberNode:
		if steps, ok := staticPath(n); ok {
			r.path(steps)
			return
		}
	case *ast.CallNode:
		r.call(n)
		return
	}
	for _, k := range children(n) {
		r.node(k)
	}
}

// step is one part of a static path: the node that ends there, and the part's own name and place.
type step struct {
	node ast.Node
	name string
	loc  file.Location
}

// staticPath takes contact.fields["plan"] apart, if it starts at a name and goes on with constant texts only.
func staticPath(n ast.Node) ([]step, bool) {
	switch m := n.(type) {
	case *ast.IdentifierNode:
		return []step{{m, m.Value, m.Location()}}, true
	case *ast.ChainNode:
		return staticPath(m.Node)
	case *ast.MemberNode:
		key, ok := m.Property.(*ast.StringNode)
		if !ok {
			break
		}
		if base, ok := staticPath(m.Node); ok {
			return append(base, step{m, key.Value, key.Location()}), true
		}
	}
	return nil, false
}

// path resolves a static path: as far as the scope knows fields it is a name, the rest are keys of its value.
func (r *resolver[E]) path(steps []step) {
	name, ok := r.scope.Names[steps[0].name]
	if !ok {
		r.unknownName(steps[0])
		return
	}
	last := 0
	for i, s := range steps[1:] {
		field, ok := name.Fields[s.name]
		if !ok {
			break
		}
		field.Private = field.Private || name.Private
		name, last = field, i+1
	}
	if rest := steps[last+1:]; len(rest) > 0 && !r.follows(name, steps[:last+1], rest[0]) {
		return
	}
	if name.group() {
		r.groupAsValue(name, steps[:last+1])
		return
	}
	r.read(name, steps, last)
}

// follows reports whether a key may follow the name that ends in known.
func (r *resolver[E]) follows(name Name[E], known []step, key step) bool {
	if name.Open || name.Fields == nil && (name.Type == Any || name.Type == MapType) {
		return true
	}
	path := dotted(known)
	full := path + "." + key.name
	switch {
	case name.Fields != nil:
		r.report(key.loc, FieldMistake, "unknown field "+quote(full), suggest(key.name, path+".", fieldNames(name.Fields)))
	default:
		r.report(key.loc, FieldMistake, "unknown field "+quote(full), path+" is of type "+name.Type.String()+" and has no fields")
	}
	return false
}

func (r *resolver[E]) read(name Name[E], steps []step, last int) {
	r.reads[steps[last].node] = r.index(name)
	line, column := r.at.place(steps[0].loc.From)
	ref := Ref[E]{Path: dotted(steps), Root: steps[0].name, Line: line, Column: column, Private: name.Private}
	if slices.ContainsFunc(r.refs, func(o Ref[E]) bool { return o.Path == ref.Path }) {
		return
	}
	keys := make([]string, 0, len(steps)-last-1)
	for _, s := range steps[last+1:] {
		keys = append(keys, s.name)
	}
	ref.Value = inner(name.Value, keys)
	r.refs = append(r.refs, ref)
}

func (r *resolver[E]) index(name Name[E]) int {
	r.names = append(r.names, name)
	return len(r.names) - 1
}

// inner reads a key of a key; unlike an expression it is content with nil where there is nothing.
func inner[E any](get func(E) Value, keys []string) func(E) Value {
	if len(keys) == 0 {
		return get
	}
	return func(env E) Value {
		v := get(env)
		for _, k := range keys {
			if v.kind != KindMap {
				return None()
			}
			v = Of(v.fields()[k])
		}
		return v
	}
}

func (r *resolver[E]) unknownName(s step) {
	if _, ok := r.scope.Funcs[unescape(s.name)]; ok {
		r.report(s.loc, NameMistake, "unknown name "+quote(unescape(s.name)), "it is a function, call it: "+unescape(s.name)+"(...)")
		return
	}
	hint := suggest(s.name, "", fieldNames(r.scope.Names))
	if hint == "" {
		hint = "declare it as a variable; or, for a text, write " + quote(s.name)
	}
	r.report(s.loc, NameMistake, "unknown name "+quote(s.name), hint)
}

func (r *resolver[E]) groupAsValue(name Name[E], steps []step) {
	path := dotted(steps)
	hint := "write one of its fields"
	if fields := fieldNames(name.Fields); len(fields) > 0 {
		hint = "write one of its fields, such as " + path + "." + fields[0]
	}
	r.report(span(steps), TypeMistake, quote(path)+" is a group of fields and has no value", hint)
}

func span(steps []step) file.Location {
	return file.Location{From: steps[0].loc.From, To: steps[len(steps)-1].loc.To}
}

// call resolves a call by the path of what is called; methods do not exist.
func (r *resolver[E]) call(n *ast.CallNode) {
	for _, a := range n.Arguments {
		r.node(a)
	}
	steps, ok := staticPath(n.Callee)
	if !ok {
		r.node(n.Callee)
		r.report(n.Location(), FunctionMistake, "methods cannot be called", "")
		return
	}
	path := unescape(dotted(steps))
	f, ok := r.scope.Funcs[path]
	if !ok {
		r.unknownFunc(path, steps)
		return
	}
	at := n.Callee.Location()
	n.Callee = &ast.IdentifierNode{Value: callee(path)}
	n.Callee.SetLocation(at)
	r.calls[n] = f
	r.checkCall(f, n)
}

// checkCall lets the function judge arguments that are known at load.
func (r *resolver[E]) checkCall(f Func[E], n *ast.CallNode) {
	if f.Check == nil || len(n.Arguments) == 0 {
		return
	}
	args := make([]string, len(n.Arguments))
	for i, a := range n.Arguments {
		text, ok := a.(*ast.StringNode)
		if !ok {
			return
		}
		args[i] = text.Value
	}
	if message := f.Check(args); message != "" {
		r.report(n.Arguments[0].Location(), NameMistake, message, "")
	}
}

func (r *resolver[E]) unknownFunc(path string, steps []step) {
	if _, ok := r.scope.Names[path]; ok {
		r.report(span(steps), FunctionMistake, "unknown function "+quote(path), path+" is a value, write it without parentheses")
		return
	}
	known := fieldNames(r.scope.Funcs)
	for name := range functions {
		known = append(known, name)
	}
	for name := range loops {
		known = append(known, name)
	}
	r.report(span(steps), FunctionMistake, "unknown function "+quote(path), suggest(path, "", known))
}

func suggest(name, prefix string, known []string) string {
	if near := Nearest(name, known); near != "" {
		return "did you mean " + prefix + near + "?"
	}
	return ""
}

func fieldNames[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for k := range m {
		names = append(names, k)
	}
	slices.Sort(names)
	return names
}

func dotted(steps []step) string {
	names := make([]string, len(steps))
	for i, s := range steps {
		names[i] = s.name
	}
	return strings.Join(names, ".")
}

func quote(s string) string { return `"` + s + `"` }

// Reserved reports whether expr reads a word as something else than a name, so that no variable can be called that.
func Reserved(name string) bool {
	switch name {
	case "true", "false", "nil", "not", "in", "and", "or", "matches", "contains", "startsWith", "endsWith", "let", "if", "else":
		return true
	}
	return false
}
