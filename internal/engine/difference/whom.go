package difference

import (
	"cmp"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A whom is what a term about people is about. Exactly one of its parts is set.
type whom struct {
	everybody bool    // users and people from outside; or every service principal
	objects   bool    // of a proposition: every user object
	listed    *listed // people, or service principals, by id
	guests    *guests
	name      name // such as "members of Finance"; without words for what no box is described by
}

// listed are objects of a directory by id.
type listed struct {
	membership
	directory *members
}

func (r *reader) only(ids ...string) *listed {
	return &listed{membership{ids: ids}, r.directory}
}

// size is how many it lists at most.
func (l *listed) size() int {
	n := len(l.ids)
	for _, list := range l.lists {
		n += len(list)
	}
	return n
}

func (l *listed) each(visit func(id string)) { l.users(l.directory, visit) }

// guests are people from outside: of some types, from some home tenants.
type guests struct {
	types    []string
	tenants  []string // folded; of no meaning where anywhere is set
	anywhere bool
	side     int // the tenant whose user objects say the type
}

// untyped is the external type of a user object that does not say whether it is a guest; unread that of one
// that nobody has read.
const (
	untyped = "?"
	unread  = "??"
)

// variants are the external types that a user object may be of.
func variants(externalType string) []string {
	switch externalType {
	case untyped:
		return []string{"", internalGuest}
	case unread:
		return []string{"", internalGuest, "b2bCollaborationGuest", "b2bCollaborationMember"}
	}
	return []string{externalType}
}

const internalGuest = "internalGuest"

// externalType is what a user object says of its owner.
func externalType(u ca.User) string {
	outside := isOutside(u.UserPrincipalName)
	switch {
	case u.IsGuest() && outside:
		return "b2bCollaborationGuest"
	case u.IsGuest():
		return internalGuest
	case outside:
		return "b2bCollaborationMember"
	case u.UserType == "":
		return untyped
	}
	return ""
}

func (g *guests) match(externalType, home string) bool {
	if !slices.Contains(g.types, externalType) {
		return false
	}
	return g.anywhere || (externalType != internalGuest && slices.Contains(g.tenants, home))
}

func (r *reader) userCondition(u ca.Users) int {
	return r.users.condition(false,
		r.userTerms(u.IncludeUsers, u.IncludeGroups, u.IncludeRoles, u.IncludeGuestsOrExternalUsers, "include"),
		r.userTerms(u.ExcludeUsers, u.ExcludeGroups, u.ExcludeRoles, u.ExcludeGuestsOrExternalUsers, "exclude"))
}

func (r *reader) userTerms(ids, groups, roles []string, external *ca.GuestsOrExternal, side string) []int {
	var terms []int
	for _, id := range ids {
		switch {
		case id == ca.All:
			terms = append(terms, r.users.term("all", &whom{everybody: true, name: name{text: "everybody"}}))
		case id == ca.None:
		case id == ca.GuestsOrExternalUsers:
			terms = append(terms, r.guestTerms(&ca.GuestsOrExternal{GuestOrExternalUserTypes: ca.GuestTypes}, side)...)
		case id == ca.NotYetKnown:
			terms = append(terms, r.unknownPeople(side+" users", ids))
		case !r.tenant.Users.Read() || r.directory.IsUser(ca.FoldID(id)):
			own := name{text: r.userName(id), id: ca.FoldID(id)}
			terms = append(terms, r.users.term("user "+own.id, &whom{listed: r.only(id), name: own}))
		}
	}
	for _, id := range groups {
		if id == ca.NotYetKnown {
			terms = append(terms, r.unknownPeople(side+" groups", groups))
			continue
		}
		terms = append(terms, r.groupTerms(id)...)
	}
	for _, id := range roles {
		if id == ca.NotYetKnown {
			terms = append(terms, r.unknownPeople(side+" roles", roles))
			continue
		}
		terms = append(terms, r.roleTerms(id)...)
	}
	if external != nil {
		terms = append(terms, r.guestTerms(external, side)...)
	}
	return terms
}

func (r *reader) unknownPeople(path string, list []string) int {
	return r.users.free(notYetKnown(ca.FoldID(r.policy.ID), path, list...),
		"what is not known yet of the "+path+" of "+policyName(r.policy)+" names the person", &whom{everybody: true})
}

func (r *reader) userName(id string) string {
	if u, ok := r.tenant.User(id); ok && u.UserPrincipalName != "" {
		return u.UserPrincipalName
	}
	return id
}

func (r *reader) groupName(id string) string {
	if g, ok := r.tenant.Group(id); ok && g.DisplayName != "" {
		return g.DisplayName
	}
	return id
}

func (r *reader) groupTerms(id string) []int {
	key := "group " + ca.FoldID(id)
	return r.memberTerms(key, name{"members of " + r.groupName(id), ca.FoldID(id), r.side}, func() membership { return r.directory.group(id) })
}

func (r *reader) roleTerms(id string) []int {
	key := "role " + ca.FoldID(id)
	if _, known := r.memberships[key]; !known {
		if _, read := r.directory.role(id); !read {
			return []int{r.users.free(key, "the person holds "+r.roleName(id)+"; role assignments were not read", &whom{objects: true})}
		}
	}
	return r.memberTerms(key, name{"holders of " + r.roleName(id), ca.FoldID(id), r.side}, func() membership {
		m, _ := r.directory.role(id)
		return m
	})
}

func (r *reader) roleName(id string) string { return cmp.Or(r.tenant.RoleName(id), "role "+id) }

// memberTerms are who is in a group or holds a role: the ones that are known, and a proposition for every
// group that was not read. The two tenants share what they both say.
func (r *reader) memberTerms(key string, own name, resolve func() membership) []int {
	if terms, known := r.memberTermsOf[key]; known {
		return terms
	}
	if o := r.other; o != nil && r.sameDirectory() && o.memberTermsOf[key] != nil {
		r.memberTermsOf[key] = o.memberTermsOf[key]
		return o.memberTermsOf[key]
	}
	m := resolve()
	r.memberships[key] = m
	var terms []int
	if o := r.other; o != nil {
		if before, both := o.memberships[key]; both && before.same(o.directory, m, r.directory) {
			terms = o.memberTermsOf[key]
		}
	}
	if terms == nil {
		terms = []int{}
		if len(m.ids)+len(m.lists) > 0 {
			terms = append(terms, r.users.term(r.side+" "+key, &whom{listed: &listed{m, r.directory}, name: own}))
		}
		for _, id := range m.unread {
			terms = append(terms, r.users.free("unread "+id, "the person is a member of "+r.groupName(id)+", whose members were not read", &whom{objects: true}))
		}
	}
	r.memberTermsOf[key] = terms
	return terms
}

// sameDirectory reports whether the two tenants have one directory, as they do when a plan is judged.
func (r *reader) sameDirectory() bool {
	b, a := r.other.tenant, r.tenant
	return sameMap(b.GroupMembers, a.GroupMembers) && sameFact(b.Groups, a.Groups) && sameFact(b.Users, a.Users) &&
		sameList(b.RoleAssignments, a.RoleAssignments) && sameList(b.AssignmentSchedules, a.AssignmentSchedules) &&
		sameList(b.RoleDefinitions, a.RoleDefinitions) && sameFact(b.ServicePrincipals, a.ServicePrincipals)
}

func sameFact[V any](a, b ca.Fact[map[string]V]) bool {
	return a.Read() == b.Read() && sameMap(a.Value(), b.Value())
}

func sameList[V any](a, b ca.Fact[[]V]) bool {
	x, y := a.Value(), b.Value()
	return a.Read() == b.Read() && len(x) == len(y) && (len(x) == 0 || &x[0] == &y[0])
}

func (r *reader) guestTerms(g *ca.GuestsOrExternal, side string) []int {
	v := r.users
	who := guests{side: r.typeSide()}
	var unknownWords []string
	for _, t := range g.GuestOrExternalUserTypes {
		if slices.Contains(ca.GuestTypes, t) {
			who.types = append(who.types, t)
		} else {
			unknownWords = append(unknownWords, t)
		}
	}
	slices.Sort(who.types)
	who.types = slices.Compact(who.types)
	kind := ""
	if g.ExternalTenants != nil {
		kind = g.ExternalTenants.MembershipKind
		for _, id := range g.ExternalTenants.Members {
			who.tenants = append(who.tenants, ca.FoldID(id))
		}
		slices.Sort(who.tenants)
		who.tenants = slices.Compact(who.tenants)
	}
	unknownKind := kind != "all" && kind != "enumerated" && (kind != "" || len(who.tenants) > 0)
	who.anywhere = kind == "all" || (kind == "" && len(who.tenants) == 0)
	key := "guests " + strings.Join(who.types, ",") + " of " + strings.Join(who.tenants, ",") + " " + sideOf(who.side)

	var terms []int
	switch {
	case unknownKind:
		meant := who
		meant.anywhere = true
		fact := side + " membership kind " + kind + " of " + ca.FoldID(r.policy.ID)
		terms = append(terms, v.add(term[*whom]{
			key: fact + " " + key, what: &whom{guests: &meant}, fact: fact + " with " + strings.Join(who.tenants, ","),
			proposition: "the person's home tenant is one of those that " + policyName(r.policy) + " means to " + side,
		}))
	case len(who.types) > 0:
		if who.anywhere {
			who.tenants = nil
			key = "guests " + strings.Join(who.types, ",") + " of any " + sideOf(who.side)
		}
		r.noteTenants(who.tenants)
		text := guestText(who, g.ExternalTenants)
		terms = append(terms, v.term(key, &whom{guests: &who, name: name{text, text, sideOf(who.side)}}))
		if slices.Contains(who.tenants, ca.FoldID(ca.NotYetKnown)) {
			meant := who
			meant.anywhere, meant.types = true, slices.DeleteFunc(slices.Clone(who.types), func(t string) bool { return t == internalGuest })
			terms = append(terms, v.free(notYetKnown(ca.FoldID(r.policy.ID), side+" external tenants", who.tenants...)+key,
				"the person's home tenant is one that "+policyName(r.policy)+" names and that is not known yet", &whom{guests: &meant}))
		}
	}
	for _, w := range unknownWords {
		terms = append(terms, v.free("guest type "+notYetKnownOf(w, r.policy, side+" guest types", g.GuestOrExternalUserTypes...), "the person is of the external type "+w+", which is not known",
			&whom{guests: &guests{types: ca.GuestTypes, anywhere: true, side: who.side}}))
	}
	return terms
}

func guestText(g guests, t *ca.ExternalTenants) string {
	from := " of any tenant"
	if !g.anywhere {
		from = " of " + strings.Join(sorted(t.Members), ", ")
	}
	if len(g.types) == len(ca.GuestTypes) {
		return "guests and external users" + from
	}
	return strings.Join(g.types, ", ") + from
}

func (r *reader) noteTenants(ids []string) {
	for _, id := range ids {
		if id != ca.FoldID(ca.NotYetKnown) && !slices.Contains(r.homes, id) {
			r.homes = append(r.homes, id)
		}
	}
}
