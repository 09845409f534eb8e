package rule

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestConditionsHoldForMia(t *testing.T) {
	t.Parallel()
	for _, src := range []string{
		`topic == "Sales" && contact.fields.plan == "gold"`,
		`topic in ["Sales", "Support"]`,
		`topic not in ["a", "b", "c", "d", "e", "f", "g", "h", "i"]`,
		`"vip" in contact.tags`,
		`not ("x" in contact.tags)`,
		`text contains "money" and text startsWith "I" and text endsWith "back"`,
		`text matches "(?i)MONEY" and not (text matches "^x")`,
		`matches("intents") == "Sales"`,
		`!(matches("other") == "Sales") && matches("other") == nil`,
		`online == 2 and online("abcd") == 4`,
		`contact.conversations_within("7d") == 11 && contact.conversations_within("7d", 3) == 12`,
		`count > 2 && count >= 3 && count < 4 && 1 < count <= 3`,
		`share == 0.5 && count + share == 3.5 && count / 2 == 1.5 && -count == -3 && 7 % 4 == 3 && 2 ** 3 == 8`,
		`contact.fields.seats > 5 && contact.fields["plan"] == "gold" && contact.fields.nested.a == 1`,
		`contact.fields.missing == nil && contact.fields.missing != "x" && not (contact.fields.missing == "x")`,
		`contact.fields.missing?.deep?.deeper == nil && (contact.fields.missing ?? "d") == "d"`,
		`contact?.language == "es" && contact["language"] == "es"`,
		`now == due and now >= due and not (now > due)`,
		`len(text) == 20 && lower(topic) == "sales" && upper(topic) == "SALES" && trim(" a ") == "a"`,
		`(vip ? topic : "none") == "Sales" && (if vip {1} else {2}) == 1`,
		`list[0] == 1 && list[-1] == nil && list[1:2] == [2.5] && text[0:1] == "I"`,
		`contact.fields.plan | upper() == "GOLD"`,
		`any(contact.tags, # == "vip") && !all(contact.tags, # == "vip") && count(list, # == 1) == 1`,
		`len(filter(contact.tags, # startsWith "v" && topic == "Sales")) == 1`,
		`map(contact.tags, upper(#)) == ["VIP", "EU"]`,
		`{"a": 1, (topic): 2}["Sales"] == 2`,
		`string(count) + "x" == "3x" && int("12") == 12 && join(contact.tags, "-") == "vip-eu"`,
		`extra?.name == nil`,
	} {
		ok, err := condition(t, src).Holds(mia())
		require.NoError(t, err, src)
		require.True(t, ok, src)
	}
}

func TestAnUnsetVariableEqualsOnlyNil(t *testing.T) {
	t.Parallel()
	unset := &turn{}
	for src, want := range map[string]bool{
		`topic == "x"`: false, `topic != "x"`: true, `topic == nil`: true, `count == 3`: false, `vip`: false,
		`topic in ["x"]`: false, `topic contains "x"`: false, `topic matches "x"`: false, `"x" in contact.tags`: false,
		`(true ? topic : "") == "x"`: false, `any([1], topic == "x")`: false, `contact.fields.plan == "gold"`: false,
	} {
		ok, err := condition(t, src).Holds(unset)
		require.NoError(t, err, src)
		require.Equal(t, want, ok, src)
	}
}

func TestWhatHasNoValueIsAnError(t *testing.T) {
	t.Parallel()
	for _, src := range []string{
		`extra > 3`, `contact.fields.missing > 3`, `contact.fields.missing.deep == 1`, `1 % 0 == 1`, `!extra`, `extra && true`,
		`len(extra) == 1`, `list[9] == 1`, `contact.fields.plan + 1 == 2`, `fails(1)`, `panics()`, `broken == 1`, `int(topic) == 1`,
		`any([1], # > extra)`, `any([1], fails(#))`, `any([1], panics())`, `any([1], broken == 1)`, `any(extra, true)`,
		`contact.fields.plan == "gold" && contact.fields.seats`,
	} {
		ok, err := condition(t, src).Holds(mia())
		require.Error(t, err, src)
		require.False(t, ok, src)
		require.NotContains(t, err.Error(), "\n", src)
	}
}

func TestAnErrorDoesNotShowATextThatIsNoNumber(t *testing.T) {
	t.Parallel()
	_, err := condition(t, `int(tier) == 1`).Holds(&turn{tier: String("ES9121")})
	require.ErrorContains(t, err, "not a number")
	require.NotContains(t, err.Error(), "ES91")
}
