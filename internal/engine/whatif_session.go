package engine

import (
	"fmt"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// sessionControls are the session controls of a policy in words. They deny nobody.
func sessionControls(s *ca.SessionControls) []string {
	if s == nil {
		return nil
	}
	var out []string
	add := func(on *bool, format string, args ...any) {
		if isTrue(on) {
			out = append(out, fmt.Sprintf(format, args...))
		}
	}
	if f := s.SignInFrequency; f != nil {
		switch {
		case f.FrequencyInterval == "everyTime":
			add(f.IsEnabled, "sign-in frequency: every time")
		case f.Value != nil:
			add(f.IsEnabled, "sign-in frequency: %d %s", *f.Value, f.Type)
		default:
			add(f.IsEnabled, "sign-in frequency")
		}
	}
	if b := s.PersistentBrowser; b != nil {
		add(b.IsEnabled, "persistent browser: %s", b.Mode)
	}
	if a := s.ApplicationEnforcedRestrictions; a != nil {
		add(a.IsEnabled, "application enforced restrictions")
	}
	if c := s.CloudAppSecurity; c != nil {
		add(c.IsEnabled, "cloud app security: %s", c.CloudAppSecurityType)
	}
	if t := s.SecureSignInSession; t != nil {
		add(t.IsEnabled, "token protection")
	}
	if c := s.ContinuousAccessEvaluation; c != nil && c.Mode != "" {
		out = append(out, "continuous access evaluation: "+c.Mode)
	}
	if f := s.GlobalSecureAccessFiltering; f != nil {
		add(f.IsEnabled, "Global Secure Access filtering profile %s", f.ProfileID)
	}
	add(s.DisableResilienceDefaults, "resilience defaults off")
	return append(out, s.Extra.Names()...)
}
