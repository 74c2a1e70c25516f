package reference

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A person is a repairer with the roles that it signs in with.
type person struct {
	user     ca.User
	eligible bool
	// One set for who holds the role actively. Two for who is eligible: it signs in without the eligible
	// roles, activates them, and then must sign in with them. The worse of the two counts.
	roleSets []map[string]value
}

// repairers lists the users who may change Conditional Access, and says whether the list is complete.
func (j *judge) repairers() (people []*person, complete bool) {
	users, read := j.tenant.Users.Get()
	if !read || !j.activeRead() {
		return nil, false
	}
	active, eligible := j.activeAssignments(), j.tenant.EligibleSchedules.Value()
	complete = j.tenant.EligibleSchedules.Read()
	for _, u := range users {
		if u.IsGuest() || (u.AccountEnabled != nil && !*u.AccountEnabled) {
			continue
		}
		switch {
		case j.mayRepair(u, active) == yes:
			people = append(people, &person{user: u, roleSets: []map[string]value{j.roles(u, active)}})
		case j.mayRepair(u, eligible) == yes:
			people = append(people, &person{user: u, eligible: true, roleSets: []map[string]value{
				j.roles(u, active),
				j.roles(u, slices.Concat(active, eligible)),
			}})
		case or(j.mayRepair(u, active), j.mayRepair(u, eligible)) == unknown:
			complete = false
		}
	}
	slices.SortFunc(people, byName)
	return people, complete
}

// isBreakGlass reports whether the configuration surely names the user.
func (j *judge) isBreakGlass(u ca.User) bool {
	return names(j.BreakGlass.Users, u) || slices.ContainsFunc(j.BreakGlass.Groups, func(id string) bool {
		return j.member(u, id) == yes
	})
}
