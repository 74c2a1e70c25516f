package graphsim_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

func TestPolicyLifecycle(t *testing.T) {
	t.Parallel()
	for _, path := range []string{policiesPath, betaPolicies, "/v1.0/policies/conditionalAccessPolicies"} {
		t.Run(path[1:], func(t *testing.T) {
			t.Parallel()
			c := start(t, graphsim.Options{})
			id := c.post(path, policy()).want(http.StatusCreated).id()
			before := c.get(path + "/" + id).want(http.StatusOK).body
			if before["modifiedDateTime"] != nil {
				t.Errorf("modifiedDateTime is %v before the first update, want null", before["modifiedDateTime"])
			}
			if r := c.patch(path+"/"+id, object{"displayName": "Renamed"}).want(http.StatusNoContent); r.raw != "" {
				t.Errorf("PATCH answered a body: %s", r.raw)
			}
			after := c.get(path + "/" + id).want(http.StatusOK).body
			if after["displayName"] != "Renamed" || after["modifiedDateTime"] == nil {
				t.Errorf("after PATCH: displayName %v, modifiedDateTime %v", after["displayName"], after["modifiedDateTime"])
			}
			if diff := cmp.Diff(before["conditions"], after["conditions"]); diff != "" {
				t.Errorf("PATCH of the name changed the conditions (-before +after):\n%s", diff)
			}
			if n := len(c.get(path).want(http.StatusOK).value()); n != 1 {
				t.Errorf("%d policies in the list, want 1", n)
			}
			c.delete(path + "/" + id).want(http.StatusNoContent)
			c.get(path+"/"+id).refused(http.StatusNotFound, "ConditionalAccessPolicy with id "+id+" does not exist in the directory.")
			c.delete(path + "/" + id).want(http.StatusNotFound)
		})
	}
}
