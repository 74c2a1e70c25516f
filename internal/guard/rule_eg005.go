package guard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

var ruleEG005 = Rule{
	ID:    "EG005",
	Title: "The change is safe only in some orders",
	Harm: `The tenant is safe before the plan and after it, but not in every state between: while some objects are already
new and others still old, an invariant can be broken. Terraform chooses the order, and writes several objects at once.`,
	WayOut: "Each write is checked just before it is made, so an unsafe order is stopped and not passed through. To keep an " +
		"apply from being stopped halfway, let the policy that gets stricter depend on the one that gets laxer, or split the " +
		"change in two applies.",
	Example:  "resource \"entraguard_conditional_access_policy\" \"stricter\" {\n  depends_on = [entraguard_conditional_access_policy.laxer]\n}",
	Severity: Warning,
}

// order compares the state in which every old and every new version is enforced with the one at the end.
func (j *judgement) order() []Finding {
	if len(j.steps) < 2 || len(j.suspects) == 0 || !slices.ContainsFunc(j.steps, step.retires) {
		return nil
	}
	strictest, ok := every(j.present, j.steps)
	if !ok {
		return []Finding{j.unordered(engine.Report{}, nil)}
	}
	report := j.decide(strictest)
	j.every = &report
	between := stand(report, j.config)
	for _, in := range invariants {
		if in.standing(j.was) == holds && in.standing(j.is) == holds && in.standing(between) != holds {
			return []Finding{j.unordered(report, &in)}
		}
	}
	return nil
}

// retires reports whether the step ends something that is enforced until it is written. Where no step does,
// the state at the end is the strictest of all.
func (s step) retires() bool {
	return mayEnforce(s.PolicyBefore) || s.LocationBefore != nil
}

func (j *judgement) unordered(report engine.Report, in *invariant) Finding {
	f := Finding{
		Rule: ruleEG005.ID, Severity: ruleEG005.Severity,
		Harm: "is safe only in some orders",
		Paragraph: "The tenant is safe before this plan and after it. While some of its objects are written and others are not, " +
			"an administrator, a break-glass account or the pipeline could be locked out. Each write is checked before it is made, so an unsafe one is stopped.",
		Checked:     fmt.Sprintf("The guard checked %s with their old and their new versions enforced together, which is at least as strict as any order.", count(len(j.steps), "changed", "object")),
		FixText:     "To fix it, let what gets stricter depend on what gets laxer (`depends_on`), or split the change in two applies.",
		Alternative: "",
	}
	culprit := j.steps[0]
	if in != nil {
		culprit = j.culprit(*in, report)
		names := j.namesIn(in.cores(report))
		if len(names) > 0 {
			f.Evidence = table(row{"Enforced together", "At the moment"}, names)
		}
		f.Core = coreIDs(in.cores(report))
	}
	f.Object, f.ObjectID, f.Address = culprit.Name(), culprit.ID, culprit.Address
	return f
}

// namesIn lists the versions that together are too strict.
func (j *judgement) namesIn(cores [][]engine.Denial) []row {
	var groups [][]row
	seen := map[string]bool{}
	for _, core := range cores {
		for _, d := range core {
			if seen[d.PolicyID] {
				continue
			}
			seen[d.PolicyID] = true
			version := "as it is"
			if strings.Contains(d.PolicyID, plannedMark) {
				version = "as planned"
			}
			groups = append(groups, []row{{fmt.Sprintf("%q", plain(d.Policy)), version + ": " + d.Why}})
		}
	}
	return limited(groups, "policy")
}
