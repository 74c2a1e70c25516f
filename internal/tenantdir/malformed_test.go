package tenantdir_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/tenantdir"
)

func TestReadSaysWhatIsWrongAndWhere(t *testing.T) {
	t.Parallel()
	policies := func(text string) map[string]string { return map[string]string{"policies.json": text} }
	and := func(name, text string) map[string]string {
		return map[string]string{"policies.json": noPolicies, name: text}
	}
	tests := []struct {
		name  string
		files map[string]string
		want  string // what follows the folder's name
	}{
		{"no-policies", nil, `policies.json is missing`},
		{"beta-alone", map[string]string{"policies.beta.json": noPolicies}, `policies.json is missing`},
		{"empty-file", policies(""), `policies.json: the document is empty`},
		{"not-json", policies("{\n\"value\": [\n}"), `policies.json: line 3: not JSON`},
		{"cut-short", policies("{\"value\": [\n{\"id\": \"p1\""), `policies.json: line 2: not JSON: the document ends too early`},
		{"two-documents", policies(noPolicies + "\n" + noPolicies), `policies.json: line 2: more text after the end`},
		{"bare-list", policies(`[]`), `policies.json: want an object, found a list`},
		{"no-list", policies(`{}`), `policies.json: want an object with a list "value"`},
		{"wrong-type", policies(`{"value": [{"id": "p1"}, {"id": 7}]}`), `policies.json: value[1].id: want a string, found the number 7`},
		{"wrong-list", policies(`{"value": [{"id": "p1", "conditions": {"users": {"includeUsers": "All"}}}]}`),
			`policies.json: value[0].conditions.users.includeUsers: want a list of strings`},
		{"utf-16", policies("\xff\xfe{\x00}\x00"), `policies.json is UTF-16 text: save it as UTF-8`},
		{"error-answer", policies(`{"error": {"code": "Authorization_RequestDenied", "message": "Insufficient privileges"}}`),
			`policies.json: an error answer, not data: Authorization_RequestDenied`},
		{"first-page", policies(`{"value": [], "@odata.nextLink": "https://example.org/more"}`),
			`policies.json: only the first page of a list`},
		{"no-id", policies(`{"value": [{"id": "p1"}, {"displayName": "CA002 Block"}]}`), `policies.json: value[1] ("CA002 Block") has no id`},
		{"no-id-no-name", policies(`{"value": [{}]}`), `policies.json: value[0] has no id`},
		{"same-id", policies(`{"value": [{"id": "aa", "displayName": "A"}, {"id": "bb"}, {"id": "AA", "displayName": "C"}]}`),
			`policies.json: value[0] ("A") and value[2] ("C") have the same id AA`},
		{"group-of-two-kinds", and("groups.json", `{"value": [{"id": "g1", "isAssignableToRole": true}, {"id": "g1", "isAssignableToRole": false}]}`),
			`groups.json: value[0] and value[1] have the same id g1`},
		{"named-twice", policies(`{"value": [{"id": "p1", "state": "enabled", "state": "disabled"}]}`),
			`policies.json: value[0].state is there twice`},
		{"listed-twice", policies(`{"value": [{"id": "p1"}], "value": []}`), `policies.json: value is there twice`},
		{"group-twice", and("groupMembers.json", `{"AA": [], "aa": [{"id": "u1"}]}`), `groupMembers.json: aa is there twice`},
		{"member-without-id", and("groupMembers.json", `{"g1": [{"id": "u1"}, {}]}`), `groupMembers.json: g1[1] has no id`},
		{"member-list", and("groupMembers.json", `{"g1": "u1"}`), `groupMembers.json: g1: want a list of objects`},
		{"user-without-id", and("users.json", `{"value": [{"userPrincipalName": "ann@contoso.com"}]}`),
			`users.json: value[0] ("ann@contoso.com") has no id`},
		{"assignment-without-principal", and("roleAssignments.json", `{"value": [{"roleDefinitionId": "r1"}]}`),
			`roleAssignments.json: value[0] has no principalId`},
		{"assignment-without-role", and("roleEligibilityScheduleInstances.json", `{"value": [{"principalId": "u1"}]}`),
			`roleEligibilityScheduleInstances.json: value[0] has no roleDefinitionId`},
		{"device-without-id", and("registeredDevices.json", `{"u1": [{"displayName": "PC"}]}`), `registeredDevices.json: u1[0] has no id`},
		{"security-defaults-empty", and("securityDefaults.json", `{}`), `securityDefaults.json: want an object with "isEnabled"`},
		{"security-defaults-null", and("securityDefaults.json", `{"isEnabled": null}`), `securityDefaults.json: want an object with "isEnabled"`},
		{"methods-policy-empty", and("authenticationMethodsPolicy.json", `{"id": "x"}`),
			`authenticationMethodsPolicy.json: want an object with "authenticationMethodConfigurations"`},
		{"organization-broken", and("organization.json", `{"value": 3}`), `organization.json: value: want a list of objects`},
		{"beta-broken", and("policies.beta.json", `{"value": [{}]}`), `policies.beta.json: value[0] has no id`},
		{"time-broken", and("signIns.json", `{"value": [{"id": "e1", "createdDateTime": "yesterday"}]}`),
			`signIns.json: value[0].createdDateTime: want a time`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir := folder(t, test.files)
			wantError(t, dir, `tenant folder "`+dir+`": `+test.want)
		})
	}
}

func TestReadFolderThatIsNone(t *testing.T) {
	t.Parallel()
	missing := filepath.Join(t.TempDir(), "contoso")
	wantError(t, missing, `tenant folder "`+missing+`" does not exist`)
	file := filepath.Join(folder(t, map[string]string{"policies.json": noPolicies}), "policies.json")
	wantError(t, file, `tenant folder "`+file+`" is not a folder`)
}

func TestReadFileThatIsNone(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"policies.json": noPolicies})
	if err := os.Mkdir(filepath.Join(dir, "users.json"), 0o700); err != nil {
		t.Fatal(err)
	}
	wantError(t, dir, `tenant folder "`+dir+`": users.json is not a regular file`)
}

func TestReadFileThatIsTooLarge(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"policies.json": noPolicies, "users.json": ""})
	if err := os.Truncate(filepath.Join(dir, "users.json"), 1<<30); err != nil { // a hole: it takes no room
		t.Fatal(err)
	}
	wantError(t, dir, `tenant folder "`+dir+`": users.json is too large: 1024 MiB, and at most 512 are read`)
}

// wantError holds that reading fails with one line that starts as wanted.
func wantError(t *testing.T, dir, want string) {
	t.Helper()
	tenant, err := tenantdir.Read(dir)
	if err == nil {
		t.Fatalf("read without an error: %+v", tenant)
	}
	if got := err.Error(); !strings.HasPrefix(got, want) || strings.Contains(got, "\n") {
		t.Errorf("error differs\n got: %s\nwant: %s", got, want)
	}
}
