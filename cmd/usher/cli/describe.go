package cli

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
)

// describe says in a few words what a step does: its kind, as files call it, and what else is to be known.
func describe(kinds file.Kinds, step usher.Step) (kind, label string) {
	switch s := step.(type) {
	case usher.SendMessage:
		if s.Text == "" && len(s.Texts) == 0 {
			return "send", short(s.Template)
		}
		return "send", worded(s.Text, s.Texts) + choicesLabel(s.Choices)
	case usher.AskQuestion:
		return "ask", askLabel(s)
	case usher.Branch:
		return "branch", ""
	case usher.Assign:
		return assignKind, assignLabel(kinds, s)
	case usher.Set:
		return "set", setLabel(s)
	case usher.Tag:
		return "tag", short(strings.Join(append(prefixed("+", s.Add), prefixed("-", s.Remove)...), " "))
	case usher.Comment:
		return "comment", short(s.Text)
	case usher.Goto:
		return "goto", short(s.Step)
	case usher.CloseConversation:
		return "close", short(first(s.Category, s.Summary))
	case usher.Do:
		return first(s.Name, "call"), ""
	}
	return describeOuter(kinds, step)
}

// ownKind is the name under which a step's type is registered, else the type's own.
func ownKind(kinds file.Kinds, step usher.Step) string { return ownName(kinds.Steps, step) }

func ownName[V any](registered map[string]V, value V) string {
	for _, name := range sortedKeys(registered) {
		if reflect.TypeOf(registered[name]) == reflect.TypeOf(value) {
			return name
		}
	}
	return typeName(value)
}

func typeName(v any) string {
	name := strings.TrimLeft(fmt.Sprintf("%T", v), "*")
	return name[strings.LastIndex(name, ".")+1:]
}

func choicesLabel(choices []usher.Choice) string {
	if len(choices) == 0 {
		return ""
	}
	titles := make([]string, len(choices))
	for i, c := range choices {
		titles[i] = c.Title
		if len(c.Titles) > 0 {
			titles[i] = c.Titles[0].Text
		}
	}
	return "\n" + short(strings.Join(titles, " / "))
}

func setLabel(s usher.Set) string {
	parts := make([]string, len(s))
	for i, setting := range s {
		name := "?"
		switch to := setting.To.(type) {
		case usher.ContactField:
			name = "contact." + string(to)
		case usher.AsTag:
			name = "tag"
		case usher.Variable:
			name = variableName(to)
		}
		parts[i] = name + " = " + setting.Value
	}
	return short(strings.Join(parts, ", "))
}

// variableName is the variable's name: each type of variable is a type of its own, but all have the field.
func variableName(v usher.Variable) string {
	if value := reflect.Indirect(reflect.ValueOf(v)); value.Kind() == reflect.Struct {
		if name := value.FieldByName("Name"); name.Kind() == reflect.String {
			return name.String()
		}
	}
	return "?"
}

// wayLabel is what stands on the arrow to a step's block: the name of a branch's case, or the exit's.
func wayLabel(step usher.Step, name string) string {
	b, ok := step.(usher.Branch)
	number, isCase := strings.CutPrefix(name, "case")
	i, err := strconv.Atoi(number)
	if !ok || !isCase || err != nil || i < 1 || i > len(b.Cases) {
		return short(name)
	}
	return short(first(b.Cases[i-1].Name, b.Cases[i-1].When))
}

func jumpLabel(step usher.Step) string {
	if g, ok := step.(usher.Goto); ok {
		return fmt.Sprintf("at most %s", counted(g.AtMost, "time"))
	}
	return ""
}

const maxLabel = 40

// short is a text in one line, cut after about 40 letters. It cuts no letter off its accents.
func short(text string) string {
	letters := []rune(strings.Join(strings.Fields(printable(text)), " "))
	if len(letters) <= maxLabel {
		return string(letters)
	}
	end := maxLabel
	for end > maxLabel-10 && (unicode.IsMark(letters[end]) || unicode.Is(unicode.Cf, letters[end]) || letters[end-1] == '\u200d') {
		end--
	}
	return strings.TrimSpace(string(letters[:end])) + "…"
}

// span is a duration without the zeros at its end: 10m, not 10m0s.
func span(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

func prefixed(sign string, words []string) []string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = sign + w
	}
	return list
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func itoa(n int) string { return strconv.Itoa(n) }
