package difference_test

import (
	"encoding/json"
	"slices"
	"strings"
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

// TestRangesThatCannotBeRead are told apart by what is written, in whatever location it stands. Of a range that is not
// known yet nobody knows whether it is the one in another list.
func TestRangesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	at := func(id string, cidrs ...string) *ca.Tenant {
		l := ca.NamedLocation{ID: id, DisplayName: "Here", Kind: ca.LocationIP}
		for _, cidr := range cidrs {
			l.IPRanges = append(l.IPRanges, ca.IPRange{CIDR: cidr})
		}
		out := tenant(blocking(func(c *ca.Conditions) {
			c.Locations = &ca.LocationCondition{IncludeLocations: []string{id}}
		}))
		out.NamedLocations = ca.Known([]ca.NamedLocation{l})
		return out
	}
	const here, later = "198.51.100.0/24", ca.NotYetKnown
	for _, c := range []struct {
		name          string
		before, after *ca.Tenant
		lost, gained  string // what is assumed where sign-ins are lost, and gained; "" where none are
	}{
		{"the-same-elsewhere", at("x", "a"), at("y", "a"), "", ""},
		{"beside-one-no-more", at("x", "a", here), at("x", "a"), "", "it is not so that the network is in the range a of Here"},
		{"another", at("x", "a", "b"), at("x", "a", "c"), "the network is in the range c of Here", "the network is in the range b of Here"},
		{"not-yet-known", at("x", later), at("x", later), "", ""},
		{"not-yet-known-elsewhere", at("x", later), at("y", later), "in the range " + later, "in the range " + later},
		{"not-yet-known-beside-one", at("x", here, later), at("x", later), "in the range " + later, "in the range " + later},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := difference.Of(c.before, c.after)
			for kind, want := range map[difference.Kind]string{difference.Lost: c.lost, difference.Gained: c.gained} {
				var all []string
				for _, b := range r.Boxes {
					if b.Kind == kind {
						all = append(all, b.Assuming...)
					}
				}
				if (want == "") != (len(all) == 0) || !strings.Contains(strings.Join(all, "\n"), want) {
					t.Errorf("%s, assuming %q, want %q", kind, all, want)
				}
			}
			if r.None() != (c.lost+c.gained == "") || r.Undecided != "" {
				t.Errorf("found %+v %s", r.Boxes, r.Undecided)
			}
		})
	}
}

// TestCountryThatIsNotListed: a location of a country that this program does not know holds who is in it.
func TestCountryThatIsNotListed(t *testing.T) {
	t.Parallel()
	at := func(policies ...ca.Policy) *ca.Tenant {
		out := tenant(policies...)
		out.NamedLocations = ca.Known([]ca.NamedLocation{
			{ID: "new", DisplayName: "New", Kind: ca.LocationCountry, CountriesAndRegions: []string{"qz"}},
		})
		return out
	}
	b := one(t, at(), at(blocking(func(c *ca.Conditions) { c.Locations = &ca.LocationCondition{IncludeLocations: []string{"new"}} })))
	if b.Kind != difference.Lost || b.Example.Conditions.Country != "QZ" || !slices.Equal(b.Networks.Only, []string{"New"}) {
		t.Errorf("%s in %+v, such as %q", b.Kind, b.Networks, b.Example.Conditions.Country)
	}
}

// TestLocationsThatNoChangeLooksAt do not tell networks apart.
func TestLocationsThatNoChangeLooksAt(t *testing.T) {
	t.Parallel()
	at := func(policies ...ca.Policy) *ca.Tenant {
		out := tenant(append(policies, policy("half", func(p *ca.Policy) {
			p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{"half"}}
		}))...)
		out.NamedLocations = ca.Known(append(out.NamedLocations.Value(),
			ca.NamedLocation{ID: "half", DisplayName: "Half", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "128.0.0.0/1"}}}))
		return out
	}
	b := one(t, at(), at(blocking(func(c *ca.Conditions) {
		c.Locations = &ca.LocationCondition{IncludeLocations: []string{"office", "norway"}}
	})))
	if want := []string{"in none of the named locations"}; !slices.Equal(b.Networks.Except, want) || len(b.Networks.Only) > 0 {
		t.Errorf("the networks are %+v, want all but %q", b.Networks, want)
	}
	if !b.Holds(b.Example) {
		t.Errorf("the example is not in its box: %+v", b.Example)
	}
}
