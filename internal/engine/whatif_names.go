package engine

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// mostNamed is how many names of a list are said; a list of hundreds explains nothing.
const mostNamed = 4

// enumerate joins names as a sentence does.
func enumerate(names []string) string {
	switch n := len(names); {
	case n == 0:
		return "nothing"
	case n == 1:
		return names[0]
	case n > mostNamed:
		return fmt.Sprintf("%s and %d more", strings.Join(names[:mostNamed], ", "), n-mostNamed)
	default:
		return fmt.Sprintf("%s and %s", strings.Join(names[:n-1], ", "), names[n-1])
	}
}

// namedEach names every member of a list.
func namedEach[T any](list []T, name func(T) string) []string {
	names := make([]string, 0, len(list))
	for _, item := range list {
		names = append(names, name(item))
	}
	return names
}

func userNamed(t *ca.Tenant, id string) string {
	switch id {
	case ca.All:
		return "all users"
	case ca.None:
		return "nobody"
	case ca.GuestsOrExternalUsers:
		return "guests and external users"
	}
	if u, ok := t.User(id); ok {
		return u.Name()
	}
	return "user " + id
}

func groupNamed(t *ca.Tenant, id string) string {
	if g, ok := t.Group(id); ok && g.DisplayName != "" {
		return fmt.Sprintf("group %q", g.DisplayName)
	}
	return "group " + id
}

func roleNamed(t *ca.Tenant, id string) string { return "role " + cmp.Or(t.RoleName(id), id) }

func appNamed(t *ca.Tenant, id string) string {
	switch id {
	case ca.None:
		return "none"
	case ca.Office365, ca.MicrosoftAdminPortals:
		return id
	}
	return cmp.Or(ca.AppName(id), principalNamed(t, func(s ca.ServicePrincipal) bool { return ca.SameID(s.AppID, id) }), "application "+id)
}

// principalNamed is the display name of the first service principal by id that is one.
func principalNamed(t *ca.Tenant, is func(ca.ServicePrincipal) bool) string {
	name, of := "", ""
	for id, s := range t.ServicePrincipals.Value() {
		if is(s) && s.DisplayName != "" && (of == "" || id < of) {
			name, of = s.DisplayName, id
		}
	}
	return name
}

func locationNamed(t *ca.Tenant, id string) string {
	switch id {
	case ca.All:
		return "all locations"
	case ca.AllTrusted:
		return "all trusted locations"
	}
	for _, l := range t.NamedLocations.Value() {
		if ca.SameID(l.ID, id) && l.DisplayName != "" {
			return fmt.Sprintf("%q", l.DisplayName)
		}
	}
	return "location " + id
}
