package ca

import "net/netip"

// EncodeNamedLocation is the body that creates the location.
func EncodeNamedLocation(l NamedLocation) []byte { return encode(locationObject(l)) }

// EncodeNamedLocationPatch is the body that turns any state of the location into l. The service wants the
// kind in every PATCH, and all of the ranges.
func EncodeNamedLocationPatch(l NamedLocation) []byte { return encode(locationObject(l)) }

// EncodeStoredNamedLocation is the location as a list request shows it.
func EncodeStoredNamedLocation(l NamedLocation) []byte {
	o := locationObject(l)
	o.text("id", l.ID)
	o.time("createdDateTime", l.CreatedDateTime)
	o.time("modifiedDateTime", l.ModifiedDateTime)
	o.time("deletedDateTime", l.DeletedDateTime)
	return encode(o)
}

func locationObject(l NamedLocation) object {
	o := object{}
	o.text("@odata.type", string(l.Kind))
	o.text("displayName", l.DisplayName)
	// What its kind has is always written; anything else only where it came.
	if l.Kind == LocationIP || len(l.IPRanges) > 0 {
		ranges := make([]object, 0, len(l.IPRanges))
		for _, r := range l.IPRanges {
			ranges = append(ranges, rangeObject(r))
		}
		o["ipRanges"] = ranges
	}
	if l.Kind == LocationIP || l.IsTrusted {
		o["isTrusted"] = l.IsTrusted
	}
	if l.Kind == LocationCountry || len(l.CountriesAndRegions) > 0 {
		o["countriesAndRegions"] = append([]string{}, l.CountriesAndRegions...)
	}
	if l.Kind == LocationCountry || l.IncludeUnknownCountriesAndRegions {
		o["includeUnknownCountriesAndRegions"] = l.IncludeUnknownCountriesAndRegions
	}
	o.text("countryLookupMethod", l.CountryLookupMethod)
	return o.extra(l.Extra)
}

// rangeObject derives the type of a range from its addresses.
func rangeObject(r IPRange) object {
	version := "iPv4"
	if first, _, ok := r.Bounds(); ok && first.Is6() {
		version = "iPv6"
	} else if !ok && looksLikeIPv6(r) {
		version = "iPv6"
	}
	o := object{}
	if r.CIDR != "" {
		o["@odata.type"] = "#microsoft.graph." + version + "CidrRange"
		o["cidrAddress"] = r.CIDR
	} else {
		o["@odata.type"] = "#microsoft.graph." + version + "Range"
	}
	o.text("lowerAddress", r.Lower)
	o.text("upperAddress", r.Upper)
	return o.extra(r.Extra)
}

func looksLikeIPv6(r IPRange) bool {
	a, err := netip.ParseAddr(r.Lower)
	return err == nil && a.Is6()
}
