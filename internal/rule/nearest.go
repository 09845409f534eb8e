package rule

import "strings"

// Nearest is the known name that name was probably meant to be, or "" when none is near. Case does not count, a swap of
// two neighbours counts as one mistake, one mistake in three letters is forgiven, and the rest of a long name may be
// missing. Of two that are equally near the alphabetically first is chosen, so that the order of known does not matter.
func Nearest(name string, known []string) string {
	if name == "" || len(name) > 64 {
		return ""
	}
	low := []rune(strings.ToLower(name))
	bound := max(1, len(low)/3)
	best, least := "", 2*bound+2
	for _, k := range known {
		if k == name || len(k) > 128 {
			continue
		}
		if d := far(low, []rune(strings.ToLower(k)), bound); d < least || d == least && best != "" && k < best {
			best, least = k, d
		}
	}
	return best
}

// far is twice the distance between two names, or one more than twice that to the beginning of b if that is nearer. It is
// at least 2*bound+2 if neither is within the bound.
func far(a, b []rune, bound int) int {
	whole, start := distances(a, b)
	far := 2*bound + 2
	if whole <= bound && whole < len(b) {
		far = 2 * whole
	}
	if start <= bound && len(a) >= 3 {
		far = min(far, 2*start+1)
	}
	return far
}

// distances are the numbers of insertions, deletions, substitutions and swaps of neighbours between a and b, and between
// a and the nearest beginning of b that is at least as long as a.
func distances(a, b []rune) (whole, start int) {
	two, one, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range one {
		one[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			row[j] = min(one[j]+1, row[j-1]+1, one[j-1]+differ(a[i-1], b[j-1]))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], two[j-2]+1)
			}
		}
		two, one, row = one, row, two
	}
	whole, start = one[len(b)], len(a)+len(b)
	for j := len(a); j <= len(b); j++ {
		start = min(start, one[j])
	}
	return whole, start
}

func differ(a, b rune) int {
	if a == b {
		return 0
	}
	return 1
}
