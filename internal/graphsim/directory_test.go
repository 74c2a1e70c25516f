package graphsim_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

const (
	ada    = "aaaaaaaa-0000-4000-8000-000000000001"
	grace  = "aaaaaaaa-0000-4000-8000-000000000002"
	admins = "bbbbbbbb-0000-4000-8000-000000000001"
	nested = "bbbbbbbb-0000-4000-8000-000000000002"
	app    = "cccccccc-0000-4000-8000-000000000001"
	appSP  = "cccccccc-0000-4000-8000-000000000002"
)

// directory is a small tenant: Grace is in a group that is in the admins, who
// have an application too.
func directory(t *testing.T) *client {
	t.Helper()
	c := start(t, graphsim.Options{})
	s := c.server
	s.Put("users", object{"id": ada, "displayName": "Ada", "userPrincipalName": "ada@contoso.com", "accountEnabled": true, "userType": "Member"})
	s.Put("users", object{"id": grace, "displayName": "Grace", "userPrincipalName": "grace@contoso.com", "accountEnabled": false, "userType": "Member"})
	s.Put("groups", object{"id": admins, "displayName": "Admins", "isAssignableToRole": true})
	s.Put("groups", object{"id": nested, "displayName": "Night shift"})
	s.Put("servicePrincipals", object{"id": appSP, "appId": app, "displayName": "Pipeline"})
	s.SetMembers(admins, []object{ref("user", ada), ref("group", nested), ref("servicePrincipal", appSP)})
	s.SetMembers(nested, []object{ref("user", grace), ref("group", admins)}) // a cycle
	return c
}

func ref(kind, id string) object { return object{"@odata.type": "#microsoft.graph." + kind, "id": id} }

func names(objects []object) []string {
	var out []string
	for _, o := range objects {
		name, _ := o["displayName"].(string)
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

func TestUsers(t *testing.T) {
	t.Parallel()
	c := directory(t)
	if diff := cmp.Diff([]string{"Ada", "Grace"}, names(c.get("/v1.0/users").value())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, name := range []string{ada, "ADA@contoso.com", "AAAAAAAA-0000-4000-8000-000000000001"} {
		if got := c.get("/v1.0/users/" + name).want(http.StatusOK); got.id() != ada {
			t.Errorf("%s is %s", name, got.raw)
		}
	}
	c.get("/v1.0/users/"+someID).refused(http.StatusNotFound, "Resource '"+someID+"' does not exist or one of its queried reference-property objects are not present.")
	if code := c.get("/v1.0/users/" + someID).error()["code"]; code != "Request_ResourceNotFound" {
		t.Errorf("code %v", code)
	}
}

// TestUsersHaveToBeAskedFor: without $select, v1.0 does not say whether an account
// is enabled, wherever the user occurs.
func TestUsersHaveToBeAskedFor(t *testing.T) {
	t.Parallel()
	c := directory(t)
	for _, test := range []struct {
		path string
		want bool
	}{
		{"/v1.0/users/" + ada, false},
		{"/v1.0/users/" + ada + "?$select=id,accountEnabled", true},
		{"/beta/users/" + ada, true},
		{"/v1.0/users", false},
		{"/v1.0/users?$select=accountEnabled", true},
		{"/v1.0/users?$filter=accountEnabled eq true", false},
		{"/v1.0/groups/" + admins + "/members", false},
		{"/v1.0/groups/" + admins + "/members/microsoft.graph.user?$select=accountEnabled", true},
		{"/v1.0/groups/" + admins + "/transitiveMembers/graph.user", false},
		{"/beta/groups/" + admins + "/transitiveMembers", true},
	} {
		r := c.get(escape(test.path)).want(http.StatusOK)
		user := r.body
		if _, isList := r.body["value"]; isList {
			user = r.value()[0]
		}
		if _, got := user["accountEnabled"]; got != test.want || user["id"] != ada {
			t.Errorf("%s: accountEnabled present: %v, want %v; %v", test.path, got, test.want, user)
		}
	}
}

func TestMembers(t *testing.T) {
	t.Parallel()
	c := directory(t)
	for _, test := range []struct {
		path string
		want []string
	}{
		{"/v1.0/groups/" + admins + "/members", []string{"Ada", "Night shift", "Pipeline"}},
		{"/v1.0/groups/" + admins + "/members/microsoft.graph.user", []string{"Ada"}},
		{"/v1.0/groups/" + admins + "/transitiveMembers", []string{"Ada", "Grace", "Night shift", "Pipeline"}},
		{"/v1.0/groups/" + admins + "/transitiveMembers/microsoft.graph.user", []string{"Ada", "Grace"}},
		{"/v1.0/groups/" + admins + "/transitiveMembers/graph.servicePrincipal", []string{"Pipeline"}},
		{"/v1.0/users/" + grace + "/transitiveMemberOf", []string{"Admins", "Night shift"}},
		{"/v1.0/users/" + ada + "/transitiveMemberOf/microsoft.graph.group", []string{"Admins", "Night shift"}},
		{"/v1.0/users/" + ada + "/transitiveMemberOf/microsoft.graph.directoryRole", nil},
	} {
		if diff := cmp.Diff(test.want, names(c.get(test.path).want(http.StatusOK).value())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.path, diff)
		}
	}
	c.get("/v1.0/groups/"+someID+"/members").refused(http.StatusNotFound, someID)
}

func TestMethodsAndDevices(t *testing.T) {
	t.Parallel()
	c := directory(t)
	c.server.SetMethods(ada, []object{ref("fido2AuthenticationMethod", "key"), ref("passwordAuthenticationMethod", "password")})
	c.server.SetDevices(ada, []object{{"id": "laptop", "isCompliant": true}})
	if n := len(c.get("/v1.0/users/" + ada + "/authentication/methods").value()); n != 2 {
		t.Errorf("%d methods, want 2", n)
	}
	if n := len(c.get("/v1.0/users/ada@contoso.com/authentication/methods").value()); n != 2 {
		t.Errorf("%d methods by user principal name, want 2", n)
	}
	for _, path := range []string{"/registeredDevices", "/registeredDevices/microsoft.graph.device", "/registeredDevices/graph.device"} {
		devices := c.get("/v1.0/users/" + ada + path).value()
		if len(devices) != 1 || devices[0]["@odata.type"] != "#microsoft.graph.device" {
			t.Errorf("%s: %v", path, devices)
		}
	}
	if n := len(c.get("/v1.0/users/" + grace + "/authentication/methods").value()); n != 0 {
		t.Errorf("%d methods of a user in a simulator that knows everything, want none", n)
	}
	c.get("/v1.0/users/" + someID + "/registeredDevices").want(http.StatusNotFound)
}

func TestServicePrincipals(t *testing.T) {
	t.Parallel()
	c := directory(t)
	for _, path := range []string{"/v1.0/servicePrincipals/" + appSP, "/v1.0/servicePrincipals(appId='" + app + "')"} {
		if got := c.get(path).want(http.StatusOK).id(); got != appSP {
			t.Errorf("%s: %s", path, got)
		}
	}
	c.get("/v1.0/servicePrincipals(appId='" + someID + "')").want(http.StatusNotFound)
	if n := len(c.get(escape("/v1.0/servicePrincipals?$filter=appId eq '" + app + "'")).value()); n != 1 {
		t.Errorf("%d service principals, want 1", n)
	}
}

func TestGetByIDs(t *testing.T) {
	t.Parallel()
	c := directory(t)
	body := object{"ids": []any{ada, admins, appSP, someID}}
	if diff := cmp.Diff([]string{"Ada", "Admins", "Pipeline"}, names(c.post("/v1.0/directoryObjects/getByIds", body).want(http.StatusOK).value())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	body["types"] = []any{"group"}
	if diff := cmp.Diff([]string{"Admins"}, names(c.post("/v1.0/directoryObjects/getByIds", body).want(http.StatusOK).value())); diff != "" {
		t.Errorf("groups only (-want +got):\n%s", diff)
	}
	c.post("/v1.0/directoryObjects/getByIds", object{"ids": []any{}}).refused(http.StatusBadRequest, "between 1 and 1000")

	c.server.Forget("users")
	c.post("/v1.0/directoryObjects/getByIds", body).want(http.StatusOK)
	delete(body, "types")
	c.post("/v1.0/directoryObjects/getByIds", body).want(http.StatusForbidden)
}

func TestRoles(t *testing.T) {
	t.Parallel()
	c := directory(t)
	const role = "62e90394-69f5-4237-9190-012177145e10"
	c.server.Put("roleDefinitions", object{"id": role, "displayName": "Global Administrator", "isBuiltIn": true})
	c.server.Put("roleAssignments", object{"id": "one", "principalId": ada, "roleDefinitionId": role, "directoryScopeId": "/"})
	c.server.Put("roleAssignments", object{"id": "two", "principalId": admins, "roleDefinitionId": role, "directoryScopeId": "/", "principal": object{"id": "stale"}})
	c.server.Put("roleAssignmentScheduleInstances", object{"id": "active", "principalId": ada})
	c.server.Put("roleEligibilityScheduleInstances", object{"id": "eligible", "principalId": grace})

	const path = "/v1.0/roleManagement/directory"
	got := c.get(escape(path + "/roleAssignments?$filter=principalId eq '" + ada + "'&$expand=principal")).want(http.StatusOK).value()
	if len(got) != 1 || at(t, got[0], "principal/displayName") != "Ada" {
		t.Errorf("roleAssignments: %v", got)
	}
	for _, assignment := range c.get(path + "/roleAssignments").value() {
		if _, present := assignment["principal"]; present {
			t.Errorf("the principal is expanded without $expand: %v", assignment)
		}
	}
	for _, name := range []string{"roleDefinitions", "roleAssignmentScheduleInstances", "roleEligibilityScheduleInstances"} {
		if n := len(c.get(path + "/" + name).want(http.StatusOK).value()); n != 1 {
			t.Errorf("%d %s, want 1", n, name)
		}
	}
	if got := c.get(path + "/roleDefinitions/" + role).want(http.StatusOK).body["displayName"]; got != "Global Administrator" {
		t.Errorf("role %v", got)
	}
}

func TestAuditLogs(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	signIn := func(id, at, result string) object {
		return object{"id": id, "createdDateTime": at, "userId": ada, "appliedConditionalAccessPolicies": []any{object{"id": someID, "result": result}}}
	}
	c.server.Put("signIns", signIn("old", "2026-01-01T00:00:00Z", "success"))
	c.server.Put("signIns", signIn("new", "2026-02-01T00:00:00.5Z", "reportOnlyFailure"))
	c.server.Put("directoryAudits", object{"id": "audit", "activityDateTime": "2026-02-01T00:00:00Z", "loggedByService": "Conditional Access"})

	got := c.get("/v1.0/auditLogs/signIns").want(http.StatusOK).value()
	if len(got) != 2 || got[0]["id"] != "new" {
		t.Fatalf("the newest comes first: %v", got)
	}
	result := func(o object) any { return o["appliedConditionalAccessPolicies"].([]any)[0].(object)["result"] }
	if result(got[0]) != "unknownFutureValue" || result(got[1]) != "success" {
		t.Errorf("results %v and %v without the header", result(got[0]), result(got[1]))
	}
	asked := c.get("/v1.0/auditLogs/signIns/new", "Prefer", "include-unknown-enum-members").want(http.StatusOK).body
	if result(asked) != "reportOnlyFailure" {
		t.Errorf("result %v with the header", result(asked))
	}
	if got := c.get(escape("/v1.0/auditLogs/signIns?$filter=createdDateTime ge 2026-01-15T00:00:00Z and userId eq '" + ada + "'")).value(); len(got) != 1 {
		t.Errorf("%d sign-ins since the 15th, want 1", len(got))
	}
	if got := c.get(escape("/v1.0/auditLogs/directoryAudits?$filter=loggedByService eq 'Conditional Access'")).value(); len(got) != 1 {
		t.Errorf("%d audits, want 1", len(got))
	}
	c.get("/v1.0/auditLogs/signIns/none").want(http.StatusNotFound)
}

// TestUnreadIsForbidden: a file that is missing from a tenant folder is a fact
// that nobody may read, not an empty one.
func TestUnreadIsForbidden(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	if err := c.server.Load(folder(t, map[string]any{
		"users":  object{"value": []any{object{"id": ada}, object{"id": grace}}},
		"groups": object{"value": []any{object{"id": admins}, object{"id": nested}}},
		"groupMembers": object{
			admins: []any{ref("user", ada), ref("group", nested)},
		},
		"authenticationMethods": object{ada: []any{}},
	})); err != nil {
		t.Fatal(err)
	}
	forbidden := []string{
		"/v1.0/organization", "/v1.0/domains", "/v1.0/servicePrincipals", "/v1.0/servicePrincipals/" + appSP, "/v1.0/servicePrincipals(appId='" + app + "')",
		"/v1.0/policies/authenticationMethodsPolicy", defaultsPath,
		"/v1.0/roleManagement/directory/roleDefinitions", "/v1.0/roleManagement/directory/roleAssignments/x",
		"/v1.0/roleManagement/directory/roleAssignmentScheduleInstances", "/v1.0/roleManagement/directory/roleEligibilityScheduleInstances",
		"/v1.0/auditLogs/signIns", "/v1.0/auditLogs/signIns/x", "/v1.0/auditLogs/directoryAudits",
		"/v1.0/users/" + grace + "/authentication/methods",
		"/v1.0/users/" + ada + "/registeredDevices",
		"/v1.0/groups/" + nested + "/members",
		"/v1.0/groups/" + admins + "/transitiveMembers", // goes through a group that was not read
		"/v1.0/users/" + ada + "/transitiveMemberOf",
	}
	for _, path := range forbidden {
		if r := c.get(path); r.status != http.StatusForbidden {
			t.Errorf("%s: status %d, want 403", path, r.status)
		}
	}
	readable := []string{
		policiesPath, locationsPath, strengthsPath, contextsPath, "/v1.0/users", "/v1.0/groups", deletedPath + "/policies",
		"/v1.0/groups/" + admins + "/members", "/v1.0/users/" + ada + "/authentication/methods",
	}
	for _, path := range readable {
		if r := c.get(path); r.status != http.StatusOK {
			t.Errorf("%s: status %d, want 200", path, r.status)
		}
	}
	c.post(policiesPath, policy()).want(http.StatusCreated)
	c.patch(defaultsPath, object{"isEnabled": false}).want(http.StatusForbidden)
}
