package engine

import (
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/address"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
)

// A network is a class of networks: the locations it is surely in, and those it may be in.
type network struct {
	surely, perhaps set // of locations
	address         netip.Addr
	country         string
	countryKnown    bool   // the country is part of the example, "" meaning an unknown one
	elsewhere       bool   // in no named location
	anywhere        bool   // nobody stated the address, it is an example
	stated          string // who told of it; "" is nobody: it can be, and that is all
	mask            mask   // of policies
	number          int    // equal for networks that no policy tells apart
}

// networks are the classes that can really be: any public address may be in any country. Classes that no
// policy tells apart are one. The first is elsewhere, where it is realizable.
func (p *program) networks() []*network {
	a := p.atlas
	var classes []*network
	for i, address := range a.byAddress {
		for j, country := range a.byCountry {
			if i*len(a.byCountry)+j == maxNetworks {
				p.exploded = true
				return classes
			}
			n := &network{surely: bitset.And(address.in), address: address.address, country: country.country, countryKnown: true}
			n.surely.Unite(country.in)
			n.perhaps = n.surely.Clone()
			n.perhaps.Unite(a.opaque)
			n.elsewhere = n.surely.Empty() && a.gapFound
			if n.elsewhere {
				n.address, n.country = a.gap.address, a.gap.country
			}
			if p.enroll(n) {
				classes = append(classes, n)
			}
		}
	}
	return classes
}

// enroll decides what every policy says to a network and numbers it; true where no network before it was
// the same to all of them.
func (p *program) enroll(n *network) (first bool) {
	n.mask = p.locationMask(n)
	key := n.mask.appendKey(nil)
	number, known := p.numbers[string(key)]
	if !known {
		number = len(p.numbers)
		p.numbers[string(key)] = number
	}
	n.number = number
	return !known
}

// near are the networks that a person is known to sign in from: elsewhere, where a network can be in no named
// location; those that were stated; and those of the log.
func (p *program) near(who person) []*network {
	if !p.roams {
		return p.nearAll
	}
	near, known := p.nearTo[who.index]
	if known {
		return near
	}
	near = p.nearEverybody(func(n ca.Network) bool {
		return n.Account == "" || slices.Contains(p.roster.crowd.named(n.Account), who.index)
	})
	for _, s := range p.roster.seen[who.id] {
		if s.IPAddress != "" {
			near = p.addStated(near, s.IPAddress, s.CountryOrRegion, "seen in the sign-in log")
		}
	}
	p.nearTo[who.index] = near
	return near
}

// nearEverybody are elsewhere and the stated networks that concern somebody.
func (p *program) nearEverybody(concerns func(ca.Network) bool) []*network {
	var near []*network
	if i := slices.IndexFunc(p.classes, func(n *network) bool { return n.elsewhere }); i >= 0 {
		near = append(near, p.classes[i])
	}
	for _, n := range p.question.Assume.Networks {
		if concerns(n) {
			near = p.addStated(near, n.Address, n.Country, "stated in assume.networks")
		}
	}
	return near
}

// addStated adds a network that was told of, unless the policies do not tell it from one that was told of
// before.
func (p *program) addStated(near []*network, address, country, source string) []*network {
	n := p.stated(address, country, source)
	if n == nil || slices.ContainsFunc(near, func(have *network) bool { return have.stated != "" && have.number == n.number }) {
		return near
	}
	return append(near, n)
}

// A statement is a network as it was told.
type statement struct{ address, country, source string }

// stated is the network that the operator or the log names; nil where it names none that can be.
func (p *program) stated(address, country, source string) *network {
	key := statement{address, country, source}
	n, known := p.statements[key]
	if !known {
		n = p.atlas.stated(key)
		if n != nil && !n.address.IsValid() {
			n = nil // a country without an address, where every address is in some range
		}
		if n != nil {
			p.enroll(n)
		}
		p.statements[key] = n
	}
	return n
}

// stated is a network as far as it was told. An address that was not told is in no named range, like that of
// elsewhere.
func (g *gazetteer) stated(s statement) *network {
	n := &network{anywhere: s.address == "", surely: bitset.New(len(g.locations)), stated: s.source, country: strings.ToUpper(s.country), countryKnown: s.country != ""}
	if s.address != "" {
		addr, err := netip.ParseAddr(s.address)
		if err != nil || !address.IsPublic(addr) {
			return nil
		}
		n.address = addr
		n.surely.Unite(g.addresses(addr))
	}
	if s.country != "" {
		n.surely.Unite(g.countries(n.country))
	}
	if s.address == "" && s.country == "" {
		return nil
	}
	n.perhaps = n.surely.Clone()
	n.perhaps.Unite(g.opaque)
	if s.country == "" {
		n.perhaps.Unite(g.hasCountries)
	}
	if s.address == "" {
		n.address = g.gap.address
	}
	return n
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
func (p *program) witnessNetwork(n *network) WitnessNetwork {
	if w, known := p.shown[n]; known {
		return w
	}
	w := WitnessNetwork{Country: n.country}
	in := bitset.New(len(p.atlas.locations))
	if n.address.IsValid() {
		w.Address = n.address.String()
		in.Unite(p.atlas.addresses(n.address))
	}
	if n.countryKnown {
		in.Unite(p.atlas.countries(n.country))
	}
	in.Each(func(i int) { w.NamedLocations = append(w.NamedLocations, p.atlas.locations[i].ID) })
	slices.Sort(w.NamedLocations)
	p.shown[n] = w
	return w
}

// locationMask says which policies' location conditions a network matches.
func (p *program) locationMask(n *network) mask {
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

func (l locationList) match(n *network) Value {
	switch {
	case n.surely.Meets(l.in):
		return Yes
	case n.perhaps.Meets(l.in):
		return max(l.always, Unknown)
	}
	return l.always
}

func (g *gazetteer) list(ids []string) locationList {
	l := locationList{in: bitset.New(len(g.locations))}
	for _, id := range ids {
		switch i, resolves := g.index[ca.FoldID(id)]; {
		case id == ca.All:
			l.always = Yes
		case id == ca.AllTrusted && g.read:
			l.in.Unite(g.trusted)
		case resolves:
			l.in.Add(i)
		default:
			l.always = max(l.always, Unknown)
		}
	}
	return l
}
