package guard

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// relaxes reports whether the planned version of a policy is no stricter than the current one, by its text
// alone: it is no longer enforced, or it asks the same and its conditions only include less and exclude
// more. Everything else, also what a cleverer reading would find harmless, is not a relaxation.
func relaxes(current, planned ca.Policy) bool {
	switch {
	case !mayEnforce(&planned):
		return true
	case !mayEnforce(&current):
		return false
	}
	c, p := current.Conditions, planned.Conditions
	return relaxesUsers(c.Users, p.Users) &&
		narrower(p.Applications.IncludeApplications, c.Applications.IncludeApplications, ca.All) &&
		subset(c.Applications.ExcludeApplications, p.Applications.ExcludeApplications) &&
		relaxesPlatforms(c.Platforms, p.Platforms) && relaxesLocations(c.Locations, p.Locations) &&
		narrowerOrFree(p.ClientAppTypes, c.ClientAppTypes, ca.ClientAppAll) &&
		narrowerOrFree(p.UserRiskLevels, c.UserRiskLevels, "") &&
		narrowerOrFree(p.SignInRiskLevels, c.SignInRiskLevels, "") &&
		sameEffect(withoutLists(current), withoutLists(planned))
}

func relaxesUsers(current, planned ca.Users) bool {
	if !contains(current.IncludeUsers, ca.All) {
		if !narrower(planned.IncludeUsers, current.IncludeUsers, ca.All) ||
			!subset(planned.IncludeGroups, current.IncludeGroups) || !subset(planned.IncludeRoles, current.IncludeRoles) ||
			planned.IncludeGuestsOrExternalUsers != nil && !sameGuests(planned.IncludeGuestsOrExternalUsers, current.IncludeGuestsOrExternalUsers) {
			return false
		}
	}
	return subset(current.ExcludeUsers, planned.ExcludeUsers) && subset(current.ExcludeGroups, planned.ExcludeGroups) &&
		subset(current.ExcludeRoles, planned.ExcludeRoles) &&
		(current.ExcludeGuestsOrExternalUsers == nil || sameGuests(current.ExcludeGuestsOrExternalUsers, planned.ExcludeGuestsOrExternalUsers))
}

func relaxesPlatforms(current, planned *ca.PlatformCondition) bool {
	var c, p ca.PlatformCondition
	if current != nil {
		c = *current
	}
	if planned != nil {
		p = *planned
	}
	return narrowerOrFree(p.IncludePlatforms, c.IncludePlatforms, ca.PlatformAll) && subset(c.ExcludePlatforms, p.ExcludePlatforms)
}

func relaxesLocations(current, planned *ca.LocationCondition) bool {
	var c, p ca.LocationCondition
	if current != nil {
		c = *current
	}
	if planned != nil {
		p = *planned
	}
	return narrowerOrFree(p.IncludeLocations, c.IncludeLocations, ca.All) && subset(c.ExcludeLocations, p.ExcludeLocations)
}

// subset reports whether every member of the smaller list is in the larger one.
func subset[T ~string](smaller, larger []T) bool {
	return !slices.ContainsFunc(smaller, func(member T) bool { return !contains(larger, member) })
}

// narrower reports whether an include list takes in no more than another one: everything is in all.
func narrower[T ~string](planned, current []T, all T) bool {
	return contains(current, all) || subset(planned, current)
}

// narrowerOrFree is narrower for conditions that match everything where they are not configured.
func narrowerOrFree[T ~string](planned, current []T, all T) bool {
	return len(current) == 0 || len(planned) > 0 && narrower(planned, current, all)
}

func sameGuests(a, b *ca.GuestsOrExternal) bool {
	with := func(g *ca.GuestsOrExternal) ca.Policy {
		return ca.Policy{Conditions: ca.Conditions{Users: ca.Users{IncludeGuestsOrExternalUsers: g}}}
	}
	return sameEffect(with(a), with(b))
}

// withoutLists is what is left of a policy once everything is taken out that [relaxes] compares by itself.
func withoutLists(p ca.Policy) ca.Policy {
	c := &p.Conditions
	c.Users = ca.Users{Extra: c.Users.Extra}
	c.Applications.IncludeApplications, c.Applications.ExcludeApplications = nil, nil
	c.ClientAppTypes, c.UserRiskLevels, c.SignInRiskLevels = nil, nil, nil
	if c.Platforms != nil {
		c.Platforms = &ca.PlatformCondition{Extra: c.Platforms.Extra}
	}
	if c.Locations != nil {
		c.Locations = &ca.LocationCondition{Extra: c.Locations.Extra}
	}
	return p
}
