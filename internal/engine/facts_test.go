package engine

import (
	"slices"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestFactsInOrder: missing facts come once each, by their names, and those of one name by how to provide them.
func TestFactsInOrder(t *testing.T) {
	t.Parallel()
	want := []MissingFact{{"a", "first"}, {"a", "second"}, {"b", "another"}, {"b", "one"}, {"c", "after all"}}
	for _, order := range [][]int{{0, 1, 2, 3, 4}, {4, 3, 2, 1, 0}, {2, 0, 4, 3, 1}, {3, 4, 1, 0, 2}, {1, 1, 3, 3, 0, 2, 4, 0}} {
		var facts factSet
		for _, i := range order {
			facts.add(want[i])
		}
		if got := facts.sorted(); !slices.Equal(got, want) {
			t.Errorf("added in the order %v they are %v", order, got)
		}
	}
}

// TestUnreadGroupIsNamed: a group whose members were not read is told by its name where it has one, and by its id.
func TestUnreadGroupIsNamed(t *testing.T) {
	t.Parallel()
	const id = "60000000-0000-0000-0000-000000000001"
	for _, c := range []struct {
		name   string
		groups []ca.Group
		want   string
	}{
		{"named", []ca.Group{{ID: id, DisplayName: "Everybody"}}, `group "Everybody" (` + id + "),"},
		{"without-a-name", []ca.Group{{ID: id}}, "group " + id + ","},
		{"not-read", nil, "group " + id + ","},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(blockEverybody(func(p *ca.Policy) {
				p.Conditions.Users = ca.Users{IncludeGroups: []string{id}}
			}))}
			q.Tenant.Groups = ca.Fact[map[string]ca.Group]{}
			if c.groups != nil {
				q.Tenant.Groups = ca.Known(ca.ByID(c.groups, func(g ca.Group) string { return g.ID }))
			}
			r := aliceIn(t, q)
			if r.Verdict != Undecided || len(r.MissingFacts) != 1 || !strings.Contains(r.MissingFacts[0].How, c.want) {
				t.Errorf("alice is %s, and missing is %v, want %s", r.Verdict, r.MissingFacts, c.want)
			}
		})
	}
}
