package provider

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// A policy that is enforced names a location that the same apply creates. The service may refuse it for a
// while, as one that it does not know, and shows both late.
func TestAccPolicyNamesANewLocation(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{Staleness: 2})
	config := func(ranges string) string {
		return f.config(`
resource "entraguard_named_location" "bergen" {
  display_name = "Bergen"
  ip           = { ip_ranges = [` + ranges + `], is_trusted = true }
}
resource "entraguard_conditional_access_policy" "mfa" {
  display_name = "CA001 MFA outside Bergen"
  state        = "enabled"
  conditions = {
    users        = { include_users = ["All"], exclude_users = ["` + breakGlass1 + `", "` + breakGlass2 + `"] }
    applications = { include_applications = ["All"] }
    locations    = { include_locations = ["All"], exclude_locations = [entraguard_named_location.bergen.id] }
  }
  grant_controls = { operator = "OR", built_in_controls = ["mfa"] }
}
`)
	}
	run(t,
		resource.TestStep{Config: config(`"198.51.100.0/25"`)},
		resource.TestStep{Config: config(`"198.51.100.0/25", "203.0.113.0/25"`)},
	)
	if left := f.idOf("policies", "CA001 MFA outside Bergen") + f.idOf("namedLocations", "Bergen"); left != "" {
		t.Errorf("the destroy left %s", left)
	}
}

// What the tenant then shows is not what was sent. The state keeps to the plan, a warning says where the tenant
// does not, and the next plan shows it.
func TestAccStoredDifferently(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	w := newWorkspace(t)
	w.configure(f.config(quietPolicy))
	f.Hook(func(r *http.Request) {
		id := f.idOf("policies", "CA001 Quiet")
		if r.Method != http.MethodGet || id == "" {
			return
		}
		if users := f.Get("policies", id)["conditions"].(map[string]any)["users"].(map[string]any); len(users["excludeGroups"].([]any)) > 0 {
			return
		}
		f.Edit("policies", id, func(p map[string]any) {
			p["conditions"].(map[string]any)["users"].(map[string]any)["excludeGroups"] = []any{crewGroup}
		})
	})
	wants(t, w.must("apply", "-auto-approve"), `Warning: "CA001 Quiet" is stored differently than it was sent`, "\n  conditions.users.exclude_groups")
	f.Hook(nil)
	wants(t, w.must("plan"), `- "`+crewGroup+`"`, "0 to add, 1 to change, 0 to destroy")
}

// Twelve policies at once: each is one write, and all of them share a few reads of the list.
func TestAccManyPolicies(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	w := newWorkspace(t)
	w.configure(f.config(strings.NewReplacer(
		`"quiet" {`, "\"quiet\" {\n  count = 12", `"CA001 Quiet"`, `"CA${count.index} Quiet"`).Replace(quietPolicy)))
	w.must("apply", "-auto-approve")
	if n := len(f.writes()); n != 12 {
		t.Errorf("%d writes for 12 policies", n)
	}
	reads := 0
	for _, r := range f.Requests() {
		if r.Method == http.MethodGet && strings.HasPrefix(r.Path, "/beta/identity/conditionalAccess/policies") {
			reads++
		}
	}
	if reads > 30 {
		t.Errorf("%d reads of the list for 12 policies", reads)
	}
	w.must("plan", "-detailed-exitcode")
	w.must("destroy", "-auto-approve")
	if left := f.List("policies"); len(left) > 0 {
		t.Errorf("the destroy left %d policies", len(left))
	}
}

// A waiver lets a finding pass, and is printed with its reason.
func TestAccWaiver(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	w := newWorkspace(t)
	policy := strings.Replace(blockPolicy("p", "CA001 Compliant", `{ include_users = ["All"], exclude_users = ["`+breakGlass1+`", "`+breakGlass2+`"] }`),
		`"block"`+`]`, `"compliantDevice"]`, 1)
	w.configure(f.config(policy))
	wants(t, w.fails("plan"), `Error: EG021: "CA001 Compliant"`)
	w.configure(f.configWith(theGuard+`
    waivers = [
      { rule = "EG021", policy = "CA001 Compliant", reason = "agreed with the works council", expires = "2099-12-31" },
      { rule = "EG002", policy = "CA001 Compliant", reason = "agreed with the works council", expires = "2099-12-31" },
    ]
`, policy))
	output := w.must("plan")
	wants(t, output, `Warning: EG021: "CA001 Compliant"`, "agreed with the works council")
}

// A service that merges a PATCH and refuses nested nulls can be told to forget what has an empty form, and no
// filter. That is said, and shows again in the next plan.
func TestAccWhatCannotBeCleared(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{NullStrict: true})
	w := newWorkspace(t)
	w.configure(f.config(strings.Replace(quietPolicy, "applications = {", "platforms = { include_platforms = [\"linux\"] }\n    devices = { device_filter = { mode = \"exclude\", rule = \"device.isCompliant -eq True\" } }\n    applications = {", 1)))
	w.must("apply", "-auto-approve")
	w.configure(f.config(quietPolicy))
	wants(t, w.must("apply", "-auto-approve"), `Warning: "CA001 Quiet" is stored differently than it was sent`, "\n  conditions.devices")
	plan := w.must("plan")
	wants(t, plan, `- rule = "device.isCompliant -eq True"`)
	if strings.Contains(plan, `- "linux"`) {
		t.Errorf("the platforms are still there:\n%s", plan)
	}
}

// Absent, null and empty are one value: whichever is written, nothing is sent and nothing is planned again.
func TestAccNothingInManyWords(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	w := newWorkspace(t)
	w.configure(f.config(quietPolicy))
	w.must("apply", "-auto-approve")
	f.ResetLog()
	w.configure(f.config(strings.NewReplacer(
		"include_users =", "exclude_users = [], include_groups = null, exclude_roles = [], include_users =",
		"applications = {", `
    platforms                     = {}
    locations                     = { include_locations = [], exclude_locations = null }
    devices                       = {}
    client_applications           = { include_service_principals = [] }
    client_app_types              = []
    authentication_flows          = { transfer_methods = [] }
    user_risk_levels              = []
    sign_in_risk_levels           = null
    insider_risk_levels           = []
    service_principal_risk_levels = []
    applications                  = { exclude_applications = [], include_user_actions = [], `,
		"grant_controls = {", "session_controls = { disable_resilience_defaults = false, persistent_browser = { is_enabled = false, mode = \"always\" } }\n  grant_controls = { terms_of_use = [], ",
	).Replace(quietPolicy)))
	w.must("apply", "-auto-approve")
	w.must("plan", "-detailed-exitcode")
	w.configure(f.config(quietPolicy))
	w.must("apply", "-auto-approve")
	w.must("plan", "-detailed-exitcode")
	f.wroteNothing(t)
}
