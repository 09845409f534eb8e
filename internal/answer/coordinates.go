package answer

import (
	"strconv"
	"strings"
)

// Coordinates reads a place on the map, in degrees: two numbers with a comma, a semicolon or a space between them, with decimal
// points or commas, with degrees, minutes and seconds, and with the letters N, S, E, W; a geo: address; or a link to a map that
// shows the place. The latitude stands first, unless the letters say otherwise.
func Coordinates(written string) (latitude, longitude float64, ok bool) {
	text := strings.ToUpper(plainDigits(written))
	switch {
	case strings.HasPrefix(text, "GEO:") && !strings.Contains(text, "?Q="): // with a q, the numbers before it are a dummy
		text, _, _ = strings.Cut(text[4:], ";")
		text, _, _ = strings.Cut(text, "?")
		text = firstTwo(text)
	case strings.HasPrefix(text, "GEO:"), strings.Contains(text, "://"):
		if text, ok = inLink(text); !ok {
			return 0, 0, false
		}
	}
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(text, "("), ")"))
	first, second, ok := pair(text)
	if !ok {
		return 0, 0, false
	}
	return ordered(first, second)
}

// firstTwo leaves out the altitude.
func firstTwo(text string) string {
	if parts := strings.Split(text, ","); len(parts) == 3 {
		return parts[0] + "," + parts[1]
	}
	return text
}

// inLink finds the numbers in a link to a map.
func inLink(link string) (text string, ok bool) {
	link = strings.NewReplacer("%2C", ",", "%20", "", "+", "", "LOC:", "").Replace(link)
	for _, before := range []string{"?Q=", "&Q=", "?LL=", "&LL=", "?QUERY=", "&QUERY=", "?DESTINATION=", "&DESTINATION=", "@"} {
		_, after, found := strings.Cut(link, before)
		if !found {
			continue
		}
		end := strings.IndexFunc(after, func(r rune) bool { return (r < '0' || r > '9') && r != '.' && r != ',' && r != '-' })
		if end < 0 {
			end = len(after)
		}
		parts := strings.SplitN(after[:end], ",", 3)
		if len(parts) >= 2 && parts[0] != "" && parts[1] != "" {
			return parts[0] + "," + parts[1], true
		}
	}
	return "", false
}

// pair takes two angles apart.
func pair(text string) (first, second string, ok bool) {
	if first, second, ok = byLetters(text); ok {
		return first, second, true
	}
	if first, second, ok = strings.Cut(text, ";"); ok {
		return first, second, true
	}
	if strings.Count(text, ", ") == 1 {
		return strings.Cut(text, ", ")
	}
	if strings.Count(text, ",") == 1 && !betweenDigits(text) {
		return strings.Cut(text, ",")
	}
	if fields := strings.Fields(text); len(fields) == 2 {
		return fields[0], fields[1], true
	}
	return "", "", false
}

// betweenDigits reports whether a space parts two numbers, so that a comma is the decimal mark of one: "52,2 21".
func betweenDigits(text string) bool {
	fields := strings.Fields(text)
	return len(fields) == 2 && endsWithDigit(fields[0]) && !strings.HasPrefix(fields[1], ",")
}

func endsWithDigit(s string) bool { return isDigit(s[len(s)-1]) }

// byLetters takes two angles apart that each have a letter, both behind the number or both before it.
func byLetters(text string) (first, second string, ok bool) {
	if text == "" || strings.Count(text, "N")+strings.Count(text, "S")+strings.Count(text, "E")+strings.Count(text, "W") != 2 {
		return "", "", false
	}
	at := strings.IndexAny(text, "NSEW")
	if at == 0 {
		at = strings.LastIndexAny(text, "NSEW")
	} else {
		at++
	}
	first, second = strings.TrimRight(text[:at], " ,;/"), strings.TrimLeft(text[at:], " ,;/")
	return first, second, true
}

// ordered puts the latitude first.
func ordered(first, second string) (latitude, longitude float64, ok bool) {
	a, lettersA, ok := angle(first)
	if !ok {
		return 0, 0, false
	}
	b, lettersB, ok := angle(second)
	switch {
	case !ok, (lettersA == 0) != (lettersB == 0):
		return 0, 0, false
	case lettersA == 'E':
		a, b, lettersA, lettersB = b, a, lettersB, lettersA
	}
	if lettersA != 0 && (lettersA != 'N' || lettersB != 'E') || a < -90 || a > 90 || b < -180 || b > 180 {
		return 0, 0, false
	}
	return a, b, true
}

// angle reads one angle. Its letter is N for a latitude, E for a longitude, 0 if none is written.
func angle(text string) (degrees float64, letter byte, ok bool) {
	text = strings.TrimSpace(text)
	text, direction := cutDirection(text)
	negative := strings.HasPrefix(text, "-") || strings.HasPrefix(text, "−")
	text = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(text, "-"), "−"), "+")
	degrees, ok = sexagesimal(text)
	switch {
	case negative && direction != 0:
		return 0, 0, false
	case direction == 'S', direction == 'W', negative:
		degrees = 0 - degrees
	}
	switch direction {
	case 'N', 'S':
		letter = 'N'
	case 'E', 'W':
		letter = 'E'
	}
	return degrees, letter, ok
}

// cutDirection takes the letter off either end.
func cutDirection(text string) (rest string, direction byte) {
	if text == "" {
		return "", 0
	}
	if first := text[0]; strings.IndexByte("NSEW", first) >= 0 {
		return strings.TrimSpace(text[1:]), first
	}
	if last := text[len(text)-1]; strings.IndexByte("NSEW", last) >= 0 {
		return strings.TrimSpace(text[:len(text)-1]), last
	}
	return text, 0
}

// angleMarks writes the marks of degrees, minutes and seconds in one way each.
//
//nolint:gochecknoglobals // a table that is only read
var angleMarks = strings.NewReplacer(
	"º", "°", "˚", "°", "''", `"`, "′′", `"`, "’’", `"`, "″", `"`, "”", `"`, "“", `"`, "′", "'", "’", "'", "‘", "'", "´", "'",
)

// sexagesimal reads degrees with or without minutes and seconds. Only the last of them may have a fraction.
func sexagesimal(text string) (degrees float64, ok bool) {
	text = angleMarks.Replace(text)
	size := 1.0
	for i, mark := range []string{"°", "'", `"`} {
		number, rest, marked := strings.Cut(text, mark)
		part, whole, ok := fraction(number)
		if !ok || i > 0 && (!marked || part >= 60) {
			return 0, false
		}
		degrees += part / size
		if text = strings.TrimSpace(rest); text == "" {
			return degrees, true
		}
		if !whole {
			return 0, false
		}
		size *= 60
	}
	return 0, false
}

const maxAngle = 24 // bytes of a number

// fraction reads a number without a sign, with a decimal point or comma.
func fraction(text string) (value float64, whole, ok bool) {
	text = strings.TrimSpace(text)
	plain := strings.Replace(text, ",", ".", 1)
	if len(plain) > maxAngle || strings.Trim(plain, "0123456789.") != "" || strings.Trim(plain, ".") == "" {
		return 0, false, false
	}
	value, err := strconv.ParseFloat(plain, 64)
	return value, !strings.Contains(plain, "."), err == nil
}
