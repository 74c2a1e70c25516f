package graphsim

import (
	"net/netip"
	"slices"
	"strings"
)

// location matches where the sign-in comes from. The address and the country are
// two statements of the request: nothing checks that they agree.
func (s *signIn) location(conditions tree) reason {
	wanted := child(conditions, "locations")
	if wanted == nil {
		return applies
	}
	in, lacks := s.inAny(words(wanted, "includeLocations"))
	switch {
	case lacks:
		return notEnoughInformation
	case !in:
		return becauseLocation
	}
	in, lacks = s.inAny(words(wanted, "excludeLocations"))
	switch {
	case in:
		return becauseLocation
	case lacks:
		return notEnoughInformation
	}
	return applies
}

// inAny says whether one of the locations is where the sign-in comes from; lacks
// says that none is as far as the request tells, and that it does not tell enough.
func (s *signIn) inAny(ids []string) (in, lacks bool) {
	for _, id := range ids {
		var here, unsaid bool
		switch id {
		case "All":
			return true, false
		case "AllTrusted":
			here, unsaid = s.inTrusted()
		default:
			if r := s.tenant.collection(namedLocations).find(id); r != nil {
				here, unsaid = s.inLocation(r.object)
			}
		}
		if here {
			return true, false
		}
		lacks = lacks || unsaid
	}
	return false, lacks
}

// inTrusted looks at named locations alone: the multifactor trusted addresses of
// old are in no list that Graph has.
func (s *signIn) inTrusted() (in, lacks bool) {
	for _, location := range s.tenant.collection(namedLocations).current() {
		if !truth(location, "isTrusted") {
			continue
		}
		here, unsaid := s.inLocation(location)
		if here {
			return true, false
		}
		lacks = lacks || unsaid
	}
	return false, lacks
}

func (s *signIn) inLocation(location tree) (in, lacks bool) {
	switch word(location, "@odata.type") {
	case ipLocation:
		return s.inRanges(location), !s.address.IsValid()
	case countryLocation:
		country := word(s.conditions, "country")
		codes := words(location, "countriesAndRegions")
		return country != "" && slices.ContainsFunc(codes, func(code string) bool { return strings.EqualFold(code, country) }), country == ""
	default:
		return false, false // a request cannot say that it comes from a compliant network
	}
}

func (s *signIn) inRanges(location tree) bool {
	ranges, _ := location["ipRanges"].([]any)
	return slices.ContainsFunc(ranges, func(element any) bool {
		r, _ := element.(tree)
		prefix, err := netip.ParsePrefix(word(r, "cidrAddress"))
		return err == nil && prefix.Contains(s.address)
	})
}
