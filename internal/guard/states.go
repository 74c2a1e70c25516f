package guard

import (
	"fmt"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/order"
)

// A step is a change with the id that its object has, or gets in the states that are judged.
type step struct {
	Change
	id string
}

// plannedMark marks the ids of versions that the tenant does not have yet.
const plannedMark = "#planned"

// steps puts changes in their fixed order, leaves out those that change nothing, and gives created objects
// an id.
func steps(changes []Change) []step {
	ordered := slices.Clone(changes)
	slices.SortStableFunc(ordered, compareChanges)
	var list []step
	for i, c := range ordered {
		if c.changesNothing() {
			continue
		}
		s := step{Change: c, id: c.ID}
		if planned := c.ContextAfter; s.id == "" && planned != nil && planned.ID != ca.NotYetKnown {
			s.id = planned.ID // whoever creates a context chooses its id
		}
		if s.id == "" {
			s.id = fmt.Sprintf("%s-%d", plannedMark, i)
		}
		list = append(list, s)
	}
	return list
}

func (s step) policyAfter() (ca.Policy, bool) {
	if s.PolicyAfter == nil {
		return ca.Policy{}, false
	}
	p := *s.PolicyAfter
	p.ID = s.id
	return p, true
}

func (s step) locationAfter() (ca.NamedLocation, bool) {
	if s.LocationAfter == nil {
		return ca.NamedLocation{}, false
	}
	l := *s.LocationAfter
	l.ID = s.id
	return l, true
}

func (s step) strengthAfter() (ca.AuthenticationStrength, bool) {
	if s.StrengthAfter == nil {
		return ca.AuthenticationStrength{}, false
	}
	planned := *s.StrengthAfter
	planned.ID = s.id
	return planned, true
}

func (s step) contextAfter() (ca.AuthenticationContext, bool) {
	if s.ContextAfter == nil {
		return ca.AuthenticationContext{}, false
	}
	planned := *s.ContextAfter
	planned.ID = s.id
	return planned, true
}

// apply is the tenant after the steps.
func apply(t *ca.Tenant, list []step) *ca.Tenant {
	after := *t
	policies := slices.Clone(t.Policies.Value())
	locations, locationsRead := t.NamedLocations.Get()
	locations = slices.Clone(locations)
	strengths, strengthsRead := t.Strengths.Get()
	strengths = slices.Clone(strengths)
	contexts, contextsRead := t.Contexts.Get()
	contexts = slices.Clone(contexts)
	for _, s := range list {
		switch s.Object {
		case ObjectPolicy:
			planned, stays := s.policyAfter()
			policies = replace(policies, planned, stays, func(p ca.Policy) bool { return ca.SameID(p.ID, s.id) })
		case ObjectNamedLocation:
			planned, stays := s.locationAfter()
			locations = replace(locations, planned, stays, func(l ca.NamedLocation) bool { return ca.SameID(l.ID, s.id) })
		case ObjectStrength:
			planned, stays := s.strengthAfter()
			strengths = replace(strengths, planned, stays, func(have ca.AuthenticationStrength) bool { return ca.SameID(have.ID, s.id) })
		case ObjectContext:
			planned, stays := s.contextAfter()
			contexts = replace(contexts, planned, stays, func(c ca.AuthenticationContext) bool { return ca.SameID(c.ID, s.id) })
		case ObjectSecurityDefaults:
			after.SecurityDefaults = ca.Known(*s.SecurityDefaultsAfter)
		}
	}
	after.Policies = ca.Known(withCopies(policies, list))
	if locationsRead {
		after.NamedLocations = ca.Known(locations)
	}
	if strengthsRead {
		after.Strengths = ca.Known(strengths)
	}
	if contextsRead {
		after.Contexts = ca.Known(contexts)
	}
	return &after
}

// replace puts a planned object where the present one is, at the end where there is none, or takes it out.
func replace[T any](list []T, planned T, stays bool, is func(T) bool) []T {
	i := slices.IndexFunc(list, is)
	switch {
	case i >= 0 && stays:
		list[i] = planned
	case i >= 0:
		list = slices.Delete(list, i, i+1)
	case stays:
		list = append(list, planned)
	}
	return list
}

// every is the state in which all old and all new versions of what changes are enforced together. Policies
// only take away, so it is at least as strict as every state that any order of the steps passes through.
// It reports false where it could not be built.
func every(t *ca.Tenant, list []step) (*ca.Tenant, bool) {
	strictest := *t
	policies := slices.Clone(t.Policies.Value())
	for _, s := range list {
		if p, ok := s.policyAfter(); ok && mayEnforce(&p) {
			if s.ID != "" {
				p.ID += plannedMark
			}
			policies = append(policies, p)
		}
	}
	locations, strengths := newLocationVersions(t, list), newStrengthVersions(t, list)
	var enforced []ca.Policy
	for _, p := range policies {
		if !mayEnforce(&p) {
			continue
		}
		for _, version := range strengths.variants(p) {
			variants, ok := locations.variants(version)
			if !ok {
				return nil, false
			}
			enforced = append(enforced, variants...)
		}
	}
	strictest.Policies = ca.Known(enforced)
	if t.NamedLocations.Read() {
		strictest.NamedLocations = ca.Known(locations.all)
	}
	return &strictest, true
}

// between is the tenant on the way from one version of some steps to the other. It reports false where it could
// not be built.
func between(t *ca.Tenant, list []step, s order.State) (*ca.Tenant, bool) {
	var written, inFlight, leftOut []step
	for i, each := range list {
		switch done, started := s.Done.Has(i), s.Started.Has(i); {
		case done && started:
			written = append(written, each)
		case started:
			inFlight = append(inFlight, each)
		case done:
			leftOut = append(leftOut, each)
		}
	}
	now := apply(t, written)
	if len(leftOut) > 0 {
		now, inFlight = without(now, inFlight, leftOut)
	}
	if len(inFlight) == 0 {
		return now, true
	}
	return every(now, inFlight)
}

// without takes both versions of some objects out of a tenant, and out of what is in flight. A location or a
// strength has to have some version, so what uses it goes with it.
func without(t *ca.Tenant, inFlight, leftOut []step) (*ca.Tenant, []step) {
	goes := func(p ca.Policy) bool {
		return slices.ContainsFunc(leftOut, func(s step) bool { return s.concerns(p) })
	}
	rest := *t
	rest.Policies = ca.Known(slices.DeleteFunc(slices.Clone(t.Policies.Value()), goes))
	inFlight = slices.Clone(inFlight)
	for i, s := range inFlight {
		if planned, ok := s.policyAfter(); ok && goes(planned) {
			inFlight[i].PolicyAfter = nil
		}
	}
	return &rest, inFlight
}

// concerns reports whether a policy may ask for something else once the step is made: it is the policy itself,
// or something that the policy uses. What a context or security defaults say is in no policy.
func (s step) concerns(p ca.Policy) bool {
	switch s.Object {
	case ObjectPolicy:
		return ca.SameID(p.ID, s.id)
	case ObjectNamedLocation:
		return uses(p, s.id) || uses(p, ca.AllTrusted)
	case ObjectStrength:
		return ca.SameID(demandedStrength(p), s.id)
	}
	return false
}

// isUnsettled reports whether a step holds a value that is not known yet.
func (s step) isUnsettled() bool {
	return len(s.versions().unknownPaths()) > 0
}

func (j *judgement) isUnsettled() bool { return slices.ContainsFunc(j.steps, step.isUnsettled) }

// atBest is a state on the way in which no policy with a value that is not known yet applies to anybody, nor one
// that uses such a location or strength.
func (j *judgement) atBest(s order.State) (*ca.Tenant, bool) {
	list := slices.Clone(j.steps)
	for i, each := range list {
		switch {
		case !each.isUnsettled():
		case each.Object == ObjectPolicy:
			list[i].PolicyAfter = nil
		case s.Started.Has(i):
			s.Done, s.Started = s.Done.With(i), s.Started.Minus(order.SetOf(i))
		}
	}
	return between(j.present, list, s)
}
