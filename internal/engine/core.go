package engine

import "github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"

// core is an irreducible set of policies that is enough to lock the candidate out: from it none can be left
// out. A single policy is preferred, so that the plain case has the plain answer. It is false where the
// budget ended first.
func (c *candidate) core() (core set, finished bool) {
	p := c.program
	steps := p.steps
	// survives finds a situation that these policies alone do not deny. Where it finds none, steps below zero
	// say that the budget ended before it had looked at all.
	survives := func(active set) (s situation, found bool) {
		c.walk(active, c.possibleSpace(), steps, func(at situation, _ Value) bool {
			s, found = at, true
			return false
		})
		steps = p.walker.left
		return s, found
	}
	enough := func(active set) bool { _, found := survives(active); return !found && steps >= 0 }

	if alone := single(c.alwaysDenying(), enough); alone != nil {
		return alone, true
	}
	core = bitset.New(p.n)
	for s, found := survives(core); found; s, found = survives(core) {
		c.addDenying(core, s)
	}
	if core = irreducible(core, enough); steps < 0 {
		return nil, false
	}
	if p.question.Smallest {
		core = smallest(core, func(active set) (rest set, ok bool) {
			switch s, found := survives(active); {
			case found:
				return grown(active, p.n, func(wider set) bool { return c.valueAt(s, wider) != No }), false
			case steps < 0:
				return nil, false
			}
			return nil, true
		})
	}
	return core, true
}

// alwaysDenying is the policies that deny every situation in which nothing is registered: only one of them
// can lock the candidate out alone.
func (c *candidate) alwaysDenying() set {
	s := c.turns[0].surely.Clone()
	for _, m := range c.turns[1:] {
		s.Unite(m.surely)
	}
	s.Intersect(c.program.everyChannel)
	for _, o := range c.options {
		s.Intersect(o.mask.surely)
		s.Intersect(o.answered.no[No])
	}
	return s
}

// addDenying adds to a set what denies a situation that all policies together deny: a policy, and where it
// denies only because nothing can be registered, one that keeps it from being registered.
func (c *candidate) addDenying(to set, s situation) {
	p := c.program
	channel, answered := &p.channels[s.channel], c.options[s.option].answered
	turns := c.at(s, p.everything)
	for turn := range c.turns {
		m := turns[turn]
		asking := bitset.And(m.surely, channel.mask.surely)
		if i := asking.FirstIn(answered.no[Yes]); i >= 0 {
			to.Add(i)
			return
		}
		// What may be registered denies no more than what surely is: a policy found here is not satisfied because
		// some other one surely keeps everything from being registered.
		i := asking.FirstIn(answered.no[c.registrationValue(m, answered)])
		if i < 0 {
			continue
		}
		to.Add(i)
		barring := bitset.And(m.surely, p.registration.surely)
		barring.Intersect(answered.registerNo)
		if j := barring.FirstIn(barring); j >= 0 {
			to.Add(j)
		}
		return
	}
}

// valueAt is the value of one situation when only some policies are in force.
func (c *candidate) valueAt(s situation, active set) Value { return c.decide(c.at(s, active), s, true) }

// single is the first member for which enough holds alone, or nil.
func single(of set, enough func(set) bool) set {
	alone := make(set, len(of))
	for i := range of.All {
		clear(alone)
		if alone.Add(i); enough(alone) {
			return alone
		}
	}
	return nil
}

// irreducible leaves out of a set, for which enough holds, every member that it holds without. What is
// enough stays enough when more is added.
func irreducible(core set, enough func(set) bool) set {
	members := core.Members()
	for i := len(members) - 1; i >= 0; i-- {
		if core.Remove(members[i]); !enough(core) {
			core.Add(members[i])
		}
	}
	return core
}
