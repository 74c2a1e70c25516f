package engine

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// machine is a device with these properties, each a name and a value; one without a value is read, and empty.
func machine(id string, properties ...[2]string) ca.Device {
	d := ca.Device{ID: id, Properties: map[string]ca.Property{}}
	for _, p := range properties {
		d.Properties[p[0]] = ca.Property{}
		if p[1] != "" {
			d.Properties[p[0]] = ca.Property{Values: []string{p[1]}}
		}
	}
	return d
}

// TestWhatIfWindowsHello: Windows Hello is surely at hand on the account's only Windows device, and may be on one of
// several; the system that the device itself tells of counts more than the platform of the sign-in.
func TestWhatIfWindowsHello(t *testing.T) {
	t.Parallel()
	windows, mac := [2]string{"operatingSystem", "Windows"}, [2]string{"operatingSystem", "MacOS"}
	compliant, joined := [2]string{"isCompliant", "true"}, [2]string{"trustType", "AzureAd"}
	deviceID := func(id string) [2]string { return [2]string{"deviceId", id} }
	pc := machine("d1", windows, deviceID("x1"))
	disabled := machine("d2", windows, [2]string{"accountEnabled", "false"})
	for _, c := range []struct {
		name       string
		registered []ca.Device
		device     ca.Device
		platform   ca.Platform
		want       Value
	}{
		{"the-only-one", []ca.Device{pc}, machine("D1", windows, compliant), ca.PlatformWindows, Yes},
		{"the-only-one-by-its-device-id", []ca.Device{pc}, machine("", windows, deviceID("X1")), ca.PlatformWindows, Yes},
		{"beside-a-mac", []ca.Device{pc, machine("d2", mac)}, machine("d1", windows, compliant), ca.PlatformWindows, Yes},
		{"beside-a-disabled-one", []ca.Device{pc, disabled}, machine("d1", windows, compliant), ca.PlatformWindows, Yes},
		{"one-of-two", []ca.Device{pc, machine("d2", windows)}, machine("d1", windows, compliant), ca.PlatformWindows, Unknown},
		{"another-one", []ca.Device{pc}, machine("d2", windows, deviceID("x2")), ca.PlatformWindows, Unknown},
		{"another-one-without-device-ids", []ca.Device{machine("d1", windows)}, machine("d2", windows, compliant), ca.PlatformWindows, Unknown},

		{"system-not-stated", []ca.Device{pc}, machine("d1", compliant, joined), ca.PlatformWindows, Yes},
		{"system-empty", []ca.Device{pc}, machine("d1", [2]string{"operatingSystem"}, compliant), ca.PlatformWindows, Yes},
		{"neither-system-nor-platform-stated", []ca.Device{pc}, machine("d1", compliant, joined), "", Yes},
		{"on-another-platform", []ca.Device{pc}, machine("d1", compliant, joined), ca.PlatformMacOS, No},
		{"another-system-than-the-platform", []ca.Device{pc}, machine("d1", mac, compliant), ca.PlatformWindows, No},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, got := asked(t, func(o *ca.Tenant) {
				o.Methods[alice] = []ca.AuthenticationMethod{{Kind: ca.MethodPassword}, {Kind: ca.MethodWindowsHello}}
				o.MethodsPolicy, o.Devices[alice] = allowing(), c.registered
			}, func(p *ca.Policy) { p.GrantControls = phishingResistant() }, func(s *ca.SignIn) {
				s.Conditions.Platform, s.Conditions.Device = c.platform, &c.device
			})
			var modes []ca.Mode
			if c.want == Yes {
				modes = []ca.Mode{ca.ModeWindowsHelloForBusiness}
			}
			if control := got.Controls[0]; control.Value != c.want || !cmp.Equal(modes, control.Modes) {
				t.Errorf("is %s with %v, want %s", control.Value, control.Modes, c.want)
			}
		})
	}
}

// TestWhatIfModesOfTheStrength: a strength is met with modes of its own, also where multifactor authentication could be
// had with fewer.
func TestWhatIfModesOfTheStrength(t *testing.T) {
	t.Parallel()
	_, got := asked(t, func(o *ca.Tenant) {
		o.Methods[alice] = []ca.AuthenticationMethod{{Kind: ca.MethodPassword}, {Kind: ca.MethodFIDO2}, {Kind: ca.MethodSoftwareOATH}}
	}, func(p *ca.Policy) { p.GrantControls = combinations("password,softwareOath") }, nil)
	if why := got.Controls[0].Why; why != "password + softwareOath" {
		t.Errorf("is met with %q", why)
	}
}
