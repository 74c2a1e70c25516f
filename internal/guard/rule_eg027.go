package guard

import (
	"fmt"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

var ruleEG027 = Rule{
	ID:    "EG027",
	Title: "A reference that does not resolve",
	Harm: `The policy names something that the tenant does not have: a user, a group, a role, a location, a strength, an
application or an authentication context. Among the exclusions that means that nobody is left out; among the inclusions,
that the policy covers less than it says. The service refuses some of these and keeps quiet about others.

The other way round, a location, a strength or a context is deleted that a policy goes on naming. The service refuses that.`,
	WayOut: `Correct the id, or take it out. An id that another resource of the configuration creates is referred to by that
resource's attribute, so that Terraform knows the order.

Take what is to be deleted out of the policies in the same plan. Where another object takes its place, ` + "`create_before_destroy`" + `
has Terraform change the policies in between.`,
	Example: `conditions = {
  users = { exclude_groups = [azuread_group.break_glass.object_id] }
}`,
	Severity: Error,
	Waivable: true,
	check: func(rule Rule, s subject) []Finding {
		var rows [][]row
		f := rule.finding(s)
		for _, list := range references(s.policy) {
			for _, id := range list.ids {
				if id == ca.NotYetKnown || contains(wordsInIDLists, id) || list.resolves(s.tenant, id) {
					continue
				}
				f.liftable = f.liftable || list.object == ObjectContext // its id is known before it is created
				rows = append(rows, []row{{id, list.noun + " at " + list.attribute}})
				f.about = append(f.about, list.attribute+" "+ca.FoldID(id))
				if f.Attribute == "" {
					f.Attribute = list.attribute
				}
			}
		}
		if len(rows) == 0 {
			return nil
		}
		f.Harm = "names what the tenant does not have"
		f.Paragraph = fmt.Sprintf("%s of the policy %s to nothing in the tenant. An exclusion that resolves to nothing leaves nobody out.",
			count(len(rows), "", "reference"), verb(len(rows), "resolves", "resolve"))
		f.Evidence = table(row{"Id", "Named as"}, limited(rows, "reference"))
		f.FixText = "To fix it, correct the ids or take them out."
		return []Finding{f}
	},
	step: stillNamed,
}

func verb(n int, singular, plural string) string {
	if n == 1 {
		return singular
	}
	return plural
}

// A referenceList is one attribute that names objects of the tenant.
type referenceList struct {
	attribute string
	noun      string
	ids       []string
	resolves  func(*ca.Tenant, string) bool // true, too, where it is not known
	object    Object                        // of what a plan can create and delete; "" for the directory's objects
}

func references(p ca.Policy) []referenceList {
	u, a := p.Conditions.Users, p.Conditions.Applications
	lists := []referenceList{
		{"conditions.users.include_users", "a user", u.IncludeUsers, hasUser, ""},
		{excludeUsers, "a user", u.ExcludeUsers, hasUser, ""},
		{"conditions.users.include_groups", "a group", u.IncludeGroups, hasGroup, ""},
		{excludeGroups, "a group", u.ExcludeGroups, hasGroup, ""},
		{"conditions.users.include_roles", "a built-in role", u.IncludeRoles, hasRole, ""},
		{"conditions.users.exclude_roles", "a built-in role", u.ExcludeRoles, hasRole, ""},
		{"conditions.applications.include_applications", "an application", a.IncludeApplications, hasApplication, ""},
		{"conditions.applications.exclude_applications", "an application", a.ExcludeApplications, hasApplication, ""},
		{"conditions.applications.include_authentication_context_class_references", "an authentication context", a.IncludeAuthenticationContextClassReferences, hasContext, ObjectContext},
	}
	if w := p.Conditions.ClientApplications; w != nil {
		lists = append(lists,
			referenceList{"conditions.client_applications.include_service_principals", "a service principal", w.IncludeServicePrincipals, hasServicePrincipal, ""},
			referenceList{excludeServicePrincipals, "a service principal", w.ExcludeServicePrincipals, hasServicePrincipal, ""})
	}
	if l := p.Conditions.Locations; l != nil {
		lists = append(lists,
			referenceList{"conditions.locations.include_locations", "a named location", l.IncludeLocations, hasLocation, ObjectNamedLocation},
			referenceList{"conditions.locations.exclude_locations", "a named location", l.ExcludeLocations, hasLocation, ObjectNamedLocation})
	}
	if g := p.GrantControls; g != nil && g.AuthenticationStrength != nil {
		lists = append(lists, referenceList{"grant_controls.authentication_strength.id", "an authentication strength", []string{g.AuthenticationStrength.ID}, hasStrength, ObjectStrength})
	}
	return lists
}

func hasUser(t *ca.Tenant, id string) bool {
	_, ok := t.User(id)
	return ok || !t.Users.Read()
}

func hasGroup(t *ca.Tenant, id string) bool {
	_, ok := t.Group(id)
	return ok || !t.Groups.Read()
}

// hasRole looks for a built-in role: a custom one is not resolved by Conditional Access.
func hasRole(t *ca.Tenant, id string) bool {
	definitions, read := t.RoleDefinitions.Get()
	for _, d := range definitions {
		if (ca.SameID(d.TemplateID, id) || ca.SameID(d.ID, id)) && d.IsBuiltIn {
			return true
		}
	}
	return !read
}

func hasApplication(t *ca.Tenant, id string) bool {
	principals, read := t.ServicePrincipals.Get()
	for _, s := range principals {
		if ca.SameID(s.AppID, id) {
			return true
		}
	}
	return !read || contains(microsoftApps, id)
}

func hasServicePrincipal(t *ca.Tenant, id string) bool {
	principals, read := t.ServicePrincipals.Get()
	_, ok := principals[ca.FoldID(id)]
	return ok || !read
}

func hasContext(t *ca.Tenant, id string) bool {
	contexts, read := t.Contexts.Get()
	for _, c := range contexts {
		if ca.SameID(c.ID, id) {
			return true
		}
	}
	return !read
}

func hasLocation(t *ca.Tenant, id string) bool {
	locations, read := t.NamedLocations.Get()
	for _, l := range locations {
		if ca.SameID(l.ID, id) {
			return true
		}
	}
	return !read || ca.SameID(id, ca.AllTrusted) || id == ca.LegacyTrustedIPs
}

func hasStrength(t *ca.Tenant, id string) bool {
	strengths, read := t.Strengths.Get()
	for _, s := range append(strengths[:len(strengths):len(strengths)], ca.BuiltInStrengths...) {
		if ca.SameID(s.ID, id) {
			return true
		}
	}
	return !read || id == ""
}
