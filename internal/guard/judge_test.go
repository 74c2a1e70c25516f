package guard

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

func TestJudgeInvariants(t *testing.T) {
	t.Parallel()
	mfa := policy("p1", "MFA for everybody")
	everybody := policy("p2", "Block Exchange", demanding(ca.ControlBlock), excluding())
	for _, c := range []struct {
		name   string
		tenant *ca.Tenant
		config Config
		change Change
		want   []string
	}{
		{"safe", contoso(mfa), settings(), create(policy("", "Another")), nil},
		{"lockout", contoso(mfa), settings(), create(everybody), []string{"EG001!", "EG003!", "EG010!", "EG020!"}},
		{"lockout-in-report-only", contoso(mfa), settings(), create(policy("", "Block", demanding(ca.ControlBlock), excluding(), in(ca.StateReportOnly))), []string{"EG010"}},
		{"too-few", contoso(mfa), settings(func(c *Config) { c.MinimumAdmins = 3 }), create(policy("", "Block", demanding(ca.ControlBlock))), []string{"EG002!", "EG020!"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			result := Judge(c.tenant, []Change{c.change}, c.config, noon)
			if diff := cmp.Diff(c.want, ruleIDs(result.Findings)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			for _, f := range result.Findings {
				t.Logf("%s\n%s", f.Summary(), f.Detail())
			}
		})
	}
}
