package engine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// control says with what the account meets one control, or why it does not.
func (w *whatIf) control(p ca.Policy, at atom, v Value) ControlAnswer {
	c := ControlAnswer{Control: at.name, Value: v}
	switch v {
	case Yes:
		w.met(&c, at)
	case No:
		c.Why = w.notMet(at)
	case Unknown:
		var facts factSet
		w.doubtControl(p, at, &facts)
		c.Why = strings.Join(namedEach(facts.sorted(), func(f MissingFact) string { return f.How }), "; ")
	}
	return c
}

func (w *whatIf) met(c *ControlAnswer, at atom) {
	switch at.kind {
	case atomMFA, atomStrength:
		if w.means.value(at, No) != Yes {
			c.Registers = true
			c.Why = "registers a method at sign-in"
			return
		}
		c.Modes = w.means.modes(at)
		slices.Sort(c.Modes)
		c.Why = "an external method"
		if len(c.Modes) > 0 {
			c.Why = strings.Join(namedEach(c.Modes, func(m ca.Mode) string { return string(m) }), " + ")
		}
	case atomCompliantDevice:
		c.Why = deviceNamed(*w.signIn.Conditions.Device) + " is compliant"
	case atomJoinedDevice:
		c.Why = deviceNamed(*w.signIn.Conditions.Device) + " is hybrid joined"
	case atomTermsOfUse:
		c.Why = "accepted, as assume.terms_of_use_accepted says"
	}
}

func (w *whatIf) notMet(at atom) string {
	device := w.signIn.Conditions.Device
	switch {
	case at.kind == atomBlock:
		return "blocks"
	case w.legacy() && w.means.value(at, w.registration) != No:
		return fmt.Sprintf("a client without modern authentication (%s) cannot be asked for it", w.signIn.Conditions.ClientApp)
	}
	switch at.kind {
	case atomMFA:
		switch {
		case w.signIn.Context.UserAction == ca.UserActionRegisterSecurityInfo:
			return "no registered method meets it, and it is asked for before one can be registered"
		case w.registration == No && w.means.registrable() != No:
			return fmt.Sprintf("no registered method meets it, and %s keeps one from being registered", enumerate(w.registrationShut))
		default:
			return "nothing that is registered or can be registered meets it"
		}
	case atomStrength:
		return "no method of the account meets it"
	case atomCompliantDevice, atomJoinedDevice:
		if device == nil {
			return "the sign-in has no device"
		}
		state := map[atomKind]string{atomCompliantDevice: "compliant", atomJoinedDevice: "hybrid joined"}[at.kind]
		return fmt.Sprintf("%s is not %s", deviceNamed(*device), state)
	case atomMobileApplication:
		return "only iOS and Android have such applications"
	case atomRemediation:
		return "it needs multifactor authentication first, and no method of the account meets that"
	}
	return "it cannot be met"
}

// assumptions are what the answer takes for granted: what the service takes where nothing was stated, and
// what the operator said.
func (w *whatIf) assumptions(policies []WhatIfPolicy) []string {
	c := w.signIn.Conditions
	var out []string
	for _, a := range []struct {
		taken bool
		says  string
		asked func(ca.Policy) bool
	}{
		{c.UserRisk == "" && !w.visitor.isPrincipal, "user risk none, which the sign-in does not state",
			func(p ca.Policy) bool { return len(p.Conditions.UserRiskLevels) > 0 }},
		{c.SignInRisk == "" && !w.visitor.isPrincipal, "sign-in risk none, which the sign-in does not state",
			func(p ca.Policy) bool { return len(p.Conditions.SignInRiskLevels) > 0 }},
		{c.ServicePrincipalRisk == "" && w.visitor.isPrincipal, "service principal risk none, which the sign-in does not state",
			func(p ca.Policy) bool { return len(p.Conditions.ServicePrincipalRiskLevels) > 0 }},
		{c.Device == nil && !w.visitor.isPrincipal, "no device, which the sign-in does not state",
			func(p ca.Policy) bool { return p.Conditions.Devices != nil || asksForDevice(p.GrantControls) }},
	} {
		if a.taken && slices.ContainsFunc(w.policies, func(p ca.Policy) bool { return takesPart(p) != No && a.asked(p) }) {
			out = append(out, a.says)
		}
	}
	for i, p := range policies {
		if p.Applies == No {
			continue
		}
		for j, control := range p.Controls {
			said := ""
			switch at := w.means.grants[i].atoms[j]; {
			case slices.Contains(control.Modes, ca.ModeX509SingleFactor), slices.Contains(control.Modes, ca.ModeX509MultiFactor):
				said = "a certificate, stated in assume.certificate_users"
			case at.kind == atomTermsOfUse && control.Value == Yes:
				said = "terms of use accepted, stated in assume.terms_of_use_accepted"
			}
			if said != "" && !slices.Contains(out, said) {
				out = append(out, said)
			}
		}
	}
	return out
}

func asksForDevice(g *ca.GrantControls) bool {
	return g != nil && (slices.Contains(g.BuiltInControls, ca.ControlCompliantDevice) || slices.Contains(g.BuiltInControls, ca.ControlDomainJoinedDevice))
}
