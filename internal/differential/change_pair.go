package differential

import (
	"fmt"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// A Pair is a tenant before and after a change.
type Pair struct {
	Before, After *ca.Tenant
	Changes       []string // what was changed, in words; none for noise alone
	Seed, Number  uint64
	Draws         int // how many sign-ins are drawn to be asked about, beside those that are aimed
}

// The streams of random numbers that one tenant is made from beside its own.
const (
	streamWiden  = 1 << 32
	streamChange = 2 << 32
	streamSignIn = 3 << 32
)

// DrawChange makes the pair with this number of the sequence that a seed stands for.
func DrawChange(seed, number uint64) Pair {
	g := &generator{Rand: newRand(seed, number+streamChange), t: drawWide(seed, number)}
	pair := Pair{Before: drawWide(seed, number), Seed: seed, Number: number, Draws: 30}
	if g.chance(85) {
		for range pick(g, 1, 1, 1, 2, 3) {
			if what := pick(g, tenantChanges...)(g); what != "" {
				pair.Changes = append(pair.Changes, what)
			}
		}
	}
	if len(pair.Changes) == 0 || g.chance(20) {
		g.noise()
	}
	pair.After = g.t
	return pair
}

// drawWide is a tenant with more than repairers in it. The same tenant is drawn anew each time, so that
// nothing is shared.
func drawWide(seed, number uint64) *ca.Tenant {
	t := Draw(seed, number).Tenant
	g := &generator{Rand: newRand(seed, number+streamWiden), t: t}
	g.widen()
	for i := range t.Policies.Value() {
		// Whether a service principal is an agent's is not read, and the model has no agents.
		if c := t.Policies.Value()[i].Conditions.ClientApplications; c != nil {
			c.IncludeAgentIDServicePrincipals = nil
		}
	}
	return t
}

// Describe writes a pair down for people: the tenant before, and the lines that are others after.
func (p Pair) Describe() string {
	lines := func(t *ca.Tenant) []string {
		return strings.Split(Describe(engine.Question{Tenant: t}), "\n")
	}
	before, after := lines(p.Before), lines(p.After)
	var b strings.Builder
	fmt.Fprintf(&b, "changes: %s\n%s", strings.Join(p.Changes, ", "), strings.Join(before, "\n"))
	for _, line := range without(before, after) {
		fmt.Fprintf(&b, "- %s\n", line)
	}
	for _, line := range without(after, before) {
		fmt.Fprintf(&b, "+ %s\n", line)
	}
	return b.String()
}

// without are the lines of one text that another does not have.
func without(lines, other []string) []string {
	have := map[string]bool{}
	for _, line := range other {
		have[line] = true
	}
	var rest []string
	for _, line := range lines {
		if !have[line] {
			rest = append(rest, line)
		}
	}
	return rest
}
