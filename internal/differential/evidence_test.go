package differential

import (
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/reference"
)

// rowNamed is the question of a row of the table.
func rowNamed(t *testing.T, name string) engine.Question {
	t.Helper()
	for _, row := range Rows() {
		if row.Name == name {
			return row.Question
		}
	}
	t.Fatalf("no row is called %s", name)
	return engine.Question{}
}

// TestEvidenceIsChecked spoils evidence that holds, one part at a time: each lie must be found.
func TestEvidenceIsChecked(t *testing.T) {
	t.Parallel()
	const (
		office = "trusted-only-and-a-stated-network-in-it"
		key    = "strength-with-one-key-kind-and-that-key"
		device = "compliant-device-with-one"
		two    = "mfa-and-registering-from-a-trusted-location-and-there-is-none"
		risky  = "risky-users-blocked"
	)
	for _, c := range []struct {
		name, row, user string
		spoil           func(*engine.Repairer)
		want            string // the beginning of what is said
	}{
		{"no-witness", key, anna, func(r *engine.Repairer) { r.Witness = nil }, "witness: there is none"},
		{"witness-at-risk", key, anna, func(r *engine.Repairer) { r.Witness.UserRisk = ca.RiskLow }, "witness: it rests on risk"},
		{"witness-on-another-device", device, anna, func(r *engine.Repairer) { r.Witness.DeviceID = "tablet" }, "witness: device tablet"},
		{"witness-without-its-device", device, anna, func(r *engine.Repairer) { r.Witness.DeviceID = "" }, "witness: {"},
		{"witness-elsewhere", office, anna, func(r *engine.Repairer) { r.Witness.Network = engine.WitnessNetwork{} }, "witness: {"},
		{"witness-at-another-address", office, anna, func(r *engine.Repairer) { r.Witness.Network.Address = "192.0.2.1" }, "network: "},
		{"witness-with-another-mode", key, anna, func(r *engine.Repairer) { r.Witness.Modes = []ca.Mode{ca.ModeSMS} }, "witness: mode sms"},
		{"witness-with-another-role", key, anna, func(r *engine.Repairer) { r.Witness.RolesActive = []string{"reader"} }, "witness: role reader"},
		{"witness-that-must-register", "mfa-and-only-a-password", anna, func(r *engine.Repairer) { r.Witness.Registers = false }, "witness: {"},
		{"core-with-a-policy-too-many", "mfa-and-only-a-password", anna, func(r *engine.Repairer) { r.Verdict = engine.LockedOut }, "core: [] is not enough"},
		{"core-with-a-policy-too-few", two, anna, func(r *engine.Repairer) { r.Core = r.Core[:1] }, "core: ["},
		{"core-with-nothing-said", two, anna, func(r *engine.Repairer) { r.Core[0].Why = "" }, "core: mfa says neither"},
		{"core-with-an-idle-policy", two, anna, func(r *engine.Repairer) {
			r.Core = append(r.Core, engine.Denial{PolicyID: "idle", Control: "block", Why: "it blocks"})
		}, "core: [mfa register idle] holds without idle"},
		{"nothing-missing", "mfa-and-registering-from-a-trusted-location", anna, func(r *engine.Repairer) { r.MissingFacts = nil }, "missing facts: "},
		{"no-counterexample", risky, emergency, func(r *engine.Repairer) { r.Counterexample = nil }, "counterexample: there is none"},
		{"counterexample-on-a-channel", risky, emergency, func(r *engine.Repairer) { r.Counterexample.Channel = engine.ChannelGraph }, "counterexample: {"},
		{"counterexample-at-no-risk", risky, emergency, func(r *engine.Repairer) { r.Counterexample.UserRisk = ca.RiskNone }, "counterexample: {"},
		{"counterexample-without-a-core", risky, emergency, func(r *engine.Repairer) { r.CounterexampleCore = nil }, "counterexample core: [] is not enough"},
		{"no-environment", "break-glass-excluded", emergency, func(r *engine.Repairer) { r.Environments = 0 }, "environments: none"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := rowNamed(t, c.row)
			report := engine.Decide(q)
			if what := checkEvidence(q, report); what != "" {
				t.Fatalf("before: %s", what)
			}
			for i := range report.Repairers {
				if r := &report.Repairers[i]; r.User.ID == c.user {
					c.spoil(r)
				}
			}
			if what := checkEvidence(q, report); !strings.HasPrefix(what, c.want) {
				t.Errorf("got %q, want %q", what, c.want)
			}
		})
	}
}

// TestDisagreementsAreFound changes one answer at a time.
func TestDisagreementsAreFound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		want  string
		spoil func(*reference.Report)
	}{
		{"", func(*reference.Report) {}},
		{"number of repairers: engine 3, reference 2", func(r *reference.Report) { r.Repairers = r.Repairers[1:] }},
		{"repairer: of bob: engine anna, reference bob", func(r *reference.Report) { r.Repairers[0].UserID = "bob" }},
		{"eligible: of anna: engine false, reference true", func(r *reference.Report) { r.Repairers[0].Eligible = true }},
		{"break-glass: of anna: engine false, reference true", func(r *reference.Report) { r.Repairers[0].BreakGlass = true }},
		{"verdict: of anna: engine reachable, reference locked_out", func(r *reference.Report) { r.Repairers[0].Verdict = reference.LockedOut }},
		{"robustness: of emergency: engine fragile, reference robust", func(r *reference.Report) { r.Repairers[2].Robustness = reference.Robust }},
		{"complete: engine true, reference false", func(r *reference.Report) { r.Complete = false }},
		{"pipeline: engine reachable, reference locked_out", func(r *reference.Report) { r.PipelineVerdict = reference.LockedOut }},
	} {
		q := rowNamed(t, "risky-users-blocked")
		report := reference.Decide(asReference(q))
		c.spoil(&report)
		if _, got := check(q, report); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// TestPanicsAreFound: a tenant that is no tenant.
func TestPanicsAreFound(t *testing.T) {
	t.Parallel()
	if _, got := check(engine.Question{}, reference.Report{}); !strings.HasPrefix(got, "panic: ") {
		t.Errorf("got %q", got)
	}
}
