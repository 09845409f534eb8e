package usher

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/gousher/usher/internal/egress"
	"github.com/gousher/usher/internal/rule"
)

// request is an HTTPRequest made ready: its texts in pieces, each with the escaping of its place.
type request struct {
	method    string
	host      string
	url       filling
	query     []named
	headers   []named
	json      any // of maps, lists, plain values and fillings
	body      filling
	wantsJSON bool
}

type named struct {
	filling

	name string
}

// filling is a text in pieces.
type filling struct {
	pieces []filled
	whole  bool // one expression and nothing else: the value keeps its type
	path   bool // it is an address: a segment of its path that has values must not lead elsewhere
}

type filled struct {
	literal string
	expr    *rule.Expr[*Turn]
	escape  func(v rule.Value) string
}

// webCall is a request with its values; secrets in it are references yet: see secretMark.
type webCall struct {
	method  string
	url     string
	query   []pair
	headers []pair
	json    any
	body    string
	kind    string // content type of the body
}

type pair struct{ name, value string }

// secretMark encloses the name of a secret: no value that comes from outside can have a NUL in it.
const secretMark = "\x00"

var secretRef = regexp.MustCompile(`secret:([A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?)`)

func markSecrets(literal string) string {
	return secretRef.ReplaceAllString(literal, secretMark+"$1"+secretMark)
}

// reservedHeader reports whether the connection itself needs a header.
func reservedHeader(name string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, "proxy-") || slices.Contains([]string{
		"host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer", "expect", "keep-alive",
	}, name)
}

// request makes the texts of a request ready.
func (d *Declaration) request(s HTTPRequest) *request {
	r := &request{method: s.method()}
	if !slices.Contains([]string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}, r.method) {
		d.Wrong("method", codeUnknown, fmt.Sprintf("unknown method %q", clip(s.Method, 20)), "use GET, POST, PUT, PATCH or DELETE")
	}
	r.url, r.host = d.address(s.URL)
	r.query = d.namedTexts("query", s.Query, func(string) string { return "" })
	r.headers = d.namedTexts("headers", s.Headers, func(name string) string {
		switch {
		case reservedHeader(name) || headerName.MatchString(name) && egress.CheckHeader(name, "x") != nil:
			return "the header " + name + " is for the connection itself"
		case !headerName.MatchString(name):
			return fmt.Sprintf("%q is no name of a header", clip(name, 40))
		}
		return ""
	})
	if s.JSON != nil && s.Body != "" {
		d.Wrong("body", codeValue, "the request has two bodies", "leave out json or body")
	}
	r.json = d.tree("json", s.JSON, 0)
	r.body = d.bodyText(s)
	return r
}

var headerName = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")

// pieces compiles one text; its values are escaped as the caller says.
func (d *Declaration) pieces(field, source string, escape func(v rule.Value) string) filling {
	template := d.template(field, source)
	if template == nil {
		return filling{}
	}
	var f filling
	for _, piece := range template.Pieces() {
		if piece.Literal == "" && piece.Expr == nil {
			continue
		}
		f.pieces = append(f.pieces, filled{literal: markSecrets(piece.Literal), expr: piece.Expr, escape: escape})
	}
	f.whole = len(f.pieces) == 1 && f.pieces[0].literal == "" && f.pieces[0].expr != nil
	return f
}

func plainText(v rule.Value) string { return strings.ReplaceAll(v.Text(), secretMark, "") }

func (d *Declaration) namedTexts(field string, texts map[string]string, problem func(name string) string) []named {
	all := make([]named, 0, len(texts))
	for _, name := range sortedKeys(texts) {
		if wrong := problem(name); wrong != "" {
			d.Wrong(field+"."+name, codeName, wrong, "leave it out")
			continue
		}
		if field == "headers" && strings.ContainsAny(texts[name], "\r\n") {
			d.Wrong(field+"."+name, codeValue, "the value of the header has a line break in it", "write it in one line")
			continue
		}
		all = append(all, named{d.pieces(field+"."+name, texts[name], plainText), name})
	}
	return all
}

// tree compiles a JSON body.
func (d *Declaration) tree(field string, part any, depth int) any {
	if depth > maxFieldsDepth {
		d.Wrong("json", codeSize, fmt.Sprintf("the body is nested over %d deep", maxFieldsDepth), "")
		return nil
	}
	switch v := rule.Of(part); v.Kind() {
	case rule.KindString:
		s, _ := v.AsString()
		return d.pieces(field, s, plainText)
	case rule.KindList:
		list, _ := v.AsList()
		all := make([]any, len(list))
		for i, e := range list {
			all[i] = d.tree(fmt.Sprintf("%s[%d]", field, i), e, depth+1)
		}
		return all
	case rule.KindMap:
		m, _ := v.AsMap()
		all := make(map[string]any, len(m))
		for _, key := range sortedKeys(m) {
			all[key] = d.tree(field+"."+key, m[key], depth+1)
		}
		return all
	case rule.KindOther:
		d.Wrong("json", codeType, fmt.Sprintf("a body cannot hold a %T", part), "")
		return nil
	}
	return part
}

// address compiles a URL: where in it a value stands decides how it is escaped.
func (d *Declaration) address(source string) (filling, string) {
	if source == "" {
		d.Wrong("url", codeName, "the request has no url", "")
		return filling{}, ""
	}
	f := d.pieces("url", source, plainText)
	if len(f.pieces) == 0 {
		return f, ""
	}
	first := f.pieces[0].literal
	host, known := hostOf(first, len(f.pieces) == 1 && f.pieces[0].expr == nil)
	switch {
	case slices.ContainsFunc(f.pieces, func(p filled) bool { return strings.Contains(p.literal, secretMark) }):
		d.Wrong("url", codeValue, "an address is shown in explanations: it cannot hold a secret", "put it into a header or into query")
	case !known:
		d.Wrong("url", codeValue, "the host of an address cannot hold a value", "write it out up to the first / behind the host")
	default:
		if problem, warning := checkAddress(first); problem != "" {
			d.compiler.report(d.node, Diagnostic{Field: d.prefix + "url", Code: codeValue, Message: problem, Warning: warning})
		}
	}
	f.path = true
	f.escapeByPlace()
	return f, host
}

// escapeByPlace says how each value of an address is escaped: as a part of the path, or of the query.
func (f filling) escapeByPlace() {
	inQuery := false
	for i := range f.pieces {
		p := &f.pieces[i]
		inQuery = inQuery || strings.ContainsAny(p.literal, "?#")
		p.escape = func(v rule.Value) string { return url.PathEscape(plainText(v)) }
		if inQuery {
			p.escape = func(v rule.Value) string { return url.QueryEscape(plainText(v)) }
		}
	}
}

// hostOf is the host of the beginning of an address, and whether that is complete.
func hostOf(literal string, all bool) (host string, known bool) {
	_, rest, ok := strings.Cut(literal, "://")
	if !ok {
		return "", all // no address at all: that is another mistake
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		return rest, all
	}
	return rest[:end], true
}

// bodyText compiles a body that is written out.
func (d *Declaration) bodyText(s HTTPRequest) filling {
	if s.Body == "" {
		return filling{}
	}
	f := d.pieces("body", s.Body, plainText)
	switch kind := s.bodyKind(); {
	case strings.Contains(kind, "json"):
		quoted := false
		for i := range f.pieces {
			p := &f.pieces[i]
			quoted = inQuotes(p.literal, quoted)
			p.escape = asJSON
			if quoted {
				p.escape = insideJSON
			}
		}
	case strings.Contains(kind, "form-urlencoded"):
		for i := range f.pieces {
			f.pieces[i].escape = func(v rule.Value) string { return url.QueryEscape(plainText(v)) }
		}
	}
	return f
}

// bodyKind is the content type of a body that is written out.
func (s HTTPRequest) bodyKind() string {
	for name, value := range s.Headers {
		if strings.EqualFold(name, "Content-Type") {
			return strings.ToLower(value)
		}
	}
	if body := strings.TrimSpace(s.Body); strings.HasPrefix(body, "{") && !strings.HasPrefix(body, "{{") || strings.HasPrefix(body, "[") {
		return "application/json"
	}
	return "text/plain; charset=utf-8"
}

// inQuotes reports whether a JSON text is inside a string at its end.
func inQuotes(literal string, quoted bool) bool {
	for i := 0; i < len(literal); i++ {
		switch {
		case literal[i] == '"':
			quoted = !quoted
		case literal[i] == '\\' && quoted:
			i++
		}
	}
	return quoted
}

func asJSON(v rule.Value) string {
	data, err := json.Marshal(v.Any())
	if err != nil {
		return "null"
	}
	return string(data)
}

func insideJSON(v rule.Value) string {
	data, err := json.Marshal(plainText(v))
	if err != nil || len(data) < 2 {
		return ""
	}
	return string(data[1 : len(data)-1])
}
