package provider

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// A policy names a location that Terraform does not manage, by way of a data source.
func TestAccDataSources(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{Reorder: true})
	f.legacyBlock()
	config := f.config(`
data "entraguard_named_location" "office" { display_name = "Office" }
data "entraguard_named_locations" "all" {}
data "entraguard_conditional_access_policies" "enforced" { state = "enabled" }
data "entraguard_conditional_access_policy" "legacy" { id = "` + adopted + `" }

resource "entraguard_conditional_access_policy" "elsewhere" {
  display_name = "CA002 Elsewhere"
  state        = "disabled"
  conditions = merge(data.entraguard_conditional_access_policy.legacy.conditions, {
    locations = { include_locations = ["All"], exclude_locations = [data.entraguard_named_location.office.id] }
  })
  grant_controls = data.entraguard_conditional_access_policy.legacy.grant_controls
}
`)
	const elsewhere = "entraguard_conditional_access_policy.elsewhere"
	run(t,
		resource.TestStep{
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("data.entraguard_named_locations.all", tfjsonpath.New("locations"), knownvalue.ListExact([]knownvalue.Check{
					knownvalue.ObjectPartial(map[string]knownvalue.Check{"display_name": knownvalue.StringExact("Branch")}),
					knownvalue.ObjectPartial(map[string]knownvalue.Check{"display_name": knownvalue.StringExact("Office")}),
				})),
				statecheck.ExpectKnownValue("data.entraguard_conditional_access_policies.enforced", tfjsonpath.New("policies"), knownvalue.ListSizeExact(1)),
				statecheck.ExpectKnownValue(elsewhere, tfjsonpath.New("conditions").AtMapKey("locations").AtMapKey("exclude_locations"),
					knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact(office)})),
				statecheck.ExpectKnownValue(elsewhere, tfjsonpath.New("conditions").AtMapKey("users").AtMapKey("exclude_groups"),
					knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact(salesGroup)})),
			},
			ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		},
	)
}

// Every template makes a policy, once somebody says whom it leaves out.
func TestAccTemplatesMakePolicies(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	roles := regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	for _, template := range f.List("templates") {
		people := template["details"].(map[string]any)["conditions"].(map[string]any)["users"].(map[string]any)
		for _, id := range roles.FindAllString(fmt.Sprint(people["includeRoles"], people["excludeRoles"]), -1) {
			f.Put("roleDefinitions", map[string]any{"id": id, "templateId": id, "displayName": id, "isBuiltIn": true, "isEnabled": true})
		}
	}
	w := newWorkspace(t)
	w.configure(f.config(`
data "entraguard_conditional_access_templates" "all" {}

locals { templates = { for t in data.entraguard_conditional_access_templates.all.templates : t.name => t } }

resource "entraguard_conditional_access_policy" "suggested" {
  for_each     = local.templates
  display_name = each.key
  state        = "disabled"
  conditions = merge(each.value.conditions, {
    users = merge(each.value.conditions.users, {
      exclude_users = setunion(coalesce(each.value.conditions.users.exclude_users, []), ["` + breakGlass1 + `", "` + breakGlass2 + `"])
    })
  })
  grant_controls   = each.value.grant_controls
  session_controls = each.value.session_controls
}
`))
	w.must("apply", "-auto-approve")
	w.must("plan", "-detailed-exitcode")
	if n := len(f.List("policies")); n < 15 {
		t.Errorf("only %d policies were made", n)
	}
}

// Twenty data sources of a kind cost the tenant's quota what one costs.
func TestAccDataSourcesShareOneRead(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	f.manyPolicies(slices.Repeat([]string{"disabled"}, 20)...)
	w := newWorkspace(t)
	cost := func(n int) int {
		var config strings.Builder
		for i := range n {
			fmt.Fprintf(&config, "data \"entraguard_conditional_access_policy\" \"p%d\" { display_name = \"CA%03d\" }\n", i, i)
			fmt.Fprintf(&config, "data \"entraguard_conditional_access_policies\" \"p%d\" { display_name_contains = \"%d\" }\n", i, i)
		}
		w.configure(f.config(config.String()))
		f.ResetLog()
		w.must("plan")
		return f.ConditionalAccessRequests()
	}
	one, twenty := cost(1), cost(20)
	if one == 0 || twenty != one {
		t.Errorf("one of each costs %d requests, twenty of each %d", one, twenty)
	}
}
