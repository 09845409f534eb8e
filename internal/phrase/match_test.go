package phrase

import (
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// matched returns what of text the phrase matches, "" when it does not.
func matched(t *testing.T, phrase, text string) string {
	t.Helper()
	table, problems := Compile([]Row{{Phrases: []string{phrase}}}, false)
	require.Empty(t, problems)
	row, hits := table.Match(text, "")
	if row < 0 {
		require.Empty(t, hits)
		return ""
	}
	require.Len(t, hits, 1)
	return text[hits[0].Start:hits[0].End]
}

func TestPhrasesAreFoundInTheScriptsOfTheWorld(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ phrase, text, want string }{
		// English
		{"refund", "Where is my REFUND?!", "REFUND"},
		{"refund", "refunds", ""},
		{"refund", "prerefund", ""},
		{"refund", "refund", "refund"},
		{"how much", "How\t \n much is it", "How\t \n much"},
		{"how much", "how-much", "how-much"},
		{"how much", "how very much", ""},
		{"won't start", "It Won't  START!", "Won't  START"},
		{"won't start", "it won’t start", "won’t start"},
		{"won’t start", "it won't start", "won't start"},
		{"won't start", "it wonʼt start", "wonʼt start"},
		{"won't start", "it won´t start", "won´t start"},
		{"won't start", "it won`t start", "won`t start"},
		{"won't start", "it won t start", "won t start"},
		{"  won't\n start ", "won't start", "won't start"},
		{"24/7", "open 24-7?", "24-7"},
		{"refund_now", "REFUND NOW", "REFUND NOW"},
		// Polish
		{"nie działa", "Drukarka NIE DZIAŁA.", "NIE DZIAŁA"},
		{"nie działa", "nie działała", ""},
		{"zażółć", "ZAZ\u0307O\u0301L\u0301C\u0301", ""},
		{"zażółć", "ZAZ\u0307O\u0301ŁC\u0301!", "ZAZ\u0307O\u0301ŁC\u0301"},
		// French
		{"adresse", "J'ai changé d’adresse", "adresse"},
		{"carte volée", "CARTE VOLÉE", "CARTE VOLÉE"},
		{"carte vole\u0301e", "ma carte volée", "carte volée"},
		{"où", "ou", ""},
		// Indonesian
		{"tidak bisa*", "Aplikasinya tidak bisakah dibuka", "tidak bisakah"},
		{"pesan", "memesan", ""},
		{"~pesan", "dipesankan", "pesan"},
		// Chinese and Japanese, without spaces
		{"无法登录", "我的账号无法登录了怎么办", "无法登录"},
		{"退款", "我要退款。", "退款"},
		{"退款", "我要退 款", ""},
		{"退款*", "我要退款谢谢", "退款"},
		{"iPhone坏了", "我的iphone坏了吧", "iphone坏了"},
		{"iPhone坏了", "我的 iPhone 坏了", "iPhone 坏了"},
		{"iPhone坏了", "我的xiphone坏了", ""},
		{"iphone", "我的iPhone坏了", "iPhone"},
		{"5折", "打15折", ""},
		{"返金", "返金してください", "返金"},
		{"キャンセル", "予約をｷｬﾝｾﾙしたい", "ｷｬﾝｾﾙ"},
		{"ガイド", "ｶﾞｲﾄﾞが欲しい", "ｶﾞｲﾄﾞ"},
		{"サーバー", "サーバーが落ちた", "サーバー"},
		{"か", "が", ""},
		// Thai, Lao, Khmer, Myanmar
		{"สั่งซื้อ", "ผมอยากสั่งซื้อสินค้าครับ", "สั่งซื้อ"},
		{"ຊື້", "ຂ້ອຍຢາກຊື້ເຄື່ອງ", "ຊື້"},
		{"ទិញ", "ខ្ញុំចង់ទិញវា", "ទិញ"},
		{"ဝယ်", "ကျွန်တော်ဝယ်ချင်တယ်", "ဝယ်"},
		// Korean, Hindi, Arabic, Russian, Vietnamese: with spaces
		{"환불*", "환불을 원해요", "환불을"},
		{"환불", "환불을 원해요", ""},
		{"\u1112\u116a\u11ab불", "환불 원해요", "환불"},
		{"भुगतान*", "भुगतानों की समस्या", "भुगतानों"},
		{"استرداد", "أريد استرداد المال", "استرداد"},
		{"возврат", "Хочу ВОЗВРАТ", "ВОЗВРАТ"},
		{"hoàn tiền", "TÔI MUỐN HOA\u0300N TIE\u0302\u0300N", "HOA\u0300N TIE\u0302\u0300N"},
		// Turkish, German, Greek
		{"istanbul", "İSTANBUL'dan", "İSTANBUL"},
		{"istanbul", "I\u0307stanbul", "I\u0307stanbul"},
		{"ısıtıcı", "ISITICI BOZULDU", "ISITICI"},
		{"straße", "IN DER STRASSE", "STRASSE"},
		{"strasse", "die Straße 5", "Straße"},
		{"STRAẞE", "die Straße", "Straße"},
		{"λογαριασμος", "ΛΟΓΑΡΙΑΣΜΟΣ", "ΛΟΓΑΡΙΑΣΜΟΣ"},
		{"λογαριασμοσ", "ο λογαριασμος", "λογαριασμος"},
		// Width, invisible characters, invalid bytes
		{"refund", "ＲＥＦＵＮＤ！", "ＲＥＦＵＮＤ"},
		{"ｒｅｆｕｎｄ＊", "refunds", "refunds"},
		{"～fund", "refunds", "fund"},
		{"refund", "\u200bre\u200bfu\u00adnd\u200b", "re\u200bfu\u00adnd"},
		{"café", "cafe\u200b\u0301\u200b!", "cafe\u200b\u0301"},
		{"re\u00adfund\u200b", "refund", "refund"},
		{"refund", "\u202erefund\u202c", "refund"},
		{"refund", "\xffrefund\xfe", "refund"},
		{"refund\xff", "my refund", "refund"},
		{"refund", "ref\xffund", ""},
		{"a\xffb", "a b", "a b"},
		{"β", "𝛂\u00a0𝛃", "𝛃"},
		{"β", "Ａ　Βc Ａ　Β", "Β"},
		{"b ß", "ßßa b ßß b ß", "b ß"},
		{"صلى", "a ﷺ b", "ﷺ"},
		// Endings and insides
		{"refund*", "REFUNDABLE?", "REFUNDABLE"},
		{"refund*", "a refund.", "refund"},
		{"refund*", "prerefund", ""},
		{"refund *", "refunded", "refunded"},
		{"how much*", "how muchos", "how muchos"},
		{"~fund", "refunding", "fund"},
		{" ~ fund", "refunding", "fund"},
		{"~fund*", "refunding now", "funding"},
		{"~d no", "refund now", "d no"},
		{"~.com", "mail me@shop.com", "com"},
		{"~.com", "welcome", ""},
		{"~won't", "iwon’tgo", "won’t"},
		// Symbols
		{"👍", "ok👍👍", "👍"},
		{"👍", "👍🏽", "👍"},
		{"❤️", "I ❤ it", "❤"},
		{"👩‍💻", "a 👩‍💻 wrote", "👩‍💻"},
		{"c++", "I like C++.", "C++"},
		{"c++", "I like C.", ""},
		{"5€", "only 5 €", "5 €"},
		{"1", "1️⃣", "1"},
	} {
		t.Run(c.phrase+" in "+c.text, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, matched(t, c.phrase, c.text))
		})
	}
}

func TestTheFirstRowThatMatchesWins(t *testing.T) {
	t.Parallel()
	table, _ := Compile([]Row{
		{Phrases: []string{"broken"}},
		{Phrases: []string{"price", "broken screen"}, Weight: 9},
	}, false)
	row, hits := table.Match("price of a broken screen, broken!", "")
	require.Equal(t, 0, row)
	require.Equal(t, []Hit{{Row: 0, Phrase: 0, Start: 11, End: 17}}, hits)
}

func TestTheHitsAreThoseOfTheWinningRowInTheOrderOfTheText(t *testing.T) {
	t.Parallel()
	table, _ := Compile([]Row{
		{Phrases: []string{"nothing"}},
		{Phrases: []string{"price", "ß", "price*", "Price"}, Not: []string{"gift"}},
	}, false)
	row, hits := table.Match("ẞ: the prices, the price, the price", "")
	require.Equal(t, 1, row)
	require.Equal(t, []Hit{
		{Row: 1, Phrase: 1, Start: 0, End: 3},
		{Row: 1, Phrase: 2, Start: 9, End: 15},
		{Row: 1, Phrase: 0, Start: 21, End: 26},
	}, hits)
}

func TestTheBestRowHasTheGreatestMatchedWeight(t *testing.T) {
	t.Parallel()
	table, _ := Compile([]Row{
		{Phrases: []string{"one", "two", "three"}},
		{Phrases: []string{"four"}, Weight: 2},
		{Phrases: []string{"five"}, Weight: 3},
		{Phrases: []string{"six"}, Weight: 9, Not: []string{"seven"}},
		{Phrases: []string{"eight"}, Weight: 9, Languages: []string{"fr"}},
	}, true)
	for text, want := range map[string]int{
		"one":                  0,
		"four one":             1,
		"one two four":         0, // a tie goes to the earlier row
		"four, one one one":    1, // a phrase counts once
		"five one two":         2,
		"five three one two":   0,
		"six five":             3,
		"six seven five":       2,
		"eight four":           1,
		"none of these at all": -1,
	} {
		row, _ := table.Match(text, "en")
		require.Equal(t, want, row, text)
	}
}

func TestARowWithANotPhraseFoundDoesNotMatch(t *testing.T) {
	t.Parallel()
	table, _ := Compile([]Row{
		{Phrases: []string{"price"}, Not: []string{"price match", "~gift*"}},
		{Phrases: []string{"help", "price"}},
	}, false)
	for text, want := range map[string]int{
		"the price":             0,
		"Price  MATCH":          1,
		"price of a giftcard":   1,
		"gift":                  -1,
		"help with the price":   0,
		"help with a gift card": 1,
	} {
		row, _ := table.Match(text, "")
		require.Equal(t, want, row, text)
	}
}

func TestARowServesItsLanguages(t *testing.T) {
	t.Parallel()
	table, _ := Compile([]Row{
		{Phrases: []string{"chat"}, Languages: []string{"fr-CA", "HE"}},
		{Phrases: []string{"chat"}, Languages: []string{"en"}},
		{Phrases: []string{"chat", "more"}},
	}, false)
	for lang, want := range map[string]int{
		"": 0, "und": 0, "fr": 0, "FR_fr": 0, "fra": 0, "he": 0, "iw-IL": 0, "in": 2, "ji": 2, "jw": 2, "mo": 2, "tl": 2, "en-GB-oxendict": 1, "eng": 1, "es": 2, "x!": 2,
	} {
		row, _ := table.Match("chat", lang)
		require.Equal(t, want, row, lang)
	}
}

func TestNothingMatchesWithoutPhrasesOrWithoutText(t *testing.T) {
	t.Parallel()
	table, _ := Compile(nil, false)
	for _, tb := range []*Table{nil, {}, table} {
		row, hits := tb.Match("anything", "en")
		require.Equal(t, -1, row)
		require.Empty(t, hits)
	}
	table, _ = Compile([]Row{{Phrases: []string{"a", "~b", "退"}}}, false)
	for _, text := range []string{"", " ", "\u200b", "...", "\xff", "\u0301"} {
		row, _ := table.Match(text, "")
		require.Equal(t, -1, row, "%q", text)
	}
}

func TestATableIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	table, _ := Compile([]Row{{Phrases: []string{"refund*", "退款", "~fee"}}, {Phrases: []string{"straße", "สั่งซื้อ"}}}, false)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				row, hits := table.Match("STRASSE, ผมอยากสั่งซื้อ", "")
				if row != 1 || len(hits) != 2 {
					t.Errorf("row %d, hits %v", row, hits)
				}
				if row, _ := table.Match("我要退款", ""); row != 0 {
					t.Errorf("row %d", row)
				}
			}
		})
	}
	wg.Wait()
}

func TestRoundsStartAnewWhenTheirNumbersAreUsedUp(t *testing.T) {
	t.Parallel()
	table, _ := Compile([]Row{{Phrases: []string{"a"}, Not: []string{"b"}}}, false)
	s := table.newScratch()
	for _, round := range []uint32{0, 1<<32 - 2, 1<<32 - 1} {
		s.round = round
		s.scan(table.index, []byte(" a "))
		s.tally(table)
		require.Equal(t, 0, table.choose(s, ""))
	}
}

func TestALongMessageTakesTimeInProportion(t *testing.T) {
	t.Parallel()
	table, _ := Compile([]Row{{Phrases: []string{
		strings.Repeat("a", 2000), strings.Repeat("i ", 2000), "~" + strings.Repeat("ab", 500), strings.Repeat("退", 500), "needle*",
	}}}, false)
	for _, part := range []string{"a", "i ", "ab", "退", "e\u0301", "e\u200b\u0301", "\u0301", "\u1161", "\u200b", "ß", "\xff", ".", "👍"} {
		text := strings.Repeat(part, 1<<18/len(part))
		row, hits := table.Match(text+" needles", "")
		require.Equal(t, 0, row, "%q", part)
		require.Equal(t, "needles", (text + " needles")[hits[len(hits)-1].Start:hits[len(hits)-1].End])
	}
}
