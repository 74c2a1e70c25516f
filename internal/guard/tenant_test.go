package guard

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// The people, groups and applications of the tenant that the tests judge.
const (
	breakGlass1  = "4f0c1a52-9f6e-4a0d-8f0e-2f7b1c2d3e41"
	breakGlass2  = "4f0c1a52-9f6e-4a0d-8f0e-2f7b1c2d3e42"
	alice        = "a11ce000-0000-4000-8000-000000000001"
	bob          = "b0b00000-0000-4000-8000-000000000002"
	carol        = "ca401000-0000-4000-8000-000000000003" // no role
	breakGlasses = "9a0c1a52-0000-4a0d-8f0e-2f7b1c2d3e51" // holds both break-glass accounts
	everyone     = "9a0c1a52-0000-4a0d-8f0e-2f7b1c2d3e52" // holds alice and bob
	emptyGroup   = "9a0c1a52-0000-4a0d-8f0e-2f7b1c2d3e53"
	office       = "10ca7100-0000-4000-8000-000000000001" // a trusted named location
	pipelineID   = "91be1111-0000-4000-8000-000000000001"
)

// noon is the service's clock in the tests.
var noon = time.Date(2026, 8, 20, 12, 0, 0, 0, time.UTC)

func ptr[T any](v T) *T { return &v }

// contoso is a tenant in order: two break-glass accounts with keys, two administrators with an
// Authenticator, everything read.
func contoso(policies ...ca.Policy) *ca.Tenant {
	user := func(id, name string) ca.User {
		return ca.User{ID: id, UserPrincipalName: name + "@contoso.onmicrosoft.com", AccountEnabled: ptr(true), UserType: "Member", OnPremisesSyncEnabled: ptr(false)}
	}
	users := []ca.User{
		user(breakGlass1, "bg-1"), user(breakGlass2, "bg-2"), user(alice, "alice"), user(bob, "bob"), user(carol, "carol"),
	}
	groups := []ca.Group{
		{ID: breakGlasses, DisplayName: "Break-glass accounts", IsAssignableToRole: ptr(true)},
		{ID: everyone, DisplayName: "Administrators", IsAssignableToRole: ptr(true)},
		{ID: emptyGroup, DisplayName: "Nobody", IsAssignableToRole: ptr(true)},
	}
	t := &ca.Tenant{
		ID: "7e4a4700-0000-4000-8000-000000000001", Name: "Contoso", ReadAt: noon,
		Policies: ca.Known(policies),
		NamedLocations: ca.Known([]ca.NamedLocation{{
			ID: office, DisplayName: "Office", Kind: ca.LocationIP, IsTrusted: true,
			IPRanges: []ca.IPRange{{CIDR: "203.0.113.0/24"}},
		}}),
		Strengths:         ca.Known(slices.Clone(ca.BuiltInStrengths)),
		Contexts:          ca.Known([]ca.AuthenticationContext{{ID: "c1", DisplayName: "Sensitive", IsAvailable: true}}),
		SecurityDefaults:  ca.Known(ca.SecurityDefaults{ID: "00000000-0000-0000-0000-000000000005", DisplayName: "Security Defaults"}),
		Domains:           ca.Known([]ca.Domain{{ID: "contoso.onmicrosoft.com", AuthenticationType: "Managed"}}),
		Users:             ca.Known(ca.ByID(users, func(u ca.User) string { return u.ID })),
		Groups:            ca.Known(ca.ByID(groups, func(g ca.Group) string { return g.ID })),
		ServicePrincipals: ca.Known(map[string]ca.ServicePrincipal{}),
		RoleDefinitions: ca.Known([]ca.RoleDefinition{
			{ID: ca.RoleGlobalAdministrator, TemplateID: ca.RoleGlobalAdministrator, DisplayName: "Global Administrator", IsBuiltIn: true, IsEnabled: ptr(true)},
			{ID: ca.RoleSecurityAdministrator, TemplateID: ca.RoleSecurityAdministrator, DisplayName: "Security Administrator", IsBuiltIn: true, IsEnabled: ptr(true)},
		}),
		AssignmentSchedules: ca.Known([]ca.RoleAssignment{}),
		EligibleSchedules:   ca.Known([]ca.RoleAssignment{}),
		MethodsPolicy:       ca.Known(ca.AuthenticationMethodsPolicy{}),
		GroupMembers: map[string][]ca.Member{
			breakGlasses: {{ID: breakGlass1, Kind: "#microsoft.graph.user"}, {ID: breakGlass2, Kind: "#microsoft.graph.user"}},
			everyone:     {{ID: alice, Kind: "#microsoft.graph.user"}, {ID: bob, Kind: "#microsoft.graph.user"}},
			emptyGroup:   {},
		},
		Methods: map[string][]ca.AuthenticationMethod{},
		Devices: map[string][]ca.Device{},
	}
	var assignments []ca.RoleAssignment
	var configurations []ca.MethodConfiguration
	for _, id := range []string{"Fido2", "MicrosoftAuthenticator", "SoftwareOath"} {
		configurations = append(configurations, ca.MethodConfiguration{
			ID: id, State: "enabled", IncludeTargets: []ca.MethodTarget{{ID: ca.AllUsersTarget, TargetType: "group"}},
		})
	}
	t.MethodsPolicy = ca.Known(ca.AuthenticationMethodsPolicy{Configurations: configurations})
	for _, id := range []string{breakGlass1, breakGlass2, alice, bob} {
		assignments = append(assignments, ca.RoleAssignment{PrincipalID: id, RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: "/"})
		t.Methods[id] = []ca.AuthenticationMethod{{Kind: ca.MethodPassword}, {Kind: ca.MethodMicrosoftAuthenticator}}
		t.Devices[id] = []ca.Device{}
	}
	for _, id := range []string{breakGlass1, breakGlass2} {
		t.Methods[id] = []ca.AuthenticationMethod{{Kind: ca.MethodPassword}, {Kind: ca.MethodFIDO2, AAGUID: "cb69481e-8ff7-4039-93ec-0a2729a154a8"}}
	}
	t.RoleAssignments = ca.Known(assignments)
	return t
}

// settings is a configuration that contoso is in order under, and that lets policies be enabled at once.
func settings(changes ...func(*Config)) Config {
	c := Defaults()
	c.BreakGlass.Users = []string{breakGlass1, breakGlass2}
	c.Staging.MinimumSoak = 0
	for _, change := range changes {
		change(&c)
	}
	return c
}

// policy is an enabled policy for all users and all resources that demands multifactor authentication and
// leaves the break-glass accounts out.
func policy(id, name string, changes ...func(*ca.Policy)) ca.Policy {
	p := ca.Policy{ID: id, DisplayName: name, State: ca.StateEnabled, CreatedDateTime: noon.AddDate(0, -6, 0)}
	p.Conditions.Users.IncludeUsers = []string{ca.All}
	p.Conditions.Users.ExcludeUsers = []string{breakGlass1, breakGlass2}
	p.Conditions.Applications.IncludeApplications = []string{ca.All}
	p.Conditions.ClientAppTypes = []ca.ClientApp{ca.ClientAppAll}
	p.GrantControls = grant(ca.ControlMFA)
	for _, change := range changes {
		change(&p)
	}
	return p
}

func grant(controls ...ca.BuiltInControl) *ca.GrantControls {
	return &ca.GrantControls{Operator: ca.OperatorOR, BuiltInControls: controls}
}

func demanding(controls ...ca.BuiltInControl) func(*ca.Policy) {
	return func(p *ca.Policy) { p.GrantControls = grant(controls...) }
}

func in(state ca.State) func(*ca.Policy) { return func(p *ca.Policy) { p.State = state } }

func excluding(users ...string) func(*ca.Policy) {
	return func(p *ca.Policy) { p.Conditions.Users.ExcludeUsers = users }
}

func including(users ...string) func(*ca.Policy) {
	return func(p *ca.Policy) { p.Conditions.Users.IncludeUsers = users }
}

// forOneApp narrows a policy to one application, which keeps the rules about breadth silent.
func forApps(apps ...string) func(*ca.Policy) {
	return func(p *ca.Policy) { p.Conditions.Applications.IncludeApplications = apps }
}

func create(p ca.Policy) Change {
	p.ID = ""
	return Change{Object: ObjectPolicy, Address: "entraguard_conditional_access_policy.new", PolicyAfter: &p}
}

func update(before, after ca.Policy) Change {
	return Change{Object: ObjectPolicy, ID: before.ID, PolicyBefore: &before, PolicyAfter: &after}
}

func remove(p ca.Policy) Change { return Change{Object: ObjectPolicy, ID: p.ID, PolicyBefore: &p} }

func updateLocation(before, after ca.NamedLocation) Change {
	return Change{Object: ObjectNamedLocation, ID: before.ID, LocationBefore: &before, LocationAfter: &after}
}

// ruleIDs are the rules of the findings, an exclamation mark behind those that refuse.
func ruleIDs(findings []Finding) []string {
	seen := map[string]bool{}
	for _, f := range findings {
		id := f.Rule
		if f.Refuses() {
			id += "!"
		}
		seen[id] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

func TestContosoIsInOrder(t *testing.T) {
	t.Parallel()
	result := Check(contoso(policy("p1", "MFA for everybody")), settings(), noon)
	if result.Verdict != Holds || len(result.Findings) != 0 {
		t.Fatalf("verdict %s, findings %v", result.Verdict, ruleIDs(result.Findings))
	}
}
