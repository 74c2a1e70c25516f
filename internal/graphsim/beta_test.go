package graphsim_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

func TestBetaShowsMore(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	id := c.post(betaPolicies, policy(
		with("conditions/agentIdRiskLevels", "high,low"),
		with("sessionControls", object{"continuousAccessEvaluation": object{"mode": "strictLocation"}}),
	)).want(http.StatusCreated).id()

	beta := c.get(betaPolicies+"/"+id, "Prefer", "include-unknown-enum-members").want(http.StatusOK).body
	if got := at(t, beta, "conditions/agentIdRiskLevels"); got != "low,high" {
		t.Errorf("beta shows agentIdRiskLevels %v", got)
	}
	if got := at(t, beta, "sessionControls/continuousAccessEvaluation/mode"); got != "strictLocation" {
		t.Errorf("beta shows the mode %v", got)
	}
	if got := at(t, c.get(betaPolicies+"/"+id).body, "sessionControls/continuousAccessEvaluation/mode"); got != "unknownFutureValue" {
		t.Errorf("without the header beta shows the mode %v", got)
	}
	for _, name := range []string{"agents", "times", "deviceStates"} {
		if value, present := at(t, beta, "conditions").(object)[name]; !present || value != nil {
			t.Errorf("beta shows %s as %v (present: %v), want null", name, value, present)
		}
	}

	v1 := c.get(policiesPath + "/" + id).want(http.StatusOK).body
	for _, at := range []struct{ within, name string }{{"conditions", "agentIdRiskLevels"}, {"conditions", "agents"}, {"sessionControls", "continuousAccessEvaluation"}} {
		if _, present := v1[at.within].(object)[at.name]; present {
			t.Errorf("v1.0 shows %s/%s", at.within, at.name)
		}
	}

	// A PATCH through v1.0 leaves alone what v1.0 does not show.
	c.patch(policiesPath+"/"+id, object{"conditions": object{"signInRiskLevels": []any{"high"}}}).want(http.StatusNoContent)
	if got := at(t, c.get(betaPolicies+"/"+id).body, "conditions/agentIdRiskLevels"); got != "low,high" {
		t.Errorf("after a PATCH through v1.0 beta shows agentIdRiskLevels %v", got)
	}
}

// TestWordAheadOfTheMetadata is a control of a preview: beta takes it, v1.0 neither takes nor shows it.
func TestWordAheadOfTheMetadata(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	c.unwatched = true // no metadata has the word
	verified := policy(with("grantControls/builtInControls", []any{"verifiedID"}))
	c.post(policiesPath, verified).refused(http.StatusBadRequest, "1007:")
	id := c.post(betaPolicies, verified).want(http.StatusCreated).id()
	for path, want := range map[string]string{policiesPath: "unknownFutureValue", betaPolicies: "verifiedID"} {
		got := c.get(path+"/"+id, "Prefer", "include-unknown-enum-members").want(http.StatusOK).body
		if diff := cmp.Diff([]any{want}, at(t, got, "grantControls/builtInControls")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}

func TestTwoExportsOfOneTenant(t *testing.T) {
	t.Parallel()
	both := policy(with("id", someID), with("grantControls/builtInControls", []any{"unknownFutureValue"}))
	inBeta := policy(with("id", someID), with("grantControls/builtInControls", []any{"verifiedID"}), with("conditions/agents", object{"includeAgentUsers": []any{"All"}}))
	onlyInBeta := policy(with("id", anotherID), with("displayName", "Agents"))
	dir := folder(t, map[string]any{
		"policies":      object{"value": []any{both}},
		"policies.beta": object{"value": []any{inBeta, onlyInBeta}},
	})
	c := start(t, graphsim.Options{})
	c.unwatched = true // the export holds what the service would not answer
	if err := c.server.Load(dir); err != nil {
		t.Fatal(err)
	}
	if n := len(c.get(policiesPath).value()); n != 1 {
		t.Errorf("v1.0 lists %d policies, want 1", n)
	}
	c.get(policiesPath + "/" + anotherID).want(http.StatusNotFound)
	c.delete(policiesPath + "/" + anotherID).want(http.StatusNotFound)
	c.patch(policiesPath+"/"+anotherID, object{"state": "enabled"}).want(http.StatusNotFound)
	if n := len(c.get(betaPolicies).value()); n != 2 {
		t.Errorf("beta lists %d policies, want 2", n)
	}

	prefer := []string{"Prefer", "include-unknown-enum-members"}
	v1 := c.get(policiesPath+"/"+someID, prefer...).body
	beta := c.get(betaPolicies+"/"+someID, prefer...).body
	if diff := cmp.Diff([]any{"unknownFutureValue"}, at(t, v1, "grantControls/builtInControls")); diff != "" {
		t.Errorf("v1.0 (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]any{"verifiedID"}, at(t, beta, "grantControls/builtInControls")); diff != "" {
		t.Errorf("beta (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]any{"All"}, at(t, beta, "conditions/agents/includeAgentUsers")); diff != "" {
		t.Errorf("beta (-want +got):\n%s", diff)
	}

	// Once the place is written, both versions show what was written.
	c.patch(policiesPath+"/"+someID, object{"grantControls": object{"builtInControls": []any{"mfa"}}}).want(http.StatusNoContent)
	for _, path := range []string{policiesPath, betaPolicies} {
		if diff := cmp.Diff([]any{"mfa"}, at(t, c.get(path+"/"+someID).body, "grantControls/builtInControls")); diff != "" {
			t.Errorf("%s after the write (-want +got):\n%s", path, diff)
		}
	}
}
