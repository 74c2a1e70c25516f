package graph

import (
	"maps"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A Scope names what to read beyond what policies, roles and the methods policy name: the declared
// break-glass accounts, and what a planned policy names.
type Scope struct {
	Users             []string
	Groups            []string // read with their members, unless they have more than a thousand
	ServicePrincipals []string // by object id or by application id

	// Lists that planned changes rest on: they are read, and as fresh as those that policies refer to.
	NamedLocations, Strengths, Contexts bool
}

// wanted is what a snapshot needs of the directory, by folded id.
type wanted struct {
	users, groups, servicePrincipals, applications map[string]bool
	scope                                          Scope
}

// wantedBy collects what policies name, and the scope.
func wantedBy(policies []ca.Policy, scope Scope, own string) wanted {
	w := wanted{
		users: map[string]bool{}, groups: map[string]bool{}, servicePrincipals: map[string]bool{}, applications: map[string]bool{},
		scope: scope,
	}
	add(w.users, scope.Users)
	add(w.groups, scope.Groups)
	add(w.servicePrincipals, scope.ServicePrincipals, []string{own})
	add(w.applications, scope.ServicePrincipals)
	for _, p := range policies {
		u, a := p.Conditions.Users, p.Conditions.Applications
		add(w.users, u.IncludeUsers, u.ExcludeUsers)
		add(w.groups, u.IncludeGroups, u.ExcludeGroups)
		add(w.applications, a.IncludeApplications, a.ExcludeApplications)
		if s := p.Conditions.ClientApplications; s != nil {
			add(w.servicePrincipals, s.IncludeServicePrincipals, s.ExcludeServicePrincipals)
		}
	}
	return w
}

func add(ids map[string]bool, lists ...[]string) {
	for _, id := range slices.Concat(lists...) {
		if isGUID(id) {
			ids[ca.FoldID(id)] = true
		}
	}
}

func union(sets ...map[string]bool) map[string]bool {
	all := map[string]bool{}
	for _, s := range sets {
		maps.Copy(all, s)
	}
	return all
}
