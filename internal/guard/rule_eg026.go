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
		if !s.enforces() || isForWorkloads(s.policy) {
			return nil
		}
		var rows [][]row
		var left []account
		for _, r := range s.report.Repairers {
			role, relies := reliesOnEligibleRole(s, r.User.ID)
			if !relies {
				continue
			}
			left = append(left, account{id: r.User.ID, name: userName(r.User)})
			rows = append(rows, []row{{userName(r.User), "eligible for " + roleName(s.tenant, role) + ", and not active"}})
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

// reliesOnEligibleRole reports whether the policy includes a user and leaves it out by nothing but a role
// that the user holds only as eligible.
func reliesOnEligibleRole(s subject, user string) (role string, relies bool) {
	if includes(s.tenant, s.policy, user) == engine.No || excludes(s.tenant, s.policy, user) != engine.No {
		return "", false
	}
	for _, id := range s.policy.Conditions.Users.ExcludeRoles {
		switch active, eligible := holdsRole(s.tenant, user, id); {
		case active != engine.No:
			return "", false
		case eligible == engine.Yes && role == "":
			role = id
		}
	}
	return role, role != ""
}

func roleName(t *ca.Tenant, templateID string) string {
	for _, d := range t.RoleDefinitions.Value() {
		if (ca.SameID(d.TemplateID, templateID) || ca.SameID(d.ID, templateID)) && d.DisplayName != "" {
			return d.DisplayName
		}
	}
	return templateID
}
