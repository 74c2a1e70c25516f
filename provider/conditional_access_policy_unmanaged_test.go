package provider

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

const previewPolicy = `{
  "id": "5f0e3b9a-4a5e-4f7b-9a57-0d5b6f1c2a3d", "displayName": "CA001", "state": "enabled", "modifiedDateTime": "2026-08-01T10:00:00.1234567Z",
  "conditions": {
    "users": {"includeUsers": ["All"], "includeSomethingNew": ["x"]},
    "applications": {"includeApplications": ["All"]},
    "clientAppTypes": ["all"],
    "agentIdRiskLevels": "high",
    "devices": {"deviceFilter": {"mode": "exclude", "rule": "device.isCompliant -eq True"}, "includeDevicesOfTomorrow": ["All"]},
    "agentContext": {"includeAgentContexts":["x"]}
  },
  "grantControls": {"operator": "OR", "builtInControls": ["mfa"], "authenticationStrength": null, "somethingNew": 12345678901234567890},
  "sessionControls": {"continuousAccessEvaluation": {"mode": "disabled"}, "blockSensitiveActions": {"isEnabled":true}}
}`

func TestUnmanagedSettingsStay(t *testing.T) {
	t.Parallel()
	current, err := ca.DecodePolicy([]byte(previewPolicy))
	if err != nil {
		t.Fatal(err)
	}
	planned := policyShape.value(policyShape.plain(current))
	planned.DisplayName = "CA001 renamed"

	whole, lost := withUnmanaged(planned, current)
	if len(lost) > 0 {
		t.Errorf("lost %q", lost)
	}
	want := current
	want.DisplayName = "CA001 renamed"
	if diff := cmp.Diff(want, whole, equateEmpty); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestLostSettingsAreNamed(t *testing.T) {
	t.Parallel()
	current, err := ca.DecodePolicy([]byte(previewPolicy))
	if err != nil {
		t.Fatal(err)
	}
	planned := policyShape.value(policyShape.plain(current))
	planned.Conditions.Devices = nil
	planned.GrantControls = nil

	whole, lost := withUnmanaged(planned, current)
	if want := []string{"conditions.devices.includeDevicesOfTomorrow", "grantControls.somethingNew"}; !slices.Equal(lost, want) {
		t.Errorf("lost %q, want %q", lost, want)
	}
	if whole.Conditions.Devices != nil || whole.GrantControls != nil {
		t.Error("what the plan removes is still there")
	}
	if whole.SessionControls == nil || len(whole.SessionControls.Extra) == 0 || len(whole.Conditions.Extra) == 0 {
		t.Error("a control or a condition that this provider does not know is gone")
	}
}

func TestKnownPolicyIsLeftAlone(t *testing.T) {
	t.Parallel()
	object := everything(policyRecord.kind())
	policy := policyShape.value(object)
	whole, lost := withUnmanaged(policy, policy)
	if diff := cmp.Diff(policy, whole); diff != "" || len(lost) > 0 {
		t.Errorf("lost %q (-want +got):\n%s", lost, diff)
	}
}
