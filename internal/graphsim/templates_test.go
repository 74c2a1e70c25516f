package graphsim_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// TestTemplates makes a policy of every template, once the sentence is gone that
// stands in the place of the administrator who is to be left out.
func TestTemplates(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	listed := c.get(templatesPath).want(http.StatusOK).value()
	if len(listed) != 17 {
		t.Errorf("%d templates, want 17", len(listed))
	}
	for _, template := range listed {
		c.get(templatesPath + "/" + template["id"].(string)).want(http.StatusOK)
		details := template["details"].(object)
		body := object{"displayName": template["name"], "state": "disabled"}
		for name, value := range details {
			body[name] = value
		}
		c.post(policiesPath, body).refused(http.StatusBadRequest, "1007") // the sentence is no id
		people := at(t, details, "conditions/users").(object)
		people["excludeUsers"] = slices.DeleteFunc(people["excludeUsers"].([]any), func(id any) bool { return id == "Current administrator will be excluded" })
		if r := c.post(policiesPath, body); r.status != http.StatusCreated {
			t.Errorf("%v: status %d: %s", template["name"], r.status, r.raw)
		}
	}
	if got := names(c.get(templatesPath + "?$select=details").value()); len(got) != 17 {
		t.Errorf("%d templates with $select", len(got))
	}
	c.get(templatesPath+"/"+someID).refused(http.StatusNotFound, someID)
	c.delete(templatesPath + "/" + listed[0]["id"].(string)).want(http.StatusMethodNotAllowed)
}
