package provider

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// migrating is the guide to migrating.
func migrating(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "internal", "docs", "templates", "guides", "migrating.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// The guide's tables are those that the states are read with: every name that is another one here is in it, and no
// other.
func TestGuideHasEveryRename(t *testing.T) {
	t.Parallel()
	rows := map[rename]bool{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z_.]+)` \\| `([a-z_.]+)` \\|$").FindAllStringSubmatch(migrating(t), -1) {
		rows[rename{row[1], row[2]}] = true
	}
	for _, names := range []renames{azureadPolicyNames, azureadLocationNames, azureadStrengthNames, microsoft365LocationNames} {
		for _, name := range names {
			if name.theirs != name.ours && !rows[name] {
				t.Errorf("the guide does not say that %s is %s", name.theirs, name.ours)
			}
			delete(rows, name)
		}
	}
	for row := range rows {
		t.Errorf("the guide says that %s is %s", row.theirs, row.ours)
	}
}

// The guide names every resource that can be moved, and every address of msgraph's.
func TestGuideHasEverySource(t *testing.T) {
	t.Parallel()
	guide := migrating(t)
	known := slices.Concat(policyEntity.sources, locationEntity.sources, strengthEntity.sources, contextEntity.sources, defaultsEntity.sources)
	if len(known) < 11 {
		t.Fatalf("%d resources can be moved", len(known))
	}
	wants(t, guide, "`msgraph_resource`", "`msgraph_update_resource`")
	for _, s := range known {
		wants(t, guide, "`"+s.typeName+"`")
	}
	for _, a := range []address{policyEntity.address, locationEntity.address, strengthEntity.address, contextEntity.address, defaultsEntity.address} {
		for _, collection := range a.collections {
			wants(t, guide, "`"+collection+"`")
		}
	}
}

// The guide's example does what the guide says.
func TestAccMovedAsInTheGuide(t *testing.T) {
	t.Parallel()
	blocks := regexp.MustCompile("(?s)```terraform\n(.*?)```").FindAllStringSubmatch(migrating(t), -1)
	if len(blocks) != 1 {
		t.Fatalf("the guide has %d examples of this provider, want one", len(blocks))
	}
	f := newTenant(t, graphsim.Options{})
	f.policy("CA001 MFA outside the office", func(p map[string]any) {
		p["state"] = "enabled"
		p["conditions"].(map[string]any)["locations"] = map[string]any{"includeLocations": []any{"All"}, "excludeLocations": []any{office}}
		p["grantControls"] = map[string]any{"operator": "OR", "authenticationStrength": map[string]any{"id": "00000000-0000-0000-0000-000000000004"}}
		p["sessionControls"] = map[string]any{"signInFrequency": map[string]any{
			"isEnabled": true, "value": 12, "type": "hours", "frequencyInterval": "timeBased", "authenticationType": "primaryAndSecondaryAuthentication",
		}}
	})
	w := newWorkspace(t)
	w.holdsForeign(map[string]foreign{
		"office": {azuread, "azuread_named_location", 1, `{"id": "/identity/conditionalAccess/namedLocations/` + office + `", "object_id": "` + office + `",
			"display_name": "Office", "country": [], "ip": [{"ip_ranges": ["198.51.100.0/24"], "trusted": true}], "timeouts": null}`},
		"mfa": {azuread, "azuread_conditional_access_policy", 1, `{"id": "/identity/conditionalAccess/policies/` + adopted + `", "object_id": "` + adopted + `",
			"display_name": "CA001 MFA outside the office", "state": "enabled", "conditions": [{"client_app_types": ["all"],
			"applications": [{"included_applications": ["All"]}], "users": [{"included_users": ["All"], "excluded_users": ["` + breakGlass1 + `", "` + breakGlass2 + `"]}],
			"locations": [{"included_locations": ["All"], "excluded_locations": ["` + office + `"]}]}],
			"grant_controls": [{"operator": "OR", "built_in_controls": [], "authentication_strength_policy_id": "/policies/authenticationStrengthPolicies/00000000-0000-0000-0000-000000000004"}],
			"session_controls": [{"sign_in_frequency": 12, "sign_in_frequency_period": "hours", "persistent_browser_mode": ""}], "timeouts": null}`},
	})
	w.configure(f.config(blocks[0][1]))
	output := w.must("plan")
	for line := range strings.Lines(migrating(t)) {
		if strings.HasPrefix(line, "  # azuread") {
			wants(t, output, strings.TrimSpace(line))
		}
	}
	wants(t, output, "Plan: 0 to add, 0 to change, 0 to destroy.")
	w.must("apply", "-auto-approve")
	w.must("plan", "-detailed-exitcode")
	f.wroteNothing(t)
}
