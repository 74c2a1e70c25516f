package differential

import (
	"maps"
	"net/netip"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// words are what sign-ins of anybody can be made of: whatever some policy of a tenant can tell from
// something else, and of everything one that no policy names.
type words struct {
	identities   []ca.SignInIdentity
	applications []string
	actions      []string
	contexts     []string
	addresses    []string
	countries    []string
	devices      []*ca.Device
}

// wordsOf collects the words of some tenants.
func wordsOf(tenants ...*ca.Tenant) words {
	w := words{
		applications: slices.Concat([]string{"unnamed-app", ca.AppMicrosoftGraph, ca.AppExchangeOnline}, ca.AdminPortalApps),
		actions:      slices.Clone(ca.UserActions),
		contexts:     []string{"c1", "c99"},
		addresses:    []string{"192.0.2.1", "2001:4860::1"},
		countries:    []string{"IS", ca.CountryUnknown},
		devices:      []*ca.Device{nil},
	}
	homes := []string{"another-home"}
	for _, t := range tenants {
		for _, p := range t.Policies.Value() {
			c := p.Conditions
			w.applications = append(w.applications, named(c.Applications.IncludeApplications, c.Applications.ExcludeApplications)...)
			w.contexts = append(w.contexts, c.Applications.IncludeAuthenticationContextClassReferences...)
			for _, guests := range []*ca.GuestsOrExternal{c.Users.IncludeGuestsOrExternalUsers, c.Users.ExcludeGuestsOrExternalUsers} {
				if guests != nil && guests.ExternalTenants != nil {
					homes = append(homes, named(guests.ExternalTenants.Members)...)
				}
			}
		}
		for _, l := range t.NamedLocations.Value() {
			w.countries = append(w.countries, named(l.CountriesAndRegions)[:min(3, len(named(l.CountriesAndRegions)))]...)
			w.addresses = append(w.addresses, edges(l.IPRanges)...)
		}
		for _, id := range slices.Sorted(maps.Keys(t.Devices)) {
			for i := range t.Devices[id] {
				w.devices = append(w.devices, &t.Devices[id][i])
			}
		}
	}
	w.identities = identities(tenants, distinct(homes))
	w.applications, w.contexts = distinct(w.applications), distinct(w.contexts)
	w.addresses, w.countries = distinct(w.addresses), distinct(w.countries)
	return w
}

// identities are everybody whom all of the tenants have: each user with each home it may have, each service
// principal, and somebody of each external type and home without an object.
func identities(tenants []*ca.Tenant, homes []string) []ca.SignInIdentity {
	var all []ca.SignInIdentity
	in := func(has func(*ca.Tenant) bool) bool {
		return !slices.ContainsFunc(tenants, func(t *ca.Tenant) bool { return !has(t) })
	}
	for _, id := range idsOf(tenants[0].Users) {
		if !in(func(t *ca.Tenant) bool { _, has := t.User(id); return has }) {
			continue
		}
		all = append(all, ca.SignInIdentity{UserID: id})
		if u, _ := tenants[0].User(id); u.IsGuest() {
			for _, home := range homes {
				all = append(all, ca.SignInIdentity{UserID: id, ExternalTenantID: home})
			}
		}
	}
	for _, id := range idsOf(tenants[0].ServicePrincipals) {
		if in(func(t *ca.Tenant) bool { _, has := t.ServicePrincipals.Value()[id]; return has }) {
			all = append(all, ca.SignInIdentity{ServicePrincipalID: id})
		}
	}
	for _, external := range []string{"b2bDirectConnectUser", "otherExternalUser", "serviceProvider"} {
		for _, home := range homes {
			all = append(all, ca.SignInIdentity{ExternalUserType: external, ExternalTenantID: home})
		}
	}
	return distinct(all)
}

// named are the ids of some lists: what is neither a word that stands for many nor one to come.
func named(lists ...[]string) []string {
	var ids []string
	for _, id := range slices.Concat(lists...) {
		switch id {
		case ca.All, ca.None, ca.AllTrusted, ca.GuestsOrExternalUsers, ca.Office365, ca.MicrosoftAdminPortals, ca.NotYetKnown, "unknownFutureValue":
		default:
			ids = append(ids, ca.FoldID(id))
		}
	}
	return ids
}

// edges are the first and the last address of each range, and those beside them.
func edges(ranges []ca.IPRange) []string {
	var addresses []string
	for _, r := range ranges {
		first, last, ok := r.Bounds()
		if !ok {
			continue
		}
		for _, a := range []netip.Addr{first, first.Prev(), last, last.Next()} {
			if a.IsValid() && !a.IsPrivate() && !a.IsLoopback() && !a.IsLinkLocalUnicast() && !a.Unmap().IsPrivate() && !a.Unmap().IsLoopback() && !a.Unmap().IsLinkLocalUnicast() {
				addresses = append(addresses, a.String())
			}
		}
	}
	return addresses
}

// distinct leaves the first of what is twice in a list.
func distinct[T comparable](list []T) []T {
	seen := map[T]bool{}
	var kept []T
	for _, item := range list {
		if !seen[item] {
			seen[item] = true
			kept = append(kept, item)
		}
	}
	return kept
}
