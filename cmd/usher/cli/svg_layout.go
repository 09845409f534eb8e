package cli

import (
	"cmp"
	"slices"
	"strings"
)

// A box is a node of the picture with its place, or a point that a long arrow passes through. Lengths are pixels.
type box struct {
	kind  string
	lines []string
	w, h  int
	room  int // that it takes in its row: its width, or that of the words on an arrow to it
	row   int
	x, y  int // of its center and of its upper edge
	floor int // the lower edge of the tallest in its row
}

// A link is an arrow between boxes; by are the points on its way.
type link struct {
	from, to int
	lines    []string
	dashed   bool
	back     bool // it leads up
	by       []int
}

// A layout is a drawing in rows: every arrow leads down, but for those that close a circle.
type layout struct {
	boxes []box
	links []link
	rows  [][]int
	w, h  int
}

const (
	letterWidth = 7
	lineHeight  = 16
	boxGap      = 24
	rowGap      = 36
	margin      = 20
)

// layout places everything. It depends on nothing but the drawing.
func (d drawing) layout() *layout {
	l := &layout{}
	place := map[string]int{}
	add := func(name, kind, text string) {
		place[name] = len(l.boxes)
		l.boxes = append(l.boxes, newBox(kind, text))
	}
	add(startNode, assignKind, d.title())
	for _, n := range d.nodes() {
		add(n.name, n.kind, n.text)
	}
	edges, open := d.edges()
	if open {
		add(openEnd, assignKind, openText)
	}
	if d.First != "" {
		edges = slices.Insert(edges, 0, edge{from: startNode, to: d.nodeNames()[d.First]})
	}
	for _, e := range edges {
		one := link{from: place[e.from], to: place[e.to], dashed: e.dashed}
		if e.label != "" {
			one.lines = strings.Split(e.label, "\n")
		}
		l.links = append(l.links, one)
	}
	l.findCircles()
	l.findRows()
	l.passThrough()
	l.order()
	l.place()
	return l
}

func newBox(kind, text string) box {
	b := box{kind: kind, lines: strings.Split(text, "\n")}
	b.w, b.h = widthOf(b.lines)+24, len(b.lines)*lineHeight+14
	switch kind {
	case "branch", "hours": // a diamond has less room at its ends
		b.w, b.h = b.w*3/2, b.h*2
	case "ask", "wait":
		b.w += 24
	}
	b.room = b.w
	return b
}

// widthOf is about how wide lines are: letters of the East and pictures are wider.
func widthOf(lines []string) int {
	widest := 0
	for _, line := range lines {
		w := 0
		for _, r := range line {
			w += letterWidth
			if r >= 0x1100 {
				w += letterWidth
			}
		}
		widest = max(widest, w)
	}
	return widest
}

// findCircles marks the arrows that lead back to where the way has come from.
func (l *layout) findCircles() {
	const open, done = 1, 2
	state := make([]int, len(l.boxes))
	var visit func(at int)
	visit = func(at int) {
		state[at] = open
		for i := range l.links {
			if one := &l.links[i]; one.from == at {
				one.back = state[one.to] == open
				if state[one.to] == 0 {
					visit(one.to)
				}
			}
		}
		state[at] = done
	}
	for at := range l.boxes {
		if state[at] == 0 {
			visit(at)
		}
	}
}

// findRows puts each box below all that lead to it.
func (l *layout) findRows() {
	for changed := true; changed; { // ends: without circles no row is greater than the number of boxes
		changed = false
		for _, one := range l.links {
			if to := &l.boxes[one.to]; !one.back && to.row <= l.boxes[one.from].row {
				to.row, changed = l.boxes[one.from].row+1, true
			}
		}
	}
}

// passThrough gives arrows that are longer than a row a place in the rows between.
func (l *layout) passThrough() {
	for i := range l.links {
		one := &l.links[i]
		if one.back {
			continue
		}
		for row := l.boxes[one.from].row + 1; row < l.boxes[one.to].row; row++ {
			one.by = append(one.by, len(l.boxes))
			l.boxes = append(l.boxes, box{row: row, w: 1, h: 1, room: 1})
		}
		next := &l.boxes[one.way()[1]]
		next.room = max(next.room, widthOf(one.lines))
	}
	for i, b := range l.boxes {
		for len(l.rows) <= b.row {
			l.rows = append(l.rows, nil)
		}
		l.rows[b.row] = append(l.rows[b.row], i)
	}
}

// way is all that an arrow touches.
func (one *link) way() []int { return slices.Concat([]int{one.from}, one.by, []int{one.to}) }

// above are the boxes of the row before that lead to each box, below those of the next.
func (l *layout) neighbors() (above, below [][]int) {
	above, below = make([][]int, len(l.boxes)), make([][]int, len(l.boxes))
	for i := range l.links {
		if l.links[i].back {
			continue
		}
		way := l.links[i].way()
		for k := 1; k < len(way); k++ {
			above[way[k]], below[way[k-1]] = append(above[way[k]], way[k-1]), append(below[way[k-1]], way[k])
		}
	}
	return above, below
}

// order lets boxes stand near those that they are linked with, so that few arrows cross.
func (l *layout) order() {
	above, below := l.neighbors()
	at := make([]int, len(l.boxes))
	number := func(row []int) {
		for k, i := range row {
			at[i] = k * 1000 / len(row)
		}
	}
	for _, row := range l.rows {
		number(row)
	}
	sorted := func(row []int, near [][]int) {
		middle := func(i int) int { return mean(near[i], at[i], func(k int) int { return at[k] }) }
		wanted := map[int]int{}
		for _, i := range row {
			wanted[i] = middle(i)
		}
		slices.SortStableFunc(row, func(a, b int) int { return cmp.Compare(wanted[a], wanted[b]) })
		number(row)
	}
	const sweeps = 4
	for range sweeps {
		for _, row := range l.rows {
			sorted(row, above)
		}
		for _, row := range slices.Backward(l.rows) {
			sorted(row, below)
		}
	}
}

// mean is the middle of where others are; without others it is the given one.
func mean(others []int, without int, where func(int) int) int {
	if len(others) == 0 {
		return without
	}
	sum := 0
	for _, k := range others {
		sum += where(k)
	}
	return sum / len(others)
}

// place gives every box its place: below the middle of those above it, as far as its neighbors leave room.
func (l *layout) place() {
	above, _ := l.neighbors()
	y := margin
	for _, row := range l.rows {
		fromLeft, fromRight := make([]int, len(row)), make([]int, len(row))
		wanted := func(i int) int { return mean(above[i], 0, func(k int) int { return l.boxes[k].x }) }
		for k, i := range row {
			fromLeft[k] = wanted(i)
			if k > 0 {
				fromLeft[k] = max(fromLeft[k], fromLeft[k-1]+l.apart(row[k-1], i))
			}
		}
		for k, i := range slices.Backward(row) {
			fromRight[k] = wanted(i)
			if k+1 < len(row) {
				fromRight[k] = min(fromRight[k], fromRight[k+1]-l.apart(i, row[k+1]))
			}
		}
		for k, i := range row {
			l.boxes[i].x, l.boxes[i].y = (fromLeft[k]+fromRight[k])/2, y
		}
		y = l.nextRow(row, y)
	}
	l.h = y - rowGap + margin
	l.fit()
}

func (l *layout) apart(a, b int) int { return (l.boxes[a].room+l.boxes[b].room)/2 + boxGap }

// nextRow is where the row after one begins: below it, and below the words on the arrows.
func (l *layout) nextRow(row []int, y int) int {
	tallest, words := 0, 0
	for _, i := range row {
		tallest = max(tallest, l.boxes[i].h)
	}
	for _, one := range l.links {
		if slices.Contains(row, one.from) && !one.back {
			words = max(words, len(one.lines))
		}
	}
	for _, i := range row {
		l.boxes[i].floor = y + tallest
		if len(l.boxes[i].lines) == 0 {
			l.boxes[i].h = tallest // the arrow passes all of the row
		}
	}
	return y + tallest + rowGap + words*lineHeight
}

// fit moves the picture into view, with room on the right for arrows that lead up.
func (l *layout) fit() {
	left, right := 0, 0
	for _, b := range l.boxes {
		left, right = min(left, b.x-b.room/2), max(right, b.x+b.room/2)
	}
	for i := range l.boxes {
		l.boxes[i].x += margin - left
	}
	l.w = right - left + 2*margin
	for _, one := range l.links {
		if one.back {
			l.w += laneWidth + widthOf(one.lines)
		}
	}
}

// laneWidth is what an arrow that leads up takes on the right.
const laneWidth = 24
