package guard

import (
	"slices"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// Verdict is the answer about a tenant as it is.
type Verdict string

// The verdicts about a tenant.
const (
	Holds     Verdict = "holds"     // every invariant holds on sure verdicts alone
	Broken    Verdict = "broken"    // one fails even if every undecided verdict turned out well
	Undecided Verdict = "undecided" // neither
)

// A CheckResult is what is to be said about a tenant as it is.
type CheckResult struct {
	Verdict  Verdict
	Report   engine.Report
	Findings []Finding
}

// Check judges a tenant as it is: the invariants, and every rule over every policy. It is pure; now is the
// service's clock.
func Check(t *ca.Tenant, c Config, now time.Time) CheckResult {
	report := engine.Decide(question(t, c))
	result := CheckResult{Report: report, Verdict: verdictOf(stand(report, c))}
	if !t.Policies.Read() {
		result.Verdict = Undecided
		f := unreadable(Change{}, errPoliciesUnread)
		f.Harm = "the lockout guard could not read the policies"
		f.Paragraph = "The guard could not read what its verdict rests on, so it cannot say whether anybody could sign in."
		result.Findings = []Finding{f}
		return result
	}
	findings := slices.Concat(presentInvariants(t, report, c), presentRules(t, report, c, now))
	findings = waive(findings, c, now)
	findings = append(findings, unusedWaivers(findings, c, now)...)
	slices.SortStableFunc(findings, compareFindings)
	result.Findings = findings
	return result
}

func verdictOf(s standings) Verdict {
	switch s.worst() {
	case holds:
		return Holds
	case broken:
		return Broken
	}
	return Undecided
}

// presentInvariants says which promises the tenant breaks as it is. A finding belongs to the first policy
// of its cores.
func presentInvariants(t *ca.Tenant, r engine.Report, c Config) []Finding {
	var findings []Finding
	s := stand(r, c)
	for _, in := range unmet(s) {
		f := in.finding(in.standing(s), claim{tenant: t, report: r, config: c})
		if f.Object == "" && len(f.Core) > 0 {
			if p, ok := t.Policy(f.Core[0]); ok {
				f.Object, f.ObjectID = p.DisplayName, p.ID
			}
		}
		if f.Object == "" {
			f.Object, f.Harm = t.Name, tenantHarms[f.Rule]
			if t.Name == "" {
				f.Harm = "the tenant " + f.Harm
			}
		}
		findings = append(findings, f)
	}
	return findings
}

// tenantHarms complete the summaries of findings that no policy is the cause of.
var tenantHarms = map[string]string{
	ruleEG001.ID: "has no administrator who can sign in",
	ruleEG002.ID: "has too few administrators who can sign in",
	ruleEG003.ID: "has too few break-glass accounts that work",
	ruleEG004.ID: "has a pipeline that cannot sign in",
	ruleEG006.ID: "leaves open who can sign in",
}

func presentRules(t *ca.Tenant, r engine.Report, c Config, now time.Time) []Finding {
	var findings []Finding
	for _, p := range t.Policies.Value() {
		findings = append(findings, checkAll(subject{policy: p, tenant: t, report: r, config: c, now: now})...)
	}
	return findings
}
