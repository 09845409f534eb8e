package rule

import (
	"strconv"
	"testing"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
)

var branch = []string{
	`topic == "Refund" && contact.fields.plan == "gold"`,
	`topic == "Sales" && contact.fields.plan == "silver"`,
	`topic == "Support" && contact.fields.plan == "gold"`,
	`topic == "Sales" && contact.fields.plan == "gold"`,
}

// BenchmarkBranch is a branch of four rules of which the last one matches.
func BenchmarkBranch(b *testing.B) {
	b.Run("ours", benchmarkOurs)
	b.Run("by hand", benchmarkByHand)
	b.Run("expr", benchmarkMachine)
}

func benchmarkOurs(b *testing.B) {
	rules := make([]*Expr[*turn], len(branch))
	for i, src := range branch {
		rules[i] = condition(b, src)
	}
	env := mia()
	b.ReportAllocs()
	for b.Loop() {
		for i, x := range rules {
			if ok, _ := x.Holds(env); ok != (i == 3) {
				b.Fatal(i)
			}
		}
	}
}

func benchmarkByHand(b *testing.B) {
	env := mia()
	plan := func() string { s, _ := env.fields["plan"].(string); return s }
	topic := func() string { return env.topic.str() }
	b.ReportAllocs()
	for b.Loop() {
		switch {
		case topic() == "Refund" && plan() == "gold", topic() == "Sales" && plan() == "silver", topic() == "Support" && plan() == "gold":
			b.Fatal("matched")
		case topic() == "Sales" && plan() == "gold":
		default:
			b.Fatal("no match")
		}
	}
}

func benchmarkMachine(b *testing.B) {
	env := map[string]any{"topic": "Sales", "contact": map[string]any{"fields": map[string]any{"plan": "gold"}}}
	programs := make([]*vm.Program, len(branch))
	for i, src := range branch {
		p, err := expr.Compile(src, expr.Env(env))
		if err != nil {
			b.Fatal(err)
		}
		programs[i] = p
	}
	b.ReportAllocs()
	for b.Loop() {
		for i, p := range programs {
			if v, _ := expr.Run(p, env); v != (i == 3) {
				b.Fatal(i)
			}
		}
	}
}

// BenchmarkCondition are single conditions of the usual kinds.
func BenchmarkCondition(b *testing.B) {
	for _, src := range []string{
		`topic == "Sales"`,
		`contact.fields.plan == "gold"`,
		`count > 2`,
		`topic in ["a", "b", "Sales"]`,
		`"eu" in contact.tags`,
		`text contains "money"`,
		`text matches "(?i)money back|refund"`,
		`matches("intents") == "Sales"`,
		`now >= due`,
		`any(contact.tags, # == "eu")`,
	} {
		b.Run(src, func(b *testing.B) {
			x, env := condition(b, src), mia()
			b.ReportAllocs()
			for b.Loop() {
				if ok, err := x.Holds(env); !ok || err != nil {
					b.Fatal(ok, err)
				}
			}
		})
	}
}

// BenchmarkTemplate is a text with three values.
func BenchmarkTemplate(b *testing.B) {
	t, ms := scope().Template("Hi {{ topic }}, you are number {{ count }} in the queue of {{ contact.fields.plan }}.")
	if len(ms) > 0 {
		b.Fatal(ms)
	}
	b.Run("ours", func(b *testing.B) {
		env := mia()
		b.ReportAllocs()
		for b.Loop() {
			if s, _ := t.Render(env); len(s) != 48 {
				b.Fatal(len(s), s)
			}
		}
	})
	b.Run("by hand", func(b *testing.B) {
		env := mia()
		b.ReportAllocs()
		for b.Loop() {
			plan, _ := env.fields["plan"].(string)
			s := "Hi " + env.topic.str() + ", you are number " + strconv.Itoa(int(env.count.int())) + " in the queue of " + plan + "."
			if len(s) != 48 {
				b.Fatal(s)
			}
		}
	})
	b.Run("expr", func(b *testing.B) {
		env := map[string]any{"topic": "Sales", "count": 3, "contact": map[string]any{"fields": map[string]any{"plan": "gold"}}}
		p, err := expr.Compile(`"Hi " + topic + ", you are number " + string(count) + " in the queue of " + contact.fields.plan + "."`, expr.Env(env))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for b.Loop() {
			if v, err := expr.Run(p, env); err != nil || len(v.(string)) != 48 {
				b.Fatal(v, err)
			}
		}
	})
	b.Run("literal", func(b *testing.B) {
		t, _ := scope().Template("Hi, how can we help?")
		env := mia()
		b.ReportAllocs()
		for b.Loop() {
			_, _ = t.Render(env)
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	s := scope()
	b.ReportAllocs()
	for b.Loop() {
		if _, ms := s.Condition(branch[3]); len(ms) > 0 {
			b.Fatal(ms)
		}
	}
}
