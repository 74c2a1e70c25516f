package difference

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/devicerule"
)

// Holds reports whether a sign-in lies in the box, if what is in Assuming is so. What the sign-in does not
// state has to be of no matter to the box.
func (b *Box) Holds(s ca.SignIn) bool {
	r := b.realm
	if r == nil || r.workload != (s.Identity.ServicePrincipalID != "") {
		return false
	}
	for a := range r.space.axes {
		values := r.valuesOf(&b.region, a)
		candidates := r.space.locate(a, s)
		if len(candidates) == 0 {
			return false
		}
		in := 0
		for _, value := range candidates {
			if value >= 0 && (values == nil || values.Has(value)) {
				in++
			}
		}
		// A type that was not read is assumed, and so is a home tenant that such a type has.
		assumed := r.space.axes[a].dimension == people && candidates[0] >= 0 && r.space.census.people[candidates[0]].assumed
		if in == 0 || (in < len(candidates) && !assumed) {
			return false
		}
	}
	return true
}

// locate are the values that a sign-in may have on an axis: one; all of them where it does not state which;
// none, or -1, where it is nowhere on the axis.
func (s *space) locate(a int, in ca.SignIn) []int {
	c := in.Conditions
	word := func(w string) []int {
		if w == "" {
			return s.anywhere(a)
		}
		return []int{slices.Index(s.words[a], w)}
	}
	orNone := func(w string) []int {
		if w == "" {
			w = none
		}
		return word(w)
	}
	switch s.axes[a].dimension {
	case standing:
		return []int{0}
	case target:
		return s.locateTarget(s.words[a], in.Context)
	case client:
		return word(string(c.ClientApp))
	case platform:
		return word(string(c.Platform))
	case flow:
		return orNone(c.TransferMethod)
	case insiderRisk:
		return orNone(c.InsiderRisk)
	case userRisk:
		return orNone(string(c.UserRisk))
	case signInRisk:
		return orNone(string(c.SignInRisk))
	case workloadRisk:
		return orNone(string(c.ServicePrincipalRisk))
	case agentRisk:
		return orNone(c.AgentRisk)
	case network:
		return s.locateNetwork(a, c.Address, c.Country)
	case device:
		return s.locateDevice(a, c.Device)
	case people:
		return s.census.locate(in.Identity)
	}
	return nil
}

func (s *space) anywhere(a int) []int { return slices.Collect(s.axes[a].full.All) }

func (s *space) locateTarget(values []string, c ca.SignInContext) []int {
	switch {
	case c.UserAction != "":
		return []int{slices.Index(values, actionPrefix+c.UserAction)}
	case c.AuthenticationContext != "":
		if n := slices.Index(values, contextPrefix+c.AuthenticationContext); n >= 0 {
			return []int{n}
		}
		return []int{slices.Index(values, contextPrefix+s.reader.spareContext())}
	case len(c.Applications) == 1:
		if n := slices.Index(values, applicationPrefix+ca.FoldID(c.Applications[0])); n >= 0 {
			return []int{n}
		}
		return []int{slices.Index(values, applicationPrefix)}
	}
	return nil
}

func (s *space) locateNetwork(a int, address, country string) []int {
	addr, err := netip.ParseAddr(address)
	if err != nil || country == "" {
		return s.anywhere(a)
	}
	in := bitset.New(len(s.reader.places.terms))
	for t := range s.located {
		l := s.reader.places.terms[t].what
		if s.located[t] && !l.anywhere && (l.holdsAddress(addr) || l.holdsCountry(country)) {
			in.Add(t)
		}
	}
	return []int{slices.IndexFunc(s.networks, func(n networkClass) bool { return n.in.Equal(in) })}
}

func (s *space) locateDevice(a int, d *ca.Device) []int {
	c := s.component[a]
	if c == nil || d == nil {
		return []int{0}
	}
	lookup := func(name string) ([]string, bool) {
		if p, read := d.Property("isManaged"); read && p.Text() != "true" && strings.HasPrefix(name, "extensionAttribute") {
			if compliant, _ := d.Property("isCompliant"); compliant.Text() != "true" {
				if trust, _ := d.Property("trustType"); !strings.EqualFold(trust.Text(), "ServerAd") {
					return nil, true
				}
			}
		}
		p, read := d.Property(name)
		return p.Values, read
	}
	holds := make([]bool, len(c.terms))
	for i, t := range c.terms {
		answer := s.reader.devices.terms[t].what.rule.Decide(lookup)
		if answer == devicerule.Unknown {
			return s.anywhere(a)
		}
		holds[i] = answer == devicerule.Yes
	}
	return []int{slices.IndexFunc(c.values, func(v deviceValue) bool { return slices.Equal(v.holds, holds) })}
}

func (c *census) locate(who ca.SignInIdentity) []int {
	home := ca.FoldID(who.ExternalTenantID)
	pick := func(is func(person) bool) []int {
		named := slices.ContainsFunc(c.people, func(p person) bool { return home != "" && p.home == home })
		var all []int
		for i, p := range c.people {
			switch {
			case !is(p) || (p.assumed && who.ExternalUserType != "" && p.types[0] != who.ExternalUserType):
			case home == "", !p.outside(), p.home == home, !named && p.homeless:
				all = append(all, i)
			}
		}
		return all
	}
	id := ca.FoldID(who.UserID + who.ServicePrincipalID)
	if id == "" {
		return pick(func(p person) bool { return p.class < 0 && p.types[0] == who.ExternalUserType })
	}
	o, exists := c.population.object(id, c.typed)
	if !exists {
		return nil
	}
	group := len(c.byGroup) - 1
	if n := c.roll.find(id); n >= 0 {
		group = c.of[n]
	}
	class := -1
	for _, k := range c.byGroup[group] {
		if c.classes[k].types == o.types {
			class = k
		}
	}
	if class < 0 {
		return nil
	}
	return pick(func(p person) bool { return p.class == class })
}
