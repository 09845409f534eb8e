package rule

import "fmt"

// What an expression may be, read and build. The figures are far beyond what people write, and low enough that the worst
// source with the worst data ends within milliseconds.
const (
	maxSource   = 4 << 10 // bytes of one source
	maxTemplate = 64 << 10
	maxPieces   = 200    // {{ }} pieces of one template
	maxMistakes = 50     // that are reported of one source
	maxDepth    = 40     // brackets, unary operators and conditionals within each other
	maxNodes    = 1000   // parts of one source
	maxCost     = 50_000 // of one source, in units of about 100 ns with the worst data
	maxPattern  = 500    // bytes of a regular expression
	maxProgram  = 500    // instructions of all regular expressions of one source

	maxString    = 64 << 10 // bytes of a text that an expression builds
	maxRead      = 16 << 10 // bytes of a text that it reads
	maxItems     = 1000     // elements of a list or map that it reads or builds
	maxData      = 1 << 20  // bytes of one list or map that is handed to the machine
	maxDataItems = 20_000   // elements of it, those of inner lists included
	maxDataDepth = 32

	// fuel is what one evaluation in the machine may use, in units of about 100 ns.
	fuel = 100_000
	// scan bounds instructions times bytes of the regular expressions of one evaluation.
	scan = 1 << 20
)

// limited is a value as an expression gets to see it: a long text is cut (a rule about what a message contains still
// holds for its beginning), a long list or map is an error (what it says of its parts would be false).
func limited(v Value) Value {
	if v.kind >= KindString && v.bits > maxItems || v.kind == KindMap {
		return limit(v)
	}
	return v
}

func limit(v Value) Value {
	switch v.kind {
	case KindString:
		if v.bits > maxRead {
			v = String(cut(v.str(), maxRead))
		}
	case KindList:
		if v.bits > maxItems {
			panic(tooMany(int(v.bits)))
		}
	case KindMap:
		if len(v.fields()) > maxItems {
			panic(tooMany(len(v.fields())))
		}
	}
	return v
}

func tooMany(n int) error {
	return fmt.Errorf("a list or map of %d elements is too large, at most %d can be used", n, maxItems)
}

func tooLong(n int) error {
	return fmt.Errorf("a text of %d bytes is too long, at most %d can be built", n, maxString)
}

// grown panics if a text of n bytes must not be built; it is asked before anything is allocated.
func grown(n int) {
	if n > maxString {
		panic(tooLong(n))
	}
}
