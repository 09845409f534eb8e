package phrase

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

// manyRows makes a table of n phrases in rows of ten, with a vocabulary that makes phrases begin alike.
func manyRows(n int, vocabulary []string, join string) []Row {
	r := rand.New(rand.NewPCG(1, 2))
	tens := n / 10
	rows := make([]Row, tens+1)
	rows[tens].Phrases = []string{"won't start", "无法登录", "nie działa"}
	for i := range n {
		words := make([]string, 1+r.IntN(3))
		for j := range words {
			words[j] = vocabulary[r.IntN(len(vocabulary))]
		}
		p := strings.Join(words, join) + join + strconv.Itoa(i)
		if i%10 == 0 {
			p += "*"
		}
		rows[i%tens].Phrases = append(rows[i%tens].Phrases, p)
	}
	return rows
}

var (
	english = strings.Fields("my order refund price how much is the not working broken where account password cancel late " +
		"please help can you delivery invoice card charge twice wrong item size return exchange")
	chinese = strings.Fields("我 要 退款 订单 价格 多少 无法 登录 密码 账号 取消 发票 快递 没有 收到 坏了 怎么 办 请 帮忙")

	messages = []struct{ name, text string }{
		{"ASCII", "Hello, I bought the blue one on Monday and since this morning my car won't start, please help"},
		{"Polish", "Dzień dobry, kupiłem u Państwa drukarkę i od wczoraj niestety NIE DZIAŁA, proszę o pomoc"},
		{"Chinese", "你好，我昨天买了一个新手机，但是今天早上开始我的账号无法登录，请帮忙看一下怎么办，谢谢"},
	}
)

func BenchmarkMatch(b *testing.B) {
	rows := append(manyRows(5000, chinese, ""), manyRows(5000, english, " ")...)
	table, _ := Compile(rows, false)
	for _, m := range messages {
		b.Run(m.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if row, _ := table.Match(m.text, "en"); row < 0 {
					b.Fatal("no match")
				}
			}
		})
	}
	b.Run("nothing found", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			table.Match("the quick brown fox jumps over the lazy dog and is not seen again until the evening", "en")
		}
	})
}

// BenchmarkContains is the loop that one would write first; it does not even look at the edges of words.
func BenchmarkContains(b *testing.B) {
	var phrases []string
	for _, r := range append(manyRows(5000, chinese, ""), manyRows(5000, english, " ")...) {
		for _, p := range r.Phrases {
			phrases = append(phrases, strings.ToLower(strings.TrimRight(p, "*")))
		}
	}
	for _, m := range messages {
		b.Run(m.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				text, n := strings.ToLower(m.text), 0
				for _, p := range phrases {
					if strings.Contains(text, p) {
						n++
					}
				}
				if n == 0 {
					b.Fatal("no match")
				}
			}
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	rows := append(manyRows(5000, chinese, ""), manyRows(5000, english, " ")...)
	b.ReportAllocs()
	for b.Loop() {
		Compile(rows, false)
	}
}

func BenchmarkLongMessage(b *testing.B) {
	table, _ := Compile(append(manyRows(5000, chinese, ""), manyRows(5000, english, " ")...), false)
	for _, m := range messages {
		text := strings.Repeat(m.text+" ", 10<<20/len(m.text))
		b.Run(m.name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				table.Match(text, "en")
			}
		})
	}
}

func BenchmarkFold(b *testing.B) {
	for _, m := range messages {
		b.Run(m.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Fold(m.text)
			}
		})
	}
}
