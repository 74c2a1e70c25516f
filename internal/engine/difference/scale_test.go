package difference_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// TestManyPolicies changes one of three of many policies, each about an application of its own.
func TestManyPolicies(t *testing.T) {
	t.Parallel()
	var before, after []ca.Policy
	want := map[string]bool{}
	for i := range 150 {
		application := fmt.Sprintf("app-%03d", i)
		about := func(control ca.BuiltInControl) ca.Policy {
			return policy(application, func(p *ca.Policy) {
				asks(control)(p)
				p.Conditions.Applications.IncludeApplications = []string{application}
			})
		}
		before = append(before, about(ca.ControlMFA))
		if i%3 != 0 {
			after = append(after, about(ca.ControlMFA))
			continue
		}
		after = append(after, about(ca.ControlBlock))
		want[application] = true
	}
	r := difference.Of(tenant(before...), tenant(after...))
	for i := range r.Boxes {
		b := &r.Boxes[i]
		if b.Kind != difference.Lost || len(b.Targets.Except) > 0 {
			t.Errorf("found %s of %+v", b.Kind, b.Targets)
		}
		for _, application := range b.Targets.Only {
			if !want[application] {
				t.Errorf("%s is lost, or lost twice", application)
			}
			delete(want, application)
		}
	}
	if len(want) > 0 || r.Undecided != "" {
		t.Errorf("not lost: %v %s", want, r.Undecided)
	}
	for _, p := range r.Policies {
		if changed := p.Change != difference.Unchanged; changed != (p.Decision == difference.Stricter) {
			t.Errorf("%s is %s and %s", p.ID, p.Change, p.Decision)
		}
	}
}

// TestWhoIsFromOutside is told from the user principal name.
func TestWhoIsFromOutside(t *testing.T) {
	t.Parallel()
	for name, outside := range map[string]bool{
		"cy_fabrikam#EXT#@contoso.com": true, "cy_fabrikam#ext#@contoso.com": true, "#cy##EXT#@contoso.com": true, "cy#EXT#": true, "#EXT#": true,
		"cy@contoso.com": false, "cy#EXT@contoso.com": false, "cy#EX": false, "c#y@contoso.com": false, "#": false, "": false,
	} {
		users := []ca.User{{ID: "u", UserPrincipalName: name, UserType: "Member"}}
		r := difference.Of(peopled(users), peopled(users, blocking(func(c *ca.Conditions) {
			c.Users = ca.Users{IncludeGuestsOrExternalUsers: &ca.GuestsOrExternal{GuestOrExternalUserTypes: []string{"b2bCollaborationMember"}}}
		})))
		if sure, _ := found(r, "u"); sure != outside {
			t.Errorf("%q is from outside: %v", name, sure)
		}
	}
}

// TestPoliciesForNobody change no sign-in, and so are not even created.
func TestPoliciesForNobody(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*ca.Conditions){
		"no-people":  func(c *ca.Conditions) { c.Users = ca.Users{} },
		"no-target":  func(c *ca.Conditions) { c.Applications = ca.Applications{} },
		"none":       func(c *ca.Conditions) { c.Users = ca.Users{IncludeUsers: []string{ca.None}} },
		"no-network": func(c *ca.Conditions) { c.Locations = &ca.LocationCondition{IncludeLocations: []string{"private"}} },
		"workload-at-user-risk": func(c *ca.Conditions) {
			c.Users, c.ClientApplications = ca.Users{}, &ca.ClientApplications{IncludeServicePrincipals: []string{ca.ServicePrincipalsInMyOrg}}
			c.UserRiskLevels = []ca.RiskLevel{ca.RiskHigh}
		},
		"workload-at-both-risks": func(c *ca.Conditions) {
			c.Users, c.ClientApplications = ca.Users{}, &ca.ClientApplications{IncludeServicePrincipals: []string{ca.ServicePrincipalsInMyOrg}}
			c.UserRiskLevels, c.SignInRiskLevels = []ca.RiskLevel{ca.RiskHigh}, []ca.RiskLevel{ca.RiskHigh}
		},
	} {
		if r := difference.Of(tenant(), tenant(blocking(change))); !r.None() || r.Policies[0].Decision != difference.NoEffect || (name != "no-network" && r.Policies[0].Change != difference.Unchanged) {
			t.Errorf("%s: the policy is %s and %s: %+v", name, r.Policies[0].Change, r.Policies[0].Decision, r.Boxes)
		}
	}
}

// TestRisksThatNoSignInHas: a user has no risk of service principals, not even none; and no sign-in shows a risk
// that is hidden.
func TestRisksThatNoSignInHas(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*ca.Conditions){
		"service-principal-none": func(c *ca.Conditions) { c.ServicePrincipalRiskLevels = []ca.RiskLevel{ca.RiskNone} },
		"service-principal-high": func(c *ca.Conditions) { c.ServicePrincipalRiskLevels = []ca.RiskLevel{ca.RiskHigh} },
		"hidden-user-risk":       func(c *ca.Conditions) { c.UserRiskLevels = []ca.RiskLevel{ca.RiskHidden} },
		"hidden-sign-in-risk":    func(c *ca.Conditions) { c.SignInRiskLevels = []ca.RiskLevel{ca.RiskHidden} },
	} {
		if r := difference.Of(tenant(), tenant(blocking(change))); !r.None() || r.Policies[0].Decision != difference.NoEffect {
			t.Errorf("%s: the policy is %s: %+v", name, r.Policies[0].Decision, r.Boxes)
		}
	}
	r := difference.Of(tenant(), tenant(blocking(func(c *ca.Conditions) {
		c.Users, c.ClientApplications = ca.Users{}, &ca.ClientApplications{IncludeServicePrincipals: []string{ca.ServicePrincipalsInMyOrg}}
		c.ServicePrincipalRiskLevels = []ca.RiskLevel{ca.RiskNone, ca.RiskHidden}
	})))
	if len(r.Boxes) != 1 || !slices.Equal(r.Boxes[0].ServicePrincipalRisks.Only, []string{"none"}) {
		t.Errorf("a service principal has the risk none: %+v", r.Boxes)
	}
}

// TestPoliciesThatAskForNothing: a policy without grant controls changes no sign-in, and so is not even created.
func TestPoliciesThatAskForNothing(t *testing.T) {
	t.Parallel()
	for name, grant := range map[string]*ca.GrantControls{"absent": nil, "empty": {Operator: ca.OperatorAND}} {
		r := difference.Of(tenant(), tenant(policy("p", func(p *ca.Policy) {
			p.GrantControls, p.SessionControls = grant, &ca.SessionControls{}
		})))
		if !r.None() || r.Policies[0].Change != difference.Unchanged || r.Policies[0].Decision != difference.NoEffect {
			t.Errorf("%s: the policy is %s and %s: %+v", name, r.Policies[0].Change, r.Policies[0].Decision, r.Boxes)
		}
	}
}

// TestAssignedWhereNobodyWasRead: who is assigned and is no group is a user, where the users were not read.
func TestAssignedWhereNobodyWasRead(t *testing.T) {
	t.Parallel()
	with := func(policies ...ca.Policy) *ca.Tenant {
		out := tenant(policies...)
		out.Users = ca.Fact[map[string]ca.User]{}
		out.RoleAssignments = ca.Known([]ca.RoleAssignment{
			{PrincipalID: "anybody", RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: "/"},
			{PrincipalID: "g1", RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: "/"},
		})
		return out
	}
	r := difference.Of(with(), with(blocking(func(c *ca.Conditions) { c.Users = ca.Users{IncludeRoles: []string{ca.RoleGlobalAdministrator}} })))
	for user, holds := range map[string]bool{"anybody": true, "u1": true, "g1": false, "u2": false} {
		if sure, _ := found(r, user); sure != holds {
			t.Errorf("%s holds the role: %v", user, sure)
		}
	}
}

func TestAnyValues(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		values difference.Values
		any    bool
	}{{difference.Values{}, true}, {difference.Values{Only: []string{"a"}}, false}, {difference.Values{Except: []string{"a"}}, false}, {difference.Values{Only: slices.Repeat([]string{"a"}, 2)}, false}} {
		if got := c.values.Any(); got != c.any {
			t.Errorf("%+v are any: %v", c.values, got)
		}
	}
}
