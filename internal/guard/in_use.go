package guard

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// stillNamed says of an object that is to be deleted which policies go on naming it. The service refuses to delete
// it then, whatever the state of the policies.
func stillNamed(rule Rule, j *judgement, s step) []Finding {
	if !s.isDelete() {
		return nil
	}
	var named []ca.Policy
	for _, p := range j.future.Policies.Value() {
		if namedAt(p, s) != "" {
			named = append(named, p)
		}
	}
	if len(named) == 0 {
		return nil
	}
	f := rule.about(s)
	f.liftable = true
	f.Harm = "is deleted while policies name it"
	f.Paragraph = fmt.Sprintf("%s would go on naming this %s. The service refuses to delete it as long as any does, in whatever state.",
		count(len(named), "", "policy"), s.Object)
	f.Evidence = policyTable(named, "Names it at", func(p ca.Policy) string { return namedAt(p, s) })
	f.FixText = "To fix it, take it out of these policies in the same plan, or keep it."
	f.Alternative = "Where another resource of this configuration takes its place, give this one `lifecycle { create_before_destroy = true }`."
	return []Finding{f}
}

// namedAt is the attribute at which a policy names the step's object by its id; "" where it does not.
func namedAt(p ca.Policy, s step) string {
	for _, list := range references(p) {
		if list.object == s.Object && contains(list.ids, s.id) {
			return list.attribute
		}
	}
	return ""
}

// policyTable shows policies by name, and something of each.
func policyTable(policies []ca.Policy, head string, what func(ca.Policy) string) []string {
	var groups [][]row
	for _, p := range slices.SortedFunc(slices.Values(policies), func(a, b ca.Policy) int {
		return cmp.Or(strings.Compare(a.DisplayName, b.DisplayName), strings.Compare(a.ID, b.ID))
	}) {
		groups = append(groups, []row{{fmt.Sprintf("%q", plain(p.DisplayName)), what(p)}})
	}
	return table(row{"Policy", head}, limited(groups, "policy"))
}
