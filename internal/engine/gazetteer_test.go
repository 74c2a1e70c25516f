package engine

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestCountryOfNoList: a country that a named location names is one that somebody can be in, also where no list has it.
func TestCountryOfNoList(t *testing.T) {
	t.Parallel()
	invented := ca.NamedLocation{ID: "invented", DisplayName: "Invented", Kind: ca.LocationCountry, CountriesAndRegions: []string{"zz"}}
	q := Question{Tenant: office(blockEverybody(func(p *ca.Policy) {
		p.Conditions.Locations = locations([]string{ca.All}, []string{invented.ID})
	}))}
	q.Tenant.NamedLocations = ca.Known([]ca.NamedLocation{invented})
	mustMiss(t, q, []MissingFact{missed("networks", "state in assume.networks a network that "+aliceName+` signs in from: one in "Invented"`)})
}

// TestExampleOutsideEveryLocation: the network that is nobody's is an example that people know as one, as long as one
// of those is in no named location.
func TestExampleOutsideEveryLocation(t *testing.T) {
	t.Parallel()
	ranged := ca.NamedLocation{ID: "ranged", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "203.0.113.0/24"}}}
	american := ca.NamedLocation{ID: "american", Kind: ca.LocationCountry, CountriesAndRegions: []string{"US"}}
	for _, c := range []struct {
		name             string
		locations        []ca.NamedLocation
		address, country string
	}{
		{"no-location", nil, "203.0.113.7", "US"},
		{"address-taken", []ca.NamedLocation{ranged}, "198.51.100.7", "US"},
		{"country-taken", []ca.NamedLocation{american}, "203.0.113.7", "GB"},
		{"both-taken", []ca.NamedLocation{american, ranged}, "198.51.100.7", "GB"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office()}
			q.Tenant.NamedLocations = ca.Known(c.locations)
			w := aliceIn(t, q).Witness
			if w == nil || w.Network.Address != c.address || w.Network.Country != c.country {
				t.Errorf("the witness is %+v, want one at %s in %s", w, c.address, c.country)
			}
		})
	}
}
