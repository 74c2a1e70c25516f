package ca

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const whatIfAnswer = `{"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#Collection(microsoft.graph.whatIfAnalysisResult)", "value": [
  {"id": "p1", "displayName": "CA001", "state": "enabled", "policyApplies": true, "analysisReasons": "notSet", "conditions": {"users": {"includeUsers": ["All"]}}},
  {"id": "p2", "state": "enabledForReportingButNotEnforced", "policyApplies": false, "analysisReasons": "users, location"},
  {"id": "p3", "policyApplies": null, "analysisReasons": null}
]}`

func TestDecodeWhatIf(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	got, err := DecodeWhatIf([]byte(whatIfAnswer))
	if err != nil {
		t.Fatal(err)
	}
	everybody := Conditions{Users: Users{IncludeUsers: []string{All}}}
	if diff := cmp.Diff([]WhatIfResult{
		{Policy: Policy{ID: "p1", DisplayName: "CA001", State: StateEnabled, Conditions: everybody}, Applies: &yes},
		{Policy: Policy{ID: "p2", State: StateReportOnly}, Applies: &no, Reasons: []AnalysisReason{ReasonUsers, ReasonLocation}},
		{Policy: Policy{ID: "p3"}},
	}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestDecodeWhatIfRefuses(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`[]`: "want an object",
		`{}`: `a list "value"`,
		`{"value": [{"policyApplies": "maybe"}]}`: "value[0].policyApplies: want true or false",
	} {
		if _, err := DecodeWhatIf([]byte(body)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want one that says %q", body, err, want)
		}
	}
}

func FuzzDecodeWhatIf(f *testing.F) {
	f.Add([]byte(whatIfAnswer))
	f.Add([]byte(`{"value": [{"analysisReasons": ["users"], "conditions": 1}]}`))
	f.Fuzz(func(t *testing.T, data []byte) { decodes(t, DecodeWhatIf, data) })
}
