// Package answer recognises what people write as the answer to a question: one of several choices, a number, a rating, an
// e-mail address, a web address, a phone number or a place on the map.
//
// Every function is pure and takes any text: of any length, with invalid UTF-8, with invisible characters. No more than
// the first 4 KiB of a text are looked at. What is not recognised for sure is refused, so that the question is asked again.
//
// # What is compared
//
// Texts are compared as words. Case, width, accents, invisible characters and punctuation do not count, so "¡Sí!" is "si"; where two
// choices differ in nothing else, they do. The marks of scripts that cannot be read without them (Devanagari, Thai, the
// voiced kana) are kept. A Han character or kana is a word by itself, because those scripts do not show where a word
// ends. Digits of all scripts are equal, and a mark between two of them belongs to the number: "9:30" is one word.
//
// # Languages
//
// Number words and ordinals are known in English, Spanish, Portuguese, French, German, Italian, Dutch and Polish.
package answer

// maxText is how much of a text is looked at, in bytes.
const maxText = 4 << 10
