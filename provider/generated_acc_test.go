package provider

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
	"github.com/entraguard/terraform-provider-entraguard/internal/guard"
)

// An adoption is import blocks, one for each object that is to be taken over.
type adoption struct {
	blocks strings.Builder
	n      int
}

func (a *adoption) add(typeName, id string) {
	a.n++
	fmt.Fprintf(&a.blocks, "import {\n  to = %s.adopted_%d\n  id = %q\n}\n", typeName, a.n, id)
}

// adopt generates a configuration for every import block, and holds that it says what the tenant has: nothing
// to change, in the plan that generates it and in the one after the import.
func (f *fixture) adopt(t *testing.T, a *adoption) string {
	t.Helper()
	w := newWorkspace(t)
	w.configure(f.configWith("", a.blocks.String())) // adopting asks for no guard
	want := fmt.Sprintf("%d to import, 0 to add, 0 to change, 0 to destroy", a.n)
	wants(t, w.must("plan", "-generate-config-out=generated.tf"), want)
	wants(t, w.must("apply", "-auto-approve"), fmt.Sprintf("%d imported, 0 added, 0 changed, 0 destroyed", a.n))
	w.must("plan", "-detailed-exitcode")
	f.wroteNothing(t)
	text, err := os.ReadFile(filepath.Join(w.directory, "generated.tf"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The tenant of the examples is adopted whole: every kind of resource.
func TestAccGeneratedConfigurationOfATenant(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{Reorder: true})
	if err := f.Load("../examples/contoso"); err != nil {
		t.Fatal(err)
	}
	f.Put("authenticationContextClassReferences", map[string]any{"id": "c7", "displayName": "Payroll", "isAvailable": false})
	f.legacyBlock()
	f.strength("fido2", "password,microsoftAuthenticatorPush")
	var a adoption
	for typeName, collection := range map[string]string{
		policyType: "policies", locationType: "namedLocations", strengthType: "authenticationStrengthPolicies",
		contextType: "authenticationContextClassReferences",
	} {
		for _, object := range f.List(collection) {
			if object["policyType"] != "builtIn" {
				a.add(typeName, object["id"].(string))
			}
		}
	}
	a.add(defaultsType, "/policies/identitySecurityDefaultsEnforcementPolicy")
	if a.n < 7 {
		t.Fatalf("only %d objects", a.n)
	}
	generated := f.adopt(t, &a)
	for typeName := range map[string]bool{policyType: true, locationType: true, strengthType: true, contextType: true, defaultsType: true} {
		if !strings.Contains(generated, fmt.Sprintf("resource %q", typeName)) {
			t.Errorf("no %s was generated", typeName)
		}
	}
}

// Policies and locations of every shape that the service would have taken are adopted as they are.
func TestAccGeneratedConfigurationOfAnyShape(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	random := rand.New(rand.NewPCG(7, 7))
	var a adoption
	controls, sessions := 0, 0
	for tried := 0; a.n < 60; tried++ {
		if tried == 1_000_000 {
			t.Fatalf("only %d of a million policies are ones that the service takes", a.n)
		}
		policy := randomPolicy(random)
		if slices.ContainsFunc(guard.ValidatePolicy(policy), guard.Finding.Refuses) {
			continue
		}
		if policy.GrantControls != nil {
			controls++
		}
		if policy.SessionControls != nil {
			sessions++
		}
		f.Put("policies", wireOf(t, ca.EncodeStoredPolicy(policy)))
		a.add(policyType, policy.ID)
	}
	for range 20 {
		location := storedLocation(randomLocation(random))
		f.Put("namedLocations", wireOf(t, ca.EncodeStoredNamedLocation(location)))
		a.add(locationType, location.ID)
	}
	if controls < 10 || sessions < 10 {
		t.Fatalf("%d policies have grant controls, %d session controls: the generator tests little", controls, sessions)
	}
	f.adopt(t, &a)
}

func wireOf(t *testing.T, body []byte) map[string]any {
	t.Helper()
	var object map[string]any
	if err := json.Unmarshal(body, &object); err != nil {
		t.Fatal(err)
	}
	return object
}
