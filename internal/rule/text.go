package rule

import (
	"math"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// maxText bounds what one value may add to a message, in bytes.
const maxText = 16 << 10

// Text is v as a customer reads it in a message: nil is "", 3.0 is "3", a list is comma separated, a time is in the form
// of RFC 3339, what [Spoken] made is in its words. It ends after 16 KiB.
func (v Value) Text() string {
	if v.kind == KindString && len(v.str()) <= maxText {
		return v.str()
	}
	var room [64]byte
	return string(v.AppendText(room[:0]))
}

// AppendText appends Text to dst.
func (v Value) AppendText(dst []byte) []byte {
	if words, ok := v.words(); ok {
		return append(dst, cut(words, maxText)...)
	}
	switch v.kind {
	case KindList, KindMap, KindOther:
		return append(dst, v.nested()...)
	}
	return v.appendScalar(dst)
}

func (v Value) appendScalar(dst []byte) []byte {
	switch v.kind {
	case KindString:
		return append(dst, cut(v.str(), maxText)...)
	case KindBool:
		return strconv.AppendBool(dst, v.bits != 0)
	case KindInt:
		return strconv.AppendInt(dst, v.int(), 10)
	case KindFloat:
		return appendFloat(dst, v.float())
	case KindTime:
		return v.time().AppendFormat(dst, time.RFC3339)
	}
	return dst
}

// nested is the text of what is no scalar. It has a buffer of its own, which keeps that of the scalars off the heap.
func (v Value) nested() string {
	return cut(string(v.appendNested(nil, maxText, 0)), maxText)
}

// appendFloat writes 3.0 as 3 and only what would be a screen of digits with an exponent.
func appendFloat(dst []byte, f float64) []byte {
	if a := math.Abs(f); a != 0 && (a >= 1e15 || a < 1e-6) {
		return strconv.AppendFloat(dst, f, 'g', -1, 64)
	}
	return strconv.AppendFloat(dst, f, 'f', -1, 64)
}

// appendNested stops soon after limit, so that a huge list costs no more than what is shown of it.
func (v Value) appendNested(dst []byte, limit, depth int) []byte {
	if depth > maxDataDepth || len(dst) > limit {
		return dst
	}
	switch v.kind {
	case KindList:
		return v.appendList(dst, limit, depth)
	case KindMap:
		return v.appendMap(dst, limit, depth)
	case KindOther:
		if d, ok := v.ref.(time.Duration); ok {
			return append(dst, d.String()...)
		}
	}
	return v.appendScalar(dst)
}

func (v Value) appendList(dst []byte, limit, depth int) []byte {
	texts, ok := v.texts()
	if ok {
		for i, s := range texts {
			if len(dst) > limit {
				break
			}
			dst = append(separate(dst, i), cut(s, maxText)...)
		}
		return dst
	}
	for i, x := range v.list() {
		if len(dst) > limit {
			break
		}
		dst = Of(x).appendNested(separate(dst, i), limit, depth+1)
	}
	return dst
}

func (v Value) appendMap(dst []byte, limit, depth int) []byte {
	m := v.fields()
	keys := make([]string, 0, min(len(m), maxItems))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for i, k := range keys {
		if len(dst) > limit {
			break
		}
		dst = append(append(separate(dst, i), cut(k, maxText)...), ": "...)
		dst = Of(m[k]).appendNested(dst, limit, depth+1)
	}
	return dst
}

func separate(dst []byte, i int) []byte {
	if i == 0 {
		return dst
	}
	return append(dst, ", "...)
}

// cut is s up to n bytes, never in the middle of a rune.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
