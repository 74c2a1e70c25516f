package difference_test

import (
	"encoding/json"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// TestLocationThatChanges changes a named location, and no policy.
func TestLocationThatChanges(t *testing.T) {
	t.Parallel()
	ranges := func(list ...string) ca.NamedLocation {
		l := ca.NamedLocation{Kind: ca.LocationIP}
		for _, cidr := range list {
			l.IPRanges = append(l.IPRanges, ca.IPRange{CIDR: cidr})
		}
		return l
	}
	countries := func(list ...string) ca.NamedLocation {
		return ca.NamedLocation{Kind: ca.LocationCountry, CountriesAndRegions: list}
	}
	positions := func(list ...string) ca.NamedLocation {
		return ca.NamedLocation{Kind: ca.LocationCountry, CountryLookupMethod: ca.LookupAuthenticatorGPS, CountriesAndRegions: list}
	}
	unknown := func(l ca.NamedLocation) ca.NamedLocation {
		l.IncludeUnknownCountriesAndRegions = true
		return l
	}
	with := func(l ca.NamedLocation, raw string) ca.NamedLocation {
		l.Extra = ca.Extra{"new": json.RawMessage(raw)}
		return l
	}
	strange := ca.NamedLocation{Kind: "#microsoft.graph.strangeNamedLocation"}
	const here, there = "198.51.100.0/24", "203.0.113.0/24"
	for _, c := range []struct {
		name          string
		before, after ca.NamedLocation
		same          bool
	}{
		{"ranges-in-another-order", ranges(here, there), ranges(there, here, there), true},
		{"fewer-ranges", ranges(here, there), ranges(here), false},
		{"unreadable-in-another-order", ranges("x", here, "y"), ranges("y", "x", here, "y"), true},
		{"unreadable-no-more", ranges(here, "x"), ranges(here), false},
		{"unreadable-otherwise", ranges(here, "x"), ranges(here, "y"), false},
		{"ranges-not-yet-known", ranges(here, ca.NotYetKnown), ranges(here, ca.NotYetKnown), true},
		{"ranges-not-yet-known-beside-others", ranges(here, ca.NotYetKnown), ranges(ca.NotYetKnown), false},
		{"countries-for-no-ranges", ranges(), countries("NO"), false},
		{"countries-for-ranges", ranges(here), countries("NO"), false},
		{"ranges-for-countries", countries("NO"), ranges(here), false},
		{"countries-in-another-order", countries("NO", "se"), countries("SE", "no", "SE"), true},
		{"fewer-countries", countries("NO", "SE"), countries("NO"), false},
		{"other-countries", countries("NO"), countries("SE"), false},
		{"unknown-countries", countries("NO"), unknown(countries("NO")), false},
		{"no-unknown-countries", unknown(countries("NO")), countries("NO"), false},
		{"countries-not-yet-known", countries("NO", ca.NotYetKnown), countries("NO", ca.NotYetKnown), true},
		{"positions-in-another-order", positions("NO", "se"), positions("SE", "no"), true},
		{"other-positions", positions("NO"), positions("SE"), false},
		{"unknown-positions", positions("NO"), unknown(positions("NO")), false},
		{"positions-for-countries", countries("NO"), positions("NO"), false},
		{"strange", strange, strange, true},
		{"strange-in-another-order", with(strange, `{"a":1,"b":2}`), with(strange, `{"b":2,"a":1}`), true},
		{"strange-otherwise", with(strange, "1"), with(strange, "2"), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			at := func(l ca.NamedLocation) *ca.Tenant {
				out := tenant(blocking(func(c *ca.Conditions) {
					c.Locations = &ca.LocationCondition{IncludeLocations: []string{"x"}}
				}))
				l.ID, l.DisplayName = "x", "X"
				out.NamedLocations = ca.Known([]ca.NamedLocation{l})
				return out
			}
			if r := difference.Of(at(c.before), at(c.after)); r.None() != c.same || r.Undecided != "" {
				t.Errorf("found %+v %s", r.Boxes, r.Undecided)
			}
		})
	}
}
