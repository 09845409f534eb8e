package source

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

var errSpan = errors.New("not a duration")

// ParseDuration reads a span of time such as 15s, 10m, 72h, 7d or 1d12h; it is not below zero and at most 290 years.
func ParseDuration(s string) (time.Duration, error) {
	rest, days := s, time.Duration(0)
	if before, after, ok := strings.Cut(s, "d"); ok {
		n, err := strconv.ParseFloat(before, 64)
		switch {
		case err != nil || strings.ContainsAny(before, "+-einxp_"):
			return 0, fmt.Errorf("%q is %w", clip(s), errSpan)
		case n > 100_000:
			return 0, fmt.Errorf("%q is too long", clip(s))
		}
		days, rest = time.Duration(n*float64(24*time.Hour)), after
		if rest == "" {
			return days, nil
		}
	}
	d, err := time.ParseDuration(rest)
	switch {
	case rest == "0" && days == 0:
		return 0, nil
	case err != nil && strings.Trim(rest, "0123456789") == "" && rest != "":
		return 0, fmt.Errorf("the duration %q has no unit", clip(s))
	case err != nil:
		return 0, fmt.Errorf("%q is %w", clip(s), errSpan)
	case d < 0:
		return 0, fmt.Errorf("the duration %q is below zero", clip(s))
	case d > math.MaxInt64-days:
		return 0, fmt.Errorf("%q is too long", clip(s))
	}
	return days + d, nil
}

// FormatDuration writes a span as files have it: 15s, 10m, 72h, 7d.
func FormatDuration(d time.Duration) string {
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
