package engine

import (
	"net/netip"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A span is a run of addresses of one kind, from the first to the last.
type span struct{ first, last netip.Addr }

// spans are in order and neither overlap nor touch.
type spans []span

// readSpans takes together the ranges of a location; whole is false where one of them cannot be read.
func readSpans(ranges []ca.IPRange) (s spans, whole bool) {
	whole = true
	s = make(spans, 0, len(ranges))
	for _, r := range ranges {
		first, last, ok := r.Bounds()
		if !ok {
			whole = false
			continue
		}
		s = append(s, span{first, last})
	}
	return s.joined(), whole
}

// joined puts spans in order and makes one of those that overlap or touch.
func (s spans) joined() spans {
	slices.SortFunc(s, func(a, b span) int { return a.first.Compare(b.first) })
	out := s[:0]
	for _, next := range s {
		if len(out) > 0 {
			open := &out[len(out)-1]
			if after := open.last.Next(); open.last.BitLen() == next.first.BitLen() && (!after.IsValid() || !after.Less(next.first)) {
				if open.last.Less(next.last) {
					open.last = next.last
				}
				continue
			}
		}
		out = append(out, next)
	}
	return out
}

// holds reports whether an address is in one of the spans.
func (s spans) holds(addr netip.Addr) bool {
	i, found := slices.BinarySearchFunc(s, addr, func(have span, addr netip.Addr) int { return have.first.Compare(addr) })
	if found {
		return true
	}
	return i > 0 && s[i-1].first.BitLen() == addr.BitLen() && !s[i-1].last.Less(addr)
}

// nonPublic is never a source address that the service sees.
var nonPublic = func() spans {
	var s spans
	for _, prefix := range []string{
		"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16",
		"::1/128", "fe80::/10", "fc00::/7",
		// The same in their IPv6-mapped form.
		"::ffff:10.0.0.0/104", "::ffff:172.16.0.0/108", "::ffff:192.168.0.0/112", "::ffff:127.0.0.0/104", "::ffff:169.254.0.0/112",
	} {
		first, last, _ := ca.IPRange{CIDR: prefix}.Bounds()
		s = append(s, span{first, last})
	}
	return s.joined()
}()

// isPublic reports whether an address can be the source of a sign-in.
func isPublic(addr netip.Addr) bool {
	return addr.IsValid() && !addr.IsPrivate() && !addr.IsLoopback() && !addr.IsLinkLocalUnicast()
}

// spaces are the two kinds of addresses, whole.
var spaces = []span{
	{netip.MustParseAddr("0.0.0.0"), netip.MustParseAddr("255.255.255.255")},
	{netip.MustParseAddr("::"), netip.MustParseAddr("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")},
}

// free is the first address of a space that is in none of the spans.
func (s spans) free(space span) (netip.Addr, bool) {
	next := space.first
	for _, taken := range s {
		if taken.first.BitLen() != next.BitLen() || taken.last.Less(next) {
			continue
		}
		if next.Less(taken.first) {
			break
		}
		if next = taken.last.Next(); !next.IsValid() {
			return next, false
		}
	}
	return next, true
}
