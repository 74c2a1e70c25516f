package graphsim

import (
	"net/netip"
)

const maximumRanges = 2000

// shortestPrefix is the widest range that the service takes.
const shortestPrefix = 8

func checkLocation(location tree) *refusal {
	if word(location, "displayName") == "" {
		return malformed(locationTypeName, "displayName is required")
	}
	switch location["@odata.type"] {
	case ipLocation:
		return checkRanges(location)
	case countryLocation:
		return checkCountries(words(location, "countriesAndRegions"))
	default:
		return wrongType(word(location, "@odata.type"))
	}
}

func checkRanges(location tree) *refusal {
	ranges, _ := location["ipRanges"].([]any)
	if len(ranges) == 0 {
		return badRequest("'ipRanges' must hold at least one range.")
	}
	if len(ranges) > maximumRanges {
		return limitReached("ranges in a named location", maximumRanges)
	}
	for _, element := range ranges {
		r, _ := element.(tree)
		prefix, err := netip.ParsePrefix(word(r, "cidrAddress"))
		switch {
		case err != nil:
			return badRequest("'%s' is not a valid CIDR range.", word(r, "cidrAddress"))
		case prefix.Addr().Is4() != (r["@odata.type"] == ipv4Range):
			return badRequest("The range '%s' is not of the type %s.", word(r, "cidrAddress"), word(r, "@odata.type"))
		case prefix.Bits() < shortestPrefix:
			return badRequest("The range '%s' is wider than /%d.", word(r, "cidrAddress"), shortestPrefix)
		}
	}
	return nil
}

func checkCountries(codes []string) *refusal {
	if len(codes) == 0 {
		return badRequest("'countriesAndRegions' must hold at least one country or region.")
	}
	for _, code := range codes {
		if len(code) != 2 || !isLetter(code[0]) || !isLetter(code[1]) {
			return badRequest("'%s' is not a two-letter country or region code.", code)
		}
	}
	return nil
}

func isLetter(c byte) bool { return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' }

// rangeType is the type of a range by the look of its address.
func rangeType(cidr string) string {
	if prefix, err := netip.ParsePrefix(cidr); err == nil && prefix.Addr().Is6() {
		return ipv6Range
	}
	return ipv4Range
}
