package differential

import (
	"testing"
	"unicode/utf8"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/devicerule"
)

// FuzzRules holds the two parsers of device filter rules together, and what they make of random devices.
func FuzzRules(f *testing.F) {
	for number := range uint64(50) {
		g := &generator{Rand: newRand(5, number), t: &ca.Tenant{}}
		f.Add(g.rule(), number%2 == 0, number)
	}
	for _, rule := range unreadable {
		f.Add(rule, true, uint64(1))
	}
	laptop := ca.Device{ID: "laptop", Properties: map[string]ca.Property{
		"operatingSystem": one("Windows"), "displayName": one("saw-1"), "isCompliant": one("true"), "trustType": one("ServerAd"),
		"model": {}, "physicalIds": {Values: []string{"[ZTDID]:1", "a"}}, "extensionAttribute1": one("SAW"),
	}}
	f.Fuzz(func(t *testing.T, rule string, include bool, number uint64) {
		if utf8.RuneCountInString(rule) > devicerule.MaxLength {
			return // the service stores none as long
		}
		mode := ca.FilterExclude
		if include {
			mode = ca.FilterInclude
		}
		g := &generator{Rand: newRand(6, number), t: &ca.Tenant{}}
		for _, device := range []ca.Device{laptop, g.device("another")} {
			if what := Check(tenant(onlyAnna, owns(anna, device), func(q *engine.Question) {
				q.Assume.Platforms = []ca.Platform{ca.PlatformLinux}
			}, policy("filtered", ca.ControlBlock, func(p *ca.Policy) {
				p.Conditions.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: mode, Rule: rule}}
			}))); what != "" {
				t.Errorf("%q: %s", rule, what)
			}
		}
	})
}
