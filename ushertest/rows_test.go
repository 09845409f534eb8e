package ushertest

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
)

// A store is found out to leave a field out only if the kit has something in it.
func TestTheRowsOfTheKitHaveSomethingInEveryField(t *testing.T) {
	t.Parallel()
	filled := map[string]bool{}
	var samples []any
	for _, row := range append(everyState(), conversationRow("c", "mia", usher.StateClosed)) {
		samples = append(samples, row)
	}
	encoded := conversationRow("c", "mia", usher.StateAsking)
	encoded.Run, encoded.Stored = nil, encoded.Run.Encode()
	dead := outboxRow(everyEffect("c")[0])
	dead.Dead = "down"
	removed := agentRow("ana")
	removed.Removed = true
	samples = append(samples, encoded, dead, removed, contactRow("mia"), agentRow("ana"), timerRow("c", usher.TimerAnswer, 0))
	for _, effect := range everyEffect("c") {
		samples = append(samples, effect)
	}
	for _, outcome := range everyOutcome() {
		samples = append(samples, rememberedRow("web", "m", someInstant, outcome))
	}
	for _, sample := range samples {
		look(reflect.ValueOf(sample), filled)
	}
	missing := maps.Collect(maps.All(filled))
	maps.DeleteFunc(missing, func(_ string, full bool) bool { return full })
	require.Subset(t, leftOut, slices.Sorted(maps.Keys(missing)))
}

// leftOut are fields that no row of a store has anything in.
var leftOut = []string{
	"Message.Kind", // only a new message is kept
}

// look notes which exported fields have something in them.
func look(v reflect.Value, filled map[string]bool) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			look(v.Elem(), filled)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			look(v.Index(i), filled)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() || !strings.HasSuffix(v.Type().PkgPath(), "gousher/usher") {
			return
		}
		for i := range v.NumField() {
			field := v.Type().Field(i)
			if !field.IsExported() {
				continue
			}
			name := v.Type().Name() + "." + field.Name
			filled[name] = filled[name] || !v.Field(i).IsZero()
			look(v.Field(i), filled)
		}
	}
}
