package guard

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

const defaultsID = "00000000-0000-0000-0000-000000000005"

func defaults(on bool) ca.SecurityDefaults {
	return ca.SecurityDefaults{ID: defaultsID, DisplayName: "Security Defaults", IsEnabled: on}
}

func switchDefaults(before, after ca.SecurityDefaults) Change {
	return Change{
		Object: ObjectSecurityDefaults, Address: "entraguard_security_defaults.this", ID: before.ID,
		SecurityDefaultsBefore: &before, SecurityDefaultsAfter: &after,
	}
}

func withDefaults(on bool, policies ...ca.Policy) *ca.Tenant {
	t := contoso(policies...)
	t.SecurityDefaults = ca.Known(defaults(on))
	return t
}

func TestSecurityDefaults(t *testing.T) {
	t.Parallel()
	mfa, off := policy("p1", "MFA"), policy("p1", "MFA", in(ca.StateDisabled))
	unknown := defaults(false)
	unknown.Extra = ca.Extra{"isEnabled": []byte(`"` + ca.NotYetKnown + `"`)}
	unread := contoso()
	unread.SecurityDefaults = ca.Fact[ca.SecurityDefaults]{}
	for _, c := range []struct {
		name    string
		tenant  *ca.Tenant
		changes []Change
		want    []string // rule, address
	}{
		{"enabled-while-on", withDefaults(true), []Change{create(mfa)}, []string{"EG050! entraguard_conditional_access_policy.new"}},
		{"enabled-while-off", withDefaults(false), []Change{create(mfa)}, nil},
		{"enabled-while-unread", unread, []Change{create(mfa)}, nil},
		{"report-only-while-on", withDefaults(true), []Change{create(policy("", "MFA", in(ca.StateReportOnly)))}, nil},
		{"state-not-yet-known", withDefaults(true), []Change{create(policy("", "MFA", in(ca.NotYetKnown)))}, []string{"EG090 entraguard_conditional_access_policy.new"}},
		{"changed-while-on", withDefaults(true, mfa), []Change{at("a", update(mfa, policy("p1", "Renamed")))}, []string{"EG050! entraguard_conditional_access_policy.a"}},
		{"disabled-while-on", withDefaults(true, mfa), []Change{at("a", update(mfa, off))}, nil},
		{"deleted-while-on", withDefaults(true, mfa), []Change{remove(mfa)}, nil},
		{"off-and-then-enabled", withDefaults(true), []Change{create(mfa), switchDefaults(defaults(true), defaults(false))}, []string{"EG050 entraguard_conditional_access_policy.new"}},
		{"switched-off", withDefaults(true), []Change{switchDefaults(defaults(true), defaults(false))}, nil},
		{"switched-on", withDefaults(false, off), []Change{switchDefaults(defaults(false), defaults(true))}, nil},
		{"switched-on-beside-enabled", withDefaults(false, mfa), []Change{switchDefaults(defaults(false), defaults(true))}, []string{"EG050! entraguard_security_defaults.this"}},
		{"switched-on-beside-new", withDefaults(false), []Change{switchDefaults(defaults(false), defaults(true)), create(mfa)}, []string{"EG050! entraguard_security_defaults.this"}},
		{"switched-on-after-disabling", withDefaults(false, mfa), []Change{switchDefaults(defaults(false), defaults(true)), at("a", update(mfa, off))}, []string{"EG050 entraguard_security_defaults.this"}},
		{"not-yet-known", withDefaults(false, mfa), []Change{switchDefaults(defaults(false), unknown)}, []string{"EG090 entraguard_security_defaults.this"}},
		{"let-go", withDefaults(true), []Change{{Object: ObjectSecurityDefaults, ID: defaultsID, SecurityDefaultsBefore: ptr(defaults(true))}}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, f := range Judge(c.tenant, c.changes, settings(), noon).Findings {
				got = append(got, ruleIDs([]Finding{f})[0]+" "+f.Address)
				if n := columns(f.Summary()); n > summaryColumns {
					t.Errorf("the summary takes %d columns", n)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestDefaultsComeFirst: the warning has the lines that make the policy wait.
func TestDefaultsComeFirst(t *testing.T) {
	t.Parallel()
	changes := []Change{create(policy("", "MFA")), switchDefaults(defaults(true), defaults(false))}
	findings := Judge(withDefaults(true), changes, settings(), noon).Findings
	if len(findings) != 1 || !strings.Contains(strings.Join(findings[0].Fix, "\n"), "depends_on = [entraguard_security_defaults.this]") {
		t.Errorf("findings %+v", findings)
	}
}
