package dates

import (
	"strings"

	"golang.org/x/text/language"

	"github.com/gousher/usher/internal/calendar"
)

// An order is how a language writes dates in digits.
type order struct {
	triples []string // of three numbers, the likeliest first, if none has four digits
	full    []string // of three numbers, the last with four digits
	pairs   []string
}

// A locale is what counts of a language tag.
type locale struct {
	base  string
	order order
}

func localeOf(tag string) locale {
	if tag == "" {
		return locale{base: english, order: monthFirst()}
	}
	base, region := split(tag)
	switch base {
	case english:
		if region == "" || region == "US" || region == "PH" {
			return locale{base: base, order: monthFirst()}
		}
	case "zh", "ja", "ko", "hu", "lt":
		o := monthFirst()
		o.triples = []string{"ymd", "mdy", "dmy"}
		return locale{base: base, order: o}
	case "sv":
		o := dayFirst()
		o.triples = []string{"ymd", "dmy", "mdy"}
		return locale{base: base, order: o}
	}
	return locale{base: base, order: dayFirst()}
}

// split returns the language and the region of a tag; the region only if it is written.
func split(tag string) (base, region string) {
	const most = 100 // bytes; what is longer is not worth the time to read it
	tag = tag[:min(len(tag), most)]
	t, err := language.All.Parse(tag)
	if err != nil {
		base, _, _ = strings.Cut(strings.ReplaceAll(tag, "_", "-"), "-")
		return strings.ToLower(base), ""
	}
	b, _, r := t.Raw()
	if region = r.String(); region == "ZZ" {
		region = ""
	}
	return b.String(), region
}

func dayFirst() order {
	return order{triples: []string{"dmy", "mdy", "ymd"}, full: []string{"dmy", "mdy"}, pairs: []string{"dm", "md"}}
}

func monthFirst() order {
	return order{triples: []string{"mdy", "dmy", "ymd"}, full: []string{"mdy", "dmy"}, pairs: []string{"md", "dm"}}
}

// readNamed reads a date with the name of its month, or with marks for month and day, and with a day of the week on
// either side.
func readNamed(tokens []token, _ calendar.Date) (reading, bool) {
	rest, weekday := withoutWeekday(tokens, func(rest []token) bool {
		_, ok := matches(datePatterns, rest)
		return ok
	})
	m, ok := matches(datePatterns, rest)
	if !ok || colon(rest) {
		return reading{}, false
	}
	r := reading{day: m.token('d').number, month: m.token('m').month, noYear: true, weekday: weekday}
	if strings.Contains(m.pattern, "M") {
		r.month = m.token('n').number
	}
	if strings.Contains(m.pattern, "y") {
		r.year, r.noYear = m.token('y').fullYear(), false
	}
	return r, 1 <= r.month && r.month <= 12
}

// withoutWeekday leaves out a day of the week that stands first or last, if the rest fits without.
func withoutWeekday(tokens []token, fits func(rest []token) bool) (rest []token, weekday int) {
	first, last := 0, len(tokens)-1
	for first < last && tokens[first].weekday == 0 && tokens[first].roles&isFiller != 0 {
		first++
	}
	for last > first && tokens[last].weekday == 0 && tokens[last].roles&isFiller != 0 {
		last--
	}
	switch {
	case fits(tokens):
		return tokens, 0
	case tokens[first].weekday > 0 && fits(tokens[first+1:]):
		return tokens[first+1:], tokens[first].weekday
	case tokens[last].weekday > 0 && fits(tokens[:last]):
		return tokens[:last], tokens[last].weekday
	}
	return tokens, 0
}

// colon reports whether something stands between two numbers that stands in no date, as in 10:30.
func colon(tokens []token) bool {
	for i := 1; i < len(tokens); i++ {
		if tokens[i].digits > 0 && tokens[i-1].digits > 0 && tokens[i].gap == other {
			return true
		}
	}
	return false
}

// fullYear returns the year that two or four digits mean.
func (t token) fullYear() int {
	const turn = 68 // the last of this century
	switch {
	case t.digits > 2:
		return t.number
	case t.number > turn:
		return 1900 + t.number
	}
	return 2000 + t.number
}

// readDigits reads a date that is all numbers, with a day of the week on either side.
func readDigits(tokens []token, o order) (reading, bool) {
	rest, weekday := withoutWeekday(tokens, func(rest []token) bool { return len(rest) > 0 && numbers(rest) != nil })
	rest = numbers(rest)
	r, ok := reading{}, false
	switch len(rest) {
	case 1:
		r, ok = readBasic(rest[0])
	case 2:
		r, ok = readPair(rest, o)
	case 3:
		r, ok = readTriple(rest, o)
	}
	r.weekday = weekday
	return r, ok
}

// numbers returns tokens without fillers if the rest are numbers in digits, else none.
func numbers(tokens []token) []token {
	var found []token
	for _, t := range tokens {
		switch {
		case t.digits > 0:
			found = append(found, t)
		case t.roles&isFiller == 0:
			return nil
		}
	}
	return found
}

// readBasic reads 20260503. Any other eight digits are rather the number of something.
func readBasic(t token) (reading, bool) {
	r := reading{day: t.number % 100, month: t.number / 100 % 100, year: t.number / 10000}
	_, err := r.settle(calendar.Date{})
	return r, t.digits == mostDigits && err == nil
}

func readPair(tokens []token, o order) (reading, bool) {
	if tokens[0].digits > 2 || tokens[1].digits > 2 || !tokens[1].gap.joins() {
		return reading{}, false
	}
	r, ok := firstPlausible(tokens, o.pairs)
	r.noYear = true
	return r, ok
}

func readTriple(tokens []token, o order) (reading, bool) {
	for _, t := range tokens[1:] {
		if !t.gap.joins() && t.gap != space {
			return reading{}, false
		}
	}
	switch shape := [3]int{tokens[0].digits, tokens[1].digits, tokens[2].digits}; {
	case shape[1] > 2:
		return reading{}, false
	case shape[0] == 4 && shape[2] <= 2:
		return arrange(tokens, "ymd"), true
	case shape[0] <= 2 && shape[2] == 4:
		return firstPlausible(tokens, o.full)
	case shape[0] <= 2 && shape[2] == 2, shape[0] == 2 && shape[2] == 1:
		return firstPlausible(tokens, o.triples)
	}
	return reading{}, false
}

// joins reports whether a gap holds the numbers of a date together.
func (g gap) joins() bool { return g == '/' || g == '-' || g == '.' }

// firstPlausible reads numbers in the first order in which they could be a date, also one that does not exist.
func firstPlausible(tokens []token, orders []string) (reading, bool) {
	for _, o := range orders {
		r := arrange(tokens, o)
		year := strings.IndexByte(o, 'y')
		if 1 <= r.month && r.month <= 12 && 1 <= r.day && r.day <= 31 && (year < 0 || tokens[year].is('y')) {
			return r, true
		}
	}
	return reading{}, false
}

func arrange(tokens []token, o string) (r reading) {
	for i, letter := range o {
		switch t := tokens[i]; letter {
		case 'y':
			r.year = t.fullYear()
		case 'm':
			r.month = t.number
		case 'd':
			r.day = t.number
		}
	}
	return r
}
