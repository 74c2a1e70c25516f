package reference

import (
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// somebody is who signs in: a person or a workload, and of a person what a list of users may name.
type somebody struct {
	workload   value
	user       *ca.User         // the object in the tenant; nil where there is none
	external   value            // whether the person is a guest or comes from outside
	types      map[string]value // the external types that the person has, or may have
	homeTenant string           // "" is not stated
}

func (j *judge) identify(i ca.SignInIdentity) somebody {
	who := somebody{workload: no, homeTenant: i.ExternalTenantID}
	switch {
	case i.ServicePrincipalID != "":
		who.workload = yes
		return who
	case i == ca.SignInIdentity{}:
		who.workload = unknown
		who.external = unknown
	case i.UserID != "":
		u, found := j.tenant.User(i.UserID)
		u.ID = i.UserID
		who.user = &u
		who.types = externalTypes(u, found)
	}
	switch {
	case i.ExternalUserType != "":
		who.types = map[string]value{i.ExternalUserType: yes}
	case who.user == nil:
		who.types = map[string]value{}
		for _, t := range ca.GuestTypes {
			who.types[t] = unknown
		}
	}
	if who.user == nil && who.workload == no {
		who.external = yes
	}
	for _, v := range who.types {
		who.external = or(who.external, v)
	}
	return who
}

// externalTypes are the types that a user object makes its user. Whose credentials are elsewhere has #EXT#
// in its name. Without the object the user may be of any type that has one.
func externalTypes(u ca.User, found bool) map[string]value {
	elsewhere := strings.Contains(strings.ToUpper(u.UserPrincipalName), "#EXT#")
	switch {
	case !found:
		return map[string]value{"internalGuest": unknown, "b2bCollaborationGuest": unknown, "b2bCollaborationMember": unknown}
	case u.IsGuest() && elsewhere:
		return map[string]value{"b2bCollaborationGuest": yes}
	case u.IsGuest():
		return map[string]value{"internalGuest": yes}
	case elsewhere:
		return map[string]value{"b2bCollaborationMember": yes}
	case u.UserType == "":
		return map[string]value{"internalGuest": unknown}
	default:
		return nil
	}
}

// concernsUser is about people: a policy for them leaves workloads alone. A policy for workloads says
// nothing here.
func (q *inquiry) concernsUser(p *ca.Policy) value {
	if p.Conditions.ClientApplications != nil {
		return yes
	}
	u := p.Conditions.Users
	included := q.named(p, u.IncludeUsers, u.IncludeGroups, u.IncludeRoles, u.IncludeGuestsOrExternalUsers, "included")
	excluded := q.named(p, u.ExcludeUsers, u.ExcludeGroups, u.ExcludeRoles, u.ExcludeGuestsOrExternalUsers, "excluded")
	return and(not(q.who.workload), included, not(excluded))
}

// named says whether one of the four ways to name people names the person.
func (q *inquiry) named(p *ca.Policy, users, groups, roles []string, guests *ca.GuestsOrExternal, side string) value {
	if q.who.workload == yes {
		return no
	}
	v := no
	v = or(v,
		q.world.settle(notYetKnownIn(users), p.ID, side, "users", users),
		q.world.settle(notYetKnownIn(groups), p.ID, side, "groups", groups),
		q.world.settle(notYetKnownIn(roles), p.ID, side, "roles", roles))
	for _, id := range users {
		switch id {
		case ca.All:
			v = yes
		case ca.GuestsOrExternalUsers:
			v = or(v, q.external())
		default:
			v = or(v, q.isUser(id))
		}
	}
	for _, id := range groups {
		if id != ca.NotYetKnown {
			v = or(v, q.inGroup(id))
		}
	}
	for _, id := range roles {
		if id != ca.NotYetKnown {
			v = or(v, q.hasRole(id))
		}
	}
	if guests != nil {
		v = or(v, q.amongGuests(p, guests))
	}
	return v
}

// external says whether the person is a guest or comes from outside: of some type, if of none that is known.
func (q *inquiry) external() value {
	if q.who.user == nil {
		return q.settlePerson(q.who.external, "is from outside")
	}
	v := no
	for _, t := range ca.GuestTypes {
		v = or(v, q.settlePerson(q.who.types[t], "is "+t))
	}
	return v
}

// nobodyStated is unknown where nothing is said about who signs in: then it may be anybody.
func (q *inquiry) nobodyStated() value { return and(q.who.workload, unknown) }

func (q *inquiry) isUser(id string) value {
	if q.who.user == nil {
		return q.settlePerson(q.nobodyStated(), "is "+id)
	}
	return yesIf(ca.SameID(id, q.who.user.ID))
}

func (q *inquiry) settlePerson(v value, about string) value {
	return q.world.settle(v, q.Identity, about)
}

// inGroup is open where a group on the way was not read; each such group is a question of its own.
func (q *inquiry) inGroup(id string) value {
	if q.who.user == nil {
		return q.settlePerson(q.nobodyStated(), "is in group "+ca.FoldID(id))
	}
	v := q.member(*q.who.user, id)
	if v != unknown {
		return v
	}
	v = no
	for _, group := range q.unreadWithin(id) {
		v = or(v, q.settlePerson(unknown, "is in group "+group))
	}
	return v
}

// unreadWithin are the groups at and within a group whose members were not read.
func (j *judge) unreadWithin(id string) []string {
	var unread []string
	seen := map[string]bool{}
	next := []string{ca.FoldID(id)}
	for len(next) > 0 {
		group := next[0]
		next = next[1:]
		if seen[group] || !j.mayBeGroup(group) {
			continue
		}
		seen[group] = true
		members, read := j.tenant.GroupMembers[group]
		if !read {
			unread = append(unread, group)
		}
		for _, m := range members {
			if j.kind(m) == kindGroup {
				next = append(next, ca.FoldID(m.ID))
			}
		}
	}
	return unread
}

// hasRole says whether the person holds a built-in role, active and for the whole tenant.
func (q *inquiry) hasRole(template string) value {
	if q.who.user == nil {
		return q.settlePerson(q.nobodyStated(), "has role "+ca.FoldID(template))
	}
	v := no
	if !q.activeRead() {
		v = q.settlePerson(unknown, "has role "+ca.FoldID(template))
	}
	for _, a := range q.assignments(template) {
		held := q.holds(*q.who.user, a)
		if held == unknown {
			held = q.inGroup(a.PrincipalID)
		}
		v = or(v, held)
	}
	return v
}

// assignments are the active ones of a built-in role, looked up once.
func (q *inquiry) assignments(template string) []ca.RoleAssignment {
	if q.active == nil {
		q.active = map[string][]ca.RoleAssignment{}
		for _, a := range q.activeAssignments() {
			id := ca.FoldID(q.template(a.RoleDefinitionID))
			q.active[id] = append(q.active[id], a)
		}
	}
	return q.active[ca.FoldID(template)]
}

// amongGuests says whether a guest object names the person: by a type, and by the home tenant.
func (q *inquiry) amongGuests(p *ca.Policy, g *ca.GuestsOrExternal) value {
	v := no
	for _, t := range g.GuestOrExternalUserTypes {
		switch {
		case t == "none":
		case slices.Contains(ca.GuestTypes, t):
			v = or(v, and(q.settlePerson(q.who.types[t], "is "+t), q.fromTenants(p, g.ExternalTenants, t)))
		default: // a type to come may be that of any guest
			v = or(v, q.world.settle(and(q.who.external, unknown), p.ID, "guests", g.GuestOrExternalUserTypes))
		}
	}
	return v
}

// fromTenants says whether a guest of a type is from one of the home tenants. Who has an account of this
// tenant alone has no other home.
func (q *inquiry) fromTenants(p *ca.Policy, t *ca.ExternalTenants, guestType string) value {
	switch {
	case t == nil || t.MembershipKind == "all" || (t.MembershipKind == "" && len(t.Members) == 0):
		return yes
	case t.MembershipKind != "enumerated":
		return q.world.settle(unknown, p.ID, "the kind of", t)
	case guestType == "internalGuest":
		return no
	case q.who.homeTenant == "":
		return q.world.settle(unknown, q.Identity, "is from", t)
	case holdsID(t.Members, q.who.homeTenant):
		return yes
	default:
		return q.world.settle(notYetKnownIn(t.Members), p.ID, "home", t)
	}
}

// concernsWorkload is about service principals: a policy that names them leaves people alone.
func (q *inquiry) concernsWorkload(p *ca.Policy) value {
	c := p.Conditions.ClientApplications
	switch {
	case c == nil:
		return yes
	case q.who.workload == no:
		return no
	}
	included := q.workloadAmong(p, c.IncludeServicePrincipals, "included")
	excluded := q.workloadAmong(p, c.ExcludeServicePrincipals, "excluded")
	if f := c.ServicePrincipalFilter; f != nil {
		onInclude, onExclude := q.filtered(p, f, "the service principal "+ca.FoldID(q.Pipeline))
		included, excluded = or(included, onInclude), or(excluded, onExclude)
	}
	reached := q.world.settle(q.withinWorkloadPolicies(), "workload policies reach "+ca.FoldID(q.Pipeline))
	return and(q.who.workload, reached, included, not(excluded))
}

func (q *inquiry) workloadAmong(p *ca.Policy, ids []string, side string) value {
	if q.who.workload == unknown {
		return q.world.settle(unknown, p.ID, side, "workloads", ids)
	}
	return q.world.settle(q.pipelineAmong(ids), p.ID, side, "workloads", ids)
}

// filtered is what a filter that nobody can evaluate here makes of the two sides of a condition.
func (q *inquiry) filtered(p *ca.Policy, f *ca.Filter, what string) (included, excluded value) {
	about := what + " fits the filter " + own(p, f.Rule)
	switch f.Mode {
	case ca.FilterInclude:
		return q.world.settle(unknown, about), no
	case ca.FilterExclude:
		return no, q.world.settle(unknown, about)
	default:
		about += " in mode " + own(p, string(f.Mode))
		return q.world.settle(unknown, about+" included"), q.world.settle(unknown, about+" excluded")
	}
}
