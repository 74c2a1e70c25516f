package ca

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDecodeTemplates(t *testing.T) {
	t.Parallel()
	templates, err := DecodeTemplates([]byte(`{"value": [{
		"id": "c7503427-338e-4c5e-902d-abe252abfb43", "name": "Require multifactor authentication for admins",
		"description": "Administrators", "scenarios": "secureFoundation,zeroTrust", "isPopular": true,
		"details": {
			"conditions": {"users": {"includeRoles": ["62e90394-69f5-4237-9190-012177145e10"]}, "clientAppTypes": ["all"]},
			"grantControls": {"operator": "OR", "builtInControls": ["mfa"]}, "sessionControls": null
		}
	}]}`))
	if err != nil {
		t.Fatal(err)
	}
	want := []Template{{
		ID: "c7503427-338e-4c5e-902d-abe252abfb43", Name: "Require multifactor authentication for admins",
		Description: "Administrators", Scenarios: []string{"secureFoundation", "zeroTrust"},
		Details: Policy{
			Conditions:    Conditions{Users: Users{IncludeRoles: []string{RoleGlobalAdministrator}}, ClientAppTypes: []ClientApp{ClientAppAll}},
			GrantControls: &GrantControls{Operator: OperatorOR, BuiltInControls: []BuiltInControl{ControlMFA}},
		},
		Extra: Extra{"isPopular": []byte("true")},
	}}
	if diff := cmp.Diff(want, templates); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	for name, document := range map[string]string{"no-list": `{}`, "details-a-number": `{"value": [{"details": 1}]}`} {
		if _, err := DecodeTemplates([]byte(document)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
