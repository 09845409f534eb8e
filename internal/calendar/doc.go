// Package calendar says when something is open, and when that changes, as a pure function of an instant and a calendar.
//
// # What a calendar says
//
// Hours belong to the local date on which they begin. A span that passes midnight belongs, with all of it, to the
// evening: a holiday on that date removes also what follows midnight, and a holiday on the next date leaves it. A change
// replaces the weekly hours of its date, and wins over a holiday on the same date. What overlaps or touches is one: there
// is no edge between 09:00-12:00 and 12:00-15:00, nor at midnight between two whole days.
//
// An opening time is inside, a closing time is outside, to the nanosecond.
//
// # When the clocks change
//
// Hours are what a wall clock shows, and nothing else decides. An instant is open if its local time of day is within a
// span of its local date, of which only the part up to midnight counts, or before the end of a span of the date before
// that passes midnight. It follows that
//
//   - a span that begins at a time that the clocks skip opens when they have skipped it, and one that ends at such a time
//     closes then. A span that is skipped as a whole does not occur, nor does a break.
//   - a span within an hour that comes twice is open twice, with a closed stretch between. One that ends where the hour
//     begins ends when the clocks first show it.
//   - midnight as an end, written 24:00 or 00:00, is where the date ends: where the clocks are set back from after midnight
//     to before it, the evening comes twice.
//   - the date before is that of the calendar, also where the clocks skip a whole day: the night of the skipped day ends in
//     the morning after.
//
// # How it works
//
// An instant is turned into its wall-clock time and compared with the spans of its date and of the date before. An edge
// is searched on the wall clock as if it were never changed; if a change comes first, what is shown after it tells whether
// it is an edge, and if not, the search goes on from there. A calendar holds the changes of its zone's clocks for a
// century, because [time.Location] is slow to extrapolate them; beyond it asks the zone.
package calendar
