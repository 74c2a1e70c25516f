package provider

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

const (
	policyType   = "entraguard_conditional_access_policy"
	locationType = "entraguard_named_location"
)

// Every resource has the identity that the documentation promises, and no other.
func TestEveryResourceHasAnIdentity(t *testing.T) {
	t.Parallel()
	p := newProtocol(t, newTenant(t, graphsim.Options{}))
	identities, err := p.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	p.clean(identities.Diagnostics, err)
	if len(p.schemas.ResourceSchemas) < 5 {
		t.Fatal("no resources were looked at")
	}
	for _, name := range slices.Sorted(maps.Keys(p.schemas.ResourceSchemas)) {
		schema, ok := identities.IdentitySchemas[name]
		if !ok {
			t.Errorf("%s has no identity", name)
			continue
		}
		got := map[string][2]bool{}
		for _, a := range schema.IdentityAttributes {
			got[a.Name] = [2]bool{a.RequiredForImport, a.OptionalForImport}
		}
		want := map[string][2]bool{"id": {true, false}, "tenant_id": {false, true}}
		if diff := cmp.Diff(want, got); diff != "" || schema.Version != 0 {
			t.Errorf("%s, version %d (-want +got):\n%s", name, schema.Version, diff)
		}
	}
}

func TestImportByIdentity(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	f.legacyBlock()
	p := newProtocol(t, f)
	for name, test := range map[string]struct {
		typeName string
		identity values
		want     string // the display name
	}{
		"policy":     {policyType, values{"tenant_id": tenantID, "id": adopted}, "CA001 Block legacy clients"},
		"location":   {locationType, values{"tenant_id": tenantID, "id": office}, "Office"},
		"no-tenant":  {policyType, values{"id": adopted}, "CA001 Block legacy clients"},
		"upper-case": {policyType, values{"tenant_id": strings.ToUpper(tenantID), "id": strings.ToUpper(adopted)}, "CA001 Block legacy clients"},
		"path-as-id": {policyType, values{"id": "/identity/conditionalAccess/policies/" + adopted}, "CA001 Block legacy clients"},
		"address-as-id": {locationType, values{"id": "https://graph.microsoft.us/beta/identity/conditionalAccess/namedLocations/" + office},
			"Office"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := *p
			p.t = t
			state, identity := p.importAs(test.typeName, test.identity)
			if state["display_name"] != test.want {
				t.Errorf("imported %v, want %q", state["display_name"], test.want)
			}
			want := values{"tenant_id": tenantID, "id": state["id"]}
			for name, value := range identity {
				if text, _ := value.(string); !strings.EqualFold(text, want[name].(string)) {
					t.Errorf("identity %s is %q, want %q", name, text, want[name])
				}
			}
		})
	}
}

func TestImportByIdentityIsRefused(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	p := newProtocol(t, f)
	for name, test := range map[string]struct {
		identity values
		want     string
	}{
		"other-tenant":     {values{"tenant_id": someGUID, "id": adopted}, "That policy is in another tenant: It is the policy " + adopted + " of the tenant " + someGUID},
		"nonsense":         {values{"id": "CA001"}, `That is no id of a policy: "CA001" holds no object id`},
		"other-collection": {values{"id": "/identity/conditionalAccess/namedLocations/" + office}, "That is no id of a policy"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := *p
			p.t = t
			imported, err := p.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{
				TypeName: policyType, Identity: p.identity(test.identity),
			})
			if said := p.soleError(imported.Diagnostics, err); !strings.HasPrefix(said, test.want) {
				t.Errorf("said %q, want %q", said, test.want)
			}
		})
	}
}

var quietConfig = values{
	"display_name": "CA001 Quiet", "state": "disabled",
	"conditions": values{
		"users": values{"include_users": []string{ann}}, "applications": values{"include_applications": []string{"All"}},
		"client_app_types": []string{"all"},
	},
	"grant_controls": values{"operator": "OR", "built_in_controls": []string{"mfa"}},
}

// An identity is there from the create on, and stays: with a Terraform that keeps identities, and with one
// that has never heard of them.
func TestIdentityThroughALife(t *testing.T) {
	t.Parallel()
	for name, keeps := range map[string]bool{"terraform-1.12": true, "terraform-1.11": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newTenant(t, graphsim.Options{})
			p := newProtocol(t, f)
			kept := func(identity values) values {
				if keeps {
					return identity
				}
				return nil
			}
			state, created := p.apply(policyType, nil, nil, quietConfig)
			if want := (values{"tenant_id": tenantID, "id": f.idOf("policies", "CA001 Quiet")}); !cmp.Equal(want, created) {
				t.Fatalf("created: %s", cmp.Diff(want, created))
			}
			renamed := maps.Clone(quietConfig)
			renamed["display_name"] = "CA001 Quieter"
			state, updated := p.apply(policyType, state, kept(created), renamed)
			if !cmp.Equal(created, updated) || state["display_name"] != "CA001 Quieter" {
				t.Fatalf("updated: %v, %s", state["display_name"], cmp.Diff(created, updated))
			}
			read, err := p.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
				TypeName: policyType, CurrentState: p.dynamic(state), CurrentIdentity: p.identity(kept(updated)),
			})
			p.clean(read.Diagnostics, err)
			if got := p.identityOf(policyType, read.NewIdentity); !cmp.Equal(created, got) {
				t.Fatalf("read: %s", cmp.Diff(created, got))
			}
			// Somebody deletes it: it is gone, and no error.
			f.Remove("policies", created["id"].(string))
			gone, err := newProtocol(t, f).ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
				TypeName: policyType, CurrentState: p.dynamic(state), CurrentIdentity: p.identity(kept(updated)),
			})
			p.clean(gone.Diagnostics, err)
			if state := p.stateOf(policyType, gone.NewState); state != nil {
				t.Errorf("still in the state: %v", state)
			}
		})
	}
}

// In another tenant the object would look deleted, and be created anew; or a stranger with its id be changed.
func TestAnotherTenantIsLeftAlone(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	f.legacyBlock()
	p := newProtocol(t, f)
	state, identity := p.importAs(policyType, values{"id": adopted})
	identity["tenant_id"] = someGUID
	f.ResetLog()

	const want = "That policy is in another tenant"
	read, err := p.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: policyType, CurrentState: p.dynamic(state), CurrentIdentity: p.identity(identity),
	})
	if said := p.soleError(read.Diagnostics, err); !strings.HasPrefix(said, want) {
		t.Errorf("read: %s", said)
	}
	for name, planned := range map[string]*tfprotov6.DynamicValue{"update": p.dynamic(state), "delete": p.dynamic(nil)} {
		applied, err := p.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
			TypeName: policyType, PriorState: p.dynamic(state), PlannedState: planned, Config: planned, PlannedIdentity: p.identity(identity),
		})
		if said := p.soleError(applied.Diagnostics, err); !strings.HasPrefix(said, want) {
			t.Errorf("%s: %s", name, said)
		}
	}
	if n := len(f.Requests()); n > 0 {
		t.Errorf("%d requests were sent", n)
	}
}
