package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// How much there is in a tenant: as many policies as the service allows.
const (
	policies  = 240
	locations = 20
	groups    = 60 // of the people that policies name
)

// A tenant is that of the examples, made larger.
type tenant struct {
	base           string // the folder of the examples' tenant
	administrators int    // besides those of the examples
	policies       int
}

func (t tenant) with(policies int) tenant {
	t.policies = policies
	return t
}

func (t tenant) name() string {
	if t.administrators == 0 {
		return fmt.Sprintf("%d-policies", policies)
	}
	return fmt.Sprintf("%d-policies-%d-administrators", policies, t.administrators)
}

// write makes a folder that the simulator serves.
func (t tenant) write(dir string) error {
	files := map[string]any{}
	found, err := filepath.Glob(filepath.Join(t.base, "*.json"))
	if err != nil || len(found) == 0 {
		return fmt.Errorf("no tenant in %s: %w", t.base, err)
	}
	for _, name := range found {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		var file any
		if err := json.Unmarshal(data, &file); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		files[filepath.Base(name)] = file
	}
	t.fill(files)
	for name, file := range files {
		data, err := json.Marshal(file)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			return err
		}
	}
	return nil
}

type object = map[string]any

func (t tenant) fill(files map[string]any) {
	list := func(name string, more ...any) {
		file, _ := files[name].(object)
		value, _ := file["value"].([]any)
		files[name] = object{"value": append(value, more...)}
	}
	each := func(name, id string, more ...any) {
		file, _ := files[name].(object)
		file[id] = append([]any{}, more...)
	}
	files["policies.json"], files["namedLocations.json"] = object{"value": []any{}}, object{"value": []any{}}
	for i := range t.policies {
		list("policies.json", policyOf(i))
	}
	for i := range locations {
		list("namedLocations.json", locationOf(i))
	}
	for i := range groups {
		list("groups.json", object{"id": id('b', i), "displayName": fmt.Sprintf("Persona %d", i), "groupTypes": []any{}, "securityEnabled": true})
		each("groupMembers.json", id('b', i))
	}
	for i := range t.administrators {
		user := id('a', i)
		list("users.json", object{"id": user, "displayName": fmt.Sprintf("Administrator %d", i),
			"userPrincipalName": fmt.Sprintf("admin%d@contoso.example", i), "accountEnabled": true, "userType": "Member", "onPremisesSyncEnabled": nil})
		assignment := object{"id": "assigned-" + user, "principalId": user, "roleDefinitionId": conditionalAccessAdministrator, "directoryScopeId": "/"}
		list("roleAssignments.json", assignment)
		list("roleAssignmentScheduleInstances.json", object{"id": "instance-" + user, "principalId": user, "roleDefinitionId": conditionalAccessAdministrator,
			"directoryScopeId": "/", "appScopeId": nil, "memberType": "Direct", "endDateTime": nil, "assignmentType": "Assigned"})
		each("authenticationMethods.json", user,
			object{"@odata.type": "#microsoft.graph.passwordAuthenticationMethod", "id": "28c10230-6103-485e-b985-444c60001490"},
			object{"@odata.type": "#microsoft.graph.fido2AuthenticationMethod", "id": "key-" + user, "displayName": "Key", "aaGuid": "2fc0579f-8113-47ea-b116-bb5a8db9202a"})
		each("registeredDevices.json", user, object{"@odata.type": "#microsoft.graph.device", "id": id('d', i), "deviceId": id('e', i),
			"displayName": fmt.Sprintf("LAPTOP-%d", i), "accountEnabled": true, "isCompliant": true, "isManaged": true,
			"trustType": "AzureAd", "profileType": "RegisteredDevice", "operatingSystem": "Windows", "operatingSystemVersion": "10.0.26100.1"})
	}
}

const conditionalAccessAdministrator = "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9"

// id is the number-th object id of a kind, none of which the examples have.
func id(kind rune, number int) string {
	return fmt.Sprintf("%c9000000-0000-4000-8000-%012x", kind, number)
}
