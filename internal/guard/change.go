package guard

import (
	"cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// Object is the kind of thing that a change writes.
type Object string

// The kinds of objects that the guard judges.
const (
	ObjectPolicy           Object = "conditional access policy"
	ObjectNamedLocation    Object = "named location"
	ObjectStrength         Object = "authentication strength policy"
	ObjectContext          Object = "authentication context"
	ObjectSecurityDefaults Object = "security defaults"
)

// A Change is one object's planned write. Nothing before is a create, nothing after is a delete. A tenant's
// security defaults are always there: without a version after, they stay as they are.
//
// Values that are not known yet are [ca.NotYetKnown] in the planned version.
type Change struct {
	Object  Object
	Address string // entraguard_conditional_access_policy.x, or "" where nobody knows it
	ID      string // "" for a create

	PolicyBefore, PolicyAfter                     *ca.Policy
	LocationBefore, LocationAfter                 *ca.NamedLocation
	StrengthBefore, StrengthAfter                 *ca.AuthenticationStrength
	ContextBefore, ContextAfter                   *ca.AuthenticationContext
	SecurityDefaultsBefore, SecurityDefaultsAfter *ca.SecurityDefaults
}

// Name is the display name that a reader of the configuration knows the object by: the planned one, and for
// a delete the tenant's.
func (c Change) Name() string { return c.versions().name() }

func (c Change) isDelete() bool { return c.versions().isDelete() }

// changesNothing reports whether the object stays as it is, in everything that anybody wrote.
func (c Change) changesNothing() bool {
	if c.Object == ObjectSecurityDefaults && c.isDelete() {
		return true
	}
	return c.versions().same()
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
