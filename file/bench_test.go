package file_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gousher/usher/file"
)

// largeFiles are a desk with 200 agents and a workflow of 100 steps, as files have them.
func largeFiles() fstest.MapFS {
	var desk, flow strings.Builder
	desk.WriteString("usher: desk/v1\nteams: [{id: sales}, {id: support, by: round_robin}]\nagents:\n")
	for i := range 200 {
		fmt.Fprintf(&desk, "  - {id: agent%d, name: Agent %d, teams: [sales, support], skills: {french: %d, billing: 2}, capacity: 3, status: online}\n",
			i, i, i%5+1)
	}
	desk.WriteString("fallback: {team: support}\n")
	flow.WriteString("usher: workflow/v1\nworkflow: large\nvariables: {topic: {type: string}, tries: {type: int, default: 0}}\nsteps:\n")
	for range 20 { // five steps each
		flow.WriteString(`  - ask:
      text: "What can we do for you, {{ contact.name }}?"
      choices: [{id: sales, title: Sales, synonyms: [buy]}, {id: support, title: Support}]
      save_to: topic
      timeout: 15m
      else: [{comment: {text: "no answer from {{ contact.name }}"}}]
  - branch:
      cases:
        - when: topic == "sales" && contact.fields.plan in ["gold", "silver"] && tries < 3
          then: [{set: {tries: tries + 1}}]
      else: [{tag: {add: [seen]}}]
`)
	}
	flow.WriteString("  - assign: {team: support, must: {french: 3}, for: 5m, else: [{close: {summary: 'nobody came for {{ topic }}'}}]}\n")
	return fstest.MapFS{"desk.yaml": {Data: []byte(desk.String())}, "flow.yaml": {Data: []byte(flow.String())}}
}

// BenchmarkLoad reads and checks a desk with 200 agents and a workflow of over 100 steps.
func BenchmarkLoad(b *testing.B) {
	format := file.Format{FS: largeFiles()}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := format.Load("desk.yaml", "flow.yaml"); err != nil {
			b.Fatal(err)
		}
	}
}
