package difference

import (
	"net/netip"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
)

// A networkClass is one value of the network axis: an address and a country that no condition tells from others.
type networkClass struct {
	address netip.Addr
	country string // ca.CountryUnknown where the service cannot tell
	in      set    // the terms that it is in
}

// networks are the classes of networks that can really be, the plainest first: any public address may be in
// any country. terms says which locations some condition looks at.
func networks(v *vocabulary[*location], terms []bool) []networkClass {
	var wanted []int
	for i, t := range v.terms {
		if terms[i] && !t.what.anywhere {
			wanted = append(wanted, i)
		}
	}
	countries := countryPlaces(v, wanted)
	var all []networkClass
	for _, address := range addressPlaces(v, wanted) {
		for _, country := range countries {
			n := networkClass{address: address.address, country: country.country, in: address.in.Clone()}
			n.in.Unite(country.in)
			all = append(all, n) // a location is of addresses or of countries, so no two are in the same ones
		}
	}
	return all
}

func networkAxis(v *vocabulary[*location], values []networkClass, used []bool) *axis {
	a := newAxis(network, v, len(values), used, func(t term[*location]) set {
		if t.what.anywhere {
			return bitset.Full(len(values))
		}
		s, number := bitset.New(len(values)), v.number[t.key]
		for i, n := range values {
			if n.in.Has(number) {
				s.Add(i)
			}
		}
		return s
	})
	return a
}

// familiarCountries come first, since an example is read by people.
var familiarCountries = []string{"US", "GB", "DE", "FR", "JP"}

// countryPlaces is one place for every combination of country locations that some country is in.
func countryPlaces(v *vocabulary[*location], wanted []int) []place {
	codes := append(append([]string{}, familiarCountries...), ca.CountryCodes...)
	for _, i := range wanted {
		codes = append(codes, v.terms[i].what.countries...)
	}
	holders := map[string][]int{}
	for _, i := range wanted {
		for _, code := range v.terms[i].what.countries {
			holders[code] = append(holders[code], i)
		}
		if v.terms[i].what.unknown {
			holders[ca.CountryUnknown] = append(holders[ca.CountryUnknown], i)
		}
	}
	var places []place
	for _, code := range unique(append(codes, ca.CountryUnknown)) {
		p := place{in: bitset.New(len(v.terms)), country: code}
		for _, i := range holders[code] {
			p.in.Add(i)
		}
		places = append(places, p)
	}
	return distinct(places)
}
