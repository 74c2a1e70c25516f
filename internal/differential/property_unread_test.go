package differential

import (
	"maps"
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// TestUnread: a fact that was not read makes nothing sure that was not. Every answer stays, or becomes
// undecided, and who drops out of the list is missed.
//
// The model makes three exceptions, which [plain] and the judges below step around: an unread methods policy
// cuts no mode, whoever's methods are unread has a password, and where locations are unread there is an
// elsewhere.
func TestUnread(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		floor  int
		forget func(*generator, *ca.Tenant) bool
	}{
		{"policies", 1000, forgetFact(func(t *ca.Tenant) *ca.Fact[[]ca.Policy] { return &t.Policies })},
		{"named-locations", 30, forgetFact(func(t *ca.Tenant) *ca.Fact[[]ca.NamedLocation] { return &t.NamedLocations })},
		{"strengths", 60, forgetFact(func(t *ca.Tenant) *ca.Fact[[]ca.AuthenticationStrength] { return &t.Strengths })},
		{"methods-policy", 60, forgetFact(func(t *ca.Tenant) *ca.Fact[ca.AuthenticationMethodsPolicy] { return &t.MethodsPolicy })},
		{"domains", 3, forgetFact(func(t *ca.Tenant) *ca.Fact[[]ca.Domain] { return &t.Domains })},
		{"groups", 5, forgetFact(func(t *ca.Tenant) *ca.Fact[map[string]ca.Group] { return &t.Groups })},
		{"service-principals", 30, forgetFact(func(t *ca.Tenant) *ca.Fact[map[string]ca.ServicePrincipal] { return &t.ServicePrincipals })},
		{"role-definitions", 50, forgetFact(func(t *ca.Tenant) *ca.Fact[[]ca.RoleDefinition] { return &t.RoleDefinitions })},
		{"eligible-schedules", 100, forgetFact(func(t *ca.Tenant) *ca.Fact[[]ca.RoleAssignment] { return &t.EligibleSchedules })},
		{"active-roles", 800, func(_ *generator, t *ca.Tenant) bool {
			read := t.RoleAssignments.Read() || t.AssignmentSchedules.Read()
			t.RoleAssignments, t.AssignmentSchedules = ca.Fact[[]ca.RoleAssignment]{}, ca.Fact[[]ca.RoleAssignment]{}
			return read
		}},
		{"sign-ins", 5, forgetFact(func(t *ca.Tenant) *ca.Fact[[]ca.LoggedSignIn] { return &t.SignIns })},
		{"organization", 5, func(_ *generator, t *ca.Tenant) bool {
			read := t.ID != ""
			t.ID = ""
			return read
		}},
		{"members-of-a-group", 15, forgetEntry(func(t *ca.Tenant) *map[string][]ca.Member { return &t.GroupMembers })},
		{"methods-of-a-user", 15, forgetEntry(func(t *ca.Tenant) *map[string][]ca.AuthenticationMethod { return &t.Methods })},
		{"devices-of-a-user", 8, forgetEntry(func(t *ca.Tenant) *map[string][]ca.Device { return &t.Devices })},
		{"a-device-property", 3, forgetProperty},
		{"whether-an-account-is-enabled", 400, func(_ *generator, t *ca.Tenant) bool {
			users := maps.Clone(t.Users.Value())
			for id, u := range users {
				if u.AccountEnabled != nil && *u.AccountEnabled {
					u.AccountEnabled = nil
					users[id] = u
				}
			}
			t.Users = ca.Known(users)
			return len(users) > 0
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			certain := func(m movement) bool { return m.to != undecidedRank }
			if c.name == "methods-policy" {
				certain = func(m movement) bool { return m.to < undecidedRank }
			}
			property{seed: 26, tenants: 2000, floor: c.floor, judge: lessSure(certain), change: func(g *generator, q engine.Question) (engine.Question, bool) {
				tenant := *q.Tenant
				q.Tenant = &tenant
				return q, c.forget(g, &tenant)
			}, draw: func(number uint64) engine.Question { return plain(Draw(26, number)) }}.holds(t)
		})
	}
}

const undecidedRank = 2

// lessSure: no answer moves to one that is certain, nobody becomes a repairer, and the list is called
// complete only if it was, and if all of them are still there.
func lessSure(certain func(movement) bool) func(_, _ engine.Question, was, is engine.Report) (string, bool) {
	moves := never(func(m movement) bool { return m.from != m.to && certain(m) })
	return func(before, after engine.Question, was, is engine.Report) (what string, tested bool) {
		what, tested = moves(before, after, was, is)
		complete := len(is.MissingRepairers) == 0
		switch gone := len(was.Repairers) - len(is.Repairers); {
		case what != "":
			return what, true
		case gone < 0:
			return "there are more repairers", true
		case complete && (gone > 0 || len(was.MissingRepairers) > 0):
			return "the list of repairers is called complete", true
		default:
			return "", tested || gone > 0
		}
	}
}

// plain leaves out of a tenant what no tenant has in itself: members of a group that does not exist, a
// policy's copy of a strength that is another than the one read, built-in strengths that are changed, policies
// about roles that are not built in, members of no kind, methods of a kind that nobody knows. And it sees to it that the model's exceptions make no difference.
func plain(q engine.Question) engine.Question {
	t := q.Tenant
	if groups, read := t.Groups.Get(); read {
		maps.DeleteFunc(t.GroupMembers, func(id string, _ []ca.Member) bool { _, exists := groups[id]; return !exists })
	}
	if strengths, read := t.Strengths.Get(); read {
		t.Strengths = ca.Known(append(slices.Clone(ca.BuiltInStrengths), strengths...))
	}
	for id, members := range t.GroupMembers {
		for i := range members {
			members[i].Kind = kindOf(members[i].ID)
		}
		t.GroupMembers[id] = members
	}
	for id, methods := range t.Methods {
		methods = slices.DeleteFunc(methods, func(m ca.AuthenticationMethod) bool { return m.Kind == "#microsoft.graph.newAuthenticationMethod" })
		t.Methods[id] = append(methods, ca.AuthenticationMethod{Kind: ca.MethodPassword})
	}
	for i := range t.NamedLocations.Value() {
		l := &t.NamedLocations.Value()[i]
		l.IPRanges = slices.DeleteFunc(l.IPRanges, func(r ca.IPRange) bool { return slices.Contains(halves, r.CIDR) })
		l.CountriesAndRegions = l.CountriesAndRegions[:min(len(l.CountriesAndRegions), 3)]
	}
	for i := range t.Policies.Value() {
		p := &t.Policies.Value()[i]
		if s := grantOf(*p).AuthenticationStrength; s != nil {
			*s = ca.AuthenticationStrength{ID: s.ID}
		}
		for _, roles := range []*[]string{&p.Conditions.Users.IncludeRoles, &p.Conditions.Users.ExcludeRoles} {
			*roles = slices.DeleteFunc(*roles, func(id string) bool { return !slices.Contains(roleIDs[:3], id) })
		}
	}
	return q
}

func kindOf(id string) string {
	switch {
	case slices.Contains(groupIDs, id):
		return "#microsoft.graph.group"
	case id == "pipeline":
		return "#microsoft.graph.servicePrincipal"
	default:
		return "#microsoft.graph.user"
	}
}

// halves are the ranges that leave little or nothing of a family of addresses.
var halves = []string{"0.0.0.0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1"}

func forgetFact[T any](of func(*ca.Tenant) *ca.Fact[T]) func(*generator, *ca.Tenant) bool {
	return func(_ *generator, t *ca.Tenant) bool {
		read := of(t).Read()
		*of(t) = ca.Fact[T]{}
		return read
	}
}

func forgetEntry[T any](of func(*ca.Tenant) *map[string]T) func(*generator, *ca.Tenant) bool {
	return func(g *generator, t *ca.Tenant) bool {
		entries := maps.Clone(*of(t))
		if len(entries) == 0 {
			return false
		}
		delete(entries, pick(g, sortedKeys(entries)...))
		*of(t) = entries
		return true
	}
}

// taken are the properties that the model takes as they mostly are where they were not read: a device is
// enabled, managed, and on a platform that nothing tells.
var taken = []string{"accountEnabled", "isManaged", "operatingSystem"}

func forgetProperty(g *generator, t *ca.Tenant) bool {
	name := pick(g, slices.DeleteFunc(slices.Clone(propertyNames), func(name string) bool { return slices.Contains(taken, name) })...)
	devices := maps.Clone(t.Devices)
	for user, list := range devices {
		list = slices.Clone(list)
		for i := range list {
			list[i].Properties = maps.Clone(list[i].Properties)
			delete(list[i].Properties, name)
		}
		devices[user] = list
	}
	t.Devices = devices
	return len(devices) > 0
}
