// Package dates reads dates as people write them in a chat, and says dates and times as they would be said there.
//
// # What is read
//
// A date with the name of its month (3 May 2026, May 3rd, 3 de mayo, 3 maja, 5月3日), a date in digits (2026-05-03,
// 3/5/2026, 3.5.), a day of the week (Friday, next Friday, am Freitag), a distance (in 3 days, za tydzień, 3日後) and a
// word such as tomorrow. Nothing else may stand in the text but words that belong to a date, such as on or the, and
// punctuation. Case, accents, width and invisible characters do not count, and digits may be those of any script.
//
// # In what order
//
// Of two numbers that could both be the month, the month is first in English without a region, of the United States and
// of the Philippines, and in Chinese, Japanese, Korean, Hungarian and Lithuanian; the day is first everywhere else. Of
// three, a number of four digits is the year; without one, the year is first in the five languages just named and in Swedish,
// and last everywhere else. An order that would give a month after December or a day after the 31st gives way to the next.
//
// # In what language
//
// A text is read in the contact's language and, if it is no date in it, in English, with the order of the contact's
// language. A language of which the names are not known here is read in English alone. There are names for Chinese, Czech,
// Dutch, English, French, German, Indonesian, Italian, Japanese, Polish, Portuguese, Russian, Spanish, Swedish, Turkish
// and Ukrainian.
package dates
