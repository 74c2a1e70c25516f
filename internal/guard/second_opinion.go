package guard

import (
	"context"
	"fmt"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// secondOpinion is what the service has against a change that is about to be sent: its own What-If contradicts
// the guard about a sign-in that the verdict rests on, or it cannot be asked.
//
// What-If knows stored policies alone, enabled and report-only ones. So it is asked where a change does nothing
// but move a policy from the one state to the other.
//
// The error is the context's.
func (g *Guard) secondOpinion(ctx context.Context, p passage, change Change) ([]Finding, error) {
	if g.config.Verify != VerifyWhatIf {
		return nil, nil
	}
	t := p.judged.tenant
	promoted, ok := promotion(t, change)
	if !ok {
		return nil, nil
	}
	var all comparison
	for _, q := range inquiries(t, witnesses(p.after, g.config)) {
		c, err := g.compare(ctx, q, t, promoted)
		switch {
		case ctx.Err() != nil:
			return nil, context.Cause(ctx)
		case err != nil:
			return []Finding{unasked(change, err)}, nil
		}
		all.add(c)
	}
	if len(all.disputes) == 0 {
		return nil, nil
	}
	return []Finding{contradicted(change, all)}, nil
}

// promotion is the tenant's version of a policy, where a change does nothing but enable it.
func promotion(t *ca.Tenant, c Change) (ca.Policy, bool) {
	if c.ID == "" || c.PolicyAfter == nil || c.PolicyAfter.State != ca.StateEnabled {
		return ca.Policy{}, false
	}
	stored, ok := t.Policy(c.ID)
	return stored, ok && stored.State == ca.StateReportOnly && sameEffect(stored, *c.PolicyAfter)
}

// witnesses are the repairers whose sign-ins the invariants rest on, no more of them than the invariants need:
// each costs a request of the quota. Break-glass accounts count as administrators, too.
func witnesses(r engine.Report, c Config) []engine.Repairer {
	var list []engine.Repairer
	taken := map[string]bool{}
	take := func(n int, counts func(engine.Repairer) bool) {
		for _, each := range r.Repairers {
			if len(list) < n && each.Witness != nil && counts(each) && !taken[each.User.ID] {
				taken[each.User.ID] = true
				list = append(list, each)
			}
		}
	}
	take(c.BreakGlass.Minimum, func(each engine.Repairer) bool { return each.Robustness == engine.Robust })
	take(max(c.MinimumAdmins, 1), func(engine.Repairer) bool { return true })
	return list
}

// compare asks about one sign-in, and holds the answer against the engine's about the very same one.
func (g *Guard) compare(ctx context.Context, q inquiry, t *ca.Tenant, promoted ca.Policy) (comparison, error) {
	ours, err := engine.WhatIf(question(t, g.config), q.signIn)
	if err != nil {
		return comparison{}, err
	}
	theirs, err := g.ask(ctx, q.signIn)
	if err != nil {
		return comparison{}, err
	}
	said := ca.ByID(theirs, func(r ca.WhatIfResult) string { return r.Policy.ID })
	c := comparison{inquiries: 1}
	for _, p := range ours.Policies {
		isPromoted := ca.SameID(p.ID, promoted.ID)
		if p.State != ca.StateEnabled && !isPromoted {
			continue
		}
		stored, _ := t.Policy(p.ID)
		result, shown := said[ca.FoldID(p.ID)]
		if !shown || result.Applies == nil || !sameVersion(stored, result.Policy) {
			if isPromoted {
				return comparison{}, fmt.Errorf("the service's What-If does not speak of %q as the tenant holds it; it may not know of the last change yet, or of a preview that the policy uses", p.DisplayName)
			}
			continue // somebody is changing it: whoever judges next will see that
		}
		c.answers++
		if contradicts(ours, p, stored, result) {
			c.disputes = append(c.disputes, dispute{inquiry: q, ours: p, theirs: result})
		}
	}
	return c, nil
}

// sameVersion reports whether a policy that the service evaluated is the one that was judged here.
func sameVersion(stored, evaluated ca.Policy) bool {
	return stored.State == evaluated.State && stored.ModifiedDateTime.Equal(evaluated.ModifiedDateTime)
}

// opinion is an answer of the service. It serves every policy that is enabled while it is fresh.
type opinion struct {
	at      time.Time
	results []ca.WhatIfResult
}

// ask asks the service, unless it has just answered that. Whoever calls holds the gate.
func (g *Guard) ask(ctx context.Context, s ca.SignIn) ([]ca.WhatIfResult, error) {
	key := string(ca.EncodeSignIn(s))
	if o, ok := g.opinions[key]; ok && time.Since(o.at) < g.config.MaxStaleness {
		return o.results, nil
	}
	at := time.Now()
	results, err := g.tenant.WhatIf(ctx, s)
	if err != nil {
		return nil, err
	}
	g.opinions[key] = opinion{at, results}
	return results, nil
}
