package provider

import "github.com/entraguard/terraform-provider-entraguard/internal/ca"

// A session control that is not known yet may be there or not: it is read as absent, with a mark, so that no
// rule about its presence speaks too early.
var sessionRecord = record[ca.SessionControls]{
	marked("applicationEnforcedRestrictions", control("application_enforced_restrictions", enabledRecord,
		func(s *ca.SessionControls) **ca.Enabled { return &s.ApplicationEnforcedRestrictions }), sessionExtra),
	marked("cloudAppSecurity", control("cloud_app_security", cloudAppSecurityRecord,
		func(s *ca.SessionControls) **ca.CloudAppSecurityControl { return &s.CloudAppSecurity }), sessionExtra),
	marked("persistentBrowser", control("persistent_browser", persistentBrowserRecord,
		func(s *ca.SessionControls) **ca.PersistentBrowserControl { return &s.PersistentBrowser }), sessionExtra),
	marked("signInFrequency", control("sign_in_frequency", signInFrequencyRecord,
		func(s *ca.SessionControls) **ca.SignInFrequency { return &s.SignInFrequency }), sessionExtra),
	marked("secureSignInSession", control("secure_sign_in_session", enabledRecord,
		func(s *ca.SessionControls) **ca.Enabled { return &s.SecureSignInSession }), sessionExtra),
	marked("continuousAccessEvaluation", control("continuous_access_evaluation", continuousAccessEvaluationRecord,
		func(s *ca.SessionControls) **ca.ContinuousAccessEvaluation { return &s.ContinuousAccessEvaluation }), sessionExtra),
	marked("globalSecureAccessFilteringProfile", control("global_secure_access_filtering_profile", filteringProfileRecord,
		func(s *ca.SessionControls) **ca.FilteringProfile { return &s.GlobalSecureAccessFiltering }), sessionExtra),
	flag("disable_resilience_defaults", func(s *ca.SessionControls) **bool { return &s.DisableResilienceDefaults }),
}

var enabledRecord = record[ca.Enabled]{
	flag("is_enabled", func(e *ca.Enabled) **bool { return &e.IsEnabled }),
}

var cloudAppSecurityRecord = record[ca.CloudAppSecurityControl]{
	flag("is_enabled", func(c *ca.CloudAppSecurityControl) **bool { return &c.IsEnabled }),
	text("cloud_app_security_type", func(c *ca.CloudAppSecurityControl) *string { return &c.CloudAppSecurityType }),
}

var persistentBrowserRecord = record[ca.PersistentBrowserControl]{
	flag("is_enabled", func(c *ca.PersistentBrowserControl) **bool { return &c.IsEnabled }),
	text("mode", func(c *ca.PersistentBrowserControl) *string { return &c.Mode }),
}

var signInFrequencyRecord = record[ca.SignInFrequency]{
	flag("is_enabled", func(f *ca.SignInFrequency) **bool { return &f.IsEnabled }),
	number("value", func(f *ca.SignInFrequency) **int { return &f.Value }),
	text("type", func(f *ca.SignInFrequency) *string { return &f.Type }),
	text("authentication_type", func(f *ca.SignInFrequency) *string { return &f.AuthenticationType }),
	text("frequency_interval", func(f *ca.SignInFrequency) *string { return &f.FrequencyInterval }),
}

var continuousAccessEvaluationRecord = record[ca.ContinuousAccessEvaluation]{
	text("mode", func(c *ca.ContinuousAccessEvaluation) *string { return &c.Mode }),
}

var filteringProfileRecord = record[ca.FilteringProfile]{
	flag("is_enabled", func(p *ca.FilteringProfile) **bool { return &p.IsEnabled }),
	text("profile_id", func(p *ca.FilteringProfile) *string { return &p.ProfileID }),
}

func sessionExtra(s *ca.SessionControls) *ca.Extra { return &s.Extra }
