package engine

import (
	"reflect"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A Decider answers one question after another about the same tenant, and keeps from each what the next one
// can use: while only policies change, who the people are, what they can present and where the named
// locations lie stay as they are. Its answers are those of [Decide].
//
// A tenant that was asked about must not be changed afterwards; a changed copy is another tenant, which may
// share with it what did not change. Reports share evidence in the same way, and are to be read only. The zero Decider is ready. It answers one question at a time.
type Decider struct {
	question Question
	roster   *roster
	last     *judgement
}

// Decide answers a question.
func (d *Decider) Decide(q Question) Report {
	switch {
	case d.roster == nil || !samePeople(d.question, q):
		d.roster, d.last = newRoster(q), nil
	case !sameFact(d.question.Tenant.NamedLocations, q.Tenant.NamedLocations, sameList):
		d.roster = d.roster.among(newGazetteer(q.Tenant))
	}
	d.question = q
	if !q.Tenant.Policies.Read() {
		return undecidedReport(q, d.roster)
	}
	d.last = judge(q, d.roster, d.last)
	return d.last.report
}

// samePeople reports whether everything that a roster is made of is not only equal but the very same, which
// is quick to tell.
func samePeople(a, b Question) bool {
	s, t := a.Tenant, b.Tenant
	return slices.Equal(a.BreakGlass.Users, b.BreakGlass.Users) && slices.Equal(a.BreakGlass.Groups, b.BreakGlass.Groups) &&
		slices.Equal(a.Assume.CertificateUsers, b.Assume.CertificateUsers) &&
		sameFact(s.Users, t.Users, sameMap) && sameFact(s.Groups, t.Groups, sameMap) &&
		sameFact(s.ServicePrincipals, t.ServicePrincipals, sameMap) &&
		sameFact(s.RoleDefinitions, t.RoleDefinitions, sameList) && sameFact(s.RoleAssignments, t.RoleAssignments, sameList) &&
		sameFact(s.AssignmentSchedules, t.AssignmentSchedules, sameList) && sameFact(s.EligibleSchedules, t.EligibleSchedules, sameList) &&
		sameFact(s.Domains, t.Domains, sameList) && sameFact(s.SignIns, t.SignIns, sameList) &&
		sameFact(s.MethodsPolicy, t.MethodsPolicy, func(a, b ca.AuthenticationMethodsPolicy) bool { return sameList(a.Configurations, b.Configurations) }) &&
		sameMap(s.GroupMembers, t.GroupMembers) && sameMap(s.Methods, t.Methods) && sameMap(s.Devices, t.Devices)
}

func sameFact[T any](a, b ca.Fact[T], same func(a, b T) bool) bool {
	return a.Read() == b.Read() && same(a.Value(), b.Value())
}

func sameMap[V any](a, b map[string]V) bool {
	return reflect.ValueOf(a).Pointer() == reflect.ValueOf(b).Pointer()
}

func sameList[T any](a, b []T) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}
