package provider

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// A standIn is another provider as far as Terraform needs it to move a resource away: since the state names it,
// it has to be there. Nothing is asked of its resources.
type standIn string

func (s standIn) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = string(s)
}
func (standIn) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse)          {}
func (standIn) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}
func (standIn) Resources(context.Context) []func() resource.Resource                              { return nil }
func (standIn) DataSources(context.Context) []func() datasource.DataSource                        { return nil }

// holdsForeign writes a state that holds these resources of other providers, by their names, and no other.
func (w *workspace) holdsForeign(resources map[string]foreign) {
	w.t.Helper()
	installed := []string{"entraguard/entraguard"}
	var list []map[string]any
	for name, r := range resources {
		list = append(list, map[string]any{
			"mode": "managed", "type": r.typeName, "name": name, "provider": fmt.Sprintf("provider[%q]", r.address()),
			"instances": []any{map[string]any{"schema_version": r.version, "attributes": json.RawMessage(r.state)}},
		})
		if !slices.Contains(installed, r.provider) {
			installed = append(installed, r.provider)
		}
	}
	data, err := json.Marshal(map[string]any{
		"version": 4, "terraform_version": "1.8.0", "serial": 1, "lineage": "8a1d9c52-3f0e-4b7a-9c55-0d6f2e9b7a10",
		"outputs": map[string]any{}, "resources": list,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.write("terraform.tfstate", string(data))
	w.install(installed...)
}

// movedBlock moves a resource to one of ours.
func movedBlock(from, to string) string {
	return "moved {\n  from = " + from + "\n  to   = " + to + "\n}\n"
}

// Whichever provider managed it: where the configuration says the same as before, nothing is planned, with what
// the tenant holds and with what the other state held alone, and nothing is written.
func TestAccMovedPolicy(t *testing.T) {
	t.Parallel()
	const to = "entraguard_conditional_access_policy.contractors"
	all := samePolicy(t)
	for _, name := range []string{"azuread", "azuread-bare-id", "microsoft365", "microsoft365wp", "msgraph"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newTenant(t, graphsim.Options{Reorder: true})
			f.Put("policies", parsed(t, testdata(t, "policy.json")))
			w := newWorkspace(t)
			w.holdsForeign(map[string]foreign{"theirs": all[name]})
			from := all[name].typeName + ".theirs"
			w.configure(f.config(testdata(t, "policy.tf") + movedBlock(from, to)))

			wants(t, w.must("plan", "-refresh=false"), from+" has moved to "+to, "0 to add, 0 to change, 0 to destroy")
			wants(t, w.must("apply", "-auto-approve"), "0 added, 0 changed, 0 destroyed")
			w.must("plan", "-detailed-exitcode")
			f.wroteNothing(t)
		})
	}
}

// A configuration is moved as a whole: what a policy names by reference is moved beside it. What the tenant holds
// by now is planned as what it is, a change.
func TestAccMovedConfiguration(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	f.Put("policies", parsed(t, testdata(t, "policy.json")))
	f.Edit("policies", adopted, func(p map[string]any) { p["displayName"] = "CA200 Renamed in the portal" })
	w := newWorkspace(t)
	w.holdsForeign(map[string]foreign{
		"contractors": samePolicy(t)["azuread"],
		"office": {azuread, "azuread_named_location", 1, `{"id": "/identity/conditionalAccess/namedLocations/` + office + `", "object_id": "` + office + `",
			"display_name": "Office", "country": [], "ip": [{"ip_ranges": ["198.51.100.0/24"], "trusted": true}], "timeouts": null}`},
	})
	w.configure(f.config(strings.Replace(testdata(t, "policy.tf"), `"`+office+`"`, "entraguard_named_location.office.id", 1) + `
resource "entraguard_named_location" "office" {
  display_name = "Office"
  ip           = { ip_ranges = ["198.51.100.0/24"], is_trusted = true }
}
` + movedBlock("azuread_conditional_access_policy.contractors", "entraguard_conditional_access_policy.contractors") +
		movedBlock("azuread_named_location.office", "entraguard_named_location.office")))
	wants(t, w.must("plan"), `"CA200 Renamed in the portal" -> "CA200 Contractors"`,
		"azuread_named_location.office has moved to entraguard_named_location.office", "0 to add, 1 to change, 0 to destroy")
	w.must("apply", "-auto-approve")
	w.must("plan", "-detailed-exitcode")
	if writes := f.writes(); len(writes) != 1 {
		t.Errorf("%d writes: %s", len(writes), writes)
	}
}

// What cannot be moved is one error that says why, and what to do instead.
func TestAccMovedFromElsewhere(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	w := newWorkspace(t)
	w.holdsForeign(map[string]foreign{"ann": msgraphState("users", `{"displayName": "Ann"}`)})
	w.configure(f.config(quietPolicy + movedBlock("msgraph_resource.ann", "entraguard_conditional_access_policy.quiet")))
	output := w.fails("plan")
	wants(t, unwrapped(output), "Error: The state of msgraph_resource cannot become that of entraguard_conditional_access_policy",
		`Its url is "users", and want identity/conditionalAccess/policies. Nothing has been changed.`, "`import` block")
	if n := count(output, "Error: "); n != 1 {
		t.Errorf("%d errors:\n%s", n, output)
	}
}
