package differential

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A policyProperty is one thing about a policy that can be changed alone.
type policyProperty struct {
	name string
	// changes are the policy with the property made another: every list loses its first value, loses its
	// last, gains one and is emptied; everything else becomes something else.
	changes func(vocabulary, ca.Policy) []ca.Policy
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
	return policyProperty{name, func(v vocabulary, p ca.Policy) []ca.Policy {
		now := of(&p)
		if now == nil {
			return nil
		}
		var changes []ca.Policy
		become := func(values []T) {
			changed := clone(p)
			*of(&changed) = values
			changes = append(changes, changed)
		}
		list := *now
		if len(list) > 0 {
			become(slices.Clone(list[1:]))
		}
		if len(list) > 1 {
			become(slices.Clone(list[:len(list)-1]))
			become(nil)
		}
		for _, value := range known(v) {
			if !slices.ContainsFunc(list, func(have T) bool { return ca.SameID(string(have), string(value)) }) {
				become(append(slices.Clone(list), value))
				break
			}
		}
		return changes
	}}
}

// choiceOf is a property that holds one word.
func choiceOf[T ~string](name string, known []T, of func(*ca.Policy) *T) policyProperty {
	return policyProperty{name, func(_ vocabulary, p ca.Policy) []ca.Policy {
		now := of(&p)
		if now == nil {
			return nil
		}
		var changes []ca.Policy
		for _, word := range known {
			if word != *now {
				changed := clone(p)
				*of(&changed) = word
				changes = append(changes, changed)
			}
		}
		return changes
	}}
}

// objectOf is a property that holds a whole condition, which can be taken out at once.
func objectOf[T any](name string, of func(*ca.Policy) **T) policyProperty {
	return policyProperty{name, func(_ vocabulary, p ca.Policy) []ca.Policy {
		if *of(&p) == nil {
			return nil
		}
		changed := clone(p)
		*of(&changed) = nil
		return []ca.Policy{changed}
	}}
}
