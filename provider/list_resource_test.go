package provider

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// listed asks for a list as `terraform query` does. It stops where stop says so.
func (p *protocol) listed(request tfprotov6.ListResourceRequest, stop func(results int) bool) []tfprotov6.ListResourceResult {
	p.t.Helper()
	//nolint:staticcheck // the interface is on its way into ProviderServer, and deprecated until it is there
	server, ok := p.ProviderServer.(tfprotov6.ProviderServerWithListResource)
	if !ok {
		p.t.Fatal("the provider lists nothing")
	}
	stream, err := server.ListResource(p.t.Context(), &request)
	if err != nil {
		p.t.Fatal(err)
	}
	var results []tfprotov6.ListResourceResult
	for result := range stream.Results {
		results = append(results, result)
		if stop != nil && stop(len(results)) {
			break
		}
	}
	return results
}

func namesOf(results []tfprotov6.ListResourceResult) string {
	var names []string
	for _, r := range results {
		names = append(names, r.DisplayName)
	}
	return strings.Join(names, " ")
}

// Every resource can be listed, under the same filters as its data source takes.
func TestEveryResourceCanBeListed(t *testing.T) {
	t.Parallel()
	p := newProtocol(t, newTenant(t, graphsim.Options{}))
	if len(p.schemas.ResourceSchemas) < 5 || len(p.schemas.ListResourceSchemas) != len(p.schemas.ResourceSchemas) {
		t.Fatalf("%d lists of %d resources", len(p.schemas.ListResourceSchemas), len(p.schemas.ResourceSchemas))
	}
	for name := range p.schemas.ResourceSchemas {
		schema, ok := p.schemas.ListResourceSchemas[name]
		if !ok {
			t.Errorf("%s cannot be listed", name)
			continue
		}
		var filters []string
		for _, a := range schema.Block.Attributes {
			filters = append(filters, a.Name)
		}
		if slices.Contains(filters, "state") != (name == policyType) {
			t.Errorf("%s: filters %v", name, filters)
		}
	}
}

func TestListPolicies(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{Reorder: true})
	f.manyPolicies("disabled", "enabled", "enabled", "enabledForReportingButNotEnforced", "disabled")
	p := newProtocol(t, f)
	for name, test := range map[string]struct {
		config values
		limit  int64
		want   string
	}{
		"all":      {values{}, 100, "CA000 CA001 CA002 CA003 CA004"},
		"limit":    {values{}, 2, "CA000 CA001"},
		"exact":    {values{}, 5, "CA000 CA001 CA002 CA003 CA004"},
		"state":    {values{"state": "disabled"}, 100, "CA000 CA003"},
		"contains": {values{"display_name_contains": "a004"}, 100, "CA004"},
		"none":     {values{"display_name_contains": "nothing"}, 100, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := *p
			p.t = t
			for _, whole := range []bool{false, true} {
				results := p.listed(tfprotov6.ListResourceRequest{
					TypeName: policyType, Config: p.dynamic(test.config), Limit: test.limit, IncludeResource: whole,
				}, nil)
				if got := namesOf(results); got != test.want {
					t.Errorf("got %q, want %q", got, test.want)
				}
				for _, r := range results {
					p.clean(r.Diagnostics, nil)
					if (r.Resource != nil && p.stateOf(policyType, r.Resource) != nil) != whole {
						t.Errorf("%s: whole %v, resource %v", r.DisplayName, whole, r.Resource)
					}
				}
			}
		})
	}
}

// What a list says of an object is what an import of it says.
func TestListedResourceIsTheImportedOne(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	f.legacyBlock()
	f.strength("fido2", "password,microsoftAuthenticatorPush")
	p := newProtocol(t, f)
	for _, typeName := range []string{policyType, locationType, strengthType, contextType, defaultsType} {
		results := p.listed(tfprotov6.ListResourceRequest{
			TypeName: typeName, Config: p.dynamic(values{}), Limit: 100, IncludeResource: true,
		}, nil)
		if len(results) == 0 {
			t.Fatalf("%s: nothing is listed", typeName)
		}
		for _, r := range results {
			identity := p.identityOf(typeName, r.Identity)
			state, known := p.importAs(typeName, identity)
			if diff := cmp.Diff(state, p.stateOf(typeName, r.Resource), unordered); diff != "" {
				t.Errorf("%s (-imported +listed)\n%s", r.DisplayName, diff)
			}
			if diff := cmp.Diff(known, identity); diff != "" {
				t.Errorf("%s (-imported +listed)\n%s", r.DisplayName, diff)
			}
		}
	}
}

func TestListStopsWhenNobodyAsks(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	f.manyPolicies("disabled", "disabled", "disabled")
	p := newProtocol(t, f)
	results := p.listed(tfprotov6.ListResourceRequest{TypeName: policyType, Config: p.dynamic(values{}), Limit: 100},
		func(results int) bool { return results == 2 })
	if got := namesOf(results); got != "CA000 CA001" {
		t.Errorf("got %q", got)
	}
}

// What Microsoft keeps cannot be imported: it is no result, and takes no place of the limit.
func TestListLeavesOutWhatCannotBeManaged(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	f.Put("namedLocations", map[string]any{
		"@odata.type": "#microsoft.graph.compliantNetworkNamedLocation", "id": otherGUID, "displayName": "All Compliant Network locations",
	})
	p := newProtocol(t, f)
	for typeName, want := range map[string]string{locationType: "Branch Office", strengthType: ""} {
		results := p.listed(tfprotov6.ListResourceRequest{TypeName: typeName, Config: p.dynamic(values{}), Limit: 2}, nil)
		if got := namesOf(results); got != want {
			t.Errorf("%s: got %q, want %q", typeName, got, want)
		}
	}
}

func TestListThatCannotBeRead(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{RequireScopes: []string{"User.Read.All"}})
	p := newProtocol(t, f)
	results := p.listed(tfprotov6.ListResourceRequest{TypeName: policyType, Config: p.dynamic(values{}), Limit: 10}, nil)
	if len(results) != 1 {
		t.Fatalf("%d results", len(results))
	}
	wants(t, p.soleError(results[0].Diagnostics, nil), "Microsoft Graph refused to list the policies (403 Forbidden)", "Policy.Read.All")
}
