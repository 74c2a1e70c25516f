package engine

import (
	"slices"
	"strconv"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestUnreadDevices: of devices that were not read nothing is known, also not what was read of no other one.
func TestUnreadDevices(t *testing.T) {
	t.Parallel()
	want := []MissingFact{
		{"registeredDevices", "read isCompliant and trustType of the devices of alice@contoso.onmicrosoft.com"},
		{"registeredDevices", "read the registered devices of alice@contoso.onmicrosoft.com"},
	}
	for _, control := range []ca.BuiltInControl{ca.ControlCompliantDevice, ca.ControlDomainJoinedDevice} {
		t.Run(string(control), func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(blockEverybody(func(p *ca.Policy) { p.GrantControls.BuiltInControls = []ca.BuiltInControl{control} }))}
			if r := aliceIn(t, q); r.Verdict != LockedOut {
				t.Errorf("alice has no device, and is %s", r.Verdict)
			}
			delete(q.Tenant.Devices, alice)
			if r := aliceIn(t, q); r.Verdict != Undecided || !slices.Equal(r.MissingFacts, want) {
				t.Errorf("alice is %s, and missing is %q, want %q", r.Verdict, r.MissingFacts, want)
			}
		})
	}
}

// TestEveryDeviceIsTried: the one device that passes is found behind many that do not.
func TestEveryDeviceIsTried(t *testing.T) {
	t.Parallel()
	q := Question{Tenant: office(blockEverybody(func(p *ca.Policy) {
		p.GrantControls.BuiltInControls = []ca.BuiltInControl{ca.ControlCompliantDevice}
	}))}
	for i := range 50 {
		q.Tenant.Devices[alice] = append(q.Tenant.Devices[alice], laptop(strconv.Itoa(i), strconv.FormatBool(i == 49), "AzureAd"))
	}
	if r := aliceIn(t, q); r.Verdict != Reachable || r.Witness.DeviceID != "device-49" {
		t.Errorf("alice is %s: %+v", r.Verdict, r.Witness)
	}
}
