package ca

// The enumerations below are open on the wire: a value that is not listed is kept as it came. The lists
// are the ones that validators, generated docs and tests share.

// State says whether a policy enforces.
type State string

// The states of a policy. Only StateEnabled enforces.
const (
	StateEnabled    State = "enabled"
	StateDisabled   State = "disabled"
	StateReportOnly State = "enabledForReportingButNotEnforced"
)

// ClientApp is a conditionalAccessClientApp.
type ClientApp string

// The client app types.
const (
	ClientAppAll                ClientApp = "all"
	ClientAppBrowser            ClientApp = "browser"
	ClientAppMobileAndDesktop   ClientApp = "mobileAppsAndDesktopClients"
	ClientAppExchangeActiveSync ClientApp = "exchangeActiveSync"
	ClientAppEASSupported       ClientApp = "easSupported"
	ClientAppOther              ClientApp = "other"
)

// Platform is a conditionalAccessDevicePlatform. PlatformUnknown is never on the wire: it is what the
// service has when a user agent tells it nothing.
type Platform string

// The device platforms.
const (
	PlatformAndroid      Platform = "android"
	PlatformIOS          Platform = "iOS"
	PlatformWindows      Platform = "windows"
	PlatformWindowsPhone Platform = "windowsPhone"
	PlatformMacOS        Platform = "macOS"
	PlatformLinux        Platform = "linux"
	PlatformAll          Platform = "all"
	PlatformUnknown      Platform = "unknown"
)

// RiskLevel is a riskLevel.
type RiskLevel string

// The risk levels.
const (
	RiskNone   RiskLevel = "none"
	RiskLow    RiskLevel = "low"
	RiskMedium RiskLevel = "medium"
	RiskHigh   RiskLevel = "high"
	RiskHidden RiskLevel = "hidden"
)

// BuiltInControl is a conditionalAccessGrantControl.
type BuiltInControl string

// The built-in grant controls.
const (
	ControlBlock                BuiltInControl = "block"
	ControlMFA                  BuiltInControl = "mfa"
	ControlCompliantDevice      BuiltInControl = "compliantDevice"
	ControlDomainJoinedDevice   BuiltInControl = "domainJoinedDevice"
	ControlApprovedApplication  BuiltInControl = "approvedApplication"
	ControlCompliantApplication BuiltInControl = "compliantApplication"
	ControlPasswordChange       BuiltInControl = "passwordChange"
	ControlRiskRemediation      BuiltInControl = "riskRemediation"
)

// Operator joins the grant controls of a policy.
type Operator string

// The operators.
const (
	OperatorAND Operator = "AND"
	OperatorOR  Operator = "OR"
)

// FilterMode says whether a filter names what is in or what is out.
type FilterMode string

// The filter modes.
const (
	FilterInclude FilterMode = "include"
	FilterExclude FilterMode = "exclude"
)

// Mode is one authenticationMethodModes member: one way to present a credential.
type Mode string

// The authentication method modes.
const (
	ModePassword                    Mode = "password"
	ModeVoice                       Mode = "voice"
	ModeHardwareOATH                Mode = "hardwareOath"
	ModeSoftwareOATH                Mode = "softwareOath"
	ModeSMS                         Mode = "sms"
	ModeFIDO2                       Mode = "fido2"
	ModeWindowsHelloForBusiness     Mode = "windowsHelloForBusiness"
	ModeMicrosoftAuthenticatorPush  Mode = "microsoftAuthenticatorPush"
	ModeDeviceBasedPush             Mode = "deviceBasedPush"
	ModeTemporaryAccessPassOneTime  Mode = "temporaryAccessPassOneTime"
	ModeTemporaryAccessPassMultiUse Mode = "temporaryAccessPassMultiUse"
	ModeEmail                       Mode = "email"
	ModeX509SingleFactor            Mode = "x509CertificateSingleFactor"
	ModeX509MultiFactor             Mode = "x509CertificateMultiFactor"
	ModeFederatedSingleFactor       Mode = "federatedSingleFactor"
	ModeFederatedMultiFactor        Mode = "federatedMultiFactor"
	ModeQRCodePIN                   Mode = "qrCodePin"
)

// The lists of every enumeration, in the order in which documentation shows them.
var (
	States            = []State{StateEnabled, StateDisabled, StateReportOnly}
	ClientApps        = []ClientApp{ClientAppAll, ClientAppBrowser, ClientAppMobileAndDesktop, ClientAppExchangeActiveSync, ClientAppEASSupported, ClientAppOther}
	Platforms         = []Platform{PlatformAndroid, PlatformIOS, PlatformWindows, PlatformWindowsPhone, PlatformMacOS, PlatformLinux, PlatformAll}
	RiskLevels        = []RiskLevel{RiskLow, RiskMedium, RiskHigh, RiskHidden, RiskNone}
	InsiderRiskLevels = []string{"minor", "moderate", "elevated"}
	AgentRiskLevels   = []string{"low", "medium", "high"}
	TransferMethods   = []string{"deviceCodeFlow", "authenticationTransfer"}
	BuiltInControls   = []BuiltInControl{ControlBlock, ControlMFA, ControlCompliantDevice, ControlDomainJoinedDevice, ControlApprovedApplication, ControlCompliantApplication, ControlPasswordChange, ControlRiskRemediation}
	Operators         = []Operator{OperatorAND, OperatorOR}
	Modes             = []Mode{
		ModePassword, ModeVoice, ModeHardwareOATH, ModeSoftwareOATH, ModeSMS, ModeFIDO2, ModeWindowsHelloForBusiness,
		ModeMicrosoftAuthenticatorPush, ModeDeviceBasedPush, ModeTemporaryAccessPassOneTime, ModeTemporaryAccessPassMultiUse,
		ModeEmail, ModeX509SingleFactor, ModeX509MultiFactor, ModeFederatedSingleFactor, ModeFederatedMultiFactor, ModeQRCodePIN,
	}
	FilterModes        = []FilterMode{FilterInclude, FilterExclude}
	GuestTypes         = []string{"internalGuest", "b2bCollaborationGuest", "b2bCollaborationMember", "b2bDirectConnectUser", "otherExternalUser", "serviceProvider"}
	MembershipKinds    = []string{"all", "enumerated"}
	UserActions        = []string{UserActionRegisterSecurityInfo, UserActionRegisterDevice}
	AccessEvaluation   = []string{"strictEnforcement", "disabled", "strictLocation"}
	CloudAppSecurity   = []string{"mcasConfigured", "monitorOnly", "blockDownloads"}
	PersistentBrowser  = []string{"always", "never"}
	FrequencyTypes     = []string{"days", "hours"}
	FrequencyAuthTypes = []string{"primaryAndSecondaryAuthentication", "secondaryAuthentication"}
	FrequencyIntervals = []string{"timeBased", "everyTime"}
	CountryLookups     = []string{LookupClientIPAddress, LookupAuthenticatorGPS}
)
