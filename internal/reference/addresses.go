package reference

import (
	"net/netip"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// notPublic are the ranges whose addresses the service never sees as a source, each written in IPv6 too: an
// IPv4 address inside IPv6 is no more public than it was.
var notPublic = []string{
	"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16",
	"::ffff:10.0.0.0/104", "::ffff:172.16.0.0/108", "::ffff:192.168.0.0/112", "::ffff:127.0.0.0/104", "::ffff:169.254.0.0/112",
	"fc00::/7", "fe80::/10", "::1/128",
}

func public(a netip.Addr) bool {
	return a.Zone() == "" && !a.IsPrivate() && !a.IsLoopback() && !a.IsLinkLocalUnicast()
}

// addresses returns one public address for each way of being in the named ranges. Between two neighbouring
// ends of ranges all addresses are alike, so the first address behind each end speaks for all.
func (j *judge) addresses() []netip.Addr {
	var ranges []ca.IPRange
	for _, l := range j.tenant.NamedLocations.Value() {
		ranges = append(ranges, l.IPRanges...)
	}
	for _, cidr := range notPublic {
		ranges = append(ranges, ca.IPRange{CIDR: cidr})
	}
	starts := []netip.Addr{netip.IPv4Unspecified(), netip.IPv6Unspecified()}
	for _, r := range ranges {
		if s := j.span(r); s.ok {
			starts = append(starts, s.first, s.last.Next())
		}
	}
	var addresses []netip.Addr
	seen := map[netip.Addr]bool{}
	for _, a := range starts {
		if a.IsValid() && public(a) && !seen[a] {
			addresses = append(addresses, a)
			seen[a] = true
		}
	}
	return addresses
}

// inRanges says whether an address is in one of the ranges; one that is not said may be in any. A range that
// cannot be read may hold any address.
func (j *judge) inRanges(ranges []ca.IPRange, address string) value {
	a, err := netip.ParseAddr(address)
	said := err == nil
	v := no
	if !said && len(ranges) > 0 {
		v = unknown
	}
	for _, r := range ranges {
		s := j.span(r)
		switch {
		case !s.ok:
			v = or(v, unknown)
		case said && a.BitLen() == s.first.BitLen() && s.first.Compare(a) <= 0 && a.Compare(s.last) <= 0:
			return yes
		}
	}
	return v
}

// A span is a range that was read, or one that cannot be.
type span struct {
	first, last netip.Addr
	ok          bool
}

// span reads a range once.
func (j *judge) span(r ca.IPRange) span {
	text := [3]string{r.CIDR, r.Lower, r.Upper}
	s, done := j.spans[text]
	if !done {
		s.first, s.last, s.ok = ends(r)
		j.spans[text] = s
	}
	return s
}

// ends are the first and the last address of a range.
func ends(r ca.IPRange) (first, last netip.Addr, ok bool) {
	if r.CIDR != "" {
		prefix, err := netip.ParsePrefix(r.CIDR)
		if err != nil {
			return first, last, false
		}
		first = prefix.Masked().Addr()
		bytes := first.AsSlice()
		for bit := prefix.Bits(); bit < 8*len(bytes); bit++ {
			bytes[bit/8] |= 0x80 >> (bit % 8)
		}
		last, ok = netip.AddrFromSlice(bytes)
		return first, last, ok
	}
	first, err := netip.ParseAddr(r.Lower)
	if err != nil {
		return first, last, false
	}
	last, err = netip.ParseAddr(r.Upper)
	ok = err == nil && first.BitLen() == last.BitLen() && first.Zone() == "" && last.Zone() == "" && first.Compare(last) <= 0
	return first, last, ok
}
