package engine

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// findRobustness turns the quantifier: in every environment, without a device and with what is registered
// already, some channel must be open.
func (c *candidate) findRobustness(f *finding) {
	platforms := len(c.options[0].hand.platforms)
	networks := c.realizable()
	userRisks, signInRisks := distinctRisks(c.program.userRisk), distinctRisks(c.program.signInRisk)
	f.environments = platforms * len(networks) * len(allRisks) * len(allRisks)

	everything := fullSet(c.program.n)
	worst, worstCost := Yes, 0
	for option := range platforms {
		for _, network := range networks {
			for _, userRisk := range userRisks {
				for _, signInRisk := range signInRisks {
					s := situation{option: option, network: network, userRisk: userRisk, signInRisk: signInRisk}
					v, cost := c.anyChannel(&s, everything), c.cost(s)
					if v == Yes || v > worst || (v == worst && cost >= worstCost) {
						continue
					}
					worst, worstCost = v, cost
					if v == No {
						f.counter = s
					} else {
						f.robustOpen = s
					}
				}
			}
		}
	}
	switch worst {
	case Yes:
		f.robustness = Robust
	case Unknown:
		f.robustness = RobustnessUndecided
	case No:
		f.robustness = Fragile
		f.counterCore = irreducible(c.program.n, func(active set) bool {
			s := f.counter
			return c.anyChannel(&s, active) == No
		})
	}
}

// realizable are the networks that can be, without those that the operator or the log told of.
func (c *candidate) realizable() []int {
	var indexes []int
	for i, n := range c.networks {
		if n.stated == "" {
			indexes = append(indexes, i)
		}
	}
	return indexes
}

// anyChannel is the value of the best channel of an environment, which it sets.
func (c *candidate) anyChannel(s *situation, active set) Value {
	turns := c.masksAt(*s, active)
	best := No
	for channel := range c.program.channels {
		at := *s
		at.channel = channel
		if v := c.decide(turns, at, false); channel == 0 || v > best {
			best, s.channel = v, channel
		}
	}
	return best
}

// witness names every dimension of a situation.
func (c *candidate) witness(s situation) *Witness {
	o := c.options[s.option]
	channel := c.program.channels[s.channel]
	w := &Witness{
		Channel:     channel.name,
		ClientApp:   channel.client,
		Platform:    o.platform,
		Network:     c.program.witnessNetwork(c.networks[s.network]),
		DeviceID:    o.hand.deviceID,
		UserRisk:    s.userRisk,
		SignInRisk:  s.signInRisk,
		RolesActive: c.who.activeRoles(),
	}
	w.Modes, w.Registers = c.presents(s)
	return w
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
	for _, turn := range c.masksAt(s, fullSet(p.n)) {
		turn.intersect(p.channels[s.channel].mask)
		turn.perhaps.each(func(i int) {
			g := p.grants[p.grantOf[i]]
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
		})
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
