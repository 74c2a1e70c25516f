package reference

import "github.com/entraguard/terraform-provider-entraguard/internal/ca"

// ada is the administrator of the tenant that tests begin with.
const ada = "ada"

// small is a tenant with one Global Administrator, who has a password, and in which everything was read.
func small(policies ...ca.Policy) *ca.Tenant {
	enabled := true
	return &ca.Tenant{
		ID:             "contoso",
		Policies:       ca.Known(policies),
		NamedLocations: ca.Known([]ca.NamedLocation{}),
		Strengths:      ca.Known(ca.BuiltInStrengths),
		MethodsPolicy:  ca.Known(allowing(allConfigurations...)),
		Domains:        ca.Known([]ca.Domain{{ID: "contoso.com", AuthenticationType: "Managed"}}),
		Users: ca.Known(map[string]ca.User{
			ada: {ID: ada, UserPrincipalName: "ada@contoso.com", AccountEnabled: &enabled, UserType: "Member"},
		}),
		Groups:              ca.Known(map[string]ca.Group{}),
		ServicePrincipals:   ca.Known(map[string]ca.ServicePrincipal{}),
		RoleDefinitions:     ca.Known([]ca.RoleDefinition{{ID: ca.RoleGlobalAdministrator, TemplateID: ca.RoleGlobalAdministrator, IsBuiltIn: true}}),
		RoleAssignments:     ca.Known([]ca.RoleAssignment{{PrincipalID: ada, RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: "/"}}),
		AssignmentSchedules: ca.Known([]ca.RoleAssignment{}),
		EligibleSchedules:   ca.Known([]ca.RoleAssignment{}),
		GroupMembers:        map[string][]ca.Member{},
		Methods:             map[string][]ca.AuthenticationMethod{ada: {{Kind: ca.MethodPassword}}},
		Devices:             map[string][]ca.Device{ada: {}},
		SignIns:             ca.Known([]ca.LoggedSignIn{}),
	}
}

// allConfigurations are every method's but certificates', which nobody here has.
var allConfigurations = []string{
	"Fido2", "MicrosoftAuthenticator", "Sms", "Voice", "SoftwareOath", "HardwareOath", "TemporaryAccessPass", "QRCodePin",
}

// allowing is a methods policy with these methods enabled for everybody, and no other.
func allowing(ids ...string) ca.AuthenticationMethodsPolicy {
	var p ca.AuthenticationMethodsPolicy
	for _, id := range ids {
		p.Configurations = append(p.Configurations, ca.MethodConfiguration{
			ID: id, State: "enabled", IncludeTargets: []ca.MethodTarget{{ID: ca.AllUsersTarget, TargetType: "group"}},
		})
	}
	return p
}

// policy is an enabled policy for all users and all resources that asks for this control, and what the
// changes make of it.
func policy(control ca.BuiltInControl, changes ...func(*ca.Conditions)) ca.Policy {
	p := ca.Policy{
		ID: "policy", State: ca.StateEnabled,
		Conditions: ca.Conditions{
			Users:        ca.Users{IncludeUsers: []string{ca.All}},
			Applications: ca.Applications{IncludeApplications: []string{ca.All}},
		},
		GrantControls: &ca.GrantControls{Operator: ca.OperatorOR, BuiltInControls: []ca.BuiltInControl{control}},
	}
	for _, change := range changes {
		change(&p.Conditions)
	}
	return p
}

// fromWindows is a plain sign-in to the portal.
var fromWindows = SignIn{
	Channel: ChannelPortal, Client: ca.ClientAppBrowser, Platform: ca.PlatformWindows,
	Network: Network{Address: "203.0.113.7", Country: "NO"}, UserRisk: ca.RiskNone, SignInRisk: ca.RiskNone,
}

func question(t *ca.Tenant) Question { return Question{Tenant: t} }

// verdictOf is the verdict about the only administrator.
func verdictOf(q Question) string {
	repairers := Decide(q).Repairers
	if len(repairers) != 1 {
		return "no single repairer"
	}
	return repairers[0].Verdict
}

func holding(values ...string) ca.Property { return ca.Property{Values: values} }

func windowsDevice(properties map[string]ca.Property) ca.Device {
	properties["operatingSystem"] = holding("Windows")
	return ca.Device{ID: "laptop", Properties: properties}
}
