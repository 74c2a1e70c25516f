package guard

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/order"
)

// direction says what a step does to the sign-ins that are allowed, whoever's they are, by the text of both
// versions alone. What it does not recognise may do both.
func (j *judgement) direction(s step) order.Direction {
	switch s.Object {
	case ObjectNamedLocation:
		return j.locationDirection(s)
	case ObjectStrength:
		return j.strengthDirection(s)
	case ObjectContext:
		return order.Relaxes // it changes no sign-in
	case ObjectSecurityDefaults:
		return defaultsDirection(s)
	}
	planned, _ := s.policyAfter()
	current, _ := j.present.Policy(s.id)
	switch {
	case !mayEnforce(&planned), deniesNobody(planned), mayEnforce(&current) && relaxes(current, planned):
		return order.Relaxes
	case !mayEnforce(&current), deniesNobody(current), relaxes(planned, current):
		return order.Restricts
	}
	return order.Both
}

// locationDirection depends on how policies use the location: as an exception, it relaxes when it grows; as a
// target, when it shrinks.
func (j *judgement) locationDirection(s step) order.Direction {
	targeted, excepted := j.usesOf(s)
	if !targeted && !excepted {
		return order.Relaxes
	}
	planned, stays := s.locationAfter()
	if !stays || s.LocationBefore == nil || targeted && excepted {
		return order.Both
	}
	grows, shrinks := containsNetworks(planned, *s.LocationBefore), containsNetworks(*s.LocationBefore, planned)
	switch {
	case excepted && grows, targeted && shrinks:
		return order.Relaxes
	case excepted && shrinks, targeted && grows:
		return order.Restricts
	}
	return order.Both
}

// strengthDirection depends on which of both versions is met by whatever meets the other.
func (j *judgement) strengthDirection(s step) order.Direction {
	if !j.isDemanded(s) {
		return order.Relaxes
	}
	planned, stays := s.strengthAfter()
	current, exists := currentStrength(j.present, s)
	switch {
	case !stays || !exists:
		return order.Both
	case relaxesStrength(current, planned):
		return order.Relaxes
	case relaxesStrength(planned, current):
		return order.Restricts
	}
	return order.Both
}

func defaultsDirection(s step) order.Direction {
	switch {
	case s.isUnsettled():
		return order.Both
	case s.SecurityDefaultsAfter.IsEnabled:
		return order.Restricts
	}
	return order.Relaxes
}

// usesOf reports whether a policy that is enforced, in either version, takes in sign-ins from the location, and
// whether one leaves them out.
func (j *judgement) usesOf(s step) (targeted, excepted bool) {
	planned, _ := s.locationAfter()
	names := []string{s.id}
	if isTrusted(j.present, s.id) || planned.IsTrusted {
		names = append(names, ca.AllTrusted)
	}
	for _, p := range slices.Concat(j.present.Policies.Value(), j.future.Policies.Value()) {
		l := p.Conditions.Locations
		if !mayEnforce(&p) || l == nil {
			continue
		}
		for _, name := range names {
			targeted = targeted || contains(l.IncludeLocations, name)
			excepted = excepted || contains(l.ExcludeLocations, name)
		}
	}
	return targeted, excepted
}
