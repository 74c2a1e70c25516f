package graph

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

func TestSnapshot(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]graphsim.Options{"one-page": {}, "many-pages": {PageSize: 1}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, c := start(t, options)
			seedPolicy(sim, 1)
			seedPolicy(sim, 2)
			sim.Put("domains", object{"id": "contoso.com", "authenticationType": "Federated"})
			sim.Put("roleEligibilityScheduleInstances", object{"id": "e1", "principalId": memberID, "roleDefinitionId": ca.RoleGlobalAdministrator, "directoryScopeId": "/"})
			sim.Advance(time.Hour)
			tenant, err := c.Snapshot(soon(t), 0, Scope{Users: []string{glassID}, Groups: []string{glassGroup}})
			if err != nil {
				t.Fatal(err)
			}
			if unread := c.Unread(); len(unread) != 0 {
				t.Errorf("unread: %v", unread)
			}
			if tenant.ID != tenantID || tenant.Name != "Contoso" {
				t.Errorf("the tenant is %s %s", tenant.ID, tenant.Name)
			}
			if d := time.Until(tenant.ReadAt); d < 55*time.Minute || d > 65*time.Minute {
				t.Errorf("the tenant was read at %s, want the service's clock, an hour ahead", tenant.ReadAt)
			}
			facts := map[string]int{
				"policies": len(tenant.Policies.Value()), "locations": len(tenant.NamedLocations.Value()),
				"strengths": len(tenant.Strengths.Value()), "domains": len(tenant.Domains.Value()),
				"users": len(tenant.Users.Value()), "groups": len(tenant.Groups.Value()), "principals": len(tenant.ServicePrincipals.Value()),
				"assignments": len(tenant.RoleAssignments.Value()), "eligible": len(tenant.EligibleSchedules.Value()),
			}
			want := map[string]int{"policies": 2, "locations": 0, "strengths": 3, "domains": 1, "users": 3, "groups": 2, "principals": 1, "assignments": 3, "eligible": 1}
			if diff := cmp.Diff(want, facts); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if defaults, read := tenant.SecurityDefaults.Get(); defaults.IsEnabled || !read {
				t.Errorf("security defaults: %v, %v", defaults.IsEnabled, read)
			}
			if !tenant.MethodsPolicy.Read() || !tenant.NamedLocations.Read() {
				t.Error("a fact is unread")
			}
			got := map[string][]string{}
			for id, list := range tenant.GroupMembers {
				got[id] = []string{}
				for _, m := range list {
					got[id] = append(got[id], m.ID)
				}
				slices.Sort(got[id])
			}
			members := map[string][]string{glassGroup: {glassID}, roleGroup: {memberID}}
			if diff := cmp.Diff(members, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if u, ok := tenant.User(glassID); !ok || u.OnPremisesSyncEnabled == nil || *u.OnPremisesSyncEnabled {
				t.Errorf("a user that was never synchronised: %+v", u)
			}
			if n := len(tenant.Methods[adminID]); n != 1 || len(tenant.Devices[adminID]) != 1 {
				t.Errorf("%d methods and %d devices, want one each", n, len(tenant.Devices[adminID]))
			}
			if list, read := tenant.Methods[glassID]; !read || len(list) != 0 {
				t.Errorf("methods that were read and are none: %v, %v", list, read)
			}
			if p := tenant.ServicePrincipals.Value()[pipelineID]; p.SignInAudience != "AzureADMyOrg" || p.AppOwnerOrganizationID != tenantID {
				t.Errorf("the pipeline is %+v", p)
			}
		})
	}
}

// TestLargeGroup names a group of 1,200: only its members among the people that verdicts are about are
// known, and the group itself is never listed.
func TestLargeGroup(t *testing.T) {
	t.Parallel()
	sim, c := start(t, graphsim.Options{})
	everybody := members(adminID)
	for i := range 1200 {
		everybody = append(everybody, members(fmt.Sprintf("00000000-0000-0000-0002-%012d", i))...)
	}
	everybody = append(everybody, object{"@odata.type": kindGroup, "id": nestedGroup})
	sim.SetMembers(largeGroup, everybody)
	seedPolicy(sim, 1)
	sim.Edit("policies", policyID(1), func(p map[string]any) {
		p["conditions"].(map[string]any)["users"] = object{"includeGroups": []any{largeGroup}, "excludeGroups": []any{glassGroup}}
	})
	tenant, err := c.Snapshot(soon(t), 0, Scope{})
	if err != nil {
		t.Fatal(err)
	}
	want := []ca.Member{{ID: adminID, Kind: kindUser}, {ID: glassID, Kind: kindUser}}
	if diff := cmp.Diff(want, tenant.GroupMembers[largeGroup]); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if n := count(sim, func(r graphsim.Request) bool { return strings.Contains(r.Path, largeGroup) }); n != 0 {
		t.Errorf("the large group was listed %d times", n)
	}

	// Named in the scope it is tried, given up, and known like before.
	sim.ResetLog()
	tenant, err = c.Snapshot(soon(t), time.Hour, Scope{Groups: []string{largeGroup}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, tenant.GroupMembers[largeGroup]); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if n := count(sim, func(r graphsim.Request) bool { return strings.Contains(r.Path, largeGroup) }); n != 1 {
		t.Errorf("%d pages of the large group were read, want 1", n)
	}
}

func TestSnapshotGrowsWithItsScope(t *testing.T) {
	t.Parallel()
	sim, c := start(t, graphsim.Options{})
	ctx := soon(t)
	first, err := c.Snapshot(ctx, time.Hour, Scope{})
	if err != nil {
		t.Fatal(err)
	}
	sim.ResetLog()
	second, err := c.Snapshot(ctx, time.Hour, Scope{Groups: []string{glassGroup, "99999999-9999-9999-9999-999999999999"}, Users: []string{ca.NotYetKnown}})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := first.Group(glassGroup); ok {
		t.Error("an earlier tenant has grown")
	}
	if _, ok := second.Group(glassGroup); !ok || len(second.Groups.Value()) != 2 {
		t.Errorf("the groups are %v", second.Groups.Value())
	}
	sim.ResetLog()
	if _, err := c.Snapshot(ctx, time.Hour, Scope{Groups: []string{glassGroup}}); err != nil {
		t.Fatal(err)
	}
	if n := len(sim.Requests()); n != 0 {
		t.Errorf("a snapshot of what is there cost %d requests", n)
	}
}

// TestFactsThatMayNotBeRead takes one permission after the other away.
func TestFactsThatMayNotBeRead(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		path       string // of the request that is refused
		fact       string
		permission string
		unread     func(*ca.Tenant) bool
	}{
		"locations":          {"/namedLocations", "named locations", "Policy.Read.All", func(t *ca.Tenant) bool { return !t.NamedLocations.Read() }},
		"strengths":          {"/authenticationStrength/policies", "authentication strengths", "Policy.Read.AuthenticationMethod", func(t *ca.Tenant) bool { return !t.Strengths.Read() }},
		"contexts":           {"/authenticationContextClassReferences", "authentication contexts", "AuthenticationContext.Read.All", func(t *ca.Tenant) bool { return !t.Contexts.Read() }},
		"defaults":           {"/identitySecurityDefaultsEnforcementPolicy", "security defaults", "Policy.Read.All", func(t *ca.Tenant) bool { return !t.SecurityDefaults.Read() }},
		"methods":            {"/authenticationMethodsPolicy", "authentication methods policy", "Policy.Read.AuthenticationMethod", func(t *ca.Tenant) bool { return !t.MethodsPolicy.Read() }},
		"domains":            {"/domains", "domains", "Domain.Read.All", func(t *ca.Tenant) bool { return !t.Domains.Read() }},
		"definitions":        {"/roleDefinitions", "role definitions", "RoleManagement.Read.Directory", func(t *ca.Tenant) bool { return !t.RoleDefinitions.Read() }},
		"assignments":        {"/roleAssignments", "role assignments", "RoleManagement.Read.Directory", func(t *ca.Tenant) bool { return !t.RoleAssignments.Read() }},
		"active":             {"/roleAssignmentScheduleInstances", "active role assignment instances", "RoleManagement.Read.Directory", func(t *ca.Tenant) bool { return !t.AssignmentSchedules.Read() }},
		"eligible":           {"/roleEligibilityScheduleInstances", "eligible role assignment instances", "RoleManagement.Read.Directory", func(t *ca.Tenant) bool { return !t.EligibleSchedules.Read() }},
		"users":              {"/users", "users", "User.Read.All", func(t *ca.Tenant) bool { return !t.Users.Read() }},
		"groups":             {"/groups", "groups", "GroupMember.Read.All", func(t *ca.Tenant) bool { return !t.Groups.Read() }},
		"principals":         {"/servicePrincipals", "service principals", "Application.Read.All", func(t *ca.Tenant) bool { return !t.ServicePrincipals.Read() }},
		"organization":       {"/organization", "organization", "Organization.Read.All", func(t *ca.Tenant) bool { return t.Name == "" && t.ID == tenantID }},
		"registered-methods": {"/authentication/methods", "authentication methods", "UserAuthenticationMethod.Read.All", func(t *ca.Tenant) bool { _, read := t.Methods[adminID]; return !read }},
		"registered-devices": {"/registeredDevices", "registered devices", "Device.Read.All", func(t *ca.Tenant) bool { _, read := t.Devices[adminID]; return !read }},
		"members": {"/transitiveMembers", "group members", "GroupMember.Read.All", func(t *ca.Tenant) bool {
			_, read := t.GroupMembers[roleGroup]
			return read && len(t.GroupMembers[roleGroup]) == 0
		}},
		"memberships": {"/transitiveMemberOf", "group memberships", "GroupMember.Read.All", func(t *ca.Tenant) bool { return len(t.GroupMembers[glassGroup]) == 1 }},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, c := start(t, graphsim.Options{})
			seedPolicy(sim, 1)
			sim.Edit("policies", policyID(1), func(p map[string]any) {
				p["conditions"].(map[string]any)["applications"] = object{"includeAuthenticationContextClassReferences": []any{"c1"}}
			})
			sim.Fail(func(r *http.Request) bool {
				return r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, test.path)
			}, -1, http.StatusForbidden, nil,
				`{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation."}}`)
			tenant, err := c.Snapshot(soon(t), 0, Scope{})
			if err != nil {
				t.Fatal(err)
			}
			if !test.unread(tenant) {
				t.Error("the tenant does not show that the fact is unread")
			}
			unread := c.Unread()
			if len(unread) != 1 || unread[0].Fact != test.fact || unread[0].Permission != test.permission || !IsForbidden(unread[0].Err) {
				t.Errorf("got %+v, want %s with %s", unread, test.fact, test.permission)
			}
		})
	}
}

func TestMissingPermissionsAreAskedForOnce(t *testing.T) {
	t.Parallel()
	sim, c := start(t, graphsim.Options{RequireScopes: []string{"Policy.Read.All"}})
	ctx := soon(t)
	for range 3 {
		if _, err := c.Snapshot(ctx, time.Hour, Scope{Users: []string{glassID}}); err != nil {
			t.Fatal(err)
		}
	}
	if n := count(sim, metered); n > 4 {
		t.Errorf("%d Conditional Access requests, want at most 4", n)
	}
	facts := map[string]bool{}
	for _, u := range c.Unread() {
		facts[u.Fact] = true
	}
	for _, want := range []string{"users", "role assignments", "service principals"} {
		if !facts[want] {
			t.Errorf("%s is not among the unread facts %v", want, facts)
		}
	}
}

func TestPoliciesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	sim, c := start(t, graphsim.Options{RequireScopes: []string{"User.Read.All"}})
	_, err := c.Snapshot(soon(t), 0, Scope{})
	wantLine(t, err, "cannot list the policies: 403 AccessDenied", "(needs Policy.Read.All)")
	if n := count(sim, metered); n != 1 {
		t.Errorf("%d Conditional Access requests, want 1", n)
	}
}

func TestWithoutBeta(t *testing.T) {
	t.Parallel()
	sim, c := start(t, graphsim.Options{})
	seedPolicy(sim, 1)
	sim.Fail(func(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/beta/") }, -1, http.StatusNotFound, nil, "")
	for range 2 {
		tenant, err := c.Snapshot(soon(t), 0, Scope{})
		if err != nil {
			t.Fatal(err)
		}
		if len(tenant.Policies.Value()) != 1 {
			t.Errorf("%d policies, want 1", len(tenant.Policies.Value()))
		}
	}
	if unread := c.Unread(); len(unread) != 1 || unread[0].Fact != "preview conditions of policies (beta)" {
		t.Errorf("unread: %+v", unread)
	}
	if n := count(sim, func(r graphsim.Request) bool { return strings.HasPrefix(r.Path, "/beta/") }); n != 1 {
		t.Errorf("beta was asked %d times, want once", n)
	}
}

// TestRereads counts what a snapshot costs after the first one.
func TestRereads(t *testing.T) {
	t.Parallel()
	inBubble(t, graphsim.Options{}, func(t *testing.T, sim *graphsim.Server, newClient func(...func(*Config)) *Client) {
		ctx := context.Background()
		c := newClient()
		l, err := c.CreateNamedLocation(ctx, office(false))
		if err != nil {
			t.Fatal(err)
		}
		seedPolicy(sim, 1)
		sim.Edit("policies", policyID(1), func(p map[string]any) {
			p["conditions"].(map[string]any)["locations"] = object{"includeLocations": []any{"All"}, "excludeLocations": []any{l.ID}}
		})
		reads := func(after time.Duration) []string {
			time.Sleep(after)
			sim.ResetLog()
			if _, err := c.Snapshot(ctx, staleness, Scope{}); err != nil {
				t.Error(err)
			}
			var paths []string
			for _, r := range sim.Requests() {
				if strings.Contains(r.Path, "/identity/") || strings.HasSuffix(r.Path, "/roleAssignments") {
					paths = append(paths, strings.NewReplacer("/identity/conditionalAccess", "", "/roleManagement/directory", "").Replace(r.Path))
				}
			}
			slices.Sort(paths)
			return paths
		}
		steps := []struct {
			after time.Duration
			want  []string
		}{
			{0, []string{"/beta/policies", "/v1.0/authenticationStrength/policies", "/v1.0/namedLocations", "/v1.0/policies", "/v1.0/roleAssignments"}},
			{5 * time.Second, nil},
			{10 * time.Second, []string{"/beta/policies"}},
			{25 * time.Second, []string{"/beta/policies", "/v1.0/namedLocations"}},
			{35 * time.Second, []string{"/beta/policies", "/v1.0/namedLocations", "/v1.0/roleAssignments"}},
		}
		for i, step := range steps {
			if diff := cmp.Diff(step.want, reads(step.after)); diff != "" {
				t.Errorf("step %d (-want +got)\n%s", i, diff)
			}
		}
	})
}
