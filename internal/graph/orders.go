package graph

import (
	"context"

	abstractions "github.com/microsoft/kiota-abstractions-go"
	"github.com/microsoftgraph/msgraph-sdk-go/identity"
)

// pageSize asks for a list in one page: each page costs a request of the quota.
var pageSize int32 = 999

var (
	readPolicies   = []string{"Policy.Read.All"}
	writePolicies  = []string{"Policy.Read.All", "Policy.ReadWrite.ConditionalAccess", "Application.Read.All"}
	writeLocations = []string{"Policy.Read.All", "Policy.ReadWrite.ConditionalAccess"}
	readStrengths  = []string{"Policy.Read.AuthenticationMethod"}
	writeStrengths = []string{"Policy.ReadWrite.ConditionalAccess"}
	readContexts   = []string{"AuthenticationContext.Read.All"}
	writeContexts  = []string{"AuthenticationContext.ReadWrite.All"}
	writeDefaults  = []string{"Policy.Read.All", "Policy.ReadWrite.SecurityDefaults"}
)

func (c *Client) conditionalAccess(version string) *identity.ConditionalAccessRequestBuilder {
	return identity.NewConditionalAccessRequestBuilderInternal(c.root(version), c.adapters[version])
}

// root is where the SDK's request builders begin.
func (c *Client) root(version string) map[string]string {
	return map[string]string{"baseurl": c.place.base(version)}
}

func (c *Client) listPolicies(ctx context.Context, version string) order {
	o := order{operation: "list the policies", version: version, needs: readPolicies}
	if version == beta {
		o.operation = "list the policies (beta)"
	}
	o.info, o.err = c.conditionalAccess(version).Policies().ToGetRequestInformation(ctx,
		&identity.ConditionalAccessPoliciesRequestBuilderGetRequestConfiguration{
			QueryParameters: &identity.ConditionalAccessPoliciesRequestBuilderGetQueryParameters{Top: &pageSize},
		})
	return o
}

func (c *Client) listLocations(ctx context.Context) order {
	o := order{operation: "list the named locations", version: v1, needs: readPolicies}
	o.info, o.err = c.conditionalAccess(v1).NamedLocations().ToGetRequestInformation(ctx,
		&identity.ConditionalAccessNamedLocationsRequestBuilderGetRequestConfiguration{
			QueryParameters: &identity.ConditionalAccessNamedLocationsRequestBuilderGetQueryParameters{Top: &pageSize},
		})
	return o
}

func (c *Client) listStrengths(ctx context.Context) order {
	o := order{operation: "list the authentication strengths", version: v1, needs: readStrengths}
	o.info, o.err = c.conditionalAccess(v1).AuthenticationStrength().Policies().ToGetRequestInformation(ctx,
		&identity.ConditionalAccessAuthenticationStrengthPoliciesRequestBuilderGetRequestConfiguration{
			QueryParameters: &identity.ConditionalAccessAuthenticationStrengthPoliciesRequestBuilderGetQueryParameters{
				Expand: []string{"combinationConfigurations"},
			},
		})
	return o
}

func (c *Client) listContexts(ctx context.Context) order {
	o := order{operation: "list the authentication contexts", version: v1, needs: readContexts}
	o.info, o.err = c.conditionalAccess(v1).AuthenticationContextClassReferences().ToGetRequestInformation(ctx, nil)
	return o
}

// onPolicy is a request for one policy; name is for messages.
func (c *Client) onPolicy(method abstractions.HttpMethod, version, id, operation string, body []byte) order {
	builder := c.conditionalAccess(version).Policies().ByConditionalAccessPolicyId(id)
	o := order{operation: operation, version: version, needs: writePolicies, info: withBody(builder.BaseRequestBuilder, method, body)}
	if method == abstractions.GET {
		o.needs = readPolicies
	}
	return o
}

// onLocation is a request for one named location.
func (c *Client) onLocation(method abstractions.HttpMethod, id, operation string, body []byte) order {
	builder := c.conditionalAccess(v1).NamedLocations().ByNamedLocationId(id)
	o := order{operation: operation, version: v1, needs: writeLocations, info: withBody(builder.BaseRequestBuilder, method, body)}
	if method == abstractions.GET {
		o.needs = readPolicies
	}
	return o
}

// onStrength is a request for one authentication strength. It is read with its configurations, as the list is.
func (c *Client) onStrength(ctx context.Context, method abstractions.HttpMethod, id, operation string, body []byte) order {
	builder := c.strength(id)
	if method != abstractions.GET {
		return order{operation: operation, version: v1, needs: writeStrengths, info: withBody(builder.BaseRequestBuilder, method, body)}
	}
	o := order{operation: operation, version: v1, needs: readStrengths}
	o.info, o.err = builder.ToGetRequestInformation(ctx,
		&identity.ConditionalAccessAuthenticationStrengthPoliciesAuthenticationStrengthPolicyItemRequestBuilderGetRequestConfiguration{
			QueryParameters: &identity.ConditionalAccessAuthenticationStrengthPoliciesAuthenticationStrengthPolicyItemRequestBuilderGetQueryParameters{
				Expand: []string{"combinationConfigurations"},
			},
		})
	return o
}

func (c *Client) strength(id string) *identity.ConditionalAccessAuthenticationStrengthPoliciesAuthenticationStrengthPolicyItemRequestBuilder {
	return c.conditionalAccess(v1).AuthenticationStrength().Policies().ByAuthenticationStrengthPolicyId(id)
}

// onContext is a request for one authentication context.
func (c *Client) onContext(method abstractions.HttpMethod, id, operation string, body []byte) order {
	builder := c.conditionalAccess(v1).AuthenticationContextClassReferences().ByAuthenticationContextClassReferenceId(id)
	o := order{operation: operation, version: v1, needs: writeContexts, info: withBody(builder.BaseRequestBuilder, method, body)}
	if method == abstractions.GET {
		o.needs = readContexts
	}
	return o
}

// withBody is what a request builder would send, with a body of our own: the SDK's models cannot write
// null where it is meant, nor anything that they do not know.
func withBody(builder abstractions.BaseRequestBuilder, method abstractions.HttpMethod, body []byte) *abstractions.RequestInformation {
	info := abstractions.NewRequestInformationWithMethodAndUrlTemplateAndPathParameters(method, builder.UrlTemplate, builder.PathParameters)
	info.Headers.TryAdd("Accept", "application/json")
	if body != nil {
		info.SetStreamContentAndContentType(body, "application/json")
	}
	return info
}
