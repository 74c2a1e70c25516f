package review_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/review"
)

// everySignIn is a what-if with one of each: a policy that stops, one that is open, one that passes, one that
// only reports, one of each that does not apply.
func everySignIn() review.WhatIf {
	laptop := &ca.Device{ID: "d1", Properties: map[string]ca.Property{"displayName": {Values: []string{"ANN-LAPTOP"}}}}
	devices := engine.MissingFact{Fact: "groupMembers", How: `read the members of group "Contractors" (g1), and of the groups in it`}
	return review.WhatIf{
		Tenant: &ca.Tenant{},
		Report: engine.WhatIfReport{
			Person: "ann@contoso.example",
			SignIn: ca.SignIn{
				Identity: ca.SignInIdentity{UserID: "u1"},
				Context:  ca.SignInContext{Applications: []string{ca.AppAzurePortal, ca.AppExchangeOnline}},
				Conditions: ca.SignInConditions{
					ClientApp: ca.ClientAppBrowser, Platform: ca.PlatformWindows, Address: "203.0.113.7", UserRisk: ca.RiskLow,
					TransferMethod: "deviceCodeFlow", Device: laptop,
				},
			},
			Audiences: []engine.Audience{
				{AppID: ca.AppAzurePortal, Name: "Azure portal"},
				{AppID: ca.AppExchangeOnline, Name: "Exchange Online", DependencyOf: "Azure portal"},
			},
			NotFollowed: []string{"Microsoft 365 Reporting Service (early-bound to Azure portal, and its application id is not published)"},
			Outcome:     engine.Denied,
			Policies: []engine.WhatIfPolicy{
				{
					ID: "p1", DisplayName: "CA001 MFA or a device", State: ca.StateEnabled, Applies: engine.Yes, IfEnabled: engine.Yes, Met: engine.Yes,
					Operator: ca.OperatorOR, Controls: []engine.ControlAnswer{
						{Control: "mfa", Value: engine.Yes, Why: "microsoftAuthenticatorPush + password", Modes: []ca.Mode{ca.ModeMicrosoftAuthenticatorPush, ca.ModePassword}},
						{Control: "compliantDevice", Value: engine.No, Why: `"ANN-LAPTOP" is not compliant`},
					},
					Session: []string{"sign-in frequency: 4 hours"},
				},
				{
					ID: "p2", DisplayName: "CA002 Exchange", State: ca.StateEnabled, Applies: engine.Yes, IfEnabled: engine.Yes, Met: engine.No,
					Through: "Exchange Online, an early-bound dependency of Azure portal", Operator: ca.OperatorAND,
					Controls: []engine.ControlAnswer{
						{Control: "mfa", Value: engine.Yes, Why: "registers a method at sign-in", Registers: true},
						{Control: "compliantDevice", Value: engine.No, Why: `"ANN-LAPTOP" is not compliant`},
					},
				},
				{
					ID: "p3", DisplayName: "CA003 Contractors", State: ca.StateEnabled, Applies: engine.Unknown, IfEnabled: engine.Unknown, Met: engine.No,
					Operator: ca.OperatorOR, Controls: []engine.ControlAnswer{{Control: "block", Value: engine.No, Why: "blocks"}},
					MissingFacts: []engine.MissingFact{devices},
				},
				{
					ID: "p4", DisplayName: "CA004 | <Report> *only*", State: ca.StateReportOnly, Applies: engine.Yes, IfEnabled: engine.Yes, Met: engine.Unknown,
					Operator: ca.OperatorOR, Controls: []engine.ControlAnswer{{Control: "termsOfUse", Value: engine.Unknown, Why: "say in assume that the terms are accepted"}},
				},
				{ID: "p5", DisplayName: "CA005 Session", State: ca.StateEnabled, Applies: engine.Yes, IfEnabled: engine.Yes, Met: engine.Yes, Session: []string{"persistent browser: never"}},
				{
					ID: "p6", DisplayName: "CA006 Finance", State: ca.StateEnabled, Met: engine.No, Reasons: []engine.NotApplied{
						{Reason: ca.ReasonUsers, Why: `ann@contoso.example is not among whom it includes: group "Finance"`},
						{Reason: ca.ReasonLocation, Why: `203.0.113.7 is in "Oslo", which it excludes`},
					},
				},
				{
					ID: "p7", DisplayName: "CA007 Off", State: ca.StateDisabled, IfEnabled: engine.Yes, Met: engine.No, Reasons: []engine.NotApplied{
						{Reason: ca.ReasonPolicyNotEnabled, Why: "its state is disabled"},
					},
				},
			},
			Assumptions: []string{"sign-in risk none, which the sign-in does not state"},
		},
		Checked: true,
	}
}

func TestWhatIfGolden(t *testing.T) {
	t.Parallel()
	open := everySignIn()
	open.Checked = false
	open.Report.Outcome, open.Report.Policies = engine.Open, open.Report.Policies[2:3]
	open.Report.MissingFacts = open.Report.Policies[0].MissingFacts
	nothing := review.WhatIf{Tenant: &ca.Tenant{}, Report: engine.WhatIfReport{
		Person: "Pipeline", Outcome: engine.Allowed, SignIn: ca.SignIn{
			Identity: ca.SignInIdentity{ServicePrincipalID: "s1"}, Context: ca.SignInContext{AuthenticationContext: "c1"},
		},
	}}
	barred := review.WhatIf{Tenant: &ca.Tenant{}, Report: engine.WhatIfReport{
		Person: "bo@contoso.example", Outcome: engine.Denied, Barred: "bo@contoso.example is disabled",
		SignIn: ca.SignIn{Context: ca.SignInContext{UserAction: ca.UserActionRegisterSecurityInfo}},
	}}
	text := func(colour bool) func(*bytes.Buffer, review.WhatIf) error {
		return func(w *bytes.Buffer, what review.WhatIf) error { return review.WriteWhatIfText(w, what, colour) }
	}
	json := func(w *bytes.Buffer, what review.WhatIf) error { return review.WriteWhatIfJSON(w, what) }
	markdown := func(w *bytes.Buffer, what review.WhatIf) error { return review.WriteWhatIfMarkdown(w, what) }
	for _, test := range []struct {
		name  string
		what  review.WhatIf
		write func(*bytes.Buffer, review.WhatIf) error
	}{
		{"what_if.txt", everySignIn(), text(false)},
		{"what_if.colour.txt", everySignIn(), text(true)},
		{"what_if.json", everySignIn(), json},
		{"what_if.md", everySignIn(), markdown},
		{"what_if_open.txt", open, text(false)},
		{"what_if_open.md", open, markdown},
		{"what_if_nothing.txt", nothing, text(false)},
		{"what_if_nothing.json", nothing, json},
		{"what_if_barred.txt", barred, text(false)},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got bytes.Buffer
			if err := test.write(&got, test.what); err != nil {
				t.Fatal(err)
			}
			golden(t, test.name, got.Bytes())
		})
	}
}

// TestWhatIfJSONHasNoNullList holds that a reader can go through every list without looking for null first.
func TestWhatIfJSONHasNoNullList(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	what := review.WhatIf{Tenant: &ca.Tenant{}, Report: engine.WhatIfReport{Policies: []engine.WhatIfPolicy{{Controls: []engine.ControlAnswer{{}}}}}}
	if err := review.WriteWhatIfJSON(&out, what); err != nil {
		t.Fatal(err)
	}
	var read struct {
		SignIn       map[string]json.RawMessage `json:"sign_in"`
		Policies     []map[string]json.RawMessage
		MissingFacts json.RawMessage `json:"missing_facts"`
		Assumptions  json.RawMessage
	}
	if err := json.Unmarshal(out.Bytes(), &read); err != nil {
		t.Fatal(err)
	}
	lists := map[string]json.RawMessage{
		"missing_facts": read.MissingFacts, "assumptions": read.Assumptions,
		"audiences": read.SignIn["audiences"], "not_followed": read.SignIn["not_followed"],
	}
	for _, name := range []string{"reasons", "session_controls", "missing_facts"} {
		lists["policies."+name] = read.Policies[0][name]
	}
	for name, value := range lists {
		if string(value) != "[]" {
			t.Errorf("%s is %s, want []", name, value)
		}
	}
	if !strings.Contains(string(read.Policies[0]["controls"]), `"modes": []`) {
		t.Errorf("controls are %s", read.Policies[0]["controls"])
	}
}

// TestWhatIfIsFitForATerminal holds that no name of a tenant reaches the terminal, or a page, as more than a
// name.
func TestWhatIfIsFitForATerminal(t *testing.T) {
	t.Parallel()
	const evil = "\x1b[2J\r\n# allowed: <img src=x>\u202e\x07"
	what := everySignIn()
	what.Report.Person = evil
	for i := range what.Report.Policies {
		p := &what.Report.Policies[i]
		p.DisplayName, p.Through = evil, evil
		for j := range p.Controls {
			p.Controls[j].Control, p.Controls[j].Why = evil, evil
		}
		for j := range p.Reasons {
			p.Reasons[j].Why = evil
		}
	}
	what.Report.Audiences[0].Name, what.Report.NotFollowed[0], what.Report.Assumptions[0] = evil, evil, evil
	var text, page bytes.Buffer
	if err := review.WriteWhatIfText(&text, what, false); err != nil {
		t.Fatal(err)
	}
	if err := review.WriteWhatIfMarkdown(&page, what); err != nil {
		t.Fatal(err)
	}
	for name, out := range map[string]string{"text": text.String(), "markdown": page.String()} {
		if strings.ContainsAny(out, "\x1b\r\x07\u202e") {
			t.Errorf("a control character came through to the %s:\n%q", name, out)
		}
		for line := range strings.Lines(out) {
			if strings.HasPrefix(line, "# allowed") {
				t.Errorf("a name starts a line of the %s: %q", name, line)
			}
		}
	}
	if strings.Contains(page.String(), "<img") {
		t.Errorf("HTML came through to the page:\n%s", page.String())
	}
}
