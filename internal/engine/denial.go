package engine

import (
	"fmt"
	"strings"
)

// denials says of every policy of a core which control cannot be met, and why.
func (c *candidate) denials(core set) []Denial {
	var out []Denial
	core.Each(func(i int) {
		p := c.program
		g := p.grants[p.grantOf[i]]
		d := Denial{PolicyID: p.policies[i].ID, Policy: p.policies[i].DisplayName}
		var controls, reasons []string
		for _, at := range g.atoms {
			controls = append(controls, at.name)
			reasons = append(reasons, c.whyNot(at))
		}
		joint := " or "
		if len(g.atoms) > 1 && g.operator == "AND" {
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

// whyNot is one clause about a control that this person cannot meet.
func (c *candidate) whyNot(at atom) string {
	devices := len(c.devices)
	switch at.kind {
	case atomBlock:
		return "blocks"
	case atomMFA:
		return "needs multifactor authentication, and nothing that is registered or can be registered meets it"
	case atomStrength:
		return fmt.Sprintf("needs %q, and no method of the account meets it", at.name)
	case atomCompliantDevice:
		return "needs a compliant device, and " + noneOf(devices, "is compliant")
	case atomJoinedDevice:
		return "needs a hybrid joined device, and " + noneOf(devices, "is hybrid joined")
	case atomMobileApplication:
		return fmt.Sprintf("needs %s, which only iOS and Android have", at.name)
	case atomRemediation:
		return fmt.Sprintf("needs %s, which needs multifactor authentication first", at.name)
	}
	return fmt.Sprintf("needs %s", at.name)
}

func noneOf(devices int, property string) string {
	switch devices {
	case 0:
		return "no device is registered"
	case 1:
		return "the one registered device is not one that " + property
	}
	return fmt.Sprintf("none of the %d registered devices %s", devices, property)
}
