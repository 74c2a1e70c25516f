package guard

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// Scope is what has to be read beyond what policies and roles name.
type Scope struct {
	Users             []string
	Groups            []string
	ServicePrincipals []string // by object id, or by application id

	// Lists that changes rest on: they are to be read, and as fresh as a list that stored policies refer to.
	NamedLocations, Strengths, Contexts bool
}

// scope is what the verdicts about some changes need to have read.
func (g *Guard) scope(changes []Change) Scope {
	s := Scope{
		Users:  slices.Concat(g.config.BreakGlass.Users, g.config.Assume.CertificateUsers),
		Groups: slices.Clone(g.config.BreakGlass.Groups),
	}
	if g.config.Pipeline != "" {
		s.ServicePrincipals = []string{g.config.Pipeline}
	}
	for _, network := range g.config.Assume.Networks {
		s.Users = append(s.Users, network.Account)
	}
	for _, c := range changes {
		s.add(c)
	}
	s.Users, s.Groups, s.ServicePrincipals = ids(s.Users), ids(s.Groups), ids(s.ServicePrincipals)
	return s
}

// add is what one change needs: what its planned version names, and the list that its object is in.
func (s *Scope) add(c Change) {
	s.NamedLocations = s.NamedLocations || c.Object == ObjectNamedLocation
	s.Strengths = s.Strengths || c.Object == ObjectStrength
	s.Contexts = s.Contexts || c.Object == ObjectContext
	if c.PolicyAfter == nil {
		return
	}
	u, a := c.PolicyAfter.Conditions.Users, c.PolicyAfter.Conditions.Applications
	s.Users = append(append(s.Users, u.IncludeUsers...), u.ExcludeUsers...)
	s.Groups = append(append(s.Groups, u.IncludeGroups...), u.ExcludeGroups...)
	s.ServicePrincipals = append(append(s.ServicePrincipals, a.IncludeApplications...), a.ExcludeApplications...)
	if w := c.PolicyAfter.Conditions.ClientApplications; w != nil {
		s.ServicePrincipals = append(append(s.ServicePrincipals, w.IncludeServicePrincipals...), w.ExcludeServicePrincipals...)
	}
	for _, list := range references(*c.PolicyAfter) {
		known := len(ids(list.ids)) > 0
		switch list.object {
		case ObjectNamedLocation:
			s.NamedLocations = s.NamedLocations || known
		case ObjectStrength:
			s.Strengths = s.Strengths || known && !isBuiltIn(*c.PolicyAfter.GrantControls.AuthenticationStrength)
		case ObjectContext:
			s.Contexts = s.Contexts || known
		}
	}
}

// ids leaves out the words that stand in lists of ids, and repetitions.
func ids(list []string) []string {
	list = slices.DeleteFunc(slices.Clone(list), func(id string) bool {
		return id == "" || id == ca.NotYetKnown || contains(wordsInIDLists, id)
	})
	slices.Sort(list)
	return slices.Compact(list)
}

// wordsInIDLists stand in collections of ids, and name no object.
var wordsInIDLists = []string{
	ca.All, ca.None, ca.GuestsOrExternalUsers, ca.ServicePrincipalsInMyOrg, ca.Office365, ca.MicrosoftAdminPortals,
	"AllAgentIdUsers", "AllAgentIdResources",
}

func (s Scope) equal(other Scope) bool {
	return slices.Equal(s.Users, other.Users) && slices.Equal(s.Groups, other.Groups) &&
		slices.Equal(s.ServicePrincipals, other.ServicePrincipals) &&
		s.NamedLocations == other.NamedLocations && s.Strengths == other.Strengths && s.Contexts == other.Contexts
}
