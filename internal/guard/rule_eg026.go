package guard

import (
	"fmt"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

var ruleEG026 = Rule{
	ID:    "EG026",
	Title: "An exclusion by role that eligible administrators do not have",
	Harm: `The policy leaves administrators out by their role. Conditional Access looks at roles that are active: an
administrator who is only eligible is stopped at sign-in, before the role can be activated.`,
	WayOut: `Exclude by id, or by a group that holds the administrators, those who should get in before they activate their
role.`,
	Example: `conditions = {
  users = {
    include_users  = ["All"]
    exclude_groups = ["<group of administrators>"]
  }
}`,
	Severity: Error,
	Waivable: true,
	check: func(rule Rule, s subject) []Finding {
		roles := s.policy.Conditions.Users.ExcludeRoles
		if !s.enforces() || isForWorkloads(s.policy) || len(roles) == 0 {
			return nil
		}
		var rows [][]row
		var left []account
		relies := onEligibleRole(s.tenant, s.policy)
		for _, r := range s.report.Repairers {
			if role := relies(r.User.ID); role != "" {
				left = append(left, account{id: r.User.ID, name: r.User.Name()})
				rows = append(rows, []row{{r.User.Name(), "eligible for " + roleName(s.tenant, role) + ", and not active"}})
			}
		}
		if len(left) == 0 {
			return nil
		}
		f := rule.finding(s)
		f.Harm = "leaves out a role that is not active"
		f.Paragraph = fmt.Sprintf("The policy leaves administrators out by role. %s only eligible for it and hit by the policy at sign-in, before the role can be activated.",
			count(len(left), "", "administrator")+" "+areOrIs(len(left)))
		f.Evidence = table(row{"Administrator", "Role"}, limited(rows, "administrator"))
		for _, a := range left {
			f.about = append(f.about, a.id)
		}
		return []Finding{f.with(excludeAccounts(left))}
	},
}

// onEligibleRole finds for a user the excluded role that it holds only as eligible, where the policy includes
// the user and leaves it out by nothing else.
func onEligibleRole(t *ca.Tenant, p ca.Policy) func(user string) (role string) {
	in, out := included(t, p), excluded(t, p)
	roles := p.Conditions.Users.ExcludeRoles
	active, eligible := make([]crowd, len(roles)), make([]crowd, len(roles))
	for i, role := range roles {
		active[i], eligible[i] = holders(t, role)
	}
	return func(user string) string {
		if in.of(user) == engine.No || out.of(user) != engine.No {
			return ""
		}
		found := ""
		for i, role := range roles {
			if active[i].of(user) != engine.No {
				return ""
			}
			if found == "" && eligible[i].of(user) == engine.Yes {
				found = role
			}
		}
		return found
	}
}

func roleName(t *ca.Tenant, templateID string) string {
	for _, d := range t.RoleDefinitions.Value() {
		if (ca.SameID(d.TemplateID, templateID) || ca.SameID(d.ID, templateID)) && d.DisplayName != "" {
			return d.DisplayName
		}
	}
	return templateID
}
