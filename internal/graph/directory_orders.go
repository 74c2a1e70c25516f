package graph

import (
	"context"
	"fmt"
	"strings"

	abstractions "github.com/microsoft/kiota-abstractions-go"
	"github.com/microsoftgraph/msgraph-sdk-go/domains"
	"github.com/microsoftgraph/msgraph-sdk-go/organization"
	"github.com/microsoftgraph/msgraph-sdk-go/policies"
	"github.com/microsoftgraph/msgraph-sdk-go/rolemanagement"
)

var (
	readDirectoryRoles = []string{"RoleManagement.Read.Directory"}
	readUsers          = []string{"User.Read.All"}
	readGroups         = []string{"GroupMember.Read.All"}
	readMethods        = []string{"UserAuthenticationMethod.Read.All"}
	readDevices        = []string{"Device.Read.All"}
	readApplications   = []string{"Application.Read.All"}
)

func (c *Client) readOrganization(ctx context.Context) order {
	o := order{operation: "read the organization", version: v1, needs: []string{"Organization.Read.All"}}
	o.info, o.err = organization.NewOrganizationRequestBuilderInternal(c.root(v1), c.adapters[v1]).ToGetRequestInformation(ctx, nil)
	return o
}

func (c *Client) readSecurityDefaults(ctx context.Context) order {
	o := order{operation: "read the security defaults", version: v1, needs: readPolicies}
	o.info, o.err = policies.NewIdentitySecurityDefaultsEnforcementPolicyRequestBuilderInternal(c.root(v1), c.adapters[v1]).ToGetRequestInformation(ctx, nil)
	return o
}

func (c *Client) readMethodsPolicy(ctx context.Context) order {
	o := order{operation: "read the authentication methods policy", version: v1, needs: []string{"Policy.Read.AuthenticationMethod"}}
	o.info, o.err = policies.NewAuthenticationMethodsPolicyRequestBuilderInternal(c.root(v1), c.adapters[v1]).ToGetRequestInformation(ctx, nil)
	return o
}

func (c *Client) readDomains(ctx context.Context) order {
	o := order{operation: "list the domains", version: v1, needs: []string{"Domain.Read.All"}}
	o.info, o.err = domains.NewDomainsRequestBuilderInternal(c.root(v1), c.adapters[v1]).ToGetRequestInformation(ctx, nil)
	return o
}

func (c *Client) roles() *rolemanagement.DirectoryRequestBuilder {
	return rolemanagement.NewDirectoryRequestBuilderInternal(c.root(v1), c.adapters[v1])
}

func (c *Client) readRoleDefinitions(ctx context.Context) order {
	o := order{operation: "list the role definitions", version: v1, needs: readDirectoryRoles}
	o.info, o.err = c.roles().RoleDefinitions().ToGetRequestInformation(ctx, nil)
	return o
}

func (c *Client) readRoleAssignments(ctx context.Context) order {
	o := order{operation: "list the role assignments", version: v1, needs: readDirectoryRoles}
	o.info, o.err = c.roles().RoleAssignments().ToGetRequestInformation(ctx, nil)
	return o
}

func (c *Client) readActiveInstances(ctx context.Context) order {
	o := order{operation: "list the active role assignment instances", version: v1, needs: readDirectoryRoles}
	o.info, o.err = c.roles().RoleAssignmentScheduleInstances().ToGetRequestInformation(ctx, nil)
	return o
}

func (c *Client) readEligibleInstances(ctx context.Context) order {
	o := order{operation: "list the eligible role assignment instances", version: v1, needs: readDirectoryRoles}
	o.info, o.err = c.roles().RoleEligibilityScheduleInstances().ToGetRequestInformation(ctx, nil)
	return o
}

// The requests below are written out instead of taken from the SDK's request builders: those of users and
// groups come with mail, files and chats, some three thousand source files.

// filtered asks for the objects with the given values of a property.
func filtered(collection, property string, values []string, selected string, needs []string) order {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = "'" + strings.ReplaceAll(v, "'", "''") + "'"
	}
	info := get("{+baseurl}/" + collection + "{?%24filter,%24select}")
	info.QueryParameters["%24filter"] = fmt.Sprintf("%s in (%s)", property, strings.Join(quoted, ","))
	info.QueryParameters["%24select"] = selected
	return order{operation: "list " + collection, version: v1, info: info, needs: needs}
}

// related asks for what belongs to one object.
func related(operation, template, id string, needs []string, parameters ...string) order {
	info := get(template)
	info.PathParameters["id"] = id
	for i := 0; i+1 < len(parameters); i += 2 {
		info.QueryParameters["%24"+parameters[i]] = parameters[i+1]
	}
	return order{operation: operation, version: v1, info: info, needs: needs}
}

func get(template string) *abstractions.RequestInformation {
	info := abstractions.NewRequestInformationWithMethodAndUrlTemplateAndPathParameters(abstractions.GET, template, map[string]string{})
	info.Headers.TryAdd("Accept", "application/json")
	return info
}

func membersOf(groupID string) order {
	return related("list the members of the group "+groupID, "{+baseurl}/groups/{id}/transitiveMembers{?%24select,%24top}", groupID, readGroups,
		"select", "id", "top", "999")
}

func groupsOf(userID string) order {
	return related("list the groups of the user "+userID, "{+baseurl}/users/{id}/transitiveMemberOf{?%24select,%24top}", userID, readGroups,
		"select", "id", "top", "999")
}

func methodsOf(userID string) order {
	return related("list the authentication methods of the user "+userID, "{+baseurl}/users/{id}/authentication/methods", userID, readMethods)
}

func devicesOf(userID string) order {
	return related("list the registered devices of the user "+userID, "{+baseurl}/users/{id}/registeredDevices", userID, readDevices)
}
