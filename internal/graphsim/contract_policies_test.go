package graphsim_test

import (
	"net/http"
	"slices"

	"github.com/google/go-cmp/cmp"
)

func policyClauses() []clause {
	return []clause{
		{"policy-is-created-read-changed-and-deleted", policyLives},
		{"policy-patch-merges", policyPatchMerges},
		{"policy-members-are-cleared-by-null", policyCleared},
		{"policy-is-stored-in-the-services-form", policyNormalised},
		{"policy-names-need-not-be-unique", policyNamesRepeat},
		{"policy-is-restored-as-it-was", policyRestored},
		{"policy-of-no-id-is-not-found", policyUnknown},
		{"policy-refused-without-client-apps", func(c *contract) {
			c.refuses(c.post(policiesPath, c.policy(with("conditions/clientAppTypes", []any{}))), "1064")
		}},
		{"policy-refused-without-applications", func(c *contract) {
			c.refuses(c.post(policiesPath, c.policy(with("conditions/applications", object{"includeApplications": []any{}}))), "1011")
		}},
		{"policy-refused-with-a-scalar-for-a-collection", func(c *contract) {
			c.refuses(c.post(policiesPath, c.policy(with("conditions/users/includeUsers", "All"))), "1007")
		}},
		{"policy-refused-with-an-unknown-location", func(c *contract) {
			c.refuses(c.post(policiesPath, c.policy(with("conditions/locations", object{"includeLocations": []any{someID}}))), "1040")
		}},
	}
}

// policy is a policy that is switched off, whatever else it says.
func (c *contract) policy(changes ...func(object)) object {
	return policy(append([]func(object){with("displayName", c.name("policy")), with("state", "disabled")}, changes...)...)
}

func policyLives(c *contract) {
	id := c.make(policiesPath, c.policy()).id()
	item := policiesPath + "/" + id
	c.shows(item, "displayName", c.name("policy"))
	if r := c.patch(item, object{"displayName": c.name("renamed")}).want(http.StatusNoContent); r.raw != "" {
		c.t.Errorf("PATCH answers %q, want nothing", r.raw)
	}
	c.shows(item, "displayName", c.name("renamed"))
	c.eventually(policiesPath+"?$top=999", "in the list", func(r response) bool {
		return r.status == http.StatusOK && (r.body["@odata.nextLink"] != nil || slices.Contains(names(r.value()), c.name("renamed")))
	})
	c.delete(item).want(http.StatusNoContent)
	c.gone(item)
	c.delete(item).want(http.StatusNotFound)
}

func policyPatchMerges(c *contract) {
	item := policiesPath + "/" + c.make(policiesPath, c.policy()).id()
	c.patch(item, object{"conditions": object{"clientAppTypes": []any{"browser"}}}).want(http.StatusNoContent)
	r := c.shows(item, "conditions/clientAppTypes", []any{"browser"})
	if diff := cmp.Diff([]any{"All"}, at(c.t, r.body, "conditions/users/includeUsers")); diff != "" {
		c.t.Errorf("what the body leaves out changed (-want +got):\n%s", diff)
	}
}

func policyCleared(c *contract) {
	item := policiesPath + "/" + c.make(policiesPath, c.policy(
		with("conditions/platforms", object{"includePlatforms": []any{"windows"}}),
		with("sessionControls", object{"persistentBrowser": object{"isEnabled": true, "mode": "never"}}),
	)).id()
	c.shows(item, "sessionControls/persistentBrowser/mode", "never")
	c.patch(item, object{"conditions": object{"platforms": nil}, "sessionControls": nil}).want(http.StatusNoContent)
	r := c.shows(item, "sessionControls", nil)
	if got := at(c.t, r.body, "conditions/platforms"); got != nil {
		c.t.Errorf("platforms are %v, want null", got)
	}
}

func policyNormalised(c *contract) {
	r := c.make(policiesPath, c.policy(with("grantControls/operator", "AND")))
	item := policiesPath + "/" + r.id()
	r = c.shows(item, "grantControls/operator", "OR")
	for member, want := range map[string]any{
		"conditions/clientAppTypes": []any{"all"}, "conditions/users/excludeUsers": []any{}, "modifiedDateTime": nil, "templateId": nil,
	} {
		if diff := cmp.Diff(want, at(c.t, r.body, member)); diff != "" {
			c.t.Errorf("%s (-want +got):\n%s", member, diff)
		}
	}
	c.patch(item, object{"displayName": c.name("policy")}).want(http.StatusNoContent)
	c.eventually(item, "modified", func(r response) bool { return r.status == http.StatusOK && r.body["modifiedDateTime"] != nil })
}

func policyNamesRepeat(c *contract) {
	first, second := c.make(policiesPath, c.policy()).id(), c.make(policiesPath, c.policy()).id()
	if first == second {
		c.t.Errorf("two policies have the id %s", first)
	}
}

func policyRestored(c *contract) {
	id := c.make(policiesPath, c.policy()).id()
	c.shows(policiesPath+"/"+id, "state", "disabled")
	c.delete(policiesPath + "/" + id).want(http.StatusNoContent)
	c.eventually(deletedPath+"/policies/"+id, "among the deleted items", func(r response) bool {
		return r.status == http.StatusOK && r.body["deletedDateTime"] != nil
	})
	if restored := c.post(deletedPath+"/policies/"+id+"/restore", nil).want(http.StatusOK); restored.id() != id || restored.body["state"] != "disabled" {
		c.t.Errorf("restored as %s", restored.raw)
	}
	c.shows(policiesPath+"/"+id, "displayName", c.name("policy"))
	c.gone(deletedPath + "/policies/" + id)
}

func policyUnknown(c *contract) {
	for _, r := range []response{c.get(policiesPath + "/" + someID), c.patch(policiesPath+"/"+someID, object{"state": "disabled"}), c.delete(policiesPath + "/" + someID)} {
		r.refused(http.StatusNotFound, someID)
	}
}
