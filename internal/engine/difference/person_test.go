package difference

import (
	"fmt"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestPeopleWhoAreAlike: a comparison costs as much as there are kinds of people, however many they are.
func TestPeopleWhoAreAlike(t *testing.T) {
	t.Parallel()
	users := map[string]ca.User{}
	var members []ca.Member
	for i := range 90 {
		id := fmt.Sprintf("u%02d", i)
		u := ca.User{ID: id, UserPrincipalName: id + "@contoso.com", UserType: "Member"}
		switch i % 3 {
		case 1:
			u.UserType = "Guest"
		case 2:
			members = append(members, ca.Member{ID: id, Kind: "#microsoft.graph.user"})
		}
		users[id] = u
	}
	with := func(policies ...ca.Policy) *ca.Tenant {
		return &ca.Tenant{
			Policies:     ca.Known(policies),
			Users:        ca.Known(users),
			Groups:       ca.Known(map[string]ca.Group{"g": {ID: "g", DisplayName: "Finance"}}),
			GroupMembers: map[string][]ca.Member{"g": members},
		}
	}
	r := Of(with(), with(blocked("p", func(c *ca.Conditions) {
		c.Users.IncludeUsers, c.Users.ExcludeGroups = []string{ca.GuestsOrExternalUsers, "u00", "u05"}, []string{"g"}
	})))
	if len(r.Boxes) == 0 {
		t.Fatalf("nothing changes: %s", r.Undecided)
	}
	census := r.Boxes[0].realm.space.census
	count := 0
	for _, c := range census.classes {
		count += c.count
	}
	// Guests; u00; the other members of the organization; those in the group, whether the policy names them or not.
	if len(census.classes) > 5 || count != len(users) {
		t.Errorf("%d people are of %d kinds, want %d people of at most 5 kinds", count, len(census.classes), len(users))
	}
}

// TestBoxOfNothing holds no sign-in.
func TestBoxOfNothing(t *testing.T) {
	t.Parallel()
	if new(Box).Holds(ca.SignIn{}) {
		t.Error("a box that is no part of a comparison holds a sign-in")
	}
}
