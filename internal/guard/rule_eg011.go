package guard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

var ruleEG011 = Rule{
	ID:    "EG011",
	Title: "A break-glass exclusion is hollow",
	Harm: `The policy leaves out a group instead of accounts, and the group does not do what it is there for: it is empty or
deleted, it holds no declared break-glass account, a rule decides who is in it, or somebody who is not privileged can change
who is in it. The day it fails is the day the accounts are needed.`,
	WayOut: `Exclude the accounts by id; that survives the group. A group that is kept should be role-assignable or in a
restricted administrative unit, have assigned members, and hold the declared accounts.`,
	Example: `conditions = {
  users = {
    exclude_users  = ["<break-glass account>", "<break-glass account>"]
    exclude_groups = ["<role-assignable group>"]
  }
}`,
	Severity: Error,
	Waivable: true,
	check:    checkHollowExclusions,
}

// checkHollowExclusions looks at the excluded groups that are there for break-glass accounts: those that
// are declared or named so, those that some account relies on, and, where accounts are not left out at
// all, every group that could have been meant to.
func checkHollowExclusions(rule Rule, s subject) []Finding {
	if !(s.enforces() || s.reports()) || isForWorkloads(s.policy) {
		return nil
	}
	declared := accounts(s.tenant, s.config.BreakGlass)
	if len(declared) == 0 {
		return nil
	}
	missing, _ := hitAccounts(s, declared)
	var rows [][]row
	var about []string
	severity := Warning
	for _, id := range s.policy.Conditions.Users.ExcludeGroups {
		if id == ca.NotYetKnown {
			continue
		}
		flaw, sure := groupFlaw(s, id, declared, len(missing) > 0)
		if flaw == "" {
			continue
		}
		if sure {
			severity = Error
		}
		about = append(about, id)
		rows = append(rows, []row{{groupName(s.tenant, id), flaw}})
	}
	if len(rows) == 0 {
		return nil
	}
	f := rule.finding(s)
	f.Severity = milder(s, severity)
	f.Harm = "leaves out a group that is no help"
	f.Paragraph = fmt.Sprintf("%s of the policy cannot be relied on to keep break-glass accounts out of it.", count(len(rows), "excluded", "group"))
	f.Evidence = table(row{"Group", "Why"}, limited(rows, "group"))
	f.about = about
	named := slices.DeleteFunc(slices.Clone(declared), func(a account) bool {
		return a.group || contains(s.policy.Conditions.Users.ExcludeUsers, a.id)
	})
	if len(named) > 0 {
		f = f.with(excludeAccounts(named))
	}
	f.Attribute = excludeGroups
	return []Finding{f}
}

// groupFlaw says why an excluded group is no break-glass exclusion to rely on, and whether that is certain.
func groupFlaw(s subject, id string, declared []account, accountsMissing bool) (flaw string, sure bool) {
	t := s.tenant
	group, exists := t.Group(id)
	meant := contains(s.config.BreakGlass.Groups, id) || isNamedForBreakGlass(group.DisplayName)
	inside := members(t, id)
	held := slices.ContainsFunc(declared, func(a account) bool { return inside.of(a.id) == engine.Yes })
	switch {
	case !exists && t.Groups.Read():
		if meant || accountsMissing {
			return "there is no such group in the tenant", true
		}
		return "", false
	case inside.open:
		return "", false // that the members were not read is said where the account is missing
	case len(inside.users) == 0 && (meant || accountsMissing):
		return "the group is empty", true
	case !held && (meant || accountsMissing):
		return "the group holds no declared break-glass account", true
	case !held || (!meant && !isReliedOn(s, id, declared)):
		return "", false
	case group.IsDynamic():
		return "a rule decides who is in the group", true
	}
	return protection(group, exists)
}

// isReliedOn reports whether some declared account is left out by this group and by nothing else.
func isReliedOn(s subject, id string, declared []account) bool {
	others := s.policy
	u := &others.Conditions.Users
	u.ExcludeGroups = slices.DeleteFunc(slices.Clone(u.ExcludeGroups), func(g string) bool { return ca.SameID(g, id) })
	return slices.ContainsFunc(declared, func(a account) bool {
		return a.includedIn(s.tenant, s.policy) != engine.No &&
			a.leftOutOf(s.tenant, s.policy) == engine.Yes && a.leftOutOf(s.tenant, others) != engine.Yes
	})
}

// protection says whether only the privileged can change who is in a group.
func protection(g ca.Group, read bool) (flaw string, sure bool) {
	switch {
	case !read:
		return "", false
	case g.IsAssignableToRole != nil && *g.IsAssignableToRole, g.IsManagementRestricted != nil && *g.IsManagementRestricted:
		return "", false
	case g.IsAssignableToRole == nil && g.IsManagementRestricted == nil:
		return "whether only the privileged can change it is not known: isAssignableToRole was not read", false
	}
	return "somebody who is not privileged can change who is in it: it is neither role-assignable nor in a restricted administrative unit", true
}

func isNamedForBreakGlass(name string) bool {
	name = strings.ToLower(strings.NewReplacer("-", "", "_", "", " ", "").Replace(name))
	return strings.Contains(name, "breakglass") || strings.Contains(name, "emergencyaccess")
}
