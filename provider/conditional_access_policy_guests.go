package provider

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// withGuestsAsAsked says in the word that was asked what the service shows as an object. It rewrites
// GuestsOrExternalUsers among the users to every kind of guest of every tenant, and refuses the two side by
// side, so a plan that showed them as different could never be applied.
func withGuestsAsAsked(asked, shown ca.Users) ca.Users {
	asAsked(asked.IncludeUsers, asked.IncludeGuestsOrExternalUsers, &shown.IncludeUsers, &shown.IncludeGuestsOrExternalUsers)
	asAsked(asked.ExcludeUsers, asked.ExcludeGuestsOrExternalUsers, &shown.ExcludeUsers, &shown.ExcludeGuestsOrExternalUsers)
	return shown
}

func asAsked(askedUsers []string, askedGuests *ca.GuestsOrExternal, shownUsers *[]string, shownGuests **ca.GuestsOrExternal) {
	if askedGuests != nil || !slices.Contains(askedUsers, ca.GuestsOrExternalUsers) || slices.Contains(*shownUsers, ca.GuestsOrExternalUsers) ||
		!isEveryGuest(*shownGuests) {
		return
	}
	*shownGuests = nil
	*shownUsers = append(slices.DeleteFunc(slices.Clone(*shownUsers), func(id string) bool { return id == ca.None }), ca.GuestsOrExternalUsers)
}

// withGuestsToClear is what an update that says the word has to clear: the object that the service may have made
// of it. The two side by side are refused.
func withGuestsToClear(desired, current ca.Users) ca.Users {
	toClear := func(users []string, guests *ca.GuestsOrExternal, at **ca.GuestsOrExternal) {
		if *at == nil && guests == nil && slices.Contains(users, ca.GuestsOrExternalUsers) {
			*at = &ca.GuestsOrExternal{GuestOrExternalUserTypes: ca.GuestTypes}
		}
	}
	toClear(desired.IncludeUsers, desired.IncludeGuestsOrExternalUsers, &current.IncludeGuestsOrExternalUsers)
	toClear(desired.ExcludeUsers, desired.ExcludeGuestsOrExternalUsers, &current.ExcludeGuestsOrExternalUsers)
	return current
}

func isEveryGuest(g *ca.GuestsOrExternal) bool {
	if g == nil || g.ExternalTenants != nil && g.ExternalTenants.MembershipKind != "all" {
		return false
	}
	for _, kind := range ca.GuestTypes {
		if !slices.Contains(g.GuestOrExternalUserTypes, kind) {
			return false
		}
	}
	return true
}
