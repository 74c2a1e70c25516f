package guard

import (
	"cmp"
	"slices"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// versions are both versions of the object that a change is about, whatever its kind.
type versions interface {
	name() string
	isDelete() bool
	same() bool             // nothing that anybody wrote is different
	sameAs(versions) bool   // the planned version is that of another change, as far as it is known
	unknownPaths() []string // attributes of the planned version whose value is not known yet

	// current holds the tenant's version against the one that the change was planned from; false where there
	// is none, or where the tenant's was not read.
	current(t *ca.Tenant, id string) (tenantVersion, bool)
}

// A tenantVersion is what became of an object since a change to it was planned.
type tenantVersion struct {
	exists, asPlanned bool
	planned, modified time.Time // when the two versions were last changed; zero for kinds that do not say
}

// A kind is what the guard has to know of one kind of object to hold its versions against each other.
type kind[T any] struct {
	id       func(T) string
	name     func(T) string
	modified func(T) time.Time // nil for a kind that does not say
	same     func(a, b T) bool
	unknown  func(T) []string
	list     func(*ca.Tenant) ca.Fact[[]T]
}

var policyKind = kind[ca.Policy]{
	id:       func(p ca.Policy) string { return p.ID },
	name:     func(p ca.Policy) string { return p.DisplayName },
	modified: func(p ca.Policy) time.Time { return p.ModifiedDateTime },
	same: func(a, b ca.Policy) bool {
		return a.DisplayName == b.DisplayName && a.State == b.State && sameEffect(a, b)
	},
	unknown: unknownPaths,
	list:    func(t *ca.Tenant) ca.Fact[[]ca.Policy] { return t.Policies },
}

var locationKind = kind[ca.NamedLocation]{
	id:       func(l ca.NamedLocation) string { return l.ID },
	name:     func(l ca.NamedLocation) string { return l.DisplayName },
	modified: func(l ca.NamedLocation) time.Time { return l.ModifiedDateTime },
	same: func(a, b ca.NamedLocation) bool {
		return a.DisplayName == b.DisplayName && sameNetworks(a, b)
	},
	unknown: unknownLocationPaths,
	list:    func(t *ca.Tenant) ca.Fact[[]ca.NamedLocation] { return t.NamedLocations },
}

var strengthKind = kind[ca.AuthenticationStrength]{
	id:       func(s ca.AuthenticationStrength) string { return s.ID },
	name:     func(s ca.AuthenticationStrength) string { return s.DisplayName },
	modified: func(s ca.AuthenticationStrength) time.Time { return s.ModifiedDateTime },
	same: func(a, b ca.AuthenticationStrength) bool {
		return a.DisplayName == b.DisplayName && a.Description == b.Description && sameCombinations(a, b)
	},
	unknown: unknownStrengthPaths,
	list:    func(t *ca.Tenant) ca.Fact[[]ca.AuthenticationStrength] { return t.Strengths },
}

var contextKind = kind[ca.AuthenticationContext]{
	id:   func(c ca.AuthenticationContext) string { return c.ID },
	name: func(c ca.AuthenticationContext) string { return c.DisplayName },
	same: func(a, b ca.AuthenticationContext) bool {
		return a.DisplayName == b.DisplayName && a.Description == b.Description && sameContext(a, b)
	},
	unknown: unknownContextPaths,
	list:    func(t *ca.Tenant) ca.Fact[[]ca.AuthenticationContext] { return t.Contexts },
}

var defaultsKind = kind[ca.SecurityDefaults]{
	id:      func(d ca.SecurityDefaults) string { return d.ID },
	name:    func(d ca.SecurityDefaults) string { return cmp.Or(d.DisplayName, "Security Defaults") },
	same:    sameDefaults,
	unknown: unknownDefaultsPaths,
	list: func(t *ca.Tenant) ca.Fact[[]ca.SecurityDefaults] {
		d, read := t.SecurityDefaults.Get()
		if !read {
			return ca.Fact[[]ca.SecurityDefaults]{}
		}
		return ca.Known([]ca.SecurityDefaults{d})
	},
}

// versions are the two versions that the change's object has.
func (c Change) versions() versions {
	switch c.Object {
	case ObjectNamedLocation:
		return pair[ca.NamedLocation]{locationKind, c.LocationBefore, c.LocationAfter}
	case ObjectStrength:
		return pair[ca.AuthenticationStrength]{strengthKind, c.StrengthBefore, c.StrengthAfter}
	case ObjectContext:
		return pair[ca.AuthenticationContext]{contextKind, c.ContextBefore, c.ContextAfter}
	case ObjectSecurityDefaults:
		return pair[ca.SecurityDefaults]{defaultsKind, c.SecurityDefaultsBefore, c.SecurityDefaultsAfter}
	}
	return pair[ca.Policy]{policyKind, c.PolicyBefore, c.PolicyAfter}
}

type pair[T any] struct {
	kind          kind[T]
	before, after *T
}

func (p pair[T]) name() string {
	switch {
	case p.after != nil && (p.before == nil || p.kind.name(*p.after) != ca.NotYetKnown):
		return p.kind.name(*p.after)
	case p.before != nil:
		return p.kind.name(*p.before)
	}
	return ""
}

func (p pair[T]) isDelete() bool { return p.after == nil }

func (p pair[T]) same() bool {
	if p.before == nil || p.after == nil {
		return p.before == p.after
	}
	return p.kind.same(*p.before, *p.after)
}

func (p pair[T]) sameAs(other versions) bool {
	o, ok := other.(pair[T])
	if !ok || p.after == nil || o.after == nil {
		return false
	}
	if p.kind.name(*p.after) != p.kind.name(*o.after) {
		return false
	}
	return len(p.unknownPaths()) > 0 || p.kind.same(*p.after, *o.after)
}

func (p pair[T]) unknownPaths() []string {
	if p.after == nil {
		return nil
	}
	return p.kind.unknown(*p.after)
}

func (p pair[T]) current(t *ca.Tenant, id string) (tenantVersion, bool) {
	list, read := p.kind.list(t).Get()
	if p.before == nil || !read {
		return tenantVersion{}, false
	}
	i := slices.IndexFunc(list, func(object T) bool { return ca.SameID(p.kind.id(object), id) })
	switch {
	case i < 0:
		return tenantVersion{}, true
	case p.kind.modified == nil:
		return tenantVersion{exists: true, asPlanned: p.kind.same(*p.before, list[i])}, true
	}
	v := tenantVersion{exists: true, planned: p.kind.modified(*p.before), modified: p.kind.modified(list[i])}
	v.asPlanned = v.planned.Equal(v.modified)
	return v, true
}
