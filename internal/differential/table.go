package differential

import (
	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// A Row is one tenant with the answers that both implementations must give. Together the rows are the
// contract in small: every one is a sentence that an administrator would say.
type Row struct {
	Name     string
	Question engine.Question
	Want     map[string]Answer // by user id: every repairer of the tenant
	Pipeline string            // "" is reachable
}

// An Answer is what must be said of one repairer. Evidence that is left empty is not looked at.
type Answer struct {
	Verdict    string
	Robustness string // of break-glass accounts

	Core      []string     // of who is locked out
	Channel   string       // of a witness
	DeviceID  string       // of a witness
	Mode      ca.Mode      // that a witness presents
	Location  string       // that a witness is in
	Registers bool         // whether a witness registers a method
	Missing   string       // a fact that would settle it
	UserRisk  ca.RiskLevel // of a counterexample
}

// Rows are the table of the model, row by row.
func Rows() []Row {
	var rows []Row
	for _, part := range [][]Row{blockRows(), deviceRows(), locationRows(), strengthRows(), registrationRows(), otherRows()} {
		rows = append(rows, part...)
	}
	return rows
}

// anna and bjorn administer a small tenant in which everything was read; emergency is the account for the
// worst day.
const (
	anna      = "anna"
	bjorn     = "bjorn"
	emergency = "emergency"
)

// A tenantOption changes the small tenant.
type tenantOption func(*engine.Question)

// tenant is the small tenant: three Global Administrators with a password each, one of them for emergencies
// and with a key, no devices, no groups, no named locations, and every method allowed to everybody.
func tenant(options ...tenantOption) engine.Question {
	enabled := true
	t := &ca.Tenant{
		ID:                  tenantID,
		NamedLocations:      ca.Known([]ca.NamedLocation{}),
		Strengths:           ca.Known(append([]ca.AuthenticationStrength{}, ca.BuiltInStrengths...)),
		Domains:             ca.Known([]ca.Domain{{ID: "contoso.com", AuthenticationType: "Managed"}}),
		Groups:              ca.Known(map[string]ca.Group{}),
		GroupMembers:        map[string][]ca.Member{},
		RoleDefinitions:     ca.Known([]ca.RoleDefinition{{ID: ca.RoleGlobalAdministrator, TemplateID: ca.RoleGlobalAdministrator, IsBuiltIn: true}}),
		AssignmentSchedules: ca.Known([]ca.RoleAssignment{}),
		EligibleSchedules:   ca.Known([]ca.RoleAssignment{}),
		ServicePrincipals: ca.Known(map[string]ca.ServicePrincipal{"pipeline": {
			ID: "pipeline", ServicePrincipalType: "Application", SignInAudience: "AzureADMyOrg", AppOwnerOrganizationID: tenantID,
		}}),
		Methods: map[string][]ca.AuthenticationMethod{},
		Devices: map[string][]ca.Device{},
		SignIns: ca.Known([]ca.LoggedSignIn{}),
	}
	var policy ca.AuthenticationMethodsPolicy
	for _, id := range configurationIDs {
		c := ca.MethodConfiguration{ID: id, State: "enabled", IncludeTargets: []ca.MethodTarget{{ID: ca.AllUsersTarget, TargetType: "group"}}}
		if id == "X509Certificate" {
			c.State = "disabled"
		}
		policy.Configurations = append(policy.Configurations, c)
	}
	t.MethodsPolicy = ca.Known(policy)
	users := map[string]ca.User{}
	var assignments []ca.RoleAssignment
	for _, id := range []string{anna, bjorn, emergency} {
		users[id] = ca.User{ID: id, UserPrincipalName: id + "@contoso.com", AccountEnabled: &enabled, UserType: "Member"}
		assignments = append(assignments, ca.RoleAssignment{PrincipalID: id, RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: "/"})
		t.Methods[id] = []ca.AuthenticationMethod{{Kind: ca.MethodPassword}}
		t.Devices[id] = []ca.Device{}
	}
	t.Users = ca.Known(users)
	t.RoleAssignments = ca.Known(assignments)
	t.Methods[emergency] = append(t.Methods[emergency], ca.AuthenticationMethod{Kind: ca.MethodFIDO2, AAGUID: "key-a"})
	t.Policies = ca.Known([]ca.Policy{})
	q := engine.Question{Tenant: t, BreakGlass: ca.BreakGlass{Users: []string{emergency}}, Pipeline: "pipeline"}
	for _, option := range options {
		option(&q)
	}
	return q
}

// policy adds an enabled policy for all users and all resources with this control, which its own options
// make another.
func policy(id string, control ca.BuiltInControl, options ...func(*ca.Policy)) tenantOption {
	return func(q *engine.Question) {
		p := ca.Policy{
			ID: id, DisplayName: id, State: ca.StateEnabled,
			Conditions: ca.Conditions{
				Users:          ca.Users{IncludeUsers: []string{ca.All}},
				Applications:   ca.Applications{IncludeApplications: []string{ca.All}},
				ClientAppTypes: []ca.ClientApp{ca.ClientAppAll},
			},
			GrantControls: &ca.GrantControls{Operator: ca.OperatorOR},
		}
		if control != "" {
			p.GrantControls.BuiltInControls = []ca.BuiltInControl{control}
		}
		for _, option := range options {
			option(&p)
		}
		q.Tenant.Policies = ca.Known(append(q.Tenant.Policies.Value(), p))
	}
}

func registers(id string, kinds ...ca.AuthenticationMethod) tenantOption {
	return func(q *engine.Question) {
		q.Tenant.Methods[id] = append(q.Tenant.Methods[id], kinds...)
	}
}

func owns(id string, device ca.Device) tenantOption {
	return func(q *engine.Question) { q.Tenant.Devices[id] = append(q.Tenant.Devices[id], device) }
}

func group(id string, members ...string) tenantOption {
	return func(q *engine.Question) {
		q.Tenant.Groups.Value()[id] = ca.Group{ID: id}
		q.Tenant.GroupMembers[id] = []ca.Member{}
		for _, m := range members {
			q.Tenant.GroupMembers[id] = append(q.Tenant.GroupMembers[id], ca.Member{ID: m, Kind: "#microsoft.graph.user"})
		}
	}
}

func location(id, cidr string, trusted bool) tenantOption {
	return func(q *engine.Question) {
		q.Tenant.NamedLocations = ca.Known(append(q.Tenant.NamedLocations.Value(), ca.NamedLocation{
			ID: id, Kind: ca.LocationIP, IsTrusted: trusted, IPRanges: []ca.IPRange{{CIDR: cidr}},
		}))
	}
}

func strength(id string, combinations []string, configurations ...ca.CombinationConfiguration) tenantOption {
	return func(q *engine.Question) {
		q.Tenant.Strengths = ca.Known(append(q.Tenant.Strengths.Value(), ca.AuthenticationStrength{
			ID: id, DisplayName: id, AllowedCombinations: combinations, CombinationConfigurations: configurations,
		}))
	}
}

// onlyAnna leaves a single administrator.
func onlyAnna(q *engine.Question) {
	q.Tenant.RoleAssignments = ca.Known([]ca.RoleAssignment{{PrincipalID: anna, RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: "/"}})
	q.BreakGlass = ca.BreakGlass{}
}

func statedNetwork(address string) tenantOption {
	return func(q *engine.Question) {
		q.Assume.Networks = append(q.Assume.Networks, ca.Network{Address: address, Country: "NO"})
	}
}

func requires(strengthID string) func(*ca.Policy) {
	return func(p *ca.Policy) {
		p.GrantControls.AuthenticationStrength = &ca.AuthenticationStrength{ID: strengthID}
	}
}

func exceptLocation(id string) func(*ca.Policy) {
	return func(p *ca.Policy) {
		p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: []string{id}}
	}
}

func onRegistration(p *ca.Policy) {
	p.Conditions.Applications = ca.Applications{IncludeUserActions: []string{ca.UserActionRegisterSecurityInfo}}
}
