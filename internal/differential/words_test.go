package differential

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// TestStrangeWords: a word that nobody knows, alone in a list that would decide, leaves the answer open;
// beside a word that decides it changes nothing.
func TestStrangeWords(t *testing.T) {
	t.Parallel()
	const strange = "unknownFutureValue"
	for _, c := range []struct {
		name   string
		change func(*ca.Policy)
		want   engine.Verdict
	}{
		{"client-app", func(p *ca.Policy) { p.Conditions.ClientAppTypes = []ca.ClientApp{strange} }, engine.Undecided},
		{"client-app-beside-all", func(p *ca.Policy) { p.Conditions.ClientAppTypes = []ca.ClientApp{strange, ca.ClientAppAll} }, engine.LockedOut},
		{"client-app-legacy", func(p *ca.Policy) {
			p.Conditions.ClientAppTypes = []ca.ClientApp{ca.ClientAppExchangeActiveSync, ca.ClientAppEASSupported, ca.ClientAppOther}
		}, engine.Reachable},
		{"platform", func(p *ca.Policy) {
			p.Conditions.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{strange}}
		}, engine.Undecided},
		{"platform-beside-all", func(p *ca.Policy) {
			p.Conditions.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{strange, ca.PlatformAll}}
		}, engine.LockedOut},
		{"platform-excluded", func(p *ca.Policy) {
			p.Conditions.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformAll}, ExcludePlatforms: []ca.Platform{strange}}
		}, engine.Undecided},
		{"user-risk", func(p *ca.Policy) { p.Conditions.UserRiskLevels = []ca.RiskLevel{strange} }, engine.Undecided},
		{"sign-in-risk", func(p *ca.Policy) { p.Conditions.SignInRiskLevels = []ca.RiskLevel{strange} }, engine.Undecided},
		{"user-risk-at-every-level", func(p *ca.Policy) { p.Conditions.UserRiskLevels = append([]ca.RiskLevel{strange}, ca.RiskLevels...) }, engine.LockedOut},
		{"insider-risk", func(p *ca.Policy) { p.Conditions.InsiderRiskLevels = []string{strange} }, engine.Undecided},
		{"insider-risk-that-is-known", func(p *ca.Policy) { p.Conditions.InsiderRiskLevels = ca.InsiderRiskLevels }, engine.Reachable},
		{"agent-risk", func(p *ca.Policy) { p.Conditions.AgentIDRiskLevels = []string{strange} }, engine.Undecided},
		{"agent-risk-that-is-known", func(p *ca.Policy) { p.Conditions.AgentIDRiskLevels = ca.AgentRiskLevels }, engine.Reachable},
		{"principal-risk", func(p *ca.Policy) { p.Conditions.ServicePrincipalRiskLevels = []ca.RiskLevel{strange} }, engine.Undecided},
		{"principal-risk-that-is-known", func(p *ca.Policy) { p.Conditions.ServicePrincipalRiskLevels = ca.RiskLevels }, engine.Reachable},
		{"flow", func(p *ca.Policy) {
			p.Conditions.AuthenticationFlows = &ca.AuthenticationFlows{TransferMethods: []string{strange}}
		}, engine.Undecided},
		{"flow-that-is-known", func(p *ca.Policy) {
			p.Conditions.AuthenticationFlows = &ca.AuthenticationFlows{TransferMethods: ca.TransferMethods}
		}, engine.Reachable},
		{"control", func(p *ca.Policy) { p.GrantControls.BuiltInControls = []ca.BuiltInControl{strange} }, engine.Undecided},
		{"control-or-block", func(p *ca.Policy) {
			p.GrantControls.BuiltInControls = []ca.BuiltInControl{strange, ca.ControlBlock}
		}, engine.Undecided},
		{"control-and-block", func(p *ca.Policy) {
			p.GrantControls.Operator = ca.OperatorAND
			p.GrantControls.BuiltInControls = []ca.BuiltInControl{strange, ca.ControlBlock}
		}, engine.LockedOut},
		{"operator-of-one-control", func(p *ca.Policy) { p.GrantControls.Operator = strange }, engine.LockedOut},
		{"operator-of-two-that-differ", func(p *ca.Policy) {
			p.GrantControls.Operator = strange
			p.GrantControls.TermsOfUse = []string{"terms"}
		}, engine.Undecided},
		{"filter-mode", func(p *ca.Policy) {
			p.Conditions.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: strange, Rule: `device.model -eq "a"`}}
		}, engine.Undecided},
		{"application-filter-mode", func(p *ca.Policy) {
			p.Conditions.Applications.ApplicationFilter = &ca.Filter{Mode: strange, Rule: "x"}
		}, engine.Undecided},
		{"application", func(p *ca.Policy) { p.Conditions.Applications.IncludeApplications = []string{strange} }, engine.Reachable},
		{"application-not-yet-known", func(p *ca.Policy) { p.Conditions.Applications.IncludeApplications = []string{ca.NotYetKnown} }, engine.Undecided},
		{"application-excluded-not-yet-known", func(p *ca.Policy) { p.Conditions.Applications.ExcludeApplications = []string{ca.NotYetKnown} }, engine.Undecided},
		{"graph-excluded", func(p *ca.Policy) { p.Conditions.Applications.ExcludeApplications = []string{ca.AppMicrosoftGraph} }, engine.LockedOut},
		{"location", func(p *ca.Policy) {
			p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{strange}}
		}, engine.Undecided},
		{"state", func(p *ca.Policy) { p.State = strange }, engine.Reachable},
		{"user", func(p *ca.Policy) { p.Conditions.Users.IncludeUsers = []string{strange} }, engine.Reachable},
		{"user-not-yet-known", func(p *ca.Policy) { p.Conditions.Users.IncludeUsers = []string{ca.NotYetKnown} }, engine.Undecided},
		{"nobody-included", func(p *ca.Policy) { p.Conditions.Users = ca.Users{} }, engine.Reachable},
		{"guests-included", func(p *ca.Policy) {
			p.Conditions.Users = ca.Users{IncludeGuestsOrExternalUsers: &ca.GuestsOrExternal{GuestOrExternalUserTypes: []string{strange}}}
		}, engine.Reachable},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := tenant(onlyAnna, policy("strange", ca.ControlBlock, c.change))
			if got := engine.Decide(q).Repairers[0].Verdict; got != c.want {
				t.Errorf("%s, want %s\n%s", got, c.want, Describe(q))
			}
			if what := Check(q); what != "" {
				t.Errorf("%s\n%s", what, Describe(q))
			}
		})
	}
}
