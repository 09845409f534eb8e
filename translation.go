package usher

import (
	"fmt"
	"strings"

	"golang.org/x/text/language"

	"github.com/gousher/usher/internal/rule"
)

// Translations are one text in several languages. The one that fits the contact's language best is sent: es-MX is served
// by es. Where none fits, or his language is not known, it is the first one.
//
//	usher.Translations{{"en", "Hello"}, {"es", "Hola"}}
type Translations []Translation

// A Translation is a text in one language.
type Translation struct {
	Language string `json:"language"` // BCP 47
	Text     string `json:"text"`     // it may hold {{ expressions }}
}

// wording is a text made ready, in as many languages as it has.
type wording struct {
	field     string
	languages []spokenIn
	templates []*rule.Template[*Turn]
}

// spokenIn is a language with what is compared first.
type spokenIn struct {
	tag  string // as written
	base string // "pt" of "pt-BR"
}

func baseOf(tag string) string {
	base, _, _ := strings.Cut(tag, "-")
	return strings.ToLower(base)
}

// choose is the index of the language that fits best; the first one if none does.
func choose(languages []spokenIn, wanted string) int {
	if wanted == "" || len(languages) < 2 {
		return 0
	}
	for i := range languages {
		if strings.EqualFold(languages[i].tag, wanted) {
			return i
		}
	}
	base := baseOf(wanted)
	for i := range languages { // the language itself, before one of its regions
		if languages[i].base == base && len(languages[i].tag) == len(base) {
			return i
		}
	}
	return sameLanguage(languages, wanted)
}

// sameLanguage is the region or the script of the wanted language that is closest to it (pt-AO takes pt-PT, not pt-BR), if there
// is any of that language; old and other names of a language count as the same.
func sameLanguage(languages []spokenIn, wanted string) int {
	tag, err := language.All.Parse(wanted)
	if err != nil {
		return 0
	}
	same, tags := []int(nil), []language.Tag(nil)
	base, _ := tag.Base()
	for i := range languages {
		other, err := language.All.Parse(languages[i].tag)
		if its, _ := other.Base(); err == nil && its == base {
			same, tags = append(same, i), append(tags, other)
		}
	}
	if len(same) == 0 {
		return 0
	}
	_, i, _ := language.NewMatcher(tags).Match(tag)
	return same[i]
}

// Texts declares a text in several languages, or in one. They are rendered with [Turn.Say].
func (d *Declaration) Texts(field, source string, in Translations) {
	if len(in) == 0 {
		d.Text(field, source)
		return
	}
	if source != "" {
		d.Wrong(field, codeValue, "the text is given twice: once for all languages, once for each", "leave one of them out")
	}
	w := wording{field: d.prefix + field}
	for _, one := range in {
		d.translation(&w, field, one)
	}
	n := d.compiler.at(d.node)
	n.wordings = append(n.wordings, w)
}

func (d *Declaration) translation(w *wording, field string, one Translation) {
	if _, err := language.Parse(one.Language); err != nil {
		d.Wrong(field, codeUnknown, fmt.Sprintf("unknown language %q", clip(one.Language, 40)), "write a BCP 47 tag such as es or pt-BR")
		return
	}
	for _, other := range w.languages {
		if strings.EqualFold(other.tag, one.Language) {
			d.Wrong(field, codeDuplicate, fmt.Sprintf("two texts for the language %q", one.Language), "leave one of them out")
			return
		}
	}
	if strings.TrimSpace(one.Text) == "" {
		d.Wrong(field, codeValue, fmt.Sprintf("the text for the language %q is empty", one.Language), "")
		return
	}
	if template := d.template(field, one.Text); template != nil {
		w.languages = append(w.languages, spokenIn{tag: one.Language, base: baseOf(one.Language)})
		w.templates = append(w.templates, template)
	}
}

// wording finds a text by the field that declared it.
func (n *node) wording(field string) *wording {
	for i := range n.wordings {
		if n.wordings[i].field == field {
			return &n.wordings[i]
		}
	}
	return nil
}

// Say renders a text that the step has declared with [Declaration.Texts], in the language of the contact.
func (t *Turn) Say(field, source string) string {
	text, _ := t.say(field, source)
	return text
}

// say is Say, with the language; empty: the text has but one.
func (t *Turn) say(field, source string) (text, in string) {
	w := t.node.wording(field)
	if w == nil || len(w.templates) == 0 {
		return t.Text(source), ""
	}
	i := choose(w.languages, t.reads())
	return t.render(w.templates[i]), w.languages[i].tag
}

// author is the text as its author wrote it, in the language in which it is sent: for the explanation.
func (t *Turn) author(field, source string) string {
	w := t.node.wording(field)
	if w == nil || len(w.templates) == 0 {
		return source
	}
	return w.templates[choose(w.languages, t.reads())].Source()
}

// reads is the language that the contact reads: his own, or that of what he writes as long as his is not known.
func (t *Turn) reads() string {
	if t.scene.Contact.Language != "" {
		return t.scene.Contact.Language
	}
	return t.scene.Message.Language
}
