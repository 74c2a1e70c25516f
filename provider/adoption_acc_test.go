package provider

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// legacyBlock is a policy that was there before Terraform was.
func (f *fixture) legacyBlock() {
	f.policy("CA001 Block legacy clients", func(p map[string]any) {
		p["state"] = "enabled"
		conditions := p["conditions"].(map[string]any)
		conditions["clientAppTypes"] = []any{"exchangeActiveSync", "other"}
		conditions["users"].(map[string]any)["excludeGroups"] = []any{salesGroup}
		p["grantControls"] = map[string]any{"operator": "OR", "builtInControls": []any{"block"}}
	})
}

const legacyBlockConfig = `
resource "entraguard_conditional_access_policy" "legacy" {
  display_name = "CA001 Block legacy clients"
  state        = "enabled"
  conditions = {
    users = {
      include_users  = ["All"]
      exclude_users  = ["` + breakGlass1 + `", "A1000000-0000-4000-8000-000000000002"] # in capitals: the same account
      exclude_groups = ["` + salesGroup + `"]
    }
    applications     = { include_applications = ["All"], exclude_applications = [] }
    client_app_types = ["other", "exchangeActiveSync"]
  }
  grant_controls = { operator = "AND", built_in_controls = ["block"] }
}
`

func TestAccImport(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{Reorder: true})
	f.legacyBlock()
	imported := func(address, id string) resource.TestStep {
		return resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateId: id, ImportStateVerify: true, ImportStatePersist: false,
			ImportStateVerifyIgnore: []string{
				// What a configuration says in its own words, an import says in the tenant's.
				"conditions.applications.exclude_applications", "conditions.users.exclude_users", "grant_controls.operator",
			},
		}
	}
	const policy, location = "entraguard_conditional_access_policy.legacy", "entraguard_named_location.office"
	run(t,
		// An import block takes over what is there, and finds nothing to change.
		resource.TestStep{
			Config: f.config(legacyBlockConfig + `
import {
  to = ` + policy + `
  id = "/identity/conditionalAccess/policies/` + adopted + `"
}
import {
  to = ` + location + `
  id = "https://graph.microsoft.com/v1.0/identity/conditionalAccess/namedLocations/` + office + `"
}
resource "entraguard_named_location" "office" {
  display_name = "Office"
  ip           = { ip_ranges = ["198.51.100.0/24"], is_trusted = true }
}
`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		},
		imported(policy, adopted),
		imported(policy, "/identity/conditionalAccess/policies/"+strings.ToUpper(adopted)),
		imported(policy, "https://graph.microsoft.com/beta/identity/conditionalAccess/policies/"+adopted),
		imported(location, "/identity/conditionalAccess/namedLocations/"+office),
	)
}

// A tenant that is adopted as it is gets no write, and no finding.
func TestAccAdoptionChangesNothing(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	f.legacyBlock()
	w := newWorkspace(t)
	// The guard would refuse this policy if it were a change: the break-glass accounts are not even named.
	w.configure(f.configWith("", `
import {
  to = entraguard_conditional_access_policy.legacy
  id = "`+adopted+`"
}
`+strings.NewReplacer(`"AND"`, `"OR"`, "A1000000", "a1000000", "exclude_applications = []", "").Replace(legacyBlockConfig)))
	output := w.must("apply", "-auto-approve")
	wants(t, output, "1 imported, 0 added, 0 changed, 0 destroyed")
	if strings.Contains(output, "EG0") {
		t.Errorf("a finding about what was there before:\n%s", output)
	}
	// In other words, and still no change.
	w.configure(f.configWith("", legacyBlockConfig))
	w.must("apply", "-auto-approve")
	w.must("plan", "-detailed-exitcode")
	f.wroteNothing(t)
}

func TestAccGeneratedConfiguration(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	f.legacyBlock()
	w := newWorkspace(t)
	w.configure(f.config(fmt.Sprintf("import {\n  to = entraguard_conditional_access_policy.legacy\n  id = %q\n}\n", adopted)))
	wants(t, w.must("plan", "-generate-config-out=generated.tf"), "1 to import, 0 to add, 0 to change, 0 to destroy")
	w.must("apply", "-auto-approve")
	w.must("plan", "-detailed-exitcode")
	f.wroteNothing(t)
}

func TestAccImportOfNothing(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	f.Put("namedLocations", map[string]any{
		"@odata.type": "#microsoft.graph.compliantNetworkNamedLocation", "id": otherGUID, "displayName": "All Compliant Network locations",
	})
	w := newWorkspace(t)
	w.configure(f.config(legacyBlockConfig + locationBlock("network", `display_name = "x"
		country = { countries_and_regions = ["NO"] }`)))
	for arguments, want := range map[[2]string]string{
		{"entraguard_conditional_access_policy.legacy", "CA001"}:                                                "That is no id of a policy",
		{"entraguard_conditional_access_policy.legacy", someGUID}:                                               "Cannot import non-existent remote object",
		{"entraguard_conditional_access_policy.legacy", "/identity/conditionalAccess/namedLocations/" + office}: "That is no id of a policy",
		{"entraguard_named_location.network", otherGUID}:                                                        `The named location "All Compliant Network locations" cannot be managed here`,
	} {
		output := w.fails("import", arguments[0], arguments[1])
		wants(t, output, "Error: "+want)
		if count(output, "Error:") != 1 {
			t.Errorf("more than one error:\n%s", output)
		}
	}
}

// What somebody else changed shows in the next plan, and the next apply puts it right. What somebody else
// deleted is created again.
func TestAccDrift(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	config := f.config(strings.Replace(legacyBlockConfig, `"enabled"`, `"disabled"`, 1) + `
resource "entraguard_named_location" "home" {
  display_name = "Home"
  ip           = { ip_ranges = ["198.51.100.0/25", "2001:DB8:17::/48"] }
}
`)
	const policy, location = "entraguard_conditional_access_policy.legacy", "entraguard_named_location.home"
	expect := func(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
		return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			plancheck.ExpectResourceAction(policy, action), plancheck.ExpectResourceAction(location, action),
		}}
	}
	policyID := func() string { return f.idOf("policies", "CA001 Block legacy clients") }
	run(t,
		resource.TestStep{Config: config, ConfigPlanChecks: expect(plancheck.ResourceActionCreate)},
		resource.TestStep{
			PreConfig: func() {
				f.Edit("policies", policyID(), func(p map[string]any) {
					p["conditions"].(map[string]any)["users"].(map[string]any)["excludeGroups"] = []any{salesGroup, crewGroup}
					p["conditions"].(map[string]any)["platforms"] = map[string]any{"includePlatforms": []any{"windows"}, "excludePlatforms": []any{}}
				})
				f.Edit("namedLocations", f.idOf("namedLocations", "Home"), func(l map[string]any) { l["isTrusted"] = true })
			},
			Config: config, ConfigPlanChecks: expect(plancheck.ResourceActionUpdate),
		},
		resource.TestStep{
			PreConfig: func() {
				f.Remove("policies", policyID())
				f.Remove("namedLocations", f.idOf("namedLocations", "Home"))
			},
			Config: config, ConfigPlanChecks: expect(plancheck.ResourceActionCreate),
		},
	)
	if id := policyID(); id != "" {
		t.Errorf("the destroy left %s", id)
	}
}

// A policy may hold what this version does not know: a control that was added since, preview conditions. It
// can be read and changed all the same, and what would be lost is named.
func TestAccUnknownSettings(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	f.policy("CA001 Preview", func(p map[string]any) {
		p["state"] = "disabled"
		conditions := p["conditions"].(map[string]any)
		conditions["agents"] = map[string]any{"includeAgentUsers": []any{"All"}}
		p["sessionControls"] = map[string]any{
			"persistentBrowser":     map[string]any{"isEnabled": true, "mode": "never"},
			"blockSensitiveActions": map[string]any{"isEnabled": true},
		}
		p["grantControls"] = map[string]any{"operator": "OR", "builtInControls": []any{"mfa", "brandNewControl"}}
	})
	w := newWorkspace(t)
	config := func(name, session string) string {
		return f.config(`
resource "entraguard_conditional_access_policy" "preview" {
  display_name = "` + name + `"
  state        = "disabled"
  conditions = {
    users        = { include_users = ["All"], exclude_users = ["` + breakGlass1 + `", "` + breakGlass2 + `"] }
    applications = { include_applications = ["All"] }
  }
  grant_controls = { operator = "OR", built_in_controls = ["mfa"] }
  ` + session + `
}
`)
	}
	const session = `session_controls = { persistent_browser = { mode = "never" } }`
	w.configure(config("CA001 Preview", session))
	w.must("import", "entraguard_conditional_access_policy.preview", adopted)
	wants(t, w.must("show"), "brandNewControl")
	wants(t, w.must("plan"), `- "brandNewControl"`)
	w.configure(strings.Replace(config("CA001 Preview", session), `["mfa"]`, `["mfa", "brandNewControl"]`, 1))
	w.must("plan", "-detailed-exitcode")

	w.configure(config("CA001 Renamed", session))
	w.must("apply", "-auto-approve")
	for attribute, want := range map[string]string{
		"display_name": `"CA001 Renamed"`, "conditions.agents.include_agent_users": `["All"]`, "session_controls.block_sensitive_actions.is_enabled": `true`,
	} {
		if err := holds(f.Get("policies", adopted), attribute, want); err != nil {
			t.Error(err)
		}
	}
	w.configure(config("CA001 Renamed", ""))
	wants(t, w.must("plan"), `Warning: "CA001 Renamed" loses settings that no attribute has`, "  sessionControls.blockSensitiveActions")
}
