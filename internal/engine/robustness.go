package engine

// findRobustness turns the quantifier: in every environment, without a device and with what is registered
// already, some channel must be open.
func (c *candidate) findRobustness(f *finding) {
	p := c.program
	platforms := len(p.platformsAvailable())
	f.environments = platforms * len(p.classes) * len(allRisks) * len(allRisks)

	worst, worstCost := Yes, 0
	for option := range c.options[:c.available] {
		if c.options[option].hand.device != emptyHand {
			continue
		}
		for _, n := range p.harshest {
			for _, r := range p.harshRisks {
				s := situation{option: option, network: n, risk: r}
				v, cost := c.anyChannel(&s, p.everything), c.cost(s)
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
	switch worst {
	case Yes:
		f.robustness = Robust
		if p.exploded {
			f.robustness, f.robustnessSpent = RobustnessUndecided, true
		}
	case Unknown:
		f.robustness = RobustnessUndecided
	case No:
		f.robustness = Fragile
		f.counterCore = c.counterCore(f.counter)
	}
}

// counterCore is what denies every channel of an environment: one policy, or else two, since what keeps a browser
// from Graph keeps it from the portal, which is more. There is no smaller one to look for.
func (c *candidate) counterCore(s situation) set {
	p := c.program
	shut := func(active set) bool { at := s; return c.anyChannel(&at, active) == No }
	if core := single(p.everything, shut); core != nil {
		return core
	}
	return irreducible(p.everything.Clone(), shut)
}

// anyChannel is the value of the best channel of an environment, which it sets where one is not surely denied.
func (c *candidate) anyChannel(s *situation, active set) Value {
	turns := c.at(*s, active)
	best := No
	for channel := range c.program.channels {
		at := *s
		at.channel = channel
		if v := c.decide(turns, at, false); v > best {
			best, s.channel = v, channel
		}
	}
	return best
}
