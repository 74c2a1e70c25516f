package graphsim_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

func TestStaleness(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{Staleness: 2})
	id := c.post(policiesPath, policy()).want(http.StatusCreated).id()
	item := policiesPath + "/" + id
	c.get(item).want(http.StatusNotFound)
	if n := len(c.get(policiesPath).value()); n != 0 {
		t.Errorf("%d policies in a list that should be stale, want none", n)
	}
	c.get(item).want(http.StatusOK)

	c.patch(item, object{"displayName": "New"}).want(http.StatusNoContent)
	for range 2 {
		if got := c.get(item).body["displayName"]; got != "Require MFA" {
			t.Errorf("a stale read shows %v", got)
		}
	}
	if got := c.get(item).body["displayName"]; got != "New" {
		t.Errorf("the third read shows %v", got)
	}

	c.delete(item).want(http.StatusNoContent)
	c.get(item).want(http.StatusOK)
	c.delete(item).want(http.StatusNotFound) // writes are never stale
	if n := len(c.get(policiesPath).value()); n != 1 {
		t.Errorf("%d policies in a stale list, want 1", n)
	}
	c.get(item).want(http.StatusNotFound)
	if n := len(c.get(policiesPath).value()); n != 0 {
		t.Errorf("%d policies in the end, want none", n)
	}
}

// TestStaleReference: a policy may not name a location that the service's other
// replicas have not seen yet.
func TestStaleReference(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{Staleness: 1})
	id := c.post(locationsPath, countryLocation("Home", "NO")).want(http.StatusCreated).id()
	body := policy(with("conditions/locations", object{"includeLocations": []any{id}}))
	c.post(policiesPath, body).refused(http.StatusBadRequest, "1040: NamedLocation with id "+id)
	c.post(policiesPath, body).want(http.StatusCreated)
}

// TestLag writes and then reads, alone (g) or in a list (l), and says of each read
// whether it showed what was before (o) or what is (n).
func TestLag(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name                       string
		options                    graphsim.Options
		reads                      string
		create, update, deleteItem string
	}{
		{"consistent", graphsim.Options{}, "glgl", "nnnn", "nnnn", "nnnn"},
		{"stale", graphsim.Options{Staleness: 3}, "glgl", "ooon", "ooon", "ooon"},
		{"alternating", graphsim.Options{Staleness: 4, Alternate: true}, "ggllg", "ononn", "ononn", "ononn"},
		{"lists", graphsim.Options{StaleLists: 2}, "glgll", "nonon", "nonon", "nonon"},
		{"unseen", graphsim.Options{Unseen: 2}, "glgl", "oonn", "nnnn", "nnnn"},
		{"unseen-and-lists", graphsim.Options{Unseen: 1, StaleLists: 1}, "gll", "oon", "non", "non"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for _, family := range families() {
				c := start(t, test.options)
				item := family.path + "/" + family.create(c)
				shows := func(isNew func(name string) bool) string {
					var out strings.Builder
					for _, kind := range test.reads {
						var name string
						if kind == 'l' {
							name = family.nameInList(c)
						} else {
							name = family.nameByID(c, item)
						}
						if isNew(name) {
							out.WriteByte('n')
						} else {
							out.WriteByte('o')
						}
					}
					return out.String()
				}
				got := []string{shows(func(name string) bool { return name == "Old" })}
				family.update(c, item)
				got = append(got, shows(func(name string) bool { return name == "New" }))
				c.delete(item).want(http.StatusNoContent)
				got = append(got, shows(func(name string) bool { return name == "" }))
				if diff := cmp.Diff([]string{test.create, test.update, test.deleteItem}, got); diff != "" {
					t.Errorf("%s (-want +got):\n%s", family.path, diff)
				}
			}
		})
	}
}
