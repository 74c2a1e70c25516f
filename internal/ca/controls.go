package ca

// GrantControls is what a policy asks before it lets a sign-in pass.
type GrantControls struct {
	Operator                    Operator
	BuiltInControls             []BuiltInControl
	CustomAuthenticationFactors []string
	TermsOfUse                  []string
	AuthenticationStrength      *AuthenticationStrength // responses expand it; only the id is ever sent
	Extra                       Extra
}

// SessionControls is what a policy does to a session that it lets pass.
type SessionControls struct {
	ApplicationEnforcedRestrictions *Enabled
	CloudAppSecurity                *CloudAppSecurityControl
	PersistentBrowser               *PersistentBrowserControl
	SignInFrequency                 *SignInFrequency
	SecureSignInSession             *Enabled
	DisableResilienceDefaults       *bool
	ContinuousAccessEvaluation      *ContinuousAccessEvaluation // beta only
	GlobalSecureAccessFiltering     *FilteringProfile           // beta only
	Extra                           Extra
}

// Enabled is a session control that is only ever on or off.
type Enabled struct {
	IsEnabled *bool
	Extra     Extra
}

// CloudAppSecurityControl is a cloudAppSecuritySessionControl.
type CloudAppSecurityControl struct {
	IsEnabled            *bool
	CloudAppSecurityType string
	Extra                Extra
}

// PersistentBrowserControl is a persistentBrowserSessionControl.
type PersistentBrowserControl struct {
	IsEnabled *bool
	Mode      string
	Extra     Extra
}

// SignInFrequency is a signInFrequencySessionControl. Value and Type are absent when FrequencyInterval is
// everyTime.
type SignInFrequency struct {
	IsEnabled          *bool
	Value              *int
	Type               string
	AuthenticationType string
	FrequencyInterval  string
	Extra              Extra
}

// ContinuousAccessEvaluation is a continuousAccessEvaluationSessionControl.
type ContinuousAccessEvaluation struct {
	Mode  string
	Extra Extra
}

// FilteringProfile is a globalSecureAccessFilteringProfileSessionControl.
type FilteringProfile struct {
	IsEnabled *bool
	ProfileID string
	Extra     Extra
}

// IsEmpty reports whether the grant asks for nothing, which every sign-in satisfies.
func (g *GrantControls) IsEmpty() bool {
	return g == nil || (len(g.BuiltInControls) == 0 && len(g.CustomAuthenticationFactors) == 0 &&
		len(g.TermsOfUse) == 0 && g.AuthenticationStrength == nil && len(g.Extra) == 0)
}
