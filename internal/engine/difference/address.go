package difference

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A place is one value of the address part, or of the country part, of a network: the locations that it is
// in, and one example.
type place struct {
	in      set
	address netip.Addr
	country string
}

var (
	ipv4Space = [2]netip.Addr{netip.MustParseAddr("0.0.0.0"), netip.MustParseAddr("255.255.255.255")}
	ipv6Space = [2]netip.Addr{netip.MustParseAddr("::"), netip.MustParseAddr("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")}
)

// nonPublic is never a source address that the service sees.
var nonPublic = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16"),
	netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("169.254.0.0/16"),
	netip.MustParsePrefix("::1/128"), netip.MustParsePrefix("fe80::/10"), netip.MustParsePrefix("fc00::/7"),
	// The same in their IPv6-mapped form.
	netip.MustParsePrefix("::ffff:10.0.0.0/104"), netip.MustParsePrefix("::ffff:172.16.0.0/108"), netip.MustParsePrefix("::ffff:192.168.0.0/112"),
	netip.MustParsePrefix("::ffff:127.0.0.0/104"), netip.MustParsePrefix("::ffff:169.254.0.0/112"),
}

// familiarAddresses are addresses that a reader recognises as examples: set aside for documentation.
var familiarAddresses = []netip.Addr{
	netip.MustParseAddr("203.0.113.7"), netip.MustParseAddr("198.51.100.7"),
	netip.MustParseAddr("192.0.2.7"), netip.MustParseAddr("2001:db8::7"),
}

// An edge is where a range, or the space that is never seen, begins or has ended.
type edgeOfRange struct {
	at       netip.Addr
	location int // hidden for the space that is never seen, stop for where the sweep looks anyway
	step     int // 1 begins, -1 has ended
}

const (
	hidden = -1
	stop   = -2
)

// addressPlaces cuts the public address space at every end of a range and keeps each combination of
// locations once, with an example. The space in the fewest locations comes first.
func addressPlaces(v *vocabulary[*location], wanted []int) []place {
	return distinct(slices.Concat(sweep(v, wanted, ipv4Space), sweep(v, wanted, ipv6Space)))
}

func sweep(v *vocabulary[*location], wanted []int, space [2]netip.Addr) []place {
	edges := make([]edgeOfRange, 0, 2*rangesOf(v, wanted)+64)
	edges = append(edges, edgeOfRange{space[0], stop, 0})
	add := func(r addressRange, location int) {
		if r.first.BitLen() != space[0].BitLen() {
			return
		}
		edges = append(edges, edgeOfRange{r.first, location, 1})
		if after := r.last.Next(); after.IsValid() {
			edges = append(edges, edgeOfRange{after, location, -1})
		}
	}
	for _, i := range wanted {
		for _, r := range v.terms[i].what.ranges {
			add(r, i)
		}
	}
	for _, p := range nonPublic {
		first, last, _ := ca.IPRange{CIDR: p.String()}.Bounds()
		add(addressRange{first, last}, hidden)
	}
	for _, example := range familiarAddresses {
		if example.BitLen() == space[0].BitLen() {
			edges = append(edges, edgeOfRange{example, stop, 0})
		}
	}
	slices.SortFunc(edges, func(a, b edgeOfRange) int { return a.at.Compare(b.at) })

	depth := make([]int, len(v.terms))
	hiddenDepth := 0
	in := newSet(len(v.terms))
	var places []place
	seen := map[string]int{}
	var key []byte
	for i, e := range edges {
		switch {
		case e.location == hidden:
			hiddenDepth += e.step
		case e.location != stop:
			if depth[e.location] += e.step; depth[e.location] > 0 {
				in.add(e.location)
			} else {
				in.remove(e.location)
			}
		}
		if lastHere := i+1 == len(edges) || edges[i+1].at != e.at; !lastHere || hiddenDepth > 0 {
			continue
		}
		key = in.appendKey(key[:0])
		if n, known := seen[string(key)]; !known {
			seen[string(key)] = len(places)
			places = append(places, place{in: in.clone(), address: e.at})
		} else if familiarity(e.at) < familiarity(places[n].address) {
			places[n].address = e.at
		}
	}
	return places
}

// familiarity is lower for better examples.
func familiarity(addr netip.Addr) int {
	if i := slices.Index(familiarAddresses, addr); i >= 0 {
		return i
	}
	return len(familiarAddresses)
}

// distinct keeps one place for each set of locations; those in the fewest come first.
func distinct(places []place) []place {
	seen := map[string]bool{}
	var out []place
	for _, p := range places {
		if key := p.in.key(); !seen[key] {
			seen[key] = true
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b place) int { return cmp.Compare(a.in.count(), b.in.count()) })
	return out
}

func rangesOf(v *vocabulary[*location], wanted []int) int {
	n := 0
	for _, i := range wanted {
		n += len(v.terms[i].what.ranges)
	}
	return n
}
