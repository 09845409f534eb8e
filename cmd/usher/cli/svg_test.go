package cli

import (
	"encoding/xml"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func pictureOf(t *testing.T, name string) string {
	t.Helper()
	c := newConsole()
	require.Equal(t, exitOK, c.run("graph", filepath.Join("testdata", name), "--format", "svg"), c.err.String())
	return c.out.String()
}

func TestAWorkflowIsDrawnAsAPicture(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"waits", "hostile", "stages"} {
		goldenOf(t, "graph-"+name, pictureOf(t, "graph/"+name+".yaml"))
	}
}

func TestAPictureIsWellFormedAndTheSameEveryTime(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"graph/waits.yaml", "graph/hostile.yaml", "graph/stages.yaml", "graph/strategies.yaml", "play/offers.yaml"} {
		picture := pictureOf(t, name)
		require.Equal(t, picture, pictureOf(t, name))
		decoder := xml.NewDecoder(strings.NewReader(picture))
		for {
			token, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err, name)
			if element, ok := token.(xml.StartElement); ok {
				known := []string{"svg", "title", "defs", "marker", "path", "rect", "polygon", "text"}
				require.Contains(t, known, element.Name.Local, "texts are texts, whatever they hold")
			}
		}
	}
}

func TestBoxesDoNotStandOnEachOther(t *testing.T) {
	t.Parallel()
	l := drawing{Workflow: "w", First: "1", Steps: []drawn{
		{ID: "1", Kind: "branch", Ways: []arrow{{Name: "a", Label: "a", To: "2"}, {Name: "b", Label: "b", To: "3"}, {Name: "else", To: "4"}}},
		{ID: "2", Kind: "send", Label: strings.Repeat("long ", 8), Next: "4"}, {ID: "3", Kind: "goto", Jumps: []arrow{{Label: "at most 2 times", To: "1"}}},
		{ID: "4", Kind: "close"},
	}}.layout()
	for i, a := range l.boxes {
		for _, b := range l.boxes[i+1:] {
			apart := a.y+a.h <= b.y || b.y+b.h <= a.y || a.x+a.w/2 <= b.x-b.w/2 || b.x+b.w/2 <= a.x-a.w/2
			require.True(t, apart, "%v and %v", a, b)
		}
		require.GreaterOrEqual(t, a.x-a.w/2, 0)
		require.LessOrEqual(t, a.x+a.w/2, l.w)
		require.LessOrEqual(t, a.y+a.h, l.h)
	}
}
