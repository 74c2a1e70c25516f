package reference

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// matchesTarget says whether a policy is about what the attempt asks for: one audience of its channel is
// enough, or the user action.
func matchesTarget(c ca.Applications, a attempt) value {
	if a.registering {
		return or(actsOnRegistration(c), throughAll(c))
	}
	v := no
	for _, audience := range audiences[a.Channel] {
		v = or(v, matchesAudience(c, audience))
	}
	return v
}

func matchesAudience(c ca.Applications, audience string) value {
	included, excluded := no, no
	for _, id := range c.IncludeApplications {
		included = or(included, isApplication(id, audience))
	}
	for _, id := range c.ExcludeApplications {
		if audience != ca.AppMicrosoftGraph || id == ca.NotYetKnown { // Microsoft Graph cannot be excluded
			excluded = or(excluded, isApplication(id, audience))
		}
	}
	if f := c.ApplicationFilter; f != nil {
		if f.Mode != ca.FilterExclude {
			included = or(included, unknown)
		}
		if f.Mode != ca.FilterInclude {
			excluded = or(excluded, unknown)
		}
	}
	return and(included, not(excluded))
}

func isApplication(id, audience string) value {
	switch id {
	case ca.All:
		return yes
	case ca.NotYetKnown:
		return unknown
	case ca.Office365:
		return yesIf(slices.Contains(ca.Office365Apps, audience))
	case ca.MicrosoftAdminPortals:
		return yesIf(slices.Contains(ca.AdminPortalApps, audience))
	default:
		return yesIf(ca.SameID(id, audience))
	}
}

// actsOnRegistration says whether a policy names the user action of registering a method.
func actsOnRegistration(c ca.Applications) value {
	return or(yesIf(slices.Contains(c.IncludeUserActions, ca.UserActionRegisterSecurityInfo)), notYetKnownIn(c.IncludeUserActions))
}

// throughAll says whether a policy reaches user actions because it is about all resources.
func throughAll(c ca.Applications) value {
	return or(yesIf(slices.Contains(c.IncludeApplications, ca.All)), notYetKnownIn(c.IncludeApplications))
}
