package publishedsets_test

import (
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
	"github.com/entraguard/terraform-provider-entraguard/internal/publishedsets"
	"github.com/entraguard/terraform-provider-entraguard/internal/tenantdir"
	"github.com/entraguard/terraform-provider-entraguard/internal/workbench"
)

// TestAccAdoptPublishedSets imports every object of every published set, with the configuration that
// Terraform writes for it, and holds that a second plan finds no difference and that nothing was written.
func TestAccAdoptPublishedSets(t *testing.T) {
	t.Parallel()
	sets := publishedsets.Find("../..")
	if len(sets) == 0 {
		t.Skip("no published policy sets beside the checkout")
	}
	terraform, err := workbench.FindTerraform()
	if err != nil {
		t.Skip(err)
	}
	provider := t.TempDir()
	if err := workbench.BuildProvider(t.Context(), provider, io.Discard); err != nil {
		t.Fatal(err)
	}
	for _, set := range sets {
		t.Run(filepath.Base(set), func(t *testing.T) {
			t.Parallel()
			adopt(t, set, terraform, provider)
		})
	}
}

func adopt(t *testing.T, set, terraform, provider string) {
	t.Helper()
	dir := t.TempDir()
	if err := publishedsets.Complete(set, dir); err != nil {
		t.Fatal(err)
	}
	graph := graphsim.New(graphsim.Options{})
	if err := graph.Load(dir); err != nil {
		t.Fatal(err)
	}
	url, err := graph.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = graph.Close() })
	bench, err := workbench.New(terraform, t.TempDir(), provider,
		"ARM_TENANT_ID="+publishedsets.TenantID, "ARM_CLIENT_ID="+publishedsets.ClientID, "ARM_CLIENT_SECRET=secret")
	if err != nil {
		t.Fatal(err)
	}
	configuration, objects := imports(t, dir, url)
	if err := bench.Write("main.tf", []byte(configuration)); err != nil {
		t.Fatal(err)
	}
	run := func(want string, args ...string) {
		printed, exit, err := bench.Run(t.Context(), args...)
		if err != nil || exit != 0 || !strings.Contains(printed, want) {
			t.Fatalf("terraform %s ended with %d (%v), and has to say %q:\n%s", strings.Join(args, " "), exit, err, want, printed)
		}
	}
	run(fmt.Sprintf("%d to import, 0 to add, 0 to change, 0 to destroy", objects), "plan", "-generate-config-out=adopted.tf")
	run(fmt.Sprintf("%d imported, 0 added, 0 changed, 0 destroyed", objects), "apply", "-auto-approve")
	run("No changes.", "plan", "-detailed-exitcode")
	for _, r := range graph.Requests() {
		if r.ConditionalAccess && r.Method != http.MethodGet {
			t.Errorf("adopting wrote to the tenant: %s %s", r.Method, r.Path)
		}
	}
}

// imports is a configuration that adopts every policy and named location of a tenant.
func imports(t *testing.T, dir, endpoint string) (configuration string, objects int) {
	t.Helper()
	tenant, err := tenantdir.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "terraform {\n  required_providers {\n    entraguard = { source = \"entraguard/entraguard\" }\n  }\n}\n\n"+
		"provider \"entraguard\" {\n  graph_endpoint = %q\n  guard = { break_glass = { users = [%q, %q] } }\n}\n",
		endpoint, publishedsets.BreakGlass[0], publishedsets.BreakGlass[1])
	block := func(kind, id string) {
		fmt.Fprintf(&b, "\nimport {\n  to = entraguard_%s.object_%d\n  id = %q\n}\n", kind, objects, id)
		objects++
	}
	for _, l := range tenant.NamedLocations.Value() {
		block("named_location", l.ID)
	}
	for _, p := range tenant.Policies.Value() {
		block("conditional_access_policy", p.ID)
	}
	return b.String(), objects
}
