package graphsim_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

const deletedPath = "/v1.0/identity/conditionalAccess/deletedItems"

func TestDeletedPolicyRestored(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	id := c.post(policiesPath, policy(with("state", "enabled"))).want(http.StatusCreated).id()
	before := c.get(policiesPath + "/" + id).body
	c.delete(policiesPath + "/" + id).want(http.StatusNoContent)

	deleted := c.get(deletedPath + "/policies/" + id).want(http.StatusOK).body
	if deleted["deletedDateTime"] == nil {
		t.Error("a deleted policy has no deletedDateTime")
	}
	if n := len(c.get(deletedPath + "/policies").value()); n != 1 {
		t.Errorf("%d deleted policies in the list, want 1", n)
	}
	restored := c.post(deletedPath+"/policies/"+id+"/restore", nil).want(http.StatusOK)
	if restored.body["state"] != "enabled" || restored.id() != id {
		t.Errorf("restored as %v with id %s", restored.body["state"], restored.id())
	}
	if diff := cmp.Diff(before, c.get(policiesPath+"/"+id).body); diff != "" {
		t.Errorf("the restored policy differs (-before +after):\n%s", diff)
	}
	c.get(deletedPath + "/policies/" + id).want(http.StatusNotFound)
}

func TestDeletedLocationRestoredUntrusted(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	id := c.post(locationsPath, ipLocation("Office", true, "203.0.113.0/24")).want(http.StatusCreated).id()
	c.server.Remove("namedLocations", id) // the API refuses; the portal need not
	c.post(deletedPath+"/namedLocations/"+id+"/restore", nil).want(http.StatusOK)
	if got := c.get(locationsPath + "/" + id).want(http.StatusOK).body["isTrusted"]; got != false {
		t.Errorf("the restored location has isTrusted %v, want false", got)
	}
}

func TestDeletedItemPurged(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	id := c.post(policiesPath, policy()).want(http.StatusCreated).id()
	c.delete(policiesPath + "/" + id).want(http.StatusNoContent)
	c.delete(deletedPath + "/policies/" + id).want(http.StatusNoContent)
	c.delete(deletedPath+"/policies/"+id).refused(http.StatusNotFound, "ConditionalAccessPolicy with id")
	c.post(deletedPath+"/policies/"+id+"/restore", nil).want(http.StatusNotFound)
}

func TestDeletedItemExpires(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	id := c.post(policiesPath, policy()).want(http.StatusCreated).id()
	c.delete(policiesPath + "/" + id).want(http.StatusNoContent)
	c.server.Advance(29 * 24 * time.Hour)
	c.get(deletedPath + "/policies/" + id).want(http.StatusOK)
	c.server.Advance(2 * 24 * time.Hour)
	c.get(deletedPath + "/policies/" + id).want(http.StatusNotFound)
	if n := len(c.get(deletedPath + "/policies").value()); n != 0 {
		t.Errorf("%d deleted policies in the list after 31 days, want none", n)
	}
}
