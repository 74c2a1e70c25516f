package publishedsets

import (
	"fmt"
	"slices"
)

// The tenant that every set is completed to.
const (
	TenantID   = "5e7a3c10-91d4-4c52-8a36-0b6f2d9e4c71"
	ClientID   = "5e7a3c11-91d4-4c52-8a36-0b6f2d9e4c71"
	PipelineID = "5e7a3c12-91d4-4c52-8a36-0b6f2d9e4c71"
)

// BreakGlass are the user ids of the two emergency accounts.
var BreakGlass = []string{guid("person", "bg-1"), guid("person", "bg-2")}

// A person is a generated user: what it may do and what it has.
type person struct {
	name    string
	role    string
	methods []string
	device  object
}

const (
	globalAdministrator   = "62e90394-69f5-4237-9190-012177145e10"
	conditionalAccess     = "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9"
	securityAdministrator = "194ae4cb-b126-40b2-bd5b-6091b380977d"
)

var cast = []person{
	{"bg-1", globalAdministrator, []string{"password", "fido2"}, nil},
	{"bg-2", globalAdministrator, []string{"password", "fido2"}, nil},
	{"admin-1", globalAdministrator, []string{"password", "fido2", "microsoftAuthenticator"}, computer("AzureAd", true)},
	{"admin-2", conditionalAccess, []string{"password", "microsoftAuthenticator"}, computer("ServerAd", true)},
	{"admin-3", securityAdministrator, []string{"password", "microsoftAuthenticator"}, nil},
	{"admin-4", globalAdministrator, []string{"password"}, nil},
	{"staff-1", "", []string{"password", "microsoftAuthenticator"}, computer("AzureAd", true)},
	{"staff-2", "", []string{"password"}, nil},
}

func computer(trust string, compliant bool) object {
	return object{
		"@odata.type": graphType + "device", "operatingSystem": "Windows", "operatingSystemVersion": "10.0.26100",
		"accountEnabled": true, "isCompliant": compliant, "isManaged": compliant, "trustType": trust,
		"deviceOwnership": "Company", "profileType": "RegisteredDevice", "extensionAttributes": object{"extensionAttribute1": nil},
	}
}

// people makes everybody, and the directory around them.
func (s *completion) people() {
	var users, assignments []object
	methods, devices := object{}, object{}
	for _, p := range cast {
		id := guid("person", p.name)
		users = append(users, user(id, p.name))
		methods[id], devices[id] = registered(p), registeredDevices(p)
		if p.role != "" {
			assignments = append(assignments, object{"id": "assignment-" + p.name, "principalId": id, "roleDefinitionId": p.role, "directoryScopeId": "/"})
		}
	}
	for _, id := range s.named.users {
		users = append(users, user(id, "named-"+id[:8]))
		methods[id], devices[id] = []object{{"@odata.type": graphType + "passwordAuthenticationMethod", "id": "password"}}, []object{}
	}
	s.files["users.json"] = list(users)
	s.files["authenticationMethods.json"], s.files["registeredDevices.json"] = methods, devices
	s.files["roleAssignments.json"] = list(assignments)
	s.files["roleAssignmentScheduleInstances.json"] = list[object](nil)
	s.files["roleEligibilityScheduleInstances.json"] = list[object](nil)
	s.files["groupMembers.json"] = s.members()
	s.files["roleDefinitions.json"] = list(s.definitions())
	s.files["servicePrincipals.json"] = list(s.servicePrincipals())
	s.files["organization.json"] = list([]object{{"id": TenantID, "displayName": "Published set"}})
	s.files["domains.json"] = list([]object{{"id": "contoso.onmicrosoft.com", "authenticationType": "Managed"}})
	s.files["securityDefaults.json"] = object{"id": "00000000-0000-0000-0000-000000000005", "isEnabled": false}
	s.files["authenticationMethodsPolicy.json"] = methodsPolicy()
	var contexts []object
	for _, id := range s.named.contexts {
		contexts = append(contexts, object{"id": id, "displayName": "Context " + id, "isAvailable": true})
	}
	s.files["authenticationContextClassReferences.json"] = list(contexts)
	s.files["guard.json"] = object{
		"minimum_admins": 2, "break_glass": object{"users": BreakGlass, "groups": []string{}, "minimum": 2},
		"pipeline": object{"service_principal_id": PipelineID},
	}
}

func user(id, name string) object {
	return object{
		"id": id, "displayName": name, "userPrincipalName": name + "@contoso.onmicrosoft.com",
		"accountEnabled": true, "userType": "Member", "onPremisesSyncEnabled": nil,
	}
}

func registered(p person) []object {
	list := []object{}
	for _, name := range p.methods {
		method := object{"@odata.type": graphType + name + "AuthenticationMethod", "id": name + "-" + p.name}
		if name == "fido2" {
			method["aaGuid"] = "2fc0579f-8113-47ea-b116-555a8db9202a"
		}
		list = append(list, method)
	}
	return list
}

func registeredDevices(p person) []object {
	if p.device == nil {
		return []object{}
	}
	device := object{"id": guid("device", p.name), "deviceId": guid("device id", p.name), "displayName": p.name + "-pc"}
	for name, value := range p.device {
		device[name] = value
	}
	return []object{device}
}

// members puts the emergency accounts into the group that most policies exclude, and staff into all others.
func (s *completion) members() object {
	members := object{}
	groups, _ := s.files["groups.json"].(object)["value"].([]object)
	for _, g := range groups {
		names := []string{"staff-1", "staff-2"}
		if g["id"] == s.named.breakGlass() {
			names = []string{"bg-1", "bg-2"}
		}
		var list []object
		for _, name := range names {
			list = append(list, object{"@odata.type": graphType + "user", "id": guid("person", name)})
		}
		members[fmt.Sprint(g["id"])] = list
	}
	return members
}

func (s *completion) definitions() []object {
	ids := []string{globalAdministrator, conditionalAccess, securityAdministrator}
	for _, id := range s.named.roles {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	var definitions []object
	for _, id := range ids {
		definitions = append(definitions, object{"id": id, "templateId": id, "displayName": "Role " + id[:8], "isBuiltIn": true, "isEnabled": true, "rolePermissions": []object{}})
	}
	return definitions
}

func (s *completion) servicePrincipals() []object {
	principal := func(id, appID, name string) object {
		return object{
			"id": id, "appId": appID, "displayName": name, "servicePrincipalType": "Application",
			"appOwnerOrganizationId": TenantID, "signInAudience": "AzureADMyOrg", "accountEnabled": true,
		}
	}
	list := []object{principal(PipelineID, ClientID, "Pipeline")}
	for _, appID := range s.named.applications {
		list = append(list, principal(guid("service principal", appID), appID, "Application "+appID[:8]))
	}
	for _, id := range s.named.principals {
		list = append(list, principal(id, guid("application of", id), "Workload "+id[:8]))
	}
	return list
}

func methodsPolicy() object {
	everybody := []object{{"targetType": "group", "id": "all_users"}}
	var configurations []object
	for _, id := range []string{"Fido2", "MicrosoftAuthenticator", "SoftwareOath", "TemporaryAccessPass", "Sms"} {
		configurations = append(configurations, object{"id": id, "state": "enabled", "includeTargets": everybody, "excludeTargets": []object{}})
	}
	return object{"id": "authenticationMethodsPolicy", "authenticationMethodConfigurations": configurations}
}
