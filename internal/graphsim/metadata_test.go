package graphsim_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// metadata is what Microsoft publishes about the types, where it lies beside the
// repository. The simulator is held to it, not made from it.
type metadata struct {
	t       *testing.T
	types   map[string]metadataType
	extra   []string // members that the service answers and the metadata lacks
	checked int
}

type metadataType struct {
	Kind       string
	Flags      bool
	Members    []string
	Properties map[string]metadataProperty
	Navigation map[string]metadataProperty
}

type metadataProperty struct {
	Type     string
	Nullable *bool
}

func readMetadata(t *testing.T, file string, extra ...string) *metadata {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../../shared/graph", file))
	if err != nil {
		t.Skip("skipped 1 test: no published metadata beside the repository")
	}
	m := &metadata{t: t, extra: extra}
	if err := json.Unmarshal(data, &struct{ Types *map[string]metadataType }{&m.types}); err != nil {
		t.Fatal(err)
	}
	return m
}

// check compares a value with a type, down to every member.
func (m *metadata) check(at, typeName string, value any) {
	if element, isCollection := strings.CutPrefix(typeName, "Collection("); isCollection {
		elements, isList := value.([]any)
		if !isList {
			m.t.Errorf("%s: %v is no collection", at, value)
			return
		}
		for i, v := range elements {
			m.check(fmt.Sprintf("%s[%d]", at, i), strings.TrimSuffix(element, ")"), v)
		}
		return
	}
	m.checked++
	if primitive, isPrimitive := strings.CutPrefix(typeName, "Edm."); isPrimitive {
		m.checkPrimitive(at, primitive, value)
		return
	}
	if o, isObject := value.(object); isObject && o["@odata.type"] != nil {
		typeName = strings.TrimPrefix(o["@odata.type"].(string), "#")
	}
	definition, known := m.types[typeName]
	switch {
	case !known:
		m.t.Errorf("%s: the metadata has no type %s", at, typeName)
	case definition.Kind == "enum":
		m.checkEnum(at, definition, value)
	default:
		m.checkObject(at, definition, value)
	}
}

func (m *metadata) checkPrimitive(at, name string, value any) {
	var fits bool
	switch name {
	case "Boolean":
		_, fits = value.(bool)
	case "Int32":
		_, fits = value.(float64)
	default:
		_, fits = value.(string)
	}
	if !fits {
		m.t.Errorf("%s: %v is no %s", at, value, name)
	}
}

func (m *metadata) checkEnum(at string, definition metadataType, value any) {
	text, _ := value.(string)
	parts := []string{text}
	if definition.Flags {
		parts = strings.Split(text, ",")
	}
	for _, part := range parts {
		if !slices.Contains(definition.Members, part) {
			m.t.Errorf("%s: %v is none of %v", at, value, definition.Members)
		}
	}
}

func (m *metadata) checkObject(at string, definition metadataType, value any) {
	o, isObject := value.(object)
	if !isObject {
		m.t.Errorf("%s: %v is no object", at, value)
		return
	}
	for name, v := range o {
		property, known := definition.Properties[name]
		if !known {
			property, known = definition.Navigation[name]
		}
		switch {
		case strings.Contains(name, "@"):
		case !known && slices.Contains(m.extra, name):
		case !known:
			m.t.Errorf("%s/%s: no such property", at, name)
		case v == nil && property.Nullable != nil && !*property.Nullable:
			m.t.Errorf("%s/%s: null, and the metadata forbids it", at, name)
		case v != nil:
			m.check(at+"/"+name, property.Type, v)
		}
	}
}

// TestAnswersFitTheMetadata reads one of everything and checks every member.
func TestAnswersFitTheMetadata(t *testing.T) {
	t.Parallel()
	total := 0
	for _, version := range []struct {
		path, file string
		extra      []string
	}{
		{"/v1.0", "types-ca-v1.json", []string{"partialEnablementStrategy", "times", "deviceStates"}},
		{"/beta", "types-ca-beta.json", []string{"partialEnablementStrategy", "times", "agents", "blockSensitiveActions", "networkAccessSecurity"}},
	} {
		m := readMetadata(t, version.file, version.extra...)
		c := everything(t)
		for path, typeName := range map[string]string{
			"/identity/conditionalAccess/policies":                                                          "conditionalAccessPolicy",
			"/identity/conditionalAccess/deletedItems/policies":                                             "conditionalAccessPolicy",
			"/identity/conditionalAccess/namedLocations":                                                    "namedLocation",
			"/identity/conditionalAccess/deletedItems/namedLocations":                                       "namedLocation",
			"/identity/conditionalAccess/authenticationStrength/policies?$expand=combinationConfigurations": "authenticationStrengthPolicy",
			"/identity/conditionalAccess/authenticationContextClassReferences":                              "authenticationContextClassReference",
		} {
			value := c.get(version.path+path, "Prefer", "include-unknown-enum-members").want(http.StatusOK).body["value"]
			if len(value.([]any)) == 0 {
				t.Errorf("%s: nothing to check", path)
			}
			if version.path == "/beta" && m.types["microsoft.graph."+typeName].Kind == "" {
				continue
			}
			m.check(version.path+path, "Collection(microsoft.graph."+typeName+")", value)
		}
		total += m.checked
	}
	t.Logf("%d values", total)
	if total < 500 {
		t.Errorf("only %d values were checked", total)
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

// TestDocumentedRequests sends the request of every example of the documentation
// about what the simulator stores, and wants success as documented.
func TestDocumentedRequests(t *testing.T) {
	t.Parallel()
	sent := 0
	for _, kind := range []string{"policies", "namedLocations", "authenticationStrengthPolicies", "authenticationContextClassReferences", "identitySecurityDefaultsEnforcementPolicy"} {
		dir := "../../../shared/graph/examples/" + strings.Replace(kind, "policies", "conditionalAccess-policies", 1)
		files, err := filepath.Glob(dir + "/*.request.json")
		if err != nil || len(files) == 0 {
			t.Skip("skipped 1 test: no documented examples beside the repository")
		}
		for _, file := range files {
			if kind == "authenticationContextClassReferences" && filepath.Base(file) == "4.request.json" {
				continue // wraps the object in "value", which is a slip of the page
			}
			var example struct {
				Method, URL string
				Body        object
			}
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(data, &example); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			c := start(t, graphsim.Options{})
			path := prepare(c, kind, strings.TrimPrefix(example.URL, "https://graph.microsoft.com"), example.Body)
			var body any
			if example.Body != nil {
				body = example.Body
			}
			if r := c.do(example.Method, path, body); r.status >= 300 {
				t.Errorf("%s: %s %s: status %d: %s", file, example.Method, path, r.status, r.raw)
			}
			sent++
		}
	}
	t.Logf("%d requests", sent)
	if sent < 25 {
		t.Errorf("only %d requests were sent", sent)
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
	for segment := range strings.SplitSeq(strings.SplitN(path, "?", 2)[0], "/") {
		switch {
		case len(segment) != 36 && segment != "c1":
		case kind == "policies":
			c.server.Put(kind, policy(with("id", segment)))
		case kind == "namedLocations" && body["countriesAndRegions"] != nil:
			o := countryLocation("x", "NO")
			o["id"] = segment
			c.server.Put(kind, o)
		case kind == "namedLocations":
			o := ipLocation("x", false, "203.0.113.0/24")
			o["id"] = segment
			c.server.Put(kind, o)
		case kind == "authenticationStrengthPolicies":
			o := strength("x", "fido2")
			o["id"], o["policyType"], o["requirementsSatisfied"] = segment, "custom", "mfa"
			c.server.Put(kind, o)
		case kind == "authenticationContextClassReferences":
			c.server.Put(kind, object{"id": segment})
		}
	}
	return escape(path)
}
