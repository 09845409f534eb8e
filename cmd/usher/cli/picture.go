package cli

import (
	"fmt"
	"strings"
)

// mermaid is the drawing as a Mermaid flowchart.
func (d drawing) mermaid() string {
	var b strings.Builder
	b.WriteString("flowchart TD\n")
	fmt.Fprintf(&b, "    %s([\"%s\"])\n", startNode, mermaidText(d.title()))
	names := d.nodeNames()
	for _, n := range d.nodes() {
		left, right := mermaidShape(n.kind)
		fmt.Fprintf(&b, "    %s%s\"%s\"%s\n", n.name, left, mermaidText(n.text), right)
	}
	edges, open := d.edges()
	if open {
		fmt.Fprintf(&b, "    %s([\"%s\"])\n", openEnd, openText)
	}
	if d.First != "" {
		fmt.Fprintf(&b, "    %s --> %s\n", startNode, names[d.First])
	}
	for _, e := range edges {
		line := "-->"
		if e.dashed {
			line = "-.->"
		}
		if e.label != "" {
			line += `|"` + mermaidText(e.label) + `"|`
		}
		fmt.Fprintf(&b, "    %s %s %s\n", e.from, line, e.to)
	}
	return b.String()
}

// mermaidShape is a diamond where the way divides, a round box where the workflow ends, and a plain one elsewhere.
func mermaidShape(kind string) (left, right string) {
	switch kind {
	case "branch", "hours":
		return "{", "}"
	case "wait":
		return "{{", "}}"
	case "run":
		return "[[", "]]"
	case "ask":
		return "[/", "/]"
	case assignKind, "close":
		return "([", "])"
	}
	return "[", "]"
}

// mermaidText writes a text so that nothing in it is taken for Mermaid, Markdown or HTML: what has a meaning in one of
// them somewhere is written as the number of the letter.
func mermaidText(text string) string {
	var b strings.Builder
	before := "" // in its line
	for _, r := range text {
		switch {
		case r == '\n':
			b.WriteString("<br/>")
			before = ""
			continue
		case hasMeaning(r, before):
			fmt.Fprintf(&b, "#%d;", r)
		default:
			b.WriteRune(r)
		}
		before += string(r)
	}
	return b.String()
}

func hasMeaning(r rune, before string) bool {
	switch {
	case r >= 0x80, r == ' ', r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
		return false
	case strings.TrimSpace(before) == "": // a list, a line, a heading
		return true
	case r == '.', r == ')': // a numbered list, a link
		word := before[strings.LastIndexByte(before, ' ')+1:]
		return strings.Trim(word, "0123456789") == "" || strings.EqualFold(word, "www")
	}
	return !strings.ContainsRune(",'?=/(-+_", r)
}

// dot is the drawing in the language of Graphviz.
func (d drawing) dot() string {
	var b strings.Builder
	fmt.Fprintf(&b, "digraph %s {\n", dotText(d.Workflow))
	b.WriteString("    node [shape=box, fontname=\"Helvetica\"];\n    edge [fontname=\"Helvetica\", fontsize=10];\n")
	fmt.Fprintf(&b, "    %s [label=%s, shape=oval];\n", startNode, dotText(d.title()))
	names := d.nodeNames()
	for _, n := range d.nodes() {
		fmt.Fprintf(&b, "    %s [label=%s%s];\n", n.name, dotText(n.text), dotShape(n.kind))
	}
	edges, open := d.edges()
	if open {
		fmt.Fprintf(&b, "    %s [label=%s, shape=oval];\n", openEnd, dotText(openText))
	}
	if d.First != "" {
		fmt.Fprintf(&b, "    %s -> %s;\n", startNode, names[d.First])
	}
	for _, e := range edges {
		var settings []string
		if e.label != "" {
			settings = append(settings, "label="+dotText(e.label))
		}
		if e.dashed {
			settings = append(settings, "style=dashed")
		}
		line := ""
		if len(settings) > 0 {
			line = " [" + strings.Join(settings, ", ") + "]"
		}
		fmt.Fprintf(&b, "    %s -> %s%s;\n", e.from, e.to, line)
	}
	b.WriteString("}\n")
	return b.String()
}

func dotShape(kind string) string {
	switch kind {
	case "branch", "hours":
		return ", shape=diamond"
	case "wait":
		return ", shape=hexagon"
	case "run":
		return ", shape=box, peripheries=2"
	case "ask":
		return ", shape=parallelogram"
	case assignKind, "close":
		return ", style=rounded"
	}
	return ""
}

// dotText is a text in quotes. Graphviz reads escapes and entities in it.
func dotText(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", "&amp;", "\n", `\n`).Replace(text) + `"`
}
