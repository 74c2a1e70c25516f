package difference_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// TestBoxesThatLookAlike: one box is narrow where the other is not, and they remain two, whatever the values are.
func TestBoxesThatLookAlike(t *testing.T) {
	t.Parallel()
	var ids []string
	var locations []ca.NamedLocation
	for _, code := range ca.CountryCodes[:60] {
		ids = append(ids, code)
		locations = append(locations, ca.NamedLocation{
			ID: code, DisplayName: code, Kind: ca.LocationCountry, CountriesAndRegions: []string{code},
		})
	}
	by := func(id string, client ca.ClientApp, narrow func(*ca.Conditions)) ca.Policy {
		p := blocking(narrow)
		p.ID, p.Conditions.ClientAppTypes = id, []ca.ClientApp{client}
		return p
	}
	every := by("every", ca.ClientAppExchangeActiveSync, func(c *ca.Conditions) {
		c.Locations = &ca.LocationCondition{IncludeLocations: ids}
	})
	windows := by("windows", ca.ClientAppBrowser, func(c *ca.Conditions) {
		c.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformWindows}}
	})
	at := func(policies ...ca.Policy) *ca.Tenant {
		out := tenant(append(policies, every)...)
		out.NamedLocations = ca.Known(locations)
		return out
	}
	for i := range 1 + len(ids) {
		where, named := &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: ids}, "in none of the named locations"
		if i > 0 {
			where, named = &ca.LocationCondition{IncludeLocations: ids[i-1 : i]}, ids[i-1]
		}
		r := difference.Of(at(), at(windows, by("one", ca.ClientAppOther, func(c *ca.Conditions) { c.Locations = where })))
		found := map[string]bool{}
		for _, b := range r.Boxes {
			found[strings.Join(slices.Concat(b.Clients.Only, b.Platforms.Only, b.Networks.Only), " ")] = true
		}
		if len(r.Boxes) != 2 || !found["browser windows"] || !found["other "+named] {
			t.Errorf("%s: there are boxes of %v", named, found)
		}
	}
}
