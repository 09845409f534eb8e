package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/google/jsonschema-go/jsonschema"
)

const draft = "http://json-schema.org/draft-07/schema#"

// encode writes a schema as a file: what it is comes first, and signs stand as they are.
func encode(s *jsonschema.Schema) ([]byte, error) {
	head, err := json.Marshal(map[string]string{"$schema": draft})
	if err != nil {
		return nil, fmt.Errorf("the schema cannot be written: %w", err)
	}
	body, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("the schema cannot be written: %w", err)
	}
	var file bytes.Buffer
	whole := string(head[:len(head)-1]) + "," + plain(string(body[1:]))
	if err := json.Indent(&file, []byte(whole), "", "  "); err != nil {
		return nil, fmt.Errorf("the schema cannot be written: %w", err)
	}
	file.WriteByte('\n')
	return file.Bytes(), nil
}

// plain undoes the escapes that only HTML needs. None of our texts holds a backslash before a u.
func plain(s string) string {
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(s)
}
