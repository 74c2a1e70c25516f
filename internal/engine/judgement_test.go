package engine

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestReportsStay: a report that was given out stays what it was when the next question is answered.
func TestReportsStay(t *testing.T) {
	t.Parallel()
	harmless := blockEverybody(func(p *ca.Policy) { p.Conditions.SignInRiskLevels = []ca.RiskLevel{ca.RiskHigh} })
	q := Question{Tenant: office(harmless)}
	changed := *q.Tenant
	changed.Policies = ca.Known([]ca.Policy{harmless, blockEverybody(func(p *ca.Policy) {
		p.ID, p.Conditions.Users.IncludeUsers = "p2", []string{alice}
	})})
	next := Question{Tenant: &changed}
	var d Decider
	before := d.Decide(q)
	if diff := cmp.Diff(Decide(next), d.Decide(next)); diff != "" {
		t.Errorf("-decide +decider:\n%s", diff)
	}
	if diff := cmp.Diff(Decide(q), before); diff != "" {
		t.Errorf("-as it was +as it is:\n%s", diff)
	}
}
