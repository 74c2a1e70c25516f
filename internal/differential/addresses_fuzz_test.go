package differential

import (
	"cmp"
	"net/netip"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// FuzzAddresses holds the engine's classes of networks to plain membership. The text is a list of ranges,
// one a line: with a dash from one address to another, else a CIDR block; an empty line begins another
// location. Sign-ins from everywhere but the first location are blocked, and one address is stated.
func FuzzAddresses(f *testing.F) {
	f.Fuzz(func(t *testing.T, text, address string) {
		if len(text) > 2000 {
			return // the reference looks at every class of every network
		}
		locations := [][]ca.IPRange{nil}
		for line := range strings.SplitSeq(text, "\n") {
			from, to, dashed := strings.Cut(line, "-")
			switch last := len(locations) - 1; {
			case line == "" && last < 3:
				locations = append(locations, nil)
			case dashed:
				locations[last] = append(locations[last], ca.IPRange{Lower: from, Upper: to})
			default:
				locations[last] = append(locations[last], ca.IPRange{CIDR: line})
			}
		}
		options := []tenantOption{onlyAnna, policy("outside", ca.ControlBlock, exceptLocation("location-0")), statedNetwork(address)}
		for i, ranges := range locations {
			options = append(options, func(q *engine.Question) {
				q.Tenant.NamedLocations = ca.Known(append(q.Tenant.NamedLocations.Value(), ca.NamedLocation{
					ID: "location-" + string(rune('0'+i)), Kind: ca.LocationIP, IPRanges: ranges,
				}))
			})
		}
		q := tenant(options...)
		if what := Check(q); what != "" {
			t.Fatalf("%q from %q: %s", text, address, what)
		}
		from, err := netip.ParseAddr(address)
		if err != nil || from.Zone() != "" || from.IsPrivate() || from.IsLoopback() || from.IsLinkLocalUnicast() || from.Is4In6() {
			return // nobody signs in from there
		}
		verdict, inside := engine.Decide(q).Repairers[0].Verdict, holdsAddress(locations[0], from)
		if inside != (verdict == engine.Reachable) {
			t.Errorf("%q from %q, which is inside: %t: %s", text, address, inside, verdict)
		}
	})
}

// holdsAddress looks through the ranges one by one.
func holdsAddress(ranges []ca.IPRange, a netip.Addr) bool {
	for _, r := range ranges {
		if prefix, err := netip.ParsePrefix(r.CIDR); err == nil && prefix.Contains(a) {
			return true
		}
		first, errFirst := netip.ParseAddr(r.Lower)
		last, errLast := netip.ParseAddr(r.Upper)
		if cmp.Or(errFirst, errLast) == nil && r.CIDR == "" && first.BitLen() == a.BitLen() && last.BitLen() == a.BitLen() &&
			first.Zone() == "" && last.Zone() == "" && first.Compare(a) <= 0 && a.Compare(last) <= 0 {
			return true
		}
	}
	return false
}
