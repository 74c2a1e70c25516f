package guard

import (
	"fmt"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// The configurations that Microsoft's troubleshooting page says never to use have one form. Their shape
// alone is reason enough to refuse them: a break-glass account that survives is no help to everybody else.

// broadFinding says that an enabled policy for all users and all resources asks for what most cannot give.
func broadFinding(r Rule, s subject, harm, what string) Finding {
	f := r.finding(s)
	f.Harm = harm
	f.Paragraph = fmt.Sprintf("The policy takes in all users and all resources, under no other condition, and %s.", what)
	f.Evidence = broadEvidence(s.policy)
	f.Checked = "This is about the shape of the policy alone: it would be refused even if administrators and break-glass accounts could still sign in."
	return f
}

func broadEvidence(p ca.Policy) []string {
	u := p.Conditions.Users
	rows := []row{
		{"users", "All" + except(len(u.ExcludeUsers)+len(u.ExcludeGroups)+len(u.ExcludeRoles))},
		{"resources", "All" + except(len(p.Conditions.Applications.ExcludeApplications))},
	}
	if namesPlatforms(p) {
		rows = append(rows, row{"platforms", "all"})
	}
	return table(row{"Condition", "Takes in"}, append(rows, row{"grant", grantText(p.GrantControls)}))
}

func except(n int) string {
	if n == 0 {
		return ""
	}
	return ", with " + count(n, "", "exception")
}

func grantText(g *ca.GrantControls) string {
	operator := " or "
	if g != nil && ca.SameID(string(g.Operator), string(ca.OperatorAND)) {
		operator = " and "
	}
	return strings.Join(demands(g), operator)
}

// narrowFirst is the way out of a broad policy: another way to satisfy it, or fewer sign-ins.
func narrowFirst(text string, lines ...string) remedy {
	return remedy{text: text, lines: lines, alternative: reportOnlyFirst}
}

const grantControls = "grant_controls.built_in_controls"
