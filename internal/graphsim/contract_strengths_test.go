package graphsim_test

import (
	"net/http"
	"slices"

	"github.com/google/go-cmp/cmp"
)

func strengthClauses() []clause {
	return []clause{
		{"strengths-are-built-in", strengthsBuiltIn},
		{"strength-changes-its-combinations", strengthCombinations},
		{"strength-is-expanded-in-a-policy", strengthInPolicy},
		{"context-is-made-by-patch", contextMade},
	}
}

func strengthsBuiltIn(c *contract) {
	for id, least := range map[string]string{
		"00000000-0000-0000-0000-000000000002": "password,sms",
		"00000000-0000-0000-0000-000000000003": "deviceBasedPush",
		"00000000-0000-0000-0000-000000000004": "fido2",
	} {
		r := c.get(strengthsPath + "/" + id).want(http.StatusOK)
		combinations, _ := r.body["allowedCombinations"].([]any)
		if r.body["policyType"] != "builtIn" || !slices.Contains(combinations, any(least)) {
			c.t.Errorf("strength %s: %s", id, r.raw)
		}
	}
}

// strengthNamed is a strength with a name that is short enough.
func (c *contract) strengthNamed(what string, combinations ...any) object {
	name := c.name(what)
	return strength(name[:min(len(name), 30)], combinations...)
}

func strengthCombinations(c *contract) {
	item := strengthsPath + "/" + c.make(strengthsPath, c.strengthNamed("keys", "fido2")).id()
	c.eventually(item, "there", func(r response) bool { return r.status == http.StatusOK })
	r := c.post(item+"/updateAllowedCombinations", object{"allowedCombinations": []any{"fido2", "password, sms"}}).want(http.StatusOK)
	if diff := cmp.Diff([]any{"fido2"}, r.body["previousCombinations"]); diff != "" {
		c.t.Errorf("previousCombinations (-want +got):\n%s", diff)
	}
	current, _ := r.body["currentCombinations"].([]any)
	if len(current) != 2 || !slices.Contains(current, any("password,sms")) {
		c.t.Errorf("currentCombinations are %v", current)
	}
	c.patch(strengthsPath+"/00000000-0000-0000-0000-000000000004", object{"displayName": "x"}).want(http.StatusBadRequest)
}

func strengthInPolicy(c *contract) {
	body := c.policy(with("grantControls", object{"operator": "OR", "builtInControls": []any{}, "authenticationStrength": object{"id": strongID}}))
	id := c.make(policiesPath, body).id()
	r := c.shows(policiesPath+"/"+id, "grantControls/authenticationStrength/id", strongID)
	if combinations, _ := at(c.t, r.body, "grantControls/authenticationStrength/allowedCombinations").([]any); len(combinations) == 0 {
		c.t.Errorf("the strength is not expanded: %s", r.raw)
	}
	c.eventually(strengthsPath+"/"+strongID+"/usage", "in use", func(r response) bool {
		return r.status == http.StatusOK && slices.Contains(ids(r.body["mfa"]), id)
	})
}

// contextMade takes a context that nobody uses. A tenant that has it keeps it.
func contextMade(c *contract) {
	const item = contextsPath + "/c97"
	if c.get(item).status != http.StatusNotFound {
		c.t.Skip("skipped 1 clause: the tenant has a context c97")
	}
	c.discard(contextsPath, "c97")
	if r := c.patch(item, object{"displayName": c.name("context"), "isAvailable": false}); r.status >= 300 {
		c.t.Fatalf("status %d: %s", r.status, r.raw)
	}
	c.shows(item, "displayName", c.name("context"))
	c.delete(item).want(http.StatusNoContent)
}
