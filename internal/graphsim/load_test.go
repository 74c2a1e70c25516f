package graphsim_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// folder writes a tenant folder. Contents are strings, or anything that marshals.
func folder(t *testing.T, files map[string]any) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		text, isText := content.(string)
		if !isText {
			data, err := json.Marshal(content)
			if err != nil {
				t.Fatal(err)
			}
			text = string(data)
		}
		if err := os.WriteFile(filepath.Join(dir, name+".json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestLoadRefused(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		files map[string]any
		want  string
	}{
		{"no-json", map[string]any{"users": "{\n  \"value\": [\n  oops\n]}"}, "graphsim: users.json line 3: invalid character 'o'"},
		{"truncated", map[string]any{"users": `{"value": [`}, "graphsim: users.json: unexpected EOF"},
		{"two-values", map[string]any{"users": `{"value": []} {}`}, "graphsim: users.json: more than one JSON value"},
		{"list-at-the-top", map[string]any{"users": `[]`}, "graphsim: users.json: want a JSON object"},
		{"no-value", map[string]any{"users": `{}`}, `graphsim: users.json: want {"value": [...]}, the answer to a list request`},
		{"value-is-no-list", map[string]any{"users": `{"value": {}}`}, `graphsim: users.json: want {"value": [...]}`},
		{"no-object", map[string]any{"users": `{"value": [1]}`}, "graphsim: users.json: value[0] is not an object"},
		{"no-id", map[string]any{"users": `{"value": [{"id": "a"}, {}]}`}, "graphsim: users.json: value[1]: no id"},
		{"id-is-a-number", map[string]any{"users": `{"value": [{"id": 7}]}`}, "graphsim: users.json: value[0]: the id is not a string"},
		{"twice", map[string]any{"policies": `{"value": [{"id": "a"}, {"id": "A"}]}`}, "graphsim: policies.json: value[1]: the id A occurs twice"},
		{"members-no-list", map[string]any{"groupMembers": `{"g": 1}`}, "graphsim: groupMembers.json: g: want a list"},
		{"member-no-object", map[string]any{"groupMembers": `{"g": ["u"]}`}, "graphsim: groupMembers.json: g[0] is not an object"},
		{"beta", map[string]any{"policies.beta": `{"value": 1}`}, "graphsim: policies.beta.json: want"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := graphsim.New(graphsim.Options{})
			s.Put("users", object{"id": ada})
			err := s.Load(folder(t, test.files))
			if err == nil || !strings.HasPrefix(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Fatalf("error %v, want %q", err, test.want)
			}
			if len(s.List("users")) != 1 {
				t.Error("a refused folder changed the tenant")
			}
		})
	}
	if err := graphsim.New(graphsim.Options{}).Load(filepath.Join(t.TempDir(), "nowhere")); err == nil || !strings.Contains(err.Error(), "is not a tenant folder") {
		t.Errorf("error %v for a folder that does not exist", err)
	}
}

func TestLoadTidies(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	c.unwatched = true // the export holds what the service would not answer
	if err := c.server.Load(folder(t, map[string]any{
		"policies": "\xef\xbb\xbf" + `{"@odata.context": "x", "value": [{
			"displayName": "No id", "state": "Enabled", "@odata.type": "#microsoft.graph.conditionalAccessPolicy", "state@odata.type": "#x",
			"#microsoft.graph.restore": {"title": "x"}, "newMember": {"kept": true},
			"conditions": {"locations": [], "users": {"includeUsers": ["All"]}, "applications": {"includeApplications": ["All"]},
				"authenticationFlows": {"transferMethods": ["authenticationTransfer", "deviceCodeFlow"]}}
		}]}`,
		"namedLocations": `{"value": [{"displayName": "Untyped", "ipRanges": [{"cidrAddress": "2001:db8::/48"}]}, {"displayName": "Home", "countriesAndRegions": ["NO"]}]}`,
	})); err != nil {
		t.Fatal(err)
	}
	got := c.get(policiesPath).value()[0]
	for path, want := range map[string]any{
		"state": "enabled", "conditions/locations": nil, "conditions/users/excludeGroups": []any{}, "newMember/kept": true,
		"conditions/authenticationFlows/transferMethods": "deviceCodeFlow,authenticationTransfer", "grantControls": nil,
	} {
		if diff := cmp.Diff(want, at(t, got, path)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
	for _, name := range []string{"@odata.type", "state@odata.type", "#microsoft.graph.restore"} {
		if _, present := got[name]; present {
			t.Errorf("%s of the export is answered", name)
		}
	}
	again := graphsim.New(graphsim.Options{})
	again.Put("policies", policy(with("displayName", "No id")))
	if id := again.List("policies")[0]["id"]; id != got["id"] {
		t.Errorf("the made-up id %v is another one the next time: %v", got["id"], id)
	}
	locations := c.get(locationsPath).value()
	if locations[0]["@odata.type"] != "#microsoft.graph.ipNamedLocation" || locations[1]["@odata.type"] != "#microsoft.graph.countryNamedLocation" {
		t.Errorf("types %v and %v", locations[0]["@odata.type"], locations[1]["@odata.type"])
	}
	if got := locations[0]["ipRanges"].([]any)[0].(object)["@odata.type"]; got != "#microsoft.graph.iPv6CidrRange" {
		t.Errorf("range type %v", got)
	}
	if n := len(c.get(strengthsPath).value()); n != 3 {
		t.Errorf("%d strengths, want the three built-in ones", n)
	}
}

func TestLoadedBuiltInStrengthStays(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	if err := c.server.Load(folder(t, map[string]any{"authenticationStrengthPolicies": object{"value": []any{
		object{"id": strongID, "displayName": "Phishing resistant MFA", "policyType": "builtIn", "allowedCombinations": []any{"fido2"}},
	}}})); err != nil {
		t.Fatal(err)
	}
	if got := c.get(strengthsPath + "/" + strongID).body["displayName"]; got != "Phishing resistant MFA" {
		t.Errorf("the loaded strength is answered as %v", got)
	}
	if n := len(c.get(strengthsPath).value()); n != 3 {
		t.Errorf("%d strengths, want 3", n)
	}
}

// TestDumpAndLoad: a tenant that was written and read again answers the same.
func TestDumpAndLoad(t *testing.T) {
	t.Parallel()
	c := directory(t)
	c.server.SetMethods(ada, []object{ref("fido2AuthenticationMethod", "key")})
	c.server.SetDevices(grace, []object{{"id": "laptop"}})
	c.post(policiesPath, rich()).want(http.StatusCreated)
	agents := c.post(betaPolicies, policy(with("conditions/agentIdRiskLevels", "high"))).want(http.StatusCreated).id()
	c.post(locationsPath, ipLocation("Office", true, "203.0.113.0/24")).want(http.StatusCreated)
	c.post(strengthsPath, strength("Keys", "fido2")).want(http.StatusCreated)
	gone := c.post(policiesPath, policy()).want(http.StatusCreated).id()
	c.delete(policiesPath + "/" + gone).want(http.StatusNoContent)
	c.server.Forget("signIns")

	dir := t.TempDir()
	if err := c.server.Dump(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "signIns.json")); err == nil {
		t.Error("what nobody has read was written")
	}
	copied := start(t, graphsim.Options{})
	if err := copied.server.Load(dir); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{
		policiesPath, betaPolicies, locationsPath, strengthsPath, "/v1.0/users", "/v1.0/groups", "/v1.0/servicePrincipals",
		"/v1.0/groups/" + admins + "/transitiveMembers", "/v1.0/users/" + ada + "/authentication/methods", "/v1.0/users/" + grace + "/registeredDevices",
		defaultsPath, "/v1.0/policies/authenticationMethodsPolicy", "/v1.0/roleManagement/directory/roleAssignments",
	} {
		before := strings.ReplaceAll(c.get(path).want(http.StatusOK).raw, c.base, "")
		after := strings.ReplaceAll(copied.get(path).want(http.StatusOK).raw, copied.base, "")
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("%s (-before +after):\n%s", path, diff)
		}
	}
	if got := at(t, copied.get(betaPolicies+"/"+agents).body, "conditions/agentIdRiskLevels"); got != "high" {
		t.Errorf("after the round trip beta shows agentIdRiskLevels %v", got)
	}
}

// sets are real exports beside the repository, where there are any.
func sets(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob("../../../shared/data/sets/*")
	if err != nil || len(found) == 0 {
		t.Skip("skipped 1 test: no exported tenants beside the repository")
	}
	return found
}

func TestLoadRealExports(t *testing.T) {
	t.Parallel()
	total := 0
	for _, dir := range sets(t) {
		c := start(t, graphsim.Options{})
		c.unwatched = true // the exports are stripped of members, and hold words that no metadata has
		if err := c.server.Load(dir); err != nil {
			t.Error(err)
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, "policies.json"))
		if err != nil {
			t.Fatal(err)
		}
		var file struct{ Value []object }
		if err := json.Unmarshal(data, &file); err != nil {
			t.Fatal(err)
		}
		answered := 0
		for next := betaPolicies; next != ""; {
			r := c.get(next, "Prefer", "include-unknown-enum-members").want(http.StatusOK)
			for _, p := range r.value() {
				lost(t, filepath.Base(dir), file.Value[answered], p)
				answered++
			}
			next, _ = r.body["@odata.nextLink"].(string)
		}
		if answered != len(file.Value) {
			t.Errorf("%s: %d policies are answered, the file has %d", dir, answered, len(file.Value))
		}
		total += answered
	}
	t.Logf("%d policies", total)
	if total < 200 {
		t.Errorf("only %d policies were tried", total)
	}
}

// lost reports members of an exported object that an answer does not show. Empty
// is null is absent; flags that an export wrote as a list are a text.
func lost(t *testing.T, where string, exported, answered any) {
	t.Helper()
	switch want := exported.(type) {
	case object:
		got, _ := answered.(object)
		for name, value := range want {
			if !strings.ContainsAny(name, "@#") {
				lost(t, where+"/"+name, value, got[name])
			}
		}
	case []any:
		got, isList := answered.([]any)
		if text, isText := answered.(string); isText {
			got, isList = nil, true
			for w := range strings.SplitSeq(text, ",") {
				got = append(got, w)
			}
		}
		if len(want) > 0 && (!isList || len(got) != len(want)) {
			t.Errorf("%s: %v is answered as %v", where, want, answered)
		}
	case nil:
	default:
		if answered != want && (where == "" || !strings.Contains(where, "authenticationStrength/")) {
			t.Errorf("%s: %v is answered as %v", where, want, answered)
		}
	}
}

// TestPostRealExports posts what others exported, with their placeholders filled
// in: the rules must not refuse what the service stores. What is refused all the
// same must be a fault of the export that this test knows.
func TestPostRealExports(t *testing.T) {
	t.Parallel()
	accepted, refused := 0, map[string]int{}
	for _, dir := range sets(t) {
		source, target := start(t, graphsim.Options{}), start(t, graphsim.Options{})
		if err := source.server.Load(dir); err != nil {
			t.Fatal(err)
		}
		for _, collection := range []string{"namedLocations", "authenticationStrengthPolicies"} {
			for _, o := range source.server.List(collection) {
				target.server.Put(collection, o)
			}
		}
		for _, p := range source.server.List("policies") {
			fillIn(target, p)
			target.server.ResetLog()
			r := target.post(betaPolicies, p)
			if r.status == http.StatusCreated {
				accepted++
				continue
			}
			reason := r.message()
			if log := target.server.Requests(); log[0].Refused != "" {
				reason = log[0].Refused
			}
			refused[reason]++
			if !faultOfExport(reason) {
				t.Errorf("%s: %v: %s", filepath.Base(dir), p["displayName"], reason)
			}
		}
	}
	t.Logf("%d accepted, %v refused", accepted, refused)
	if accepted < 200 || len(refused) > 5 {
		t.Errorf("only %d policies were accepted, and there were %d reasons to refuse", accepted, len(refused))
	}
}

// fillIn does what the authors of a baseline ask its users to do: it puts real ids
// in the place of placeholders, and creates the locations that were not exported.
func fillIn(target *client, p object) {
	for name, value := range map[string]any{"displayName": "Template", "state": "disabled"} {
		if p[name] == nil {
			p[name] = value
		}
	}
	conditions := p["conditions"].(object)
	people, _ := conditions["users"].(object)
	for _, name := range []string{"includeUsers", "excludeUsers", "includeGroups", "excludeGroups"} {
		elements, _ := people[name].([]any)
		for i, element := range elements {
			if text := element.(string); strings.ContainsAny(text, "< ") || strings.HasPrefix(text, "xxxx") || strings.HasPrefix(text, "yyyy") {
				elements[i] = someID
			}
		}
	}
	locations, _ := conditions["locations"].(object)
	for _, name := range []string{"includeLocations", "excludeLocations"} {
		elements, _ := locations[name].([]any)
		for _, element := range elements {
			if id := element.(string); len(id) == 36 && target.server.Get("namedLocations", id) == nil {
				o := countryLocation("Not exported", "NO")
				o["id"] = id
				target.server.Put("namedLocations", o)
			}
		}
	}
}

// faultOfExport knows what is wrong in the exports themselves: they were written
// by hand, and the service could not have answered with that.
func faultOfExport(reason string) bool {
	for _, part := range []string{
		"an abstract type needs @odata.type", "not compliantNetwork", "not MfaAndChangePassword",
	} {
		if strings.Contains(reason, part) {
			return true
		}
	}
	return false
}
