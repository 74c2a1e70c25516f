package review

import (
	"cmp"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// signIn is a sign-in in words, every dimension named.
func signIn(t *ca.Tenant, user ca.User, w *engine.Witness) []string {
	device := "none"
	if w.DeviceID != "" {
		device = deviceName(t, user, w.DeviceID)
	}
	parts := []string{
		"channel = " + cmp.Or(string(w.Channel), "any"),
		"client = " + cmp.Or(string(w.ClientApp), "any"),
		"platform = " + cmp.Or(string(w.Platform), "any"),
		"network = " + network(t, w.Network),
		"device = " + device,
		"user risk = " + cmp.Or(string(w.UserRisk), "any"),
		"sign-in risk = " + cmp.Or(string(w.SignInRisk), "any"),
	}
	if len(w.RolesActive) > 0 {
		roles := each(w.RolesActive, func(id string) string { return roleName(t, id) })
		slices.Sort(roles)
		parts = append(parts, "roles = "+strings.Join(roles, " + "))
	}
	if len(w.Modes) > 0 {
		parts = append(parts, "methods = "+strings.Join(sorted(w.Modes), " + "))
	}
	if w.Registers {
		parts = append(parts, "registers a method at sign-in")
	}
	return parts
}

func network(t *ca.Tenant, n engine.WitnessNetwork) string {
	where := strings.TrimSpace(plain(n.Address) + " " + plain(n.Country))
	if len(n.NamedLocations) == 0 {
		return strings.TrimSpace(where + " in no named location")
	}
	locations := each(n.NamedLocations, func(id string) string { return locationName(t, id) })
	slices.Sort(locations)
	return strings.TrimSpace(where + " in " + strings.Join(locations, " and "))
}
