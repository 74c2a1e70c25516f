package engine

import (
	"fmt"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A plight is that of somebody who does not get in: what is met with the least that can be in hand, and with the
// most of everything that can.
type plight struct {
	least, most answer
	devices     int  // how many are registered
	worstDay    bool // without a device, and without a chance to register a method
}

// denials says of every policy of the core of a lockout which of its controls cannot be met, and why.
func (c *candidate) denials(core set) []Denial {
	in := plight{devices: len(c.devices)}
	if !c.program.onlyBlocks(core) { // who is blocked is asked for nothing, and there may be thousands
		none := hand{device: emptyHand, hello: c.credentials.hello.on("", false)}
		in.least = c.program.answer(c.credentials, none, ca.PlatformUnknown)
		in.most = c.program.answer(c.credentials, c.fullHand(none), ca.PlatformUnknown)
	}
	return c.denialsIn(core, in)
}

// onlyBlocks reports whether every policy of a core asks for nothing but blocks.
func (p *program) onlyBlocks(core set) bool {
	for i := range core.All {
		for _, at := range p.grants[p.grantOf[i]].atoms {
			if at.kind != atomBlock {
				return false
			}
		}
	}
	return true
}

// counterDenials is the same for the core of an environment of the worst day.
func (c *candidate) counterDenials(core set, s situation) []Denial {
	o := c.options[s.option]
	a := c.program.answer(c.credentials, o.hand, o.platform)
	return c.denialsIn(core, plight{least: a, most: a, worstDay: true})
}

// fullHand adds to a hand what each of the devices has, as if they were one.
func (c *candidate) fullHand(h hand) hand {
	for i := range c.devices {
		d := &c.devices[i]
		h.compliant, h.joined, h.hello = max(h.compliant, d.compliant), max(h.joined, d.joined), max(h.hello, d.hello)
	}
	if !c.devicesRead {
		h.compliant, h.joined = Unknown, Unknown
		for _, platform := range allPlatforms {
			h.hello = max(h.hello, c.credentials.hello.on(platform, false))
		}
	}
	return h
}

func (c *candidate) denialsIn(core set, in plight) []Denial {
	var out []Denial
	core.Each(func(i int) {
		p := c.program
		g := p.grants[p.grantOf[i]]
		d := Denial{PolicyID: p.policies[i].ID, Policy: p.policies[i].DisplayName}
		var controls, reasons []string
		for _, at := range g.atoms {
			if at.kind != atomBlock && in.least.value(p, at, No) != No {
				continue // one of several that are all asked for, and not the one that is not met
			}
			controls = append(controls, at.name)
			reasons = append(reasons, in.whyNot(p, at))
		}
		joint := " or "
		if g.operator == ca.OperatorAND {
			joint = " and "
		}
		d.Control = strings.Join(controls, joint)
		d.Why = strings.Join(reasons, "; ")
		if !c.onSomeChannel(i) {
			d.Why = "keeps a first method from being registered: " + d.Why
		}
		out = append(out, d)
	})
	return out
}

// onSomeChannel is false for a policy that denies only by shutting registration.
func (c *candidate) onSomeChannel(i int) bool {
	for _, ch := range c.program.channels {
		if ch.mask.perhaps.Has(i) {
			return true
		}
	}
	return false
}

// whyNot is one clause about a control that is not met.
func (in plight) whyNot(p *program, at atom) string {
	switch at.kind {
	case atomBlock:
		return "blocks"
	case atomMFA:
		return "needs multifactor authentication, and " + in.unless(p, at, in.nothing()+" meets it")
	case atomStrength:
		return fmt.Sprintf("needs %q, and %s", at.name, in.unless(p, at, "no method of the account meets it"))
	case atomCompliantDevice:
		return "needs a compliant device, and " + in.unless(p, at, in.noneOf("is compliant"))
	case atomJoinedDevice:
		return "needs a hybrid joined device, and " + in.unless(p, at, in.noneOf("is hybrid joined"))
	case atomMobileApplication:
		return fmt.Sprintf("needs %s, which only iOS and Android have", at.name)
	case atomRemediation:
		return fmt.Sprintf("needs %s, which needs multifactor authentication first", at.name)
	}
	return fmt.Sprintf("needs %s", at.name)
}

// unless says why nothing meets a control. Something may: only in sign-ins that are denied all the same.
func (in plight) unless(p *program, at atom, why string) string {
	if in.most.value(p, at, No) != No {
		return "whatever would meet it is denied for another reason"
	}
	return why
}

func (in plight) nothing() string {
	if in.worstDay {
		return "nothing that is registered"
	}
	return "nothing that is registered or can be registered"
}

func (in plight) noneOf(property string) string {
	switch {
	case in.worstDay:
		return "none is in hand"
	case in.devices == 0:
		return "no device is registered"
	case in.devices == 1:
		return "the one registered device is not one that " + property
	}
	return fmt.Sprintf("none of the %d registered devices %s", in.devices, property)
}
