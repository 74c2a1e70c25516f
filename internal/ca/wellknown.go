package ca

import "strings"

// NotYetKnown stands wherever a value is not known yet: Terraform plans with values that only an apply
// will tell. It may be an id in a list, an enumeration member, a state, a filter rule or an operator.
// Whatever holds it can only be UNKNOWN to the engine, on the include side and on the exclude side alike.
const NotYetKnown = "(known after apply)"

// Words that stand in id collections instead of ids.
const (
	All                            = "All"
	None                           = "None"
	AllTrusted                     = "AllTrusted"
	GuestsOrExternalUsers          = "GuestsOrExternalUsers"
	Office365                      = "Office365"
	MicrosoftAdminPortals          = "MicrosoftAdminPortals"
	ServicePrincipalsInMyOrg       = "ServicePrincipalsInMyTenant"
	LegacyTrustedIPs               = "00000000-0000-0000-0000-000000000000" // the multifactor service's trusted addresses
	UserActionRegisterSecurityInfo = "urn:user:registersecurityinfo"
	UserActionRegisterDevice       = "urn:user:registerdevice"
)

// Directory role template ids. For a built-in role the definition id is the template id.
const (
	RoleGlobalAdministrator            = "62e90394-69f5-4237-9190-012177145e10"
	RoleConditionalAccessAdministrator = "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9"
	RoleSecurityAdministrator          = "194ae4cb-b126-40b2-bd5b-6091b380977d"
)

// Repair actions: a custom role that holds one of them may change Conditional Access.
const (
	ActionUpdatePolicies   = "microsoft.directory/conditionalAccessPolicies/basic/update"
	ActionAllTasksPolicies = "microsoft.directory/conditionalAccessPolicies/allProperties/allTasks"
)

// Application ids: the audiences of the channels through which a human reaches the policies.
const (
	AppMicrosoftGraph         = "00000003-0000-0000-c000-000000000000"
	AppWindowsAzureAD         = "00000002-0000-0000-c000-000000000000"
	AppAzureServiceManagement = "797f4846-ba00-4fd7-ba43-dac1f8f63013"
	AppAzurePortal            = "c44b4083-3bb0-49c1-b47d-974e53cbdf3c"
	AppDirectoryBlade         = "74658136-14ec-4630-ad9b-26e160ff0fc6"
	AppExchangeOnline         = "00000002-0000-0ff1-ce00-000000000000"
	AppSharePointOnline       = "00000003-0000-0ff1-ce00-000000000000"
	AppWindows365             = "0af06dc6-e4b5-4f28-818e-e78e62d137a5"
	AppSecurityCompliance     = "80ccca67-54bd-44ab-8625-4b79c4dc7775"
)

// Office365Apps are the application ids that are known to be behind the word Office365. Microsoft
// publishes names, not ids; these are the ids that sign-in logs confirm.
var Office365Apps = []string{
	AppExchangeOnline, AppSharePointOnline,
	"00000004-0000-0ff1-ce00-000000000000", "00000005-0000-0ff1-ce00-000000000000",
	"00000006-0000-0ff1-ce00-000000000000", "00000007-0000-0ff1-ce00-000000000000",
	"7557eb47-c689-4224-abcf-aef9bd7573df", "905fcf26-4eb7-48a0-9ff0-8dcc7194b5ba",
	"c9a559d2-7aab-4f13-a6ed-e7e9c52aec87", "cc15fd57-2c6c-4117-a88c-83b1d56b4bbe",
}

// AdminPortalApps are the application ids that are known to be behind the word MicrosoftAdminPortals.
var AdminPortalApps = []string{AppAzurePortal, AppSecurityCompliance}

// Built-in authentication strength ids.
const (
	StrengthMFA               = "00000000-0000-0000-0000-000000000002"
	StrengthPasswordless      = "00000000-0000-0000-0000-000000000003"
	StrengthPhishingResistant = "00000000-0000-0000-0000-000000000004"
)

// BuiltInStrengths are the three strengths that every tenant has.
var BuiltInStrengths = []AuthenticationStrength{
	{ID: StrengthMFA, DisplayName: "Multifactor authentication", PolicyType: "builtIn", AllowedCombinations: []string{
		"windowsHelloForBusiness", "fido2", "x509CertificateMultiFactor", "deviceBasedPush",
		"temporaryAccessPassOneTime", "temporaryAccessPassMultiUse",
		"password,microsoftAuthenticatorPush", "password,softwareOath", "password,hardwareOath",
		"password,x509CertificateSingleFactor", "password,x509CertificateMultiFactor",
		"password,sms", "password,voice", "federatedMultiFactor",
		"microsoftAuthenticatorPush,federatedSingleFactor", "softwareOath,federatedSingleFactor",
		"hardwareOath,federatedSingleFactor", "sms,federatedSingleFactor", "voice,federatedSingleFactor",
	}},
	{ID: StrengthPasswordless, DisplayName: "Passwordless MFA", PolicyType: "builtIn", AllowedCombinations: []string{
		"windowsHelloForBusiness", "fido2", "x509CertificateMultiFactor", "deviceBasedPush",
	}},
	{ID: StrengthPhishingResistant, DisplayName: "Phishing-resistant MFA", PolicyType: "builtIn", AllowedCombinations: []string{
		"windowsHelloForBusiness", "fido2", "x509CertificateMultiFactor",
	}},
}

// SameID reports whether two ids are the same. Graph writes GUIDs in lower case; people do not.
func SameID(a, b string) bool { return strings.EqualFold(a, b) }

// FoldID is the form of an id that maps are keyed by.
func FoldID(id string) string { return strings.ToLower(id) }
