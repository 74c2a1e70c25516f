package ca

// An AnalysisReason is a whatIfAnalysisReasons member: why a policy does not apply to a sign-in.
type AnalysisReason string

// The reasons that a condition, or the state of a policy, gives.
const (
	reasonNotSet                AnalysisReason = "notSet"
	ReasonNotEnoughInformation  AnalysisReason = "notEnoughInformation" // the request does not state what the policy asks about
	ReasonEmptyPolicy           AnalysisReason = "emptyPolicy"          // it asks for nothing
	ReasonPolicyNotEnabled      AnalysisReason = "policyNotEnabled"
	ReasonUsers                 AnalysisReason = "users"
	ReasonWorkloadIdentities    AnalysisReason = "workloadIdentities"
	ReasonApplication           AnalysisReason = "application"
	ReasonUserActions           AnalysisReason = "userActions"
	ReasonAuthenticationContext AnalysisReason = "authenticationContext"
	ReasonClientApps            AnalysisReason = "clientApps"
	ReasonDevicePlatform        AnalysisReason = "devicePlatform"
	ReasonLocation              AnalysisReason = "location"
	ReasonDevices               AnalysisReason = "devices"
	ReasonUserRisk              AnalysisReason = "userRisk"
	ReasonSignInRisk            AnalysisReason = "signInRisk"
	ReasonInsiderRisk           AnalysisReason = "insiderRisk"
	ReasonAuthenticationFlow    AnalysisReason = "authenticationFlow"
	ReasonAgentIDRisk           AnalysisReason = "agentIdRisk" // beta only
)
