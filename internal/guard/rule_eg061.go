package guard

import (
	"fmt"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

var ruleEG061 = Rule{
	ID:    "EG061",
	Title: "A tenant limit is reached",
	Harm: `A tenant has at most 240 policies in any state, 195 named locations with at most 2,000 ranges each, and 15 custom
authentication strengths. The service would refuse what comes beyond that in the middle of an apply, after part of the
plan was made.`,
	WayOut: `Delete what nobody needs, or bring several objects into one: policies that ask the same of different people,
locations that are used together. The limits are the service's, so there is nothing to waive.`,
	Example: `ip = {
  ip_ranges = ["203.0.113.0/24", "198.51.100.0/24"] # one location for two offices
}`,
	Severity: Error,
	step:     checkLimits,
}

// A limit is how many objects of a kind a tenant can have.
type limit struct {
	most   int
	noun   string
	which  string // which of them count
	count  func(*ca.Tenant) int
	remedy string
}

const mostRanges = 2000

var limits = map[Object]limit{
	ObjectPolicy: {
		most: 240, noun: "Conditional Access policy", which: ", in whatever state",
		count:  func(t *ca.Tenant) int { return len(t.Policies.Value()) },
		remedy: "To fix it, delete policies that nobody needs, or bring several that ask the same into one.",
	},
	ObjectNamedLocation: {
		most: 195, noun: "named location",
		count:  func(t *ca.Tenant) int { return len(t.NamedLocations.Value()) },
		remedy: "To fix it, delete named locations that no policy uses, or bring several that are used together into one.",
	},
	ObjectStrength: {
		most: 15, noun: "authentication strength", which: " beside the built-in ones",
		count: func(t *ca.Tenant) int {
			return len(slices.DeleteFunc(slices.Clone(t.Strengths.Value()), isBuiltIn))
		},
		remedy: "To fix it, delete authentication strengths that no policy demands, or use one of them in several policies.",
	},
}

func isBuiltIn(s ca.AuthenticationStrength) bool {
	return ca.SameID(s.PolicyType, "builtIn") ||
		slices.ContainsFunc(ca.BuiltInStrengths, func(b ca.AuthenticationStrength) bool { return ca.SameID(b.ID, s.ID) })
}

// checkLimits speaks about the creations for which there is no room left, the last ones of the plan.
func checkLimits(rule Rule, j *judgement, s step) []Finding {
	if s.LocationAfter != nil {
		if findings := j.newlyTooManyRanges(rule, s); len(findings) > 0 {
			return findings
		}
	}
	l, limited := limits[s.Object]
	if !limited || s.ID != "" {
		return nil
	}
	there := l.count(j.future)
	after := 0 // creations of this kind that come later in the plan
	for _, each := range slices.Backward(j.steps) {
		if each.id == s.id {
			break
		}
		if each.Object == s.Object && each.ID == "" {
			after++
		}
	}
	if there-after <= l.most {
		return nil
	}
	f := rule.about(s)
	f.liftable = true
	f.Harm = "is one more than the tenant can have"
	f.Paragraph = fmt.Sprintf("A tenant has at most %s%s. With this plan it would have %d, so the service would refuse this one.",
		count(l.most, "", l.noun), l.which, there)
	f.FixText = l.remedy
	return []Finding{f}
}

func (j *judgement) newlyTooManyRanges(rule Rule, s step) []Finding {
	if s.LocationBefore != nil && len(s.LocationBefore.IPRanges) >= len(s.LocationAfter.IPRanges) {
		return nil
	}
	findings := tooManyRanges(rule, *s.LocationAfter)
	for i := range findings {
		findings[i].ObjectID, findings[i].Address = s.ID, s.Address
	}
	return findings
}

// tooManyRanges needs no tenant.
func tooManyRanges(rule Rule, l ca.NamedLocation) []Finding {
	n := len(l.IPRanges)
	if n <= mostRanges {
		return nil
	}
	return []Finding{{
		Rule: rule.ID, Severity: rule.Severity, Object: l.DisplayName, Attribute: ipRanges,
		Harm:      "has more ranges than a location can have",
		Paragraph: fmt.Sprintf("A named location has at most %d ranges, and this one has %d.", mostRanges, n),
		FixText:   "To fix it, write neighbouring ranges as one, or spread them over several locations and name all of them in the policies.",
	}}
}
