package differential

import (
	"fmt"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A tenantChange changes something about a tenant that a sign-in may come across. It reports whether there
// was anything to change.
type tenantChange struct {
	name  string
	apply func(*generator) bool
}

var tenantChanges = []tenantChange{
	{"one property", (*generator).changeProperty},
	{"one property", (*generator).changeProperty},
	{"one property", (*generator).changeProperty},
	{"one property", (*generator).changeProperty},
	{"condition added", (*generator).changeConditions},
	{"people redrawn", (*generator).changePeople},
	{"resources redrawn", (*generator).changeResources},
	{"grant redrawn", (*generator).changeGrant},
	{"grant redrawn", (*generator).changeGrant},
	{"policy created", (*generator).createPolicy},
	{"policy deleted", (*generator).deletePolicy},
	{"location", (*generator).changeLocation},
	{"location", (*generator).changeLocation},
	{"strength", (*generator).changeStrength},
	{"membership", (*generator).changeMembership},
	{"role", (*generator).changeRoles},
}

// anyPolicy is a policy of the tenant, by its place; nil where there is none.
func (g *generator) anyPolicy() *ca.Policy {
	policies := g.t.Policies.Value()
	if len(policies) == 0 {
		return nil
	}
	return &policies[g.IntN(len(policies))]
}

func (g *generator) changeProperty() bool {
	p := g.anyPolicy()
	if p == nil {
		return false
	}
	v := vocabularyOf(g.t)
	for range 20 {
		if changes := pick(g, properties...).changes(v, *p); len(changes) > 0 {
			*p = pick(g, changes...).Policy
			return true
		}
	}
	return false
}

func (g *generator) changeConditions() bool {
	p := g.anyPolicy()
	if p == nil {
		return false
	}
	g.narrow(&p.Conditions, 30)
	return true
}

func (g *generator) changePeople() bool {
	p := g.anyPolicy()
	if p == nil || p.Conditions.ClientApplications != nil {
		return false
	}
	p.Conditions.Users = g.users()
	return true
}

func (g *generator) changeResources() bool {
	p := g.anyPolicy()
	if p == nil {
		return false
	}
	p.Conditions.Applications = g.applications()
	return true
}

func (g *generator) changeGrant() bool {
	p := g.anyPolicy()
	if p == nil || p.Conditions.ClientApplications != nil {
		return false
	}
	p.GrantControls = g.grant()
	return true
}

func (g *generator) createPolicy() bool {
	policies, read := g.t.Policies.Get()
	if !read {
		return false
	}
	p := g.policy()
	p.ID, p.DisplayName = fmt.Sprintf("policy-%d", 10+len(policies)), fmt.Sprintf("CA%03d", 10+len(policies))
	g.t.Policies = ca.Known(append(policies, p))
	return true
}

func (g *generator) deletePolicy() bool {
	policies := g.t.Policies.Value()
	if len(policies) == 0 {
		return false
	}
	i := g.IntN(len(policies))
	g.t.Policies = ca.Known(slices.Delete(policies, i, i+1))
	return true
}

func (g *generator) changeLocation() bool {
	locations := g.t.NamedLocations.Value()
	if len(locations) == 0 {
		return false
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
	return true
}

func (g *generator) changeStrength() bool {
	strengths := g.t.Strengths.Value()
	if len(strengths) == 0 {
		return false
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
	return true
}

func (g *generator) changeMembership() bool {
	id := pick(g, groupIDs...)
	members, read := g.t.GroupMembers[id]
	if !read {
		return false
	}
	if len(members) > 0 && g.chance(50) {
		g.t.GroupMembers[id] = members[1:]
	} else {
		g.t.GroupMembers[id] = append(members, ca.Member{ID: pick(g, "user-1", "user-2", "guest-1"), Kind: "#microsoft.graph.user"})
	}
	return true
}

func (g *generator) changeRoles() bool {
	assignments, read := g.t.RoleAssignments.Get()
	if !read {
		return false
	}
	if len(assignments) > 0 && g.chance(50) {
		g.t.RoleAssignments = ca.Known(assignments[1:])
	} else {
		g.t.RoleAssignments = ca.Known(append(assignments, g.assignment()))
	}
	return true
}
