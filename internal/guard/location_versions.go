package guard

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// locationVersions holds both versions of every named location that changes. A policy that uses such a
// location is judged once for each combination of versions that it can meet on the way.
type locationVersions struct {
	all     []ca.NamedLocation // every version, the planned ones under ids of their own
	changed []changedLocation
	trusted []string // ids of the trusted locations that do not change
}

type changedLocation struct {
	old, planned             string // ids
	oldTrusted, plannedTrust bool
}

// nowhere is a location that no network is in. It stands for AllTrusted where nothing is trusted.
const nowhere = plannedMark + "-nowhere"

// mostChangedLocations bounds the combinations of one policy.
const mostChangedLocations = 4

func newLocationVersions(t *ca.Tenant, list []step) locationVersions {
	v := locationVersions{all: slices.Clone(t.NamedLocations.Value())}
	changing := map[string]bool{}
	for _, s := range list {
		if s.Object != ObjectNamedLocation {
			continue
		}
		planned, stays := s.locationAfter()
		if !stays {
			// The service refuses to delete a location that a policy names by id. One that is trusted
			// leaves AllTrusted, though.
			changing[ca.FoldID(s.id)] = true
			v.changed = append(v.changed, changedLocation{old: s.id, planned: s.id, oldTrusted: isTrusted(t, s.id)})
			continue
		}
		if s.LocationBefore == nil {
			v.all = append(v.all, planned)
			if planned.IsTrusted {
				v.changed = append(v.changed, changedLocation{planned: planned.ID, plannedTrust: true})
			}
			continue
		}
		if sameNetworks(*s.LocationBefore, planned) {
			continue
		}
		planned.ID += plannedMark
		v.all = append(v.all, planned)
		changing[ca.FoldID(s.id)] = true
		v.changed = append(v.changed, changedLocation{
			old: s.id, planned: planned.ID, oldTrusted: s.LocationBefore.IsTrusted, plannedTrust: planned.IsTrusted,
		})
	}
	for _, l := range t.NamedLocations.Value() {
		if l.IsTrusted && !changing[ca.FoldID(l.ID)] {
			v.trusted = append(v.trusted, l.ID)
		}
	}
	v.all = append(v.all, ca.NamedLocation{ID: nowhere, Kind: ca.LocationIP})
	return v
}

func isTrusted(t *ca.Tenant, id string) bool {
	for _, l := range t.NamedLocations.Value() {
		if ca.SameID(l.ID, id) {
			return l.IsTrusted
		}
	}
	return false
}

// variants are the policy against each combination of versions; false when they are too many.
func (v locationVersions) variants(p ca.Policy) ([]ca.Policy, bool) {
	if p.Conditions.Locations == nil {
		return []ca.Policy{p}, true
	}
	var used []changedLocation
	for _, c := range v.changed {
		if uses(p, c.old) || (uses(p, ca.AllTrusted) && (c.oldTrusted || c.plannedTrust)) {
			used = append(used, c)
		}
	}
	if len(used) == 0 {
		return []ca.Policy{p}, true
	}
	if len(used) > mostChangedLocations {
		return nil, false
	}
	var variants []ca.Policy
	for mask := range 1 << len(used) {
		variants = append(variants, v.variant(p, used, mask))
	}
	return variants, true
}

// variant is the policy with the planned version of each used location whose bit is set in the mask.
func (v locationVersions) variant(p ca.Policy, used []changedLocation, mask int) ca.Policy {
	trusted := slices.Clone(v.trusted)
	now := map[string]string{}
	for i, c := range used {
		id, isTrusted := c.old, c.oldTrusted
		if mask&(1<<i) != 0 {
			id, isTrusted = c.planned, c.plannedTrust
		}
		if c.old != "" {
			now[ca.FoldID(c.old)] = id
		}
		if isTrusted && id != "" {
			trusted = append(trusted, id)
		}
	}
	if len(trusted) == 0 {
		trusted = []string{nowhere}
	}
	locations := *p.Conditions.Locations
	locations.IncludeLocations = resolve(locations.IncludeLocations, now, trusted)
	locations.ExcludeLocations = resolve(locations.ExcludeLocations, now, trusted)
	p.Conditions.Locations = &locations
	return p
}

func resolve(ids []string, now map[string]string, trusted []string) []string {
	var resolved []string
	for _, id := range ids {
		switch version, changes := now[ca.FoldID(id)]; {
		case ca.SameID(id, ca.AllTrusted):
			resolved = append(resolved, trusted...)
		case changes:
			resolved = append(resolved, version)
		default:
			resolved = append(resolved, id)
		}
	}
	return resolved
}

// uses reports whether the policy names the location, or the word, in its location condition.
func uses(p ca.Policy, id string) bool {
	l := p.Conditions.Locations
	return id != "" && l != nil && (contains(l.IncludeLocations, id) || contains(l.ExcludeLocations, id))
}
