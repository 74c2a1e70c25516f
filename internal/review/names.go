package review

import (
	"cmp"
	"fmt"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// userName is how people call an account.
func userName(u ca.User) string { return plain(u.Name()) }

func named(name, id string) string {
	if name = plain(name); name == "" {
		return plain(id)
	}
	return fmt.Sprintf("%q", name)
}

func locationName(t *ca.Tenant, id string) string {
	for _, l := range t.NamedLocations.Value() {
		if ca.SameID(l.ID, id) {
			return named(l.DisplayName, id)
		}
	}
	return plain(id)
}

func roleName(t *ca.Tenant, id string) string { return plain(cmp.Or(t.RoleName(id), id)) }

func deviceName(t *ca.Tenant, user ca.User, id string) string {
	for _, d := range t.Devices[ca.FoldID(user.ID)] {
		if ca.SameID(d.ID, id) {
			return named(d.DisplayName(), id)
		}
	}
	return plain(id)
}
