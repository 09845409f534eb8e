package tongue

import (
	"cmp"
	"slices"
)

// A script is a way of writing; the kana of Japanese is one, whichever of the two.
type script uint8

const (
	none script = iota
	latin
	greek
	cyrillic
	armenian
	hebrew
	arabic
	devanagari
	bengali
	gurmukhi
	gujarati
	oriya
	tamil
	telugu
	kannada
	malayalam
	sinhala
	thai
	lao
	tibetan
	myanmar
	georgian
	ethiopic
	khmer
	kana
	han
	hangul
	scripts // how many there are
)

// tag is the language that a script stands for by itself.
func (s script) tag() string {
	return [scripts]string{
		greek: "el", armenian: "hy", hebrew: "he", bengali: "bn", gurmukhi: "pa", gujarati: "gu", oriya: "or", tamil: "ta",
		telugu: "te", kannada: "kn", malayalam: "ml", sinhala: "si", thai: "th", lao: "lo", tibetan: "bo", myanmar: "my",
		georgian: "ka", ethiopic: "am", khmer: "km", kana: "ja", hangul: "ko",
	}[s]
}

// weight is how many letters of an alphabet one of its letters is worth: a Chinese character is a word.
func (s script) weight() int {
	switch s {
	case han:
		return 3
	case kana, hangul:
		return 2
	}
	return 1
}

type block struct {
	first, last rune
	script      script
}

// blocks are where the scripts are in Unicode, in its order, without the digits of the scripts whose words are compared.
//
//nolint:gochecknoglobals // a table that is only read
var blocks = []block{
	{0x0250, 0x02AF, latin},
	{0x0370, 0x037D, greek},
	{0x037F, 0x0386, greek},
	{0x0388, 0x03FF, greek},
	{0x0400, 0x052F, cyrillic},
	{0x0531, 0x0587, armenian},
	{0x0591, 0x05F4, hebrew},
	{0x0610, 0x061A, arabic},
	{0x0620, 0x065F, arabic},
	{0x066E, 0x06D3, arabic},
	{0x06D5, 0x06EF, arabic},
	{0x06FA, 0x06FF, arabic},
	{0x0750, 0x077F, arabic},
	{0x0900, 0x0963, devanagari},
	{0x0971, 0x097F, devanagari},
	{0x0980, 0x09FF, bengali},
	{0x0A00, 0x0A7F, gurmukhi},
	{0x0A80, 0x0AFF, gujarati},
	{0x0B00, 0x0B7F, oriya},
	{0x0B80, 0x0BFF, tamil},
	{0x0C00, 0x0C7F, telugu},
	{0x0C80, 0x0CFF, kannada},
	{0x0D00, 0x0D7F, malayalam},
	{0x0D80, 0x0DFF, sinhala},
	{0x0E01, 0x0E5B, thai},
	{0x0E80, 0x0EFF, lao},
	{0x0F00, 0x0FFF, tibetan},
	{0x1000, 0x109F, myanmar},
	{0x10A0, 0x10FF, georgian},
	{0x1100, 0x11FF, hangul},
	{0x1200, 0x135F, ethiopic},
	{0x1380, 0x139F, ethiopic},
	{0x1780, 0x17FF, khmer},
	{0x1C90, 0x1CBF, georgian},
	{0x1E00, 0x1EFF, latin},
	{0x1F00, 0x1FFF, greek},
	{0x3041, 0x309F, kana},
	{0x30A1, 0x30FA, kana},
	{0x30FC, 0x30FF, kana},
	{0x3130, 0x318F, hangul},
	{0x3400, 0x4DBF, han},
	{0x4E00, 0x9FFF, han},
	{0xAC00, 0xD7A3, hangul},
	{0xF900, 0xFAFF, han},
	{0xFB1D, 0xFB4F, hebrew},
	{0xFB50, 0xFDFF, arabic},
	{0xFE70, 0xFEFC, arabic},
	{0xFF66, 0xFF9D, kana},
	{0x20000, 0x323AF, han},
}

// scriptOf is the script of a character, or none.
func scriptOf(r rune) script {
	switch {
	case r < 0x250:
		return western(r)
	case r >= 0x400 && r < 0x530:
		return cyrillic
	case r >= 0x4E00 && r < 0xA000:
		return han
	}
	at, found := slices.BinarySearchFunc(blocks, r, func(b block, r rune) int {
		if r >= b.first && r <= b.last {
			return 0
		}
		return cmp.Compare(b.first, r)
	})
	if !found {
		return none
	}
	return blocks[at].script
}

// western is the script of a character of the first blocks: Latin if it is a letter.
func western(r rune) script {
	if r < 0x80 && 'a' <= r|0x20 && r|0x20 <= 'z' || r >= 0xC0 && r != 0xD7 && r != 0xF7 || r == 0xAA || r == 0xBA {
		return latin
	}
	return none
}

// letters is how many letters there are, of any script.
func (s *sample) letters() int {
	n := 0
	for _, count := range s.scripts {
		n += count
	}
	return n
}

// script is the one that the text is written in. A product has its Latin name in every language, so that Latin letters
// have to outweigh the others.
func (s *sample) script() script {
	counts := s.scripts
	counts[han] += counts[kana] // Japanese has both
	counts[kana] = 0
	best, most := none, 0
	for i := greek; i < scripts; i++ {
		if weight := counts[i] * i.weight(); weight > most {
			best, most = i, weight
		}
	}
	if counts[latin] > most {
		return latin
	}
	return best
}

// eastAsian tells Japanese from Chinese, neither of which has spaces.
func (s *sample) eastAsian() string {
	characters, syllables := s.scripts[han], s.scripts[kana]
	switch {
	case characters+syllables < 2:
		return ""
	case syllables > 1 && syllables*5 >= characters: // a Chinese shop may have one の in its name
		return "ja"
	case s.chinese < 0:
		return "ja"
	case s.chinese > 0 || characters >= 4:
		return "zh"
	}
	return ""
}

// japaneseOnly and chineseOnly are frequent characters that the other language writes in another way or hardly uses. Chinese
// has those of simplified and of traditional writing.
//
//nolint:gosmopolitan // these are the characters
const (
	japaneseOnly = "気円駅込働営発対様届払済売読変図広択伝単実帰応検桜黒仮価処拠黙歩労弾戻転軽辺県芸覚試総験渉渋焼斉巻箱頼枠峠畑"
	chineseOnly  = "的是我你您他她们們吗嗎呢吧了在这這那哪么麼什怎请請谢謝没沒还還给給让讓为為会會个個说說很都也把被和跟就想要买買卖賣钱錢" +
		"订訂单單货貨发發时時间間问問题題帮幫吃喝找谁誰几幾对對开開关關账帳号號码碼快递遞退款付费費查询詢喂啊哦嘛啦咩唔係嘅哋咗"
)
