package provider

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// What the service takes for granted in a sign-in frequency, and the interval that has no value.
const (
	defaultFrequencyAuthType = "primaryAndSecondaryAuthentication"
	defaultFrequencyInterval = "timeBased"
	frequencyEveryTime       = "everyTime"
)

func sessionAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"application_enforced_restrictions": object("Limited access to Exchange Online and SharePoint Online from unmanaged devices.", map[string]schema.Attribute{
			"is_enabled": isEnabled(),
		}),
		"cloud_app_security": object("Conditional Access App Control by Microsoft Defender for Cloud Apps.", map[string]schema.Attribute{
			"is_enabled":              isEnabled(),
			"cloud_app_security_type": requiredMember("What App Control does.", ca.CloudAppSecurity),
		}),
		"persistent_browser": object("Whether browser sessions last. Only for policies over all resources.", map[string]schema.Attribute{
			"is_enabled": isEnabled(),
			"mode":       requiredMember("Whether browser sessions last after the browser was closed.", ca.PersistentBrowser),
		}),
		"sign_in_frequency": object("How often people must sign in again.", signInFrequencyAttributes()),
		"secure_sign_in_session": object("Token protection: sign-in tokens that are bound to the device. For some applications and platforms only.", map[string]schema.Attribute{
			"is_enabled": isEnabled(),
		}),
		"continuous_access_evaluation": object("How resources react when something changes during a session, such as a network. "+preview, map[string]schema.Attribute{
			"mode": judged(requiredMember("`strictEnforcement` and `strictLocation` end sessions from networks that the policies do not allow; `disabled` leaves sessions alone until their tokens expire. "+preview, ca.AccessEvaluation)),
		}),
		"global_secure_access_filtering_profile": object("The Global Secure Access security profile that filters the session's traffic. "+preview, map[string]schema.Attribute{
			"is_enabled": previewed(isEnabled()),
			"profile_id": requiredText("The profile's id. " + preview),
		}),
		"disable_resilience_defaults": schema.BoolAttribute{
			MarkdownDescription: "Whether the resilience defaults are off: during an outage, sessions then end instead of being extended.",
			Optional:            true,
		},
	}
}

func signInFrequencyAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"is_enabled": isEnabled(),
		"value": schema.Int64Attribute{
			MarkdownDescription: "How many days or hours. Not when `frequency_interval` is `everyTime`.",
			Optional:            true,
			Validators:          []validator.Int64{int64validator.AtLeast(1)},
		},
		"type":                member("The unit of `value`.", ca.FrequencyTypes),
		"authentication_type": withDefault(member("Which sign-ins must be repeated.", ca.FrequencyAuthTypes), defaultFrequencyAuthType),
		"frequency_interval":  withDefault(member("Whether a period is meant, or every time.", ca.FrequencyIntervals), defaultFrequencyInterval),
	}
}

func previewed(attribute schema.BoolAttribute) schema.BoolAttribute {
	attribute.MarkdownDescription += " " + preview
	return attribute
}

func withDefault(attribute schema.StringAttribute, value string) schema.StringAttribute {
	attribute.MarkdownDescription += " Defaults to `" + value + "`."
	attribute.Computed = true
	attribute.Default = stringdefault.StaticString(value)
	return attribute
}
