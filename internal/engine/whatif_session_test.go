package engine

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

func TestWhatIfSession(t *testing.T) {
	t.Parallel()
	on, off, hours := yes(), new(bool), 4
	for _, c := range []struct {
		name     string
		controls *ca.SessionControls
		want     []string
	}{
		{"none", nil, nil},
		{"empty", &ca.SessionControls{}, nil},
		{"every-time", &ca.SessionControls{SignInFrequency: &ca.SignInFrequency{IsEnabled: on, FrequencyInterval: "everyTime"}}, []string{"sign-in frequency: every time"}},
		{"every-few-hours", &ca.SessionControls{SignInFrequency: &ca.SignInFrequency{IsEnabled: on, Value: &hours, Type: "hours"}}, []string{"sign-in frequency: 4 hours"}},
		{"at-some-frequency", &ca.SessionControls{SignInFrequency: &ca.SignInFrequency{IsEnabled: on}}, []string{"sign-in frequency"}},
		{"all-of-them", &ca.SessionControls{
			PersistentBrowser:               &ca.PersistentBrowserControl{IsEnabled: on, Mode: "never"},
			ApplicationEnforcedRestrictions: &ca.Enabled{IsEnabled: on},
			CloudAppSecurity:                &ca.CloudAppSecurityControl{IsEnabled: on, CloudAppSecurityType: "blockDownloads"},
			SecureSignInSession:             &ca.Enabled{IsEnabled: on},
			ContinuousAccessEvaluation:      &ca.ContinuousAccessEvaluation{Mode: "disabled"},
			GlobalSecureAccessFiltering:     &ca.FilteringProfile{IsEnabled: on, ProfileID: "profile"},
			DisableResilienceDefaults:       on,
			Extra:                           ca.Extra{"newer": []byte("true")},
		}, []string{
			"persistent browser: never", "application enforced restrictions", "cloud app security: blockDownloads", "token protection",
			"continuous access evaluation: disabled", "Global Secure Access filtering profile profile", "resilience defaults off", "newer",
		}},
		{"all-off", &ca.SessionControls{
			SignInFrequency:                 &ca.SignInFrequency{IsEnabled: off, Value: &hours, Type: "hours"},
			PersistentBrowser:               &ca.PersistentBrowserControl{IsEnabled: off, Mode: "never"},
			ApplicationEnforcedRestrictions: &ca.Enabled{IsEnabled: off},
			CloudAppSecurity:                &ca.CloudAppSecurityControl{IsEnabled: off},
			SecureSignInSession:             &ca.Enabled{},
			ContinuousAccessEvaluation:      &ca.ContinuousAccessEvaluation{},
			GlobalSecureAccessFiltering:     &ca.FilteringProfile{IsEnabled: off},
			DisableResilienceDefaults:       off,
		}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, got := asked(t, nil, func(p *ca.Policy) { p.SessionControls = c.controls }, nil)
			if diff := cmp.Diff(c.want, got.Session); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
