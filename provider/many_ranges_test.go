package provider

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// A refresh and a plan of a location with a thousand ranges are held to a number of allocations, since time says
// more about the machine; so this test runs alone. Terraform's protocol library compares two sets once a call,
// with three allocations for every pair of members. The framework's own comparison, which [rangeSet] spares
// us, takes dozens.
func TestManyRangesAreCheap(t *testing.T) {
	const n, most = 1000, 5
	for call, allocations := range rangesCost(t, n) {
		t.Logf("%s: %.1f allocations a pair", call, allocations/(n*n))
		if allocations > most*n*n {
			t.Errorf("%s: %.1f allocations for every pair of ranges, want at most %d", call, allocations/(n*n), most)
		}
	}
}

// rangesCost is how many allocations a refresh and a plan of a location take, over the protocol.
func rangesCost(t *testing.T, n int) map[string]float64 {
	t.Helper()
	f := newTenant(t, graphsim.Options{})
	f.Put("namedLocations", map[string]any{
		"@odata.type": "#microsoft.graph.ipNamedLocation", "id": someGUID, "displayName": "Everywhere", "ipRanges": manyRanges(n),
	})
	server := f.protocol(t)
	kind := locationSchema(t.Context()).Type()
	empty := asObject(nullOf(kind))
	state := pack(t, kind, with(empty, "id", types.StringValue(someGUID)))

	read := func() {
		resp, err := server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: "entraguard_named_location", CurrentState: state})
		if err != nil || len(resp.Diagnostics) > 0 {
			t.Fatal(err, resp.Diagnostics)
		}
		state = resp.NewState
	}
	plan := func() {
		resp, err := server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
			TypeName: "entraguard_named_location", PriorState: state, ProposedNewState: state, Config: pack(t, kind, empty),
		})
		if err != nil || len(resp.Diagnostics) > 0 {
			t.Fatal(err, resp.Diagnostics)
		}
	}
	read()
	return map[string]float64{"read": testing.AllocsPerRun(2, read), "plan": testing.AllocsPerRun(2, plan)}
}

func manyRanges(n int) []any {
	var ranges []any
	for i := range n {
		ranges = append(ranges, map[string]any{
			"@odata.type": "#microsoft.graph.iPv6CidrRange", "cidrAddress": fmt.Sprintf("2001:db8:%x::/48", i),
		})
	}
	return ranges
}

// protocol is a provider that is configured for the tenant, without a terraform.
func (f *fixture) protocol(t *testing.T) tfprotov6.ProviderServer {
	t.Helper()
	server, err := providerserver.NewProtocol6WithError(testProvider())()
	if err != nil {
		t.Fatal(err)
	}
	kind := providerSchema().Type()
	configuration := asObject(nullOf(kind))
	for name, value := range map[string]string{
		"tenant_id": tenantID, "client_id": pipelineApp, "client_secret": "not-a-secret", "graph_endpoint": f.url,
	} {
		configuration = with(configuration, name, types.StringValue(value))
	}
	resp, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: pack(t, kind, configuration)})
	if err != nil || len(resp.Diagnostics) > 0 {
		t.Fatal(err, resp.Diagnostics)
	}
	return server
}

func pack(t *testing.T, kind attr.Type, object types.Object) *tfprotov6.DynamicValue {
	t.Helper()
	value, err := object.ToTerraformValue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	packed, err := tfprotov6.NewDynamicValue(kind.TerraformType(t.Context()), value)
	if err != nil {
		t.Fatal(err)
	}
	return &packed
}
