package engine

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A candidate is a repairer with everything that depends on it compiled: which policies mean it, in each
// turn, what it may have in hand, and where it may be. People of whom every policy says the same differ in
// their names alone, and one of them is searched for all.
type candidate struct {
	program *program
	who     person
	carried
	turns     []mask
	options   []option // the available ones first
	available int
	near      []*network // the available networks of this person
}

// An option is something in hand, on one platform.
type option struct {
	hand     hand
	platform ca.Platform
	class    int // of what is in hand, by the filters
	mask     *mask
	answered *answered
}

// alike reports whether the same thing is in hand, whatever the policies say to it.
func (o option) alike(other option) bool { return o.hand == other.hand && o.platform == other.platform }

// A hand is what a person holds in one sign-in.
type hand struct {
	device    int // among the person's devices, or one of the two below
	compliant Value
	joined    Value
	hello     Value
}

// The hands that hold none of the person's devices.
const (
	emptyHand    = -1
	unreadDevice = -2 // a device that the person may have, of which nothing was read
)

// candidate compiles one person.
func (p *program) candidate(who person) *candidate {
	c := &candidate{program: p, who: who, carried: p.roster.carries[who.index], near: p.near(who)}
	c.turns = make([]mask, who.turns())
	for turn := range c.turns {
		c.turns[turn] = p.meant(who, turn)
	}
	none := hand{device: emptyHand, hello: c.credentials.hello.on("", false)}
	platforms := p.platformsAvailable()
	c.options = make([]option, 0, len(platforms)+len(c.devices)+1)
	for _, platform := range platforms {
		c.hold(none, platform, noDeviceClass)
	}
	for i := range c.devices {
		d := &c.devices[i]
		c.hold(hand{device: i, compliant: d.compliant, joined: d.joined, hello: d.hello}, d.platform, p.filters.classOf(d))
	}
	c.available = len(c.options)
	if !c.devicesRead {
		for _, platform := range allPlatforms {
			c.hold(hand{device: unreadDevice, compliant: Unknown, joined: Unknown, hello: c.credentials.hello.on(platform, false)}, platform, unreadClass)
		}
	}
	// Without a device the platform may also be one that nothing tells.
	c.hold(none, ca.PlatformUnknown, noDeviceClass)
	return c
}

// become makes c another person of the same class.
func (c *candidate) become(other *candidate, who person) {
	*c = *other
	c.who, c.carried, c.near = who, c.program.roster.carries[who.index], c.program.near(who)
}

// hold adds an option, unless the policies do not tell it from one that is there.
func (c *candidate) hold(h hand, platform ca.Platform, class int) {
	p := c.program
	o := option{h, platform, class, p.optionMask(platform, class), p.answeredBy(c.credentials, h, platform)}
	same := func(have option) bool {
		return have.answered == o.answered && have.platform == o.platform && have.class == o.class
	}
	if !slices.ContainsFunc(c.options, same) {
		c.options = append(c.options, o)
	}
}

// platformsAvailable are the platforms of a sign-in without a device.
func (p *program) platformsAvailable() []ca.Platform {
	if len(p.question.Assume.Platforms) > 0 {
		return p.question.Assume.Platforms
	}
	return ca.DefaultPlatforms
}

// A situation is one sign-in: a value for every dimension, the channel and the option by their index.
type situation struct {
	channel, option int
	network         *network
	risk            *risk
}

// cost counts the dimensions that are not at their default, so that the plainest situation can be shown.
func (c *candidate) cost(s situation) int {
	cost := 0
	for _, plain := range []bool{
		s.channel == 0, s.option == 0, s.network == c.plainNetwork(), s.risk.user == ca.RiskNone, s.risk.signIn == ca.RiskNone,
		c.options[s.option].hand.device == emptyHand,
	} {
		if !plain {
			cost++
		}
	}
	return cost
}

// plainNetwork is the one that needs no explanation.
func (c *candidate) plainNetwork() *network {
	if len(c.near) > 0 {
		return c.near[0]
	}
	return c.program.classes[0]
}

// isNear reports whether the person is known to sign in from a network.
func (c *candidate) isNear(n *network) bool { return slices.Contains(c.near, n) }
