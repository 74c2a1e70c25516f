package differential

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/reference"
)

// TestCompareWhatIf holds the two what-ifs together.
func TestCompareWhatIf(t *testing.T) {
	t.Parallel()
	compareAnybody(t, CompareWhatIf(Run{Seed: 1, Count: 1000, Quick: *quick}), 1000)
}

func compareAnybody(t *testing.T, l *Ledger, count int) {
	t.Helper()
	t.Logf("\n%s", l)
	if l.Disagreed > 0 {
		t.Fatalf("%d disagreements", l.Disagreed)
	}
	if l.Drawn != count {
		t.Errorf("%d were drawn, want %d", l.Drawn, count)
	}
	if missing := l.Missing(); len(missing) > 0 {
		t.Errorf("never reached: %v", missing)
	}
}

// TestWhatIfDisagreementsAreFound changes one answer at a time.
func TestWhatIfDisagreementsAreFound(t *testing.T) {
	t.Parallel()
	q := tenant(policy("p", ca.ControlBlock, func(p *ca.Policy) { p.Conditions.ClientAppTypes = []ca.ClientApp{ca.ClientAppOther} }))
	s := ca.SignIn{
		Identity:   ca.SignInIdentity{UserID: anna},
		Context:    ca.SignInContext{Applications: []string{"app"}},
		Conditions: ca.SignInConditions{ClientApp: ca.ClientAppBrowser},
	}
	for _, c := range []struct {
		name, want string
		spoil      func(*reference.PolicyAnswer)
	}{
		{"nothing", "", func(*reference.PolicyAnswer) {}},
		{"policy", "policy: engine p, reference q", func(a *reference.PolicyAnswer) { a.PolicyID = "q" }},
		{"if-enabled", "if enabled: engine no, reference unknown", func(a *reference.PolicyAnswer) {
			a.Conditions[reference.ConditionClientAppTypes] = reference.Unknown
		}},
		{"applies", "applies: engine no, reference yes", func(a *reference.PolicyAnswer) { a.Applies = reference.Yes }},
		{"reasons", "reasons: engine [clientApps], reference [clientApps userRisk]; only the engine [], only the reference [userRisk]", func(a *reference.PolicyAnswer) {
			a.Conditions[reference.ConditionUserRisk] = reference.No
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := engine.WhatIf(q, s)
			if err != nil {
				t.Fatal(err)
			}
			answer := reference.WhatIf(q.Tenant, s)[0]
			c.spoil(&answer)
			if what := comparePolicy(got.Policies[0], answer, s); what != c.want {
				t.Errorf("got %q, want %q", what, c.want)
			}
		})
	}
	if _, what := checkWhatIf(q.Tenant, ca.SignIn{}); what == "" {
		t.Error("a sign-in of nobody is not refused")
	}
}
