package schema

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/gousher/usher/internal/format"
)

// A snippet is what yaml-language-server and editors that are built like it offer as a value. In ${1:value} stands what
// the author changes.
type snippet struct {
	Label       string `json:"label"`
	Description string `json:"description,omitempty"`
	Body        any    `json:"body"`
}

var placeholder = regexp.MustCompile(`\$\{\d+:([^}]*)\}`)

// shown is an example without the marks of what changes.
func shown(example string) string { return placeholder.ReplaceAllString(example, "$1") }

// condition is an expression that is true or false. Its examples are offered, each with the operator that it shows.
func condition() *jsonschema.Schema {
	text := &jsonschema.Schema{Type: "string"}
	var all []snippet
	for _, terms := range [][]format.Term{format.Operators, format.Functions, format.Names} {
		for _, term := range terms {
			all = append(all, snippet{
				Label: shown(term.Example), Description: fmt.Sprintf("%s  %s", term.Word, term.Doc),
				Body: "'" + strings.ReplaceAll(term.Example, "'", "''") + "'",
			})
		}
	}
	extra(text, "defaultSnippets", distinct(all))
	return anyOf(text, other("object", "array", "null", "number"))
}

// expression is a value. The names that it can read are offered.
func expression() *jsonschema.Schema { return scalar(formula()) }

// formula is a value that is written as a text.
func formula() *jsonschema.Schema {
	text := &jsonschema.Schema{Type: "string"}
	all := make([]snippet, len(format.Names))
	for i, name := range format.Names {
		all[i] = snippet{Label: name.Word, Description: name.Doc, Body: name.Word}
	}
	extra(text, "defaultSnippets", all)
	return text
}

// distinct keeps the first of several snippets that say the same.
func distinct(all []snippet) []snippet {
	seen := map[string]bool{}
	var kept []snippet
	for _, s := range all {
		if !seen[s.Label] {
			seen[s.Label] = true
			kept = append(kept, s)
		}
	}
	return kept
}

// conditionHelp explains the language of conditions.
func conditionHelp() string {
	return "A condition, for example `" + shown(format.Operators[0].Example) + "`.\n\n" + terms("Operators", format.Operators) + language()
}

// expressionHelp explains the language of values.
func expressionHelp() string {
	return "An expression; a number or a truth value stands for itself, a text needs quotes of its own: `'\"vip\"'`.\n\n" + language()
}

func language() string {
	return terms("Functions", format.Functions) + terms("Names, beside the workflow's variables", format.Names) +
		"A name that is not set is `nil`, which equals only `nil`."
}

func terms(title string, all []format.Term) string {
	var b strings.Builder
	fmt.Fprintf(&b, "**%s**\n\n", title)
	for _, term := range all {
		fmt.Fprintf(&b, "* `%s` %s\n", term.Word, term.Doc)
	}
	b.WriteByte('\n')
	return b.String()
}
