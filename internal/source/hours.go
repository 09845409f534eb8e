package source

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gousher/usher/internal/calendar"
	"github.com/gousher/usher/internal/format"
	"github.com/gousher/usher/internal/rule"
)

// Date is a day such as 2026-12-25; empty if there is none.
func (n Node) Date() string {
	if !n.Given() {
		return ""
	}
	s, ok := n.Scalar()
	if !ok {
		n.wanted("a date", "write it as 2026-12-25")
		return ""
	}
	if _, err := calendar.ParseDate(s); err != nil {
		n.Wrong(BadValue, "", "%s", err)
		return ""
	}
	return s
}

// Hours are the hours of a day: a span such as 09:00-17:00, several, or closed, which is none. Those that cannot be used
// are left out.
func (n Node) Hours() []string {
	if s, _ := n.Scalar(); s == format.Closed {
		return nil
	}
	var texts []string
	var spans []calendar.Span
	var items []Node
	for _, item := range n.OneOrMore() {
		s, ok := item.Scalar()
		if !ok {
			item.wanted("a span of hours", `write it as "09:00-17:00", or closed`)
			continue
		}
		span, err := calendar.ParseSpan(s)
		if err != nil {
			item.Wrong(BadValue, "", "%s", err)
			continue
		}
		texts, spans, items = append(texts, s), append(spans, span), append(items, item)
	}
	for _, i := range overlaps(spans) {
		items[i].Wrong(BadValue, "", "%s overlaps with what stands before it", texts[i])
		texts[i] = ""
	}
	return slices.DeleteFunc(texts, func(s string) bool { return s == "" })
}

// overlaps are the spans of a day that overlap with an earlier one of the list.
func overlaps(spans []calendar.Span) []int {
	order := make([]int, len(spans))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(spans[a].From, spans[b].From) })
	end := func(s calendar.Span) int {
		if s.To <= s.From { // it passes midnight
			return s.To + 24*60
		}
		return s.To
	}
	var found []int
	last := -1 // the one of those so far that ends last
	for _, i := range order {
		switch {
		case last < 0 || spans[i].From >= end(spans[last]):
			last = i
			continue
		case i > last:
			found = append(found, i)
			continue
		}
		found = append(found, last)
		last = i
	}
	return found
}

// A Day is a day of the week by its number, Monday is 0, with its hours.
type Day struct {
	Number int
	Hours  []string
}

// Week are the hours of days and of ranges of days, each day once.
func (n Node) Week() []Day {
	var days []Day
	by := map[int]string{}
	for _, pair := range n.Pairs() {
		numbers := pair.days()
		hours := pair.Value.Hours()
		if pair.Value.IsNull() {
			continue // that it has no hours has been said
		}
		for _, number := range numbers {
			if key, twice := by[number]; twice {
				pair.Key.Wrong(Duplicate, "name each day once", "the hours of %s are given already, by %s", format.Days[number], key)
				break
			}
		}
		for _, number := range numbers {
			if by[number] == "" {
				by[number] = pair.Name
				days = append(days, Day{number, slices.Clone(hours)})
			}
		}
	}
	return days
}

// days are the days that a key of a week names: mon, or mon-fri; fri-mon goes on into the next week.
func (p Pair) days() []int {
	first, last, ranged := strings.Cut(p.Name, "-")
	from, to := slices.Index(format.Days, first), slices.Index(format.Days, last)
	switch {
	case from >= 0 && !ranged:
		return []int{from}
	case from >= 0 && to >= 0 && from == to:
		p.Key.Wrong(BadValue, "write "+first, "%q is no range of days", clip(p.Name))
		return nil
	case from < 0 || to < 0:
		hint := "the days are " + strings.Join(format.Days, ", ") + ", and ranges of them such as mon-fri"
		if len(first) > 3 && slices.Contains(format.Days, strings.ToLower(first[:3])) && !ranged {
			hint = "write " + strings.ToLower(first[:3])
		} else if nearest := rule.Nearest(p.Name, format.Days); nearest != "" && !ranged {
			hint = "did you mean " + nearest + "?"
		}
		p.Key.Wrong(UnknownKey, hint, "%q is no day of the week", clip(p.Name))
		return nil
	}
	days := []int{from}
	for day := from; day != to; {
		day = (day + 1) % len(format.Days)
		days = append(days, day)
	}
	return days
}
