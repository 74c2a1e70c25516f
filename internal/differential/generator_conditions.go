package differential

import "github.com/entraguard/terraform-provider-entraguard/internal/ca"

// users draws whom a policy concerns.
func (g *generator) users() ca.Users {
	u := ca.Users{}
	switch g.IntN(10) {
	case 0, 1, 2, 3, 4:
		u.IncludeUsers = []string{ca.All}
	case 5:
		u.IncludeUsers = g.unresolved(some(g, 2, []string{"user-1", "USER-2", "user-3", ca.None, ca.GuestsOrExternalUsers}))
	case 6, 7:
		u.IncludeGroups = g.unresolved(some(g, 2, groupIDs))
	case 8:
		u.IncludeUsers = []string{ca.None}
		u.IncludeRoles = g.unresolved(some(g, 3, roleIDs))
	default:
		if g.chance(40) {
			u.IncludeGuestsOrExternalUsers = &ca.GuestsOrExternal{GuestOrExternalUserTypes: []string{"internalGuest"}}
		}
		if g.chance(60) {
			u.IncludeRoles = some(g, 2, roleIDs[:3])
		}
	}
	g.excludeUsers(&u)
	return u
}

func (g *generator) excludeUsers(u *ca.Users) {
	if g.chance(25) {
		u.ExcludeUsers = g.unresolved(some(g, 2, []string{"user-1", "USER-1", "user-2", "user-3", ca.GuestsOrExternalUsers, pick(g, ca.All, ca.None)}))
	}
	if g.chance(25) {
		u.ExcludeGroups = g.unresolved(some(g, 2, groupIDs))
	}
	if g.chance(15) {
		u.ExcludeRoles = g.unresolved(some(g, 2, roleIDs))
	}
	if g.chance(5) {
		u.ExcludeGuestsOrExternalUsers = &ca.GuestsOrExternal{GuestOrExternalUserTypes: []string{"internalGuest"}}
	}
}

// appIDs are what a policy may target or leave out.
var appIDs = []string{
	ca.AppMicrosoftGraph, ca.AppWindowsAzureAD, ca.AppAzureServiceManagement, ca.AppAzurePortal, ca.AppDirectoryBlade,
	ca.AppExchangeOnline, ca.AppSharePointOnline, ca.AppWindows365, ca.Office365, ca.MicrosoftAdminPortals, "other-app",
}

func (g *generator) applications() ca.Applications {
	a := ca.Applications{}
	switch g.IntN(10) {
	case 0, 1, 2, 3, 4:
		a.IncludeApplications = []string{ca.All}
	case 5, 6:
		a.IncludeApplications = doubtful(g, some(g, 3, appIDs))
	case 7:
		a.IncludeApplications = pick(g, []string{ca.None}, nil, []string{ca.NotYetKnown}, []string{ca.AppMicrosoftGraph, "00000002-0000-0000-C000-000000000000"})
	case 8:
		a.IncludeAuthenticationContextClassReferences = []string{"c1"}
	default:
		a.IncludeUserActions = g.userActions()
	}
	if g.chance(20) {
		a.ExcludeApplications = doubtful(g, some(g, 3, appIDs))
	}
	if g.chance(2) {
		a.ExcludeApplications = []string{pick(g, ca.All, ca.None)}
	}
	if g.chance(10) {
		a.ApplicationFilter = &ca.Filter{Mode: pick(g, ca.FilterInclude, ca.FilterExclude, "unknownFutureValue"), Rule: "rule"}
	}
	return a
}

func (g *generator) userActions() []string {
	return pick(g,
		[]string{ca.UserActionRegisterSecurityInfo}, []string{ca.UserActionRegisterSecurityInfo}, []string{ca.UserActionRegisterSecurityInfo},
		[]string{ca.UserActionRegisterDevice}, []string{ca.NotYetKnown})
}

// narrow adds each of the other conditions with this chance.
func (g *generator) narrow(c *ca.Conditions, percent int) {
	if g.chance(percent) {
		c.ClientAppTypes = doubtful(g, some(g, 2, ca.ClientApps))
	}
	if g.chance(percent) {
		c.Platforms = g.platforms()
	}
	if g.chance(percent * 2) {
		c.Locations = g.locationCondition()
	}
	if g.chance(percent) {
		c.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{
			Mode: pick(g, ca.FilterInclude, ca.FilterInclude, ca.FilterExclude, ca.FilterExclude, ca.FilterMode(ca.NotYetKnown)),
			Rule: g.rule(),
		}}
	}
	if g.chance(percent / 2) {
		c.UserRiskLevels = doubtful(g, some(g, 4, ca.RiskLevels))
	}
	if g.chance(percent / 2) {
		c.SignInRiskLevels = doubtful(g, some(g, 4, ca.RiskLevels))
	}
	if g.chance(percent / 8) {
		c.InsiderRiskLevels = []string{pick(g, append([]string{ca.NotYetKnown, "unknownFutureValue"}, ca.InsiderRiskLevels...)...)}
	}
	if g.chance(percent / 8) {
		c.AuthenticationFlows = &ca.AuthenticationFlows{TransferMethods: doubtful(g, pick(g, nil, []string{"deviceCodeFlow"}, ca.TransferMethods))}
	}
	if g.chance(percent / 8) {
		c.AgentIDRiskLevels = []string{pick(g, "high", "low", ca.NotYetKnown)}
	}
	if g.chance(percent / 10) {
		c.ServicePrincipalRiskLevels = []ca.RiskLevel{pick(g, ca.RiskHigh, ca.RiskNone, ca.RiskLevel(ca.NotYetKnown))}
	}
}

func (g *generator) platforms() *ca.PlatformCondition {
	p := &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformAll}}
	if g.chance(50) {
		p.IncludePlatforms = doubtful(g, some(g, 4, ca.Platforms[:6]))
	}
	if g.chance(50) {
		p.ExcludePlatforms = doubtful(g, some(g, 6, ca.Platforms[:6]))
	}
	switch g.IntN(12) {
	case 0:
		p.IncludePlatforms = nil
	case 1:
		p.ExcludePlatforms = []ca.Platform{ca.PlatformAll}
	}
	return p
}

func (g *generator) locationCondition() *ca.LocationCondition {
	l := &ca.LocationCondition{IncludeLocations: []string{ca.All}}
	if g.chance(40) {
		l.IncludeLocations = doubtful(g, some(g, 3, g.locationIDs()))
	}
	if g.chance(60) {
		l.ExcludeLocations = doubtful(g, some(g, 3, g.locationIDs()))
	}
	if g.chance(5) {
		l.IncludeLocations = nil
	}
	return l
}
