package difference_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// overlapping is a tenant of six users who are in groups that overlap.
func overlapping(policies ...ca.Policy) *ca.Tenant {
	out := tenant(policies...)
	users := map[string]ca.User{}
	for _, id := range overlapIDs {
		users[id] = ca.User{ID: id, UserPrincipalName: id + "@contoso.com", UserType: "Member"}
	}
	out.Users = ca.Known(users)
	out.Groups = ca.Known(map[string]ca.Group{"g1": {ID: "g1", DisplayName: "Finance"}, "g2": {ID: "g2", DisplayName: "Sales"}})
	members := func(ids ...string) (list []ca.Member) {
		for _, id := range ids {
			list = append(list, ca.Member{ID: id, Kind: "#microsoft.graph.user"})
		}
		return list
	}
	out.GroupMembers = map[string][]ca.Member{"g1": members("u1", "u2", "u3"), "g2": members("u3", "u4", "u4")}
	return out
}

var overlapIDs = []string{"u1", "u2", "u3", "u4", "u5", "u6"}

// overlapWords are the users of whom some words hold.
var overlapWords = map[string][]string{
	"members of Finance": {"u1", "u2", "u3"}, "members of Sales": {"u3", "u4"}, "holders of Global Administrator": {"u2"},
	"u1@contoso.com": {"u1"}, "u2@contoso.com": {"u2"}, "u3@contoso.com": {"u3"}, "u4@contoso.com": {"u4"}, "u5@contoso.com": {"u5"}, "u6@contoso.com": {"u6"},
}

// TestPeopleInWords holds what a box says of its people against who is in it: a line is what holds of the same
// people, and the lines are parts of a whole.
func TestPeopleInWords(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 6))
	some := func(ids ...string) (list []string) {
		for _, id := range ids {
			if r.IntN(4) == 0 {
				list = append(list, id)
			}
		}
		return list
	}
	means := func(line, user string) bool {
		for _, part := range strings.Split(line, " and ") {
			words, negated := strings.CutPrefix(part, "not ")
			if slices.Contains(overlapWords[words], user) == negated {
				return false
			}
		}
		return true
	}
	exact, lines, joined := map[bool]int{}, 0, 0
	for range 400 {
		var policies []ca.Policy
		for _, id := range []string{"a", "b", "c"}[:1+r.IntN(3)] {
			policies = append(policies, policy(id, func(p *ca.Policy) {
				asks([]ca.BuiltInControl{ca.ControlBlock, ca.ControlCompliantDevice, ca.ControlMFA}[r.IntN(3)])(p)
				p.Conditions.Users = ca.Users{
					IncludeUsers: some("u1", "u3", "u5", ca.All), IncludeGroups: some("g1", "g2"), IncludeRoles: some(ca.RoleGlobalAdministrator),
					ExcludeUsers: some("u1", "u4", "u6"), ExcludeGroups: some("g1", "g2"), ExcludeRoles: some(ca.RoleGlobalAdministrator),
				}
			}))
		}
		report := difference.Of(overlapping(), overlapping(policies...))
		for i := range report.Boxes {
			b := &report.Boxes[i]
			count := 0
			for _, user := range overlapIDs {
				s := b.Example
				s.Identity = ca.SignInIdentity{UserID: user}
				in := b.Holds(s)
				if in {
					count++
				}
				said := b.People.Everybody || slices.ContainsFunc(b.People.Words, func(line string) bool { return means(line, user) })
				if (in && !said && len(b.People.Words) > 0) || (!in && said && b.People.Exact) {
					t.Fatalf("%s is in the box: %v, of people that are %+v", user, in, b.People)
				}
			}
			if count != b.People.Count {
				t.Fatalf("%d people are %+v", count, b.People)
			}
			exact[b.People.Exact]++
			lines = max(lines, len(b.People.Words))
			if len(b.People.Words) > 0 && strings.Contains(b.People.Words[0], " and ") {
				joined++
			}
		}
	}
	// As many as at the time of writing.
	if exact[true] < 451 || exact[false] == 0 || lines < 3 || joined < 119 {
		t.Errorf("%d are exact and %d are not; at most %d lines; %d are joined", exact[true], exact[false], lines, joined)
	}
}

// TestEverybodyInWords: everybody is said in a word, whatever terms they are in.
func TestEverybodyInWords(t *testing.T) {
	t.Parallel()
	members := blocking(func(c *ca.Conditions) { c.Users = ca.Users{IncludeGroups: []string{"g1", "g2"}} })
	rest := policy("q", func(p *ca.Policy) {
		asks(ca.ControlBlock)(p)
		p.Conditions.Users.ExcludeGroups = []string{"g1", "g2"}
	})
	robots := blocking(func(c *ca.Conditions) {
		c.Users, c.ClientApplications = ca.Users{}, &ca.ClientApplications{IncludeServicePrincipals: []string{"s1"}}
	})
	unread := func(policies ...ca.Policy) *ca.Tenant {
		out := overlapping(policies...)
		out.Users = ca.Fact[map[string]ca.User]{}
		return out
	}
	for _, c := range []struct {
		name   string
		before *ca.Tenant
		after  *ca.Tenant
		want   difference.People
	}{
		{"users", overlapping(), overlapping(members, rest), difference.People{Count: 6, Counted: true, Everybody: true, Exact: true}},
		{"the-only-service-principal", tenant(), tenant(robots), difference.People{Workload: true, Count: 1, Counted: true, Everybody: true, Exact: true}},
		{"who-was-not-read", unread(), unread(members, rest), difference.People{Everybody: true, Exact: true}},
	} {
		if diff := cmp.Diff(c.want, one(t, c.before, c.after).People); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestWordsInOrder: what holds of the same people is in the order of the words, not of the policies.
func TestWordsInOrder(t *testing.T) {
	t.Parallel()
	finance := policy("finance", func(p *ca.Policy) { p.Conditions.Users = ca.Users{IncludeGroups: []string{"g1"}} })
	people := one(t, overlapping(finance), overlapping(finance, blocking(func(c *ca.Conditions) {
		c.Users = ca.Users{IncludeGroups: []string{"g2"}, ExcludeGroups: []string{"g1"}}
	}))).People
	if want := []string{"members of Sales and not members of Finance"}; people.Count != 1 || !slices.Equal(people.Words, want) {
		t.Errorf("the people are %+v, want %q", people, want)
	}
}
