// Package provider is everything that speaks the Terraform plugin framework, and nothing else does. It turns
// Terraform's values into Conditional Access values and back, and findings of the guard into diagnostics.
// What may happen to a tenant is decided in package guard, and how it is written in package graph.
//
// What all resources do alike is in the entity files: entity_resource.go creates, reads, updates and deletes,
// entity_plan.go plans and validates. What a resource is beyond that is in <noun>_resource.go, with
// <noun>_schema.go for what a configuration may say, and <noun>_model.go, which binds every attribute to a
// property, in both directions.
package provider

import (
	"context"
	"net/http"
	"os"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entraguard/terraform-provider-entraguard/internal/graph"
)

var (
	_ provider.Provider                   = (*entraguard)(nil)
	_ provider.ProviderWithListResources  = (*entraguard)(nil)
	_ provider.ProviderWithValidateConfig = (*entraguard)(nil)
)

// New returns the provider of a release.
func New(version string) func() provider.Provider {
	return func() provider.Provider { return &entraguard{version: version} }
}

type entraguard struct {
	version string

	// pace is the least time between two requests under the service's quota; 0 is the client's own, which
	// only a simulator need not keep to.
	pace time.Duration

	// transport, where set, is how to reach a simulator of the tests.
	transport http.RoundTripper
}

func (p *entraguard) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "entraguard"
	resp.Version = p.version
}

func (p *entraguard) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = providerSchema()
}

// ValidateConfig refuses a guard block that no plan could use, as far as it is known.
func (p *entraguard) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	var block types.Object
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("guard"), &block)...)
	if !resp.Diagnostics.HasError() && wholly(block) {
		_, diags := toGuard(block)
		resp.Diagnostics.Append(diags...)
	}
}

// Configure makes the client and the guard. It sends no request: a plan that reads and changes nothing needs
// none.
func (p *entraguard) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	configuration := whole(ctx, req.Config.Get, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	place, diags := toGraph(configuration, os.Getenv)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	block, _ := configuration.Attributes()["guard"].(types.Object)
	judging, diags := toGuard(block)
	resp.Diagnostics.Append(diags...)

	place.PaceInterval, place.Transport = p.pace, p.transport
	place.UserAgent = "terraform-provider-entraguard/" + p.version + " terraform/" + req.TerraformVersion
	place.Log = func(ctx context.Context, message string, fields map[string]any) { tflog.Debug(ctx, message, fields) }
	place.Progress = func(ctx context.Context, message string) { tflog.Info(ctx, message) }
	client, err := graph.New(ctx, place)
	if err != nil {
		const summary = "The provider cannot be configured"
		if s, ok := settingNamedBy(err.Error()); ok {
			resp.Diagnostics.AddAttributeError(path.Root(s.name), summary, sentence(err.Error()))
		} else {
			resp.Diagnostics.AddError(summary, sentence(err.Error()))
		}
	}
	if resp.Diagnostics.HasError() {
		return
	}
	configured := &connection{client: client, config: judging}
	resp.ResourceData, resp.DataSourceData, resp.ListResourceData = configured, configured, configured
}

func (p *entraguard) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{newPolicyResource, newLocationResource, newStrengthResource, newContextResource, newDefaultsResource}
}

func (p *entraguard) DataSources(context.Context) []func() datasource.DataSource {
	policies := once(policyEntity.shown)
	return slices.Concat(
		dataSourcesOf(policyEntity, policies),
		dataSourcesOf(locationEntity, once(locationEntity.shown)),
		dataSourcesOf(strengthEntity, once(strengthEntity.shown)),
		dataSourcesOf(contextEntity, once(contextEntity.shown)),
		dataSourcesOf(defaultsEntity, once(defaultsEntity.shown)),
		[]func() datasource.DataSource{templatesOf(policies)},
	)
}

// ListResources are what `terraform query` finds: every kind of object that there is a resource for.
func (p *entraguard) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{
		listResourceOf(policyEntity), listResourceOf(locationEntity), listResourceOf(strengthEntity),
		listResourceOf(contextEntity), listResourceOf(defaultsEntity),
	}
}
