package provider

import (
	"encoding/json"
	"fmt"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// A protocol is the provider in this process, spoken to as Terraform speaks to it: for what the terraform at
// hand is too old to ask.
type protocol struct {
	t *testing.T
	tfprotov6.ProviderServer
	schemas *tfprotov6.GetProviderSchemaResponse
}

// values are a configuration, a state or an identity. What they do not name is null.
type values = map[string]any

// unordered compares sets, which come back in some order.
var unordered = cmpopts.SortSlices(func(a, b any) bool { return fmt.Sprint(a) < fmt.Sprint(b) })

func newProtocol(t *testing.T, f *fixture) *protocol {
	t.Helper()
	server := providerserver.NewProtocol6(testProvider())()
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	p := &protocol{t: t, ProviderServer: server, schemas: schemas}
	p.clean(schemas.Diagnostics, nil)
	configured, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.14.0",
		Config: p.dynamic(values{
			"tenant_id": tenantID, "client_id": pipelineApp, "client_secret": "not-a-secret", "graph_endpoint": f.url,
			"guard": values{
				"break_glass": values{"users": []string{breakGlass1, breakGlass2}},
				"staging":     values{"minimum_soak": "0s"},
				"settle":      "1ms", "order_wait": "1ms",
			},
		}),
	})
	p.clean(configured.Diagnostics, err)
	return p
}

// dynamic is a value on its way to the provider. Terraform sends another encoding; the server takes both.
func (p *protocol) dynamic(value any) *tfprotov6.DynamicValue {
	p.t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		p.t.Fatal(err)
	}
	return &tfprotov6.DynamicValue{JSON: data}
}

// identity is one as Terraform keeps it; nil is none.
func (p *protocol) identity(value values) *tfprotov6.ResourceIdentityData {
	if value == nil {
		return nil
	}
	return &tfprotov6.ResourceIdentityData{IdentityData: p.dynamic(value)}
}

// clean fails the test on any diagnostic.
func (p *protocol) clean(diagnostics []*tfprotov6.Diagnostic, err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
	for _, d := range diagnostics {
		p.t.Fatalf("%s: %s: %s", d.Severity, d.Summary, d.Detail)
	}
}

// soleError is the only diagnostic there is.
func (p *protocol) soleError(diagnostics []*tfprotov6.Diagnostic, err error) string {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
	if len(diagnostics) != 1 || diagnostics[0].Severity != tfprotov6.DiagnosticSeverityError {
		p.t.Fatalf("%d diagnostics, want one error: %v", len(diagnostics), diagnostics)
	}
	return diagnostics[0].Summary + ": " + diagnostics[0].Detail
}

// stateOf is a state of a resource type as plain values.
func (p *protocol) stateOf(typeName string, value *tfprotov6.DynamicValue) values {
	p.t.Helper()
	return p.read(p.schemas.ResourceSchemas[typeName].ValueType(), value)
}

func (p *protocol) identityOf(typeName string, data *tfprotov6.ResourceIdentityData) values {
	p.t.Helper()
	if data == nil {
		p.t.Fatal("no identity came back")
	}
	schemas, err := p.GetResourceIdentitySchemas(p.t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		p.t.Fatal(err)
	}
	return p.read(schemas.IdentitySchemas[typeName].ValueType(), data.IdentityData)
}

func (p *protocol) read(kind tftypes.Type, value *tfprotov6.DynamicValue) values {
	p.t.Helper()
	known, err := value.Unmarshal(kind)
	if err != nil {
		p.t.Fatal(err)
	}
	object, _ := plainOf(p.t, known).(values)
	return object
}

// plainOf turns a value into maps, slices and scalars.
func plainOf(t *testing.T, value tftypes.Value) any {
	t.Helper()
	if value.IsNull() {
		return nil
	}
	fail := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	switch kind := value.Type(); {
	case kind.Is(tftypes.String):
		var s string
		fail(value.As(&s))
		return s
	case kind.Is(tftypes.Bool):
		var b bool
		fail(value.As(&b))
		return b
	case kind.Is(tftypes.Number):
		var n big.Float
		fail(value.As(&n))
		whole, _ := n.Int64()
		return whole
	case kind.Is(tftypes.Object{}), kind.Is(tftypes.Map{}):
		var members map[string]tftypes.Value
		fail(value.As(&members))
		object := values{}
		for name, member := range members {
			if !member.IsNull() {
				object[name] = plainOf(t, member)
			}
		}
		return object
	default:
		var members []tftypes.Value
		fail(value.As(&members))
		list := make([]any, len(members))
		for i, member := range members {
			list[i] = plainOf(t, member)
		}
		return list
	}
}

// importAs imports by an identity, and reads what was imported, as Terraform does.
func (p *protocol) importAs(typeName string, identity values) (state, known values) {
	p.t.Helper()
	imported, err := p.ImportResourceState(p.t.Context(), &tfprotov6.ImportResourceStateRequest{
		TypeName: typeName, Identity: p.identity(identity),
	})
	p.clean(imported.Diagnostics, err)
	if len(imported.ImportedResources) != 1 {
		p.t.Fatalf("%d resources were imported", len(imported.ImportedResources))
	}
	resource := imported.ImportedResources[0]
	read, err := p.ReadResource(p.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: typeName, CurrentState: resource.State, CurrentIdentity: resource.Identity, Private: resource.Private,
	})
	p.clean(read.Diagnostics, err)
	return p.stateOf(typeName, read.NewState), p.identityOf(typeName, read.NewIdentity)
}

// apply plans and applies a configuration over a prior state and identity, both nil for a create.
func (p *protocol) apply(typeName string, prior, identity, config values) (state, known values) {
	p.t.Helper()
	proposed := values{}
	for name, value := range prior {
		proposed[name] = value
	}
	for name, value := range config {
		proposed[name] = value
	}
	planned, err := p.PlanResourceChange(p.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: typeName, PriorState: p.dynamic(prior), ProposedNewState: p.dynamic(proposed), Config: p.dynamic(config),
		PriorIdentity: p.identity(identity),
	})
	p.clean(planned.Diagnostics, err)
	applied, err := p.ApplyResourceChange(p.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: typeName, PriorState: p.dynamic(prior), PlannedState: planned.PlannedState, Config: p.dynamic(config),
		PlannedPrivate: planned.PlannedPrivate, PlannedIdentity: p.identity(identity),
	})
	p.clean(applied.Diagnostics, err)
	return p.stateOf(typeName, applied.NewState), p.identityOf(typeName, applied.NewIdentity)
}
