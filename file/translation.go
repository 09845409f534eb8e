package file

import (
	"regexp"
	"strings"

	"golang.org/x/text/language"

	"github.com/gousher/usher"
	"github.com/gousher/usher/internal/source"
)

// speech is a text for people: one for all languages, or one for each.
func (w *workflowReader) speech(n source.Node) (text string, in usher.Translations) {
	if !n.IsMap() {
		return n.Text(), nil
	}
	return "", w.translations(n)
}

// spoken is a speech that must not be empty: one that cannot be read is no second mistake.
func (w *workflowReader) spoken(m source.Map, key string) (text string, in usher.Translations) {
	n := m.Of(key)
	if text, in = w.speech(n); text == "" && len(in) == 0 && !n.IsText() {
		return "?", nil
	}
	return text, in
}

// internal is a text that nobody reads in his own language: of several the first.
func (w *workflowReader) internal(n source.Node) string {
	text, in := w.speech(n)
	if len(in) > 0 {
		return in[0].Text
	}
	return text
}

// plain is a text of a custom kind, which has one for all languages.
func (w *workflowReader) plain(n source.Node) string {
	if n.IsMap() && braces(n) {
		n.Wrong(source.WrongType, "", "a text that begins with {{ needs quotes")
		return ""
	}
	return n.Text()
}

// translations are the texts of a mapping from languages, in its order, without those that cannot be used.
func (w *workflowReader) translations(n source.Node) usher.Translations {
	if braces(n) {
		n.Wrong(source.WrongType, "", "a text that begins with {{ needs quotes")
		return nil
	}
	pairs := n.Pairs()
	if len(pairs) == 0 && n.IsMap() {
		n.Wrong(source.BadValue, "write {en: ..., es: ...}", "there is no text in it")
	}
	var in usher.Translations
	seen := map[string]bool{}
	for _, pair := range pairs {
		key := strings.ToLower(pair.Name)
		_, err := language.Parse(pair.Name)
		switch {
		case err != nil:
			pair.Key.Wrong(source.Unknown, "write a BCP 47 tag such as es or pt-BR", "unknown language %q", pair.Name)
		case seen[key]:
			pair.Key.Wrong(source.Duplicate, "leave one of them out", "two texts for the language %q", pair.Name)
		case pair.Value.IsNull():
			pair.Key.Wrong(source.WrongType, "give it one, or leave the language out", "the language %q has no text", pair.Name)
		case strings.TrimSpace(pair.Value.Text()) != "":
			in = append(in, usher.Translation{Language: pair.Name, Text: pair.Value.Text()})
		case pair.Value.IsText():
			pair.Value.Wrong(source.BadValue, "", "the text for the language %q is empty", pair.Name)
		}
		seen[key] = true
	}
	return in
}

// braces reports a mapping that is meant as a text with an expression.
func braces(n source.Node) bool {
	found, isKey := false, false
	n.Each(func(part source.Node) {
		isKey = !isKey
		found = found || isKey && n.IsMap() && part.IsMap()
	})
	return found
}

// languageTag is what a key looks like that names a language.
var languageTag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$`)

// isTranslated reports whether an element of choices is a title for each of several languages rather than a choice with its
// settings. A language that is called like a setting (id, Indonesian) needs the long form.
func isTranslated(n source.Node) bool {
	pairs := 0
	translated := true
	isKey := false
	n.Each(func(part source.Node) {
		if isKey = !isKey; !isKey {
			return
		}
		key, _ := part.Scalar()
		pairs++
		translated = translated && key != "id" && languageTag.MatchString(key)
	})
	return n.IsMap() && pairs > 0 && translated
}

// part is the one of several texts, by language, that holds the line which a mistake is in.
func part(n source.Node, line int, content string) source.Node {
	var found source.Node
	isKey := false
	n.Each(func(value source.Node) {
		if isKey = !isKey; isKey || found.Given() {
			return
		}
		text, _ := value.Scalar()
		if lines := strings.Split(text, "\n"); line <= len(lines) && lines[line-1] == content {
			found = value
		}
	})
	return found
}
