package phrase

import (
	"strings"

	"golang.org/x/text/language"
)

// primary returns the primary language of a BCP 47 tag in its shortest present form, "" for none and for "und".
func primary(tag string) string {
	if i := strings.IndexAny(tag, "-_"); i >= 0 {
		tag = tag[:i]
	}
	tag = strings.ToLower(strings.TrimSpace(tag))
	if tag == "und" {
		return ""
	}
	if len(tag) == 3 {
		if base, err := language.ParseBase(tag); err == nil {
			tag = base.String() // eng is en
		}
	}
	return renamed(tag)
}

// renamed returns the present code of a primary language, as BCP 47's registry has it.
func renamed(code string) string {
	switch code {
	case "in":
		return "id"
	case "iw":
		return "he"
	case "ji":
		return "yi"
	case "jw":
		return "jv"
	case "mo":
		return "ro"
	case "tl":
		return "fil"
	}
	return code
}
