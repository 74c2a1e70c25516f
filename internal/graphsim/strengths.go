package graphsim

import (
	"net/http"
	"slices"
	"strings"
)

const (
	maximumStrengths        = 15
	maximumStrengthName     = 30
	maximumStrengthText     = 100
	multifactorStrength     = "00000000-0000-0000-0000-000000000002"
	passwordlessStrength    = "00000000-0000-0000-0000-000000000003"
	phishingResistant       = "00000000-0000-0000-0000-000000000004"
	strengthTypeName        = "AuthenticationStrengthPolicy"
	strengthFragment        = "identity/conditionalAccess/authenticationStrength/policies"
	builtInStrengthModified = "2021-12-01T08:00:00Z"
)

// strengthPaths are the two addresses of the same strengths.
var strengthPaths = []string{"/identity/conditionalAccess/authenticationStrength/policies", "/policies/authenticationStrengthPolicies"}

var (
	readStrengths  = oneOf("Policy.Read.AuthenticationMethod", "Policy.Read.All", "Policy.ReadWrite.AuthenticationMethod", "Policy.ReadWrite.ConditionalAccess")
	writeStrengths = oneOf("Policy.ReadWrite.ConditionalAccess", "Policy.ReadWrite.AuthenticationMethod")
)

func strengthRoutes() []route {
	out := []route{{http.MethodGet, "/identity/conditionalAccess/authenticationStrength/combinations", readStrengths, scopesMissing, false, listCombinations}}
	for _, path := range strengthPaths {
		item := path + "/{id}"
		out = append(out,
			route{http.MethodGet, path, readStrengths, scopesMissing, false, listStrengths},
			route{http.MethodPost, path, writeStrengths, scopesMissing, false, createStrength},
			route{http.MethodGet, item, readStrengths, scopesMissing, false, getStrength},
			route{http.MethodPatch, item, writeStrengths, scopesMissing, false, updateStrength},
			route{http.MethodDelete, item, writeStrengths, scopesMissing, false, deleteStrength},
			route{http.MethodPost, item + "/updateAllowedCombinations", writeStrengths, scopesMissing, false, updateCombinations},
			route{http.MethodPost, item + "/microsoft.graph.updateAllowedCombinations", writeStrengths, scopesMissing, false, updateCombinations},
			route{http.MethodGet, item + "/usage", readStrengths, scopesMissing, false, strengthUsage},
			route{http.MethodGet, item + "/microsoft.graph.usage", readStrengths, scopesMissing, false, strengthUsage},
		)
	}
	return out
}

// strengthView is a strength with or without its combination configurations. A
// policy's own copy always has them; a request has to expand them.
func (c *call) strengthView(object tree, expanded bool) tree {
	view := strengthShape.view(object, c.beta, c.includeUnknown)
	view["combinationConfigurations@odata.context"] = c.context("policies/authenticationStrengthPolicies('" + word(object, "id") + "')/combinationConfigurations")
	combinations := words(view, "allowedCombinations")
	for i, combination := range combinations {
		if !c.includeUnknown && slices.ContainsFunc(strings.Split(combination, ","), func(mode string) bool { return slices.Contains(lateModes, mode) }) {
			combinations[i] = "unknownFutureValue"
		}
	}
	view["allowedCombinations"] = list(combinations)
	if !expanded {
		delete(view, "combinationConfigurations")
		delete(view, "combinationConfigurations@odata.context")
	}
	if c.options.Reorder {
		reverseLists(view)
	}
	return view
}

func listStrengths(c *call) (answer, *refusal) {
	var out []tree
	expanded := c.expands("combinationConfigurations")
	c.tenant.collection(strengths).readAll(func(_ *record, object tree) {
		out = append(out, c.strengthView(object, expanded))
	})
	return c.list(strengthFragment, out, nil)
}

func getStrength(c *call) (answer, *refusal) {
	_, object := c.tenant.collection(strengths).read(c.params["id"])
	if object == nil {
		return answer{}, notInDirectory(strengthTypeName, c.params["id"])
	}
	view, why := c.selected(c.strengthView(object, c.expands("combinationConfigurations")))
	return ok(c.entity(strengthFragment, view)), why
}

func listCombinations(c *call) (answer, *refusal) {
	return ok(tree{"@odata.context": c.context("Collection(microsoft.graph.authenticationMethodModes)"), "value": list(everyCombination())}), nil
}

// sentStrength is the body of a request about a strength, as far as it has the shape.
func (c *call) sentStrength(s *shape) (tree, *refusal) {
	body, why := c.object(strengthTypeName)
	if why != nil {
		return nil, why
	}
	sent, m := s.conform(body, c.beta, "")
	if m != nil {
		return nil, m.refusal(strengthTypeName)
	}
	return sent, nil
}

func createStrength(c *call) (answer, *refusal) {
	sent, why := c.sentStrength(strengthShape)
	if why != nil {
		return answer{}, why
	}
	if c.customStrengths() >= maximumStrengths {
		return answer{}, limitReached("custom authentication strengths", maximumStrengths)
	}
	object := strengthShape.complete(sent)
	object["id"] = newGUID()
	if why := c.checkStrengthName(object); why != nil {
		return answer{}, why
	}
	combinations, why := spellCombinations(words(object, "allowedCombinations"))
	if why != nil {
		return answer{}, why
	}
	configurations, _ := object["combinationConfigurations"].([]any)
	for i, element := range configurations {
		configuration := cloneTree(element.(tree)) // conform let nothing but objects pass
		configuration["id"] = newGUID()
		if why := checkConfiguration(configuration, combinations); why != nil {
			return answer{}, why
		}
		configurations[i] = configuration
	}
	object["allowedCombinations"] = list(combinations)
	object["requirementsSatisfied"] = requirementsSatisfied(combinations)
	object["policyType"] = "custom"
	object["createdDateTime"] = timestamp(c.now)
	object["modifiedDateTime"] = object["createdDateTime"]
	c.tenant.collection(strengths).write(object)
	return created(c.entity(strengthFragment, c.strengthView(object, true))), nil
}

func (c *call) customStrengths() (n int) {
	for _, object := range c.tenant.collection(strengths).current() {
		if word(object, "policyType") == "custom" {
			n++
		}
	}
	return n
}

// custom is the custom strength that the path names: built-in ones cannot be changed.
func (c *call) custom() (*record, *refusal) {
	r := c.tenant.collection(strengths).find(c.params["id"])
	switch {
	case r == nil:
		return nil, notInDirectory(strengthTypeName, c.params["id"])
	case word(r.object, "policyType") != "custom":
		return nil, badRequest("A built-in authentication strength cannot be changed.")
	}
	return r, nil
}

func updateStrength(c *call) (answer, *refusal) {
	r, why := c.custom()
	if why != nil {
		return answer{}, why
	}
	sent, why := c.sentStrength(strengthShape)
	if why != nil {
		return answer{}, why
	}
	for _, name := range []string{"allowedCombinations", "combinationConfigurations"} {
		if _, present := sent[name]; present {
			return answer{}, badRequest("'%s' of an authentication strength cannot be changed by PATCH.", name)
		}
	}
	object := strengthShape.patch(r.object, sent, false)
	if why := c.checkStrengthName(object); why != nil {
		return answer{}, why
	}
	object["modifiedDateTime"] = timestamp(c.now)
	c.tenant.collection(strengths).write(object)
	return noContent(), nil
}

func deleteStrength(c *call) (answer, *refusal) {
	r, why := c.custom()
	if why != nil {
		return answer{}, why
	}
	if len(c.tenant.policiesWith(func(p tree) bool { return usesStrength(p, r.id) })) > 0 {
		return answer{}, badRequest("The authentication strength %s is referenced by a Conditional Access policy and cannot be deleted.", r.id)
	}
	c.tenant.collection(strengths).remove(r.id)
	return noContent(), nil
}

func usesStrength(policy tree, id string) bool {
	return strings.EqualFold(word(child(child(policy, "grantControls"), "authenticationStrength"), "id"), id)
}

// strengthUsage sorts the policies with the strength by whether a sign-in that
// meets them always carries a multifactor claim.
func strengthUsage(c *call) (answer, *refusal) {
	_, object := c.tenant.collection(strengths).read(c.params["id"])
	if object == nil {
		return answer{}, notInDirectory(strengthTypeName, c.params["id"])
	}
	mfa, none := []any{}, []any{}
	for _, r := range c.tenant.collection(policies).records {
		if r.object == nil || r.hidden && !c.beta || !usesStrength(r.object, word(object, "id")) {
			continue
		}
		grant := child(r.object, "grantControls")
		certain := requirements(grant) == 1 || word(grant, "operator") == "AND"
		if certain && word(object, "requirementsSatisfied") == "mfa" {
			mfa = append(mfa, c.policyView(r, r.object))
		} else {
			none = append(none, c.policyView(r, r.object))
		}
	}
	return ok(tree{"@odata.context": c.context("microsoft.graph.authenticationStrengthUsage"), "mfa": mfa, "none": none}), nil
}
