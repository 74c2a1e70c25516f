package graphsim_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// TestEverythingIsAnswered reads one of everything in both versions. That it fits
// the published OpenAPI is checked on the way, as in every test.
func TestEverythingIsAnswered(t *testing.T) {
	t.Parallel()
	c := everything(t)
	for _, version := range []string{"/v1.0", "/beta"} {
		for _, path := range []string{
			"/identity/conditionalAccess/policies",
			"/identity/conditionalAccess/deletedItems/policies",
			"/identity/conditionalAccess/namedLocations",
			"/identity/conditionalAccess/deletedItems/namedLocations",
			"/identity/conditionalAccess/authenticationStrength/policies?$expand=combinationConfigurations",
			"/identity/conditionalAccess/authenticationContextClassReferences",
		} {
			for _, prefer := range []string{"", "include-unknown-enum-members"} {
				if len(c.get(version+path, "Prefer", prefer).want(http.StatusOK).value()) == 0 {
					t.Errorf("%s%s: nothing to check", version, path)
				}
			}
		}
	}
}

// everything is a tenant with one of every kind of object.
func everything(t *testing.T) *client {
	t.Helper()
	c := start(t, graphsim.Options{})
	office := c.post(locationsPath, ipLocation("Office", true, "203.0.113.0/24", "2001:db8::/48")).want(http.StatusCreated).id()
	home := c.post(locationsPath, countryLocation("Home", "NO")).want(http.StatusCreated).id()
	c.delete(locationsPath + "/" + home).want(http.StatusNoContent)
	keys := strength("Keys", "fido2", "x509CertificateMultiFactor", "password,sms")
	keys["combinationConfigurations"] = []any{
		object{"@odata.type": "#microsoft.graph.fido2CombinationConfiguration", "allowedAAGUIDs": []any{someID}, "appliesToCombinations": []any{"fido2"}},
		object{"@odata.type": "#microsoft.graph.x509CertificateCombinationConfiguration", "allowedPolicyOIDs": []any{"1.2"}, "appliesToCombinations": []any{"x509CertificateMultiFactor"}},
	}
	keysID := c.post(strengthsPath, keys).want(http.StatusCreated).id()
	c.post(contextsPath, object{"id": "c1", "displayName": "Vault", "isAvailable": true}).want(http.StatusCreated)
	for _, body := range []object{
		rich(),
		policy(
			with("conditions/users/includeGuestsOrExternalUsers", guests("#microsoft.graph.conditionalAccessEnumeratedExternalTenants", "enumerated", someID)),
			with("conditions/locations", object{"includeLocations": []any{"All"}, "excludeLocations": []any{office}}),
			with("conditions/devices", object{"deviceFilter": object{"mode": "exclude", "rule": `device.isCompliant -eq True`}}),
			with("conditions/authenticationFlows", object{"transferMethods": "deviceCodeFlow,authenticationTransfer"}),
			with("conditions/insiderRiskLevels", "minor,elevated"),
			with("grantControls", object{"operator": "OR", "authenticationStrength": object{"id": keysID}}),
			with("sessionControls", object{
				"applicationEnforcedRestrictions": object{"isEnabled": true}, "cloudAppSecurity": object{"isEnabled": true, "cloudAppSecurityType": "monitorOnly"},
				"secureSignInSession": object{"isEnabled": true}, "disableResilienceDefaults": true,
				"signInFrequency": object{"isEnabled": true, "value": 1, "type": "days"},
			}),
		),
		policy(with("grantControls/builtInControls", []any{"riskRemediation"}), with("conditions/userRiskLevels", []any{"high"})),
		policy(with("conditions/users", nil), with("conditions/clientApplications", object{"includeServicePrincipals": []any{someID}}), with("grantControls/builtInControls", []any{"block"})),
	} {
		id := c.post(policiesPath, body).want(http.StatusCreated).id()
		c.patch(policiesPath+"/"+id, object{"state": "enabledForReportingButNotEnforced"}).want(http.StatusNoContent)
	}
	gone := c.post(policiesPath, policy()).want(http.StatusCreated).id()
	c.delete(policiesPath + "/" + gone).want(http.StatusNoContent)
	return c
}

// examplesDir holds the bodies of the documentation, by the kind of object.
const examplesDir = "../../../shared/graph/examples/"

// example is a request or a response of the documentation.
type example struct {
	file        string
	Method, URL string
	Status      int
	Body        any
}

// object is the body, or nil where it is something else.
func (e example) object() object {
	o, _ := e.Body.(object)
	return o
}

// examples are those of a kind and a direction, "request" or "response".
func examples(t *testing.T, kind, direction string) []example {
	t.Helper()
	files, err := filepath.Glob(examplesDir + kind + "/*." + direction + ".json")
	if err != nil || len(files) == 0 {
		t.Skip("skipped 1 test: no documented examples beside the repository")
	}
	var out []example
	for _, file := range files {
		e := example{file: kind + "/" + filepath.Base(file)}
		data, err := os.ReadFile(file)
		if err == nil {
			err = json.Unmarshal(data, &e)
		}
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		out = append(out, e)
	}
	return out
}

// slips are requests of the documentation that the service cannot accept as they
// stand, and why.
var slips = map[string]string{
	"authenticationContextClassReferences/4.request.json": "wraps the object in a member named value",
}

// TestDocumentedRequests sends the request of every example of the documentation
// about what the simulator stores, and wants success as documented.
func TestDocumentedRequests(t *testing.T) {
	t.Parallel()
	sent, refused := 0, 0
	for folder, kind := range map[string]string{
		"conditionalAccess-policies": "policies", "namedLocations": "namedLocations", "authenticationStrengthPolicies": "authenticationStrengthPolicies",
		"authenticationContextClassReferences": "authenticationContextClassReferences", "identitySecurityDefaultsEnforcementPolicy": "securityDefaults",
		"conditionalAccess-evaluate": "users", "conditionalAccess-templates": "templates", "auditLogs-signIns": "signIns", "auditLogs-directoryAudits": "directoryAudits",
	} {
		for _, e := range examples(t, folder, "request") {
			c := start(t, graphsim.Options{})
			path := prepare(c, kind, strings.TrimPrefix(e.URL, "https://graph.microsoft.com"), e.object())
			r := c.do(e.Method, path, e.Body)
			sent++
			switch known := slips[e.file]; {
			case known != "" && r.status == http.StatusBadRequest:
				refused++
			case known != "" || r.status >= 300:
				t.Errorf("%s: %s %s: status %d (known slip: %q): %s", e.file, e.Method, path, r.status, known, r.raw)
			}
		}
	}
	t.Logf("%d requests, %d of them refused for a slip of the page", sent, refused)
	if sent < 40 || refused != len(slips) {
		t.Errorf("only %d requests were sent, and %d of %d slips refused", sent, refused, len(slips))
	}
}

// prepare creates what an example takes for granted, and fills in its placeholders.
func prepare(c *client, kind, path string, body object) string {
	for _, placeholder := range []string{"{id}", "{authenticationStrengthPolicyId}"} {
		path = strings.ReplaceAll(path, placeholder, someID)
	}
	for _, name := range []string{"includeLocations", "excludeLocations"} {
		conditions, _ := body["conditions"].(object)
		locations, _ := conditions["locations"].(object)
		elements, _ := locations[name].([]any)
		for _, id := range elements {
			if len(id.(string)) == 36 {
				o := countryLocation("x", "NO")
				o["id"] = id
				c.server.Put("namedLocations", o)
			}
		}
	}
	if identity, isSignIn := body["signInIdentity"].(object); isSignIn {
		c.server.Put("users", object{"id": identity["userId"]})
	}
	for segment := range strings.SplitSeq(strings.SplitN(path, "?", 2)[0], "/") {
		if len(segment) == 36 || segment == "c1" {
			c.server.Put(kind, named(kind, segment, body))
		}
	}
	return escape(path)
}

// named is an object of a kind that an example speaks of.
func named(kind, id string, body object) object {
	o := object{"id": id}
	switch {
	case kind == "policies":
		o = policy(with("id", id))
	case kind == "namedLocations" && body["countriesAndRegions"] != nil:
		o = countryLocation("x", "NO")
	case kind == "namedLocations":
		o = ipLocation("x", false, "203.0.113.0/24")
	case kind == "authenticationStrengthPolicies":
		o = strength("x", "fido2")
		o["policyType"], o["requirementsSatisfied"] = "custom", "mfa"
		o["createdDateTime"], o["modifiedDateTime"] = "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"
	}
	o["id"] = id
	return o
}

// TestDocumentedResponses loads every object that the documentation shows, and
// wants it back unharmed from a list and by its id.
func TestDocumentedResponses(t *testing.T) {
	t.Parallel()
	objects := 0
	for folderName, kind := range map[string]struct{ file, path, query string }{
		"conditionalAccess-policies":           {"policies", "/identity/conditionalAccess/policies", ""},
		"namedLocations":                       {"namedLocations", "/identity/conditionalAccess/namedLocations", ""},
		"authenticationStrengthPolicies":       {"authenticationStrengthPolicies", "/policies/authenticationStrengthPolicies", ""},
		"authenticationContextClassReferences": {"authenticationContextClassReferences", "/identity/conditionalAccess/authenticationContextClassReferences", ""},
		"organization":                         {"organization", "/organization", ""},
		"users":                                {"users", "/users", ""},
		"groups":                               {"groups", "/groups", ""},
		"servicePrincipals":                    {"servicePrincipals", "/servicePrincipals", ""},
		"roleDefinitions":                      {"roleDefinitions", "/roleManagement/directory/roleDefinitions", ""},
		"roleAssignments":                      {"roleAssignments", "/roleManagement/directory/roleAssignments", "?$expand=principal,roleDefinition"},
		"conditionalAccess-templates":          {"templates", "/identity/conditionalAccess/templates", ""},
		"agreements":                           {"agreements", "/identityGovernance/termsOfUse/agreements", ""},
		"auditLogs-signIns":                    {"signIns", "/auditLogs/signIns", ""},
		"auditLogs-directoryAudits":            {"directoryAudits", "/auditLogs/directoryAudits", ""},
	} {
		for _, e := range examples(t, folderName, "response") {
			for _, shown := range shownObjects(e) {
				if !isOf(kind.file, shown) {
					continue
				}
				c := start(t, graphsim.Options{})
				c.unwatched = true // shortened for the page, and some older than the metadata
				if unfiled := kind.file == "templates" || kind.file == "agreements"; unfiled {
					c.server.Put(kind.file, shown)
					c.token = c.server.Token("Policy.Read.All", "Agreement.Read.All")
				} else if err := c.server.Load(folder(t, map[string]any{kind.file: object{"value": []any{shown}}})); err != nil {
					t.Errorf("%s: %v", e.file, err)
					continue
				}
				id, _ := shown["id"].(string)
				answered := c.get("/beta"+kind.path+kind.query, "Prefer", "include-unknown-enum-members").want(http.StatusOK).value()
				at := slices.IndexFunc(answered, func(o object) bool { return o["id"] == id || id == "" })
				if at < 0 {
					t.Errorf("%s: %s is not in the list", e.file, id)
					continue
				}
				lost(t, e.file, shown, answered[at])
				if kind.file != "organization" {
					id = answered[at]["id"].(string)
					lost(t, e.file, shown, c.get("/beta"+kind.path+"/"+url.PathEscape(id)+kind.query, "Prefer", "include-unknown-enum-members").want(http.StatusOK).body)
				}
				objects++
			}
		}
	}
	t.Logf("%d objects", objects)
	if objects < 70 {
		t.Errorf("only %d objects were shown", objects)
	}
}

// shownObjects are the objects of a response: one, or the elements of a list.
func shownObjects(e example) []object {
	elements, isList := e.object()["value"].([]any)
	if !isList {
		elements = []any{e.Body}
	}
	var out []object
	for _, element := range elements {
		if o, isObject := element.(object); isObject && o["error"] == nil && e.Status < 300 {
			out = append(out, o)
		}
	}
	return out
}

// isOf tells the objects that an endpoint stores from what else its pages show.
func isOf(kind string, o object) bool {
	_, hasID := o["id"]
	switch kind {
	case "authenticationStrengthPolicies":
		return o["allowedCombinations"] != nil
	case "users", "groups", "servicePrincipals", "organization", "templates", "agreements":
		return hasID
	}
	return o != nil
}

// TestDocumentedSecurityDefaults: the one object of its kind, as the documentation shows it.
func TestDocumentedSecurityDefaults(t *testing.T) {
	t.Parallel()
	shown := 0
	for _, e := range examples(t, "identitySecurityDefaultsEnforcementPolicy", "response") {
		if e.object() == nil {
			continue // an update answers nothing
		}
		c := start(t, graphsim.Options{})
		if err := c.server.Load(folder(t, map[string]any{"securityDefaults": e.object()})); err != nil {
			t.Fatal(err)
		}
		lost(t, e.file, e.Body, c.get(defaultsPath).want(http.StatusOK).body)
		shown++
	}
	if shown == 0 {
		t.Error("no object was shown")
	}
}
