package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// continued is the scenario that the chat began with, as it is written, with what was played after it.
func (c *chat) continued(name string, played divided) ([]byte, error) {
	here, err := reached(filepath.Dir(c.script.scenario), filepath.Dir(name))
	if err != nil {
		return nil, err
	}
	if here != "." {
		return nil, fmt.Errorf("save it beside %s, whose files it names", c.script.scenario)
	}
	text, err := os.ReadFile(c.script.scenario)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", c.script.scenario, err)
	}
	d := sections(string(text))
	d.put("scenario", played.section("scenario"))
	var replaced []string
	if c.script.desk != "" {
		replaced = append(replaced, "desk")
	}
	if len(c.script.workflows) > 0 {
		replaced = append(replaced, "workflow", "workflows")
	}
	if !c.script.start.IsZero() {
		replaced = append(replaced, "start")
	}
	if c.script.http != "" || c.otherOutside() {
		replaced = append(replaced, "http")
	}
	for _, key := range replaced {
		d.put(key, "")
	}
	for _, key := range replaced {
		d.before("timeline", played.section(key))
	}
	if err := d.extend("timeline", played.section("timeline")); err != nil {
		return nil, err
	}
	return []byte(strings.Join(d, "")), nil
}

// A divided text is a file in its sections: one for each key at its left edge, comments before it included in the one
// before.
type divided []string

var sectionKey = regexp.MustCompile(`(?m)^[a-z_]+:`)

func sections(text string) divided {
	if !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	var d divided
	from := 0
	for _, place := range sectionKey.FindAllStringIndex(text, -1) {
		d = append(d, text[from:place[0]])
		from = place[0]
	}
	return append(d, text[from:])
}

// find is the section of a key; -1: there is none.
func (d divided) find(key string) int {
	for i, text := range d {
		if strings.HasPrefix(text, key+":") {
			return i
		}
	}
	return -1
}

// section is what stands under a key, with the key; empty: there is none.
func (d divided) section(key string) string {
	if i := d.find(key); i >= 0 {
		return d[i]
	}
	return ""
}

func (d divided) put(key, text string) {
	if i := d.find(key); i >= 0 {
		d[i] = text
	}
}

// before adds text before the section of a key.
func (d divided) before(key, text string) {
	if i := d.find(key); i > 0 {
		d[i-1] += text
	}
}

var listItem = regexp.MustCompile(`(?m)^( *)- `)

// extend adds the items of another such list to the one of a key, as far to the right as its own.
func (d divided) extend(key, more string) error {
	i := d.find(key)
	if i < 0 {
		return errors.New("its scenario is not written as one key a line")
	}
	indent := listItem.FindStringSubmatch(d[i])
	if indent == nil {
		return errors.New("the time line of its scenario is not written as one entry a line")
	}
	_, items, _ := strings.Cut(more, "\n")
	d[i] = strings.TrimRight(d[i], "\n") + "\n" + listItem.ReplaceAllString(items, indent[1]+"- ")
	return nil
}
