package differential

import (
	"fmt"
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/reference"
)

// TestMonotone: what makes a tenant stricter allows no sign-in that was denied. No answer gets better, and
// whatever sign-in is allowed then was allowed before.
func TestMonotone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		floor    int
		stricter func(*generator, engine.Question) (engine.Question, bool)
	}{
		{"a-policy-is-added", 150, func(g *generator, q engine.Question) (engine.Question, bool) {
			p := g.policy()
			p.ID, p.State = "added", pick(g, ca.StateEnabled, ca.StateEnabled, ca.State(ca.NotYetKnown))
			policies, read := q.Tenant.Policies.Get()
			return withPolicies(q, slices.Insert(slices.Clone(policies), g.IntN(len(policies)+1), p)), read
		}},
		{"policies-are-enabled", 30, func(_ *generator, q engine.Question) (engine.Question, bool) {
			policies := slices.Clone(q.Tenant.Policies.Value())
			changed := false
			for i := range policies {
				changed = changed || policies[i].State != ca.StateEnabled
				policies[i].State = ca.StateEnabled
			}
			return withPolicies(q, policies), changed
		}},
		{"a-control-is-narrowed", 200, func(g *generator, q engine.Question) (engine.Question, bool) {
			return changePolicy(g, q, func(p *ca.Policy) bool { return narrowGrant(g, p) })
		}},
		{"a-method-is-removed", 20, func(g *generator, q engine.Question) (engine.Question, bool) {
			id := pick(g, userIDs()...)
			methods := q.Tenant.Methods[id]
			if len(methods) == 0 {
				return q, false
			}
			i := g.IntN(len(methods))
			g.t.Methods = withEntry(q.Tenant.Methods, id, slices.Delete(slices.Clone(methods), i, i+1))
			return g.Question, true
		}},
		{"terms-are-not-accepted", 5, func(_ *generator, q engine.Question) (engine.Question, bool) {
			changed := q.Assume.TermsOfUseAccepted
			q.Assume.TermsOfUseAccepted = false
			return q, changed
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			property{seed: 21, tenants: 3000, floor: c.floor, change: c.stricter, judge: noBetter}.holds(t)
		})
	}
}

// TestExclusion: leaving somebody or something out of a policy denies nothing.
func TestExclusion(t *testing.T) {
	t.Parallel()
	property{seed: 22, tenants: 3000, floor: 100, judge: noWorse, change: func(g *generator, q engine.Question) (engine.Question, bool) {
		return changePolicy(g, q, func(p *ca.Policy) bool { exclude(g, &p.Conditions); return true })
	}}.holds(t)
}

// noBetter: no answer got better, and the witnesses of the stricter tenant were allowed before.
func noBetter(before, after engine.Question, was, is engine.Report) (what string, tested bool) {
	what, tested = never(func(m movement) bool { return m.to > m.from })(before, after, was, is)
	if what != "" {
		return what, true
	}
	return replayWitnesses(before, is), tested
}

// noWorse: no answer got worse, and the witnesses from before are still allowed.
func noWorse(before, after engine.Question, was, is engine.Report) (what string, tested bool) {
	what, tested = never(func(m movement) bool { return m.to < m.from })(before, after, was, is)
	if what != "" {
		return what, true
	}
	return replayWitnesses(after, was), tested
}

// replayWitnesses asks the reference, about one tenant, for the witnesses that were found in another one.
func replayWitnesses(q engine.Question, report engine.Report) string {
	for _, r := range report.Repairers {
		if r.Witness == nil {
			continue
		}
		s, what := signIn(q, *r.User, *r.Witness)
		if what != "" {
			return what
		}
		if !slices.ContainsFunc(networks(q, *r.User, r.Witness.Network, true), func(n reference.Network) bool {
			s.Network = n
			return reference.Evaluate(asReference(q), r.User.ID, s) == reference.Allowed
		}) {
			return fmt.Sprintf("of %s: the other tenant's witness %+v is not allowed", r.User.ID, *r.Witness)
		}
	}
	return ""
}

// changePolicy changes a copy of one policy.
func changePolicy(g *generator, q engine.Question, change func(*ca.Policy) bool) (engine.Question, bool) {
	policies := slices.Clone(q.Tenant.Policies.Value())
	if len(policies) == 0 {
		return q, false
	}
	changed := change(&policies[g.IntN(len(policies))])
	return withPolicies(q, policies), changed
}

// narrowGrant takes away ways to satisfy a policy.
func narrowGrant(g *generator, p *ca.Policy) bool {
	grant := grantOf(*p)
	controls := slices.Clone(grant.BuiltInControls)
	grant.BuiltInControls = controls
	either := grant.Operator == ca.OperatorOR || grant.Operator == ""
	switch way := g.IntN(5); {
	case p.GrantControls.IsEmpty():
		grant = ca.GrantControls{Operator: ca.OperatorOR, BuiltInControls: []ca.BuiltInControl{pick(g, ca.BuiltInControls...)}}
	case way <= 1:
		grant.Operator = ca.OperatorAND
	case way == 2:
		grant.Operator = ca.OperatorAND
		grant.BuiltInControls = slices.Concat(controls, []ca.BuiltInControl{pick(g, ca.BuiltInControls...)})
	case way == 3 && either && len(controls) > 1:
		i := g.IntN(len(controls))
		grant.BuiltInControls = slices.Delete(controls, i, i+1)
	default:
		grant = block()
	}
	p.GrantControls = &grant
	return true
}

// exclude leaves something out of a policy, whatever else it says.
func exclude(g *generator, c *ca.Conditions) {
	switch g.IntN(6) {
	case 0:
		c.Users.ExcludeUsers = append(slices.Clone(c.Users.ExcludeUsers), pick(g, append(userIDs(), ca.NotYetKnown, ca.All)...))
	case 1:
		c.Users.ExcludeGroups = append(slices.Clone(c.Users.ExcludeGroups), pick(g, append(groupIDs, ca.NotYetKnown)...))
	case 2:
		c.Users.ExcludeRoles = append(slices.Clone(c.Users.ExcludeRoles), pick(g, roleIDs...))
	case 3:
		c.Applications.ExcludeApplications = append(slices.Clone(c.Applications.ExcludeApplications), pick(g, append(appIDs, ca.All)...))
	case 4:
		l := ca.LocationCondition{IncludeLocations: []string{ca.All}}
		if c.Locations != nil {
			l = *c.Locations
		}
		l.ExcludeLocations = append(slices.Clone(l.ExcludeLocations), pick(g, g.locationIDs()...))
		c.Locations = &l
	case 5:
		p := ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformAll}}
		if c.Platforms != nil {
			p = *c.Platforms
		}
		p.ExcludePlatforms = append(slices.Clone(p.ExcludePlatforms), pick(g, ca.Platforms...))
		c.Platforms = &p
	}
	if c.ClientApplications != nil && g.chance(50) {
		w := *c.ClientApplications
		w.ExcludeServicePrincipals = append(slices.Clone(w.ExcludeServicePrincipals), pick(g, "pipeline", ca.ServicePrincipalsInMyOrg, "another"))
		c.ClientApplications = &w
	}
}

// withEntry copies a map with one entry set to another value.
func withEntry[T any](m map[string]T, key string, value T) map[string]T {
	changed := map[string]T{}
	for k, v := range m {
		changed[k] = v
	}
	changed[key] = value
	return changed
}
