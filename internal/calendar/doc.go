// Package calendar says when something is open, and when that changes, as a pure function of an instant and a calendar.
//
// # What a calendar says
//
// Hours belong to the local date on which they begin. A span that passes midnight belongs, with all of it, to the
// evening: a holiday on that date removes also what follows midnight, and a holiday on the next date leaves it. A change
// replaces the weekly hours of its date, and wins over a holiday on the same date. What overlaps or touches is one: there
// is no edge between 09:00-12:00 and 12:00-15:00, nor at midnight between two whole days.
//
// An opening instant is inside, a closing instant is outside.
//
// # When the clocks change
//
// Hours are wall-clock times. Each end of a span is one instant:
//
//   - A time that the clocks skip is the instant at which they skip it. A span that is skipped as a whole does not occur.
//   - Of a time that comes twice, an opening is the first and a closing the last, so that the repeated hour is open
//     whenever one of its two passes is.
//   - Midnight as an end, written 24:00 or 00:00, is the end of the day, as [EndOf] has it: where the hour after midnight
//     comes twice, it belongs to the new day both times.
//
// # How it works
//
// Far from a change of the clocks, which is nearly always, an instant has one wall-clock time and is compared with the
// spans of its date and of the date before. Near one the ends of the spans are turned into instants. A calendar holds the
// changes of its zone's clocks for a century, because [time.Location] is slow to extrapolate them; beyond it asks the zone.
package calendar
