package guard

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

func waiving(waivers ...Waiver) func(*Config) {
	return func(c *Config) { c.Waivers = waivers }
}

func TestWaivers(t *testing.T) {
	t.Parallel()
	compliant := policy("", "Compliant device", demanding(ca.ControlCompliantDevice))
	lockout := narrowBlock("", "Block", sparing())
	waiver := func(rule, policy, expires string) Waiver {
		return Waiver{Rule: rule, Policy: policy, Reason: "pilot", Expires: expires}
	}
	for _, c := range []struct {
		name   string
		policy ca.Policy
		waiver Waiver
		want   []string
	}{
		{"none", compliant, Waiver{}, []string{"EG021!"}},
		{"used", compliant, waiver("EG021", "Compliant device", "2026-12-31"), []string{"EG021"}},
		{"on-its-last-day", compliant, waiver("EG021", "Compliant device", "2026-08-20"), []string{"EG021"}},
		{"over", compliant, waiver("EG021", "Compliant device", "2026-08-19"), []string{"EG021!"}},
		{"without-a-date", compliant, waiver("EG021", "Compliant device", "never"), []string{"EG021!"}},
		{"of-another-policy", compliant, waiver("EG021", "Compliant", "2026-12-31"), []string{"EG021!"}},
		{"of-another-rule", compliant, waiver("EG022", "Compliant device", "2026-12-31"), []string{"EG021!"}},
		{"of-the-floor", lockout, waiver("EG001", "Block", "2026-12-31"), []string{"EG001!"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			result := Judge(contoso(), []Change{create(c.policy)}, settings(loose, waiving(c.waiver)), noon)
			if diff := cmp.Diff(c.want, ruleIDs(result.Findings)); diff != "" {
				t.Error(diff)
			}
			if waived := !result.Refused(); waived != !strings.HasSuffix(c.want[0], "!") {
				t.Errorf("refused: %t", !waived)
			}
			for _, f := range result.Findings {
				if f.Waived && !strings.Contains(f.Detail(), "Waived: pilot (until 2026-") {
					t.Errorf("a used waiver is not printed:\n%s", f.Detail())
				}
			}
		})
	}
}

// TestWaivingTheMinimumLeavesTheFloor: a waiver of EG002 is none of EG001.
func TestWaivingTheMinimumLeavesTheFloor(t *testing.T) {
	t.Parallel()
	config := settings(func(c *Config) {
		c.BreakGlass = ca.BreakGlass{}
		c.Waivers = []Waiver{{Rule: "EG002", Policy: "Block", Reason: "one is enough", Expires: "2026-12-31"}}
	})
	one := Judge(contoso(), []Change{create(narrowBlock("", "Block", sparing(alice)))}, config, noon)
	if diff := cmp.Diff([]string{"EG002"}, ruleIDs(one.Findings)); diff != "" {
		t.Error(diff)
	}
	none := Judge(contoso(), []Change{create(narrowBlock("", "Block", sparing()))}, config, noon)
	if diff := cmp.Diff([]string{"EG001!"}, ruleIDs(none.Findings)); diff != "" {
		t.Error(diff)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	unread := contoso()
	unread.Policies = ca.Fact[[]ca.Policy]{}
	nobody := &ca.Tenant{Policies: ca.Known([]ca.Policy{})}
	officeOnly := narrowBlock("p1", "Office only", sparing(), outside(office))
	for _, c := range []struct {
		name    string
		tenant  *ca.Tenant
		config  Config
		verdict Verdict
		want    []string
	}{
		{"in-order", contoso(policy("p1", "MFA")), settings(), Holds, []string{}},
		{"broken", contoso(narrowBlock("p1", "Block", sparing())), settings(loose), Broken, []string{"EG001!"}},
		{"undecided", contoso(officeOnly), settings(loose), Undecided, []string{"EG006!"}},
		{"undecided-warns", contoso(officeOnly), settings(loose, warnUndecided), Undecided, []string{"EG006"}},
		{"break-glass-not-named", contoso(policy("p1", "MFA")), Defaults(), Broken, []string{"EG003!", "EG010!"}},
		{"pipeline-locked-out", workloads(), settings(func(c *Config) { c.Pipeline = pipelineID }), Broken, []string{"EG004!"}},
		{"shape", contoso(policy("p1", "Block", demanding(ca.ControlBlock))), settings(), Holds, []string{"EG020!"}},
		{"no-soak-of-what-is-there", contoso(policy("p1", "MFA")), settings(func(c *Config) { c.Staging = Defaults().Staging }), Holds, []string{}},
		{"unread-policies", unread, settings(), Undecided, []string{"EG091!"}},
		{"unread-people", nobody, settings(), Undecided, []string{"EG006!"}},
		{"waived", contoso(policy("p1", "Block", demanding(ca.ControlBlock))), settings(waiving(Waiver{"EG020", "Block", "pilot", "2026-12-31"})), Holds, []string{"EG020"}},
		{"unused-waiver", contoso(policy("p1", "MFA")), settings(waiving(Waiver{"EG020", "MFA", "pilot", "2026-12-31"})), Holds, []string{"EG020"}},
		{"unused-waiver-beside-a-used-one", contoso(policy("p1", "Block", demanding(ca.ControlBlock)), policy("p2", "MFA")),
			settings(waiving(Waiver{"EG020", "Block", "pilot", "2026-12-31"}, Waiver{"EG021", "MFA", "pilot", "2026-12-31"})), Holds, []string{"EG020", "EG021"}},
		{"waiver-that-is-over", contoso(policy("p1", "Block", demanding(ca.ControlBlock))), settings(waiving(Waiver{"EG020", "Block", "pilot", "2026-08-19"})), Holds, []string{"EG020", "EG020!"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			result := Check(c.tenant, c.config, noon)
			if result.Verdict != c.verdict {
				t.Errorf("verdict %s, want %s", result.Verdict, c.verdict)
			}
			got := ruleIDs(result.Findings)
			if got == nil {
				got = []string{}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			for _, f := range result.Findings {
				if f.Object == "" && !strings.HasPrefix(f.Harm, "the ") {
					t.Errorf("%s names nothing: %s", f.Rule, f.Summary())
				}
				if strings.Contains(f.Detail(), "this change") {
					t.Errorf("speaks of a change where there is none:\n%s", f.Detail())
				}
			}
		})
	}
}

// workloads is a tenant that blocks its own pipeline.
func workloads() *ca.Tenant {
	p := policy("p1", "Block workloads", demanding(ca.ControlBlock), including(ca.None), excluding(), func(p *ca.Policy) {
		p.Conditions.ClientApplications = &ca.ClientApplications{IncludeServicePrincipals: []string{ca.ServicePrincipalsInMyOrg}}
	})
	t := contoso(p)
	t.ServicePrincipals = ca.Known(map[string]ca.ServicePrincipal{pipelineID: {
		ID: pipelineID, DisplayName: "Terraform", ServicePrincipalType: "Application",
		AppOwnerOrganizationID: t.ID, SignInAudience: "AzureADMyOrg",
	}})
	return t
}

// TestBreakGlassEvidence: every reason for which a declared account does not count is told apart.
func TestBreakGlassEvidence(t *testing.T) {
	t.Parallel()
	tenant := contoso(policy("p1", "MFA"))
	change := func(id string, with func(*ca.User)) {
		u := tenant.Users.Value()[id]
		with(&u)
		tenant.Users.Value()[id] = u
	}
	change(breakGlass1, func(u *ca.User) { u.AccountEnabled = ptr(false) })
	change(breakGlass2, func(u *ca.User) { u.UserType = "Guest" })
	config := settings(func(c *Config) {
		c.BreakGlass.Users = []string{breakGlass1, breakGlass2, carol, "dead0000-0000-4000-8000-000000000001"}
	})
	var evidence []string
	for _, f := range Check(tenant, config, noon).Findings {
		if f.Rule == "EG003" {
			evidence = f.Evidence
		}
	}
	text := strings.Join(strings.Fields(strings.Join(evidence, " ")), " ")
	for _, want := range []string{"the account is disabled", "the account is a guest", "holds no role", "there is no such user"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in %s", want, text)
		}
	}
	fewer := Check(contoso(policy("p1", "MFA")), settings(func(c *Config) { c.BreakGlass.Users = []string{breakGlass1} }), noon)
	i := slices.IndexFunc(fewer.Findings, func(f Finding) bool { return f.Rule == "EG003" })
	if i < 0 || !strings.Contains(fewer.Findings[i].FixText, "name more break-glass accounts") {
		t.Errorf("one account of two: %v", fewer.Findings)
	}
}
