package guard

import (
	"fmt"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

func refuseGrants(p ca.Policy) []refusal {
	g := p.GrantControls
	if g.IsEmpty() {
		if hasSession(p.SessionControls) || p.Conditions.ClientApplications != nil {
			return nil // a workload policy that does not block is told so
		}
		return []refusal{{
			attribute: grantControls, harm: "asks for nothing", adoptable: true,
			text: "a policy needs a grant control or a session control that is switched on.",
		}}
	}
	var list []refusal
	all := demands(g)
	if contains(g.BuiltInControls, ca.ControlBlock) && len(all) > 1 && !isUnknown(g.BuiltInControls) {
		list = append(list, refusal{
			attribute: grantControls, harm: "joins block with other controls",
			text: "`block` stands alone (error 1032).",
			fix:  []string{`built_in_controls = ["block"]`},
		})
	}
	if contains(g.BuiltInControls, ca.ControlMFA) && g.AuthenticationStrength != nil {
		list = append(list, refusal{
			attribute: grantControls, harm: "asks for MFA and for a strength",
			text: "`mfa` and an authentication strength do not go together; the strength says more.",
		})
	}
	if g.Operator != "" && g.Operator != ca.NotYetKnown && !slices.Contains(ca.Operators, g.Operator) {
		list = append(list, refusal{
			attribute: "grant_controls.operator", harm: "has an operator that does not exist",
			text: fmt.Sprintf("the operator is \"AND\" or \"OR\", not %q.", g.Operator),
		})
	}
	return list
}

// refusePasswordChange: a password change answers user risk, everywhere, and goes with multifactor
// authentication alone.
func refusePasswordChange(p ca.Policy) []refusal {
	if p.GrantControls == nil || !contains(p.GrantControls.BuiltInControls, ca.ControlPasswordChange) {
		return nil
	}
	var list []refusal
	add := func(attribute, text string) {
		list = append(list, refusal{attribute: attribute, harm: "asks for a password change too broadly", text: text + " (error 1032)."})
	}
	c := p.Conditions
	if apps := c.Applications.IncludeApplications; !isUnknown(apps) && !slices.Equal(apps, []string{ca.All}) {
		add(includeApplications, "a password change can be asked for on all resources only")
	}
	if len(c.UserRiskLevels) == 0 {
		add("conditions.user_risk_levels", "a password change answers user risk, and no level is named")
	}
	if len(c.SignInRiskLevels) > 0 {
		add("conditions.sign_in_risk_levels", "a password change does not go with sign-in risk")
	}
	if namesPlatforms(p) {
		add("conditions.platforms.include_platforms", "a password change does not go with platforms")
	}
	if c.Locations != nil {
		add("conditions.locations.include_locations", "a password change does not go with locations")
	}
	if c.Devices != nil {
		add("conditions.devices.device_filter", "a password change does not go with a device filter")
	}
	for _, control := range p.GrantControls.BuiltInControls {
		if !slices.Contains([]ca.BuiltInControl{ca.ControlPasswordChange, ca.ControlMFA, ca.NotYetKnown}, control) {
			add(grantControls, fmt.Sprintf("a password change goes with multifactor authentication alone, not with %q", control))
		}
	}
	return list
}

// hasSession reports whether some session control is switched on, or may be: a switch that nobody set is not
// one that is off.
func hasSession(s *ca.SessionControls) bool {
	if s == nil {
		return false
	}
	on := func(flag *bool) bool { return flag == nil || *flag }
	return s.ApplicationEnforcedRestrictions != nil && on(s.ApplicationEnforcedRestrictions.IsEnabled) ||
		s.CloudAppSecurity != nil && on(s.CloudAppSecurity.IsEnabled) ||
		s.PersistentBrowser != nil && on(s.PersistentBrowser.IsEnabled) ||
		s.SignInFrequency != nil && on(s.SignInFrequency.IsEnabled) ||
		s.SecureSignInSession != nil && on(s.SecureSignInSession.IsEnabled) ||
		s.DisableResilienceDefaults != nil && *s.DisableResilienceDefaults || s.ContinuousAccessEvaluation != nil ||
		s.GlobalSecureAccessFiltering != nil && on(s.GlobalSecureAccessFiltering.IsEnabled) || len(s.Extra) > 0
}

func refuseSessions(p ca.Policy) []refusal {
	s := p.SessionControls
	if s == nil {
		return nil
	}
	var list []refusal
	if !hasSession(s) && !p.GrantControls.IsEmpty() {
		list = append(list, refusal{
			attribute: "session_controls", harm: "has session controls that do nothing",
			text: "nothing in `session_controls` is switched on; leave it out.",
		})
	}
	apps := p.Conditions.Applications.IncludeApplications
	if isUnknown(apps) {
		return list
	}
	if r := s.ApplicationEnforcedRestrictions; r != nil && r.IsEnabled != nil && *r.IsEnabled && !subset(apps, restrictableApps) {
		list = append(list, refusal{
			attribute: "session_controls.application_enforced_restrictions.is_enabled", harm: "restricts apps that enforce nothing",
			text:     "application enforced restrictions work in Office 365, Exchange Online and SharePoint Online only.",
			doubtful: true,
		})
	}
	if b := s.PersistentBrowser; b != nil && b.IsEnabled != nil && *b.IsEnabled && !contains(apps, ca.All) {
		list = append(list, refusal{
			attribute: "session_controls.persistent_browser.is_enabled", harm: "keeps browsers signed in to some apps",
			text:     "persistent browser sessions work with all resources only.",
			doubtful: true,
		})
	}
	return list
}

var restrictableApps = []string{ca.Office365, ca.AppExchangeOnline, ca.AppSharePointOnline}

const signInFrequency = "session_controls.sign_in_frequency"

func refuseSignInFrequency(p ca.Policy) []refusal {
	s := p.SessionControls
	if s == nil || s.SignInFrequency == nil {
		return nil
	}
	f := s.SignInFrequency
	if f.FrequencyInterval != "everyTime" {
		if f.IsEnabled != nil && *f.IsEnabled && f.FrequencyInterval != ca.NotYetKnown && f.Value == nil && f.Type == "" {
			return []refusal{{
				attribute: signInFrequency + ".value", harm: "has a sign-in frequency without a time",
				text: "a sign-in frequency needs a value and a type, or `frequency_interval = \"everyTime\"`.",
			}}
		}
		return nil
	}
	var list []refusal
	if f.Value != nil || (f.Type != "" && f.Type != ca.NotYetKnown) {
		list = append(list, refusal{
			attribute: signInFrequency + ".value", harm: "says how often beside every time",
			text: "`everyTime` takes neither a value nor a type.",
		})
	}
	if s.ApplicationEnforcedRestrictions != nil || s.DisableResilienceDefaults != nil {
		list = append(list, refusal{
			attribute: signInFrequency + ".frequency_interval", harm: "joins every time with other controls",
			text: "`everyTime` does not go with `application_enforced_restrictions` or `disable_resilience_defaults`, not even where they are false.",
		})
	}
	return list
}
