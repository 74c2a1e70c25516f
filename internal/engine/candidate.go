package engine

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A candidate is a repairer with everything that depends on it compiled: which policies mean it, in each
// turn, what it may have in hand, and where it may be.
type candidate struct {
	program     *program
	who         person
	credentials credentials
	turns       []mask
	options     []option // the available ones first
	available   int
	networks    []network // the available ones first
	near        int       // how many of them are available
}

// An option is something in hand, on one platform.
type option struct {
	hand     hand
	platform ca.Platform
	mask     mask
	answered *answered
}

func (p *program) candidate(who person, turns []mask) *candidate {
	c := &candidate{program: p, who: who, credentials: p.credentials(who), turns: turns}
	hands, available := p.hands(who, c.credentials)
	for i, h := range hands {
		if i == available {
			c.available = len(c.options)
		}
		c.hold(h)
	}
	if available == len(hands) {
		c.available = len(c.options)
	}
	// Without a device the platform may also be one that nothing tells.
	nothing := hands[0]
	nothing.platforms = []ca.Platform{ca.PlatformUnknown}
	c.hold(nothing)

	c.networks = p.elsewhere()
	c.networks = append(c.networks, p.personal(who.user)...)
	c.near = len(c.networks)
	for _, n := range p.classes {
		if !n.elsewhere {
			c.networks = append(c.networks, n)
		}
	}
	return c
}

func (c *candidate) hold(h hand) {
	p := c.program
	filter := p.noDevice
	if h.deviceID != "" || h.unread {
		filter = p.filterMask(h.lookup)
	}
	for _, platform := range h.platforms {
		m := p.platforms[platform].clone()
		m.intersect(filter)
		c.options = append(c.options, option{h, platform, m, p.answered(p.answer(c.credentials, h, platform))})
	}
}

// elsewhere is the class in no named location, or nothing where no network can be in none.
func (p *program) elsewhere() []network {
	if i := slices.IndexFunc(p.classes, func(n network) bool { return n.elsewhere }); i >= 0 {
		return []network{p.classes[i]}
	}
	return nil
}

// key is equal for candidates of which every policy says the same.
func (c *candidate) key() string {
	var key []byte
	for _, m := range c.turns {
		key = m.appendKey(key)
	}
	key = append(key, byte(len(c.turns)), byte(c.near), byte(c.near>>8), byte(c.available), byte(c.available>>8))
	if c.who.breakGlass {
		key = append(key, 1)
	}
	for _, o := range c.options {
		key = o.mask.appendKey(key)
		key = append(key, o.platformByte())
		for registration := range o.answered.yes {
			key = o.answered.no[registration].appendKey(o.answered.yes[registration].appendKey(key))
		}
		key = o.answered.registerNo.appendKey(o.answered.registerYes.appendKey(key))
	}
	for _, n := range c.networks {
		key = n.mask.appendKey(key)
	}
	return string(key)
}

func (o option) platformByte() byte { return byte(slices.Index(allPlatforms, o.platform)) }

// A situation is one sign-in: an index into each dimension.
type situation struct {
	channel, option, network int
	userRisk, signInRisk     ca.RiskLevel
}

// cost counts the dimensions that are not at their default, so that the plainest situation can be shown.
func (c *candidate) cost(s situation) int {
	cost := 0
	for _, plain := range []bool{
		s.channel == 0, s.option == 0, s.network == 0, s.userRisk == ca.RiskNone, s.signInRisk == ca.RiskNone,
		c.options[s.option].hand.deviceID == "" && !c.options[s.option].hand.unread,
	} {
		if !plain {
			cost++
		}
	}
	return cost
}
