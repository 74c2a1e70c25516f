package engine

import "github.com/entraguard/terraform-provider-entraguard/internal/ca"

// A visit is told of one situation that is not surely denied, and says whether to go on.
type visit func(s situation, v Value) (goOn bool)

// A walker goes depth first over the situations of a candidate, with only some policies in force, and
// leaves out every branch in which some policy surely denies whatever the rest may be.
type walker struct {
	candidate *candidate
	active    set
	visit     visit
	rest      []set // the policies that match every value of the dimensions still to come, by depth
	stopped   bool
}

// The depths at which a branch can be cut.
const (
	depthNetwork = iota // an option is chosen, a network is next
	depthRisk
	depthChannel
)

// availableSituations visits those that the person can bring about.
func (c *candidate) availableSituations(active set, v visit) {
	none := []ca.RiskLevel{ca.RiskNone}
	c.walk(active, c.options[:c.available], c.networks[:c.near], none, none, v)
}

// allSituations visits the possible ones too.
func (c *candidate) allSituations(active set, v visit) {
	p := c.program
	c.walk(active, c.options, c.networks, distinctRisks(p.userRisk), distinctRisks(p.signInRisk), v)
}

// distinctRisks leaves out levels that no policy tells from a lower one.
func distinctRisks(masks map[ca.RiskLevel]mask) []ca.RiskLevel {
	seen := map[string]bool{}
	var levels []ca.RiskLevel
	for _, level := range allRisks {
		if key := masks[level].key(); !seen[key] {
			seen[key] = true
			levels = append(levels, level)
		}
	}
	return levels
}

func (c *candidate) walk(active set, options []option, networks []network, userRisks, signInRisks []ca.RiskLevel, v visit) {
	p := c.program
	w := &walker{candidate: c, active: active, visit: v}
	channels := fullSet(p.n)
	for _, ch := range p.channels {
		channels.intersect(ch.mask.surely)
	}
	risks := channels.clone()
	for _, level := range userRisks {
		risks.intersect(p.userRisk[level].surely)
	}
	for _, level := range signInRisks {
		risks.intersect(p.signInRisk[level].surely)
	}
	everywhere := risks.clone()
	for _, n := range networks {
		everywhere.intersect(n.mask.surely)
	}
	w.rest = []set{depthNetwork: everywhere, depthRisk: risks, depthChannel: channels}

	turns := make([]mask, len(c.turns))
	for i, m := range c.turns {
		turns[i] = m.clone()
		turns[i].intersect(mask{active, active})
	}
	for option := range options {
		w.inOption(turns, option, networks, userRisks, signInRisks)
	}
}

func narrowed(turns []mask, by mask) []mask {
	out := make([]mask, len(turns))
	for i, m := range turns {
		out[i] = m.clone()
		out[i].intersect(by)
	}
	return out
}

// hopeless reports whether some policy denies every situation of the branch.
func (w *walker) hopeless(turns []mask, option, depth int) bool {
	never := w.candidate.options[option].answered.no[Yes]
	for _, m := range turns {
		for i, word := range m.surely {
			if word&never[i]&w.rest[depth][i] != 0 {
				return true
			}
		}
	}
	return false
}

func (w *walker) inOption(turns []mask, option int, networks []network, userRisks, signInRisks []ca.RiskLevel) {
	turns = narrowed(turns, w.candidate.options[option].mask)
	if w.stopped || w.hopeless(turns, option, depthNetwork) {
		return
	}
	for network := range networks {
		here := narrowed(turns, networks[network].mask)
		if w.stopped || w.hopeless(here, option, depthRisk) {
			continue
		}
		for _, userRisk := range userRisks {
			for _, signInRisk := range signInRisks {
				w.inEnvironment(here, situation{option: option, network: network, userRisk: userRisk, signInRisk: signInRisk})
			}
		}
	}
}

// inEnvironment tries the channels of one environment.
func (w *walker) inEnvironment(turns []mask, s situation) {
	if w.stopped {
		return
	}
	c := w.candidate
	m := c.program.userRisk[s.userRisk].clone()
	m.intersect(c.program.signInRisk[s.signInRisk])
	turns = narrowed(turns, m)
	if w.hopeless(turns, s.option, depthChannel) {
		return
	}
	for channel := range c.program.channels {
		s.channel = channel
		if v := c.decide(turns, s, true); v != No && !w.visit(s, v) {
			w.stopped = true
			return
		}
	}
}

// decide is the value of one sign-in: that of its worst turn. turns hold the policies that match every
// dimension but the channel.
func (c *candidate) decide(turns []mask, s situation, registering bool) Value {
	p := c.program
	channel := p.channels[s.channel]
	answered := c.options[s.option].answered
	worst := Yes
	for _, m := range turns {
		registration := No
		if registering && answered.registrationMoves {
			registration = c.registrationValue(m, answered)
		}
		v := verdictOf(m, channel.mask, answered.yes[registration], answered.no[registration], c.unsure(channel))
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
func (c *candidate) unsure(ch channel) set {
	if ch.client == ca.ClientAppMobileAndDesktop {
		return c.program.secureSession
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

// masksAt are the policies that match every dimension of a situation but the channel, by turn.
func (c *candidate) masksAt(s situation, active set) []mask {
	m := mask{active.clone(), active.clone()}
	m.intersect(c.options[s.option].mask)
	m.intersect(c.networks[s.network].mask)
	m.intersect(c.program.userRisk[s.userRisk])
	m.intersect(c.program.signInRisk[s.signInRisk])
	return narrowed(c.turns, m)
}
