package provider

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// A core is to a provider in this process what Terraform's core is to one in a process of its own: it speaks the
// protocol, and keeps no state but what the provider answers. For tests of which a terraform binary would make too
// few, or in which time has to stand still.
type core struct {
	t       *testing.T
	server  tfprotov6.ProviderServer
	schemas map[string]*tfprotov6.Schema
	between func() // runs between the plan of a change and its apply
}

// words is an object as a test writes it; what it leaves out is null.
type words = map[string]any

// startCore configures a provider. It must not be called from a test that has ended.
func startCore(t *testing.T, p *entraguard, configuration words) *core {
	t.Helper()
	server, err := providerserver.NewProtocol6WithError(p)()
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	schema, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	c := &core{t: t, server: server, schemas: schema.ResourceSchemas}
	config := c.dynamic(schema.Provider.ValueType(), configuration)
	configured, err := server.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.11.4", Config: config})
	if err != nil || failed(configured.Diagnostics) {
		t.Fatalf("%v %s", err, told(configured.Diagnostics))
	}
	return c
}

// A kept object is what a state holds of it; nil is nothing.
type keptObject struct{ state *tfprotov6.DynamicValue }

// apply plans a change and makes it, as an apply does with each resource. A nil configuration deletes.
func (c *core) apply(ctx context.Context, typeName string, prior keptObject, configuration words) (keptObject, []*tfprotov6.Diagnostic) {
	kind := c.schemas[typeName].ValueType()
	before := prior.state
	if before == nil {
		before = c.null(kind)
	}
	config, proposed := c.null(kind), c.null(kind)
	if configuration != nil {
		config = c.dynamic(kind, configuration)
		proposed = c.proposed(typeName, before, config)
	}
	planned, err := c.server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: typeName, PriorState: before, ProposedNewState: proposed, Config: config,
	})
	if err != nil {
		c.t.Fatal(err)
	}
	if failed(planned.Diagnostics) {
		return prior, planned.Diagnostics
	}
	if c.between != nil {
		c.between()
	}
	return c.write(ctx, typeName, before, planned.PlannedState, config, planned.PlannedPrivate)
}

// plan reports whether a configuration would change anything.
func (c *core) plan(ctx context.Context, typeName string, prior keptObject, configuration words) (bool, []*tfprotov6.Diagnostic) {
	config := c.dynamic(c.schemas[typeName].ValueType(), configuration)
	planned, err := c.server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: typeName, PriorState: prior.state, ProposedNewState: c.proposed(typeName, prior.state, config), Config: config,
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return !c.value(typeName, planned.PlannedState).Equal(c.value(typeName, prior.state)), planned.Diagnostics
}

func (c *core) write(ctx context.Context, typeName string, before, planned, config *tfprotov6.DynamicValue, private []byte) (keptObject, []*tfprotov6.Diagnostic) {
	applied, err := c.server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: typeName, PriorState: before, PlannedState: planned, Config: config, PlannedPrivate: private,
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return c.keep(typeName, applied.NewState), applied.Diagnostics
}

// read refreshes a state.
func (c *core) read(ctx context.Context, typeName string, prior keptObject) (keptObject, []*tfprotov6.Diagnostic) {
	read, err := c.server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{TypeName: typeName, CurrentState: prior.state})
	if err != nil {
		c.t.Fatal(err)
	}
	return c.keep(typeName, read.NewState), read.Diagnostics
}

func (c *core) keep(typeName string, state *tfprotov6.DynamicValue) keptObject {
	if state == nil {
		return keptObject{}
	}
	if value := c.value(typeName, state); value.IsNull() {
		return keptObject{}
	}
	return keptObject{state}
}

// attribute is a text of a state; "" where it has none.
func (c *core) attribute(typeName string, kept keptObject, name string) string {
	if kept.state == nil {
		return ""
	}
	attributes := map[string]tftypes.Value{}
	var text string
	if c.value(typeName, kept.state).As(&attributes) != nil || attributes[name].As(&text) != nil {
		return ""
	}
	return text
}

func (c *core) value(typeName string, state *tfprotov6.DynamicValue) tftypes.Value {
	value, err := state.Unmarshal(c.schemas[typeName].ValueType())
	if err != nil {
		c.t.Fatal(err)
	}
	return value
}

// proposed is the configuration with the computed attributes, which it leaves out, as they were.
func (c *core) proposed(typeName string, before, config *tfprotov6.DynamicValue) *tfprotov6.DynamicValue {
	old, wanted := map[string]tftypes.Value{}, map[string]tftypes.Value{}
	prior := c.value(typeName, before)
	if prior.IsNull() {
		return config
	}
	if err := prior.As(&old); err != nil {
		c.t.Fatal(err)
	}
	if err := c.value(typeName, config).As(&wanted); err != nil {
		c.t.Fatal(err)
	}
	for _, a := range c.schemas[typeName].Block.Attributes {
		if a.Computed && wanted[a.Name].IsNull() {
			wanted[a.Name] = old[a.Name]
		}
	}
	kind := c.schemas[typeName].ValueType()
	return c.encode(kind, tftypes.NewValue(kind, wanted))
}

func (c *core) null(kind tftypes.Type) *tfprotov6.DynamicValue {
	return c.encode(kind, tftypes.NewValue(kind, nil))
}

func (c *core) dynamic(kind tftypes.Type, value any) *tfprotov6.DynamicValue {
	return c.encode(kind, spelled(kind, value))
}

func (c *core) encode(kind tftypes.Type, value tftypes.Value) *tfprotov6.DynamicValue {
	dynamic, err := tfprotov6.NewDynamicValue(kind, value)
	if err != nil {
		c.t.Fatal(err)
	}
	return &dynamic
}

// spelled is a value of a type, from what a test wrote.
func spelled(kind tftypes.Type, value any) tftypes.Value {
	if value == nil {
		return tftypes.NewValue(kind, nil)
	}
	switch k := kind.(type) {
	case tftypes.Object:
		given, _ := value.(words)
		attributes := map[string]tftypes.Value{}
		for name, below := range k.AttributeTypes {
			attributes[name] = spelled(below, given[name])
		}
		return tftypes.NewValue(kind, attributes)
	case tftypes.Set:
		return tftypes.NewValue(kind, spelledEach(k.ElementType, value))
	case tftypes.List:
		return tftypes.NewValue(kind, spelledEach(k.ElementType, value))
	}
	return tftypes.NewValue(kind, value)
}

func spelledEach(kind tftypes.Type, value any) []tftypes.Value {
	var values []tftypes.Value
	switch list := value.(type) {
	case []string:
		for _, text := range list {
			values = append(values, spelled(kind, text))
		}
	case []words:
		for _, object := range list {
			values = append(values, spelled(kind, object))
		}
	}
	return values
}

func failed(diagnostics []*tfprotov6.Diagnostic) bool {
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			return true
		}
	}
	return false
}

// told is what diagnostics say, a line each.
func told(diagnostics []*tfprotov6.Diagnostic) string {
	var b strings.Builder
	for _, d := range diagnostics {
		fmt.Fprintf(&b, "%s: %s: %s\n", d.Severity, d.Summary, strings.Join(strings.Fields(d.Detail), " "))
	}
	return b.String()
}
