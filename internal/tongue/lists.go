package tongue

import (
	_ "embed"
	"strings"
)

//go:embed languages.txt
var lists string

// A language is what is known of one: words between spaces, and letters in a row. The head of languages.txt says which.
type language struct {
	tag                                                   string
	alone, strong, words, faint, starts, endings, letters string
}

// list is the list of that name, or nil.
func (l *language) list(name string) *string {
	switch name {
	case "alone":
		return &l.alone
	case "strong":
		return &l.strong
	case "words":
		return &l.words
	case "faint":
		return &l.faint
	case "starts":
		return &l.starts
	case "endings":
		return &l.endings
	case "letters":
		return &l.letters
	}
	return nil
}

// parse reads the file of languages. A line that it does not understand has no effect; a test sees to it that there is none.
func parse(file string) []language {
	var all []language
	var list *string
	for line := range strings.Lines(file) {
		line = strings.TrimRight(line, "\n")
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			all = append(all, language{tag: strings.Trim(line, "[]")})
			list = nil
		case line[0] == ' ' && list != nil:
			*list += " " + strings.TrimSpace(line)
		case len(all) > 0:
			name, words, _ := strings.Cut(line, ":")
			if list = all[len(all)-1].list(name); list != nil {
				*list = strings.TrimSpace(words)
			}
		}
	}
	return all
}
