package rule

import (
	"math"

	"github.com/expr-lang/expr/vm/runtime"
)

// arithmetic has expr's semantics: ints wrap around, / is always a float, % is for ints and fails for zero. What is
// neither number nor text (times, durations) is left to expr's own functions.
var arithmetic = map[string]func(a, b Value) Value{ //nolint:gochecknoglobals // a table that is only read
	"+": add, "-": subtract, "*": multiply, "/": divide, "%": modulo, "**": power, "^": power,
}

func ints(a, b Value) bool    { return a.kind == KindInt && b.kind == KindInt }
func numbers(a, b Value) bool { return a.isNumber() && b.isNumber() }

func add(a, b Value) Value {
	switch {
	case ints(a, b):
		return Int(a.int() + b.int())
	case numbers(a, b):
		return Float(a.number() + b.number())
	case a.kind == KindString && b.kind == KindString:
		grown(len(a.str()) + len(b.str()))
		return String(a.str() + b.str())
	}
	return wrap(runtime.Add(operand(a), operand(b)))
}

func subtract(a, b Value) Value {
	switch {
	case ints(a, b):
		return Int(a.int() - b.int())
	case numbers(a, b):
		return Float(a.number() - b.number())
	}
	return wrap(runtime.Subtract(operand(a), operand(b)))
}

func multiply(a, b Value) Value {
	switch {
	case ints(a, b):
		return Int(a.int() * b.int())
	case numbers(a, b):
		return Float(a.number() * b.number())
	}
	return wrap(runtime.Multiply(operand(a), operand(b)))
}

func divide(a, b Value) Value {
	if numbers(a, b) {
		return Float(a.number() / b.number())
	}
	return Float(runtime.Divide(operand(a), operand(b)))
}

func modulo(a, b Value) Value {
	if ints(a, b) {
		return Int(a.int() % b.int())
	}
	return Int(int64(runtime.Modulo(operand(a), operand(b))))
}

func power(a, b Value) Value {
	if numbers(a, b) {
		return Float(math.Pow(a.number(), b.number()))
	}
	return Float(runtime.Exponent(operand(a), operand(b)))
}

func negate(v Value) Value {
	switch v.kind {
	case KindInt:
		return Int(-v.int())
	case KindFloat:
		return Float(-v.float())
	}
	return wrap(runtime.Negate(operand(v)))
}

// operand spares lists and maps, on which no arithmetic is defined, the copy.
func operand(v Value) any {
	if v.kind == KindList || v.kind == KindMap {
		return v.kind
	}
	return canon(v)
}
