package provider

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// blockPolicy is an enabled policy that blocks some people, whatever they do.
func blockPolicy(name, displayName, users string) string {
	return fmt.Sprintf(`
resource "entraguard_conditional_access_policy" %q {
  display_name = %q
  state        = "enabled"
  conditions = {
    users        = %s
    applications = { include_applications = ["All"] }
  }
  grant_controls = { operator = "OR", built_in_controls = ["block"] }
}
`, name, displayName, users)
}

var blockEverybody = blockPolicy("block", "CA666 Block everybody", `{ include_users = ["All"] }`)

// oneAdministrator is a guard block that asks for one administrator, and for nothing else.
const oneAdministrator = `
    minimum_admins = 1
    break_glass    = { minimum = 0 }
    staging        = { minimum_soak = "0s" }
    settle         = "200ms"
    order_wait     = "0s"
`

// wants fails the test where an output lacks a text.
func wants(t *testing.T, output string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(output, text) {
			t.Errorf("the output lacks %q:\n%s", text, output)
			return
		}
	}
}

func (f *fixture) wroteNothing(t *testing.T) {
	t.Helper()
	if writes := f.writes(); len(writes) > 0 {
		t.Errorf("written: %q", writes)
	}
}

func TestAccRefusalAtPlan(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	w := newWorkspace(t)
	w.configure(f.config(blockEverybody))

	wants(t, w.fails("plan"),
		`Error: EG001: "CA666 Block everybody" locks out every administrator`,
		`state        = "enabled"`, // the line that Terraform shows
		"Nothing has been changed in the",
		"\n  ann@contoso.example")
	wants(t, w.fails("apply", "-auto-approve"), "Error: EG001:")
	f.wroteNothing(t)
}

// Each of three policies leaves some administrator in; together they leave none.
func TestAccRefusalOfTheWhole(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	w := newWorkspace(t)
	harmless := strings.Replace(blockPolicy("sales", "CA004 Block sales", `{ include_groups = ["`+salesGroup+`"] }`), "enabled", "disabled", 1)
	w.configure(f.configWith(oneAdministrator,
		blockPolicy("a", "CA001 Block Ann", `{ include_users = ["`+ann+`"] }`)+
			blockPolicy("b", "CA002 Block bg-1", `{ include_users = ["`+breakGlass1+`"] }`)+
			blockPolicy("c", "CA003 Block bg-2", `{ include_users = ["`+breakGlass2+`"] }`)+harmless))

	output := w.fails("plan")
	wants(t, output, "Error: EG001:", "locks out every administrator")
	if strings.Contains(output, `EG001: "CA004`) {
		t.Errorf("a policy that is no part of the cause is refused:\n%s", output)
	}
	f.wroteNothing(t)
}

// What was safe when it was planned is not when it is applied: somebody else changed the tenant.
func TestAccRefusalAtApply(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	w := newWorkspace(t)
	w.configure(f.configWith(oneAdministrator, blockPolicy("a", "CA001 Block Ann", `{ include_users = ["`+ann+`"] }`)))
	w.must("plan", "-out=plan")
	f.policy("CA900 Somebody else's", func(p map[string]any) {
		p["state"] = "enabled"
		p["conditions"].(map[string]any)["users"] = map[string]any{"includeUsers": []any{breakGlass1, breakGlass2}}
		p["grantControls"] = map[string]any{"operator": "OR", "builtInControls": []any{"block"}}
	})
	wants(t, w.fails("apply", "plan"), `Error: EG001: "CA001 Block Ann" locks out every administrator`)
	f.wroteNothing(t)
}

// A value that only the apply knows makes the policy dangerous: the plan says that it cannot tell, the apply
// refuses.
func TestAccValueKnownAtApply(t *testing.T) {
	t.Parallel()
	const administrators = `["` + ann + `", "` + breakGlass1 + `", "` + breakGlass2 + `"]`
	for name, users := range map[string]string{
		"element":   `{ include_users = [terraform_data.who.output] }`,
		"set":       `{ include_users = ` + administrators + `, exclude_users = terraform_data.nobody.output }`,
		"object":    `terraform_data.users.output`,
		"exclusion": `{ include_users = ` + administrators + `, exclude_users = [terraform_data.other.output] }`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newTenant(t, graphsim.Options{})
			w := newWorkspace(t)
			w.configure(f.configWith(oneAdministrator, `
resource "terraform_data" "who"    { input = "All" }
resource "terraform_data" "nobody" { input = toset([]) }
resource "terraform_data" "other"  { input = "`+workload+`" }
resource "terraform_data" "users"  {
  input = {
    include_users = toset(["All"]), exclude_users = null, include_groups = null, exclude_groups = null, include_roles = null,
    exclude_roles = null, include_guests_or_external_users = null, exclude_guests_or_external_users = null
  }
}
`+blockPolicy("block", "CA666 Block everybody", users)))

			wants(t, w.must("plan", "-out=plan"), `Warning: EG090: "CA666 Block everybody" is decided at apply`, "conditions.users.")
			wants(t, w.fails("apply", "plan"), `Error: EG001: "CA666 Block everybody" locks out every administrator`)
			f.wroteNothing(t)
		})
	}
}

// A destroy is checked in the plan, and again when it is carried out.
func TestAccRefusalOfADestroy(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	w := newWorkspace(t)
	location := `
resource "entraguard_named_location" "home" {
  display_name = "Home offices"
  ip           = { ip_ranges = ["203.0.113.128/25"], is_trusted = true }
}
`
	w.configure(f.config(location))
	w.must("apply", "-auto-approve")
	w.must("plan", "-destroy", "-out=plan")

	// Meanwhile somebody blocks everybody elsewhere. The service itself refuses to delete a location in use;
	// the guard has to be first.
	id := f.idOf("namedLocations", "Home offices")
	f.policy("CA900 Somebody else's", func(p map[string]any) {
		p["state"] = "enabled"
		p["conditions"].(map[string]any)["users"] = map[string]any{"includeUsers": []any{"All"}}
		p["conditions"].(map[string]any)["locations"] = map[string]any{"includeLocations": []any{"All"}, "excludeLocations": []any{id}}
		p["grantControls"] = map[string]any{"operator": "OR", "builtInControls": []any{"block"}}
	})
	f.Edit("namedLocations", id, func(l map[string]any) { l["displayName"] = "Renamed by somebody else" })
	f.ResetLog()
	wants(t, w.fails("apply", "plan"), `Error: EG092: "Home offices" has changed since it was planned`)
	f.wroteNothing(t)
}

// Between the refresh and the write, somebody else changed the policy.
func TestAccLostUpdate(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	w := newWorkspace(t)
	body := func(name string) string {
		return strings.Replace(blockPolicy("sales", name, `{ include_groups = ["`+salesGroup+`"] }`), `"enabled"`, `"disabled"`, 1)
	}
	w.configure(f.config(body("CA001 Block sales")))
	w.must("apply", "-auto-approve")
	w.configure(f.config(body("CA001 Block sales, renamed")))
	w.must("plan", "-out=plan")
	f.Edit("policies", f.idOf("policies", "CA001 Block sales"), func(p map[string]any) { p["displayName"] = "CA001 Edited in the portal" })
	f.ResetLog()

	wants(t, w.fails("apply", "plan"), "Error: EG092:", "has changed since it was planned")
	f.wroteNothing(t)
	if f.idOf("policies", "CA001 Edited in the portal") == "" {
		t.Error("the other administrator's change is gone")
	}
}

// Just after the write somebody else locks everybody out. What was written goes back to report-only, and the
// state says so.
func TestAccTakenBack(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	w := newWorkspace(t)
	const mine = "CA001 Block Ann"
	w.configure(f.configWith(oneAdministrator, blockPolicy("a", mine, `{ include_users = ["`+ann+`"] }`)))
	f.Hook(func(r *http.Request) {
		if r.Method == http.MethodGet && f.idOf("policies", mine) != "" && f.idOf("policies", "CA900 Somebody else's") == "" {
			f.policy("CA900 Somebody else's", func(p map[string]any) {
				p["state"] = "enabled"
				p["conditions"].(map[string]any)["users"] = map[string]any{"includeUsers": []any{breakGlass1, breakGlass2}}
				p["grantControls"] = map[string]any{"operator": "OR", "builtInControls": []any{"block"}}
			})
		}
	})
	wants(t, w.fails("apply", "-auto-approve"), `Error: EG093: "CA001 Block Ann" met another change to the tenant`)
	if err := holds(f.Get("policies", f.idOf("policies", mine)), "state", `"enabledForReportingButNotEnforced"`); err != nil {
		t.Error(err)
	}
	wants(t, w.must("show"), `state              = "enabledForReportingButNotEnforced"`)
}
