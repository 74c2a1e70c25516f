package difference

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestLimit gives up early: a search that was cut short never says that nothing changes.
func TestLimit(t *testing.T) {
	t.Parallel()
	var p ca.Policy
	p.ID, p.State = "p", ca.StateEnabled
	p.Conditions.Users.IncludeUsers = []string{ca.All}
	p.Conditions.Applications.IncludeApplications = []string{"app"}
	p.Conditions.UserRiskLevels = []ca.RiskLevel{ca.RiskHigh}
	p.GrantControls = &ca.GrantControls{BuiltInControls: []ca.BuiltInControl{ca.ControlBlock}}
	before, after := &ca.Tenant{Policies: ca.Known([]ca.Policy{})}, &ca.Tenant{Policies: ca.Known([]ca.Policy{p})}
	if r := of(before, after, defaultLimit); r.Undecided != "" || len(r.Boxes) != 1 {
		t.Fatalf("with enough work: %+v", r)
	}
	if r := of(before, after, 0); r.None() || r.Policies[0].Decision != NotDecided {
		t.Errorf("without work: %+v", r)
	}
}
