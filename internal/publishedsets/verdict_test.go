package publishedsets_test

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/publishedsets"
	"github.com/entraguard/terraform-provider-entraguard/internal/reference"
	"github.com/entraguard/terraform-provider-entraguard/internal/tenantdir"
)

// states are the three ways in which a published set is judged: as it is, with everything in report-only
// enforced, and with everything enforced.
var states = map[string]func(ca.State) ca.State{
	"as-published":         func(s ca.State) ca.State { return s },
	"report-only-enforced": func(s ca.State) ca.State { return promote(s, ca.StateReportOnly) },
	"everything-enforced":  func(ca.State) ca.State { return ca.StateEnabled },
}

func promote(s, from ca.State) ca.State {
	if s == from {
		return ca.StateEnabled
	}
	return s
}

func TestEngineAndReferenceAgreeOnPublishedSets(t *testing.T) {
	t.Parallel()
	sets := publishedsets.Find("../..")
	if len(sets) == 0 {
		t.Skip("no published policy sets beside the checkout")
	}
	if len(sets) < 6 {
		t.Errorf("found %d published sets, expected at least 6", len(sets))
	}
	for _, set := range sets {
		t.Run(filepath.Base(set), func(t *testing.T) {
			t.Parallel()
			tenant := complete(t, set)
			for name, state := range states {
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					compare(t, withStates(tenant, state))
				})
			}
		})
	}
}

func complete(t *testing.T, set string) *ca.Tenant {
	t.Helper()
	dir := t.TempDir()
	if err := publishedsets.Complete(set, dir); err != nil {
		t.Fatal(err)
	}
	tenant, err := tenantdir.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	return tenant
}

func withStates(t *ca.Tenant, state func(ca.State) ca.State) *ca.Tenant {
	changed := *t
	var policies []ca.Policy
	for _, p := range t.Policies.Value() {
		p.State = state(p.State)
		policies = append(policies, p)
	}
	changed.Policies = ca.Known(policies)
	return &changed
}

func compare(t *testing.T, tenant *ca.Tenant) {
	t.Helper()
	breakGlass := ca.BreakGlass{Users: publishedsets.BreakGlass, Minimum: 2}
	ours := engine.Decide(engine.Question{Tenant: tenant, BreakGlass: breakGlass, Pipeline: publishedsets.PipelineID})
	theirs := reference.Decide(reference.Question{Tenant: tenant, BreakGlass: breakGlass, Pipeline: publishedsets.PipelineID})
	var engineSays, referenceSays []string
	for _, r := range ours.Repairers {
		engineSays = append(engineSays, r.User.ID+" "+string(r.Verdict)+" "+string(r.Robustness))
		t.Logf("%-40s %-10s %s", r.User.UserPrincipalName, r.Verdict, r.Robustness)
	}
	for _, r := range theirs.Repairers {
		referenceSays = append(referenceSays, r.UserID+" "+r.Verdict+" "+r.Robustness)
	}
	if len(engineSays) < 6 {
		t.Errorf("the engine found %d repairers, expected 6", len(engineSays))
	}
	if diff := cmp.Diff(sorted(referenceSays), sorted(engineSays)); diff != "" {
		t.Errorf("the engine and the reference disagree (-reference +engine):\n%s", diff)
	}
	if string(ours.Pipeline.Verdict) != theirs.PipelineVerdict {
		t.Errorf("pipeline: engine %s, reference %s", ours.Pipeline.Verdict, theirs.PipelineVerdict)
	}
	t.Logf("pipeline %s", ours.Pipeline.Verdict)
}
