package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setdefault"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// What the description of an attribute says that v1.0 does not have. A policy that sets one is written through
// beta, and read from both.
const (
	preview    = "Preview: Microsoft Graph has it in beta alone."
	deprecated = preview + " Deprecated by Microsoft: `device_filter` replaced it."
)

func policySchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "A Conditional Access policy. Every attribute is named and nested as in Microsoft Graph, " +
			"in snake case. An attribute that is left out, null or an empty set is the same: not configured.",
		Attributes: map[string]schema.Attribute{
			"id":                 stable("The policy's object id."),
			"display_name":       requiredText("The policy's name. Names need not be unique."),
			"state":              judged(requiredMember("Whether the policy is enforced. `enabledForReportingButNotEnforced` is report-only: the sign-in logs show what it would do.", ca.States)),
			"conditions":         requiredObject("What a sign-in must match for the policy to apply to it: all of the conditions that are set.", conditionsAttributes()),
			"grant_controls":     object("What the policy asks before it lets a sign-in pass.", grantAttributes()),
			"session_controls":   object("What the policy does to a session that it lets pass.", sessionAttributes()),
			"created_date_time":  stable("When the policy was created."),
			"modified_date_time": schema.StringAttribute{Computed: true, MarkdownDescription: "When the policy was last changed. Null until the first change."},
			"template_id":        stable("The template that the policy was created from, if any."),
			"timeouts":           timeouts.Attributes(ctx, timeouts.Opts{Create: true, Read: true, Update: true, Delete: true}),
		},
	}
}

func conditionsAttributes() map[string]schema.Attribute {
	clientAppTypes := memberSet("The client apps that the policy applies to. Defaults to `[\"all\"]`.", ca.ClientApps)
	clientAppTypes.Computed = true
	clientAppTypes.Default = setdefault.StaticValue(types.SetValueMust(types.StringType, []attr.Value{types.StringValue(string(ca.ClientAppAll))}))

	return map[string]schema.Attribute{
		"users":               object("The people that the policy applies to. An exclusion beats every inclusion.", usersAttributes()),
		"applications":        object("The resources, user actions or authentication contexts that the policy protects: exactly one of the three kinds.", applicationsAttributes()),
		"client_applications": object("The workload identities that the policy applies to. A policy that has them applies to no user.", clientApplicationsAttributes()),
		"client_app_types":    clientAppTypes,
		"platforms": object("The device platforms that the policy applies to. The service infers the platform from the user agent.", map[string]schema.Attribute{
			"include_platforms": memberSet("Platforms that the policy applies to.", ca.Platforms),
			"exclude_platforms": memberSet("Platforms that the policy does not apply to.", ca.Platforms),
		}),
		"locations": object("The networks that the policy applies to.", map[string]schema.Attribute{
			"include_locations": idSet("Named location ids, `All`, or `AllTrusted`."),
			"exclude_locations": idSet("Named location ids, or `AllTrusted`."),
		}),
		"devices": object("The devices that the policy applies to.", devicesAttributes()),
		"device_states": object("The device states that the policy applies to. Not beside `device_filter`. "+deprecated, map[string]schema.Attribute{
			"include_states": idSet("`All`. " + deprecated),
			"exclude_states": idSet("`Compliant`, or `DomainJoined`. " + deprecated),
		}),
		"user_risk_levels":              memberSet("User risk levels that the policy applies to. Needs Microsoft Entra ID P2.", ca.RiskLevels),
		"sign_in_risk_levels":           memberSet("Sign-in risk levels that the policy applies to. Needs Microsoft Entra ID P2.", ca.RiskLevels),
		"service_principal_risk_levels": memberSet("Service principal risk levels that the policy applies to. Only beside `client_applications`.", ca.RiskLevels),
		"insider_risk_levels":           memberSet("Insider risk levels that the policy applies to. Needs Microsoft Purview Adaptive Protection.", ca.InsiderRiskLevels),
		"agent_id_risk_levels":          memberSet("Risk levels of agent identities that the policy applies to. "+preview, ca.AgentRiskLevels),
		"authentication_flows": object("The authentication flows that the policy applies to.", map[string]schema.Attribute{
			"transfer_methods": memberSet("Flows that move a sign-in from one device to another.", ca.TransferMethods),
		}),
	}
}

func usersAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"include_users":                    idSet("User object ids, `All`, `None`, `GuestsOrExternalUsers`, or `AllAgentIdUsers` (preview: beta)."),
		"exclude_users":                    idSet("User object ids, `GuestsOrExternalUsers`, or `AllAgentIdUsers` (preview: beta). Break-glass accounts belong here, or in an excluded group."),
		"include_groups":                   idSet("Group object ids."),
		"exclude_groups":                   idSet("Group object ids."),
		"include_roles":                    idSet("Template ids of built-in directory roles. Only roles that are active and held for the whole tenant count."),
		"exclude_roles":                    idSet("Template ids of built-in directory roles. An administrator who holds the role only as eligible is not excluded."),
		"include_guests_or_external_users": guests("Guests and external users that the policy applies to."),
		"exclude_guests_or_external_users": guests("Guests and external users that the policy does not apply to."),
	}
}

func guests(description string) schema.Attribute {
	return object(description, map[string]schema.Attribute{
		"guest_or_external_user_types": requiredSet(memberSet("The kinds of guest.", ca.GuestTypes)),
		"external_tenants": object("The guests' home tenants. Every tenant when left out.", map[string]schema.Attribute{
			"membership_kind": requiredMember("Whether all tenants are meant, or those in `members`.", ca.MembershipKinds),
			"members":         idSet("Tenant ids. Only when `membership_kind` is `enumerated`."),
		}),
	})
}

func applicationsAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"include_applications":                            idSet("Application (client) ids, `All`, `None`, `Office365`, `MicrosoftAdminPortals`, or `AllAgentIdResources` (preview: beta)."),
		"exclude_applications":                            idSet("Application (client) ids, `Office365`, `MicrosoftAdminPortals`, or `AllAgentIdResources` (preview: beta)."),
		"include_user_actions":                            memberSet("User actions. `urn:user:accountrecovery` is a preview in beta.", slices.Concat(ca.UserActions, ca.PreviewUserActions)),
		"include_authentication_context_class_references": idSet("Authentication context ids, `c1` to `c99`."),
		"application_filter":                              filter("A rule over the custom security attributes of the resource's service principal."),
	}
}

func clientApplicationsAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"include_service_principals": idSet("Service principal object ids, or `ServicePrincipalsInMyTenant`."),
		"exclude_service_principals": idSet("Service principal object ids. The one that runs Terraform belongs here."),
		"service_principal_filter":   filter("A rule over the custom security attributes of the service principal."),

		"include_agent_id_service_principals": idSet("Object ids of agent identities, or `All`. " + preview),
		"exclude_agent_id_service_principals": idSet("Object ids of agent identities. " + preview),
		"agent_id_service_principal_filter":   filter("A rule over the custom security attributes of the agent identity. " + preview),
	}
}

func devicesAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"device_filter":         filter("A rule over the properties of the device that signs in. A device that is not registered has none of them."),
		"include_devices":       idSet("`All`. " + deprecated),
		"exclude_devices":       idSet("`Compliant`, or `DomainJoined`. " + deprecated),
		"include_device_states": idSet("`All`. " + deprecated),
		"exclude_device_states": idSet("`Compliant`, or `DomainJoined`. " + deprecated),
	}
}

func filter(description string) schema.Attribute {
	return object(description, map[string]schema.Attribute{
		"mode": judged(requiredMember("Whether what the rule matches is in or out.", ca.FilterModes)),
		"rule": requiredText("The rule, for instance `device.isCompliant -eq True`."),
	})
}

func grantAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"operator": judged(requiredMember("Whether all of the controls are needed, or one of them.", ca.Operators)),
		"built_in_controls": memberSet("Built-in controls. `block` stands alone; `domainJoinedDevice` is Microsoft Entra hybrid joined, `compliantApplication` is an app protection policy, "+
			"`approvedApplication` an approved client app; `verifiedID` is a preview in beta.", slices.Concat(ca.BuiltInControls, ca.PreviewBuiltInControls)),
		"custom_authentication_factors": idSet("Ids of custom controls."),
		"terms_of_use":                  idSet("Ids of terms of use that must have been accepted."),
		"authentication_strength": object("The authentication strength that is needed. Not beside the built-in control `mfa`.", map[string]schema.Attribute{
			"id": requiredText("The strength's id. The form `/policies/authenticationStrengthPolicies/<id>` is taken, too."),
		}),
	}
}
