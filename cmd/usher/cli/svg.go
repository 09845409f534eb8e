package cli

import (
	"encoding/xml"
	"fmt"
	"strings"
)

const svgHead = `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img"
  font-family="Helvetica, Arial, sans-serif" font-size="12">
<title>%s</title>
<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">
  <path d="M0 0L10 5L0 10z" fill="#555"/></marker></defs>
<rect width="100%%" height="100%%" fill="#fff"/>
`

// svg is the drawing as a picture: nothing in it is taken from elsewhere, and nothing in it runs.
func (d drawing) svg() string {
	l := d.layout()
	var b, words strings.Builder
	fmt.Fprintf(&b, svgHead, l.w, l.h, l.w, l.h, xmlText(d.Workflow))
	lane := l.w - margin
	for i := range l.links {
		one := &l.links[i]
		path, x, y := l.down(one)
		if one.back {
			path, x, y = l.up(one, lane-widthOf(one.lines))
			lane -= laneWidth + widthOf(one.lines)
		}
		dashes := ""
		if one.dashed {
			dashes = ` stroke-dasharray="5 4"`
		}
		fmt.Fprintf(&b, "<path d=%q fill=\"none\" stroke=\"#555\"%s marker-end=\"url(#arrow)\"/>\n", path, dashes)
		words.WriteString(svgText(one.lines, x, y, ` fill="#333" stroke="#fff" stroke-width="4" paint-order="stroke"`))
	}
	for _, one := range l.boxes {
		if len(one.lines) > 0 {
			b.WriteString(one.svg())
		}
	}
	return b.String() + words.String() + "</svg>\n"
}

// down is the path of an arrow, and where its words stand: below the box that it leaves, above where it arrives.
func (l *layout) down(one *link) (path string, x, y int) {
	way := one.way()
	from := l.boxes[way[0]]
	var b strings.Builder
	fmt.Fprintf(&b, "M%d %d", from.x, from.y+from.h)
	for k := 1; k < len(way); k++ {
		before, to := l.boxes[way[k-1]], l.boxes[way[k]]
		if before.y+before.h < before.floor {
			fmt.Fprintf(&b, " V%d", before.floor) // past what stands beside it
		}
		middle := (before.floor + to.y) / 2
		fmt.Fprintf(&b, " C%d %d %d %d %d %d", before.x, middle, to.x, middle, to.x, to.y)
		if len(to.lines) == 0 {
			fmt.Fprintf(&b, " V%d", to.y+to.h)
		}
	}
	first := l.boxes[way[1]]
	return b.String(), first.x, first.y - 10 - len(one.lines)*lineHeight
}

// up is the path of an arrow that leads back: below its row, around everything on the right, into its end from above.
func (l *layout) up(one *link, lane int) (path string, x, y int) {
	const beside = 10 // the arrows that lead down
	from, to := l.boxes[one.from], l.boxes[one.to]
	start, end := from.floor+beside, to.y-beside-4
	path = fmt.Sprintf("M%d %d V%d H%d V%d H%d V%d", from.x+beside, from.y+from.h-1, start, lane, end, to.x+beside, to.y)
	return path, lane + 6 + widthOf(one.lines)/2, (start+end)/2 - len(one.lines)*lineHeight
}

// svg is a box: its shape says what kind of step it is, as in the other formats.
func (b box) svg() string {
	left, right, top, bottom, middle := b.x-b.w/2, b.x+b.w/2, b.y, b.y+b.h, b.y+b.h/2
	const slant = 12
	const paint = `fill="#f6f8fa" stroke="#57606a"`
	shape := fmt.Sprintf(`<rect x="%d" y="%d" width="%d" height="%d" rx="3" %s/>`, left, top, b.w, b.h, paint)
	switch b.kind {
	case "branch", "hours":
		shape = fmt.Sprintf(`<polygon points="%d,%d %d,%d %d,%d %d,%d" %s/>`, b.x, top, right, middle, b.x, bottom, left, middle, paint)
	case "ask":
		shape = fmt.Sprintf(`<polygon points="%d,%d %d,%d %d,%d %d,%d" %s/>`,
			left+slant, top, right, top, right-slant, bottom, left, bottom, paint)
	case "wait":
		shape = fmt.Sprintf(`<polygon points="%d,%d %d,%d %d,%d %d,%d %d,%d %d,%d" %s/>`, left+slant, top, right-slant, top,
			right, middle, right-slant, bottom, left+slant, bottom, left, middle, paint)
	case "run":
		shape += fmt.Sprintf(`<path d="M%d %dV%dM%d %dV%d" stroke="#57606a"/>`, left+5, top, bottom, right-5, top, bottom)
	case assignKind, "close":
		shape = strings.Replace(shape, `rx="3"`, fmt.Sprintf(`rx="%d"`, min(b.h/2, 18)), 1)
	}
	return shape + "\n" + svgText(b.lines, b.x, middle-len(b.lines)*lineHeight/2, ` fill="#1f2328"`)
}

// svgText is lines in the middle of a place, the first of them below it.
func svgText(lines []string, x, y int, paint string) string {
	var b strings.Builder
	for i, line := range lines {
		fmt.Fprintf(&b, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\"%s>%s</text>\n", x, y+(i+1)*lineHeight-4, paint, xmlText(line))
	}
	return b.String()
}

// xmlText is a text in which nothing is taken for XML.
func xmlText(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(printable(text))) // a builder takes everything
	return b.String()
}
