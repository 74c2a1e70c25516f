package engine

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

const (
	alice = "a0000000-0000-0000-0000-000000000001"
	bob   = "b0000000-0000-0000-0000-000000000002"
)

func yes() *bool { v := true; return &v }

// office is a tenant with two global administrators, alice and bob, who have a password and an
// Authenticator.
func office(policies ...ca.Policy) *ca.Tenant {
	users := []ca.User{
		{ID: alice, UserPrincipalName: "alice@contoso.onmicrosoft.com", AccountEnabled: yes(), UserType: "Member"},
		{ID: bob, UserPrincipalName: "bob@contoso.onmicrosoft.com", AccountEnabled: yes(), UserType: "Member"},
	}
	methods := []ca.AuthenticationMethod{{Kind: ca.MethodPassword}, {Kind: ca.MethodMicrosoftAuthenticator}}
	return &ca.Tenant{
		Policies:       ca.Known(policies),
		NamedLocations: ca.Known([]ca.NamedLocation{}),
		Users:          ca.Known(ca.ByID(users, func(u ca.User) string { return u.ID })),
		Groups:         ca.Known(map[string]ca.Group{}),
		RoleAssignments: ca.Known([]ca.RoleAssignment{
			{PrincipalID: alice, RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: "/"},
			{PrincipalID: bob, RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: "/"},
		}),
		EligibleSchedules: ca.Known([]ca.RoleAssignment{}),
		Methods:           map[string][]ca.AuthenticationMethod{alice: methods, bob: methods},
		Devices:           map[string][]ca.Device{alice: {}, bob: {}},
	}
}

func blockEverybody(change func(*ca.Policy)) ca.Policy {
	p := ca.Policy{ID: "p1", DisplayName: "Block", State: ca.StateEnabled}
	p.Conditions.Users.IncludeUsers = []string{ca.All}
	p.Conditions.Applications.IncludeApplications = []string{ca.All}
	p.Conditions.ClientAppTypes = []ca.ClientApp{ca.ClientAppAll}
	p.GrantControls = &ca.GrantControls{Operator: ca.OperatorOR, BuiltInControls: []ca.BuiltInControl{ca.ControlBlock}}
	if change != nil {
		change(&p)
	}
	return p
}

func TestDecideEvidence(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		q    Question
		want map[string]Verdict
		core int
	}{
		{"no-policy", Question{Tenant: office()}, map[string]Verdict{alice: Reachable, bob: Reachable}, 0},
		{"block", Question{Tenant: office(blockEverybody(nil))}, map[string]Verdict{alice: LockedOut, bob: LockedOut}, 1},
		{"block-but-alice", Question{Tenant: office(blockEverybody(func(p *ca.Policy) {
			p.Conditions.Users.ExcludeUsers = []string{alice}
		}))}, map[string]Verdict{alice: Reachable, bob: LockedOut}, 1},
		{"report-only", Question{Tenant: office(blockEverybody(func(p *ca.Policy) {
			p.State = ca.StateReportOnly
		}))}, map[string]Verdict{alice: Reachable, bob: Reachable}, 0},
		{"state-not-yet-known", Question{Tenant: office(blockEverybody(func(p *ca.Policy) {
			p.State = ca.NotYetKnown
		}))}, map[string]Verdict{alice: Undecided, bob: Undecided}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			report := Decide(c.q)
			if len(report.Repairers) != len(c.want) {
				t.Fatalf("found %d repairers, want %d", len(report.Repairers), len(c.want))
			}
			for _, r := range report.Repairers {
				if r.Verdict != c.want[r.User.ID] {
					t.Errorf("%s is %s, want %s: %+v", r.User.UserPrincipalName, r.Verdict, c.want[r.User.ID], r)
				}
				switch r.Verdict {
				case Reachable:
					if r.Witness == nil || len(r.Witness.Modes) == 0 {
						t.Errorf("%s has no witness: %+v", r.User.UserPrincipalName, r)
					}
				case LockedOut:
					if len(r.Core) != c.core || r.Core[0].Why == "" {
						t.Errorf("%s has core %+v, want %d policies", r.User.UserPrincipalName, r.Core, c.core)
					}
				case Undecided:
					if len(r.MissingFacts) == 0 {
						t.Errorf("%s misses no fact", r.User.UserPrincipalName)
					}
				}
			}
		})
	}
}
