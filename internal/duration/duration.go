// Package duration reads and writes spans of time as files have them: 15s, 10m, 72h, 7d.
package duration

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	errSpan  = errors.New("not a duration")
	bare     = regexp.MustCompile(`^[\d.]+$`)
	negative = regexp.MustCompile(`^-[\d.]+[a-zµ]+`)
	dayCount = regexp.MustCompile(`^(\d+\.?\d*|\.\d+)$`)
	spans    = regexp.MustCompile(`^((\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h))+$`)
)

// Parse reads a span of time such as 15s, 10m, 72h, 7d or 1d12h; it is not below zero and at most 290 years.
func Parse(s string) (time.Duration, error) {
	switch {
	case s == "0":
		return 0, nil
	case bare.MatchString(s):
		return 0, fmt.Errorf("the duration %q has no unit", clip(s))
	case negative.MatchString(s):
		return 0, fmt.Errorf("the duration %q is below zero", clip(s))
	}
	before, rest, inDays := strings.Cut(s, "d")
	if !inDays {
		before, rest = "0", s
	}
	if !dayCount.MatchString(before) || (rest != "" || !inDays) && !spans.MatchString(rest) {
		return 0, fmt.Errorf("%q is %w", clip(s), errSpan)
	}
	tooLong := fmt.Errorf("the duration %q is longer than 290 years", clip(s))
	n, err := strconv.ParseFloat(before, 64)
	if err != nil || n*float64(24*time.Hour) >= math.MaxInt64 {
		return 0, tooLong
	}
	days := time.Duration(n * float64(24*time.Hour))
	if rest == "" {
		return days, nil
	}
	d, err := time.ParseDuration(rest)
	if err != nil || d > math.MaxInt64-days {
		return 0, tooLong
	}
	return days + d, nil
}

// Format writes a span as files have it: 15s, 10m, 72h, 7d.
func Format(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d == 0:
		return "0s"
	case d%day == 0 && d > 3*day:
		return fmt.Sprintf("%dd", d/day)
	case d%time.Hour == 0:
		return fmt.Sprintf("%dh", d/time.Hour)
	case d%time.Minute == 0:
		return fmt.Sprintf("%dm", d/time.Minute)
	case d%time.Second == 0 && d < time.Hour:
		return fmt.Sprintf("%ds", d/time.Second)
	}
	return d.String()
}

// clip shortens a text that is no duration, for a message.
func clip(s string) string {
	const most = 60
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most]) + "…"
}
