package guard

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestDeletedWhileInUse: the service deletes nothing that a policy names, in whatever state the policy is.
func TestDeletedWhileInUse(t *testing.T) {
	t.Parallel()
	here := contoso().NamedLocations.Value()[0]
	removeHere := Change{Object: ObjectNamedLocation, Address: "entraguard_named_location.office", ID: here.ID, LocationBefore: &here}
	stored := strength(anybodys)
	place, trust := policy("p1", "Outside", outside(office)), policy("p1", "Outside", outside(ca.AllTrusted))
	keys := policy("p1", "Keys", demandingStrength(keysID), in(ca.StateDisabled))
	other := policy("p1", "Keys", demandingStrength(ca.StrengthMFA), in(ca.StateDisabled))
	for _, c := range []struct {
		name    string
		policy  ca.Policy
		changes []Change
		says    string // "" for no finding
	}{
		{"location", place, []Change{removeHere}, `"Outside"  conditions.locations.exclude_locations`},
		{"location-by-trust", trust, []Change{removeHere}, ""},
		{"location-and-the-policy", place, []Change{removeHere, remove(place)}, ""},
		{"location-taken-out", place, []Change{removeHere, update(place, policy("p1", "Outside"))}, ""},
		{"strength-in-a-disabled-policy", keys, []Change{removeStrength(stored)}, `"Keys"  grant_controls.authentication_strength.id`},
		{"strength-taken-out", keys, []Change{removeStrength(stored), update(keys, other)}, ""},
		{"strength-that-nobody-names", other, []Change{removeStrength(stored)}, ""},
		{"strength-that-a-new-policy-names", other, []Change{removeStrength(stored), at("a", create(keys))}, `"Keys"  grant_controls.authentication_strength.id`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := ""
			for _, f := range Judge(withStrengths(contoso(c.policy), stored), c.changes, settings(loose), noon).Findings {
				if f.Rule == ruleEG027.ID && f.Address == c.changes[0].Address {
					got = strings.Join(f.Evidence, "\n")
					if !f.Refuses() {
						t.Errorf("a %s", f.Severity)
					}
				}
			}
			squeezed := strings.Join(strings.Fields(got), " ")
			if want := strings.Join(strings.Fields(c.says), " "); (want == "") != (got == "") || !strings.Contains(squeezed, want) {
				t.Errorf("got %q, want %q", squeezed, want)
			}
		})
	}
}

// TestAnInUseDeletionCanBeWaived: by the name of what is deleted.
func TestAnInUseDeletionCanBeWaived(t *testing.T) {
	t.Parallel()
	tenant := withStrengths(contoso(policy("p1", "Keys", demandingStrength(keysID))), strength(anybodys))
	config := settings(func(c *Config) {
		c.Waivers = []Waiver{{Rule: "EG027", Policy: "Company keys", Reason: "the policy goes by hand", Expires: "2026-12-31"}}
	})
	findings := Judge(tenant, []Change{removeStrength(strength(anybodys))}, config, noon).Findings
	if diff := cmp.Diff([]string{"EG027"}, ruleIDs(findings)); diff != "" {
		t.Error(diff)
	}
}
