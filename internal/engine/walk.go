package engine

import (
	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
)

// A visit is told of one situation that is not surely denied, and says whether to go on.
type visit func(s situation, v Value) (goOn bool)

// A space is the situations to look at: a value list for every dimension but the channel.
type space struct {
	options      int // the first ones of the candidate
	near, others []*network
	risks        []*risk
}

// available are the situations that the person can bring about.
func (c *candidate) availableSpace() space {
	return space{options: c.available, near: c.near, risks: c.program.risks[:1]}
}

// possible are those and the ones that only could be; without the networks and risks in which nobody is let
// in who is not let in at others.
func (c *candidate) possibleSpace() space {
	p := c.program
	return space{options: len(c.options), near: c.near, others: p.mildest, risks: p.mildRisks}
}

// A walker goes depth first over a space, with only some policies in force, and leaves out every branch in
// which some policy surely denies whatever the rest may be. One walker serves a whole program, so that
// walking allocates nothing.
type walker struct {
	candidate *candidate
	visit     visit
	left      int // steps
	stopped   bool
	rest      [3]set                      // the policies that match every value of the dimensions still to come, by depth
	turns     [depthCount][mostTurns]mask // the policies that match every value chosen so far
}

// The depths at which a branch can be cut.
const (
	depthNetwork = iota // an option is chosen, a network is next
	depthRisk
	depthChannel
	depthStart
	depthCount
)

func newWalker(n int) *walker {
	w := &walker{}
	for i := range w.rest {
		w.rest[i] = bitset.New(n)
	}
	for depth := range w.turns {
		for turn := range w.turns[depth] {
			w.turns[depth][turn] = newMask(n)
		}
	}
	return w
}

// walk visits what is not surely denied by the active policies. It is false where the steps ran out.
func (c *candidate) walk(active set, within space, steps int, v visit) (finished bool) {
	w := c.program.walker
	w.candidate, w.visit, w.left, w.stopped = c, v, steps, false
	w.foresee(within)
	for i, m := range c.turns {
		w.turns[depthStart][i].meet(m, mask{active, active})
	}
	for option := range within.options {
		w.inOption(option, within)
	}
	return w.left >= 0
}

// foresee works out what denies whatever the dimensions still to come may be.
func (w *walker) foresee(within space) {
	p := w.candidate.program
	copy(w.rest[depthChannel], p.everyChannel)
	copy(w.rest[depthRisk], p.everyChannel)
	for _, r := range within.risks {
		w.rest[depthRisk].Intersect(r.mask.surely)
	}
	copy(w.rest[depthNetwork], w.rest[depthRisk])
	for _, networks := range [2][]*network{within.near, within.others} {
		for _, n := range networks {
			w.rest[depthNetwork].Intersect(n.mask.surely)
		}
	}
}

// narrow goes from one depth to another and reports whether some policy denies every situation there.
func (w *walker) narrow(from, to int, by mask, option int) (hopeless bool) {
	w.left--
	if w.stopped = w.stopped || w.left < 0; w.stopped {
		return true
	}
	c := w.candidate
	never := c.options[option].answered.no[Yes]
	for turn := range c.turns {
		m := w.turns[to][turn]
		m.meet(w.turns[from][turn], by)
		if m.surely.MeetsBoth(never, w.rest[to]) {
			return true
		}
	}
	return false
}

func (w *walker) inOption(option int, within space) {
	if w.narrow(depthStart, depthNetwork, *w.candidate.options[option].mask, option) {
		return
	}
	for _, networks := range [2][]*network{within.near, within.others} {
		for _, n := range networks {
			if w.narrow(depthNetwork, depthRisk, n.mask, option) {
				continue
			}
			for _, r := range within.risks {
				w.inEnvironment(situation{option: option, network: n, risk: r})
			}
		}
	}
}

// inEnvironment tries the channels of one environment.
func (w *walker) inEnvironment(s situation) {
	c := w.candidate
	if w.narrow(depthRisk, depthChannel, s.risk.mask, s.option) {
		return
	}
	for s.channel = range c.program.channels {
		if v := c.decide(&w.turns[depthChannel], s, true); v != No && !w.visit(s, v) {
			w.stopped = true
			return
		}
	}
}

// decide is the value of one sign-in: that of its worst turn. turns hold the policies that match every
// dimension but the channel.
func (c *candidate) decide(turns *[mostTurns]mask, s situation, registering bool) Value {
	p := c.program
	channel := &p.channels[s.channel]
	answered := c.options[s.option].answered
	worst := Yes
	for turn := range c.turns {
		m := turns[turn]
		registration := No
		if registering && answered.moved.MeetsBoth(m.perhaps, channel.mask.perhaps) {
			registration = c.registrationValue(m, answered)
		}
		v := verdictOf(m, channel.mask, answered.yes[registration], answered.no[registration], p.unsure(channel))
		if worst = min(worst, v); worst == No {
			break
		}
	}
	return worst
}

// registrationValue is the least, over the policies, of not applying to the registration sign-in or being
// satisfied there.
func (c *candidate) registrationValue(m mask, a *answered) Value {
	return verdictOf(m, c.program.registration, a.registerYes, a.registerNo, nil)
}

// unsure is the policies whose satisfaction the channel's client makes unsure.
func (p *program) unsure(ch *channel) set {
	if ch.client == ca.ClientAppMobileAndDesktop {
		return p.secureSession
	}
	return nil
}

// verdictOf is No where some policy that surely applies is surely not satisfied, and Yes where every policy
// that may apply surely is.
func verdictOf(m, target mask, yes, no, unsure set) Value {
	v := Yes
	for i := range m.surely {
		if m.surely[i]&target.surely[i]&no[i] != 0 {
			return No
		}
		satisfied := yes[i]
		if unsure != nil {
			satisfied &^= unsure[i]
		}
		if m.perhaps[i]&target.perhaps[i]&^satisfied != 0 {
			v = Unknown
		}
	}
	return v
}

// at are the policies that match every dimension of a situation but the channel, by turn. The next call
// overwrites them.
func (c *candidate) at(s situation, active set) *[mostTurns]mask {
	p := c.program
	out := &p.here
	for turn, m := range c.turns {
		out[turn].meet(m, mask{active, active})
		out[turn].intersect(*c.options[s.option].mask)
		out[turn].intersect(s.network.mask)
		out[turn].intersect(s.risk.mask)
	}
	return out
}
