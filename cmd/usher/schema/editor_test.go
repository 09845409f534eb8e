package schema_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/textproto"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gousher/usher/cmd/usher/schema"
)

// patience is how long the language server may take for one answer.
const patience = 60 * time.Second

// editor is a client of a yaml-language-server that knows the shipped schemas.
type editor struct {
	t  *testing.T
	in io.WriteCloser

	mu      sync.Mutex
	lastID  int
	answers map[int]chan message
	found   map[string]chan []diagnostic
}

// message is any message of the protocol.
type message struct {
	Version string          `json:"jsonrpc"`
	ID      *int            `json:"id,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  any             `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   json.RawMessage `json:"error,omitempty"`
}

type position struct {
	Line      int `json:"line"`
	Character int `json:"character"`
}

type diagnostic struct {
	Range struct {
		Start position `json:"start"`
		End   position `json:"end"`
	} `json:"range"`
	Message string `json:"message"`
}

type completion struct {
	Label         string          `json:"label"`
	InsertText    string          `json:"insertText"` //nolint:tagliatelle // the protocol's spelling
	Documentation json.RawMessage `json:"documentation"`
}

// newEditor starts the language server, or skips the test where there is none.
func newEditor(t *testing.T) *editor {
	t.Helper()
	server := os.Getenv("USHER_TEST_YAMLLS")
	if server == "" {
		server = "yaml-language-server"
	}
	server, err := exec.LookPath(server)
	if err != nil {
		t.Skip("there is no yaml-language-server here: install it, or set USHER_TEST_YAMLLS to its executable")
	}
	cmd := exec.CommandContext(t.Context(), server, "--stdio")
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	e := &editor{t: t, in: in, answers: map[int]chan message{}, found: map[string]chan []diagnostic{}}
	read := make(chan struct{})
	go func() {
		defer close(read)
		e.read(bufio.NewReader(out))
	}()
	t.Cleanup(func() {
		_ = in.Close()
		<-read
		_ = cmd.Wait() // it is killed if it has not gone by itself
	})
	e.ask("initialize", map[string]any{
		"processId": nil, "rootUri": nil,
		"capabilities": map[string]any{"workspace": map[string]any{"configuration": true}, "textDocument": map[string]any{
			"completion": map[string]any{"completionItem": map[string]any{
				"snippetSupport": true, "documentationFormat": []string{"markdown", "plaintext"},
			}},
			"hover":              map[string]any{"contentFormat": []string{"markdown"}},
			"publishDiagnostics": map[string]any{},
		}},
	})
	e.tell("initialized", map[string]any{})
	e.tell("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{}}) // it asks for them then,
	e.complete("workflow", "|")                                                              // and answers when it has them
	return e
}

// configuration answers the server's question for settings, a list of their sections.
func configuration(params json.RawMessage) json.RawMessage {
	schemas := map[string]string{}
	for _, word := range schema.Words() {
		path, _ := filepath.Abs(schema.Name(word))
		schemas["file://"+filepath.ToSlash(path)] = "*." + word + ".yaml"
	}
	var asked struct {
		Items []struct {
			Section string `json:"section"`
		} `json:"items"`
	}
	_ = json.Unmarshal(params, &asked)
	settings := make([]any, len(asked.Items))
	for i, item := range asked.Items {
		if item.Section == "yaml" {
			settings[i] = map[string]any{
				"schemas": schemas, "schemaStore": map[string]any{"enable": false}, "completion": true, "hover": true, "validate": true,
			}
		}
	}
	data, _ := json.Marshal(settings)
	return data
}

// read takes what the server sends, until it ends.
func (e *editor) read(r *bufio.Reader) {
	for {
		header, err := textproto.NewReader(r).ReadMIMEHeader()
		if err != nil {
			return
		}
		length, err := strconv.Atoi(header.Get("Content-Length"))
		if err != nil {
			return
		}
		body := make([]byte, length)
		if _, err := io.ReadFull(r, body); err != nil {
			return
		}
		var m struct {
			message

			Params json.RawMessage `json:"params"`
		}
		if json.Unmarshal(body, &m) != nil {
			return
		}
		switch {
		case m.Method == "textDocument/publishDiagnostics":
			var p struct {
				URI         string       `json:"uri"`
				Diagnostics []diagnostic `json:"diagnostics"`
			}
			if json.Unmarshal(m.Params, &p) == nil {
				e.findings(p.URI) <- p.Diagnostics
			}
		case m.Method == "workspace/configuration":
			e.send(message{ID: m.ID, Result: configuration(m.Params)})
		case m.Method != "" && m.ID != nil: // the server asks: it may have what it wants
			e.send(message{ID: m.ID, Result: json.RawMessage("null")})
		case m.ID != nil:
			e.answer(*m.ID) <- m.message
		}
	}
}

func (e *editor) findings(uri string) chan []diagnostic {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.found[uri] == nil {
		e.found[uri] = make(chan []diagnostic, 100)
	}
	return e.found[uri]
}

func (e *editor) answer(id int) chan message {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.answers[id] == nil {
		e.answers[id] = make(chan message, 1)
	}
	return e.answers[id]
}

func (e *editor) send(m message) {
	m.Version = "2.0"
	body, err := json.Marshal(m)
	if err != nil {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	fmt.Fprintf(e.in, "Content-Length: %d\r\n\r\n%s", len(body), body)
}

func (e *editor) tell(method string, params any) { e.send(message{Method: method, Params: params}) }

func (e *editor) ask(method string, params any) json.RawMessage {
	e.t.Helper()
	e.mu.Lock()
	e.lastID++
	id := e.lastID
	e.mu.Unlock()
	ctx, cancel := context.WithTimeout(e.t.Context(), patience)
	defer cancel()
	e.send(message{ID: &id, Method: method, Params: params})
	select {
	case m := <-e.answer(id):
		require.Empty(e.t, m.Error, method)
		return m.Result
	case <-ctx.Done():
		require.NoError(e.t, ctx.Err(), "no answer to %s", method)
	}
	return nil
}

// open opens a file of a kind and returns its address and the place of the cursor, which a | marks.
func (e *editor) open(word, text string) (uri string, at position) {
	before, after, _ := strings.Cut(text, "|")
	e.mu.Lock()
	e.lastID++
	uri = fmt.Sprintf("file:///editor/%d.%s.yaml", e.lastID, word)
	e.mu.Unlock()
	e.tell("textDocument/didOpen", map[string]any{"textDocument": map[string]any{
		"uri": uri, "languageId": "yaml", "version": 1, "text": before + after,
	}})
	return uri, position{strings.Count(before, "\n"), len(before) - strings.LastIndex(before, "\n") - 1}
}

// complete returns what the editor offers at the cursor.
func (e *editor) complete(word, text string) []completion {
	e.t.Helper()
	uri, at := e.open(word, text)
	var list struct {
		Items []completion `json:"items"`
	}
	answer := e.ask("textDocument/completion", map[string]any{"textDocument": map[string]any{"uri": uri}, "position": at})
	require.NoError(e.t, json.Unmarshal(answer, &list))
	return list.Items
}

// hover returns what the editor says at the cursor.
func (e *editor) hover(word, text string) string {
	e.t.Helper()
	uri, at := e.open(word, text)
	var hover struct {
		Contents struct {
			Value string `json:"value"`
		} `json:"contents"`
	}
	answer := e.ask("textDocument/hover", map[string]any{"textDocument": map[string]any{"uri": uri}, "position": at})
	require.NoError(e.t, json.Unmarshal(answer, &hover))
	return hover.Contents.Value
}

// check returns what the editor marks, each as "line:column message" with its end.
func (e *editor) check(word, text string) []string {
	e.t.Helper()
	uri, _ := e.open(word, text)
	ctx, cancel := context.WithTimeout(e.t.Context(), patience)
	defer cancel()
	select {
	case found := <-e.findings(uri):
		marks := make([]string, len(found))
		for i, d := range found {
			marks[i] = fmt.Sprintf("%d:%d-%d %s", d.Range.Start.Line+1, d.Range.Start.Character+1, d.Range.End.Character+1, d.Message)
		}
		return marks
	case <-ctx.Done():
		require.NoError(e.t, ctx.Err(), "nothing was said of %s", uri)
	}
	return nil
}
