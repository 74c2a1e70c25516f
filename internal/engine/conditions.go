package engine

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// Every function here is one row of the model's table of conditions: what a policy's condition says to one
// value of one dimension.

// includesSomebody is false for a policy without any include list, which concerns nobody.
func includesSomebody(u ca.Users) bool {
	return len(u.IncludeUsers)+len(u.IncludeGroups)+len(u.IncludeRoles) > 0 || u.IncludeGuestsOrExternalUsers != nil
}

// matchApplications decides whether a policy lies on a channel: it does when it includes, and does not
// exclude, any audience of it.
func matchApplications(a ca.Applications, audiences []string) Value {
	v := No
	for _, audience := range audiences {
		include := namesApplication(a.IncludeApplications, audience)
		exclude := excludesApplication(a.ExcludeApplications, audience)
		if f := a.ApplicationFilter; f != nil {
			if f.Mode != ca.FilterExclude {
				include = max(include, Unknown)
			}
			if f.Mode != ca.FilterInclude {
				exclude = max(exclude, Unknown)
			}
		}
		v = max(v, min(include, exclude.Not()))
	}
	return v
}

// excludesApplication is namesApplication, but for Microsoft Graph, which the service lets nobody exclude.
func excludesApplication(ids []string, audience string) Value {
	if audience != ca.AppMicrosoftGraph {
		return namesApplication(ids, audience)
	}
	if slices.Contains(ids, ca.NotYetKnown) {
		return Unknown
	}
	return No
}

func namesApplication(ids []string, audience string) Value {
	v := No
	for _, id := range ids {
		switch {
		case id == ca.All, ca.SameID(id, audience),
			id == ca.Office365 && slices.Contains(ca.Office365Apps, audience),
			id == ca.MicrosoftAdminPortals && slices.Contains(ca.AdminPortalApps, audience):
			return Yes
		case id == ca.NotYetKnown:
			v = Unknown
		}
	}
	return v
}

// matchRegistration decides whether a policy concerns registering security information, and whether it
// names that action or reaches it only through all resources.
func matchRegistration(a ca.Applications) (v Value, named bool) {
	switch {
	case slices.Contains(a.IncludeUserActions, ca.UserActionRegisterSecurityInfo):
		return Yes, true
	case slices.Contains(a.IncludeApplications, ca.All):
		return Yes, false
	case slices.Contains(a.IncludeUserActions, ca.NotYetKnown):
		return Unknown, true
	case slices.Contains(a.IncludeApplications, ca.NotYetKnown):
		return Unknown, false
	}
	return No, false
}

func matchClient(types []ca.ClientApp, client ca.ClientApp) Value {
	if len(types) == 0 {
		return Yes
	}
	v := No
	for _, t := range types {
		switch t {
		case ca.ClientAppAll, client:
			return Yes
		case ca.ClientAppBrowser, ca.ClientAppMobileAndDesktop,
			ca.ClientAppExchangeActiveSync, ca.ClientAppEASSupported, ca.ClientAppOther:
		default:
			v = Unknown
		}
	}
	return v
}

// matchPlatform lets the unknown platform match all alone, and no exclusion.
func matchPlatform(c *ca.PlatformCondition, platform ca.Platform) Value {
	if c == nil {
		return Yes
	}
	include := Yes
	if len(c.IncludePlatforms) > 0 {
		include = listsPlatform(c.IncludePlatforms, platform)
	}
	exclude := No
	if platform != ca.PlatformUnknown {
		exclude = listsPlatform(c.ExcludePlatforms, platform)
	}
	return min(include, exclude.Not())
}

func listsPlatform(list []ca.Platform, platform ca.Platform) Value {
	v := No
	for _, p := range list {
		switch {
		case p == ca.PlatformAll, p == platform && p != ca.PlatformUnknown:
			return Yes
		case !slices.Contains(ca.Platforms, p):
			v = Unknown
		}
	}
	return v
}

func matchRisk(levels []ca.RiskLevel, level ca.RiskLevel) Value {
	if len(levels) == 0 {
		return Yes
	}
	v := No
	for _, l := range levels {
		switch {
		case l == level:
			return Yes
		case !slices.Contains(ca.RiskLevels, l):
			v = Unknown
		}
	}
	return v
}

// matchNever decides the conditions that no repairer's sign-in meets: those about workload identities and
// agents, an authentication flow, an insider risk. Yes is that none of them is configured.
func matchNever(c ca.Conditions) Value {
	if c.ClientApplications != nil {
		return No
	}
	v := min(
		matchUnconfigured(c.InsiderRiskLevels, ca.InsiderRiskLevels),
		matchUnconfigured(c.ServicePrincipalRiskLevels, ca.RiskLevels),
		matchUnconfigured(c.AgentIDRiskLevels, ca.AgentRiskLevels))
	if c.AuthenticationFlows != nil {
		v = min(v, matchUnconfigured(c.AuthenticationFlows.TransferMethods, ca.TransferMethods))
	}
	return v
}

// matchUnconfigured is No for a list with members. A word that nobody knows may mean any sign-in.
func matchUnconfigured[T ~string](list, known []T) Value {
	if len(list) == 0 {
		return Yes
	}
	v := No
	for _, member := range list {
		if !slices.Contains(known, member) {
			v = Unknown
		}
	}
	return v
}
