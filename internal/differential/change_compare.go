package differential

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
	"github.com/entraguard/terraform-provider-entraguard/internal/reference"
)

// CompareChanges draws tenants and changes of them, and holds what the engine says that a change does to
// sign-ins against what the reference says of single ones.
func CompareChanges(run Run) *Ledger {
	subjects := []string{
		"noise", "report: none", "report: undecided", "policy: no_effect", "policy: no_stricter", "policy: stricter",
		"sign-in: same", "sign-in: undecided",
	}
	for _, k := range kinds {
		subjects = append(subjects, "example: "+string(k), "sign-in: "+string(k))
	}
	return inParallel(run, subjects, (*Ledger).compareChange)
}

var kinds = []difference.Kind{difference.Lost, difference.AskedMore, difference.Changed, difference.AskedLess, difference.Gained}

func (l *Ledger) compareChange(number uint64) {
	pair := DrawChange(l.run.Seed, number)
	for _, change := range pair.Changes {
		l.counts["change: "+change]++
	}
	what := checkPair(pair, l.counts)
	if what == "" {
		return
	}
	l.disagree(what, func() string {
		if !l.run.Quick {
			pair = shrinkPair(pair, func(p Pair) bool { return kind(checkPair(p, map[string]int{})) == kind(what) })
		}
		return fmt.Sprintf("seed %d, pair %d: %s\n%s", l.run.Seed, number, checkPair(pair, map[string]int{}), pair.Describe())
	})
}

// checkPair says what is wrong with the engine's report about a pair, or that there is none.
func checkPair(pair Pair, counts map[string]int) (what string) {
	defer func() {
		if p := recover(); p != nil {
			what = fmt.Sprintf("panic: %v", p)
		}
	}()
	return CheckReport(pair, difference.Of(pair.Before, pair.After), counts)
}

// CheckReport says what is wrong with a report about a pair; "" is nothing. It counts what came up.
func CheckReport(pair Pair, report difference.Report, counts map[string]int) string {
	if report.Undecided != "" {
		counts["report: undecided"]++
	}
	if report.None() {
		counts["report: none"]++
	}
	if len(pair.Changes) == 0 {
		counts["noise"]++
		if len(report.Boxes) > 0 {
			return fmt.Sprintf("noise: a box that is %s: %s", report.Boxes[0].Kind, boxText(report.Boxes[0]))
		}
	}
	for _, check := range []func(Pair, difference.Report, map[string]int) string{checkExamples, checkSignIns, checkDecisions} {
		if what := check(pair, report, counts); what != "" {
			return what
		}
	}
	return ""
}

// checkExamples: every example is what its box says, and in no other box.
func checkExamples(pair Pair, report difference.Report, counts map[string]int) string {
	for _, box := range report.Boxes {
		counts["example: "+string(box.Kind)]++
		if what := checkExample(pair.Before, pair.After, box); what != "" {
			return what
		}
		if what := checkSignIn(pair, report, box.Example, counts); what != "" {
			return "beside its example: " + what
		}
	}
	return ""
}

func checkExample(before, after *ca.Tenant, box difference.Box) string {
	got := reference.Difference(before, after, box.Example)
	assumed := len(box.Assuming) > 0 && got == reference.Undecided
	if got != string(box.Kind) && !assumed {
		return fmt.Sprintf("example: engine %s (assuming %d), reference %s: %s", box.Kind, min(1, len(box.Assuming)), got, boxText(box))
	}
	return ""
}

// checkSignIns: whatever happens to a sign-in, a box says so. Some sign-ins are drawn, and others lie beside
// the examples.
func checkSignIns(pair Pair, report difference.Report, counts map[string]int) string {
	g := &generator{Rand: newRand(pair.Seed, pair.Number+streamSignIn), t: pair.After}
	for _, s := range g.around(wordsOf(pair.Before, pair.After), pair, report) {
		if what := checkSignIn(pair, report, s, counts); what != "" {
			return what
		}
	}
	return ""
}

// checkSignIn: a sign-in that does not change is in no box, and one that does is in one box of its kind
// alone, or in several that assume something. Where it hangs on something that is not known, every box that
// holds it assumes something. What a box assumes need not be about this sign-in.
func checkSignIn(pair Pair, report difference.Report, s ca.SignIn, counts map[string]int) string {
	outcome := reference.Difference(pair.Before, pair.After, s)
	counts["sign-in: "+outcome]++
	var holding []string
	sure := 0
	for i := range report.Boxes {
		b := &report.Boxes[i]
		if !b.Holds(s) {
			continue
		}
		holding = append(holding, string(b.Kind))
		if len(b.Assuming) == 0 {
			sure++
		}
	}
	complete := report.Undecided == ""
	others := slices.ContainsFunc(holding, func(kind string) bool { return kind != outcome })
	switch {
	case outcome == reference.Undecided && sure == 0 && (len(holding) > 0 || !complete):
	case outcome == reference.Same && len(holding) == 0:
	case outcome != reference.Undecided && !others && sure <= 1 && (sure == 0 || len(holding) == 1) && (len(holding) > 0 || !complete):
	default:
		return fmt.Sprintf("sign-in: reference %s, engine %v (of which %d without assuming): %s", outcome, holding, sure, signInText(s))
	}
	return ""
}

// checkDecisions: what is said of one policy's own change holds of the tenant in which nothing else
// changed. Where the change is not in the policy itself, there is no such tenant to ask.
func checkDecisions(pair Pair, report difference.Report, counts map[string]int) string {
	alike := slices.Equal(surroundings(pair.Before), surroundings(pair.After))
	for _, change := range report.Policies {
		counts["policy: "+string(change.Decision)]++
		if change.Change == difference.Unchanged && change.Decision != difference.NoEffect {
			return fmt.Sprintf("decision: unchanged, and %s: of %s", change.Decision, change.ID)
		}
		if !alike || change.Change == difference.Unchanged {
			continue
		}
		if what := checkDecision(pair, changedAlone(pair, change.ID), change); what != "" {
			return what
		}
	}
	return ""
}

func checkDecision(pair Pair, alone *ca.Tenant, change difference.PolicyChange) string {
	if change.Decision == difference.Stricter {
		if change.Evidence == nil {
			return fmt.Sprintf("decision: stricter without evidence: of %s", change.ID)
		}
		if !slices.Contains(stricter, string(change.Evidence.Kind)) {
			return fmt.Sprintf("decision: stricter, and the evidence is %s: of %s", change.Evidence.Kind, change.ID)
		}
		if what := checkExample(pair.Before, alone, *change.Evidence); what != "" {
			return fmt.Sprintf("decision: evidence: %s: of %s", what, change.ID)
		}
		return ""
	}
	if change.Decision == difference.NotDecided {
		return ""
	}
	g := &generator{Rand: newRand(pair.Seed, pair.Number+streamSignIn+1), t: alone}
	w := wordsOf(pair.Before, alone)
	for i := range 4 + pair.Draws/5 {
		s := g.signIn(w)
		inSpace(&s, alone)
		if i < 4 {
			s = g.aimed(s, w, pick(g, versions(pair, change.ID)...))
		}
		outcome := reference.Difference(pair.Before, alone, s)
		effect := outcome != reference.Same && outcome != reference.Undecided
		if slices.Contains(stricter, outcome) || (change.Decision == difference.NoEffect && effect) {
			return fmt.Sprintf("decision: %s, reference %s: of %s: %s", change.Decision, outcome, change.ID, signInText(s))
		}
	}
	return ""
}

var stricter = []string{reference.Lost, reference.AskedMore, reference.Changed}

// changedAlone is the tenant before with one policy as it is after.
func changedAlone(pair Pair, id string) *ca.Tenant {
	policies := slices.DeleteFunc(slices.Clone(pair.Before.Policies.Value()), func(p ca.Policy) bool { return ca.SameID(p.ID, id) })
	if p, after := pair.After.Policy(id); after {
		policies = append(policies, p)
	}
	alone := *pair.Before
	alone.Policies = ca.Known(policies)
	return &alone
}

// surroundings are what a policy refers to, in words.
func surroundings(t *ca.Tenant) []string {
	lines := strings.Split(describeTenant(t), "\n")
	return slices.DeleteFunc(lines, func(line string) bool { return strings.HasPrefix(line, "  policy ") })
}

func boxText(b difference.Box) string { return text(reflect.ValueOf(b)) }

func signInText(s ca.SignIn) string { return text(reflect.ValueOf(s)) }

func describeTenant(t *ca.Tenant) string { return Describe(engine.Question{Tenant: t}) }
