package calendar_test

import (
	"fmt"
	"time"

	"github.com/gousher/usher/internal/calendar"
)

func Example() {
	day := []calendar.Span{{From: 9 * 60, To: 17 * 60}}
	night, err := calendar.ParseSpan("22:00-02:00")
	if err != nil {
		fmt.Println(err)
	}
	c, problems := calendar.Compile(calendar.Definition{
		Zone:     "Europe/Madrid",
		Weekly:   [7][]calendar.Span{time.Thursday: day, time.Friday: {night}},
		Holidays: []calendar.Date{{Year: 2026, Month: time.December, Day: 24}},
	})
	for _, p := range problems {
		fmt.Println(p.Field, p.Message)
	}

	at := time.Date(2026, time.December, 24, 11, 0, 0, 0, time.UTC)
	fmt.Println("open:", c.Open(at))
	for range 3 {
		edge, opens, _ := c.Next(at)
		fmt.Println(edge, opens)
		at = edge
	}

	// Output:
	// open: false
	// 2026-12-25 22:00:00 +0100 CET true
	// 2026-12-26 02:00:00 +0100 CET false
	// 2026-12-31 09:00:00 +0100 CET true
}
