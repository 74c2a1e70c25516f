package differential

import (
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// A subject of a policy, of a question or of an answer is something that a comparison has to come across.
type (
	policySubject struct {
		name string
		in   func(ca.Policy) bool
	}
	questionSubject struct {
		name string
		in   func(engine.Question) bool
	}
	answerSubject struct {
		name, verdict, robustness, pipeline string
	}
)

var answerSubjects = []answerSubject{
	{name: "verdict: reachable", verdict: "reachable"},
	{name: "verdict: locked_out", verdict: "locked_out"},
	{name: "verdict: undecided", verdict: "undecided"},
	{name: "robustness: robust", robustness: "robust"},
	{name: "robustness: fragile", robustness: "fragile"},
	{name: "robustness: undecided", robustness: "undecided"},
	{name: "pipeline: reachable", pipeline: "reachable"},
	{name: "pipeline: locked_out", pipeline: "locked_out"},
	{name: "pipeline: undecided", pipeline: "undecided"},
	{name: "pipeline: not_checked", pipeline: "not_checked"},
}

// Subjects are the names of everything that a comparison has to come across: those of policies first, those
// of answers last.
func Subjects() []string {
	var names []string
	for _, s := range policySubjects {
		names = append(names, s.name)
	}
	for _, s := range questionSubjects {
		names = append(names, s.name)
	}
	for _, s := range answerSubjects {
		names = append(names, s.name)
	}
	return names
}

func has[T comparable](name string, list func(ca.Policy) []T, item T) policySubject {
	return policySubject{name, func(p ca.Policy) bool { return slices.Contains(list(p), item) }}
}

func controlSubjects() []policySubject {
	var subjects []policySubject
	builtIn := func(p ca.Policy) []ca.BuiltInControl { return grantOf(p).BuiltInControls }
	for _, c := range ca.BuiltInControls {
		subjects = append(subjects, has("control: "+string(c), builtIn, c))
	}
	return append(subjects,
		has("control: not yet known", builtIn, ca.NotYetKnown),
		has("control: a new one", builtIn, "unknownFutureValue"),
		policySubject{"control: authentication strength", func(p ca.Policy) bool { return grantOf(p).AuthenticationStrength != nil }},
		policySubject{"control: terms of use", func(p ca.Policy) bool { return len(grantOf(p).TermsOfUse) > 0 }},
		policySubject{"control: custom factor", func(p ca.Policy) bool { return len(grantOf(p).CustomAuthenticationFactors) > 0 }},
		policySubject{"control: none", func(p ca.Policy) bool { return p.GrantControls.IsEmpty() }},
		policySubject{"grant: something new", func(p ca.Policy) bool { return len(grantOf(p).Extra) > 0 }},
		policySubject{"grant: AND over several", func(p ca.Policy) bool {
			return len(grantOf(p).BuiltInControls) > 1 && grantOf(p).Operator == ca.OperatorAND
		}},
		policySubject{"grant: OR over several", func(p ca.Policy) bool {
			return len(grantOf(p).BuiltInControls) > 1 && grantOf(p).Operator == ca.OperatorOR
		}},
		policySubject{"grant: operator not yet known", func(p ca.Policy) bool { return grantOf(p).Operator == ca.NotYetKnown }},
		policySubject{"session: token protection", func(p ca.Policy) bool {
			s := p.SessionControls
			return s != nil && s.SecureSignInSession != nil && s.SecureSignInSession.IsEnabled != nil && *s.SecureSignInSession.IsEnabled
		}},
	)
}

func grantOf(p ca.Policy) ca.GrantControls {
	if p.GrantControls == nil {
		return ca.GrantControls{}
	}
	return *p.GrantControls
}

var policySubjects = slices.Concat(controlSubjects(), conditionSubjects())

func conditionSubjects() []policySubject {
	conditions := func(is func(ca.Conditions) bool) func(ca.Policy) bool {
		return func(p ca.Policy) bool { return is(p.Conditions) }
	}
	include := func(p ca.Policy) []string { return p.Conditions.Applications.IncludeApplications }
	actions := func(p ca.Policy) []string { return p.Conditions.Applications.IncludeUserActions }
	workload := func(p ca.Policy) []string {
		if p.Conditions.ClientApplications == nil {
			return nil
		}
		return p.Conditions.ClientApplications.IncludeServicePrincipals
	}
	return []policySubject{
		has("users: All", func(p ca.Policy) []string { return p.Conditions.Users.IncludeUsers }, ca.All),
		has("users: None", func(p ca.Policy) []string { return p.Conditions.Users.IncludeUsers }, ca.None),
		has("users: GuestsOrExternalUsers", func(p ca.Policy) []string { return p.Conditions.Users.IncludeUsers }, ca.GuestsOrExternalUsers),
		has("users: by id", func(p ca.Policy) []string { return p.Conditions.Users.IncludeUsers }, "user-1"),
		has("users: excluded by id", func(p ca.Policy) []string { return p.Conditions.Users.ExcludeUsers }, "user-1"),
		{"users: a group", conditions(func(c ca.Conditions) bool { return len(c.Users.IncludeGroups) > 0 })},
		{"users: a group excluded", conditions(func(c ca.Conditions) bool { return len(c.Users.ExcludeGroups) > 0 })},
		{"users: a role", conditions(func(c ca.Conditions) bool { return len(c.Users.IncludeRoles) > 0 })},
		{"users: a role excluded", conditions(func(c ca.Conditions) bool { return len(c.Users.ExcludeRoles) > 0 })},
		{"users: guest objects", conditions(func(c ca.Conditions) bool { return c.Users.IncludeGuestsOrExternalUsers != nil })},
		{"users: guest objects excluded", conditions(func(c ca.Conditions) bool { return c.Users.ExcludeGuestsOrExternalUsers != nil })},
		has("applications: All", include, ca.All),
		has("applications: None", include, ca.None),
		has("applications: Microsoft Graph", include, ca.AppMicrosoftGraph),
		has("applications: Office365", include, ca.Office365),
		has("applications: MicrosoftAdminPortals", include, ca.MicrosoftAdminPortals),
		has("applications: by id", include, ca.AppExchangeOnline),
		has("applications: not yet known", include, ca.NotYetKnown),
		{"applications: excluded", conditions(func(c ca.Conditions) bool { return len(c.Applications.ExcludeApplications) > 0 })},
		{"applications: a filter", conditions(func(c ca.Conditions) bool { return c.Applications.ApplicationFilter != nil })},
		{"applications: a context", conditions(func(c ca.Conditions) bool {
			return len(c.Applications.IncludeAuthenticationContextClassReferences) > 0
		})},
		has("user action: register security information", actions, ca.UserActionRegisterSecurityInfo),
		has("user action: register a device", actions, ca.UserActionRegisterDevice),
		has("user action: not yet known", actions, ca.NotYetKnown),
		{"client app types", conditions(func(c ca.Conditions) bool { return len(c.ClientAppTypes) > 0 })},
		{"platforms included", conditions(func(c ca.Conditions) bool { return c.Platforms != nil && len(c.Platforms.IncludePlatforms) > 0 })},
		{"platforms excluded", conditions(func(c ca.Conditions) bool { return c.Platforms != nil && len(c.Platforms.ExcludePlatforms) > 0 })},
		{"locations included", conditions(func(c ca.Conditions) bool {
			return c.Locations != nil && !slices.Contains(c.Locations.IncludeLocations, ca.All)
		})},
		{"locations excluded", conditions(func(c ca.Conditions) bool { return c.Locations != nil && len(c.Locations.ExcludeLocations) > 0 })},
		{"locations: AllTrusted", conditions(func(c ca.Conditions) bool {
			return c.Locations != nil && slices.Contains(c.Locations.ExcludeLocations, ca.AllTrusted)
		})},
		{"device filter: include", conditions(func(c ca.Conditions) bool { return filterOf(c).Mode == ca.FilterInclude })},
		{"device filter: exclude", conditions(func(c ca.Conditions) bool { return filterOf(c).Mode == ca.FilterExclude })},
		{"device filter: -and", conditions(func(c ca.Conditions) bool { return strings.Contains(filterOf(c).Rule, "-and") })},
		{"device filter: -or", conditions(func(c ca.Conditions) bool { return strings.Contains(filterOf(c).Rule, "-or") })},
		{"device filter: -not", conditions(func(c ca.Conditions) bool { return strings.Contains(filterOf(c).Rule, "-not ") })},
		{"device filter: extension attribute", conditions(func(c ca.Conditions) bool { return strings.Contains(filterOf(c).Rule, "extensionAttribute") })},
		{"device filter: unreadable", conditions(func(c ca.Conditions) bool {
			return slices.Contains(unreadable, filterOf(c).Rule) && filterOf(c).Mode != ""
		})},
		{"user risk", conditions(func(c ca.Conditions) bool { return len(c.UserRiskLevels) > 0 })},
		{"sign-in risk", conditions(func(c ca.Conditions) bool { return len(c.SignInRiskLevels) > 0 })},
		{"insider risk", conditions(func(c ca.Conditions) bool { return len(c.InsiderRiskLevels) > 0 })},
		{"authentication flows", conditions(func(c ca.Conditions) bool {
			return c.AuthenticationFlows != nil && len(c.AuthenticationFlows.TransferMethods) > 0
		})},
		{"agent risk", conditions(func(c ca.Conditions) bool { return len(c.AgentIDRiskLevels) > 0 })},
		{"service principal risk", conditions(func(c ca.Conditions) bool { return len(c.ServicePrincipalRiskLevels) > 0 })},
		{"conditions: something new", func(p ca.Policy) bool { return len(p.UnknownConditions()) > 0 }},
		{"state: not yet known", func(p ca.Policy) bool { return p.State == ca.NotYetKnown }},
		has("workload: every service principal", workload, ca.ServicePrincipalsInMyOrg),
		has("workload: by id", workload, "pipeline"),
		{"workload: a filter", conditions(func(c ca.Conditions) bool {
			return c.ClientApplications != nil && c.ClientApplications.ServicePrincipalFilter != nil
		})},
		{"workload: a location", conditions(func(c ca.Conditions) bool { return c.ClientApplications != nil && c.Locations != nil })},
	}
}

func filterOf(c ca.Conditions) ca.Filter {
	if c.Devices == nil || c.Devices.DeviceFilter == nil {
		return ca.Filter{}
	}
	return *c.Devices.DeviceFilter
}
