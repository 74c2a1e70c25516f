package guard

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

const ipRanges = "ip.ip_ranges"

// refuseNetworks checks a named location. Kinds that are not known are left alone.
func refuseNetworks(l ca.NamedLocation) []refusal {
	var list []refusal
	if strings.TrimSpace(l.DisplayName) == "" {
		list = append(list, refusal{attribute: "display_name", harm: "has no name", text: "a named location needs a display name."})
	}
	switch l.Kind {
	case ca.LocationIP:
		list = append(list, refuseRanges(l.IPRanges)...)
	case ca.LocationCountry:
		list = append(list, refuseCountries(l.CountriesAndRegions)...)
	}
	return list
}

func refuseRanges(ranges []ca.IPRange) []refusal {
	const attribute = ipRanges
	if len(ranges) == 0 {
		return []refusal{{attribute: attribute, harm: "holds no address", text: "a location of addresses needs at least one range."}}
	}
	var list []refusal
	public := 0
	for _, r := range ranges {
		if r.CIDR == ca.NotYetKnown || r.Lower == ca.NotYetKnown || r.Upper == ca.NotYetKnown {
			public++
			continue
		}
		first, last, ok := r.Bounds()
		if !ok {
			list = append(list, refusal{
				attribute: attribute, harm: "has a range that is none",
				text: fmt.Sprintf("%q is not a range such as 203.0.113.0/24 or 2001:db8::/32.", r.Text()),
			})
			public++
			continue
		}
		if prefix, err := netip.ParsePrefix(r.CIDR); err == nil && prefix.Bits() < 8 {
			list = append(list, refusal{
				attribute: attribute, harm: "has a range that is too large",
				text: fmt.Sprintf("%s is larger than the service takes: a prefix has at least 8 bits.", r.Text()),
			})
		}
		if isPublic(first) || isPublic(last) {
			public++
		}
	}
	if public == 0 {
		list = append(list, refusal{
			attribute: attribute, harm: "holds private addresses alone", doubtful: true,
			text: "the service only ever sees public addresses, so nobody is ever in this location.",
		})
	}
	return list
}

func refuseCountries(countries []string) []refusal {
	const attribute = "country.countries_and_regions"
	if len(countries) == 0 {
		return []refusal{{attribute: attribute, harm: "holds no country", text: "a location of countries needs at least one."}}
	}
	var list []refusal
	for _, code := range countries {
		if code != ca.NotYetKnown && !slices.Contains(ca.CountryCodes, strings.ToUpper(code)) {
			list = append(list, refusal{
				attribute: attribute, harm: "has a country that does not exist",
				text: fmt.Sprintf("%q is not a country code of two letters (ISO 3166-1).", code),
			})
		}
	}
	return list
}
