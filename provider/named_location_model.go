package provider

import (
	"net/netip"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

var locationShape = shape[ca.NamedLocation]{
	record:  locationRecord,
	stored:  storedLocation,
	unasked: func(_, shown ca.NamedLocation) ca.NamedLocation { return shown },
}

var locationRecord = record[ca.NamedLocation]{
	assigned(text("id", func(l *ca.NamedLocation) *string { return &l.ID })),
	text("display_name", func(l *ca.NamedLocation) *string { return &l.DisplayName }),
	ofKind("ip", ca.LocationIP, addressRecord),
	ofKind("country", ca.LocationCountry, countryRecord),
	moment("created_date_time", func(l *ca.NamedLocation) *time.Time { return &l.CreatedDateTime }),
	moment("modified_date_time", func(l *ca.NamedLocation) *time.Time { return &l.ModifiedDateTime }),
}

var addressRecord = record[ca.NamedLocation]{
	setField("ip_ranges", rangeSetKind, rangeKey,
		func(l *ca.NamedLocation) []string {
			texts := make([]string, len(l.IPRanges))
			for i, r := range l.IPRanges {
				texts[i] = r.Text()
			}
			return texts
		},
		func(l *ca.NamedLocation, texts []string) {
			l.IPRanges = nil
			for _, text := range texts {
				l.IPRanges = append(l.IPRanges, rangeOf(text))
			}
		}),
	whether("is_trusted", "isTrusted", func(l *ca.NamedLocation) *bool { return &l.IsTrusted }, locationExtra),
}

var countryRecord = record[ca.NamedLocation]{
	ids("countries_and_regions", func(l *ca.NamedLocation) *[]string { return &l.CountriesAndRegions }),
	whether("include_unknown_countries_and_regions", "includeUnknownCountriesAndRegions",
		func(l *ca.NamedLocation) *bool { return &l.IncludeUnknownCountriesAndRegions }, locationExtra),
	text("country_lookup_method", func(l *ca.NamedLocation) *string { return &l.CountryLookupMethod }),
}

// ofKind binds an object that stands for the whole location, and whose presence says of which kind it is.
func ofKind(name string, kind ca.LocationKind, r record[ca.NamedLocation]) field[ca.NamedLocation] {
	return nestedField(name, r,
		func(object types.Object, into *ca.NamedLocation) {
			if !object.IsNull() {
				into.Kind = kind
				r.to(object, into)
			}
		},
		func(of *ca.NamedLocation) types.Object {
			if of.Kind == kind {
				return r.from(of)
			}
			return types.ObjectNull(r.kind().AttrTypes)
		})
}

// storedLocation is what the service stores for a location that is sent to it.
func storedLocation(l ca.NamedLocation) ca.NamedLocation {
	if l.Kind == ca.LocationCountry && l.CountryLookupMethod == "" {
		l.CountryLookupMethod = ca.LookupClientIPAddress
	}
	return l
}

// rangeOf reads a range as [ca.IPRange.Text] writes it.
func rangeOf(text string) ca.IPRange {
	if lower, upper, ok := strings.Cut(text, "-"); ok {
		return ca.IPRange{Lower: lower, Upper: upper}
	}
	return ca.IPRange{CIDR: text}
}

// rangeKey is one text for every way to write a block of addresses: the service masks and shortens.
func rangeKey(text string) string {
	prefix, err := netip.ParsePrefix(text)
	if err != nil {
		return strings.ToLower(text)
	}
	return prefix.Masked().String()
}

func locationExtra(l *ca.NamedLocation) *ca.Extra { return &l.Extra }
