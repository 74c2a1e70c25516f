package engine

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestEverybodyIsToldOfThemselves: of people of whom every policy says the same one is searched for all, and each is
// told of what is their own.
func TestEverybodyIsToldOfThemselves(t *testing.T) {
	t.Parallel()
	compliant := blockEverybody(func(p *ca.Policy) { p.GrantControls.BuiltInControls = []ca.BuiltInControl{ca.ControlCompliantDevice} })
	fromHeadOffice := blockEverybody(func(p *ca.Policy) { p.Conditions.Locations = locations([]string{ca.All}, []string{headOffice.ID}) })
	devices := func(q *Question) {
		q.Tenant.Devices = map[string][]ca.Device{alice: {laptop("hers", "true", "AzureAd")}, bob: {laptop("his", "true", "AzureAd")}}
	}
	among := func(all ...ca.NamedLocation) func(*Question) {
		return func(q *Question) {
			q.Tenant.NamedLocations = ca.Known(all)
			q.Assume.Networks = []ca.Network{{Address: "40.1.1.1", Country: "NO", Account: alice}, {Address: "40.2.2.2", Country: "SE", Account: bob}}
		}
	}
	for _, c := range []struct {
		name       string
		policy     ca.Policy
		change     func(*Question)
		own        func(Repairer) []string
		alice, bob []string
	}{
		{"devices", compliant, devices, ownDevice, []string{"device-hers"}, []string{"device-his"}},
		{"missing-facts", compliant, func(q *Question) { q.Tenant.Devices = nil }, ownFacts, unreadDevicesOf("alice"), unreadDevicesOf("bob")},
		{"networks", fromHeadOffice, among(headOffice), ownNetwork,
			[]string{"40.1.1.1", "NO", "network 40.1.1.1 (NO), stated in assume.networks"},
			[]string{"40.2.2.2", "SE", "network 40.2.2.2 (SE), stated in assume.networks"}},
		{"networks-where-every-place-is-named", fromHeadOffice, among(headOffice, everywhere), ownNetwork,
			[]string{"40.1.1.1", "NO", "network 40.1.1.1 (NO), stated in assume.networks"},
			[]string{"40.2.2.2", "SE", "network 40.2.2.2 (SE), stated in assume.networks"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(c.policy)}
			c.change(&q)
			if j := judge(q, newRoster(q), nil); len(j.classes) != 1 {
				t.Fatalf("there are %d classes of people, want one", len(j.classes))
			}
			for _, r := range Decide(q).Repairers {
				want := map[string][]string{alice: c.alice, bob: c.bob}[r.User.ID]
				if got := c.own(r); !slices.Equal(got, want) {
					t.Errorf("%s is %s and told of %q, want %q", r.User.UserPrincipalName, r.Verdict, got, want)
				}
			}
		})
	}
}

func unreadDevicesOf(name string) []string {
	return []string{
		"read isCompliant and trustType of the devices of " + name + "@contoso.onmicrosoft.com",
		"read the registered devices of " + name + "@contoso.onmicrosoft.com",
	}
}

func ownDevice(r Repairer) []string {
	if r.Witness == nil {
		return nil
	}
	return []string{r.Witness.DeviceID}
}

func ownFacts(r Repairer) (hows []string) {
	for _, f := range r.MissingFacts {
		hows = append(hows, f.How)
	}
	return hows
}

func ownNetwork(r Repairer) []string {
	if r.Witness == nil {
		return nil
	}
	of := slices.DeleteFunc(slices.Clone(r.Assumptions), func(a string) bool { return !strings.HasPrefix(a, "network ") })
	return append([]string{r.Witness.Network.Address, r.Witness.Network.Country}, of...)
}

// TestTheSameIsNotSaidAnew: evidence that a change leaves as it was, to the letter, is the very same afterwards, also
// where it had to be looked for again. Other evidence is not.
func TestTheSameIsNotSaidAnew(t *testing.T) {
	t.Parallel()
	block := blockEverybody(func(p *ca.Policy) { p.Conditions.Users.ExcludeUsers = []string{bob} })
	session := blockEverybody(func(p *ca.Policy) { p.ID, p.GrantControls = "session", nil })
	noWindows := blockEverybody(func(p *ca.Policy) { p.ID, p.Conditions.Platforms = "platform", onPlatforms(ca.PlatformWindows) })
	for _, c := range []struct {
		name          string
		before, after []ca.Policy
		breakGlass    bool
		verdict       Verdict
		same          bool
	}{
		{"reachable", nil, []ca.Policy{session}, false, Reachable, true},
		{"locked-out", []ca.Policy{block}, []ca.Policy{session, block}, false, LockedOut, true},
		{"robust", nil, []ca.Policy{session}, true, Reachable, true},
		{"another-witness", nil, []ca.Policy{noWindows}, false, Reachable, false},
		{"no-longer-robust", nil, []ca.Policy{noWindows}, true, Reachable, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(c.before...)}
			if c.breakGlass {
				q.BreakGlass.Users = []string{alice}
			}
			changed := *q.Tenant
			changed.Policies = ca.Known(c.after)
			next := q
			next.Tenant = &changed

			var d Decider
			of := func(report Report) *Evidence {
				return report.Repairers[slices.IndexFunc(report.Repairers, isAlice)].Evidence
			}
			said := of(d.Decide(q))
			before := d.last.ofAlice()
			report := d.Decide(next)
			if d.last.ofAlice() == before {
				t.Fatal("what was found is not looked for again")
			}
			again := of(report)
			if again.Verdict != c.verdict || (again == said) != c.same {
				t.Errorf("alice is %s, want %s, and told the same: %t, want %t", again.Verdict, c.verdict, again == said, c.same)
			}
			if want := Decide(next); !reflect.DeepEqual(want, report) {
				t.Errorf("-decide +decider:\n%s", cmp.Diff(want, report))
			}
		})
	}
}

func isAlice(r Repairer) bool { return r.User.ID == alice }
