package differential

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/reference"
)

// verdicts is what both implementations can be asked: the answers without their evidence.
func verdicts(answers map[string]Answer) map[string][2]string {
	bare := map[string][2]string{}
	for id, a := range answers {
		bare[id] = [2]string{a.Verdict, a.Robustness}
	}
	return bare
}

func pipelineOf(row Row) string {
	if row.Pipeline == "" {
		return reference.Reachable
	}
	return row.Pipeline
}

func TestTable(t *testing.T) {
	t.Parallel()
	rows := Rows()
	if len(rows) < 23 {
		t.Fatalf("the table has %d rows, the model more", len(rows))
	}
	for _, row := range rows {
		t.Run(row.Name+"/reference", func(t *testing.T) {
			t.Parallel()
			report := reference.Decide(asReference(row.Question))
			got := map[string]Answer{}
			for _, r := range report.Repairers {
				got[r.UserID] = Answer{Verdict: r.Verdict, Robustness: r.Robustness}
			}
			if diff := cmp.Diff(verdicts(row.Want), verdicts(got)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if report.PipelineVerdict != pipelineOf(row) || !report.Complete {
				t.Errorf("pipeline %s, complete %t; want %s, true", report.PipelineVerdict, report.Complete, pipelineOf(row))
			}
		})
		t.Run(row.Name+"/engine", func(t *testing.T) {
			t.Parallel()
			report := engine.Decide(row.Question)
			got := map[string]Answer{}
			for _, r := range report.Repairers {
				got[r.User.ID] = Answer{Verdict: string(r.Verdict), Robustness: string(r.Robustness)}
				checkAnswer(t, r, row.Want[r.User.ID])
			}
			if diff := cmp.Diff(verdicts(row.Want), verdicts(got)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if got := string(report.Pipeline.Verdict); got != pipelineOf(row) {
				t.Errorf("pipeline %s, want %s", got, pipelineOf(row))
			}
			if what := Check(row.Question); what != "" {
				t.Error(what)
			}
		})
	}
}

// checkAnswer compares the evidence that a row asks for.
func checkAnswer(t *testing.T, r engine.Repairer, want Answer) {
	t.Helper()
	if want.Core != nil {
		var core []string
		for _, d := range r.Core {
			core = append(core, d.PolicyID)
		}
		slices.Sort(core)
		if diff := cmp.Diff(want.Core, core); diff != "" {
			t.Errorf("core of %s (-want +got)\n%s", r.User.ID, diff)
		}
	}
	if want.Missing != "" && !slices.ContainsFunc(r.MissingFacts, func(m engine.MissingFact) bool { return m.Fact == want.Missing }) {
		t.Errorf("missing facts of %s: %+v, want %s", r.User.ID, r.MissingFacts, want.Missing)
	}
	if want.UserRisk != "" && (r.Counterexample == nil || r.Counterexample.UserRisk != want.UserRisk || r.Counterexample.SignInRisk != ca.RiskNone) {
		t.Errorf("counterexample of %s: %+v, want user risk %s", r.User.ID, r.Counterexample, want.UserRisk)
	}
	if want.Verdict != reference.Reachable || r.Witness == nil {
		return // a missing witness is found elsewhere
	}
	w := *r.Witness
	if (want.Channel != "" && string(w.Channel) != want.Channel) ||
		w.DeviceID != want.DeviceID ||
		w.Registers != want.Registers ||
		(want.Mode != "" && !slices.Contains(w.Modes, want.Mode)) ||
		(want.Location != "" && !slices.Equal(w.Network.NamedLocations, []string{want.Location})) {
		t.Errorf("witness of %s: %+v, want %+v", r.User.ID, w, want)
	}
}
