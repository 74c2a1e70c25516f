package review

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// circumstances are how and where somebody signs in, in words; what was not stated is said to be so.
func circumstances(s ca.SignIn) []string {
	c := s.Conditions
	stated := func(text string) string { return cmp.Or(plain(text), "not stated") }
	parts := []string{
		"client = " + stated(string(c.ClientApp)),
		"platform = " + stated(string(c.Platform)),
		"address = " + stated(c.Address),
		"country = " + stated(c.Country),
		"device = " + deviceInWords(c.Device),
	}
	if s.Identity.ServicePrincipalID != "" {
		return append(parts, "service principal risk = "+cmp.Or(string(c.ServicePrincipalRisk), "none"))
	}
	parts = append(parts, "user risk = "+cmp.Or(string(c.UserRisk), "none"), "sign-in risk = "+cmp.Or(string(c.SignInRisk), "none"))
	for _, optional := range [][2]string{{"insider risk", c.InsiderRisk}, {"agent risk", c.AgentRisk}, {"flow", c.TransferMethod}} {
		if optional[1] != "" {
			parts = append(parts, optional[0]+" = "+optional[1])
		}
	}
	return parts
}

// deviceInWords is a device's name, or what is known of one that has none.
func deviceInWords(d *ca.Device) string {
	if d == nil {
		return "none"
	}
	if name := d.DisplayName(); name != "" {
		return named(name, d.ID)
	}
	var properties []string
	for _, name := range slices.Sorted(maps.Keys(d.Properties)) {
		if p := d.Properties[name]; !p.Null() {
			properties = append(properties, plain(name)+" "+plain(strings.Join(p.Values, " ")))
		}
	}
	return cmp.Or(strings.Join(properties, " and "), "one with no properties")
}
