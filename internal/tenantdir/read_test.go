package tenantdir_test

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/tenantdir"
)

// folder writes a tenant folder. Each value is a file's text.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const noPolicies = `{"value": []}`

func TestReadMissingFilesAreNotRead(t *testing.T) {
	t.Parallel()
	tenant, err := tenantdir.Read(folder(t, map[string]string{"policies.json": noPolicies}))
	if err != nil {
		t.Fatal(err)
	}
	if !tenant.Policies.Read() {
		t.Error("the policies were not read")
	}
	for name, read := range map[string]bool{
		"named locations":     tenant.NamedLocations.Read(),
		"strengths":           tenant.Strengths.Read(),
		"contexts":            tenant.Contexts.Read(),
		"security defaults":   tenant.SecurityDefaults.Read(),
		"methods policy":      tenant.MethodsPolicy.Read(),
		"domains":             tenant.Domains.Read(),
		"users":               tenant.Users.Read(),
		"groups":              tenant.Groups.Read(),
		"service principals":  tenant.ServicePrincipals.Read(),
		"role definitions":    tenant.RoleDefinitions.Read(),
		"role assignments":    tenant.RoleAssignments.Read(),
		"assignments by PIM":  tenant.AssignmentSchedules.Read(),
		"eligible by PIM":     tenant.EligibleSchedules.Read(),
		"sign-ins":            tenant.SignIns.Read(),
		"members of a group":  tenant.GroupMembers != nil,
		"methods of a user":   tenant.Methods != nil,
		"devices of a user":   tenant.Devices != nil,
		"the organization":    tenant.ID != "" || tenant.Name != "",
		"a time of the clock": !tenant.ReadAt.IsZero(),
	} {
		if read {
			t.Errorf("%s count as read, and there is no file for it", name)
		}
	}
}

func TestReadEveryFile(t *testing.T) {
	t.Parallel()
	tenant, err := tenantdir.Read(folder(t, map[string]string{
		"organization.json":                         `{"value": [{"id": "t1", "displayName": "Contoso"}]}`,
		"policies.json":                             `{"value": [{"id": "P1", "displayName": "Block", "state": "enabled"}]}`,
		"namedLocations.json":                       `{"value": [{"@odata.type": "#microsoft.graph.ipNamedLocation", "id": "l1", "displayName": "Office"}]}`,
		"authenticationStrengthPolicies.json":       `{"value": [{"id": "s1", "allowedCombinations": ["fido2"]}]}`,
		"authenticationContextClassReferences.json": `{"value": [{"id": "c1", "displayName": "Secrets"}]}`,
		"securityDefaults.json":                     `{"isEnabled": true}`,
		"domains.json":                              `{"value": [{"id": "contoso.com", "authenticationType": "Managed"}]}`,
		"authenticationMethodsPolicy.json":          `{"authenticationMethodConfigurations": [{"id": "Fido2", "state": "enabled"}]}`,
		"roleDefinitions.json":                      `{"value": [{"id": "r1", "displayName": "Reader"}]}`,
		"roleAssignments.json":                      `{"value": [{"id": "a1", "principalId": "u1", "roleDefinitionId": "r1", "directoryScopeId": "/"}]}`,
		"roleAssignmentScheduleInstances.json":      `{"value": [{"principalId": "u2", "roleDefinitionId": "r1"}]}`,
		"roleEligibilityScheduleInstances.json":     `{"value": []}`,
		"users.json":                                `{"value": [{"id": "U1", "userPrincipalName": "ann@contoso.com"}]}`,
		"groups.json":                               `{"value": [{"id": "G1", "displayName": "Admins"}]}`,
		"servicePrincipals.json":                    `{"value": [{"id": "SP1", "appId": "x"}]}`,
		"groupMembers.json":                         `{"G1": [{"@odata.type": "#microsoft.graph.user", "id": "u1"}]}`,
		"authenticationMethods.json":                `{"U1": [{"@odata.type": "#microsoft.graph.passwordAuthenticationMethod", "id": "m1"}]}`,
		"registeredDevices.json":                    `{"U1": []}`,
		"signIns.json":                              `{"@odata.nextLink": "https://example.org/more", "value": [{"id": "e1", "userId": "u1"}]}`,
	}))
	if err != nil {
		t.Fatal(err)
	}
	want := &ca.Tenant{
		ID:               "t1",
		Name:             "Contoso",
		Policies:         ca.Known([]ca.Policy{{ID: "P1", DisplayName: "Block", State: ca.StateEnabled}}),
		NamedLocations:   ca.Known([]ca.NamedLocation{{ID: "l1", DisplayName: "Office", Kind: ca.LocationIP}}),
		Strengths:        ca.Known([]ca.AuthenticationStrength{{ID: "s1", AllowedCombinations: []string{"fido2"}}}),
		Contexts:         ca.Known([]ca.AuthenticationContext{{ID: "c1", DisplayName: "Secrets"}}),
		SecurityDefaults: ca.Known(ca.SecurityDefaults{IsEnabled: true}),
		Domains:          ca.Known([]ca.Domain{{ID: "contoso.com", AuthenticationType: "Managed"}}),
		MethodsPolicy: ca.Known(ca.AuthenticationMethodsPolicy{
			Configurations: []ca.MethodConfiguration{{ID: "Fido2", State: "enabled"}},
		}),
		RoleDefinitions:     ca.Known([]ca.RoleDefinition{{ID: "r1", DisplayName: "Reader"}}),
		RoleAssignments:     ca.Known([]ca.RoleAssignment{{ID: "a1", PrincipalID: "u1", RoleDefinitionID: "r1", DirectoryScopeID: "/"}}),
		AssignmentSchedules: ca.Known([]ca.RoleAssignment{{PrincipalID: "u2", RoleDefinitionID: "r1"}}),
		EligibleSchedules:   ca.Known([]ca.RoleAssignment(nil)),
		Users:               ca.Known(map[string]ca.User{"u1": {ID: "U1", UserPrincipalName: "ann@contoso.com"}}),
		Groups:              ca.Known(map[string]ca.Group{"g1": {ID: "G1", DisplayName: "Admins"}}),
		ServicePrincipals:   ca.Known(map[string]ca.ServicePrincipal{"sp1": {ID: "SP1", AppID: "x"}}),
		GroupMembers:        map[string][]ca.Member{"g1": {{ID: "u1", Kind: "#microsoft.graph.user"}}},
		Methods:             map[string][]ca.AuthenticationMethod{"u1": {{ID: "m1", Kind: ca.MethodPassword}}},
		Devices:             map[string][]ca.Device{"u1": {}},
		SignIns:             ca.Known([]ca.LoggedSignIn{{ID: "e1", UserID: "u1"}}),
	}
	if diff := cmp.Diff(want, tenant, exportFacts, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("read differs (-want +got):\n%s", diff)
	}
}

// exportFacts lets cmp look into the facts, whose being read is a part of the comparison.
var exportFacts = cmp.Exporter(func(reflect.Type) bool { return true })

func TestReadBetaPolicies(t *testing.T) {
	t.Parallel()
	tenant, err := tenantdir.Read(folder(t, map[string]string{
		"policies.json":      `{"value": [{"id": "p1", "displayName": "One"}]}`,
		"policies.beta.json": `{"value": [{"id": "P1", "displayName": "One", "conditions": {"times": {"a": 1}}}, {"id": "p2", "displayName": "Two"}]}`,
	}))
	if err != nil {
		t.Fatal(err)
	}
	if got := len(tenant.Policies.Value()); got != 2 {
		t.Fatalf("read %d policies, want the one of both versions and the one of beta alone", got)
	}
	one, _ := tenant.Policy("p1")
	if diff := cmp.Diff([]string{"conditions.times"}, one.UnknownConditions()); diff != "" {
		t.Errorf("the preview condition differs (-want +got):\n%s", diff)
	}
}

func TestReadAcceptsByteOrderMark(t *testing.T) {
	t.Parallel()
	if _, err := tenantdir.Read(folder(t, map[string]string{"policies.json": "\xef\xbb\xbf" + noPolicies})); err != nil {
		t.Error(err)
	}
}

func TestGuardFile(t *testing.T) {
	t.Parallel()
	t.Run("present", func(t *testing.T) {
		t.Parallel()
		data, found, err := tenantdir.GuardFile(folder(t, map[string]string{"guard.json": "{}"}))
		if err != nil || !found || string(data) != "{}" {
			t.Errorf("got %q, %v, %v", data, found, err)
		}
	})
	t.Run("absent", func(t *testing.T) {
		t.Parallel()
		if _, found, err := tenantdir.GuardFile(t.TempDir()); found || err != nil {
			t.Errorf("got found %v, error %v", found, err)
		}
	})
	t.Run("no-folder", func(t *testing.T) {
		t.Parallel()
		if _, _, err := tenantdir.GuardFile(filepath.Join(t.TempDir(), "none")); err == nil {
			t.Error("a folder that does not exist was read")
		}
	})
	t.Run("a-folder-instead", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		if err := os.Mkdir(filepath.Join(dir, "guard.json"), 0o700); err != nil {
			t.Fatal(err)
		}
		if _, _, err := tenantdir.GuardFile(dir); err == nil {
			t.Error("a folder in place of the file was read")
		}
	})
}
