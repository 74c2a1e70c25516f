package engine

import (
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A network is a class of networks: the locations it is surely in, and those it may be in.
type network struct {
	surely, perhaps set // of locations
	address         netip.Addr
	country         string
	countryKnown    bool // the country is part of the example, "" meaning an unknown one
	elsewhere       bool // in no named location
	stated          string
	mask            mask // of policies
}

// networks are the classes that can really be: any public address may be in any country. Classes that no
// policy tells apart are one. The first is elsewhere, where it is realizable.
func (p *program) networks() []network {
	a := p.atlas
	countries := a.countryPlaces()
	byMask := map[string]bool{}
	var classes []network
	for _, address := range a.addressPlaces() {
		for _, country := range countries {
			n := network{surely: and(address.in), address: address.address, country: country.country, countryKnown: true}
			n.surely.unite(country.in)
			n.perhaps = n.surely.clone()
			n.perhaps.unite(a.opaque)
			n.elsewhere = n.surely.empty() && a.gapFound
			n.mask = p.locationMask(n)
			if n.elsewhere {
				n.address, n.country = a.gap.address, a.gap.country
			}
			if key := n.mask.key(); !byMask[key] {
				byMask[key] = true
				classes = append(classes, n)
			}
		}
	}
	return classes
}

// stated is the network that the operator or the log names; false where it names none that can be.
func (p *program) stated(address, country, source string) (network, bool) {
	a := p.atlas
	n := network{surely: newSet(len(a.locations)), perhaps: newSet(len(a.locations)), stated: source, country: strings.ToUpper(country), countryKnown: country != ""}
	if address != "" {
		addr, err := netip.ParseAddr(address)
		if err != nil || !isPublic(addr) {
			return n, false
		}
		n.address = addr
		n.surely.unite(a.addresses(addr))
	}
	if country != "" {
		n.surely.unite(a.countries(n.country))
	}
	if address == "" && country == "" {
		return n, false
	}
	n.perhaps = n.surely.clone()
	n.perhaps.unite(a.opaque)
	if country == "" {
		n.perhaps.unite(a.byCountry)
	}
	n.mask = p.locationMask(n)
	return n, true
}

// personal are the networks that this user is known to sign in from: stated ones, and those of the log.
func (p *program) personal(u ca.User) []network {
	var own []network
	add := func(address, country, source string) {
		n, ok := p.stated(address, country, source)
		if ok && !slices.ContainsFunc(own, func(have network) bool { return have.mask.key() == n.mask.key() }) {
			own = append(own, n)
		}
	}
	for _, n := range p.question.Assume.Networks {
		if n.Account == "" || names(n.Account, u) {
			add(n.Address, n.Country, "stated in assume.networks")
		}
	}
	for _, s := range p.seen[ca.FoldID(u.ID)] {
		if s.IPAddress != "" {
			add(s.IPAddress, s.CountryOrRegion, "seen in the sign-in log")
		}
	}
	return own
}

// logWindow is how far back from the newest event a sign-in tells of a network that is in use.
const logWindow = 30 * 24 * time.Hour

// recentSignIns are the successful sign-ins of the window, by user.
func recentSignIns(t *ca.Tenant) map[string][]ca.LoggedSignIn {
	events := t.SignIns.Value()
	var newest time.Time
	for _, e := range events {
		if e.CreatedDateTime.After(newest) {
			newest = e.CreatedDateTime
		}
	}
	byUser := map[string][]ca.LoggedSignIn{}
	for _, e := range events {
		if e.ErrorCode == 0 && !e.CreatedDateTime.Before(newest.Add(-logWindow)) {
			byUser[ca.FoldID(e.UserID)] = append(byUser[ca.FoldID(e.UserID)], e)
		}
	}
	return byUser
}

// witnessNetwork is the network as evidence: an example, and every named location that it is in, also those
// that no policy looks at.
func (p *program) witnessNetwork(n network) WitnessNetwork {
	var w WitnessNetwork
	for _, l := range p.question.Tenant.NamedLocations.Value() {
		if surelyIn(l, n) {
			w.NamedLocations = append(w.NamedLocations, l.ID)
		}
	}
	slices.Sort(w.NamedLocations)
	if n.address.IsValid() {
		w.Address = n.address.String()
	}
	w.Country = n.country
	return w
}

// locationMask says which policies' location conditions a network matches.
func (p *program) locationMask(n network) mask {
	m := p.unlocated.clone()
	for _, c := range p.located {
		m.put(c.policy, min(c.include.match(n), c.exclude.match(n).Not()))
	}
	return m
}

// A locationList is one side of a location condition.
type locationList struct {
	always Value // what it says of every network: All, or something that does not resolve
	in     set   // of locations
}

func (l locationList) match(n network) Value {
	switch {
	case n.surely.meets(l.in):
		return Yes
	case n.perhaps.meets(l.in):
		return max(l.always, Unknown)
	}
	return l.always
}

func (a *atlas) list(ids []string) locationList {
	l := locationList{in: newSet(len(a.locations))}
	for _, id := range ids {
		switch i, resolves := a.index[ca.FoldID(id)]; {
		case id == ca.All:
			l.always = Yes
		case id == ca.AllTrusted && a.read:
			l.in.unite(a.trusted)
		case resolves:
			l.in.add(i)
		default:
			l.always = max(l.always, Unknown)
		}
	}
	return l
}
