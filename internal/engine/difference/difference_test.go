package difference_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// policy asks everybody for multifactor authentication everywhere, but for what change makes of it.
func policy(id string, change func(*ca.Policy)) ca.Policy {
	p := ca.Policy{ID: id, DisplayName: "Policy " + id, State: ca.StateEnabled}
	p.Conditions.Users.IncludeUsers = []string{ca.All}
	p.Conditions.Applications.IncludeApplications = []string{ca.All}
	p.GrantControls = &ca.GrantControls{Operator: ca.OperatorOR, BuiltInControls: []ca.BuiltInControl{ca.ControlMFA}}
	if change != nil {
		change(&p)
	}
	return p
}

func asks(controls ...ca.BuiltInControl) func(*ca.Policy) {
	return func(p *ca.Policy) { p.GrantControls.BuiltInControls = controls }
}

// tenant has ada, who is in Finance, bo, and a guest.
func tenant(policies ...ca.Policy) *ca.Tenant {
	users := []ca.User{
		{ID: "u1", UserPrincipalName: "ada@contoso.com", UserType: "Member"},
		{ID: "u2", UserPrincipalName: "bo@contoso.com", UserType: "Member"},
		{ID: "u3", UserPrincipalName: "cy_fabrikam#EXT#@contoso.com", UserType: "Guest"},
	}
	return &ca.Tenant{
		ID:       "contoso",
		Policies: ca.Known(policies),
		NamedLocations: ca.Known([]ca.NamedLocation{
			{ID: "office", DisplayName: "Office", Kind: ca.LocationIP, IsTrusted: true, IPRanges: []ca.IPRange{{CIDR: "198.51.100.0/24"}}},
			{ID: "norway", DisplayName: "Norway", Kind: ca.LocationCountry, CountriesAndRegions: []string{"NO"}},
			{ID: "private", DisplayName: "Private", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "10.0.0.0/8"}}},
			{ID: "gps", DisplayName: "By position", Kind: ca.LocationCountry, CountryLookupMethod: ca.LookupAuthenticatorGPS, CountriesAndRegions: []string{"NO"}},
			{ID: "ranges", DisplayName: "Ranges", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: ca.NotYetKnown}}},
			{ID: "countries", DisplayName: "Countries", Kind: ca.LocationCountry, CountriesAndRegions: []string{"SE", ca.NotYetKnown}},
			{ID: "torn", DisplayName: "Unreadable", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "here"}, {CIDR: "there"}}},
		}),
		Users:           ca.Known(ca.ByID(users, func(u ca.User) string { return u.ID })),
		Groups:          ca.Known(map[string]ca.Group{"g1": {ID: "g1", DisplayName: "Finance"}, "g2": {ID: "g2", DisplayName: "Unread"}}),
		GroupMembers:    map[string][]ca.Member{"g1": {{ID: "u1", Kind: "#microsoft.graph.user"}}},
		RoleAssignments: ca.Known([]ca.RoleAssignment{{PrincipalID: "u2", RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: "/"}}),
		ServicePrincipals: ca.Known(map[string]ca.ServicePrincipal{
			"s1": {ID: "s1", DisplayName: "Robot", ServicePrincipalType: "Application", SignInAudience: "AzureADMyOrg", AppOwnerOrganizationID: "contoso"},
		}),
	}
}

// TestKinds changes what one policy asks of everybody everywhere.
func TestKinds(t *testing.T) {
	t.Parallel()
	strength := func(id string) func(*ca.Policy) {
		return func(p *ca.Policy) {
			p.GrantControls.BuiltInControls, p.GrantControls.AuthenticationStrength = nil, &ca.AuthenticationStrength{ID: id}
		}
	}
	all := func(controls ...ca.BuiltInControl) func(*ca.Policy) {
		return func(p *ca.Policy) {
			p.GrantControls.Operator, p.GrantControls.BuiltInControls = ca.OperatorAND, controls
		}
	}
	for _, c := range []struct {
		name           string
		before, after  func(*ca.Policy)
		kind           difference.Kind
		added, removed []string
		decision       difference.Decision
	}{
		{"lost", asks(ca.ControlMFA), asks(ca.ControlBlock), difference.Lost, []string{"block"}, nil, difference.Stricter},
		{"gained", asks(ca.ControlBlock), asks(ca.ControlMFA), difference.Gained, nil, []string{"block"}, difference.NoStricter},
		{"more-by-and", asks(ca.ControlMFA), all(ca.ControlMFA, ca.ControlCompliantDevice), difference.AskedMore, []string{"compliantDevice"}, nil, difference.Stricter},
		{"less-by-or", asks(ca.ControlMFA), asks(ca.ControlMFA, ca.ControlCompliantDevice), difference.AskedLess, nil, []string{"mfa"}, difference.NoStricter},
		{"more-by-strength", asks(ca.ControlMFA), strength(ca.StrengthPhishingResistant), difference.AskedMore, []string{`authentication strength "Phishing-resistant MFA"`}, nil, difference.Stricter},
		{"less-by-strength", strength(ca.StrengthPhishingResistant), strength(ca.StrengthPasswordless), difference.AskedLess, nil, []string{`authentication strength "Phishing-resistant MFA"`}, difference.NoStricter},
		{"changed", asks(ca.ControlMFA), asks(ca.ControlCompliantDevice), difference.Changed, []string{"compliantDevice"}, []string{"mfa"}, difference.Stricter},
		{"block-or-something", asks(ca.ControlBlock, ca.ControlMFA), asks(ca.ControlMFA), "", nil, nil, difference.NoEffect},
		{"no-operator", asks(ca.ControlMFA, ca.ControlCompliantDevice), func(p *ca.Policy) {
			p.GrantControls = &ca.GrantControls{BuiltInControls: []ca.BuiltInControl{ca.ControlCompliantDevice, ca.ControlMFA}}
		}, "", nil, nil, difference.NoEffect},
		{"session-alone", func(p *ca.Policy) { p.GrantControls = nil }, func(p *ca.Policy) { p.GrantControls = &ca.GrantControls{Operator: ca.OperatorOR} }, "", nil, nil, difference.NoEffect},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := difference.Of(tenant(policy("p", c.before)), tenant(policy("p", c.after)))
			if d := r.Policies[0].Decision; d != c.decision {
				t.Errorf("the change is %s, want %s", d, c.decision)
			}
			if (r.Policies[0].Evidence != nil) != (c.decision == difference.Stricter) {
				t.Errorf("evidence is %v", r.Policies[0].Evidence)
			}
			if c.kind == "" {
				if !r.None() {
					t.Errorf("found %+v, want no difference", r.Boxes)
				}
				return
			}
			if len(r.Boxes) != 1 {
				t.Fatalf("found %d boxes, want 1: %+v", len(r.Boxes), r.Boxes)
			}
			b := r.Boxes[0]
			if b.Kind != c.kind || !b.People.Everybody || b.People.Count != 3 {
				t.Errorf("found %s of %+v, want %s of everybody", b.Kind, b.People, c.kind)
			}
			if diff := cmp.Diff([2][]string{c.added, c.removed}, [2][]string{b.Added, b.Removed}); diff != "" {
				t.Errorf("added and removed (-want +got):\n%s", diff)
			}
			if want := []difference.Cause{{ID: "p", Name: "Policy p"}}; !slices.Equal(b.Causes, want) {
				t.Errorf("causes are %v", b.Causes)
			}
			if !b.Holds(b.Example) || b.Example.Identity != (ca.SignInIdentity{UserID: "u1"}) {
				t.Errorf("the example is not in its box, or not plain: %+v", b.Example)
			}
		})
	}
}

// TestNoise changes what no sign-in notices.
func TestNoise(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change func(*ca.Tenant, *ca.Policy)
	}{
		{"nothing", func(*ca.Tenant, *ca.Policy) {}},
		{"renamed", func(_ *ca.Tenant, p *ca.Policy) { p.DisplayName, p.Description, p.TemplateID = "x", "y", "z" }},
		{"reordered", func(_ *ca.Tenant, p *ca.Policy) {
			slices.Reverse(p.Conditions.Users.ExcludeUsers)
			p.Conditions.Users.ExcludeUsers = append(p.Conditions.Users.ExcludeUsers, "U1")
		}},
		{"empty-for-absent", func(_ *ca.Tenant, p *ca.Policy) {
			p.Conditions.Platforms, p.Conditions.Locations, p.Conditions.Devices = &ca.PlatformCondition{}, &ca.LocationCondition{}, &ca.DeviceCondition{DeviceFilter: &ca.Filter{}}
			p.Conditions.ClientAppTypes, p.Conditions.AuthenticationFlows = []ca.ClientApp{ca.ClientAppAll}, &ca.AuthenticationFlows{}
		}},
		{"session-control", func(_ *ca.Tenant, p *ca.Policy) { p.SessionControls = &ca.SessionControls{} }},
		{"report-only-policy", func(t *ca.Tenant, _ *ca.Policy) {
			q := policy("q", asks(ca.ControlBlock))
			q.State = ca.StateReportOnly
			t.Policies = ca.Known(append(t.Policies.Value(), q))
		}},
		{"disabled-policy", func(t *ca.Tenant, _ *ca.Policy) {
			q := policy("q", asks(ca.ControlBlock))
			q.State = ca.StateDisabled
			t.Policies = ca.Known(append(t.Policies.Value(), q))
		}},
		{"somebody-who-does-not-exist", func(_ *ca.Tenant, p *ca.Policy) {
			p.Conditions.Users.ExcludeUsers = append(p.Conditions.Users.ExcludeUsers, "nobody")
		}},
		{"private-addresses", func(t *ca.Tenant, _ *ca.Policy) {
			t.Policies = ca.Known(append(t.Policies.Value(), policy("q", func(p *ca.Policy) {
				p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{"private"}}
				p.GrantControls.BuiltInControls = []ca.BuiltInControl{ca.ControlBlock}
			})))
		}},
		{"location-written-otherwise", func(t *ca.Tenant, _ *ca.Policy) {
			locations := slices.Clone(t.NamedLocations.Value())
			locations[0].IPRanges = []ca.IPRange{{Lower: "198.51.100.128", Upper: "198.51.100.255"}, {CIDR: "198.51.100.0/25"}}
			locations[1].CountriesAndRegions = []string{"no", "NO"}
			t.NamedLocations = ca.Known(locations)
		}},
		{"unreadable-ranges-in-another-order", func(t *ca.Tenant, _ *ca.Policy) {
			locations := slices.Clone(t.NamedLocations.Value())
			locations[6].IPRanges = []ca.IPRange{{CIDR: "there"}, {CIDR: "here"}, {CIDR: "there"}}
			t.NamedLocations = ca.Known(locations)
		}},
		{"role-of-somebody-else", func(t *ca.Tenant, _ *ca.Policy) {
			t.RoleAssignments = ca.Known(append(t.RoleAssignments.Value(), ca.RoleAssignment{PrincipalID: "u1", RoleDefinitionID: "x", DirectoryScopeID: "/"}))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := policy("p", func(p *ca.Policy) {
				p.Conditions.Users.ExcludeUsers = []string{"u1", "u2"}
				p.Conditions.Users.ExcludeRoles = []string{ca.RoleGlobalAdministrator}
			})
			located := policy("l", func(p *ca.Policy) {
				p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: []string{"office", "norway", "gps", "torn"}}
			})
			before := tenant(p, located)
			p.Conditions.Users.ExcludeUsers = slices.Clone(p.Conditions.Users.ExcludeUsers)
			after := tenant(p, located)
			c.change(after, &after.Policies.Value()[0])
			r := difference.Of(before, after)
			if !r.None() {
				t.Errorf("found %+v %s", r.Boxes, r.Undecided)
			}
			for _, p := range r.Policies {
				if p.Decision != difference.NoEffect {
					t.Errorf("%s is %s", p.ID, p.Decision)
				}
			}
		})
	}
}

func TestOfUnread(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]*ca.Tenant{{nil, nil}, {nil, tenant()}, {tenant(), nil}, {tenant(), {}}} {
		if r := difference.Of(pair[0], pair[1]); r.None() || r.Undecided == "" {
			t.Errorf("policies that were not read are no difference: %+v", r)
		}
	}
}
