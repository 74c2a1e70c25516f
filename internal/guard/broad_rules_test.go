package guard

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// of picks the findings of one rule, an exclamation mark behind those that refuse.
func of(findings []Finding, rule string) []string {
	return ruleIDs(slices.DeleteFunc(slices.Clone(findings), func(f Finding) bool { return f.Rule != rule }))
}

// TestBroadPolicies are the five configurations that must never be used, and what keeps a policy from being
// one of them.
func TestBroadPolicies(t *testing.T) {
	t.Parallel()
	and := func(controls ...ca.BuiltInControl) func(*ca.Policy) {
		return func(p *ca.Policy) {
			p.GrantControls = &ca.GrantControls{Operator: ca.OperatorAND, BuiltInControls: controls}
		}
	}
	for _, c := range []struct {
		name   string
		change []func(*ca.Policy)
		want   []string
	}{
		{"block", to(demanding(ca.ControlBlock)), []string{"EG020!"}},
		{"block-in-report-only", to(demanding(ca.ControlBlock), in(ca.StateReportOnly)), nil},
		{"block-but-somebody", to(demanding(ca.ControlBlock), excluding(breakGlass1, breakGlass2, alice, bob)), []string{"EG020!"}},
		{"block-but-a-group", to(demanding(ca.ControlBlock), excludingGroups(breakGlasses)), []string{"EG020!"}},
		{"block-but-an-app", to(demanding(ca.ControlBlock), func(p *ca.Policy) {
			p.Conditions.Applications.ExcludeApplications = []string{ca.AppExchangeOnline}
		}), []string{"EG020!"}},
		{"block-in-any-case", to(demanding("Block"), including("all"), forApps("ALL")), []string{"EG020!"}},
		{"block-one-user", to(demanding(ca.ControlBlock), including(carol)), nil},
		{"block-one-app", to(demanding(ca.ControlBlock), forApps(ca.AppExchangeOnline)), nil},
		{"block-outside", to(demanding(ca.ControlBlock), outside(office)), nil},
		{"block-anywhere", to(demanding(ca.ControlBlock), outside()), []string{"EG020!"}},
		{"block-risk", to(demanding(ca.ControlBlock), func(p *ca.Policy) { p.Conditions.UserRiskLevels = []ca.RiskLevel{ca.RiskHigh} }), nil},
		{"block-insiders", to(demanding(ca.ControlBlock), func(p *ca.Policy) { p.Conditions.InsiderRiskLevels = []string{"elevated"} }), nil},
		{"block-a-flow", to(demanding(ca.ControlBlock), func(p *ca.Policy) {
			p.Conditions.AuthenticationFlows = &ca.AuthenticationFlows{TransferMethods: []string{"deviceCodeFlow"}}
		}), nil},
		{"block-devices", to(demanding(ca.ControlBlock), func(p *ca.Policy) {
			p.Conditions.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: ca.FilterExclude, Rule: `device.isCompliant -eq True`}}
		}), nil},
		{"block-an-unknown-condition", to(demanding(ca.ControlBlock), func(p *ca.Policy) {
			p.Conditions.Extra = ca.Extra{"weather": []byte(`"rain"`)}
		}), nil},
		{"block-old-clients", to(demanding(ca.ControlBlock), clients(ca.ClientAppOther, ca.ClientAppExchangeActiveSync)), nil},
		{"block-modern-clients", to(demanding(ca.ControlBlock), clients(ca.ClientAppBrowser, ca.ClientAppMobileAndDesktop)), []string{"EG020!"}},
		{"block-no-clients-said", to(demanding(ca.ControlBlock), clients()), []string{"EG020!"}},
		{"block-all-platforms", to(demanding(ca.ControlBlock), onAllPlatforms()), []string{"EG024!"}},
		{"block-every-platform-by-name", to(demanding(ca.ControlBlock), onPlatforms(ca.DefaultPlatforms...)), []string{"EG024!"}},
		{"block-one-platform", to(demanding(ca.ControlBlock), onPlatforms(ca.PlatformLinux)), nil},
		{"block-unknown-platforms", to(demanding(ca.ControlBlock), onAllPlatforms(ca.DefaultPlatforms...)), nil},
		{"compliant", to(demanding(ca.ControlCompliantDevice)), []string{"EG021!"}},
		{"compliant-on-all-platforms", to(demanding(ca.ControlCompliantDevice), onAllPlatforms()), []string{"EG021!"}},
		{"compliant-on-windows", to(demanding(ca.ControlCompliantDevice), onPlatforms(ca.PlatformWindows)), nil},
		{"compliant-or-mfa", to(demanding(ca.ControlCompliantDevice, ca.ControlMFA)), nil},
		{"compliant-and-mfa", to(and(ca.ControlCompliantDevice, ca.ControlMFA)), []string{"EG021!"}},
		{"compliant-or-hybrid", to(demanding(ca.ControlCompliantDevice, ca.ControlDomainJoinedDevice)), []string{"EG021!", "EG022!"}},
		{"compliant-or-hybrid-or-mfa", to(demanding(ca.ControlCompliantDevice, ca.ControlDomainJoinedDevice, ca.ControlMFA)), nil},
		{"compliant-or-terms", to(demanding(ca.ControlCompliantDevice), func(p *ca.Policy) { p.GrantControls.TermsOfUse = []string{"t1"} }), nil},
		{"compliant-joined-how-is-unknown", to(demanding(ca.ControlCompliantDevice, ca.ControlMFA), func(p *ca.Policy) { p.GrantControls.Operator = ca.NotYetKnown }), nil},
		{"compliant-alone-joined-how-is-unknown", to(demanding(ca.ControlCompliantDevice), func(p *ca.Policy) { p.GrantControls.Operator = ca.NotYetKnown }), []string{"EG021!"}},
		{"hybrid", to(demanding(ca.ControlDomainJoinedDevice)), []string{"EG022!"}},
		{"app-protection", to(demanding(ca.ControlCompliantApplication)), []string{"EG023!"}},
		{"approved-or-protected", to(demanding(ca.ControlApprovedApplication, ca.ControlCompliantApplication)), []string{"EG023!"}},
		{"mfa", to(demanding(ca.ControlMFA)), nil},
		{"unknown-users", to(demanding(ca.ControlBlock), including(ca.NotYetKnown)), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			findings := judged(settings(loose), create(policy("", "Policy", c.change...)))
			broad := slices.DeleteFunc(findings, func(f Finding) bool { return f.Rule < "EG020" || f.Rule > "EG024" })
			if diff := cmp.Diff(c.want, ruleIDs(broad)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func to(changes ...func(*ca.Policy)) []func(*ca.Policy) { return changes }

func clients(types ...ca.ClientApp) func(*ca.Policy) {
	return func(p *ca.Policy) { p.Conditions.ClientAppTypes = types }
}

func onPlatforms(platforms ...ca.Platform) func(*ca.Policy) {
	return func(p *ca.Policy) { p.Conditions.Platforms = &ca.PlatformCondition{IncludePlatforms: platforms} }
}

func TestLegacyBlocks(t *testing.T) {
	t.Parallel()
	for name, fires := range map[string]bool{
		"Block legacy authentication": true, "CA003-BLOCK-LEGACY-AUTH": true, "No Basic Auth": true,
		"block_older_clients": true, "Block other clients": true, "Block countries": false, "Basics": false,
	} {
		findings := judged(settings(loose), create(policy("", name, demanding(ca.ControlBlock), forApps(ca.AppExchangeOnline))))
		if got := len(of(findings, "EG025")) > 0; got != fires {
			t.Errorf("%s: %t", name, got)
		}
	}
	for name, change := range map[string]func(*ca.Policy){
		"report-only": in(ca.StateReportOnly), "no-block": demanding(ca.ControlMFA), "old-clients": clients(ca.ClientAppOther),
		"browsers": clients(ca.ClientAppBrowser), "unknown-clients": clients(ca.NotYetKnown),
	} {
		p := policy("", "Legacy", demanding(ca.ControlBlock), forApps(ca.AppExchangeOnline), change)
		if got := of(judged(settings(loose), create(p)), "EG025"); len(got) > 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
}
