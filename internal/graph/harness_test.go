package graph

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// pace is the interval of the tests: everything that waits does so in multiples of it.
const pace = 2 * time.Millisecond

const (
	tenantID = "11111111-2222-3333-4444-555555555555"
	clientID = "aaaaaaaa-0000-0000-0000-00000000c11e"
	secret   = "a-secret-that-nobody-may-see"

	adminID     = "00000000-0000-0000-0000-0000000000a1"
	glassID     = "00000000-0000-0000-0000-0000000000b1"
	memberID    = "00000000-0000-0000-0000-0000000000c1"
	pipelineID  = "00000000-0000-0000-0000-0000000000d1"
	glassGroup  = "00000000-0000-0000-0000-00000000e001"
	largeGroup  = "00000000-0000-0000-0000-00000000e002"
	roleGroup   = "00000000-0000-0000-0000-00000000e003"
	nestedGroup = "00000000-0000-0000-0000-00000000e004"
)

type object = map[string]any

// start runs a simulator with a small tenant, and a client of it.
func start(t *testing.T, o graphsim.Options, change ...func(*Config)) (*graphsim.Server, *Client) {
	t.Helper()
	sim := graphsim.New(o)
	populate(sim)
	return sim, connect(t, serve(t, sim), change...)
}

// serve puts a simulator on loopback and returns its address.
func serve(t *testing.T, sim *graphsim.Server) string {
	t.Helper()
	server := httptest.NewServer(sim)
	t.Cleanup(server.Close)
	return server.URL
}

// connect makes a client of a simulator, as a process of its own would.
func connect(t *testing.T, url string, change ...func(*Config)) *Client {
	t.Helper()
	c := Config{TenantID: tenantID, ClientID: clientID, ClientSecret: secret, Endpoint: url, PaceInterval: pace}
	for _, f := range change {
		f(&c)
	}
	client, err := New(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func populate(sim *graphsim.Server) {
	sim.Put("organization", object{"id": tenantID, "displayName": "Contoso"})
	for id, name := range map[string]string{adminID: "Ada", glassID: "Glass", memberID: "Mia"} {
		sim.Put("users", object{"id": id, "displayName": name, "userPrincipalName": strings.ToLower(name) + "@contoso.onmicrosoft.com",
			"accountEnabled": true, "userType": "Member", "onPremisesSyncEnabled": nil})
	}
	for id, name := range map[string]string{glassGroup: "Break glass", largeGroup: "Everybody", roleGroup: "Security team", nestedGroup: "Nested"} {
		sim.Put("groups", object{"id": id, "displayName": name, "groupTypes": []any{}, "securityEnabled": true, "isAssignableToRole": id == roleGroup})
	}
	sim.SetMembers(glassGroup, members(glassID))
	sim.SetMembers(largeGroup, append(members(adminID, memberID), object{"@odata.type": kindGroup, "id": nestedGroup}))
	sim.SetMembers(nestedGroup, members(glassID))
	sim.SetMembers(roleGroup, members(memberID))
	sim.Put("servicePrincipals", object{"id": pipelineID, "appId": clientID, "displayName": "Pipeline", "servicePrincipalType": "Application",
		"signInAudience": "AzureADMyOrg", "appOwnerOrganizationId": tenantID})
	sim.Put("roleDefinitions", object{"id": ca.RoleGlobalAdministrator, "templateId": ca.RoleGlobalAdministrator, "displayName": "Global Administrator", "isBuiltIn": true, "isEnabled": true})
	for i, a := range [][2]string{
		{adminID, ca.RoleGlobalAdministrator}, {glassID, ca.RoleGlobalAdministrator}, {roleGroup, ca.RoleSecurityAdministrator},
	} {
		sim.Put("roleAssignments", object{"id": "assignment-" + string(rune('a'+i)), "principalId": a[0], "roleDefinitionId": a[1], "directoryScopeId": "/"})
	}
	sim.SetMethods(adminID, []map[string]any{{"@odata.type": ca.MethodPhone, "id": "3179e48a-750b-4051-897c-87b9720928f7", "phoneType": "mobile"}})
	sim.SetDevices(adminID, []map[string]any{{"id": "d1", "displayName": "Laptop", "operatingSystem": "Windows", "isCompliant": true, "accountEnabled": true}})
}

func members(ids ...string) []map[string]any {
	var list []map[string]any
	for _, id := range ids {
		list = append(list, object{"@odata.type": kindUser, "id": id})
	}
	return list
}

// policy is a report-only policy that the service accepts.
func policy(name string) ca.Policy {
	return ca.Policy{
		DisplayName: name,
		State:       ca.StateReportOnly,
		Conditions: ca.Conditions{
			ClientAppTypes: []ca.ClientApp{ca.ClientAppAll},
			Users:          ca.Users{IncludeUsers: []string{ca.All}, ExcludeGroups: []string{largeGroup}},
			Applications:   ca.Applications{IncludeApplications: []string{ca.All}},
		},
		GrantControls: &ca.GrantControls{Operator: ca.OperatorOR, BuiltInControls: []ca.BuiltInControl{ca.ControlMFA}},
	}
}

func office(trusted bool) ca.NamedLocation {
	return ca.NamedLocation{DisplayName: "Office", Kind: ca.LocationIP, IsTrusted: trusted, IPRanges: []ca.IPRange{{CIDR: "203.0.113.0/24"}}}
}

// soon is a context that ends when a test that hangs should.
func soon(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// count is how many requests of the log match.
func count(sim *graphsim.Server, match func(graphsim.Request) bool) int {
	n := 0
	for _, r := range sim.Requests() {
		if match(r) {
			n++
		}
	}
	return n
}

func metered(r graphsim.Request) bool { return r.ConditionalAccess }

func to(method, suffix string) func(*http.Request) bool {
	return func(r *http.Request) bool { return r.Method == method && strings.HasSuffix(r.URL.Path, suffix) }
}
