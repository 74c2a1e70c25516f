package publishedsets_test

import (
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/publishedsets"
)

// A mutation is a policy with one property changed in one way.
type mutation struct {
	property string
	policy   ca.Policy
}

// mutations are every way in which one property of a policy is changed: each member of a list left out, other
// members put in, each word replaced. session says that only session controls change, which decide nothing.
func mutations(t *testing.T, p ca.Policy, words words) []mutation {
	t.Helper()
	m := &mutator{test: t, policy: p}
	mutateUsers(m, words)
	mutateTargets(m, words)
	mutateCircumstances(m, words)
	mutateGrant(m)
	m.each("state", func(p *ca.Policy) { p.State = ca.StateDisabled })
	m.each("state", func(p *ca.Policy) { p.State = ca.StateEnabled })
	if p.SessionControls != nil {
		m.each(session, func(p *ca.Policy) { p.SessionControls = nil })
	}
	return m.made
}

const session = "sessionControls"

// words are what lists can be given that a set does not put in them.
type words struct{ users, groups, roles, applications, locations []string }

func wordsOf(t *ca.Tenant) words {
	w := words{
		users:        []string{publishedsets.BreakGlass[0], ca.GuestsOrExternalUsers},
		roles:        []string{ca.RoleSecurityAdministrator},
		applications: []string{ca.AppExchangeOnline, ca.AppAzurePortal, ca.Office365},
		locations:    []string{ca.AllTrusted},
	}
	for id := range t.GroupMembers {
		w.groups = append(w.groups, id)
	}
	slices.Sort(w.groups)
	w.groups = w.groups[:min(2, len(w.groups))]
	for _, l := range t.NamedLocations.Value()[:min(2, len(t.NamedLocations.Value()))] {
		w.locations = append(w.locations, l.ID)
	}
	return w
}

// A mutator collects the mutations of one policy.
type mutator struct {
	test   *testing.T
	policy ca.Policy
	made   []mutation
}

// each adds one mutation, of a copy that shares nothing with the policy.
func (m *mutator) each(property string, change func(*ca.Policy)) {
	m.test.Helper()
	changed, err := ca.DecodePolicy(ca.EncodeStoredPolicy(m.policy))
	if err != nil {
		m.test.Fatal(err)
	}
	change(&changed)
	m.made = append(m.made, mutation{property, changed})
}

// list leaves out each member of a list, and puts in each of some others.
func list[T ~string](m *mutator, property string, of func(*ca.Policy) *[]T, others ...T) {
	now := *of(&m.policy)
	for i := range now {
		m.each(property, func(p *ca.Policy) { l := of(p); *l = slices.Delete(slices.Clone(*l), i, i+1) })
	}
	for _, other := range others {
		if !slices.Contains(now, other) {
			m.each(property, func(p *ca.Policy) { l := of(p); *l = append(slices.Clone(*l), other) })
		}
	}
}

func mutateUsers(m *mutator, w words) {
	list(m, "includeUsers", func(p *ca.Policy) *[]string { return &p.Conditions.Users.IncludeUsers }, w.users...)
	list(m, "excludeUsers", func(p *ca.Policy) *[]string { return &p.Conditions.Users.ExcludeUsers }, w.users...)
	list(m, "includeGroups", func(p *ca.Policy) *[]string { return &p.Conditions.Users.IncludeGroups }, w.groups...)
	list(m, "excludeGroups", func(p *ca.Policy) *[]string { return &p.Conditions.Users.ExcludeGroups }, w.groups...)
	list(m, "includeRoles", func(p *ca.Policy) *[]string { return &p.Conditions.Users.IncludeRoles }, w.roles...)
	list(m, "excludeRoles", func(p *ca.Policy) *[]string { return &p.Conditions.Users.ExcludeRoles }, w.roles...)
	if m.policy.Conditions.Users.IncludeGuestsOrExternalUsers != nil {
		list(m, "guestTypes", func(p *ca.Policy) *[]string {
			return &p.Conditions.Users.IncludeGuestsOrExternalUsers.GuestOrExternalUserTypes
		}, "internalGuest")
	}
}

func mutateTargets(m *mutator, w words) {
	a := func(p *ca.Policy) *ca.Applications { return &p.Conditions.Applications }
	list(m, "includeApplications", func(p *ca.Policy) *[]string { return &a(p).IncludeApplications }, w.applications...)
	list(m, "excludeApplications", func(p *ca.Policy) *[]string { return &a(p).ExcludeApplications }, w.applications...)
	list(m, "includeUserActions", func(p *ca.Policy) *[]string { return &a(p).IncludeUserActions }, ca.UserActions...)
	list(m, "authenticationContexts", func(p *ca.Policy) *[]string { return &a(p).IncludeAuthenticationContextClassReferences })
}

func mutateCircumstances(m *mutator, w words) {
	list(m, "clientAppTypes", func(p *ca.Policy) *[]ca.ClientApp { return &p.Conditions.ClientAppTypes }, ca.ClientAppBrowser, ca.ClientAppOther)
	list(m, "userRiskLevels", func(p *ca.Policy) *[]ca.RiskLevel { return &p.Conditions.UserRiskLevels }, ca.RiskHigh)
	list(m, "signInRiskLevels", func(p *ca.Policy) *[]ca.RiskLevel { return &p.Conditions.SignInRiskLevels }, ca.RiskMedium)
	if m.policy.Conditions.Platforms != nil {
		list(m, "includePlatforms", func(p *ca.Policy) *[]ca.Platform { return &p.Conditions.Platforms.IncludePlatforms }, ca.PlatformWindows)
		list(m, "excludePlatforms", func(p *ca.Policy) *[]ca.Platform { return &p.Conditions.Platforms.ExcludePlatforms }, ca.PlatformIOS)
	}
	if m.policy.Conditions.Locations != nil {
		list(m, "includeLocations", func(p *ca.Policy) *[]string { return &p.Conditions.Locations.IncludeLocations }, w.locations...)
		list(m, "excludeLocations", func(p *ca.Policy) *[]string { return &p.Conditions.Locations.ExcludeLocations }, w.locations...)
	}
	if d := m.policy.Conditions.Devices; d != nil && d.DeviceFilter != nil {
		flipped := map[ca.FilterMode]ca.FilterMode{ca.FilterInclude: ca.FilterExclude, ca.FilterExclude: ca.FilterInclude}
		m.each("deviceFilter.mode", func(p *ca.Policy) { p.Conditions.Devices.DeviceFilter.Mode = flipped[d.DeviceFilter.Mode] })
		m.each("deviceFilter.rule", func(p *ca.Policy) { p.Conditions.Devices.DeviceFilter.Rule = `device.model -eq "another"` })
	}
	if f := m.policy.Conditions.AuthenticationFlows; f != nil {
		list(m, "transferMethods", func(p *ca.Policy) *[]string { return &p.Conditions.AuthenticationFlows.TransferMethods })
	}
	list(m, "insiderRiskLevels", func(p *ca.Policy) *[]string { return &p.Conditions.InsiderRiskLevels }, "elevated")
}

func mutateGrant(m *mutator) {
	g := m.policy.GrantControls
	if g == nil {
		return
	}
	list(m, "builtInControls", func(p *ca.Policy) *[]ca.BuiltInControl { return &p.GrantControls.BuiltInControls }, ca.ControlMFA, ca.ControlCompliantDevice, ca.ControlBlock)
	list(m, "termsOfUse", func(p *ca.Policy) *[]string { return &p.GrantControls.TermsOfUse }, "c7000000-0000-4000-8000-000000000001")
	flipped := map[ca.Operator]ca.Operator{ca.OperatorAND: ca.OperatorOR, ca.OperatorOR: ca.OperatorAND}
	m.each("operator", func(p *ca.Policy) { p.GrantControls.Operator = flipped[g.Operator] })
	for _, s := range ca.BuiltInStrengths {
		if g.AuthenticationStrength == nil || !ca.SameID(g.AuthenticationStrength.ID, s.ID) {
			m.each("authenticationStrength", func(p *ca.Policy) { p.GrantControls.AuthenticationStrength = &ca.AuthenticationStrength{ID: s.ID} })
		}
	}
	if g.AuthenticationStrength != nil {
		m.each("authenticationStrength", func(p *ca.Policy) { p.GrantControls.AuthenticationStrength = nil })
	}
}
