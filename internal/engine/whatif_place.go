package engine

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/devicerule"
)

// A whatIfPlace is where somebody signs in, and on what.
type whatIfPlace struct {
	atlas   *atlas
	network *network
	where   string // in words

	device *ca.Device
	lookup devicerule.Lookup
}

func newWhatIfPlace(t *ca.Tenant, policies []ca.Policy, c ca.SignInConditions) whatIfPlace {
	g := newGazetteer(t)
	all := make([]*ca.Policy, len(policies))
	for i := range policies {
		all[i] = &policies[i]
	}
	p := whatIfPlace{atlas: newAtlas(g, g.lookedAt(all)), device: c.Device, lookup: devicerule.Null}
	if c.Device != nil {
		d := newDevice(*c.Device)
		p.lookup = d.property
	}
	n := &network{surely: bitset.New(len(p.atlas.locations)), perhaps: p.atlas.opaque.Clone(), country: c.Country, countryKnown: c.Country != ""}
	if address, err := netip.ParseAddr(c.Address); err == nil {
		n.address = address
		n.surely.Unite(p.atlas.addresses(n.address))
	} else {
		n.anyOf(p.atlas.byAddress, p.atlas.hasRanges, !p.atlas.exploded)
	}
	switch c.Country {
	case "":
		n.anyOf(p.atlas.byCountry, p.atlas.hasCountries, true)
	case ca.CountryUnknown:
		n.surely.Unite(p.atlas.countries(""))
	default:
		n.surely.Unite(p.atlas.countries(c.Country))
	}
	n.perhaps.Unite(n.surely)
	p.network = n
	p.where = "the network"
	switch {
	case n.address.IsValid() && c.Country != "":
		p.where = fmt.Sprintf("%s (country %s)", n.address, c.Country)
	case n.address.IsValid():
		p.where = n.address.String()
	case c.Country != "":
		p.where = "country " + c.Country
	}
	return p
}

// anyOf puts the network, of which a part was not stated, where all of the places are, and perhaps where some
// are. Where not every place was looked at, it may be in any location of the kind.
func (n *network) anyOf(places []place, kind set, complete bool) {
	if !complete {
		n.perhaps.Unite(kind)
		return
	}
	all, some := kind.Clone(), bitset.New(len(kind)*64)
	for _, p := range places {
		all.Intersect(p.in)
		some.Unite(p.in)
	}
	n.surely.Unite(all)
	n.perhaps.Unite(some)
}

// location decides where a policy applies.
func (w whatIfPlace) location(t *ca.Tenant, p ca.Policy) clause {
	c := clause{reason: ca.ReasonLocation, value: Yes}
	condition := p.Conditions.Locations
	if condition == nil {
		return c
	}
	include := Yes
	if len(condition.IncludeLocations) > 0 {
		include = w.atlas.list(condition.IncludeLocations).match(w.network)
	}
	exclude := w.atlas.list(condition.ExcludeLocations).match(w.network)
	c.value = min(include, exclude.Not())
	named := func(id string) string { return locationNamed(t, id) }
	switch {
	case include == No:
		c.why = fmt.Sprintf("%s is in none of the locations that it includes: %s", w.where, enumerate(namedEach(condition.IncludeLocations, named)))
	case exclude == Yes:
		in := slices.DeleteFunc(slices.Clone(condition.ExcludeLocations), func(id string) bool {
			return w.atlas.list([]string{id}).match(w.network) != Yes
		})
		c.why = fmt.Sprintf("%s is in %s, which it excludes", w.where, enumerate(namedEach(in, named)))
	case c.value == Unknown:
		for _, id := range slices.Concat(condition.IncludeLocations, condition.ExcludeLocations) {
			if w.atlas.list([]string{id}).match(w.network) == Unknown {
				c.facts = append(c.facts, w.doubtfulLocation(p, id)...)
			}
		}
	}
	return c
}

func (w whatIfPlace) doubtfulLocation(p ca.Policy, id string) []MissingFact {
	a := w.atlas
	switch {
	case id == ca.LegacyTrustedIPs:
		return []MissingFact{fact("namedLocations", "%q names the multifactor service's trusted addresses, which Graph does not show", p.DisplayName)}
	case id == ca.NotYetKnown:
		return []MissingFact{fact("condition", "a location of %q is known only when it is applied", p.DisplayName)}
	case !a.read:
		return []MissingFact{fact("namedLocations", "read the named locations: %q depends on them", p.DisplayName)}
	}
	in := bitset.New(len(a.locations))
	if i, resolves := a.index[ca.FoldID(id)]; resolves {
		in.Add(i)
	} else if id == ca.AllTrusted {
		in = a.trusted
	} else {
		return []MissingFact{fact("namedLocations", "%q names location %s, which is not in the tenant", p.DisplayName, id)}
	}
	var facts []MissingFact
	if !w.network.address.IsValid() && in.Meets(a.hasRanges) {
		facts = append(facts, fact("signInConditions.ipAddress", "state the address: %q looks at it", p.DisplayName))
	}
	if !w.network.countryKnown && in.Meets(a.hasCountries) {
		facts = append(facts, fact("signInConditions.country", "state the country: %q looks at it", p.DisplayName))
	}
	opaque := bitset.And(in, a.opaque)
	opaque.Each(func(i int) { facts = append(facts, factOpaque(a.locations[i])) })
	return facts
}

// deviceFilter decides on which devices a policy applies.
func (w whatIfPlace) deviceFilter(p ca.Policy) clause {
	c := clause{reason: ca.ReasonDevices, value: Yes}
	d := p.Conditions.Devices
	if d == nil || d.DeviceFilter == nil {
		return c
	}
	mode := d.DeviceFilter.Mode
	var parsed parsedRule
	parsed.rule, parsed.err = devicerule.Parse(d.DeviceFilter.Rule)
	c.value = filtered(mode, parsed.says(w.lookup))
	c.settle(fmt.Sprintf("it %ss devices by the rule %s, which is %t %s", mode, d.DeviceFilter.Rule, mode == ca.FilterExclude, w.onDevice()),
		func() MissingFact { return w.doubtfulFilter(p, d.DeviceFilter, parsed.rule, parsed.err) })
	return c
}

func (w whatIfPlace) doubtfulFilter(p ca.Policy, f *ca.Filter, rule *devicerule.Rule, err error) MissingFact {
	switch {
	case f.Rule == ca.NotYetKnown:
		return fact("deviceFilter", "the device rule of %q is known only when it is applied", p.DisplayName)
	case err != nil:
		return fact("deviceFilter", "the device rule of %q cannot be parsed: %v", p.DisplayName, err)
	}
	var unread []string
	for _, name := range rule.Properties() {
		if _, read := w.lookup(name); !read {
			unread = append(unread, name)
		}
	}
	if len(unread) == 0 {
		return fact("deviceFilter", "whether the device rule of %q includes or excludes is not known", p.DisplayName)
	}
	return fact("signInConditions.deviceInfo", "state %s of the device: the device rule of %q asks for it", strings.Join(unread, ", "), p.DisplayName)
}

func (w whatIfPlace) onDevice() string {
	if w.device == nil {
		return "without a device"
	}
	return "of " + deviceNamed(*w.device)
}

func deviceNamed(d ca.Device) string {
	if name := d.DisplayName(); name != "" {
		return fmt.Sprintf("%q", name)
	}
	return "the device"
}
