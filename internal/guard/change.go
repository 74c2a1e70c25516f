package guard

import (
	"cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// Object is the kind of thing that a change writes.
type Object string

// The kinds of objects that the guard judges.
const (
	ObjectPolicy        Object = "conditional access policy"
	ObjectNamedLocation Object = "named location"
)

// A Change is one object's planned write. Nothing before is a create, nothing after is a delete.
//
// Values that are not known yet are [ca.NotYetKnown] in the planned version.
type Change struct {
	Object  Object
	Address string // entraguard_conditional_access_policy.x, or "" where nobody knows it
	ID      string // "" for a create

	PolicyBefore, PolicyAfter     *ca.Policy
	LocationBefore, LocationAfter *ca.NamedLocation
}

// Name is the display name that a reader of the configuration knows the object by: the planned one, and for
// a delete the tenant's.
func (c Change) Name() string {
	var names []string
	if c.PolicyAfter != nil {
		names = append(names, c.PolicyAfter.DisplayName)
	}
	if c.PolicyBefore != nil {
		names = append(names, c.PolicyBefore.DisplayName)
	}
	if c.LocationAfter != nil {
		names = append(names, c.LocationAfter.DisplayName)
	}
	if c.LocationBefore != nil {
		names = append(names, c.LocationBefore.DisplayName)
	}
	names = append(names, "")
	if names[0] == ca.NotYetKnown && len(names) > 2 {
		return names[1]
	}
	return names[0]
}

func (c Change) isDelete() bool { return c.PolicyAfter == nil && c.LocationAfter == nil }

// changesNothing reports whether the object stays as it is, in everything that anybody wrote.
func (c Change) changesNothing() bool {
	switch {
	case c.PolicyBefore != nil && c.PolicyAfter != nil:
		return c.PolicyBefore.DisplayName == c.PolicyAfter.DisplayName &&
			c.PolicyBefore.State == c.PolicyAfter.State && sameEffect(*c.PolicyBefore, *c.PolicyAfter)
	case c.LocationBefore != nil && c.LocationAfter != nil:
		return c.LocationBefore.DisplayName == c.LocationAfter.DisplayName &&
			sameNetworks(*c.LocationBefore, *c.LocationAfter)
	}
	return c.isDelete() && c.PolicyBefore == nil && c.LocationBefore == nil
}

// mayEnforce reports whether a policy is enabled, or may be.
func mayEnforce(p *ca.Policy) bool {
	return p != nil && (p.State == ca.StateEnabled || p.State == ca.NotYetKnown)
}

// compareChanges orders changes so that the same plan always reads the same, whatever order Terraform
// walked it in.
func compareChanges(a, b Change) int {
	return cmp.Or(
		cmp.Compare(a.Address, b.Address),
		cmp.Compare(a.Object, b.Object),
		cmp.Compare(a.Name(), b.Name()),
		cmp.Compare(ca.FoldID(a.ID), ca.FoldID(b.ID)),
	)
}
