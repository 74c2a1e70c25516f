package review_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/guard"
	"github.com/entraguard/terraform-provider-entraguard/internal/review"
)

var update = flag.Bool("update", false, "write the golden files")

// everything is a check with one of each: every verdict, every robustness, a finding of each severity.
func everything() review.Check {
	block := engine.Denial{PolicyID: "p1", Policy: "CA001 Block everything", Control: "block", Why: "blocks"}
	device := engine.Denial{PolicyID: "p2", Policy: "CA002 Compliant device", Control: "compliantDevice", Why: "needs a compliant device, and no device is registered"}
	devices := engine.MissingFact{Fact: "registeredDevices", How: "read the registered devices of dan@contoso.example"}
	networks := engine.MissingFact{Fact: "networks", How: "state in assume.networks where administrators sign in from"}
	return review.Check{
		Tenant: &ca.Tenant{
			Name: "Contoso",
			Policies: ca.Known([]ca.Policy{
				{ID: "p1", DisplayName: "CA001 Block everything", State: ca.StateEnabled},
				{ID: "p2", DisplayName: "CA002 Compliant device", State: ca.StateEnabled},
				{ID: "p3", DisplayName: "CA003 Report", State: ca.StateReportOnly},
			}),
			NamedLocations: ca.Known([]ca.NamedLocation{{ID: "l1", DisplayName: "Oslo office"}}),
			Devices:        map[string][]ca.Device{"u1": {{ID: "d1", Properties: map[string]ca.Property{"displayName": {Values: []string{"ANN-LAPTOP"}}}}}},
		},
		Verdict: guard.Broken,
		Report: engine.Report{
			Repairers: []engine.Repairer{
				{
					User: &ca.User{ID: "u1", UserPrincipalName: "ann@contoso.example"},
					Evidence: &engine.Evidence{
						Verdict: engine.Reachable,
						Witness: &engine.Witness{
							Channel: engine.ChannelGraph, ClientApp: ca.ClientAppBrowser, Platform: ca.PlatformWindows,
							Network:  engine.WitnessNetwork{NamedLocations: []string{"l1"}, Address: "203.0.113.7", Country: "NO"},
							DeviceID: "d1", UserRisk: ca.RiskNone, SignInRisk: ca.RiskNone,
							RolesActive: []string{ca.RoleSecurityAdministrator, ca.RoleGlobalAdministrator},
							Modes:       []ca.Mode{ca.ModePassword, ca.ModeFIDO2}, Registers: true,
						},
						Assumptions: []string{"user risk none", "sign-in risk none"},
					},
				},
				{
					User: &ca.User{ID: "u2", UserPrincipalName: "bg-1@contoso.example"}, BreakGlass: true,
					Evidence: &engine.Evidence{
						Verdict:     engine.Reachable,
						Witness:     &engine.Witness{Channel: engine.ChannelPortal, ClientApp: ca.ClientAppBrowser, Platform: ca.PlatformMacOS, UserRisk: ca.RiskNone, SignInRisk: ca.RiskNone},
						Assumptions: []string{"user risk none"},
						Robustness:  engine.Fragile, Environments: 32,
						Counterexample:     &engine.Witness{Platform: ca.PlatformWindows, UserRisk: ca.RiskHigh, SignInRisk: ca.RiskNone},
						CounterexampleCore: []engine.Denial{device, block},
					},
				},
				{
					User: &ca.User{ID: "u3", UserPrincipalName: "bg-2@contoso.example"}, BreakGlass: true,
					Evidence: &engine.Evidence{
						Verdict: engine.LockedOut,
						Core:    []engine.Denial{device, block}, Robustness: engine.RobustnessUndecided,
						RobustnessMissing: []engine.MissingFact{networks},
					},
				},
				{User: &ca.User{ID: "u4", UserPrincipalName: "bg-3@contoso.example"}, BreakGlass: true, Evidence: &engine.Evidence{Verdict: engine.LockedOut, Core: []engine.Denial{block}, Robustness: engine.Robust, Environments: 1}},
				{User: &ca.User{ID: "u5", UserPrincipalName: "dan@contoso.example"}, Eligible: true, Evidence: &engine.Evidence{Verdict: engine.Undecided, MissingFacts: []engine.MissingFact{devices, networks}}},
			},
			Pipeline:         engine.Pipeline{ID: "sp1", DisplayName: "Terraform", Verdict: engine.LockedOut, Core: []engine.Denial{block}},
			MissingRepairers: []engine.MissingFact{{Fact: "groupMembers", How: `read the members of group "Admins" (g1)`}},
		},
		Findings: []guard.Finding{
			{
				Rule: "EG020", Severity: guard.Error, Object: "CA001 Block everything", ObjectID: "p1", Attribute: "grant_controls.built_in_controls",
				Harm: "blocks everyone everywhere", Paragraph: "Everyone in the tenant is stopped, whatever they sign in to and wherever from.",
				Evidence: []string{"Account   Stopped by", "everyone  this policy"}, Checked: "The guard looked at the policy alone.",
				FixText: "Narrow it:", Fix: []string{`include_users = ["…"]`},
			},
			{
				Rule: "EG021", Severity: guard.Error, Object: "CA002 Compliant device", ObjectID: "p2", Harm: "asks everyone for a compliant device",
				Paragraph: "Nobody without one can sign in.", Waived: true, WaiverReason: "every device is managed",
			},
			{Rule: "EG006", Severity: guard.Warning, Object: "Contoso", Harm: "leaves open who can sign in", Paragraph: "Too little is known."},
		},
	}
}

func TestGolden(t *testing.T) {
	t.Parallel()
	text := func(colour bool) func(*bytes.Buffer, review.Check) error {
		return func(w *bytes.Buffer, c review.Check) error { return review.WriteText(w, c, colour) }
	}
	json := func(w *bytes.Buffer, c review.Check) error { return review.WriteJSON(w, c) }
	nothing := review.Check{Tenant: &ca.Tenant{}, Verdict: guard.Undecided, Report: engine.Report{Pipeline: engine.Pipeline{Verdict: engine.NotChecked}}}
	tests := []struct {
		name  string
		check review.Check
		write func(*bytes.Buffer, review.Check) error
	}{
		{"everything.txt", everything(), text(false)},
		{"everything.colour.txt", everything(), text(true)},
		{"everything.json", everything(), json},
		{"nothing.txt", nothing, text(false)},
		{"nothing.json", nothing, json},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got bytes.Buffer
			if err := test.write(&got, test.check); err != nil {
				t.Fatal(err)
			}
			golden(t, test.name, got.Bytes())
		})
	}
}

// golden compares with a file of testdata, which -update writes.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", path, diff)
	}
}

// TestJSONOrder holds that the order in which the lists of a report come does not show.
func TestJSONOrder(t *testing.T) {
	t.Parallel()
	var want, got bytes.Buffer
	if err := review.WriteJSON(&want, everything()); err != nil {
		t.Fatal(err)
	}
	c := everything()
	for i := range c.Report.Repairers {
		r := &c.Report.Repairers[i]
		slices.Reverse(r.Core)
		slices.Reverse(r.CounterexampleCore)
		slices.Reverse(r.MissingFacts)
		slices.Reverse(r.Assumptions)
		if r.Witness != nil {
			slices.Reverse(r.Witness.Modes)
			slices.Reverse(r.Witness.RolesActive)
		}
	}
	if err := review.WriteJSON(&got, c); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.String(), got.String()); diff != "" {
		t.Errorf("the order shows (-want +got):\n%s", diff)
	}
}

// TestJSONHasNoNullList holds that a reader can go through every list without looking for null first.
func TestJSONHasNoNullList(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	c := review.Check{Tenant: &ca.Tenant{}, Report: engine.Report{Repairers: []engine.Repairer{{User: &ca.User{}, Evidence: &engine.Evidence{Witness: &engine.Witness{}, Counterexample: &engine.Witness{}}}}}}
	if err := review.WriteJSON(&out, c); err != nil {
		t.Fatal(err)
	}
	var read struct {
		Repairers []map[string]json.RawMessage
		Pipeline  map[string]json.RawMessage
		Findings  json.RawMessage
	}
	if err := json.Unmarshal(out.Bytes(), &read); err != nil {
		t.Fatal(err)
	}
	lists := map[string]json.RawMessage{"findings": read.Findings, "pipeline.core": read.Pipeline["core"]}
	for _, name := range []string{"core", "counterexample_core", "missing_facts", "assumptions"} {
		lists[name] = read.Repairers[0][name]
	}
	for _, name := range []string{"witness", "counterexample"} {
		var witness map[string]json.RawMessage
		if err := json.Unmarshal(read.Repairers[0][name], &witness); err != nil {
			t.Fatal(err)
		}
		lists[name+".modes"], lists[name+".roles_active"] = witness["modes"], witness["roles_active"]
	}
	for name, value := range lists {
		if string(value) != "[]" {
			t.Errorf("%s is %s, want []", name, value)
		}
	}
}

// TestTextIsFitForATerminal holds that no name of a tenant reaches the terminal as a command to it.
func TestTextIsFitForATerminal(t *testing.T) {
	t.Parallel()
	evil := "\x1b[2J\r\nholds: all is well\u202e\x07"
	c := everything()
	c.Tenant.Name = evil
	c.Tenant.NamedLocations = ca.Known([]ca.NamedLocation{{ID: "l1", DisplayName: evil}})
	c.Tenant.Devices = map[string][]ca.Device{"u1": {{ID: "d1", Properties: map[string]ca.Property{"displayName": {Values: []string{evil}}}}}}
	c.Report.Pipeline.DisplayName = evil
	for i := range c.Report.Repairers {
		c.Report.Repairers[i].User.UserPrincipalName = evil
		for j := range c.Report.Repairers[i].Core {
			c.Report.Repairers[i].Core[j].Policy = evil
		}
	}
	for i := range c.Findings {
		c.Findings[i].Object = evil
	}
	var out bytes.Buffer
	if err := review.WriteText(&out, c, false); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(out.String(), "\x1b\r\x07\u202e") {
		t.Errorf("a control character came through:\n%q", out.String())
	}
	for line := range strings.Lines(out.String()) {
		if strings.HasPrefix(line, "holds") {
			t.Errorf("a name starts a line of its own: %q", line)
		}
	}
}

func TestTextLeavesOutAndSaysSo(t *testing.T) {
	t.Parallel()
	c := everything()
	c.Report.Repairers = slices.Repeat(c.Report.Repairers[:1], 25)
	var out bytes.Buffer
	if err := review.WriteText(&out, c, false); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(out.String(), "ann@contoso.example"); got != 20 {
		t.Errorf("listed %d administrators, want 20", got)
	}
	if want := "and 5 more; --format json lists every one"; !strings.Contains(out.String(), want) {
		t.Errorf("does not say %q", want)
	}
}

func TestWriteReportsItsError(t *testing.T) {
	t.Parallel()
	full := errors.New("the disk is full")
	for name, write := range map[string]func() error{
		"text": func() error { return review.WriteText(failing{full}, everything(), false) },
		"json": func() error { return review.WriteJSON(failing{full}, everything()) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := write(); !errors.Is(err, full) {
				t.Errorf("got error %v, want %v", err, full)
			}
		})
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
