// Package schema makes the JSON Schemas (draft-07) with which editors complete, explain and check the files of usher.
// They come from the tables that the decoders check files against, so that the two cannot disagree.
//
// In an editor with yaml-language-server a first line names the schema:
//
//	# yaml-language-server: $schema=workflow.v1.json
package schema

import (
	"embed"
	"fmt"
	"strings"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/gousher/usher/file"
	"github.com/gousher/usher/internal/format"
)

//go:generate go run ./generate

//go:embed *.v1.json
var shipped embed.FS

// Words are the kinds of files that have a schema.
func Words() []string { return []string{"desk", "workflow", "scenario"} }

// Name is the name of the file that holds the schema of a kind of files.
func Name(word string) string { return word + ".v1.json" }

// Shipped is the schema of a kind of files as it is shipped: of usher's own steps and strategies. The error says that
// there is no such kind.
func Shipped(word string) ([]byte, error) {
	data, err := shipped.ReadFile(Name(word))
	if err != nil {
		return nil, unknown(word)
	}
	return data, nil
}

// For is the schema of a kind of files that may use kinds of your own as well. The error says that there is no such kind
// of files.
func For(word string, kinds file.Kinds) ([]byte, error) {
	root := map[string]*format.Object{"desk": format.Desk, "workflow": format.Workflow, "scenario": format.Scenario}[word]
	if root == nil {
		return nil, unknown(word)
	}
	g := &generator{scenario: word == "scenario", kinds: kinds, definitions: map[string]*jsonschema.Schema{}}
	s := g.object(root)
	s.Required = append([]string{"usher"}, s.Required...)
	s.Definitions = g.definitions
	return encode(s)
}

func unknown(word string) error {
	return fmt.Errorf("there is no schema of %q: the schemas are %s", word, strings.Join(Words(), ", "))
}
