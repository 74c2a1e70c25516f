package graphsim_test

import (
	"net/http"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// family is one kind of object that the service lets a client create, change and
// delete, for tests that want the same of all of them.
type family struct {
	collection, path string
	body             func(name string) object
	extra            object // what a PATCH has to repeat
}

func families() []family {
	return []family{
		{"policies", policiesPath, func(name string) object { return policy(with("displayName", name)) }, nil},
		{"namedLocations", locationsPath, func(name string) object { return countryLocation(name, "NO") }, object{"@odata.type": "#microsoft.graph.countryNamedLocation"}},
		{"authenticationStrengthPolicies", strengthsPath, func(name string) object { return strength(name, "fido2") }, nil},
		{"authenticationContextClassReferences", contextsPath, func(name string) object { return object{"id": "c7", "displayName": name} }, nil},
	}
}

// create makes the one object called Old and returns its id.
func (f family) create(c *client) string {
	c.t.Helper()
	return c.post(f.path, f.body("Old")).want(http.StatusCreated).id()
}

// change is the body that gives the object the name New.
func (f family) change() object {
	body := object{"displayName": "New"}
	for name, value := range f.extra {
		body[name] = value
	}
	return body
}

func (f family) update(c *client, item string) {
	c.t.Helper()
	c.patch(item, f.change()).want(http.StatusNoContent)
}

// nameByID is the name that a read of the object shows; "" is none.
func (f family) nameByID(c *client, item string) string {
	c.t.Helper()
	r := c.get(item)
	if r.status == http.StatusNotFound {
		return ""
	}
	name, _ := r.want(http.StatusOK).body["displayName"].(string)
	return name
}

// nameInList is the name of the object in the list; "" is none.
func (f family) nameInList(c *client) string {
	c.t.Helper()
	return own(names(c.get(f.path).want(http.StatusOK).value()))
}

// stored is the name of the object as the service itself knows it.
func (f family) stored(s *graphsim.Server) string { return own(names(s.List(f.collection))) }

// own is the name that a test gave, among those of what Microsoft provides.
func own(names []string) string {
	for _, name := range names {
		if name == "Old" || name == "New" {
			return name
		}
	}
	return ""
}

func TestFamilies(t *testing.T) {
	t.Parallel()
	for _, f := range families() {
		c := start(t, graphsim.Options{})
		item := f.path + "/" + f.create(c)
		if f.nameByID(c, item) != "Old" || f.nameInList(c) != "Old" || f.stored(c.server) != "Old" {
			t.Errorf("%s: the object is not there", f.path)
		}
	}
}
