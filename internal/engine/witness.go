package engine

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
)

// witness names every dimension of a situation.
func (c *candidate) witness(s situation) Witness {
	o := c.options[s.option]
	channel := c.program.channels[s.channel]
	return Witness{
		Channel:     channel.name,
		ClientApp:   channel.client,
		Platform:    o.platform,
		Network:     c.program.witnessNetwork(s.network),
		DeviceID:    c.deviceID(o.hand),
		UserRisk:    s.risk.user,
		SignInRisk:  s.risk.signIn,
		RolesActive: c.program.roster.roles[c.who.index],
	}
}

// deviceID is the id of what is in hand; "" is no device.
func (c *candidate) deviceID(h hand) string {
	if h.device < 0 {
		return ""
	}
	return c.devices[h.device].source.ID
}

// presents is what the person shows in a situation that is allowed: the first factor, and for each policy
// that asks for more the plainest of the modes that meet it. registers says that one of them is met only
// by registering a method on the way.
func (c *candidate) presents(s situation) (modes []ca.Mode, registers bool) {
	p := c.program
	h := c.options[s.option].hand
	a := p.answer(c.credentials, h, c.options[s.option].platform)
	add := func(more []ca.Mode) {
		for _, m := range more {
			if !slices.Contains(modes, m) {
				modes = append(modes, m)
			}
		}
	}
	turns := c.at(s, p.everything)
	for turn := range c.turns {
		// Policies that ask the same are met in the same way.
		asked := bitset.And(turns[turn].perhaps, p.channels[s.channel].mask.perhaps)
		for _, g := range p.grants {
			if !asked.Meets(g.policies) {
				continue
			}
			without := g.join(func(at atom) Value { return a.value(p, at, No) })
			for _, at := range g.atoms {
				switch {
				case at.kind == atomMFA && a.mfa != Yes && without != Yes:
					registers = registers || a.value(p, at, Yes) == Yes
				case at.kind == atomMFA && a.mfa == Yes:
					add(c.plainest(p.multifactor, h))
				case at.kind == atomStrength && a.strengths[at.strength] == Yes:
					add(c.plainest(p.strengths[at.strength], h))
				}
			}
		}
	}
	if len(modes) == 0 {
		add(c.firstFactor(h))
	}
	slices.Sort(modes)
	return modes, registers
}

// plainest is the shortest combination of a strength that the person surely has.
func (c *candidate) plainest(s strength, h hand) []ca.Mode {
	presented := c.credentials.presented(s, h, false)
	var best []ca.Mode
	for _, combination := range s.combinations {
		if combination.value(presented) == Yes && (best == nil || len(combination.modes) < len(best)) {
			best = combination.modes
		}
	}
	return best
}

// firstFactor is what the person signs in with when no policy asks for anything.
func (c *candidate) firstFactor(h hand) []ca.Mode {
	presented := c.credentials.presented(strength{}, h, false)
	for _, mode := range []ca.Mode{ca.ModePassword, ca.ModeFIDO2, ca.ModeWindowsHelloForBusiness, ca.ModeX509MultiFactor, ca.ModeX509SingleFactor} {
		if presented[modeIndex[mode]] == Yes {
			return []ca.Mode{mode}
		}
	}
	return nil
}
