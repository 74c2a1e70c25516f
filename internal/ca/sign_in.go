package ca

// A SignIn is one sign-in: of anybody, to anything, from anywhere. Its parts and their words are those of
// the request body of Graph's What-If.
//
// What is left empty was not stated, and is not known; only a risk, a flow or a device that is not stated is
// taken as none, as the service does.
type SignIn struct {
	Identity   SignInIdentity
	Context    SignInContext
	Conditions SignInConditions
}

// A SignInIdentity is who signs in: a user of the tenant, somebody from outside without an object in it, or
// a service principal.
type SignInIdentity struct {
	UserID             string
	ExternalUserType   string // one of [GuestTypes]; "" is nobody from outside, or what the user object says
	ExternalTenantID   string // the home tenant of somebody from outside; "" is not stated
	ServicePrincipalID string // the object id
}

// A SignInContext is what is asked for. Exactly one of its parts is set.
type SignInContext struct {
	Applications          []string // audiences: application ids; several are asked for at once
	UserAction            string   // one of [UserActions]
	AuthenticationContext string   // c1 to c99
}

// SignInConditions are the circumstances of a sign-in.
type SignInConditions struct {
	ClientApp            ClientApp
	Platform             Platform // [PlatformUnknown] where the service cannot tell
	Address              string
	Country              string // two letters; [CountryUnknown] where the service cannot tell
	UserRisk             RiskLevel
	SignInRisk           RiskLevel
	ServicePrincipalRisk RiskLevel
	AgentRisk            string  // one of [AgentRiskLevels]
	InsiderRisk          string  // one of [InsiderRiskLevels]
	TransferMethod       string  // one of [TransferMethods]
	Device               *Device // nil is none
}

// CountryUnknown is the country of an address that no country is known for. It is never on the wire.
const CountryUnknown = "unknown"
