package calendar

import (
	"errors"
	"fmt"
	"time"
)

const (
	dayMinutes    = 24 * 60
	minuteSeconds = 60
	daySeconds    = dayMinutes * minuteSeconds
)

// Span is from one time of day to another, in minutes after midnight. From is inside and less than 1440 (24:00), To is
// outside and at most 1440. A span whose To is before its From passes midnight and ends on the next day; one from 0 to
// 1440 is the whole day. The two are never equal.
type Span struct{ From, To int }

// ParseSpan reads a span as it is written in 09:00-17:00, and in no other way. 24:00 can stand at its end.
func ParseSpan(s string) (Span, error) {
	if len(s) != len("09:00-17:00") || s[5] != '-' {
		return Span{}, fmt.Errorf("%q is not a span of hours: write it as 09:00-17:00", s)
	}
	from, err := parseClock(s[:5])
	if err != nil {
		return Span{}, fmt.Errorf("%q: %w", s, err)
	}
	to, err := parseClock(s[6:])
	if err != nil {
		return Span{}, fmt.Errorf("%q: %w", s, err)
	}
	span := Span{From: from, To: to}
	if err := span.check(); err != nil {
		return Span{}, fmt.Errorf("%q: %w", s, err)
	}
	return span, nil
}

// parseClock returns the minutes after midnight.
func parseClock(s string) (int, error) {
	if s == "24:00" {
		return dayMinutes, nil
	}
	t, err := time.Parse("15:04", s)
	if err != nil || len(s) != len("15:04") {
		return 0, fmt.Errorf("%q is not a time of day from 00:00 to 24:00", s)
	}
	return t.Hour()*60 + t.Minute(), nil
}

// String writes the span as [ParseSpan] reads it.
func (s Span) String() string {
	return fmt.Sprintf("%02d:%02d-%02d:%02d", s.From/60, s.From%60, s.To/60, s.To%60)
}

func (s Span) check() error {
	switch {
	case s.From < 0 || s.From > dayMinutes || s.To < 0 || s.To > dayMinutes:
		return errors.New("a span is within 00:00 and 24:00")
	case s.From == s.To:
		return errors.New("a span needs two different times; the whole day is 00:00-24:00")
	case s.From == dayMinutes:
		return errors.New("24:00 can only be the end of a span; one that begins at midnight begins at 00:00")
	}
	return nil
}

// A stretch is a span in seconds after the midnight with which its day begins, so that it ends after it begins.
type stretch struct{ from, to int64 }

func (s Span) stretch() stretch {
	to := s.To
	if to <= s.From {
		to += dayMinutes
	}
	return stretch{from: int64(s.From) * minuteSeconds, to: int64(to) * minuteSeconds}
}
