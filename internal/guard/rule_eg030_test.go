package guard

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

func TestSoak(t *testing.T) {
	t.Parallel()
	day := 24 * time.Hour
	staged := func(changes ...func(*ca.Policy)) ca.Policy {
		return policy("p1", "Policy", append([]func(*ca.Policy){in(ca.StateReportOnly), func(p *ca.Policy) {
			p.CreatedDateTime, p.ModifiedDateTime = noon.Add(-30*day), noon.Add(-8*day)
		}}, changes...)...)
	}
	modified := func(ago time.Duration) func(*ca.Policy) {
		return func(p *ca.Policy) { p.ModifiedDateTime = noon.Add(-ago) }
	}
	enabled := policy("p1", "Policy")
	for _, c := range []struct {
		name   string
		before *ca.Policy
		after  ca.Policy
		fires  bool
	}{
		{"soaked", ptr(staged()), enabled, false},
		{"soaked-to-the-second", ptr(staged(modified(7 * day))), enabled, false},
		{"a-second-too-early", ptr(staged(modified(7*day - time.Second))), enabled, true},
		{"never-modified", ptr(staged(func(p *ca.Policy) { p.ModifiedDateTime = time.Time{} })), enabled, false},
		{"just-created", ptr(staged(func(p *ca.Policy) { p.ModifiedDateTime, p.CreatedDateTime = time.Time{}, noon.Add(-day) })), enabled, true},
		{"no-time-known", ptr(staged(func(p *ca.Policy) { p.ModifiedDateTime, p.CreatedDateTime = time.Time{}, time.Time{} })), enabled, true},
		{"renamed-with-it", ptr(staged()), policy("p1", "Renamed"), false},
		{"changed-with-it", ptr(staged()), policy("p1", "Policy", excluding(breakGlass1, breakGlass2, alice)), true},
		{"not-yet-known", ptr(staged()), policy("p1", "Policy", excluding(breakGlass1, breakGlass2, ca.NotYetKnown)), false},
		{"created-enabled", nil, enabled, true},
		{"created-in-report-only", nil, policy("", "Policy", in(ca.StateReportOnly)), false},
		{"from-disabled", ptr(staged(in(ca.StateDisabled))), enabled, true},
		{"enabled-already", ptr(staged(in(ca.StateEnabled))), policy("p1", "Policy", excluding(breakGlass1, breakGlass2, alice)), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			config := settings(loose, func(c *Config) { c.Staging.MinimumSoak = 7 * day })
			tenant, change := contoso(), create(c.after)
			if c.before != nil {
				tenant, change = contoso(*c.before), update(*c.before, c.after)
			}
			if got := len(of(Judge(tenant, []Change{change}, config, noon).Findings, "EG030")) > 0; got != c.fires {
				t.Errorf("fires: %t", got)
			}
			config.Staging.MinimumSoak = 0
			if got := of(Judge(tenant, []Change{change}, config, noon).Findings, "EG030"); len(got) > 0 {
				t.Errorf("fires where no soak is asked for: %v", got)
			}
		})
	}
}

// TestTheTenantTellsTheSoak: not the state file, which may remember a time that nobody else knows.
func TestTheTenantTellsTheSoak(t *testing.T) {
	t.Parallel()
	current := policy("p1", "Policy", in(ca.StateReportOnly), func(p *ca.Policy) { p.ModifiedDateTime = noon.Add(-time.Hour) })
	remembered := current
	remembered.ModifiedDateTime = noon.AddDate(-1, 0, 0)
	config := settings(loose, func(c *Config) { c.Staging.MinimumSoak = 24 * time.Hour })
	findings := Judge(contoso(current), []Change{update(remembered, policy("p1", "Policy"))}, config, noon).Findings
	if diff := cmp.Diff([]string{"EG030!"}, of(findings, "EG030")); diff != "" {
		t.Error(diff)
	}
}
