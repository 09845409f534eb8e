package answer

import "strings"

// Rating reads a whole number from lowest to highest: as a number ("4", "four stars"), as one out of the highest ("4/5",
// "4 out of 5"), or as so many stars ("****", "★★★★☆"). A rating out of another highest is refused, and so are empty stars that do
// not fill up to it.
func Rating(written string, lowest, highest int, language string) (rating int, ok bool) {
	written = head(written)
	if rating, ok = stars(written, highest); !ok {
		rating, ok = rated(written, highest, language)
	}
	if !ok || rating < lowest || rating > highest {
		return 0, false
	}
	return rating, true
}

// stars counts a text of nothing but stars.
func stars(written string, highest int) (full int, ok bool) {
	empty, ok := 0, true
	eachFolded(written, func(r rune) {
		switch r {
		case '*', '★', '⭐', '🌟':
			full++
		case '☆':
			empty++
		case ' ':
		default:
			ok = false
		}
	})
	return full, ok && full > 0 && (empty == 0 || full+empty == highest)
}

func rated(written string, highest int, language string) (rating int, ok bool) {
	number, outOf, divided := strings.Cut(strings.ReplaceAll(written, "／", "/"), "/")
	var buf [512]byte
	words := withoutCourtesy(appendWords(buf[:0], number))
	if divided {
		if n, ok := points(appendWords(nil, outOf), language); !ok || n != highest {
			return 0, false
		}
		return points(words, language)
	}
	for at := words; len(at) > 0; {
		word, rest := cut(at)
		if is(word, ratingJoin) {
			return ratedOutOf(words[:len(words)-len(at)], rest, highest, language)
		}
		at = rest
	}
	return points(words, language)
}

func ratedOutOf(number, rest []byte, highest int, language string) (rating int, ok bool) {
	for len(rest) > 0 {
		word, after := cut(rest)
		if !is(word, ratingJoin) {
			break
		}
		rest = after
	}
	if n, ok := points(rest, language); !ok || n != highest || len(number) == 0 {
		return 0, false
	}
	return points(number[:len(number)-1], language)
}

// points reads a whole number with or without its unit.
func points(words []byte, language string) (n int, ok bool) {
	if rest, word := cutLast(words); is(word, ratingUnit) {
		words = rest
	}
	value, whole, ok := Number(string(words), language)
	return int(value), ok && whole
}
