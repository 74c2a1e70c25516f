package ca

import (
	"net/netip"
	"time"
)

// LocationKind is the @odata.type of a named location.
type LocationKind string

// The kinds that are known; any other is kept as it came.
const (
	LocationIP               LocationKind = "#microsoft.graph.ipNamedLocation"
	LocationCountry          LocationKind = "#microsoft.graph.countryNamedLocation"
	LocationCompliantNetwork LocationKind = "#microsoft.graph.compliantNetworkNamedLocation"
)

// How a country location finds the country.
const (
	LookupClientIPAddress  = "clientIpAddress"
	LookupAuthenticatorGPS = "authenticatorAppGps"
)

// A NamedLocation is a named set of networks.
type NamedLocation struct {
	ID               string
	DisplayName      string
	Kind             LocationKind
	CreatedDateTime  time.Time
	ModifiedDateTime time.Time
	DeletedDateTime  time.Time

	IPRanges  []IPRange
	IsTrusted bool // address and compliant-network locations

	CountriesAndRegions               []string
	CountryLookupMethod               string // "" is clientIpAddress
	IncludeUnknownCountriesAndRegions bool

	Extra Extra
}

// An IPRange is one range as it was written: a CIDR block, or a lower and an upper address.
type IPRange struct {
	CIDR         string
	Lower, Upper string
	Extra        Extra
}

// Bounds returns the first and the last address of the range, and false where the text is no range.
func (r IPRange) Bounds() (first, last netip.Addr, ok bool) {
	if r.CIDR != "" {
		prefix, err := netip.ParsePrefix(r.CIDR)
		if err != nil {
			return netip.Addr{}, netip.Addr{}, false
		}
		first = prefix.Masked().Addr()
		return first, lastAddr(prefix), true
	}
	first, err := netip.ParseAddr(r.Lower)
	if err != nil {
		return netip.Addr{}, netip.Addr{}, false
	}
	last, err = netip.ParseAddr(r.Upper)
	if err != nil || first.BitLen() != last.BitLen() || first.Zone() != "" || last.Zone() != "" || last.Less(first) {
		return netip.Addr{}, netip.Addr{}, false
	}
	return first, last, true
}

// Text is the range as its author would write it.
func (r IPRange) Text() string {
	if r.CIDR != "" {
		return r.CIDR
	}
	return r.Lower + "-" + r.Upper
}

func lastAddr(p netip.Prefix) netip.Addr {
	bytes := p.Masked().Addr().AsSlice()
	for i := range bytes {
		switch keep := p.Bits() - 8*i; {
		case keep <= 0:
			bytes[i] = 0xff
		case keep < 8:
			bytes[i] |= 0xff >> keep
		}
	}
	last, _ := netip.AddrFromSlice(bytes)
	return last
}
