package differential

import (
	"fmt"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// A property is something that the engine must never do, whatever the tenant. It makes another question of
// one, asks both and compares the answers.
type property struct {
	seed    uint64
	tenants uint64
	floor   int // so many tenants at least have to put it to the test

	draw func(number uint64) engine.Question // nil: the tenants of the seed

	// change returns another question, which shares nothing with the first that it changes; false where there
	// is nothing to change.
	change func(*generator, engine.Question) (engine.Question, bool)
	// judge returns what is wrong, "" for nothing, and whether the property was put to the test.
	judge func(before, after engine.Question, was, is engine.Report) (what string, tested bool)
}

// holds draws tenants until the property fails on one, which it makes smaller.
func (p property) holds(t *testing.T) {
	t.Helper()
	tested := 0
	for number := range p.tenants {
		q := p.question(number)
		what, did := p.ask(number, q)
		if did {
			tested++
		}
		if what == "" {
			continue
		}
		small := Shrink(q, func(q engine.Question) bool {
			again, _ := p.ask(number, q)
			return kind(again) == kind(what)
		})
		what, _ = p.ask(number, small)
		after, _ := p.change(p.generator(number, small), small)
		t.Fatalf("seed %d, tenant %d: %s\nbefore:\n%s\nafter:\n%s", p.seed, number, what, Describe(small), Describe(after))
	}
	t.Logf("%d of %d tenants put it to the test", tested, p.tenants)
	if tested < p.floor {
		t.Errorf("only %d tenants put it to the test, want %d", tested, p.floor)
	}
}

func (p property) question(number uint64) engine.Question {
	if p.draw != nil {
		return p.draw(number)
	}
	return Draw(p.seed, number)
}

func (p property) ask(number uint64, before engine.Question) (what string, tested bool) {
	after, changed := p.change(p.generator(number, before), before)
	if !changed {
		return "", false
	}
	return p.judge(before, after, engine.Decide(before), engine.Decide(after))
}

// generator draws the change. It has a sequence of its own, so that a smaller tenant meets the same one.
func (p property) generator(number uint64, q engine.Question) *generator {
	t := *q.Tenant
	q.Tenant = &t
	return &generator{Rand: newRand(^p.seed, number), Question: q, t: &t}
}

// The better answer has the higher rank.
var (
	verdictRank    = map[engine.Verdict]int{engine.LockedOut: 1, engine.Undecided: 2, engine.Reachable: 3}
	robustnessRank = map[engine.Robustness]int{engine.Fragile: 1, engine.RobustnessUndecided: 2, engine.Robust: 3}
)

// A movement is how one answer changed between two reports.
type movement struct {
	of       string // the answer
	from, to int    // ranks
}

func (m movement) String() string { return fmt.Sprintf("%s went from %d to %d", m.of, m.from, m.to) }

// movements compares the answers about whoever both reports name. Robustness counts where both have one. Who
// holds the role in one and may only activate it in the other has another question to answer.
func movements(was, is engine.Report) []movement {
	before := map[string]engine.Repairer{}
	for _, r := range was.Repairers {
		before[r.User.ID] = r
	}
	var all []movement
	for _, r := range is.Repairers {
		old, listed := before[r.User.ID]
		if !listed || old.Eligible != r.Eligible {
			continue
		}
		all = append(all, movement{"verdict of " + r.User.ID, verdictRank[old.Verdict], verdictRank[r.Verdict]})
		if old.BreakGlass && r.BreakGlass {
			all = append(all, movement{"robustness of " + r.User.ID, robustnessRank[old.Robustness], robustnessRank[r.Robustness]})
		}
	}
	if from, to := verdictRank[was.Pipeline.Verdict], verdictRank[is.Pipeline.Verdict]; from > 0 && to > 0 {
		all = append(all, movement{"pipeline", from, to})
	}
	return all
}

// never judges by movements: none may be a bad one, and some must have moved.
func never(bad func(movement) bool) func(_, _ engine.Question, was, is engine.Report) (string, bool) {
	return func(_, _ engine.Question, was, is engine.Report) (what string, tested bool) {
		for _, m := range movements(was, is) {
			if bad(m) {
				return m.String(), true
			}
			tested = tested || m.from != m.to
		}
		return "", tested
	}
}

// withPolicies is the question about a tenant with other policies.
func withPolicies(q engine.Question, policies []ca.Policy) engine.Question {
	tenant := *q.Tenant
	tenant.Policies = ca.Known(policies)
	q.Tenant = &tenant
	return q
}
