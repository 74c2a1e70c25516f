package guard

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// TestAudienceGroups: what depends on what is known, so no service that the portal needs goes unasked.
func TestAudienceGroups(t *testing.T) {
	t.Parallel()
	for channel, want := range map[engine.Channel][][]string{
		engine.ChannelGraph: {{ca.AppMicrosoftGraph, ca.AppWindowsAzureAD}},
		engine.ChannelPortal: {
			{ca.AppMicrosoftGraph, ca.AppWindowsAzureAD, ca.AppAzurePortal, ca.AppDirectoryBlade},
			{ca.AppAzureServiceManagement, ca.AppExchangeOnline, ca.AppSharePointOnline, ca.AppWindows365},
		},
	} {
		if diff := cmp.Diff(want, audienceGroups(channel)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", channel, diff)
		}
	}
}

// TestTold: a request says what it has words for, and of a device what it has places for.
func TestTold(t *testing.T) {
	t.Parallel()
	tenant := contoso()
	tenant.Devices[alice] = []ca.Device{{ID: "object", Properties: map[string]ca.Property{
		"deviceId": {Values: []string{"device"}}, "isCompliant": {}, "model": {}, "accountEnabled": {Values: []string{"true"}},
	}}}
	for _, c := range []struct {
		name    string
		witness engine.Witness
		want    ca.SignInConditions
	}{
		{"stated", engine.Witness{ClientApp: ca.ClientAppBrowser, Platform: ca.PlatformLinux, Network: engine.WitnessNetwork{Address: "203.0.113.7", Country: "NO"}, UserRisk: ca.RiskNone, SignInRisk: ca.RiskLow},
			ca.SignInConditions{ClientApp: ca.ClientAppBrowser, Platform: ca.PlatformLinux, Address: "203.0.113.7", Country: "NO", UserRisk: ca.RiskNone, SignInRisk: ca.RiskLow}},
		{"unknown", engine.Witness{Platform: ca.PlatformUnknown, Network: engine.WitnessNetwork{Country: ""}}, ca.SignInConditions{}},
		{"no-country", engine.Witness{Network: engine.WitnessNetwork{Country: "ZZ"}}, ca.SignInConditions{}},
		{"device", engine.Witness{DeviceID: "OBJECT"}, ca.SignInConditions{Device: &ca.Device{ID: "device", Properties: map[string]ca.Property{
			"deviceId": {Values: []string{"device"}}, "model": {},
		}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := engine.Repairer{User: &ca.User{ID: alice}, Evidence: &engine.Evidence{Witness: &c.witness}}
			if diff := cmp.Diff(c.want, told(tenant, r, []string{ca.AppMicrosoftGraph}).Conditions); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestContradicts: only what is sure on both sides is, and what the service does not do is not.
func TestContradicts(t *testing.T) {
	t.Parallel()
	device := &ca.Device{ID: "d"}
	followed := []engine.Audience{{AppID: ca.AppAzurePortal}, {AppID: ca.AppExchangeOnline, DependencyOf: "Azure portal"}}
	filtered := policy("p", "Filtered", func(p *ca.Policy) { p.Conditions.Applications.ApplicationFilter = &ca.Filter{Mode: ca.FilterInclude} })
	asksNothing := policy("p", "Nothing", demanding())
	for _, c := range []struct {
		name      string
		ours      engine.WhatIfPolicy
		theirs    bool
		reasons   []ca.AnalysisReason
		device    *ca.Device
		audiences []engine.Audience
		stored    ca.Policy
		want      bool
	}{
		{name: "both-yes", ours: engine.WhatIfPolicy{Applies: engine.Yes}, theirs: true},
		{name: "both-no", ours: engine.WhatIfPolicy{Applies: engine.No}, reasons: []ca.AnalysisReason{ca.ReasonUsers}},
		{name: "no-and-yes", ours: engine.WhatIfPolicy{Applies: engine.No}, theirs: true, want: true},
		{name: "yes-and-no", ours: engine.WhatIfPolicy{Applies: engine.Yes}, reasons: []ca.AnalysisReason{ca.ReasonUsers}, want: true},
		{name: "yes-and-no-without-a-reason", ours: engine.WhatIfPolicy{Applies: engine.Yes}, want: true},
		{name: "unknown-and-yes", ours: engine.WhatIfPolicy{Applies: engine.Unknown}, theirs: true},
		{name: "unknown-and-no", ours: engine.WhatIfPolicy{Applies: engine.Unknown}, reasons: []ca.AnalysisReason{ca.ReasonUsers}},
		{name: "not-enough-information", ours: engine.WhatIfPolicy{Applies: engine.Yes}, reasons: []ca.AnalysisReason{ca.ReasonNotEnoughInformation}},
		{name: "and-another-reason", ours: engine.WhatIfPolicy{Applies: engine.Yes}, reasons: []ca.AnalysisReason{ca.ReasonNotEnoughInformation, ca.ReasonUsers}, want: true},
		{name: "filter-and-no-device", ours: engine.WhatIfPolicy{Applies: engine.Yes}, reasons: []ca.AnalysisReason{ca.ReasonDevices}},
		{name: "filter-and-a-device", ours: engine.WhatIfPolicy{Applies: engine.Yes}, reasons: []ca.AnalysisReason{ca.ReasonDevices}, device: device, want: true},
		{name: "through-a-dependency", ours: engine.WhatIfPolicy{Applies: engine.Yes, Through: "Exchange Online"}, reasons: []ca.AnalysisReason{ca.ReasonApplication}, audiences: followed},
		{name: "a-dependency-that-does-not-matter", ours: engine.WhatIfPolicy{Applies: engine.Yes}, reasons: []ca.AnalysisReason{ca.ReasonUsers}, audiences: followed, want: true},
		{name: "a-dependency-and-a-filter", ours: engine.WhatIfPolicy{Applies: engine.Yes}, reasons: []ca.AnalysisReason{ca.ReasonApplication}, audiences: followed, stored: filtered},
		{name: "asks-for-nothing", ours: engine.WhatIfPolicy{Applies: engine.Yes}, reasons: []ca.AnalysisReason{ca.ReasonEmptyPolicy}, stored: asksNothing},
		{name: "said-to-ask-for-nothing", ours: engine.WhatIfPolicy{Applies: engine.Yes}, reasons: []ca.AnalysisReason{ca.ReasonEmptyPolicy}, stored: policy("p", "MFA"), want: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			report := engine.WhatIfReport{Audiences: c.audiences, SignIn: ca.SignIn{Conditions: ca.SignInConditions{Device: c.device}}}
			if got := contradicts(report, c.ours, c.stored, ca.WhatIfResult{Applies: &c.theirs, Reasons: c.reasons}); got != c.want {
				t.Errorf("got %t, want %t", got, c.want)
			}
		})
	}
}
