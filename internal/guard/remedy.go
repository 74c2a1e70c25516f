package guard

import (
	"fmt"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// A remedy is the smallest edit that helps, and another way.
type remedy struct {
	attribute   string
	text        string
	lines       []string
	alternative string
}

func (f Finding) with(r remedy) Finding {
	f.Attribute, f.FixText, f.Fix, f.Alternative = r.attribute, r.text, r.lines, r.alternative
	return f
}

const (
	excludeUsers  = "conditions.users.exclude_users"
	excludeGroups = "conditions.users.exclude_groups"
)

const reportOnlyFirst = "Or set `state` to \"enabledForReportingButNotEnforced\" to study the effect first."

// elsewhere are the ways out of a lockout that an object causes which is no policy.
var elsewhere = map[Object]remedy{
	ObjectNamedLocation: {
		text:        "To fix it, keep in this location the networks that administrators sign in from.",
		alternative: "Or make the policies that use it report-only first.",
	},
	ObjectStrength: {
		attribute:   allowedCombinations,
		text:        "To fix it, keep in `" + allowedCombinations + "` methods that administrators have registered, and in its restrictions the keys and certificates that they use.",
		alternative: "Or make the policies that demand it report-only first.",
	},
	ObjectContext:          {text: "To fix it, mend the policies first that stop them."},
	ObjectSecurityDefaults: {text: "To fix it, mend the policies first that stop them, and leave security defaults as they are until then."},
}

// letAdministratorsIn is the way out of a lockout: break-glass accounts that the policy leaves alone, or
// what an object that policies use still has to let through.
func (c claim) letAdministratorsIn() remedy {
	if r, ok := elsewhere[c.culprit.Object]; ok {
		return r
	}
	declared := accounts(c.tenant, c.config.BreakGlass)
	if len(declared) == 0 {
		return c.nameBreakGlass()
	}
	p, ok := c.policy()
	if !ok {
		return remedy{}
	}
	missing := notExcluded(c.tenant, p, declared)
	if len(missing) == 0 {
		missing = notExcluded(c.tenant, p, c.stopped())
	}
	if len(missing) == 0 {
		return remedy{alternative: reportOnlyFirst}
	}
	r := excludeAccounts(missing)
	r.alternative = reportOnlyFirst
	return r
}

// mendBreakGlass is the way out where declared accounts do not work: leave them out of the policy, make them
// fit, or declare more of them.
func (c claim) mendBreakGlass(declared []account, failing int) remedy {
	if r, ok := elsewhere[c.culprit.Object]; ok {
		return r
	}
	if p, ok := c.policy(); ok {
		if missing := notExcluded(c.tenant, p, declared); len(missing) > 0 {
			r := excludeAccounts(missing)
			r.alternative = reportOnlyFirst
			return r
		}
	}
	if failing == 0 {
		return remedy{text: "To fix it, name more break-glass accounts in the provider's `guard` block, or write the `minimum` that is meant."}
	}
	return remedy{text: "To fix it, see that the accounts are enabled members of the tenant and permanently hold a role that may change Conditional Access, or name others in the provider's `guard` block."}
}

func notExcluded(t *ca.Tenant, p ca.Policy, list []account) []account {
	return slices.DeleteFunc(slices.Clone(list), func(a account) bool { return a.leftOutOf(t, p) == engine.Yes })
}

// stopped are the administrators that cannot sign in.
func (c claim) stopped() []account {
	var list []account
	for _, r := range c.report.Repairers {
		if r.Verdict != engine.Reachable {
			list = append(list, account{id: r.User.ID, name: r.User.Name()})
		}
	}
	return list
}

// policy is the planned version of the culprit; in a tenant that is judged as it is, the first policy of
// the first core.
func (c claim) policy() (ca.Policy, bool) {
	if p, ok := c.culprit.policyAfter(); ok {
		return p, true
	}
	for _, core := range append(repairerCores(c.report), breakGlassCores(c.report)...) {
		for _, d := range core {
			if p, ok := c.tenant.Policy(d.PolicyID); ok {
				return p, true
			}
		}
	}
	return ca.Policy{}, false
}

// excludeAccounts is the edit that leaves accounts out of a policy.
func excludeAccounts(list []account) remedy {
	users, groups := []account{}, []account{}
	for _, a := range list {
		if a.group {
			groups = append(groups, a)
		} else {
			users = append(users, a)
		}
	}
	if len(users) == 0 {
		return remedy{
			attribute: excludeGroups,
			text:      "To fix it, add to `" + excludeGroups + "` the break-glass group:",
			lines:     idList("exclude_groups", groups),
		}
	}
	return remedy{
		attribute: excludeUsers,
		text:      "To fix it, add to `" + excludeUsers + "` accounts that must always get in:",
		lines:     idList("exclude_users", users),
	}
}

// idList writes ids as HCL, each with its name behind it.
func idList(attribute string, list []account) []string {
	const most = 5
	if len(list) == 1 {
		line := fmt.Sprintf("%s = [%q] # %s", attribute, list[0].id, plain(list[0].name))
		if columns(line) <= indentedColumns-len(indent) {
			return []string{line}
		}
	}
	lines := []string{attribute + " = ["}
	for i, a := range list {
		if i == most {
			lines = append(lines, fmt.Sprintf("  # and %d more", len(list)-most))
			break
		}
		head := fmt.Sprintf("  %q, # ", a.id)
		lines = append(lines, head+cutMiddle(plain(a.name), max(indentedColumns-len(indent)-columns(head), 8)))
	}
	return append(lines, "]")
}

// nameBreakGlass is the edit that tells the guard of break-glass accounts; where a policy is the cause, it
// leaves them out, too.
func (c claim) nameBreakGlass() remedy {
	r := nameBreakGlass()
	if _, ok := c.policy(); !ok {
		r.attribute, r.alternative = "", ""
		r.text = "To fix it, name two break-glass accounts in the provider's `guard` block, and keep them out of every policy that can stop them:"
	}
	return r
}

func nameBreakGlass() remedy {
	return remedy{
		attribute: excludeUsers,
		text: "To fix it, keep two break-glass accounts out of this policy at `" + excludeUsers +
			"`, and name them in the provider's `guard` block:",
		lines:       []string{"guard = {", "  break_glass = {", `    users = ["<object id>", "<object id>"]`, "  }", "}"},
		alternative: reportOnlyFirst,
	}
}
