package ca

// An AuthenticationMethod is one registered method of a user.
type AuthenticationMethod struct {
	ID          string
	Kind        string // its @odata.type, for instance #microsoft.graph.fido2AuthenticationMethod
	DisplayName string
	AAGUID      string // FIDO2 keys
	PhoneType   string // phones: mobile, alternateMobile, office
	Extra       Extra
}

// The kinds of registered method.
const (
	MethodPassword               = "#microsoft.graph.passwordAuthenticationMethod"
	MethodPhone                  = "#microsoft.graph.phoneAuthenticationMethod"
	MethodMicrosoftAuthenticator = "#microsoft.graph.microsoftAuthenticatorAuthenticationMethod"
	MethodSoftwareOATH           = "#microsoft.graph.softwareOathAuthenticationMethod"
	MethodHardwareOATH           = "#microsoft.graph.hardwareOathAuthenticationMethod"
	MethodFIDO2                  = "#microsoft.graph.fido2AuthenticationMethod"
	MethodWindowsHello           = "#microsoft.graph.windowsHelloForBusinessAuthenticationMethod"
	MethodPlatformCredential     = "#microsoft.graph.platformCredentialAuthenticationMethod"
	MethodTemporaryAccessPass    = "#microsoft.graph.temporaryAccessPassAuthenticationMethod"
	MethodExternal               = "#microsoft.graph.externalAuthenticationMethod"
	MethodEmail                  = "#microsoft.graph.emailAuthenticationMethod"
	MethodQRCodePIN              = "#microsoft.graph.qrCodePinAuthenticationMethod"
)

// An AuthenticationMethodsPolicy says which methods may be used, and by whom.
type AuthenticationMethodsPolicy struct {
	Configurations []MethodConfiguration
	Extra          Extra
}

// A MethodConfiguration is one method's part of the methods policy.
type MethodConfiguration struct {
	ID              string // Fido2, MicrosoftAuthenticator, Sms, …
	State           string // enabled, disabled
	IncludeTargets  []MethodTarget
	ExcludeTargets  []MethodTarget
	KeyRestrictions *KeyRestrictions
	Extra           Extra
}

// A MethodTarget is a group of users, or all_users.
type MethodTarget struct {
	ID         string
	TargetType string // group, user
}

// AllUsersTarget is the target that every user is in.
const AllUsersTarget = "all_users"

// KeyRestrictions say which FIDO2 keys may be used.
type KeyRestrictions struct {
	IsEnforced      bool
	EnforcementType string // allow, block
	AAGUIDs         []string
}

// Configuration finds a method's configuration by its id.
func (p AuthenticationMethodsPolicy) Configuration(id string) (MethodConfiguration, bool) {
	for _, c := range p.Configurations {
		if SameID(c.ID, id) {
			return c, true
		}
	}
	return MethodConfiguration{}, false
}
