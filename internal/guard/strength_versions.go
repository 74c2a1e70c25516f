package guard

import (
	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// strengthVersions holds the planned version of every strength that changes what meets it. A policy that demands
// such a strength is judged once with each version. It demands one strength at most, so however many change at
// once, that is two versions of it.
type strengthVersions map[string]ca.AuthenticationStrength

func newStrengthVersions(t *ca.Tenant, list []step) strengthVersions {
	changed := strengthVersions{}
	for _, s := range list {
		planned, stays := s.strengthAfter()
		current, exists := currentStrength(t, s)
		// The service refuses to delete a strength that a policy names, and nothing demands a new one yet.
		if !stays || !exists || sameCombinations(current, planned) {
			continue
		}
		planned.ID += plannedMark
		changed[ca.FoldID(s.id)] = planned
	}
	return changed
}

// currentStrength is the tenant's version of a strength that changes; where that was not read, the one that the
// change was planned from.
func currentStrength(t *ca.Tenant, s step) (ca.AuthenticationStrength, bool) {
	for _, have := range t.Strengths.Value() {
		if ca.SameID(have.ID, s.id) {
			return have, true
		}
	}
	if s.StrengthBefore == nil {
		return ca.AuthenticationStrength{}, false
	}
	return *s.StrengthBefore, true
}

// variants are the policy with each version of the strength that it demands.
func (v strengthVersions) variants(p ca.Policy) []ca.Policy {
	planned, changes := v[ca.FoldID(demandedStrength(p))]
	if !changes {
		return []ca.Policy{p}
	}
	return []ca.Policy{p, withStrength(p, planned)}
}

// demandedStrength is the id of the strength that a policy asks for; "" for none.
func demandedStrength(p ca.Policy) string {
	if g := p.GrantControls; g != nil && g.AuthenticationStrength != nil {
		return g.AuthenticationStrength.ID
	}
	return ""
}

// withStrength is the policy with its own copy of a strength.
func withStrength(p ca.Policy, s ca.AuthenticationStrength) ca.Policy {
	grant := *p.GrantControls
	grant.AuthenticationStrength = &s
	p.GrantControls = &grant
	return p
}

// withCopies gives policies the planned versions of the strengths that they demand: where the strengths were not
// read, a policy's own copy is all that tells what it asks for.
func withCopies(policies []ca.Policy, list []step) []ca.Policy {
	for _, s := range list {
		planned, stays := s.strengthAfter()
		if !stays {
			continue
		}
		for i, p := range policies {
			if ca.SameID(demandedStrength(p), s.id) {
				policies[i] = withStrength(p, planned)
			}
		}
	}
	return policies
}

// relaxesStrength reports whether whatever surely met a strength meets its planned version.
func relaxesStrength(current, planned ca.AuthenticationStrength) bool {
	return difference.Laxer(current, planned)
}
