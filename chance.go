package usher

import (
	"fmt"
	"math"
	mathbits "math/bits"
	"slices"
)

// Random chooses any of those who could take it, all alike. The choice comes from [Config.Seed] and the conversation:
// the same seed and the same history choose the same agent, on every machine.
type Random struct{}

// Weighted chooses any of those who could take it, with a chance in proportion to the value of an expression over the
// agent; one whose value is zero, below, or none is never chosen unless all are such. It looks random as [Random] does.
type Weighted struct {
	By string // an expression: agent.attributes.share
}

// Score chooses the highest value of an expression over the agent; an agent for whom it has no value comes last.
type Score struct {
	By string // an expression: agent.skills.billing * 10 - agent.load
}

// A scorer is a strategy that looks at everybody who could take it.
type scorer interface {
	// score is what an agent counts for, in millionths.
	score(t *Turn, a *agentState) (int64, error)
	// draws reports whether chance chooses, in proportion to the scores; otherwise the highest wins.
	draws() bool
	why() string
}

// Declare declares the expression.
func (s Weighted) Declare(d *Declaration) { d.agentValue("by.weighted", s.By) }

// Declare declares the expression.
func (s Score) Declare(d *Declaration) { d.agentValue("by.score", s.By) }

// Assign chooses among the candidates.
func (s Random) Assign(r *Request) Decision { return r.best(s) }

// Assign chooses among the candidates.
func (s Weighted) Assign(r *Request) Decision { return r.best(s) }

// Assign chooses among the candidates.
func (s Score) Assign(r *Request) Decision { return r.best(s) }

func (Random) score(*Turn, *agentState) (int64, error) { return 1, nil }

func (s Weighted) score(t *Turn, a *agentState) (int64, error) {
	n, err := t.valueOf(s.By, a)
	return max(n, 0), err
}

func (s Score) score(t *Turn, a *agentState) (int64, error) { return t.valueOf(s.By, a) }

func (Random) draws() bool   { return true }
func (Weighted) draws() bool { return true }
func (Score) draws() bool    { return false }

func (Random) why() string   { return "drawn by lot" }
func (Weighted) why() string { return "drawn by lot, by weight" }
func (Score) why() string    { return "the highest score" }

func (Random) called() string   { return "random" }
func (Weighted) called() string { return "weighted" }
func (Score) called() string    { return "score" }

func (Random) mayPass(*Declaration) bool   { return true }
func (Weighted) mayPass(*Declaration) bool { return true }
func (Score) mayPass(*Declaration) bool    { return true }

// noScore is less than every score.
const noScore = math.MinInt64

// valueOf is the value of an expression over an agent, in millionths: whole numbers are the same on every machine.
func (t *Turn) valueOf(source string, a *agentState) (int64, error) {
	x := t.node.agentValue(source)
	if x == nil {
		return noScore, fmt.Errorf("the expression was not declared: %s", source)
	}
	t.candidate = a
	v, err := x.Eval(t)
	if err != nil {
		return noScore, err
	}
	f, ok := v.AsFloat()
	if !ok || math.IsNaN(f) {
		return noScore, fmt.Errorf("%s has no value for %s", source, a.agent.ID)
	}
	const most = 1 << 62
	return int64(math.Round(math.Min(math.Max(f*1e6, -most), most))), nil
}

// lot is a number that looks random, drawn from the seed and what it is for.
func lot(seed uint64, what ...string) uint64 {
	h := seed ^ 0x9e3779b97f4a7c15
	for _, part := range what {
		for i := range len(part) {
			h = (h ^ uint64(part[i])) * 0x100000001b3
		}
		h = mix(h + 0x9e3779b97f4a7c15)
	}
	return mix(h)
}

// mix is the finaliser of splitmix64.
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// draw is an index, with a chance in proportion to the weights; if none is above zero, all are alike.
func draw(weights []int64, lot uint64) int {
	shift := 0 // so that no sum overflows
	if most := slices.Max(weights); most > 0 {
		shift = max(mathbits.Len64(uint64(most))-40, 0)
	}
	sum := uint64(0)
	for _, w := range weights {
		sum += uint64(max(w, 0)) >> shift
	}
	if sum == 0 {
		at, _ := mathbits.Mul64(lot, uint64(len(weights)))
		return int(at)
	}
	at, _ := mathbits.Mul64(lot, sum)
	for i, w := range weights {
		share := uint64(max(w, 0)) >> shift
		if at < share {
			return i
		}
		at -= share
	}
	return len(weights) - 1
}
