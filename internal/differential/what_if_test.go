package differential

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// TestWhatIfAgreesWithReference asks both about sign-ins of anybody, to anything, from anywhere.
func TestWhatIfAgreesWithReference(t *testing.T) {
	t.Parallel()
	const tenants = 12000
	refused, said := 0, map[engine.Value]int{}
	for number := range uint64(tenants) {
		q, s := DrawSignIn(11, number)
		report, err := engine.WhatIf(q, s)
		if err != nil {
			refused++ // the tenant has no such service principal
			continue
		}
		if what := CheckWhatIf(q.Tenant, report); what != "" {
			t.Errorf("tenant %d: %s\n%+v\n%s", number, what, s, Describe(q))
			return
		}
		for _, p := range report.Policies {
			said[p.IfEnabled]++
		}
	}
	t.Logf("policies that apply: %v; %d sign-ins of nobody", said, refused)
	if refused > tenants/10 {
		t.Errorf("%d of %d sign-ins were refused", refused, tenants)
	}
	for _, v := range []engine.Value{engine.No, engine.Unknown, engine.Yes} {
		if said[v] < 1000 {
			t.Errorf("only %d policies are %s", said[v], v)
		}
	}
}
