// Package phrase finds the phrases of a keyword table in what a customer wrote.
//
// A table is a list of rows, and a row is a list of phrases. The first row one of whose phrases is in the message
// wins; in a table that takes the best row, the one with the greatest matched weight does.
//
// # What is compared
//
// Message and phrase are folded first (see [Fold]): case, width, compatibility forms, canonical differences and
// invisible characters do not count. The folded text is then a sequence of words. A word is a run of letters, digits
// and marks of one kind of script, those that put spaces between words or those that do not (Han, Hiragana, Katakana,
// Thai, Lao, Khmer, Myanmar), so "我的iPhone坏了" is three words. A symbol, such as an emoji or a currency sign, is a word by
// itself. Everything else (white space, punctuation, control characters, invalid UTF-8) only separates words.
//
// # How a phrase is written
//
//   - refund: the whole word; how much: whole words, one after the other, whatever separates them.
//   - 退款: anywhere, because the script does not show where a word begins. Each end of a phrase follows its own script.
//   - refund*: a word that begins so, with any ending.
//   - ~fund: anywhere, also inside words. Punctuation at an end of such a phrase stands for the edge of a word.
//
// # How it works
//
// Both sides are written with one space between words and at either end, and a phrase that matches whole words keeps
// its outer spaces. All rules are then one: a phrase is found where its bytes are in the message. An Aho-Corasick automaton
// finds all phrases in one pass, in time that is linear in the message and does not depend on the number of phrases.
package phrase
