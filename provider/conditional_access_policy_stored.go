package provider

import (
	"reflect"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

var policyShape = shape[ca.Policy]{record: policyRecord, stored: storedPolicy, unasked: unaskedPolicy}

// storedPolicy is what the service stores for a policy that is sent to it. It changes no value that others
// hold.
func storedPolicy(p ca.Policy) ca.Policy {
	c := &p.Conditions
	if len(c.ClientAppTypes) == 0 {
		c.ClientAppTypes = []ca.ClientApp{ca.ClientAppAll}
	}
	if c.ClientApplications != nil && namesNobody(c.Users) {
		c.Users.IncludeUsers = []string{ca.None}
	}
	c.Locations = storedLocations(c.Locations)
	c.Extra = storedDeviceStates(c.Extra)
	p.GrantControls = storedGrant(p.GrantControls)
	p.SessionControls = storedSession(p.SessionControls)
	return p
}

// namesNobody reports whether a policy includes no user at all, which a workload policy says as None.
func namesNobody(u ca.Users) bool {
	return len(u.IncludeUsers) == 0 && len(u.IncludeGroups) == 0 && len(u.IncludeRoles) == 0 && u.IncludeGuestsOrExternalUsers == nil
}

// storedGrant writes AND as OR where there is nothing to join.
func storedGrant(g *ca.GrantControls) *ca.GrantControls {
	if g.IsEmpty() {
		return nil
	}
	stored := *g
	if s := g.AuthenticationStrength; s != nil {
		strength := *s
		strength.ID = bareStrengthID(s.ID)
		stored.AuthenticationStrength = &strength
	}
	if len(requirements(g)) == 1 && g.Operator == ca.OperatorAND && !slices.Contains(requirements(g), ca.NotYetKnown) {
		stored.Operator = ca.OperatorOR
	}
	return &stored
}

// requirements names everything that the operator joins.
func requirements(g *ca.GrantControls) []string {
	var names []string
	for _, control := range g.BuiltInControls {
		names = append(names, string(control))
	}
	names = append(names, g.CustomAuthenticationFactors...)
	names = append(names, g.TermsOfUse...)
	if g.AuthenticationStrength != nil {
		names = append(names, g.AuthenticationStrength.ID)
	}
	return names
}

// storedSession leaves out every control that is off: the service stores none.
func storedSession(s *ca.SessionControls) *ca.SessionControls {
	if s == nil {
		return nil
	}
	stored := *s
	enabled := func(e *ca.Enabled) **bool { return &e.IsEnabled }
	stored.ApplicationEnforcedRestrictions = whenOn(s.ApplicationEnforcedRestrictions, enabled)
	stored.SecureSignInSession = whenOn(s.SecureSignInSession, enabled)
	stored.CloudAppSecurity = whenOn(s.CloudAppSecurity, func(c *ca.CloudAppSecurityControl) **bool { return &c.IsEnabled })
	stored.PersistentBrowser = whenOn(s.PersistentBrowser, func(c *ca.PersistentBrowserControl) **bool { return &c.IsEnabled })
	if stored.SignInFrequency = whenOn(s.SignInFrequency, func(f *ca.SignInFrequency) **bool { return &f.IsEnabled }); stored.SignInFrequency != nil {
		fillFrequency(stored.SignInFrequency)
	}
	stored.GlobalSecureAccessFiltering = whenOn(s.GlobalSecureAccessFiltering, func(p *ca.FilteringProfile) **bool { return &p.IsEnabled })
	if off := s.DisableResilienceDefaults; off != nil && !*off {
		stored.DisableResilienceDefaults = nil
	}
	if reflect.ValueOf(stored).IsZero() {
		return nil
	}
	return &stored
}

// whenOn is a copy of a control that is on, or nil. A control that does not say is on.
func whenOn[C any](control *C, isEnabled func(*C) **bool) *C {
	if control == nil {
		return nil
	}
	on := *control
	at := isEnabled(&on)
	if *at == nil {
		*at = new(true)
	}
	if !**at {
		return nil
	}
	return &on
}

// fillFrequency says what the service takes for granted.
func fillFrequency(f *ca.SignInFrequency) {
	if f.AuthenticationType == "" {
		f.AuthenticationType = defaultFrequencyAuthType
	}
	if f.FrequencyInterval == "" {
		f.FrequencyInterval = defaultFrequencyInterval
	}
}

// unaskedPolicy leaves out the strength and the sign-in frequency that the service adds to riskRemediation, and
// says guests in the words that were asked.
func unaskedPolicy(asked, shown ca.Policy) ca.Policy {
	shown.Conditions.Users = withGuestsAsAsked(asked.Conditions.Users, shown.Conditions.Users)
	g, s := shown.GrantControls, shown.SessionControls
	if g == nil || !slices.Contains(g.BuiltInControls, ca.ControlRiskRemediation) {
		return shown
	}
	if g.AuthenticationStrength != nil && (asked.GrantControls == nil || asked.GrantControls.AuthenticationStrength == nil) {
		grant := *g
		grant.AuthenticationStrength = nil
		shown.GrantControls = &grant
	}
	if s != nil && s.SignInFrequency != nil && s.SignInFrequency.FrequencyInterval == frequencyEveryTime &&
		(asked.SessionControls == nil || asked.SessionControls.SignInFrequency == nil) {
		session := *s
		session.SignInFrequency = nil
		shown.SessionControls = &session
	}
	return shown
}
