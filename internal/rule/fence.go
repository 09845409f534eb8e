package rule

import (
	"errors"
	"regexp/syntax"
	"strings"
	"unicode/utf8"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser/lexer"
)

// fenceText judges a source before it is parsed: the parser recurses as deeply as the source nests.
func (s source) fenceText() []Mistake {
	if strings.TrimSpace(string(s)) == "" {
		return []Mistake{{Code: ParseMistake, Message: "the expression is empty", Line: 1, Column: 1, Length: 1}}
	}
	if len(s) > maxSource {
		m := Mistake{Code: SizeMistake, Message: "the expression is longer than 4 KiB", Hint: "split it", Line: 1, Column: 1, Length: 1}
		return []Mistake{m}
	}
	if !utf8.ValidString(string(s)) {
		return []Mistake{{Code: ParseMistake, Message: "the expression is not valid UTF-8", Line: 1, Column: 1, Length: 1}}
	}
	tokens, err := lexer.Lex(file.NewSource(string(s)))
	if err != nil {
		return s.parseMistake(err)
	}
	return s.fenceTokens(tokens)
}

// fenceTokens bounds what makes the parser recurse: open brackets, and on each level the operators that wait for their
// right side (unary ones, ** and conditionals).
func (s source) fenceTokens(tokens []lexer.Token) []Mistake {
	pending := []int{0}
	sum := 0
	for _, t := range tokens {
		switch {
		case t.Kind == lexer.Bracket && strings.Contains("([{", t.Value):
			pending = append(pending, 0)
		case t.Kind == lexer.Bracket && len(pending) > 1:
			sum -= pending[len(pending)-1]
			pending = pending[:len(pending)-1]
		case t.Is(lexer.Operator, ",", ";"):
			sum -= pending[len(pending)-1]
			pending[len(pending)-1] = 0
		case t.Is(lexer.Operator, "!", "not", "**", "^", "?", "let", "if"), t.Is(lexer.Operator, "-", "+"):
			if w := weight(t.Value); w {
				pending[len(pending)-1]++
				sum++
			}
		}
		if len(pending) > maxDepth || sum > 4*maxDepth {
			return []Mistake{s.mistake(t.Location, SizeMistake, "the expression is nested too deeply", "split it into several conditions")}
		}
	}
	return nil
}

// weight leaves plus and minus to the count of nodes: as binary operators they do not nest, and 4 KiB of them as unary
// ones are no danger to the stack.
func weight(op string) bool { return op != "-" && op != "+" }

// fenceSize bounds the tree itself. Nodes are counted as often as they are visited: `1 < (1 < (1 < x < 2) < 2) < 2` shares
// the middle of each comparison, so that its size doubles with every level.
func (s source) fenceSize(root ast.Node) []Mistake {
	if measure(root, map[ast.Node]int{}) > maxNodes {
		return s.whole(SizeMistake, "the expression has too many parts", "split it into several conditions")
	}
	return nil
}

func measure(n ast.Node, sizes map[ast.Node]int) int {
	if size, ok := sizes[n]; ok {
		return size
	}
	size := 1
	for _, k := range children(n) {
		size = min(size+measure(k, sizes), maxNodes+1)
	}
	sizes[n] = size
	return size
}

// fenceCost bounds the time of one evaluation with the worst data; it needs the types. Loops count once: what they do is
// measured while they run.
func (s source) fenceCost(root ast.Node) []Mistake {
	total := 0
	each(root, func(n ast.Node) { total += costOf(n) })
	if total > maxCost {
		return s.whole(SizeMistake, "the expression does too much work", "split it into several conditions")
	}
	return nil
}

// costOf is the cost of one node, in units of about 100 ns.
func costOf(n ast.Node) int {
	switch n := n.(type) {
	case *ast.BuiltinNode:
		return builtinCost(n.Name)
	case *ast.BinaryNode:
		switch n.Operator {
		case "+", "contains":
			return 100
		case "==", "!=", "in":
			return equalCost(n)
		}
	}
	return 1
}

// equalCost is small unless both sides may be lists; a list of lists is compared list by list.
func equalCost(n *ast.BinaryNode) int {
	if scalarNature(n.Left.Nature()) {
		return 10
	}
	lists := max(parts(n.Left), parts(n.Right))
	if scalarNature(n.Right.Nature()) || lists == 0 {
		return 10
	}
	return 1500 * lists
}

// parts is how many values that may be lists a node holds.
func parts(n ast.Node) int {
	switch n.(type) {
	case *ast.ArrayNode, *ast.MapNode, *ast.PairNode:
		sum := 0
		for _, k := range children(n) {
			sum += parts(k)
		}
		return sum
	}
	if scalar(n) || scalarNature(n.Nature()) {
		return 0
	}
	return 1
}

func scalar(n ast.Node) bool {
	switch n.(type) {
	case *ast.NilNode, *ast.BoolNode, *ast.IntegerNode, *ast.FloatNode, *ast.StringNode:
		return true
	}
	return false
}

// fenceTree reports everything in the tree that is not allowed.
func (s source) fenceTree(root ast.Node) []Mistake {
	f := fence{at: s, seen: map[ast.Node]bool{}}
	f.node(root, false)
	return f.mistakes
}

type fence struct {
	at       source
	seen     map[ast.Node]bool
	program  int
	mistakes []Mistake
}

func (f *fence) refuse(n ast.Node, code, message, hint string) {
	if len(f.mistakes) < maxMistakes {
		f.mistakes = append(f.mistakes, f.at.mistake(n.Location(), code, message, hint))
	}
}

func (f *fence) node(n ast.Node, inLoop bool) {
	if f.seen[n] {
		return
	}
	f.seen[n] = true
	switch n := n.(type) {
	case *ast.VariableDeclaratorNode:
		f.refuse(n, FenceMistake, "let is not allowed here", "write the value where it is used")
	case *ast.SequenceNode:
		f.refuse(n, FenceMistake, "only one expression is allowed here", "")
	case *ast.BytesNode:
		f.refuse(n, FenceMistake, "bytes are not allowed here", "write a text in quotes")
	case *ast.BinaryNode:
		f.binary(n)
	case *ast.BuiltinNode:
		f.builtin(n, inLoop)
	case *ast.PredicateNode:
		inLoop = true
	}
	for _, k := range children(n) {
		f.node(k, inLoop)
	}
}

func (f *fence) binary(n *ast.BinaryNode) {
	switch n.Operator {
	case "..":
		f.refuse(n, FenceMistake, "ranges are not allowed here", "compare with >= and <=")
	case "matches":
		pattern, ok := n.Right.(*ast.StringNode)
		if !ok {
			f.refuse(n, FenceMistake, "the pattern of matches must be a constant text", "write it in quotes")
			return
		}
		f.pattern(pattern)
	}
}

// pattern bounds a regular expression by its length and its program; RE2 is linear in the text, times the program.
func (f *fence) pattern(n *ast.StringNode) {
	if len(n.Value) > maxPattern {
		f.refuse(n, SizeMistake, "the pattern is longer than 500 bytes", "use a keyword table")
		return
	}
	size, err := programSize(n.Value)
	if err != nil {
		f.refuse(n, ParseMistake, err.Error(), "")
		return
	}
	f.program += size
	if f.program > maxProgram {
		f.refuse(n, SizeMistake, "the patterns are too large", "use smaller repetitions or a keyword table")
	}
}

// programSize is the number of instructions of a regular expression. Its error is worded for who wrote the pattern.
func programSize(pattern string) (int, error) {
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return 0, unparsed(err)
	}
	program, err := syntax.Compile(tree.Simplify())
	if err != nil {
		return 0, unparsed(err)
	}
	return len(program.Inst), nil
}

func unparsed(err error) error {
	return errors.New("the pattern cannot be parsed: " + strings.TrimPrefix(err.Error(), "error parsing regexp: "))
}

func (f *fence) builtin(n *ast.BuiltinNode, inLoop bool) {
	if reason, ok := refused[n.Name]; ok {
		f.refuse(n, FenceMistake, n.Name+"() is not allowed here", reason)
		return
	}
	if inLoop && isLoop(n) {
		f.refuse(n, FenceMistake, "a loop within a loop is not allowed here", "")
	}
	if !isLoop(n) {
		if _, ok := functions[n.Name]; !ok {
			f.refuse(n, FenceMistake, n.Name+"() is not allowed here", "")
		}
	}
}

var refused = map[string]string{ //nolint:gochecknoglobals // a table that is only read
	"now": "use the name now", "keys": "their order changes", "values": "their order changes", "toPairs": "their order changes",
	"fromPairs": "", "date": "use a variable of type time", "duration": "", "timezone": "", "repeat": "", "reduce": "",
	"toJSON": "", "fromJSON": "", "toBase64": "", "fromBase64": "", "groupBy": "", "uniq": "",
}

var loops = map[string]bool{ //nolint:gochecknoglobals // a table that is only read
	"all": true, "none": true, "any": true, "one": true, "filter": true, "map": true, "count": true, "sum": true, "find": true,
	"findIndex": true, "findLast": true, "findLastIndex": true, "sortBy": true,
}

func isLoop(n *ast.BuiltinNode) bool { return loops[n.Name] }

// usesMachine reports whether a tree has a loop, which only expr's virtual machine runs.
func usesMachine(root ast.Node) bool {
	found := false
	each(root, func(n ast.Node) {
		b, ok := n.(*ast.BuiltinNode)
		found = found || ok && isLoop(b)
	})
	return found
}

// children are the parts of a node, in the order in which they are written.
func children(n ast.Node) []ast.Node {
	switch n := n.(type) {
	case *ast.UnaryNode:
		return []ast.Node{n.Node}
	case *ast.BinaryNode:
		return []ast.Node{n.Left, n.Right}
	case *ast.ChainNode:
		return []ast.Node{n.Node}
	case *ast.MemberNode:
		return []ast.Node{n.Node, n.Property}
	case *ast.SliceNode:
		return present(n.Node, n.From, n.To)
	case *ast.CallNode:
		return append([]ast.Node{n.Callee}, n.Arguments...)
	case *ast.BuiltinNode:
		return n.Arguments
	case *ast.PredicateNode:
		return []ast.Node{n.Node}
	case *ast.ConditionalNode:
		return []ast.Node{n.Cond, n.Exp1, n.Exp2}
	case *ast.VariableDeclaratorNode:
		return []ast.Node{n.Value, n.Expr}
	case *ast.SequenceNode:
		return n.Nodes
	case *ast.ArrayNode:
		return n.Nodes
	case *ast.MapNode:
		return n.Pairs
	case *ast.PairNode:
		return []ast.Node{n.Key, n.Value}
	}
	return nil
}

func present(nodes ...ast.Node) []ast.Node {
	kept := nodes[:0]
	for _, n := range nodes {
		if n != nil {
			kept = append(kept, n)
		}
	}
	return kept
}
