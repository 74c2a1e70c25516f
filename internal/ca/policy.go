package ca

import "time"

// A Policy is one conditionalAccessPolicy.
type Policy struct {
	ID               string
	DisplayName      string
	Description      string
	TemplateID       string
	State            State
	CreatedDateTime  time.Time // zero when absent
	ModifiedDateTime time.Time // zero until the first update
	DeletedDateTime  time.Time
	Conditions       Conditions
	GrantControls    *GrantControls
	SessionControls  *SessionControls
	Extra            Extra
}

// Conditions is a conditionalAccessConditionSet: all of them must match.
type Conditions struct {
	Users                      Users
	Applications               Applications
	ClientApplications         *ClientApplications // nil: not a workload policy
	ClientAppTypes             []ClientApp
	Platforms                  *PlatformCondition
	Locations                  *LocationCondition
	Devices                    *DeviceCondition
	UserRiskLevels             []RiskLevel
	SignInRiskLevels           []RiskLevel
	ServicePrincipalRiskLevels []RiskLevel
	InsiderRiskLevels          []string // one comma-joined string on the wire
	AuthenticationFlows        *AuthenticationFlows
	AgentIDRiskLevels          []string // beta only; one comma-joined string on the wire
	Extra                      Extra
}

// Users says whom a policy concerns.
type Users struct {
	IncludeUsers                 []string
	ExcludeUsers                 []string
	IncludeGroups                []string
	ExcludeGroups                []string
	IncludeRoles                 []string
	ExcludeRoles                 []string
	IncludeGuestsOrExternalUsers *GuestsOrExternal
	ExcludeGuestsOrExternalUsers *GuestsOrExternal
	Extra                        Extra
}

// GuestsOrExternal is a conditionalAccessGuestsOrExternalUsers.
type GuestsOrExternal struct {
	GuestOrExternalUserTypes []string // one comma-joined string on the wire
	ExternalTenants          *ExternalTenants
	Extra                    Extra
}

// ExternalTenants narrows guests to home tenants.
type ExternalTenants struct {
	MembershipKind string // all, enumerated
	Members        []string
	Extra          Extra
}

// Applications says which resources, user actions or authentication contexts a policy targets.
type Applications struct {
	IncludeApplications                         []string
	ExcludeApplications                         []string
	IncludeUserActions                          []string
	IncludeAuthenticationContextClassReferences []string
	ApplicationFilter                           *Filter
	Extra                                       Extra
}

// ClientApplications says which workload identities a policy concerns. A policy that has it concerns no
// user.
type ClientApplications struct {
	IncludeServicePrincipals        []string
	ExcludeServicePrincipals        []string
	ServicePrincipalFilter          *Filter
	IncludeAgentIDServicePrincipals []string // beta only
	ExcludeAgentIDServicePrincipals []string // beta only
	AgentIDServicePrincipalFilter   *Filter  // beta only
	Extra                           Extra
}

// PlatformCondition is a conditionalAccessPlatforms.
type PlatformCondition struct {
	IncludePlatforms []Platform
	ExcludePlatforms []Platform
	Extra            Extra
}

// LocationCondition is a conditionalAccessLocations: named location ids, All, AllTrusted.
type LocationCondition struct {
	IncludeLocations []string
	ExcludeLocations []string
	Extra            Extra
}

// DeviceCondition is a conditionalAccessDevices.
type DeviceCondition struct {
	DeviceFilter *Filter
	Extra        Extra
}

// A Filter is a rule over properties and what being true for it means.
type Filter struct {
	Mode  FilterMode
	Rule  string
	Extra Extra
}

// AuthenticationFlows is a conditionalAccessAuthenticationFlows.
type AuthenticationFlows struct {
	TransferMethods []string // one comma-joined string on the wire
	Extra           Extra
}
