package usher

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/gousher/usher/internal/phrase"
)

// A Choice is one of the answers that a question offers.
type Choice struct {
	// ID is what is saved; a choice made by [Choices] has its title as its id.
	ID string `json:"id"`
	// Title is what is shown; Titles are given instead of it for several languages.
	Title  string       `json:"title"`
	Titles Translations `json:"titles,omitempty"`
	// Synonyms are other words for it that people write.
	Synonyms []string `json:"synonyms,omitempty"`
	// Number is its number in the question when only some of the choices are offered, as after an answer that fits
	// several; 0: its place, counted from 1. The router sets it when it sends.
	Number int `json:"number,omitempty"`
}

// Choices makes choices of plain titles.
func Choices(titles ...string) []Choice {
	choices := make([]Choice, len(titles))
	for i, title := range titles {
		choices[i] = Choice{ID: title, Title: title}
	}
	return choices
}

const maxChoices = 100

func (d *Declaration) choices(choices []Choice) {
	if len(choices) > maxChoices {
		d.Wrong("choices", codeSize, fmt.Sprintf("%d choices, over the limit of %d", len(choices), maxChoices), "")
	}
	owner := map[string]int{} // of every word that people may answer with
	for i, choice := range choices {
		d.titles(choice)
		if strings.TrimSpace(choice.title("")) == "" || choice.ID == "" {
			d.Wrong("choices", codeValue, "a choice has no id or no title", "")
			continue
		}
		for _, word := range slices.Concat([]string{choice.ID}, choice.words(), choice.Synonyms) {
			folded := phrase.Fold(word)
			if other, taken := owner[folded]; taken && other != i {
				d.Wrong("choices", codeDuplicate, fmt.Sprintf("two choices answer to %q", word), "let each word stand for one of them")
				break
			}
			owner[folded] = i
		}
	}
}

// titles checks the languages of a choice's titles.
func (d *Declaration) titles(c Choice) {
	if c.Title != "" && len(c.Titles) > 0 {
		d.Wrong("choices", codeValue, fmt.Sprintf("the choice %q has its title twice: once for all languages, once for each", c.ID), "")
	}
	seen := map[string]bool{}
	for _, title := range c.Titles {
		_, err := language.Parse(title.Language)
		switch key := strings.ToLower(title.Language); {
		case err != nil:
			d.Wrong("choices", codeUnknown, fmt.Sprintf("unknown language %q", clip(title.Language, 40)),
				"write a BCP 47 tag such as es or pt-BR")
		case seen[key]:
			d.Wrong("choices", codeDuplicate, fmt.Sprintf("two titles for the language %q", title.Language), "leave one of them out")
		case strings.TrimSpace(title.Text) == "":
			d.Wrong("choices", codeValue, fmt.Sprintf("the title for the language %q is empty", title.Language), "")
		default:
			seen[key] = true
		}
	}
}

// words are the titles in all languages.
func (c Choice) words() []string {
	if len(c.Titles) == 0 {
		return []string{c.Title}
	}
	words := make([]string, len(c.Titles))
	for i, title := range c.Titles {
		words[i] = title.Text
	}
	return words
}

// title is the title for a reader of a language.
func (c Choice) title(wanted string) string {
	if len(c.Titles) == 0 {
		return c.Title
	}
	languages := make([]spokenIn, len(c.Titles))
	for i, title := range c.Titles {
		languages[i] = spokenIn{tag: title.Language, base: baseOf(title.Language)}
	}
	return c.Titles[choose(languages, wanted)].Text
}

// offered are the choices as they are sent: in the contact's language, all of them or the candidates alone.
func (t *Turn) offered(choices []Choice, candidates []int) []Choice {
	translated := slices.ContainsFunc(choices, func(c Choice) bool { return len(c.Titles) > 0 })
	if !translated && len(candidates) == 0 {
		return choices
	}
	offered := make([]Choice, 0, len(choices))
	for i, choice := range choices {
		if len(candidates) > 0 {
			if !slices.Contains(candidates, i) {
				continue
			}
			choice.Number = i + 1
		}
		choice.Title, choice.Titles = choice.title(t.reads()), nil
		offered = append(offered, choice)
	}
	return offered
}
