package difference

import (
	"fmt"
	"slices"
	"strconv"
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
	for _, c := range []struct {
		name  string
		users ca.Users
		kinds int
	}{
		// Guests; u00; the other members of the organization; those in the group, whether the policy names them or not.
		{"of-some-types", ca.Users{IncludeUsers: []string{ca.GuestsOrExternalUsers, "u00", "u05"}, ExcludeGroups: []string{"g"}}, 5},
		// Where nobody asks for guests, they are people like others.
		{"of-any-type", ca.Users{IncludeUsers: []string{ca.All}, ExcludeUsers: []string{"u00"}, ExcludeGroups: []string{"g"}}, 3},
		{"everybody", ca.Users{IncludeUsers: []string{ca.All}}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := Of(with(), with(blocked("p", func(conditions *ca.Conditions) { conditions.Users = c.users })))
			if len(r.Boxes) == 0 {
				t.Fatalf("nothing changes: %s", r.Undecided)
			}
			census := r.Boxes[0].realm.space.census
			count := 0
			for _, k := range census.classes {
				count += k.count
			}
			if len(census.classes) > c.kinds || count != len(users) {
				t.Errorf("%d people are of %d kinds, want %d people of at most %d kinds", count, len(census.classes), len(users), c.kinds)
			}
		})
	}
}

// TestRefine: those that no list tells apart are one group, and no group is empty.
func TestRefine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		lists [][]int32
		want  []int // by number, as groups are numbered when they are first met
	}{
		{"no-list", nil, []int{0, 0, 0, 0, 0, 0}},
		{"empty-lists", [][]int32{nil, {}, nil}, []int{0, 0, 0, 0, 0, 0}},
		{"everybody", [][]int32{{0, 1, 2, 3, 4, 5}, {5, 4, 3, 2, 1, 0}}, []int{0, 0, 0, 0, 0, 0}},
		{"everybody-twice", [][]int32{{0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5}}, []int{0, 0, 0, 0, 0, 0}},
		{"some-twice", [][]int32{{0, 0, 0, 1, 1, 1}}, []int{0, 0, 1, 1, 1, 1}},
		{"the-same-list-twice", [][]int32{{0, 1}, {1, 0}}, []int{0, 0, 1, 1, 1, 1}},
		{"the-others", [][]int32{{0, 1}, {2, 3, 4, 5}}, []int{0, 0, 1, 1, 1, 1}},
		{"what-is-left-of-a-group", [][]int32{{0, 1}, {2, 3}, {4, 5}, {4, 5, 0}}, []int{0, 1, 2, 2, 3, 3}},
		{"overlapping", [][]int32{{0, 1, 2}, {2, 3}, {5}}, []int{0, 0, 1, 2, 3, 4}},
		{"one-by-one", [][]int32{{0}, {1}, {2}, {3}, {4}, {5}}, []int{0, 1, 2, 3, 4, 5}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			census := census{roll: newRoll(6)}
			for i := range c.want {
				census.roll.call(strconv.Itoa(i))
			}
			groups := census.refine(c.lists)
			numbers, got := map[int]int{}, make([]int, 0, len(c.want))
			for _, group := range census.of {
				n, met := numbers[group]
				if !met {
					n = len(numbers)
					numbers[group] = n
				}
				got = append(got, n)
			}
			if !slices.Equal(got, c.want) || groups != len(numbers) {
				t.Errorf("the groups are %v, of %d; want %v", got, groups, c.want)
			}
		})
	}
}

// TestBoxOfNothing holds no sign-in.
func TestBoxOfNothing(t *testing.T) {
	t.Parallel()
	if new(Box).Holds(ca.SignIn{}) {
		t.Error("a box that is no part of a comparison holds a sign-in")
	}
}
