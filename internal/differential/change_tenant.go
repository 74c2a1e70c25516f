package differential

import (
	"fmt"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// tenantChanges change something about a tenant that a sign-in may come across. Each says what it was; "" is
// nothing, for want of anything to change.
var tenantChanges = []func(*generator) string{
	(*generator).changeProperty,
	(*generator).changeProperty,
	(*generator).changeProperty,
	(*generator).changeProperty,
	(*generator).changeConditions,
	(*generator).changePeople,
	(*generator).changeResources,
	(*generator).changeGrant,
	(*generator).changeGrant,
	(*generator).createPolicy,
	(*generator).deletePolicy,
	(*generator).changeLocation,
	(*generator).changeLocation,
	(*generator).changeStrength,
	(*generator).changeMembership,
	(*generator).changeRoles,
}

// anyPolicy is a policy of the tenant, by its place; nil where there is none.
func (g *generator) anyPolicy() *ca.Policy {
	policies := g.t.Policies.Value()
	if len(policies) == 0 {
		return nil
	}
	return &policies[g.IntN(len(policies))]
}

func (g *generator) changeProperty() string {
	p := g.anyPolicy()
	if p == nil {
		return ""
	}
	v := vocabularyOf(g.t)
	for range 20 {
		property := pick(g, properties...)
		if changes := property.changes(v, *p); len(changes) > 0 {
			*p = pick(g, changes...)
			return property.name
		}
	}
	return ""
}

func (g *generator) changeConditions() string {
	p := g.anyPolicy()
	if p == nil {
		return ""
	}
	g.narrow(&p.Conditions, 30)
	return "condition added"
}

func (g *generator) changePeople() string {
	p := g.anyPolicy()
	if p == nil || p.Conditions.ClientApplications != nil {
		return ""
	}
	p.Conditions.Users = g.users()
	return "people redrawn"
}

func (g *generator) changeResources() string {
	p := g.anyPolicy()
	if p == nil {
		return ""
	}
	p.Conditions.Applications = g.applications()
	return "resources redrawn"
}

func (g *generator) changeGrant() string {
	p := g.anyPolicy()
	if p == nil || p.Conditions.ClientApplications != nil {
		return ""
	}
	p.GrantControls = g.grant()
	return "grant redrawn"
}

func (g *generator) createPolicy() string {
	policies, read := g.t.Policies.Get()
	if !read {
		return ""
	}
	p := g.policy()
	p.ID, p.DisplayName = fmt.Sprintf("policy-%d", 10+len(policies)), fmt.Sprintf("CA%03d", 10+len(policies))
	g.t.Policies = ca.Known(append(policies, p))
	return "policy created"
}

func (g *generator) deletePolicy() string {
	policies := g.t.Policies.Value()
	if len(policies) == 0 {
		return ""
	}
	i := g.IntN(len(policies))
	g.t.Policies = ca.Known(slices.Delete(policies, i, i+1))
	return "policy deleted"
}

func (g *generator) changeLocation() string {
	locations := g.t.NamedLocations.Value()
	if len(locations) == 0 {
		return ""
	}
	l := &locations[g.IntN(len(locations))]
	switch {
	case g.chance(25):
		l.IsTrusted = !l.IsTrusted
	case l.Kind == ca.LocationIP && len(l.IPRanges) > 1 && g.chance(40):
		l.IPRanges = l.IPRanges[1:]
	case l.Kind == ca.LocationIP:
		l.IPRanges = append(l.IPRanges, pick(g, ranges...))
	case l.Kind == ca.LocationCountry && g.chance(30):
		l.IncludeUnknownCountriesAndRegions = !l.IncludeUnknownCountriesAndRegions
	case l.Kind == ca.LocationCountry:
		l.CountriesAndRegions = some(g, 2, []string{"NO", "SE", "DE", "IS"})
	default:
		l.Kind = pick(g, ca.LocationIP, ca.LocationCompliantNetwork)
	}
	return "location"
}

func (g *generator) changeStrength() string {
	strengths := g.t.Strengths.Value()
	if len(strengths) == 0 {
		return ""
	}
	s := &strengths[g.IntN(len(strengths))]
	switch {
	case len(s.AllowedCombinations) > 1 && g.chance(40):
		s.AllowedCombinations = s.AllowedCombinations[1:]
	case len(s.CombinationConfigurations) > 0 && g.chance(40):
		s.CombinationConfigurations = nil
	case g.chance(40):
		s.CombinationConfigurations = g.strength(s.ID).CombinationConfigurations
	default:
		s.AllowedCombinations = append(s.AllowedCombinations, pick(g, "fido2", "password", "password,sms", "x509CertificateMultiFactor"))
	}
	return "strength"
}

func (g *generator) changeMembership() string {
	id := pick(g, groupIDs...)
	members, read := g.t.GroupMembers[id]
	if !read {
		return ""
	}
	if len(members) > 0 && g.chance(50) {
		g.t.GroupMembers[id] = members[1:]
	} else {
		g.t.GroupMembers[id] = append(members, ca.Member{ID: pick(g, "user-1", "user-2", "guest-1"), Kind: "#microsoft.graph.user"})
	}
	return "membership"
}

func (g *generator) changeRoles() string {
	assignments, read := g.t.RoleAssignments.Get()
	if !read {
		return ""
	}
	if len(assignments) > 0 && g.chance(50) {
		g.t.RoleAssignments = ca.Known(assignments[1:])
	} else {
		g.t.RoleAssignments = ca.Known(append(assignments, g.assignment()))
	}
	return "role"
}
