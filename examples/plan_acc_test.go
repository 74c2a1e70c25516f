// Package examples holds the examples to what they promise: each is applied, with the real terraform, to the
// tenant in contoso as the simulator serves it, and leaves nothing to do.
package examples

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
	"github.com/entraguard/terraform-provider-entraguard/provider"
)

func TestAccExamples(t *testing.T) {
	t.Parallel()
	examples := map[string]string{}
	for _, path := range all(t, "resources/*/resource.tf") {
		examples[filepath.Base(filepath.Dir(path))] = read(t, path)
	}
	// Data sources read the same lists, so together they cost what one of them does.
	for _, path := range all(t, "data-sources/*/data-source.tf") {
		examples["data-sources"] += read(t, path)
	}
	for name, example := range examples {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){
					"entraguard": providerserver.NewProtocol6WithError(provider.New("test")()),
				},
				Steps: []resource.TestStep{{
					Config: providerAt(t, simulate(t)) + example,
					ConfigPlanChecks: resource.ConfigPlanChecks{
						PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
					},
				}},
			})
		})
	}
}

// TestImportExamples holds that what an example imports is there, in the tenant and in the configuration.
func TestImportExamples(t *testing.T) {
	t.Parallel()
	var texts []string
	for _, file := range []string{"policies", "namedLocations", "authenticationStrengthPolicies", "securityDefaults"} {
		texts = append(texts, read(t, "contoso/"+file+".json"))
	}
	tenant := strings.Join(texts, "\n")
	for _, path := range all(t, "resources/*/import.sh") {
		words := strings.Fields(read(t, path))
		address, id := words[len(words)-2], words[len(words)-1]
		kind, name, _ := strings.Cut(address, ".")
		example := read(t, filepath.Join(filepath.Dir(path), "resource.tf"))
		if want := fmt.Sprintf("resource %q %q {", kind, name); !strings.Contains(example, want) {
			t.Errorf("%s imports %s, and the example beside it has no %s", path, address, want)
		}
		chosen := regexp.MustCompile(`(?m)^  id +?= +"` + id + `"$`).MatchString(example) // some ids are the author's to choose
		if !chosen && !strings.Contains(tenant, `"id": "`+id+`"`) {
			t.Errorf("%s imports %s, which is not in contoso", path, id)
		}
	}
}

// all are the files of a pattern, of which there are some.
func all(t *testing.T, pattern string) []string {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) == 0 {
		t.Fatalf("there are no examples %s", pattern)
	}
	return paths
}

// providerAt is the provider example with the simulator's address in it.
func providerAt(t *testing.T, url string) string {
	t.Helper()
	_, block, found := strings.Cut(read(t, "provider/provider.tf"), `provider "entraguard" {`)
	if !found {
		t.Fatal("the provider example has no provider block")
	}
	return fmt.Sprintf(`
provider "entraguard" {
  graph_endpoint = %q
  tenant_id      = "8f2c1b34-0d5e-4c7a-9a61-3be5d7c0f102"
  client_id      = "e2000000-0000-4000-8000-000000000001"
  client_secret  = "any"
`, url) + block
}

func simulate(t *testing.T) string {
	t.Helper()
	server := graphsim.New(graphsim.Options{})
	if err := server.Load("contoso"); err != nil {
		t.Fatal(err)
	}
	// Contoso uses no authentication context; the examples show one.
	server.Put("authenticationContextClassReferences", map[string]any{"id": "c1", "displayName": "Payroll", "isAvailable": true})
	url, err := server.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return url
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
