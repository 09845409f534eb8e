package usher

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"github.com/gousher/usher/internal/calendar"
)

// A Level is how well a skill is had, 1 and up, or what an assignment requires of it: the plain number 3 requires at
// least level 3; [AtMost], [Between] and [Absent] require something else.
type Level int64

// Absent requires that an agent does not have the skill. It is the only requirement that is met by its absence.
const Absent Level = -1

const (
	maxLevel   = 1<<20 - 1
	levelShift = 24
)

// AtMost requires the skill, at a level of at most n.
func AtMost(n int) Level { return Between(1, n) }

// Between requires the skill, at a level from low to high, both included.
func Between(low, high int) Level {
	if low < 1 || high < low || high > maxLevel {
		return 0 // which the checker reports
	}
	return Level(high)<<levelShift | Level(low)
}

// bounds are the lowest and the highest level that a requirement takes; high is 0 without an upper end.
func (l Level) bounds() (low, high int) {
	return int(l & (1<<levelShift - 1)), int(l >> levelShift)
}

// met reports whether a level that is had meets the requirement; 0: the skill is not had.
func (l Level) met(has Level) bool {
	if l == Absent {
		return has == 0
	}
	low, high := l.bounds()
	return has > 0 && int(has) >= low && (high == 0 || int(has) <= high)
}

func (l Level) valid() bool {
	low, high := l.bounds()
	return l == Absent || l > 0 && low >= 1 && low <= maxLevel && high <= maxLevel && (high == 0 || high >= low)
}

// String is the requirement as it stands in files: "4", "<=3", "2..4", "false".
func (l Level) String() string {
	low, high := l.bounds()
	switch {
	case l == Absent:
		return "false"
	case high == 0:
		return strconv.Itoa(low)
	case low == 1:
		return "<=" + strconv.Itoa(high)
	}
	return fmt.Sprintf("%d..%d", low, high)
}

// ParseLevel reads a requirement as it stands in files: "4", "<=3", "2..4"; "true" is 1, "false" is [Absent].
func ParseLevel(text string) (Level, error) {
	level := Level(0)
	text = strings.TrimSpace(text)
	if most, ok := strings.CutPrefix(text, "<="); ok {
		if n, err := strconv.Atoi(strings.TrimSpace(most)); err == nil {
			level = AtMost(n)
		}
	} else if low, high, ok := strings.Cut(text, ".."); ok {
		a, wrongLow := strconv.Atoi(strings.TrimSpace(low))
		b, wrongHigh := strconv.Atoi(strings.TrimSpace(high))
		if wrongLow == nil && wrongHigh == nil {
			level = Between(a, b)
		}
	} else if n, err := strconv.Atoi(text); err == nil && n >= 1 && n <= maxLevel {
		level = Level(n)
	}
	switch text {
	case "true":
		level = 1
	case "false":
		level = Absent
	}
	if level == 0 {
		return 0, invalidf("%q is no level: write 4 for at least 4, \"<=3\", \"2..4\", true or false", clip(text, 40))
	}
	return level, nil
}

// Skills are skills with levels: those an agent has, those an assignment requires, or those it prefers with their
// weights.
type Skills map[string]Level

// names are the skills in order, so that nothing depends on the order of a map.
func (s Skills) names() []string { return sortedKeys(s) }

// missing is the first requirement, by name, that the skills at hand do not meet; ok if there is none.
func (s Skills) missing(has Skills) (skill string, have, need Level, ok bool) {
	for name, level := range s {
		if got := has[name]; !level.met(got) && (skill == "" || name < skill) {
			skill, have, need = name, got, level
		}
	}
	return skill, have, need, skill == ""
}

// weight is how much of the preferred skills the agent has: the sum of the weights of those he has at all.
func (s Skills) weight(has Skills) int {
	sum := 0
	for name, weight := range s {
		if has[name] > 0 {
			sum += int(weight)
		}
	}
	return sum
}

// String is the skills as people read them: "billing 3, french <=3, no refunds".
func (s Skills) String() string {
	parts := make([]string, 0, len(s))
	for _, name := range s.names() {
		if level := s[name]; level == Absent {
			parts = append(parts, "no "+name)
		} else {
			parts = append(parts, name+" "+level.String())
		}
	}
	return strings.Join(parts, ", ")
}

// A Skill says what a skill means.
type Skill struct {
	// Implies are the skills that whoever has this one has as well, at its level if he has none that is higher. A skill
	// that is called by a language with its region or script, such as fr-CA, implies the language without being told.
	Implies []string
}

// parent is the language that a skill named by a language tag implies: fr of fr-CA. Empty: none.
func parent(skill string) string {
	if !strings.Contains(skill, "-") {
		return ""
	}
	tag, err := language.Parse(skill)
	if err != nil {
		return ""
	}
	if up := tag.Parent(); !up.IsRoot() && strings.HasPrefix(strings.ToLower(skill), strings.ToLower(up.String())+"-") {
		return skill[:len(up.String())]
	}
	if base, _ := tag.Base(); strings.HasPrefix(strings.ToLower(skill), base.String()+"-") {
		return skill[:len(base.String())]
	}
	return ""
}

// implications are, for every skill, all that it implies, by any number of steps.
type implications map[string][]string

// imply follows what skills mean; cycle is a skill that implies itself.
func imply(skills map[string]Skill) (all implications, cycle string) {
	all = implications{}
	for _, name := range sortedKeys(skills) {
		seen := map[string]bool{}
		work := slices.Clone(skills[name].Implies)
		for len(work) > 0 {
			next := work[0]
			work = work[1:]
			if next == name {
				return nil, name
			}
			if seen[next] {
				continue
			}
			seen[next] = true
			work = append(work, skills[next].Implies...)
			if up := parent(next); up != "" {
				work = append(work, up)
			}
		}
		if len(seen) > 0 {
			all[name] = sortedKeys(seen)
		}
	}
	return all, ""
}

// of are the skills that one implies.
func (all implications) of(name string) []string {
	implied := all[name]
	up := parent(name)
	if up == "" || slices.Contains(implied, up) {
		return implied
	}
	return append(append(slices.Clip(implied), up), all.of(up)...)
}

// effective are an agent's skills on a day, with what they imply. The map given is returned if nothing is added.
func (all implications) effective(a *Agent, ended func(calendar.Date) bool) Skills {
	skills := a.Skills
	own := true
	change := func(name string, level Level) {
		if own {
			own = false
			skills = maps.Clone(skills)
		}
		skills[name] = level
	}
	for name := range a.SkillsUntil {
		if day, err := calendar.ParseDate(string(a.SkillsUntil[name])); err == nil && a.Skills[name] > 0 && ended(day) {
			change(name, 0)
			delete(skills, name)
		}
	}
	for _, name := range sortedKeys(skills) {
		level := skills[name]
		for _, implied := range all.of(name) {
			if skills[implied] < level {
				change(implied, level)
			}
		}
	}
	return skills
}
