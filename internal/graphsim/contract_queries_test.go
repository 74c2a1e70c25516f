package graphsim_test

import (
	"net/http"
	"slices"
)

func queryClauses() []clause {
	return []clause{
		{"filter-finds-by-name", filterFinds},
		{"pages-lead-to-the-end", pagesLead},
		{"options-that-nobody-knows-are-refused", func(c *contract) { c.get(policiesPath + "?$fitler=x").want(http.StatusBadRequest) }},
		{"batch-answers-each-request", batchAnswers},
		{"what-if-tells-which-policies-apply", whatIfTells},
		{"security-defaults-are-read", func(c *contract) {
			if _, is := c.get(defaultsPath).want(http.StatusOK).body["isEnabled"].(bool); !is {
				c.t.Error("isEnabled is neither true nor false")
			}
		}},
		{"a-body-that-is-no-json-is-refused", func(c *contract) { c.post(policiesPath, "{").want(http.StatusBadRequest) }},
	}
}

func filterFinds(c *contract) {
	id := c.make(policiesPath, c.policy(with("displayName", c.name("O'Hara")))).id()
	path := escape(policiesPath + "?$filter=displayName eq '" + c.prefix + " O''Hara'&$select=id,displayName")
	r := c.eventually(path, "found", func(r response) bool { return r.status == http.StatusOK && len(r.value()) == 1 })
	if found := r.value()[0]; found["id"] != id || found["conditions"] != nil {
		c.t.Errorf("found %v", found)
	}
}

func pagesLead(c *contract) {
	made := map[string]bool{}
	for range 3 {
		id := c.make(locationsPath, countryLocation(c.name("page"), "NO")).id()
		c.eventually(locationsPath+"/"+id, "there", func(r response) bool { return r.status == http.StatusOK })
		made[id] = true
	}
	for range c.patience {
		seen := map[string]bool{}
		for next := locationsPath + "?$top=1"; next != ""; {
			r := c.get(next).want(http.StatusOK)
			for _, o := range r.value() {
				if id := o["id"].(string); made[id] {
					seen[id] = true
				}
			}
			next, _ = r.body["@odata.nextLink"].(string)
		}
		if len(seen) == len(made) {
			return
		}
	}
	c.t.Errorf("the pages never held all %d locations", len(made))
}

func batchAnswers(c *contract) {
	r := c.post("/v1.0/$batch", object{"requests": []any{
		step("1", "GET", "/identity/conditionalAccess/policies?$top=1"),
		step("2", "GET", "/identity/conditionalAccess/policies/"+someID),
	}}).want(http.StatusOK)
	got := statuses(responses(r))
	if got["1"] != 200 && got["1"] != 429 || got["2"] != 404 && got["2"] != 429 {
		c.t.Errorf("statuses %v", got)
	}
}

// whatIfTells uses a policy that only reports, and that leaves out everybody but a
// user who is asked about.
func whatIfTells(c *contract) {
	if c.user == "" {
		c.t.Skip("skipped 1 clause: no user to ask about")
	}
	id := c.make(policiesPath, c.policy(with("state", "enabledForReportingButNotEnforced"), with("conditions/users", object{"includeUsers": []any{c.user}}))).id()
	question := signIn(with("signInIdentity/userId", c.user))
	for range c.patience {
		results := c.post(evaluatePath, question).want(http.StatusOK).value()
		at := slices.IndexFunc(results, func(o object) bool { return o["id"] == id })
		if at >= 0 {
			if results[at]["policyApplies"] != true || results[at]["analysisReasons"] != "notSet" {
				c.t.Errorf("policyApplies %v because of %v", results[at]["policyApplies"], results[at]["analysisReasons"])
			}
			return
		}
	}
	c.t.Error("the policy never showed among the results")
}
