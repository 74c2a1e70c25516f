package review_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
	"github.com/entraguard/terraform-provider-entraguard/internal/review"
)

// everyChange is a difference with a box of each kind and a policy of each decision.
func everyChange() review.Difference {
	tenant := &ca.Tenant{
		Users:             ca.Known(map[string]ca.User{"u1": {ID: "u1", UserPrincipalName: "ann@contoso.example"}}),
		ServicePrincipals: ca.Known(map[string]ca.ServicePrincipal{"s1": {ID: "s1", AppID: "a1", DisplayName: "Payroll"}}),
	}
	browser := ca.SignInConditions{ClientApp: ca.ClientAppBrowser, Platform: ca.PlatformWindows, Address: "203.0.113.7", Country: "NO"}
	unmanaged := browser
	unmanaged.Device = &ca.Device{Properties: map[string]ca.Property{"isCompliant": {Values: []string{"false"}}, "model": {}, "trustType": {Values: []string{"Workplace"}}}}
	lost := difference.Box{
		Kind:   difference.Lost,
		People: difference.People{Count: 12, Counted: true, Words: []string{"members of Finance and not holders of Global Administrator"}, Exact: true},
		Targets: difference.Values{Only: []string{
			ca.AppMicrosoftGraph, "a1", "b2", "b3", "b4", "b5", "b6", "b7", "b8", difference.OtherApplications,
		}},
		Networks: difference.Values{Except: []string{`in "Oslo"`}},
		Devices:  []string{`not: device.trustType -eq "ServerAD"`},
		Added:    []string{"block"}, Before: []string{"mfa"}, After: []string{"block"},
		Causes:   []difference.Cause{{ID: "p1", Name: "CA001 Block Finance"}},
		Example:  ca.SignIn{Identity: ca.SignInIdentity{UserID: "u1"}, Context: ca.SignInContext{Applications: []string{"a1"}}, Conditions: unmanaged},
		Assuming: []string{"the sign-in's user is in group Contractors, which was not read"},
	}
	return review.Difference{Before: tenant, After: tenant, Report: difference.Report{
		Boxes: []difference.Box{
			lost,
			{
				Kind: difference.Changed, People: difference.People{Everybody: true, Count: 1, Counted: true},
				Added: []string{"compliantDevice or domainJoinedDevice"}, Removed: []string{"mfa"},
				Causes:  []difference.Cause{{ID: "p2", Name: "CA002"}, {ID: "p3", Name: "CA003"}},
				Example: ca.SignIn{Identity: ca.SignInIdentity{ExternalUserType: "serviceProvider"}, Context: ca.SignInContext{UserAction: ca.UserActionRegisterDevice}, Conditions: browser},
			},
			{
				Kind: difference.Gained, People: difference.People{Workload: true, Words: []string{"single-tenant applications"}},
				Removed: []string{"block"},
				Example: ca.SignIn{Identity: ca.SignInIdentity{ServicePrincipalID: "s1"}, Context: ca.SignInContext{AuthenticationContext: "c1"}},
			},
		},
		Policies: []difference.PolicyChange{
			{ID: "p1", Name: "CA001 Block Finance", Change: difference.Created, Decision: difference.Stricter, Evidence: &lost},
			{ID: "p2", Name: "CA002", Change: difference.Edited, Decision: difference.NoStricter},
			{ID: "p3", Name: "CA003", Change: difference.Deleted, Decision: difference.NotDecided},
			{ID: "p4", Name: "CA004", Change: difference.Edited, Decision: difference.NoEffect},
			{ID: "p5", Name: "CA005", Change: difference.Unchanged, Decision: difference.NoEffect},
		},
	}}
}

func TestDifferenceGolden(t *testing.T) {
	t.Parallel()
	nothing := review.Difference{Before: &ca.Tenant{}, After: &ca.Tenant{}}
	unfinished := review.Difference{Before: &ca.Tenant{}, After: &ca.Tenant{}, Report: difference.Report{Undecided: "the search was given up after 1000000 steps"}}
	some := everyChange()
	some.Report.Undecided = "the search was given up after 1000000 steps"
	text := func(colour bool) func(*bytes.Buffer, review.Difference) error {
		return func(w *bytes.Buffer, d review.Difference) error { return review.WriteDifferenceText(w, d, colour) }
	}
	json := func(w *bytes.Buffer, d review.Difference) error { return review.WriteDifferenceJSON(w, d) }
	markdown := func(w *bytes.Buffer, d review.Difference) error { return review.WriteDifferenceMarkdown(w, d) }
	for _, test := range []struct {
		name  string
		d     review.Difference
		write func(*bytes.Buffer, review.Difference) error
	}{
		{"difference.txt", everyChange(), text(false)},
		{"difference.colour.txt", everyChange(), text(true)},
		{"difference.json", everyChange(), json},
		{"difference.md", everyChange(), markdown},
		{"difference_some.txt", some, text(false)},
		{"difference_nothing.txt", nothing, text(false)},
		{"difference_nothing.json", nothing, json},
		{"difference_nothing.md", nothing, markdown},
		{"difference_unfinished.txt", unfinished, text(false)},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got bytes.Buffer
			if err := test.write(&got, test.d); err != nil {
				t.Fatal(err)
			}
			golden(t, test.name, got.Bytes())
		})
	}
}

// TestDifferenceIsFitForATerminal holds that no name of a tenant reaches the terminal, or a page, as more than
// a name.
func TestDifferenceIsFitForATerminal(t *testing.T) {
	t.Parallel()
	const evil = "\x1b[2J\r\n# no sign-in changes <b>\u202e\x07"
	d := everyChange()
	d.Before.Users.Value()["u1"] = ca.User{ID: "u1", UserPrincipalName: evil}
	d.Before.ServicePrincipals.Value()["s1"] = ca.ServicePrincipal{ID: "s1", AppID: "a1", DisplayName: evil}
	b := &d.Report.Boxes[0]
	b.People.Words[0], b.Targets.Only[0], b.Networks.Except[0], b.Added[0], b.Assuming[0], b.Causes[0].Name = evil, evil, evil, evil, evil, evil
	for i := range d.Report.Policies {
		d.Report.Policies[i].Name = evil
	}
	var text, page bytes.Buffer
	if err := review.WriteDifferenceText(&text, d, false); err != nil {
		t.Fatal(err)
	}
	if err := review.WriteDifferenceMarkdown(&page, d); err != nil {
		t.Fatal(err)
	}
	for name, out := range map[string]string{"text": text.String(), "markdown": page.String()} {
		if strings.ContainsAny(out, "\x1b\r\x07\u202e") {
			t.Errorf("a control character came through to the %s:\n%q", name, out)
		}
		for line := range strings.Lines(out) {
			if strings.HasPrefix(line, "# no sign-in") {
				t.Errorf("a name starts a line of the %s: %q", name, line)
			}
		}
	}
	if strings.Contains(page.String(), "<b>") {
		t.Errorf("HTML came through to the page:\n%s", page.String())
	}
}
