package usher_test

import (
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/stretchr/testify/require"
)

// shortOrLong is the first of two sizes, or the second with USHER_THEORY=long in the environment: "make theory".
func shortOrLong(short, long int) int {
	if os.Getenv("USHER_THEORY") == "long" {
		return long
	}
	return short
}

// A system is a pool of agents with places for one contact each, Poisson arrivals, and exponential handling times and
// patience: what queueing theory has closed forms for.
type system struct {
	agents   int
	load     float64 // Erlang: arrivals per mean handling time
	handling time.Duration
	patience time.Duration // 0: without end
}

// arrivals are how many contacts come per second.
func (s system) arrivals() float64 { return s.load / s.handling.Seconds() }

// blocking is the formula B of Erlang, "Solution of some problems in the theory of probabilities of significance in
// automatic telephone exchanges" (1917), by its recursion in the number of agents.
func (s system) blocking(agents int) float64 {
	b := 1.0
	for n := 1; n <= agents; n++ {
		b = s.load * b / (float64(n) + s.load*b)
	}
	return b
}

// waiting is the formula C of the same paper: the probability to wait.
func (s system) waiting() float64 {
	b, rho := s.blocking(s.agents), s.load/float64(s.agents)
	return b / (1 - rho*(1-b))
}

func (s system) meanWait() float64 {
	return s.waiting() * s.handling.Seconds() / (float64(s.agents) - s.load)
}

// waitsLonger is the probability to wait longer than that.
func (s system) waitsLonger(than time.Duration) float64 {
	return s.waiting() * math.Exp(-(float64(s.agents)-s.load)*than.Seconds()/s.handling.Seconds())
}

// byPriority are the mean waits of classes that are served strictly one before the other, with their shares of the
// load; Cobham, "Priority assignment in waiting line problems" (1954).
func (s system) byPriority(shares ...float64) []float64 {
	var waits []float64
	before := 0.0
	for _, share := range shares {
		upTo := before + share*s.load/float64(s.agents)
		waits = append(waits, s.waiting()*s.handling.Seconds()/float64(s.agents)/((1-before)*(1-upTo)))
		before = upTo
	}
	return waits
}

// impatient are the formulas of Erlang A, where contacts leave when their patience is at an end: M/M/n+G in the form of
// Mandelbaum and Zeltyn, "Staffing many-server queues with impatient customers" (2009), with exponential patience. The
// waits are those of all, whether they leave or are served.
func (s system) impatient(longer time.Duration) (waiting, meanWait, waitsLonger, abandoned float64) {
	theta, tail := 1/s.patience.Seconds(), longer.Seconds()
	served := float64(s.agents) / s.handling.Seconds()
	integral := func(from float64) float64 {
		return simpson(from, (40+s.arrivals()/theta)/served, func(x float64) float64 { // the rest is below exp(-40)
			return math.Exp(s.arrivals()/theta*(1-math.Exp(-theta*x)) - served*x)
		})
	}
	all, norm := integral(0), 1/s.blocking(s.agents-1)+s.arrivals()*integral(0)
	waiting = s.arrivals() * all / norm
	abandoned = (1 + (s.arrivals()-served)*all) / norm
	return waiting, abandoned / theta, math.Exp(-theta*tail) * s.arrivals() * integral(tail) / norm, abandoned
}

// simpson integrates a smooth function by Simpson's rule.
func simpson(from, to float64, f func(float64) float64) float64 {
	const steps = 10_000
	h := (to - from) / steps
	sum := f(from) + f(to)
	for i := 1; i < steps; i++ {
		sum += float64(2+2*(i%2)) * f(from+float64(i)*h)
	}
	return sum * h / 3
}

// visits come as the system says; their wants have these shares.
func (s system) visits(seed uint64, n int, shares []float64) []visit {
	gaps, handling, patience, wants := stream(seed, 0), stream(seed, 1), stream(seed, 2), stream(seed, 3)
	gap := time.Duration(float64(s.handling) / s.load)
	visits, at := make([]visit, n), time.Duration(0)
	for i := range visits {
		at += exponential(gaps, gap)
		visits[i] = visit{at: at, handling: exponential(handling, s.handling)}
		if s.patience > 0 {
			visits[i].patience = 1 + exponential(patience, s.patience)
		}
		visits[i].want = classOf(wants.Float64(), shares)
	}
	return visits
}

// classOf is the class in whose share of [0, 1) u lies.
func classOf(u float64, shares []float64) int {
	for class, share := range shares {
		if u < share {
			return class
		}
		u -= share
	}
	return max(len(shares)-1, 0) // what was rounded away
}

// longWait is what a wait is compared with.
const longWait = 20 * time.Second

// The quantities that are measured.
const (
	quantityWaiting   = "P(W > 0)"
	quantityMean      = "mean wait"
	quantityLonger    = "P(W > 20 s)"
	quantityBusy      = "utilisation"
	quantityAbandoned = "abandoned"
)

// An expectation is a quantity and what it should be. A value that comes from a simulation has an error of its own: the
// half width of its 95 % interval.
type expectation struct {
	quantity  string
	theory    float64
	halfWidth float64
}

// A trial is a system with the priorities of its classes, and what is expected of it.
type trial struct {
	name       string
	system     system
	priorities []int // by class; nil: one class
	shares     []float64
	aging      time.Duration
	visits     [2]int // of one run, short and long
	expected   []expectation
}

var (
	lightLoad     = system{agents: 14, load: 10, handling: 180 * time.Second}
	heavyLoad     = system{agents: 50, load: 48, handling: 60 * time.Second}
	usualLoad     = system{agents: 20, load: 18, handling: 300 * time.Second}
	impatientLoad = system{agents: 14, load: 10, handling: 180 * time.Second, patience: 300 * time.Second}
)

// trials are the systems to be simulated. The values of the head starts come from another simulator.
func trials() []trial {
	classes := []float64{0.2, 0.5, 0.3}
	waiting, meanWait, longer, abandoned := impatientLoad.impatient(longWait)
	return []trial{
		{name: "Erlang C: 50 agents, 48 Erlang, 60 s", system: heavyLoad, visits: [2]int{15_000, 1_000_000}, expected: heavyLoad.erlangC()},
		{name: "Erlang C: 20 agents, 18 Erlang, 300 s", system: usualLoad, visits: [2]int{6_000, 300_000}, expected: usualLoad.erlangC()},
		{name: "Erlang C: 14 agents, 10 Erlang, 180 s", system: lightLoad, visits: [2]int{6_000, 200_000}, expected: lightLoad.erlangC()},
		{
			name: "Erlang A: 14 agents, 10 Erlang, 180 s, patience 300 s", system: impatientLoad, visits: [2]int{6_000, 100_000},
			expected: []expectation{
				{quantityWaiting, waiting, 0},
				{quantityMean, meanWait, 0},
				{quantityLonger, longer, 0},
				{quantityBusy, impatientLoad.load * (1 - abandoned) / float64(impatientLoad.agents), 0},
				{quantityAbandoned, abandoned, 0},
			},
		},
		{
			name: "strict priorities", system: usualLoad, shares: classes, priorities: []int{2, 1, 0}, visits: [2]int{6_000, 300_000},
			expected: byClass(usualLoad, usualLoad.byPriority(classes...)),
		},
		{
			name: "head starts of 300, 120 and 0 s", system: usualLoad, shares: classes, priorities: []int{5, 2, 0}, aging: time.Minute,
			visits: [2]int{6_000, 600_000}, expected: byClass(usualLoad, []float64{30.9, 76.5, 122.8}, 1.0, 1.7, 2.2),
		},
		{
			name: "head starts of 60, 30 and 0 s", system: usualLoad, shares: classes, priorities: []int{2, 1, 0}, aging: 30 * time.Second,
			visits: [2]int{6_000, 300_000}, expected: byClass(usualLoad, []float64{66.8, 79.8, 93.3}, 0.02*66.8, 0.02*79.8, 0.02*93.3),
		},
	}
}

func (s system) erlangC() []expectation {
	return []expectation{
		{quantityWaiting, s.waiting(), 0},
		{quantityMean, s.meanWait(), 0},
		{quantityLonger, s.waitsLonger(longWait), 0},
		{quantityBusy, s.load / float64(s.agents), 0},
	}
}

// byClass expects these mean waits of the classes, and of all together that of first come first served: with equal
// handling times no order of service changes it; Kleinrock, "A conservation law for a wide class of queueing
// disciplines" (1965).
func byClass(s system, waits []float64, halfWidths ...float64) []expectation {
	expected := []expectation{{quantityMean, s.meanWait(), 0}, {quantityBusy, s.load / float64(s.agents), 0}}
	for class, wait := range waits {
		e := expectation{quantity: ofClass(class), theory: wait}
		if len(halfWidths) > 0 {
			e.halfWidth = halfWidths[class]
		}
		expected = append(expected, e)
	}
	return expected
}

func ofClass(class int) string { return fmt.Sprintf("%s, class %d", quantityMean, class+1) }

func (r trial) floor() floor {
	f := onePool(r.system.agents, 1)
	for _, priority := range r.priorities {
		f.wants = append(f.wants, want{team: "support", priority: priority})
	}
	if len(f.wants) == 0 {
		f.wants = []want{{team: "support"}}
	}
	f.aging = r.aging
	return f
}

// measure is what one run shows. It starts empty: the first tenth of the contacts is not counted, nor the last hundredth,
// behind whom nobody comes.
func measure(s *simulation) map[string]float64 {
	from, to := len(s.visits)/10, len(s.visits)-len(s.visits)/100
	sums, counts := map[string]float64{}, map[string]float64{}
	add := func(quantity string, value float64) {
		sums[quantity] += value
		counts[quantity]++
	}
	for number := from; number < to; number++ {
		wait := s.stays[number].wait
		add(quantityWaiting, indicator(wait > 0))
		add(quantityMean, wait.Seconds())
		add(ofClass(s.visits[number].want), wait.Seconds())
		add(quantityLonger, indicator(wait > longWait))
		add(quantityAbandoned, indicator(!s.stays[number].served))
	}
	for quantity := range sums {
		sums[quantity] /= counts[quantity]
	}
	sums[quantityBusy] = s.utilisation(s.visits[from].at, s.visits[to].at)
	return sums
}

func indicator(holds bool) float64 {
	if holds {
		return 1
	}
	return 0
}

// utilisation is the share of their time that the agents talk between two instants.
func (s *simulation) utilisation(from, to time.Duration) float64 {
	busy := time.Duration(0)
	for number, stay := range s.stays {
		if stay.served {
			began := s.visits[number].at + stay.wait
			busy += max(min(began+s.visits[number].handling, to)-max(began, from), 0)
		}
	}
	return busy.Seconds() / (to - from).Seconds() / float64(len(s.floor.agents))
}

// run measures every quantity once with every seed.
func (r trial) run(t *testing.T, seen *tally) map[string][]float64 {
	t.Helper()
	samples, f := map[string][]float64{}, r.floor()
	for seed := range uint64(shortOrLong(10, 20)) {
		s, err := simulate(&f, r.system.visits(seed, shortOrLong(r.visits[0], r.visits[1]), r.shares))
		require.NoError(t, err, "seed %d", seed)
		for quantity, value := range measure(s) {
			samples[quantity] = append(samples[quantity], value)
		}
		seen.add(s.referee.checked)
	}
	return samples
}

// estimate is the mean of the samples and its standard error.
func estimate(samples []float64) (mean, standardError float64) {
	n := float64(len(samples))
	for _, x := range samples {
		mean += x / n
	}
	for _, x := range samples {
		standardError += (x - mean) * (x - mean)
	}
	return mean, math.Sqrt(standardError / (n - 1) / n)
}

// verdict holds an expectation against the samples: within three standard errors, and those not so wide that anything
// would do.
func (e expectation) verdict(samples []float64, widest float64) (line string, holds bool) {
	mean, standardError := estimate(samples)
	relative := standardError / mean
	standardError = math.Hypot(standardError, e.halfWidth/1.96)
	verdict := "holds"
	switch {
	case math.Abs(mean-e.theory) > 3*standardError:
		verdict = "DIFFERS"
	case relative > widest:
		verdict = fmt.Sprintf("TOO ROUGH: %.1f %%", 100*relative)
	}
	line = fmt.Sprintf("%s\t%.5g\t%.5g\t± %.2g\t%.1f %%\t%s", e.quantity, e.theory, mean, 3*standardError, 100*relative, verdict)
	return line, verdict == "holds"
}

// The shard lets people wait as long as theory says. The seeds are fixed and time is simulated, so that it comes out the
// same every time. The short version sees gross errors only; for the small ones there are the laws, which are exact, and
// the long version.
func TestTheoryPredictsTheWaits(t *testing.T) {
	t.Parallel()
	widest, all, seen := float64(shortOrLong(25, 2))/100, trials(), &tally{}
	tables := make([]string, len(all))
	t.Cleanup(func() { // when all trials are over
		t.Log(inColumns("system\tquantity\ttheory\tmeasured\t3 se\tse\tverdict\n" + strings.Join(tables, "")))
		t.Log(seen)
	})
	for i, trial := range all {
		t.Run(trial.name, func(t *testing.T) {
			t.Parallel()
			if raceDetector {
				t.Skip("one goroutine has no races: it runs without the detector")
			}
			samples := trial.run(t, seen)
			for _, expected := range trial.expected {
				line, holds := expected.verdict(samples[expected.quantity], widest)
				tables[i] += trial.name + "\t" + line + "\n"
				if !holds {
					t.Error(line)
				}
			}
		})
	}
}

func inColumns(table string) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprint(w, table)
	w.Flush() //nolint:errcheck // a builder does not fail
	return "\n" + b.String()
}

// The formulas give the numbers of tables that were computed elsewhere.
func TestTheoryIsComputedAsPrinted(t *testing.T) {
	t.Parallel()
	printed := func(want, got float64) {
		t.Helper()
		require.InEpsilon(t, want, got, 1e-4)
	}
	for s, want := range map[system][3]float64{
		lightLoad: {0.17413, 7.8359, 0.11165},
		heavyLoad: {0.69446, 20.834, 0.35655},
		usualLoad: {0.55077, 82.615, 0.48202},
	} {
		printed(want[0], s.waiting())
		printed(want[1], s.meanWait())
		printed(want[2], s.waitsLonger(longWait))
	}
	waiting, meanWait, longer, abandoned := impatientLoad.impatient(longWait)
	printed(0.14526, waiting)
	printed(4.1951, meanWait)
	printed(0.076044, longer)
	printed(0.013984, abandoned)
	for class, want := range []float64{10.075, 27.230, 223.285} {
		printed(want, usualLoad.byPriority(0.2, 0.5, 0.3)[class])
	}
}
