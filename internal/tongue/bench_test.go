package tongue

import (
	"strings"
	"testing"
)

// messages are of about a hundred letters.
var messages = []struct{ name, text string }{
	{"English", "Hello, I bought the blue one on Monday and since this morning it will not start, could you please help"},
	{"Polish", "Dzień dobry, kupiłem u Państwa drukarkę i od wczoraj niestety nie działa, proszę o pomoc w tej sprawie"},
	{"Russian", "Здравствуйте, я купил у вас принтер, и со вчерашнего дня он не работает, помогите мне, пожалуйста"},
	{"Chinese", "你好，我昨天买了一个新手机，但是今天早上开始我的账号无法登录，请帮忙看一下怎么办，谢谢"},
	{"number", "1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 123"},
}

func BenchmarkDetect(b *testing.B) {
	loaded()
	for _, m := range messages {
		b.Run(m.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Detect(m.text)
			}
		})
	}
	b.Run("a kibibyte", func(b *testing.B) {
		long := strings.Repeat(messages[1].text+" ", 12)
		b.ReportAllocs()
		for b.Loop() {
			Detect(long)
		}
	})
}

// BenchmarkWords is the baseline, of which BenchmarkDetect takes two to five times as long: the words in lower case, and a look at one table for each.
func BenchmarkWords(b *testing.B) {
	words := loaded().words
	for _, m := range messages {
		b.Run(m.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				found := 0
				for word := range strings.FieldsSeq(strings.ToLower(m.text)) {
					found += len(words[word])
				}
				_ = found
			}
		})
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		load()
	}
}
