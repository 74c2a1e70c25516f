package guard

import (
	"cmp"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// An account is one break-glass account that the configuration declares, or a declared group whose members
// are not all known.
type account struct {
	id    string
	name  string
	group bool
}

// accounts are the declared break-glass accounts, by name.
func accounts(t *ca.Tenant, b ca.BreakGlass) []account {
	var list []account
	add := func(a account) {
		if !slices.ContainsFunc(list, func(have account) bool { return ca.SameID(have.id, a.id) }) {
			list = append(list, a)
		}
	}
	for _, word := range b.Users {
		if user, ok := findUser(t, word); ok {
			add(account{id: user.ID, name: user.Name()})
		} else {
			add(account{id: word, name: word})
		}
	}
	for _, group := range b.Groups {
		c := members(t, group)
		if c.open {
			add(account{id: group, name: groupName(t, group), group: true})
		}
		for id := range c.users {
			user, ok := t.User(id)
			if !ok {
				user = ca.User{ID: id}
			}
			add(account{id: user.ID, name: user.Name()})
		}
	}
	slices.SortFunc(list, func(a, b account) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.name), strings.ToLower(b.name)), strings.Compare(a.id, b.id))
	})
	return list
}

// findUser finds a user by what an operator wrote: an id, or a user principal name.
func findUser(t *ca.Tenant, word string) (ca.User, bool) {
	if user, ok := t.User(word); ok {
		return user, true
	}
	for _, user := range t.Users.Value() {
		if user.UserPrincipalName != "" && strings.EqualFold(user.UserPrincipalName, word) {
			return user, true
		}
	}
	return ca.User{}, false
}

func groupName(t *ca.Tenant, id string) string {
	if g, ok := t.Group(id); ok && g.DisplayName != "" {
		return g.DisplayName
	}
	return id
}

// includedIn is what is known of a policy including the account.
func (a account) includedIn(t *ca.Tenant, p ca.Policy) engine.Value {
	if !a.group {
		return included(t, p).of(a.id)
	}
	u := p.Conditions.Users
	switch {
	case contains(u.IncludeUsers, ca.All) || contains(u.IncludeGroups, a.id):
		return engine.Yes
	case isForGuests(p):
		return engine.No
	}
	return engine.Unknown
}

// leftOutOf is what is known of a policy leaving the account out.
func (a account) leftOutOf(t *ca.Tenant, p ca.Policy) engine.Value {
	if !a.group {
		return excluded(t, p).of(a.id)
	}
	if contains(p.Conditions.Users.ExcludeGroups, a.id) {
		return engine.Yes
	}
	return engine.Unknown
}

// isForGuests reports whether the policy names guests and external users, and nobody else.
func isForGuests(p ca.Policy) bool {
	u := p.Conditions.Users
	others := slices.ContainsFunc(u.IncludeUsers, func(id string) bool {
		return !ca.SameID(id, ca.None) && !ca.SameID(id, ca.GuestsOrExternalUsers)
	})
	return !others && len(u.IncludeGroups)+len(u.IncludeRoles) == 0
}

// unfitness says why a declared account is no repairer at all; "" when it is one.
func (a account) unfitness(t *ca.Tenant, r engine.Report) string {
	if slices.ContainsFunc(r.Repairers, func(have engine.Repairer) bool { return ca.SameID(have.User.ID, a.id) }) {
		return ""
	}
	user, exists := t.User(a.id)
	switch {
	case a.group:
		return "the members of this group are not all read"
	case !t.Users.Read():
		return "the users are not read"
	case !exists:
		return "there is no such user in the tenant"
	case user.AccountEnabled != nil && !*user.AccountEnabled:
		return "the account is disabled"
	case user.IsGuest():
		return "the account is a guest"
	}
	return "holds no role that may change Conditional Access, as far as is known"
}
