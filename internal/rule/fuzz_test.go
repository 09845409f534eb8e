package rule

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzCondition holds that every source is refused with places that lie within it, or evaluates without a panic, and that
// what needs no loop gives the same in expr's machine.
func FuzzCondition(f *testing.F) {
	for _, src := range branch {
		f.Add(src)
	}
	for _, src := range hostile() {
		if len(src) < 500 {
			f.Add(src)
		}
	}
	f.Fuzz(func(t *testing.T, src string) {
		x, ms := scope().Expression(src, Any)
		for _, m := range ms {
			requirePlace(t, src, m)
		}
		if len(ms) > 0 {
			return
		}
		for _, env := range []*turn{mia(), {}} {
			got := outcome(x.Eval(env))
			if x.Compiled() {
				require.Equal(t, outcome(inMachine(t, src).Eval(env)), got)
			}
		}
		for _, r := range x.Reads() {
			_ = r.Value(&turn{})
		}
	})
}

// FuzzTemplate holds that whatever a customer wrote comes out as he wrote it.
func FuzzTemplate(f *testing.F) {
	f.Add("Hi {{ topic }}!", "{{ tier }}")
	f.Add("{{ {a: 1}.a }} {{", "}}")
	f.Add("{{ '}}' }}{{ topic ?? `x` }}", "$env")
	f.Fuzz(func(t *testing.T, src, said string) {
		x, ms := scope().Template(src)
		for _, m := range ms {
			requirePlace(t, src, m)
		}
		if len(ms) == 0 {
			text, _ := x.Render(mia())
			require.LessOrEqual(t, len(text), maxTemplate)
		}
		if len(said) > maxRead || strings.Contains(src, "{{") || len(src) > maxText {
			return
		}
		env := mia()
		env.topic = String(said)
		y, ms := scope().Template(src + "<{{ topic }}>" + src)
		require.Empty(t, ms)
		text, err := y.Render(env)
		require.NoError(t, err)
		require.Equal(t, src+"<"+said+">"+src, text)
	})
}
