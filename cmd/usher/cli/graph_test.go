package cli

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher"
	"github.com/gousher/usher/file"
)

func TestTranscriptOfGraph(t *testing.T) {
	t.Parallel()
	transcript(t, "graph", nil)
}

// poll is a step of a host: it has a block, an empty one, and a jump.
type poll struct{ Done usher.Steps }

func (poll) Decide(*usher.Turn) usher.Next { return usher.Continue() }

func (p poll) Declare(d *usher.Declaration) {
	d.Block("done", p.Done)
	d.Block("1", nil)
	d.JumpsTo("bye")
}

func TestStepsOfTheHostAreDrawnAsTheyDeclareThemselves(t *testing.T) {
	t.Parallel()
	flow := usher.Flow{Name: "a", Steps: usher.Steps{
		poll{Done: usher.Steps{usher.CloseConversation{}}},
		usher.Named{ID: "bye", Step: usher.CloseConversation{}},
	}}
	p, err := usher.Compile(flow, nil)
	require.NoError(t, err)
	d := drawingOf(file.Kinds{Steps: map[string]usher.Step{"survey": poll{}}}, flow, p.Outline())
	require.Equal(t, `flowchart TD
    start(["a<br/>on message"])
    s1["survey"]
    s2(["close"])
    s3(["close bye"])
    start --> s1
    s1 -->|"done"| s2
    s1 -->|"1"| s3
    s1 --> s3
    s1 -.-> s3
`, d.mermaid())
	require.Equal(t, "poll", ownKind(file.Kinds{}, poll{}))
	kind, _ := describe(file.Kinds{}, usher.Do{Name: "lookup"})
	require.Equal(t, "lookup", kind)
}

func TestAWayThatLeadsNowhereIsDrawn(t *testing.T) {
	t.Parallel()
	d := drawing{Workflow: "a", First: "1", Steps: []drawn{{ID: "1", Kind: "x", Ways: []arrow{{Name: "b", Label: "b"}, {Name: "c", Label: "c"}}}}}
	require.Contains(t, d.mermaid(), "nothing([\"nothing follows\"])\n    start --> s1\n    s1 -->|\"b<br/>c\"| nothing\n")
	require.Contains(t, d.dot(), "nothing [label=\"nothing follows\", shape=oval];\n    start -> s1;\n    s1 -> nothing [label=\"b\\nc\"];\n")
}

func TestNothingInATextIsTakenForMermaid(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`say "hi"`:         "say #34;hi#34;",
		"a\nb":             "a<br/>b",
		"#35; &amp; <br/>": "#35;35#59; #38;amp#59; #60;br/#62;",
		"1. one\n- two":    "1#46; one<br/>#45; two",
		"10) ten (10) 1.5": "10#41; ten (10) 1#46;5",
		"go to www.a.com":  "go to www#46;a.com",
		"a_b = c-d, e?":    "a_b = c-d, e?",
		"[x](y) {z} |a|":   "#91;x#93;(y) #123;z#125; #124;a#124;",
		"%%{init: {}}%%":   "#37;#37;#123;init#58; #123;#125;#125;#37;#37;",
		"end":              "end",
		"你好 é":             "你好 é",
	} {
		require.Equal(t, want, mermaidText(text))
	}
}

func TestALabelIsCutWhereALetterEnds(t *testing.T) {
	t.Parallel()
	require.Equal(t, strings.Repeat("a", 40), short(strings.Repeat("a", 40)))
	require.Equal(t, strings.Repeat("a", 40)+"…", short(strings.Repeat("a", 41)))
	require.Equal(t, strings.Repeat("a", 39)+"…", short(strings.Repeat("a", 39)+"e\u0301x"))
	require.Equal(t, strings.Repeat("a", 37)+"…", short(strings.Repeat("a", 37)+"👩\u200d👩\u200d👧"))
	require.Equal(t, "a b", short("  a\n\tb "))
	require.NotContains(t, short("a\x1bb\u202ec"), "\x1b")
	for want, d := range map[string]time.Duration{"1m30s": 90 * time.Second, "10m": 10 * time.Minute, "72h": 72 * time.Hour, "20s": 20 * time.Second} {
		require.Equal(t, want, span(d))
	}
}
