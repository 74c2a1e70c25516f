package differential

import (
	"maps"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
	"github.com/entraguard/terraform-provider-entraguard/internal/reference"
)

// around are sign-ins to ask about a change: some that are drawn, some aimed at the policies that changed,
// and for each example some that differ from it in a part or two.
func (g *generator) around(w words, pair Pair, report difference.Report) []ca.SignIn {
	var all []ca.SignIn
	add := func(s ca.SignIn) {
		inSpace(&s, g.t)
		all = append(all, s)
	}
	for range pair.Draws {
		add(g.signIn(w))
	}
	for _, change := range report.Policies {
		if change.Change == difference.Unchanged {
			continue
		}
		for _, version := range versions(pair, change.ID) {
			for range 3 {
				s := g.aimed(g.signIn(w), w, version)
				add(s)
				g.redraw(&s, w, g.IntN(signInParts))
				add(s)
			}
		}
	}
	for _, box := range report.Boxes[:min(10, len(report.Boxes))] {
		for range 1 + pair.Draws/10 {
			s := box.Example
			for range 1 + g.IntN(2) {
				g.redraw(&s, w, g.IntN(signInParts))
			}
			add(s)
		}
	}
	return all
}

// versions are a policy before and after, each enabled and alone in its tenant.
func versions(pair Pair, id string) []*ca.Tenant {
	var alone []*ca.Tenant
	for _, t := range []*ca.Tenant{pair.Before, pair.After} {
		if p, has := t.Policy(id); has {
			p.State = ca.StateEnabled
			one := *t
			one.Policies = ca.Known([]ca.Policy{p})
			alone = append(alone, &one)
		}
	}
	return alone
}

// aimed redraws parts of a sign-in until the only policy of a tenant applies to it, or nothing more helps.
func (g *generator) aimed(s ca.SignIn, w words, t *ca.Tenant) ca.SignIn {
	const tries = 60
	inSpace(&s, t)
	matching := matchingConditions(t, s)
	for range tries {
		better := s
		g.redraw(&better, w, g.IntN(signInParts))
		inSpace(&better, t)
		if n := matchingConditions(t, better); n >= matching {
			s, matching = better, n
		}
	}
	return s
}

func matchingConditions(t *ca.Tenant, s ca.SignIn) int {
	n := 0
	for _, answer := range reference.WhatIf(t, s) {
		for _, v := range answer.Conditions {
			if v != reference.No {
				n++
			}
		}
	}
	return n
}

// inSpace makes a sign-in one whose change can be told: everything is known of its device, which signs in
// from its own platform, somebody from outside has a home, and a workload has nothing of what people have.
func inSpace(s *ca.SignIn, t *ca.Tenant) {
	c := &s.Conditions
	if len(s.Context.Applications) > 1 {
		s.Context.Applications = s.Context.Applications[:1]
	}
	if s.Identity.ServicePrincipalID != "" {
		*c = ca.SignInConditions{ClientApp: c.ClientApp, Platform: c.Platform, Address: c.Address, Country: c.Country, ServicePrincipalRisk: c.ServicePrincipalRisk, AgentRisk: c.AgentRisk}
		if s.Context.UserAction != "" {
			s.Context = ca.SignInContext{Applications: []string{ca.AppMicrosoftGraph}}
		}
		return
	}
	c.ServicePrincipalRisk, c.AgentRisk = "", ""
	if u, _ := t.User(s.Identity.UserID); s.Identity.ExternalTenantID == "" && strings.Contains(strings.ToUpper(u.UserPrincipalName), "#EXT#") {
		s.Identity.ExternalTenantID = "another-home"
	}
	if c.Device == nil {
		return
	}
	device := ca.Device{ID: c.Device.ID, Properties: maps.Clone(c.Device.Properties)}
	for _, name := range slices.Concat(propertyNames, []string{"physicalIds", "systemLabels"}) {
		if _, read := device.Properties[name]; !read {
			device.Properties[name] = ca.Property{}
		}
	}
	c.Device, c.Platform = &device, device.Platform()
}
