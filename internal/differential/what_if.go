package differential

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/reference"
)

// CheckWhatIf asks the reference about the sign-in of a report, too. It returns "" when both agree on which
// policies apply, as if each were enabled, and on which conditions fail.
func CheckWhatIf(t *ca.Tenant, report engine.WhatIfReport) string {
	answers := reference.WhatIf(t, report.SignIn)
	if len(answers) != len(report.Policies) {
		return fmt.Sprintf("number of policies: engine %d, reference %d", len(report.Policies), len(answers))
	}
	for i, want := range answers {
		got := report.Policies[i]
		for _, c := range []struct{ name, got, want string }{
			{"policy", got.ID, want.PolicyID},
			{"applies", got.IfEnabled.String(), appliesIfEnabled(want)},
			{"reasons", gotReasons(got), wantReasons(want)},
		} {
			if c.got != c.want {
				return fmt.Sprintf("%s: of policy %q (%s): engine %s, reference %s", c.name, got.DisplayName, got.ID, c.got, c.want)
			}
		}
	}
	return ""
}

// appliesIfEnabled leaves the state out: the reference counts it as one of the conditions.
func appliesIfEnabled(a reference.PolicyAnswer) string {
	applies := reference.Yes
	for name, value := range a.Conditions {
		switch {
		case name == reference.ConditionState, value == reference.Yes:
		case value == reference.No:
			return reference.No
		default:
			applies = reference.Unknown
		}
	}
	return applies
}

// parts are the conditions and the reasons that are about the same part of a sign-in. Who signs in is one: the
// reference keeps users and service principals apart, and the engine says why the policy means neither.
var parts = []struct {
	name       string
	conditions []string
	reasons    []ca.AnalysisReason
}{
	{"who", []string{reference.ConditionUsers, reference.ConditionClientApplications, reference.ConditionServicePrincipalRisk},
		[]ca.AnalysisReason{ca.ReasonUsers, ca.ReasonWorkloadIdentities}},
	{"target", []string{reference.ConditionApplications},
		[]ca.AnalysisReason{ca.ReasonApplication, ca.ReasonUserActions, ca.ReasonAuthenticationContext}},
	{"client", []string{reference.ConditionClientAppTypes}, []ca.AnalysisReason{ca.ReasonClientApps}},
	{"platform", []string{reference.ConditionPlatforms}, []ca.AnalysisReason{ca.ReasonDevicePlatform}},
	{"location", []string{reference.ConditionLocations}, []ca.AnalysisReason{ca.ReasonLocation}},
	{"device", []string{reference.ConditionDevices}, []ca.AnalysisReason{ca.ReasonDevices}},
	{"user risk", []string{reference.ConditionUserRisk}, []ca.AnalysisReason{ca.ReasonUserRisk}},
	{"sign-in risk", []string{reference.ConditionSignInRisk}, []ca.AnalysisReason{ca.ReasonSignInRisk}},
	{"insider risk", []string{reference.ConditionInsiderRisk}, []ca.AnalysisReason{ca.ReasonInsiderRisk}},
	{"agent risk", []string{reference.ConditionAgentRisk}, []ca.AnalysisReason{ca.ReasonAgentIDRisk}},
	{"flow", []string{reference.ConditionAuthenticationFlows}, []ca.AnalysisReason{ca.ReasonAuthenticationFlow}},
}

func gotReasons(p engine.WhatIfPolicy) string {
	var failed []string
	for _, part := range parts {
		if slices.ContainsFunc(p.Reasons, func(r engine.NotApplied) bool { return slices.Contains(part.reasons, r.Reason) }) {
			failed = append(failed, part.name)
		}
	}
	return "[" + strings.Join(failed, ", ") + "]"
}

func wantReasons(a reference.PolicyAnswer) string {
	var failed []string
	for _, part := range parts {
		if slices.ContainsFunc(part.conditions, func(name string) bool { return a.Conditions[name] == reference.No }) {
			failed = append(failed, part.name)
		}
	}
	return "[" + strings.Join(failed, ", ") + "]"
}
