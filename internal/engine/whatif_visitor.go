package engine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A visitor is whoever signs in: a user of the tenant, somebody from outside without an object in it, or a
// service principal.
type visitor struct {
	id         string // folded; "" is nobody that the tenant has an object of
	user       ca.User
	name       string
	list       string // the file of the tenant that tells of the account
	enabled    *bool
	types      map[string]Value // the external types that are not No
	homeTenant string           // "" was not stated

	principal   ca.ServicePrincipal // of a service principal
	isPrincipal bool
	concerned   Value // whether workload policies concern it at all
}

func newVisitor(t *ca.Tenant, i ca.SignInIdentity) visitor {
	if i.ServicePrincipalID != "" {
		return newPrincipalVisitor(t, i.ServicePrincipalID)
	}
	v := visitor{id: ca.FoldID(i.UserID), homeTenant: i.ExternalTenantID, list: "users"}
	if i.UserID == "" {
		v.name, v.enabled = "somebody from outside", new(bool)
		*v.enabled = true
		v.types = map[string]Value{i.ExternalUserType: Yes}
		return v
	}
	user, found := t.User(i.UserID)
	if !found {
		user.ID = i.UserID
	}
	v.user, v.name, v.enabled = user, user.Name(), user.AccountEnabled
	v.types = externalTypes(user, found)
	if i.ExternalUserType != "" {
		v.types = map[string]Value{i.ExternalUserType: Yes}
	}
	return v
}

// externalTypes are what a user object says of where the account comes from.
func externalTypes(u ca.User, found bool) map[string]Value {
	invited := strings.Contains(strings.ToUpper(u.UserPrincipalName), "#EXT#")
	switch {
	case !found:
		return map[string]Value{"b2bCollaborationGuest": Unknown, "b2bCollaborationMember": Unknown, "internalGuest": Unknown}
	case u.IsGuest() && invited:
		return map[string]Value{"b2bCollaborationGuest": Yes}
	case u.IsGuest():
		return map[string]Value{"internalGuest": Yes}
	case invited:
		return map[string]Value{"b2bCollaborationMember": Yes}
	case u.UserType == "":
		return map[string]Value{"internalGuest": Unknown}
	}
	return nil
}

// foreign reports whether another tenant, or nobody, holds the credentials: nothing here tells what they can
// meet.
func (v visitor) foreign() bool {
	if v.isPrincipal {
		return true
	}
	for _, value := range v.types {
		if value == Yes {
			return true
		}
	}
	return false
}

// external is the best of the types, in the words of GuestsOrExternalUsers.
func (v visitor) external() Value {
	best := No
	for _, value := range v.types {
		best = max(best, value)
	}
	return best
}

// matchGuests is what a guests object of a policy says. A type that nobody knows may be that of any guest.
func (v visitor) matchGuests(g *ca.GuestsOrExternal) Value {
	kind, internal, other := No, No, No
	for _, listed := range g.GuestOrExternalUserTypes {
		switch {
		case listed == "internalGuest":
			internal = v.types[listed]
		case slices.Contains(ca.GuestTypes, listed):
			kind = max(kind, v.types[listed])
		case listed != "none":
			other = min(v.external(), Unknown)
		}
	}
	return max(min(kind, v.homeIn(g.ExternalTenants)), min(internal, everyTenant(g.ExternalTenants)), other)
}

// homeIn is whether the home tenant is among those that a policy means.
func (v visitor) homeIn(t *ca.ExternalTenants) Value {
	switch every := everyTenant(t); {
	case every != No:
		return every
	case v.homeTenant == "":
		return Unknown
	case slices.ContainsFunc(t.Members, func(id string) bool { return ca.SameID(id, v.homeTenant) }):
		return Yes
	case slices.Contains(t.Members, ca.NotYetKnown):
		return Unknown
	}
	return No
}

// everyTenant is No for a list of tenants: an internal guest has no home tenant, and is in none.
func everyTenant(t *ca.ExternalTenants) Value {
	switch {
	case t == nil, t.MembershipKind == "all", t.MembershipKind == "" && len(t.Members) == 0:
		return Yes
	case t.MembershipKind == "enumerated":
		return No
	}
	return Unknown
}

func newPrincipalVisitor(t *ca.Tenant, id string) visitor {
	principal, found := t.ServicePrincipals.Value()[ca.FoldID(id)]
	principal.ID = id
	v := visitor{
		principal: principal, isPrincipal: true, list: "servicePrincipals", enabled: principal.AccountEnabled,
		name: cmp.Or(principal.DisplayName, "service principal "+id), concerned: Unknown,
	}
	if found {
		v.concerned = singleTenant(t, principal)
	}
	return v
}
