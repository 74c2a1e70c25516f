package provider

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// Who and what is in a test tenant.
const (
	breakGlass1 = "a1000000-0000-4000-8000-000000000001"
	breakGlass2 = "a1000000-0000-4000-8000-000000000002"
	ann         = "a1000000-0000-4000-8000-000000000003" // Global Administrator
	salesGroup  = "b1000000-0000-4000-8000-000000000002"
	crewGroup   = "b1000000-0000-4000-8000-000000000003"
	guestGroup  = "b1000000-0000-4000-8000-000000000004"
	app1        = "c1000000-0000-4000-8000-000000000001"
	app2        = "c1000000-0000-4000-8000-000000000002"
	office      = "d1000000-0000-4000-8000-000000000001" // a trusted named location
	branch      = "d1000000-0000-4000-8000-000000000002"
	pipeline    = "e1000000-0000-4000-8000-000000000001"
	pipelineApp = "e2000000-0000-4000-8000-000000000001"
	workload    = "e1000000-0000-4000-8000-000000000002"
	adopted     = "f0000000-0000-4000-8000-000000000001" // a policy that Terraform did not create
	tenantID    = "8f2c1b34-0d5e-4c7a-9a61-3be5d7c0f102"

	writers = "194ae4cb-b126-40b2-bd5b-6091b380977d" // Security Administrator
	readers = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b" // Directory Readers
)

// A fixture is a simulated tenant with two break-glass accounts and an administrator, in which everything
// holds that the guard asks for.
type fixture struct {
	*graphsim.Server
	url string
}

func newTenant(t *testing.T, options graphsim.Options) *fixture {
	t.Helper()
	f := &fixture{Server: graphsim.New(options)}
	f.populate()
	server := httptest.NewServer(f.Server)
	t.Cleanup(func() {
		server.Close()
		for _, r := range f.Requests() {
			if t.Failed() && r.Refused != "" {
				t.Logf("%s %s was refused: %s", r.Method, r.Path, r.Refused)
			}
		}
	})
	f.url = server.URL
	return f
}

// populate puts into the tenant who and what is in it.
func (f *fixture) populate() {
	f.Put("organization", map[string]any{"id": tenantID, "displayName": "Contoso"})
	f.Put("domains", map[string]any{"id": "contoso.example", "authenticationType": "Managed"})
	for id, name := range map[string]string{breakGlass1: "bg-1", breakGlass2: "bg-2", ann: "ann"} {
		f.administrator(id, name)
	}
	for id, name := range map[string]string{
		ca.RoleGlobalAdministrator: "Global Administrator", writers: "Security Administrator", readers: "Directory Readers",
	} {
		f.Put("roleDefinitions", map[string]any{
			"id": id, "templateId": id, "displayName": name, "isBuiltIn": true, "isEnabled": true,
			"rolePermissions": []any{map[string]any{"allowedResourceActions": []any{"microsoft.directory/applications/standard/read"}}},
		})
	}
	f.Put("authenticationMethodsPolicy", map[string]any{
		"id": "authenticationMethodsPolicy",
		"authenticationMethodConfigurations": []any{map[string]any{
			"@odata.type": "#microsoft.graph.fido2AuthenticationMethodConfiguration", "id": "Fido2", "state": "enabled",
			"includeTargets": []any{map[string]any{"targetType": "group", "id": "all_users"}}, "excludeTargets": []any{},
		}},
	})
	for id, name := range map[string]string{salesGroup: "Sales", crewGroup: "Crew", guestGroup: "Guests"} {
		f.Put("groups", map[string]any{"id": id, "displayName": name, "groupTypes": []any{}, "securityEnabled": true})
	}
	for id, name := range map[string][2]string{
		pipeline: {pipelineApp, "Terraform"}, workload: {"e2000000-0000-4000-8000-000000000002", "Nightly job"},
		"e1000000-0000-4000-8000-000000000003": {app1, "Payroll"}, "e1000000-0000-4000-8000-000000000004": {app2, "Travel"},
	} {
		f.Put("servicePrincipals", map[string]any{
			"id": id, "appId": name[0], "displayName": name[1], "servicePrincipalType": "Application",
			"appOwnerOrganizationId": tenantID, "signInAudience": "AzureADMyOrg", "accountEnabled": true,
		})
	}
	for _, id := range []string{"c1", "c2", "c99"} {
		f.Put("authenticationContextClassReferences", map[string]any{"id": id, "displayName": "Context " + id, "isAvailable": true})
	}
	f.location(office, "Office", "198.51.100.0/24", true)
	f.location(branch, "Branch", "203.0.113.0/24", false)
}

// administrator adds a Global Administrator who has a password and a security key.
func (f *fixture) administrator(id, name string) {
	f.Put("users", map[string]any{
		"id": id, "displayName": name, "userPrincipalName": name + "@contoso.example",
		"accountEnabled": true, "userType": "Member", "onPremisesSyncEnabled": nil,
	})
	f.Put("roleAssignments", map[string]any{
		"id": "assignment-" + name, "principalId": id, "roleDefinitionId": ca.RoleGlobalAdministrator, "directoryScopeId": "/",
	})
	f.Put("roleAssignmentScheduleInstances", map[string]any{
		"id": "instance-" + name, "principalId": id, "roleDefinitionId": ca.RoleGlobalAdministrator, "directoryScopeId": "/",
		"memberType": "Direct", "assignmentType": "Assigned", "endDateTime": nil,
	})
	f.SetMethods(id, []map[string]any{
		{"@odata.type": ca.MethodPassword, "id": "28c10230-6103-485e-b985-444c60001490"},
		{"@odata.type": ca.MethodFIDO2, "id": "key-" + name, "displayName": "Security key", "aaGuid": "2fc0579f-8113-47ea-b116-bb5a8db9202a"},
	})
	f.SetDevices(id, []map[string]any{})
}

func (f *fixture) location(id, name, cidr string, trusted bool) {
	f.Put("namedLocations", map[string]any{
		"@odata.type": "#microsoft.graph.ipNamedLocation", "id": id, "displayName": name, "isTrusted": trusted,
		"createdDateTime": "2026-01-01T00:00:00Z",
		"ipRanges":        []any{map[string]any{"@odata.type": "#microsoft.graph.iPv4CidrRange", "cidrAddress": cidr}},
	})
}

// policy puts a policy of somebody else into the tenant that asks all users but the break-glass accounts for multifactor
// authentication, changed by edit.
func (f *fixture) policy(name string, edit func(policy map[string]any)) {
	p := map[string]any{
		"id": adopted, "displayName": name, "state": "enabledForReportingButNotEnforced", "createdDateTime": "2026-01-01T00:00:00Z",
		"conditions": map[string]any{
			"users":          map[string]any{"includeUsers": []any{"All"}, "excludeUsers": []any{breakGlass1, breakGlass2}},
			"applications":   map[string]any{"includeApplications": []any{"All"}},
			"clientAppTypes": []any{"all"},
		},
		"grantControls": map[string]any{"operator": "OR", "builtInControls": []any{"mfa"}},
	}
	if edit != nil {
		edit(p)
	}
	f.Put("policies", p)
}

// writes are the requests that changed the tenant, or tried to.
func (f *fixture) writes() []string {
	var writes []string
	for _, r := range f.Requests() {
		switch {
		case strings.HasSuffix(r.Path, "/$batch"), strings.HasSuffix(r.Path, "/evaluate"), strings.Contains(r.Path, "/oauth2/"), strings.Contains(r.Path, "getByIds"):
		case slices.Contains([]string{http.MethodPost, http.MethodPatch, http.MethodDelete}, r.Method):
			writes = append(writes, fmt.Sprintf("%s %s %d", r.Method, r.Path, r.Status))
		}
	}
	return writes
}

// theGuard is the guard block of most tests: the break-glass accounts are named, nothing has to soak.
const theGuard = `
    break_glass = { users = ["` + breakGlass1 + `", "` + breakGlass2 + `"] }
    staging     = { minimum_soak = "0s" }
    settle      = "200ms"
    order_wait  = "1s"
`

// config is a whole configuration: the provider of this tenant, and what is below it.
func (f *fixture) config(body string) string { return f.configWith(theGuard, body) }

func (f *fixture) configWith(guard, body string) string {
	return fmt.Sprintf(`
provider "entraguard" {
  tenant_id      = %q
  client_id      = %q
  client_secret  = "not-a-secret"
  graph_endpoint = %q
  guard = {%s  }
}
%s`, tenantID, pipelineApp, f.url, guard, body)
}

// settings is the configuration of the provider of this tenant, with the break-glass accounts named, nothing that
// has to soak, and what else the guard block of a test says.
func (f *fixture) settings(guard words) words {
	block := words{"break_glass": words{"users": []string{breakGlass1, breakGlass2}}, "staging": words{"minimum_soak": "0s"}}
	maps.Copy(block, guard)
	return words{"tenant_id": tenantID, "client_id": pipelineApp, "client_secret": "not-a-secret", "graph_endpoint": f.url, "guard": block}
}

// idOf finds an object by its name; "" where there is none.
func (f *fixture) idOf(collection, name string) string {
	for _, object := range f.List(collection) {
		if object["displayName"] == name {
			id, _ := object["id"].(string)
			return id
		}
	}
	return ""
}
