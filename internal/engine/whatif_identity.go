package engine

import (
	"fmt"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// identity decides whom a policy means.
func (w *whatIf) identity(p ca.Policy) clause {
	if w.visitor.isPrincipal {
		return w.workload(p)
	}
	c := clause{reason: ca.ReasonUsers}
	if p.Conditions.ClientApplications != nil {
		c.why = "it concerns service principals alone"
		return c
	}
	u := p.Conditions.Users
	include := w.listed(u.IncludeUsers, u.IncludeGroups, u.IncludeRoles, u.IncludeGuestsOrExternalUsers)
	exclude := w.listed(u.ExcludeUsers, u.ExcludeGroups, u.ExcludeRoles, u.ExcludeGuestsOrExternalUsers)
	c.value = min(include.value, exclude.value.Not())
	switch {
	case include.value == No:
		c.why = fmt.Sprintf("%s is not among whom it includes: %s", w.visitor.name, enumerate(include.names))
	case exclude.value == Yes:
		c.why = fmt.Sprintf("it excludes %s: %s", w.visitor.name, enumerate(exclude.matched))
	case c.value == Unknown:
		for _, s := range []listing{include, exclude} {
			if s.value == Unknown {
				c.facts = append(c.facts, w.doubtfulListing(p, s)...)
			}
		}
	}
	return c
}

// A listing is one side of a users condition.
type listing struct {
	value   Value
	names   []string // everything on it
	matched []string // what surely means the visitor
	groups  []string // ids of groups that may mean the visitor
	roles   []string
	guests  bool // the guests object may
	unknown bool // something is known only when the policy is applied
}

func (w *whatIf) listed(users, groups, templates []string, guests *ca.GuestsOrExternal) listing {
	var s listing
	v := w.visitor
	add := func(name string, value Value) {
		s.names = append(s.names, name)
		s.value = max(s.value, value)
		if value == Yes {
			s.matched = append(s.matched, name)
		}
	}
	for _, id := range users {
		name := userNamed(w.tenant, id)
		switch id {
		case ca.NotYetKnown:
			s.unknown = true
			add(id, Unknown)
		case ca.GuestsOrExternalUsers:
			s.guests = s.guests || v.external() == Unknown
			add(name, v.external())
		default:
			add(name, yesIf(id == ca.All || (v.id != "" && ca.SameID(id, v.id))))
		}
	}
	for _, id := range groups {
		value := w.inGroup(id)
		s.unknown = s.unknown || id == ca.NotYetKnown
		if value == Unknown && id != ca.NotYetKnown {
			s.groups = append(s.groups, id)
		}
		add(groupNamed(w.tenant, id), value)
	}
	for _, id := range templates {
		value := w.holdsRole(id)
		s.unknown = s.unknown || id == ca.NotYetKnown
		if value == Unknown && id != ca.NotYetKnown {
			s.roles = append(s.roles, id)
		}
		add(roleNamed(w.tenant, id), value)
	}
	if guests != nil {
		value := v.matchGuests(guests)
		s.guests = s.guests || value == Unknown
		add("guests and external users of some types", value)
	}
	return s
}

// inGroup is No for whoever has no object in the tenant.
func (w *whatIf) inGroup(id string) Value {
	switch {
	case id == ca.NotYetKnown:
		return Unknown
	case w.visitor.id == "":
		return No
	}
	return w.crowd.group(id).value(0)
}

func (w *whatIf) holdsRole(id string) Value {
	switch {
	case id == ca.NotYetKnown:
		return Unknown
	case w.visitor.id == "":
		return No
	}
	return w.crowd.role(id, 0).value(0)
}

func (w *whatIf) doubtfulListing(p ca.Policy, s listing) []MissingFact {
	var facts []MissingFact
	for _, id := range s.groups {
		facts = append(facts, factGroupMembers(w.tenant, id))
	}
	for _, id := range s.roles {
		facts = append(facts, fact("roleAssignments", "read who holds %s, and the members of the groups that hold it", roleNamed(w.tenant, id)))
	}
	switch _, found := w.tenant.User(w.visitor.id); {
	case !s.guests:
	case w.visitor.external() == Unknown && !found:
		facts = append(facts, fact("users", "read user %s: %q asks whether it is a guest", w.visitor.id, p.DisplayName))
	case w.visitor.external() == Unknown:
		facts = append(facts, fact("users", "read userType of %s: %q asks whether it is a guest", w.visitor.name, p.DisplayName))
	case w.visitor.homeTenant == "":
		facts = append(facts, fact("signInIdentity.externalTenantId", "state the home tenant of %s: %q asks for it", w.visitor.name, p.DisplayName))
	default:
		facts = append(facts, fact("condition", "%q names guests that this version does not know", p.DisplayName))
	}
	if s.unknown {
		facts = append(facts, fact("condition", "whom %q means is known only when it is applied", p.DisplayName))
	}
	return facts
}

// workload decides whether a policy means the service principal.
func (w *whatIf) workload(p ca.Policy) clause {
	c := clause{reason: ca.ReasonWorkloadIdentities}
	a := p.Conditions.ClientApplications
	if a == nil {
		c.why = "it concerns users, and none of the service principals"
		return c
	}
	id := w.visitor.principal.ID
	matched := matchPrincipal(*a, id)
	c.value = min(w.visitor.concerned, matched)
	switch {
	case w.visitor.concerned == No:
		c.why = fmt.Sprintf("%s is a managed identity or another tenant's application, which such policies leave alone", w.visitor.name)
	case slices.ContainsFunc(a.ExcludeServicePrincipals, func(have string) bool { return ca.SameID(have, id) }):
		c.why = fmt.Sprintf("it excludes %s", w.visitor.name)
	case matched == No:
		c.why = fmt.Sprintf("%s is not among the service principals that it includes", w.visitor.name)
	case matched == Unknown && a.ServicePrincipalFilter != nil:
		c.facts = append(c.facts, fact("customSecurityAttributes", "%q filters service principals by attributes, which are not read", p.DisplayName))
	case matched == Unknown:
		c.facts = append(c.facts, fact("condition", "whom %q means is known only when it is applied", p.DisplayName))
	}
	if w.visitor.concerned == Unknown && c.value == Unknown {
		c.facts = append(c.facts, fact("servicePrincipals", "read servicePrincipalType, signInAudience and appOwnerOrganizationId of %s", w.visitor.name))
	}
	return c
}
