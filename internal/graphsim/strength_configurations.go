package graphsim

import (
	"encoding/hex"
	"net/http"
	"slices"
)

const combinationTypeName = "AuthenticationCombinationConfiguration"

// maximumIssuers is how many issuers, and how many policy OIDs, one certificate
// configuration may name.
const maximumIssuers = 5

func combinationRoutes() []route {
	var out []route
	for _, path := range strengthPaths {
		collection := path + "/{id}/combinationConfigurations"
		item := collection + "/{configuration}"
		out = append(out,
			route{http.MethodGet, collection, readStrengths, scopesMissing, false, listConfigurations},
			route{http.MethodPost, collection, writeStrengths, scopesMissing, false, createConfiguration},
			route{http.MethodGet, item, readStrengths, scopesMissing, false, getConfiguration},
			route{http.MethodPatch, item, writeStrengths, scopesMissing, false, updateConfiguration},
			route{http.MethodDelete, item, writeStrengths, scopesMissing, false, deleteConfiguration},
		)
	}
	return out
}

func configurationFragment(strengthID string) string {
	return strengthFragment + "('" + strengthID + "')/combinationConfigurations"
}

func configurations(strength tree) []tree {
	elements, _ := strength["combinationConfigurations"].([]any)
	var out []tree
	for _, element := range elements {
		if o, isObject := element.(tree); isObject {
			out = append(out, o)
		}
	}
	return out
}

func listConfigurations(c *call) (answer, *refusal) {
	_, strength := c.tenant.collection(strengths).read(c.params["id"])
	if strength == nil {
		return answer{}, notInDirectory(strengthTypeName, c.params["id"])
	}
	var out []tree
	for _, configuration := range configurations(strength) {
		out = append(out, cloneTree(configuration))
	}
	return c.list(configurationFragment(c.params["id"]), out, nil)
}

func getConfiguration(c *call) (answer, *refusal) {
	_, strength := c.tenant.collection(strengths).read(c.params["id"])
	for _, configuration := range configurations(strength) {
		if fold(word(configuration, "id")) == fold(c.params["configuration"]) {
			return ok(c.entity(configurationFragment(c.params["id"]), cloneTree(configuration))), nil
		}
	}
	return answer{}, notInDirectory(combinationTypeName, c.params["configuration"])
}

func createConfiguration(c *call) (answer, *refusal) {
	r, why := c.custom()
	if why != nil {
		return answer{}, why
	}
	configuration, why := c.sentConfiguration()
	if why != nil {
		return answer{}, why
	}
	configuration = combinationShape.complete(configuration)
	configuration["id"] = newGUID()
	if why := checkConfiguration(configuration, words(r.object, "allowedCombinations")); why != nil {
		return answer{}, why
	}
	c.writeConfigurations(r, append(configurations(r.object), configuration))
	return created(c.entity(configurationFragment(r.id), cloneTree(configuration))), nil
}

func updateConfiguration(c *call) (answer, *refusal) {
	r, at, why := c.configuration()
	if why != nil {
		return answer{}, why
	}
	sent, why := c.sentConfiguration()
	if why != nil {
		return answer{}, why
	}
	existing := configurations(r.object)
	if sent["@odata.type"] != existing[at]["@odata.type"] {
		return answer{}, malformed(combinationTypeName, "the type of a configuration cannot change")
	}
	changed := cloneTree(existing[at])
	for name, value := range sent {
		changed[name] = value
	}
	if why := checkConfiguration(changed, words(r.object, "allowedCombinations")); why != nil {
		return answer{}, why
	}
	existing[at] = changed
	c.writeConfigurations(r, existing)
	return noContent(), nil
}

func deleteConfiguration(c *call) (answer, *refusal) {
	r, at, why := c.configuration()
	if why != nil {
		return answer{}, why
	}
	c.writeConfigurations(r, slices.Delete(configurations(r.object), at, at+1))
	return noContent(), nil
}

// configuration is the strength, and the place in it, that the path names.
func (c *call) configuration() (*record, int, *refusal) {
	r, why := c.custom()
	if why != nil {
		return nil, 0, why
	}
	at := slices.IndexFunc(configurations(r.object), func(o tree) bool { return fold(word(o, "id")) == fold(c.params["configuration"]) })
	if at < 0 {
		return nil, 0, notInDirectory(combinationTypeName, c.params["configuration"])
	}
	return r, at, nil
}

func (c *call) sentConfiguration() (tree, *refusal) {
	body, why := c.object(combinationTypeName)
	if why != nil {
		return nil, why
	}
	sent, m := combinationShape.conform(body, c.beta, "")
	if m != nil {
		return nil, m.refusal(combinationTypeName)
	}
	return sent, nil
}

func (c *call) writeConfigurations(r *record, now []tree) {
	object := cloneTree(r.object)
	elements := make([]any, len(now))
	for i, configuration := range now {
		elements[i] = configuration
	}
	object["combinationConfigurations"] = elements
	object["modifiedDateTime"] = timestamp(c.now)
	c.tenant.collection(strengths).write(object)
}

// checkConfiguration wants a configuration to restrict a combination that the
// strength allows and that its type is for.
func checkConfiguration(configuration tree, combinations []string) *refusal {
	fits := []string{"fido2"}
	if configuration["@odata.type"] == "#microsoft.graph.x509CertificateCombinationConfiguration" {
		fits = []string{"x509CertificateMultiFactor", "x509CertificateSingleFactor"}
	}
	applies := words(configuration, "appliesToCombinations")
	if len(applies) == 0 {
		return malformed(combinationTypeName, "appliesToCombinations is empty")
	}
	for _, combination := range applies {
		if !slices.Contains(fits, combination) || !slices.Contains(combinations, combination) {
			return malformed(combinationTypeName, "appliesToCombinations: "+combination)
		}
	}
	if id, ok := firstUnknown(words(configuration, "allowedAAGUIDs"), nil); !ok {
		return malformed(combinationTypeName, "allowedAAGUIDs: "+id)
	}
	issuers := words(configuration, "allowedIssuerSkis")
	for _, issuer := range issuers {
		if key, err := hex.DecodeString(issuer); err != nil || len(key) != 20 {
			return malformed(combinationTypeName, "allowedIssuerSkis: "+issuer)
		}
	}
	if len(issuers) > maximumIssuers || len(words(configuration, "allowedPolicyOIDs")) > maximumIssuers {
		return limitReached("issuers or policy OIDs in a configuration", maximumIssuers)
	}
	return nil
}
