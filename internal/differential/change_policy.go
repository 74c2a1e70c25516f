package differential

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A PolicyChange is a policy with one property made another.
type PolicyChange struct {
	Property string // by its name on the wire
	What     string // what was done to it: added, removed, emptied, turned
	Policy   ca.Policy
}

// PolicyChanges are the changes of each property that a policy sets, one value at a time. Every list loses
// its first value, loses its last, gains one and is emptied; everything else becomes something else.
func PolicyChanges(t *ca.Tenant, p ca.Policy) []PolicyChange {
	v := vocabularyOf(t)
	var changes []PolicyChange
	for _, property := range properties {
		if !property.set(p) {
			continue
		}
		for _, change := range property.changes(v, p) {
			change.Property = property.name
			changes = append(changes, change)
		}
	}
	return changes
}

// A policyProperty is one thing about a policy that can be changed alone.
type policyProperty struct {
	name    string
	set     func(ca.Policy) bool
	changes func(vocabulary, ca.Policy) []PolicyChange
}

// vocabulary are the ids that the lists of a tenant's policies can gain.
type vocabulary struct {
	users, groups, roles, applications, principals, locations, strengths, contexts []string
}

func vocabularyOf(t *ca.Tenant) vocabulary {
	v := vocabulary{
		roles:        []string{ca.RoleGlobalAdministrator, ca.RoleSecurityAdministrator},
		applications: []string{ca.AppExchangeOnline, ca.MicrosoftAdminPortals, "added-app"},
		contexts:     []string{"c1", "c2"},
		strengths:    []string{ca.StrengthMFA, ca.StrengthPasswordless, ca.StrengthPhishingResistant},
	}
	v.users, v.groups, v.principals = idsOf(t.Users), idsOf(t.Groups), idsOf(t.ServicePrincipals)
	for _, d := range t.RoleDefinitions.Value() {
		v.roles = append(v.roles, d.ID)
	}
	for _, l := range t.NamedLocations.Value() {
		v.locations = append(v.locations, l.ID)
	}
	for _, s := range t.Strengths.Value() {
		v.strengths = append(v.strengths, s.ID)
	}
	v.locations = append(v.locations, ca.AllTrusted)
	return v
}

func idsOf[T any](objects ca.Fact[map[string]T]) []string {
	var ids []string
	for id := range objects.Value() {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// listOf is a property that is a list. The list is nil where what should hold it is not there.
func listOf[T ~string](name string, known func(vocabulary) []T, of func(*ca.Policy) *[]T) policyProperty {
	at := func(p ca.Policy) []T {
		if list := of(&p); list != nil {
			return *list
		}
		return nil
	}
	return policyProperty{
		name: name,
		set:  func(p ca.Policy) bool { return len(at(p)) > 0 },
		changes: func(v vocabulary, p ca.Policy) []PolicyChange {
			list := at(p)
			var changes []PolicyChange
			become := func(what string, values []T) {
				changed := clone(p)
				if target := of(&changed); target != nil {
					*target = values
					changes = append(changes, PolicyChange{What: what, Policy: changed})
				}
			}
			if len(list) > 0 {
				become("removed", slices.Clone(list[1:]))
			}
			if len(list) > 1 {
				become("removed", slices.Clone(list[:len(list)-1]))
				become("emptied", nil)
			}
			for _, value := range known(v) {
				if !slices.ContainsFunc(list, func(have T) bool { return ca.SameID(string(have), string(value)) }) {
					become("added", append(slices.Clone(list), value))
					break
				}
			}
			return changes
		},
	}
}

// choiceOf is a property that holds one word.
func choiceOf[T ~string](name string, known []T, of func(*ca.Policy) *T) policyProperty {
	at := func(p *ca.Policy) T {
		if word := of(p); word != nil {
			return *word
		}
		return ""
	}
	return policyProperty{
		name: name,
		set:  func(p ca.Policy) bool { return at(&p) != "" },
		changes: func(_ vocabulary, p ca.Policy) []PolicyChange {
			var changes []PolicyChange
			for _, word := range known {
				changed := clone(p)
				if target := of(&changed); target != nil && *target != word {
					*target = word
					changes = append(changes, PolicyChange{What: "turned", Policy: changed})
				}
			}
			return changes
		},
	}
}

// objectOf is a property that holds a whole condition, which can be taken out at once.
func objectOf(name string, set func(ca.Policy) bool, remove func(*ca.Policy)) policyProperty {
	return policyProperty{name: name, set: set, changes: func(_ vocabulary, p ca.Policy) []PolicyChange {
		if !set(p) {
			return nil
		}
		changed := clone(p)
		remove(&changed)
		return []PolicyChange{{What: "emptied", Policy: changed}}
	}}
}
