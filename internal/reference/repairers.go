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
	active, eligible := j.activeAssignments(), j.tenant.EligibleSchedules.Value()
	for _, u := range j.tenant.Users.Value() {
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
		}
	}
	slices.SortFunc(people, byName)
	return people, j.complete()
}

// complete reports whether nobody else can be a repairer: every list was read, and so was what each role
// in them may do, and the members of every group that may have a repairer's role.
func (j *judge) complete() bool {
	t := j.tenant
	if !t.Users.Read() || !j.activeRead() || !t.EligibleSchedules.Read() {
		return false
	}
	somebody := ca.User{ID: "somebody else"}
	for _, a := range slices.Concat(j.activeAssignments(), t.EligibleSchedules.Value()) {
		if a.AtTenantScope() && (j.repairs(a.RoleDefinitionID) == unknown || j.mayRepair(somebody, []ca.RoleAssignment{a}) != no) {
			return false
		}
	}
	return true
}

// isBreakGlass reports whether the configuration surely names the user.
func (j *judge) isBreakGlass(u ca.User) bool {
	return names(j.BreakGlass.Users, u) || slices.ContainsFunc(j.BreakGlass.Groups, func(id string) bool {
		return j.member(u, id) == yes
	})
}
