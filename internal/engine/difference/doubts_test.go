package difference_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// TestDoubtsAboutDifferentPeople: what nobody knows is assumed of those alone whom it decides about.
func TestDoubtsAboutDifferentPeople(t *testing.T) {
	t.Parallel()
	strangers := &ca.GuestsOrExternal{GuestOrExternalUserTypes: []string{"alien"}}
	people := map[string]ca.SignInIdentity{
		"ada": {UserID: "u1"}, "bo": {UserID: "u2"}, "cy": {UserID: "u3"}, "stranger": {ExternalUserType: "b2bDirectConnectUser", ExternalTenantID: "northwind"},
	}
	unread := func(group string) string {
		return "the person is a member of " + group + ", whose members were not read"
	}
	const not, alien = "it is not so that ", "the person is of the external type alien, which is not known"
	for _, c := range []struct {
		name  string
		users ca.Users
		want  map[string][]string // by person: what has to be so in each of the boxes
	}{
		{"known-beside-unread", ca.Users{IncludeGroups: []string{"g1", "g2"}, ExcludeGroups: []string{"g3"}}, map[string][]string{
			"ada": {not + unread("Closed")},
			"bo":  {unread("Unread") + "; " + not + unread("Closed")},
			"cy":  {unread("Unread") + "; " + not + unread("Closed")},
		}},
		{"included", ca.Users{IncludeGroups: []string{"g2"}, IncludeGuestsOrExternalUsers: strangers}, map[string][]string{
			"ada":      {unread("Unread")},
			"bo":       {unread("Unread")},
			"cy":       {not + unread("Unread") + "; " + alien, unread("Unread")},
			"stranger": {alien},
		}},
		{"excluded", ca.Users{IncludeUsers: []string{ca.All}, ExcludeGroups: []string{"g2"}, ExcludeGuestsOrExternalUsers: strangers}, map[string][]string{
			"ada":      {not + unread("Unread")},
			"bo":       {not + unread("Unread")},
			"cy":       {not + unread("Unread") + "; " + not + alien},
			"stranger": {not + alien},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			at := func(policies ...ca.Policy) *ca.Tenant {
				out := tenant(policies...)
				out.Groups.Value()["g3"] = ca.Group{ID: "g3", DisplayName: "Closed"}
				return out
			}
			got := map[string][]string{}
			for _, b := range difference.Of(at(), at(concerning(c.users))).Boxes {
				for name, who := range people {
					s := b.Example
					if s.Identity = who; b.Holds(s) {
						got[name] = append(got[name], strings.Join(b.Assuming, "; "))
					}
				}
			}
			for _, list := range got {
				slices.Sort(list)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("what has to be so (-want +got):\n%s", diff)
			}
		})
	}
}

// TestManyDoubts: of as many policies as a large tenant has, each rests on what nobody knows of its own group.
func TestManyDoubts(t *testing.T) {
	t.Parallel()
	const many = 130
	var policies []ca.Policy
	for i := range many {
		p := blocking(func(c *ca.Conditions) {
			c.Users = ca.Users{IncludeGroups: []string{fmt.Sprintf("unread-%d", i)}}
			c.Applications.IncludeApplications = []string{fmt.Sprintf("app-%d", i)}
		})
		p.ID = fmt.Sprintf("p%d", i)
		policies = append(policies, p)
	}
	at := func(policies ...ca.Policy) *ca.Tenant {
		out := tenant(policies...)
		for i := range many {
			id := fmt.Sprintf("unread-%d", i)
			out.Groups.Value()[id] = ca.Group{ID: id}
		}
		return out
	}
	r := difference.Of(at(), at(policies...))
	if len(r.Boxes) != many || r.Undecided != "" {
		t.Fatalf("%d boxes, want %d %s", len(r.Boxes), many, r.Undecided)
	}
	for _, b := range r.Boxes {
		id := strings.TrimPrefix(b.Targets.Only[0], "app-")
		want := []string{"the person is a member of unread-" + id + ", whose members were not read"}
		if !slices.Equal(b.Assuming, want) || len(b.Causes) != 1 || b.Causes[0].ID != "p"+id {
			t.Errorf("at %v, by %v, it assumes %q", b.Targets.Only, b.Causes, b.Assuming)
		}
	}
}
