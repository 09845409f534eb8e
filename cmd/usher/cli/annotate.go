package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"github.com/gousher/usher"
)

// annotate prints a workflow command of GitHub Actions for every mistake, which shows it beside the line of a change.
func annotate(w io.Writer, found usher.Diagnostics) {
	for _, d := range found {
		level := "error"
		if d.Warning {
			level = "warning"
		}
		message := d.Message
		if d.Hint != "" {
			message += "\n" + d.Hint
		}
		fmt.Fprintf(w, "::%s %stitle=%s::%s\n", level, annotatedPlace(d), propertyText.Replace(d.Code), messageText.Replace(message))
	}
}

// The escapes that workflow commands require.
var (
	messageText  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyText = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func annotatedPlace(d usher.Diagnostic) string {
	place := ""
	if d.File != "" {
		place = "file=" + propertyText.Replace(d.File) + ","
	}
	if d.Line > 0 {
		place += "line=" + strconv.Itoa(d.Line) + ","
	}
	if d.Line > 0 && d.Column > 0 {
		place += "col=" + strconv.Itoa(d.Column) + ","
	}
	return place
}

// printable replaces what would move a terminal's cursor or change the order of its letters: files come from anybody.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return unicode.ReplacementChar
		}
		return r
	}, text)
}
