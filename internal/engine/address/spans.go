// Package address does arithmetic with ranges of IP addresses.
package address

import (
	"net/netip"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A Span is a run of addresses of one kind, from the first to the last.
type Span struct{ First, Last netip.Addr }

// Spans are in order and neither overlap nor touch.
type Spans []Span

// Read takes together the ranges of a location; whole is false where one of them cannot be read.
func Read(ranges []ca.IPRange) (s Spans, whole bool) {
	whole = true
	s = make(Spans, 0, len(ranges))
	for _, r := range ranges {
		first, last, ok := r.Bounds()
		if !ok {
			whole = false
			continue
		}
		s = append(s, Span{first, last})
	}
	return s.Joined(), whole
}

// Joined puts spans in order and makes one of those that overlap or touch.
func (s Spans) Joined() Spans {
	slices.SortFunc(s, func(a, b Span) int { return a.First.Compare(b.First) })
	out := s[:0]
	for _, next := range s {
		if len(out) > 0 {
			open := &out[len(out)-1]
			if after := open.Last.Next(); open.Last.BitLen() == next.First.BitLen() && (!after.IsValid() || !after.Less(next.First)) {
				if open.Last.Less(next.Last) {
					open.Last = next.Last
				}
				continue
			}
		}
		out = append(out, next)
	}
	return out
}

// Holds reports whether an address is in one of the spans.
func (s Spans) Holds(addr netip.Addr) bool {
	i, found := slices.BinarySearchFunc(s, addr, func(have Span, addr netip.Addr) int { return have.First.Compare(addr) })
	if found {
		return true
	}
	return i > 0 && s[i-1].First.BitLen() == addr.BitLen() && !s[i-1].Last.Less(addr)
}

// NonPublic is never a source address that the service sees.
var NonPublic = func() Spans {
	var s Spans
	for _, prefix := range []string{
		"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16",
		"::1/128", "fe80::/10", "fc00::/7",
		// The same in their IPv6-mapped form.
		"::ffff:10.0.0.0/104", "::ffff:172.16.0.0/108", "::ffff:192.168.0.0/112", "::ffff:127.0.0.0/104", "::ffff:169.254.0.0/112",
	} {
		first, last, _ := ca.IPRange{CIDR: prefix}.Bounds()
		s = append(s, Span{first, last})
	}
	return s.Joined()
}()

// IsPublic reports whether an address can be the source of a sign-in.
func IsPublic(addr netip.Addr) bool {
	return addr.IsValid() && !addr.IsPrivate() && !addr.IsLoopback() && !addr.IsLinkLocalUnicast()
}

// Spaces are the two kinds of addresses, whole.
var Spaces = []Span{
	{netip.MustParseAddr("0.0.0.0"), netip.MustParseAddr("255.255.255.255")},
	{netip.MustParseAddr("::"), netip.MustParseAddr("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")},
}

// Free is the first address of a space that is in none of the spans.
func (s Spans) Free(space Span) (netip.Addr, bool) {
	next := space.First
	for _, taken := range s {
		if taken.Last.Less(next) {
			continue // of the other kind: addresses of four bytes come before those of sixteen
		}
		if next.Less(taken.First) {
			break
		}
		if next = taken.Last.Next(); !next.IsValid() {
			return next, false
		}
	}
	return next, true
}

// Examples are addresses that a reader recognises as examples: set aside for documentation.
var Examples = []netip.Addr{
	netip.MustParseAddr("203.0.113.7"), netip.MustParseAddr("198.51.100.7"),
	netip.MustParseAddr("192.0.2.7"), netip.MustParseAddr("2001:db8::7"),
}
