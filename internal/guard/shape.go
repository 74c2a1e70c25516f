package guard

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// contains reports whether a list holds an id or a word, whatever its case.
func contains[T ~string](list []T, id T) bool {
	return slices.ContainsFunc(list, func(have T) bool { return ca.SameID(string(have), string(id)) })
}

// isUnknown reports whether a list holds a value that is not known yet.
func isUnknown[T ~string](list []T) bool { return slices.Contains(list, ca.NotYetKnown) }

// demands are the grant controls as one list of names: the built-in ones, and one for each strength, terms
// of use and custom factor.
func demands(g *ca.GrantControls) []string {
	if g == nil {
		return nil
	}
	var list []string
	for _, c := range g.BuiltInControls {
		if !contains(list, string(c)) {
			list = append(list, string(c))
		}
	}
	if s := g.AuthenticationStrength; s != nil {
		list = append(list, "authenticationStrength "+s.ID)
	}
	for _, id := range g.TermsOfUse {
		list = append(list, "termsOfUse "+id)
	}
	for _, id := range g.CustomAuthenticationFactors {
		list = append(list, "customAuthenticationFactor "+id)
	}
	return list
}

// needs reports whether every way to satisfy the grant needs the control, or another one of the same
// kinds: all of them under AND; under OR nothing but these.
func needs(g *ca.GrantControls, control ca.BuiltInControl, kinds ...ca.BuiltInControl) bool {
	list := demands(g)
	if !contains(list, string(control)) {
		return false
	}
	if ca.SameID(string(g.Operator), string(ca.OperatorAND)) {
		return true
	}
	if g.Operator == ca.NotYetKnown && len(list) > 1 {
		return false
	}
	return !slices.ContainsFunc(list, func(demand string) bool { return !contains(kinds, ca.BuiltInControl(demand)) })
}

// deviceKinds are the controls that only a device, or an app on one, can meet.
var deviceKinds = []ca.BuiltInControl{
	ca.ControlCompliantDevice, ca.ControlDomainJoinedDevice, ca.ControlCompliantApplication, ca.ControlApprovedApplication,
}

func blocks(p ca.Policy) bool {
	return p.GrantControls != nil && contains(p.GrantControls.BuiltInControls, ca.ControlBlock)
}

func coversAllUsers(p ca.Policy) bool { return contains(p.Conditions.Users.IncludeUsers, ca.All) }

func coversAllResources(p ca.Policy) bool {
	a := p.Conditions.Applications
	return contains(a.IncludeApplications, ca.All) && a.ApplicationFilter == nil
}

// coversAllClients reports whether browsers and modern clients are both meant, which is everything that a
// person signs in with today.
func coversAllClients(p ca.Policy) bool {
	types := p.Conditions.ClientAppTypes
	return len(types) == 0 || contains(types, ca.ClientAppAll) ||
		contains(types, ca.ClientAppBrowser) && contains(types, ca.ClientAppMobileAndDesktop)
}

// coversAllPlatforms reports whether platforms are listed, and all of them are.
func coversAllPlatforms(p ca.Policy) bool {
	c := p.Conditions.Platforms
	if c == nil || len(c.ExcludePlatforms) > 0 {
		return false
	}
	if contains(c.IncludePlatforms, ca.PlatformAll) {
		return true
	}
	return !slices.ContainsFunc(ca.DefaultPlatforms, func(each ca.Platform) bool {
		return !contains(c.IncludePlatforms, each)
	})
}

func namesPlatforms(p ca.Policy) bool {
	c := p.Conditions.Platforms
	return c != nil && len(c.IncludePlatforms)+len(c.ExcludePlatforms) > 0
}

// isBroad reports whether the policy takes in all users and all resources, with no other condition that
// would leave a sign-in out. Excluded users and applications do not count: who is left is everybody else.
func isBroad(p ca.Policy) bool {
	c := p.Conditions
	return coversAllUsers(p) && coversAllResources(p) && coversAllClients(p) && coversAllNetworks(p) &&
		(!namesPlatforms(p) || coversAllPlatforms(p)) &&
		c.ClientApplications == nil && c.Devices == nil && c.AuthenticationFlows == nil &&
		len(c.UserRiskLevels)+len(c.SignInRiskLevels)+len(c.ServicePrincipalRiskLevels)+
			len(c.InsiderRiskLevels)+len(c.AgentIDRiskLevels) == 0 &&
		len(p.UnknownConditions()) == 0
}

func coversAllNetworks(p ca.Policy) bool {
	l := p.Conditions.Locations
	return l == nil || len(l.ExcludeLocations) == 0 && (len(l.IncludeLocations) == 0 || contains(l.IncludeLocations, ca.All))
}

// isForWorkloads reports whether the policy concerns service principals and agents, and no person.
func isForWorkloads(p ca.Policy) bool {
	u := p.Conditions.Users
	includesPeople := slices.ContainsFunc(u.IncludeUsers, func(id string) bool { return !ca.SameID(id, ca.None) })
	return p.Conditions.ClientApplications != nil && !includesPeople && len(u.IncludeGroups)+len(u.IncludeRoles) == 0
}
