package difference_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// ofAda blocks ada as far as change narrows it, and ofBo asks something else of bo, so that what is said of ada says
// nothing of bo.
func ofAda(id string, change func(*ca.Conditions)) ca.Policy {
	p := ofAll(id, change)
	p.Conditions.Users.IncludeUsers = []string{"u1"}
	return p
}

func ofBo(id string, change func(*ca.Conditions)) ca.Policy {
	p := ofAda(id, change)
	p.Conditions.Users.IncludeUsers = []string{"u2"}
	asks(ca.ControlCompliantDevice)(&p)
	return p
}

// ofAll blocks everybody.
func ofAll(id string, change func(*ca.Conditions)) ca.Policy {
	p := blocking(change)
	p.ID = id
	return p
}

// lostBy is the box of what ada loses.
func lostBy(t *testing.T, r difference.Report) *difference.Box {
	t.Helper()
	lost := slices.DeleteFunc(r.Boxes, func(b difference.Box) bool { return b.Kind != difference.Lost })
	if len(lost) != 1 || r.Undecided != "" {
		t.Fatalf("want one box of what is lost: %+v %s", lost, r.Undecided)
	}
	if !lost[0].Holds(lost[0].Example) {
		t.Errorf("the example is not in its box: %+v", lost[0].Example)
	}
	return &lost[0]
}

// TestNetworksInWords: networks are one location or all but one where they are, whatever else policies name, and
// otherwise every way in which a network lies to the locations has its line.
func TestNetworksInWords(t *testing.T) {
	t.Parallel()
	const none = "in none of the named locations"
	only := func(names ...string) difference.Values { return difference.Values{Only: names} }
	except := func(names ...string) difference.Values { return difference.Values{Except: names} }
	at := func(include ...string) *ca.LocationCondition { return &ca.LocationCondition{IncludeLocations: include} }
	atBut := func(include, exclude string) *ca.LocationCondition {
		return &ca.LocationCondition{IncludeLocations: []string{include}, ExcludeLocations: []string{exclude}}
	}
	but := func(exclude ...string) *ca.LocationCondition {
		return &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: exclude}
	}
	for _, c := range []struct {
		name        string
		here, there *ca.LocationCondition // of ada, and of bo
		want        difference.Values
	}{
		{"one-alone", at("office"), nil, only("Office")},
		{"one-that-overlaps-another", at("office"), at("norway"), only("Office")},
		{"the-other-that-overlaps-it", at("norway"), at("office"), only("Norway")},
		{"all-but-one-that-overlaps-another", but("office"), at("norway"), except("Office")},
		{"anywhere", nil, at("norway"), difference.Values{}},
		{"what-a-position-may-tell", but("gps"), at("norway"), difference.Values{}},
		{"either-of-two", at("office", "norway"), nil, except(none)},
		{"neither-of-two", but("office", "norway"), nil, only(none)},
		{"all-but-both-of-two", but("norway"), at("office"), except("Norway")},
		{"any-of-three", at("norway", "office", "sweden"), nil, except(none)},
		{"two-of-three", at("norway", "office"), at("sweden"), except(none, "Sweden alone")},
		{"neither-of-two-of-three", but("norway", "office"), at("sweden"), only(none, "Sweden alone")},
		{"one-and-not-another", atBut("office", "norway"), nil, only("Office alone")},
		{"either-of-two-that-never-meet", at("norway", "sweden"), nil, except(none)},
		{"one-of-two-that-never-meet", at("norway"), at("sweden"), only("Norway")},
		{"one-of-two-of-one-name", atBut("office", "annex"), nil, only("Office (office) alone")},
		{"both-of-two-of-one-name", at("office"), at("annex"), only("Office (office)")},
		{"one-of-three", at("sweden"), at("norway", "office"), only("Sweden")},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			in := func(l *ca.LocationCondition) func(*ca.Conditions) {
				return func(c *ca.Conditions) { c.Locations = l }
			}
			with := func(policies ...ca.Policy) *ca.Tenant {
				out := tenant(policies...)
				annex := []ca.IPRange{{CIDR: "198.51.100.0/25"}, {CIDR: "203.0.113.0/24"}}
				out.NamedLocations = ca.Known(append(out.NamedLocations.Value(),
					ca.NamedLocation{ID: "annex", DisplayName: "Office", Kind: ca.LocationIP, IPRanges: annex},
					ca.NamedLocation{ID: "sweden", DisplayName: "Sweden", Kind: ca.LocationCountry, CountriesAndRegions: []string{"SE"}}))
				return out
			}
			policies := []ca.Policy{ofAda("p", in(c.here))}
			if c.there != nil {
				policies = append(policies, ofBo("q", in(c.there)))
			}
			if diff := cmp.Diff(c.want, lostBy(t, difference.Of(with(), with(policies...))).Networks); diff != "" {
				t.Errorf("the networks (-want +got):\n%s", diff)
			}
		})
	}
}

// TestNetworksOfSeveralLocations: a network that is in several locations is named by all of them, in the order of
// their names.
func TestNetworksOfSeveralLocations(t *testing.T) {
	t.Parallel()
	for _, order := range [][2]string{{"office", "norway"}, {"norway", "office"}} {
		mfa := policy("a", func(p *ca.Policy) { p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: order[:1]} })
		joined := policy("b", func(p *ca.Policy) {
			asks(ca.ControlDomainJoinedDevice)(p)
			p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: order[1:]}
		})
		var got []difference.Values
		for _, b := range difference.Of(tenant(), tenant(mfa, joined)).Boxes {
			if len(b.Added) == 2 {
				got = append(got, b.Networks)
			}
		}
		if diff := cmp.Diff([]difference.Values{{Only: []string{"Norway and Office"}}}, got); diff != "" {
			t.Errorf("the networks in which both are asked (-want +got):\n%s", diff)
		}
	}
}

// TestNetworksOfALocationThatChanges: what a location was is told from what it is.
func TestNetworksOfALocationThatChanges(t *testing.T) {
	t.Parallel()
	type said struct {
		Kind     difference.Kind
		Networks difference.Values
		Address  string
	}
	saying := func(kind difference.Kind, networks, address string) said {
		return said{kind, difference.Values{Only: []string{networks}}, address}
	}
	const whole, half, elsewhere = "198.51.100.0/24", "198.51.100.0/25", "203.0.113.0/24"
	for _, c := range []struct {
		name          string
		before, after string
		want          []said
	}{
		{"grows", half, whole, []said{saying(difference.Gained, "Office (as changed) alone", "198.51.100.128")}},
		{"shrinks", whole, half, []said{saying(difference.Lost, "Office (as before) alone", "198.51.100.128")}},
		{"moves", whole, elsewhere, []said{
			saying(difference.Lost, "Office (as before)", "198.51.100.7"), saying(difference.Gained, "Office (as changed)", "203.0.113.7"),
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			outside := func(cidr string) *ca.Tenant {
				out := tenant(blocking(func(conditions *ca.Conditions) {
					conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: []string{"x"}}
				}))
				out.NamedLocations = ca.Known([]ca.NamedLocation{
					{ID: "x", DisplayName: "Office", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: cidr}}},
				})
				return out
			}
			var got []said
			for _, b := range difference.Of(outside(c.before), outside(c.after)).Boxes {
				got = append(got, said{b.Kind, b.Networks, b.Example.Conditions.Address})
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("what changes (-want +got):\n%s", diff)
			}
		})
	}
}

// TestDevicesInWords: a filter that all devices of a box match, or none, has its line; where that does not tell all,
// every combination that is left is said.
func TestDevicesInWords(t *testing.T) {
	t.Parallel()
	const (
		a   = `device.extensionAttribute1 -contains "a"`
		b   = `device.extensionAttribute1 -contains "b"`
		d   = `device.extensionAttribute1 -contains "d"`
		x   = `device.model -eq "x"`
		ab  = `device.extensionAttribute1 -contains "ab"`
		in  = ca.FilterInclude
		out = ca.FilterExclude
	)
	type filter struct {
		of   func(id string, change func(*ca.Conditions)) ca.Policy // ofAll was there before
		mode ca.FilterMode
		rule string
	}
	for _, c := range []struct {
		name    string
		filters []filter
		want    []string
	}{
		{"one-that-is-included", []filter{{ofAda, in, a}}, []string{"matches " + a}},
		{"one-that-is-excluded", []filter{{ofAda, out, a}}, []string{"does not match " + a}},
		{"any-device", []filter{{ofAda, "", ""}, {ofBo, in, a}}, nil},
		{"what-another-looks-at", []filter{{ofAda, in, a}, {ofBo, in, b}}, []string{"matches " + a}},
		{"what-another-looks-at-elsewhere", []filter{{ofAda, in, a}, {ofBo, in, x}}, []string{"matches " + a}},
		{"what-contains-another", []filter{{ofAda, in, ab}, {ofBo, in, a}}, []string{"matches " + ab, "matches " + a}},
		{"what-another-contains", []filter{{ofAda, out, a}, {ofBo, in, ab}}, []string{"does not match " + a, "does not match " + ab}},
		{"either-of-two", []filter{{ofAda, in, a}, {ofAda, in, b}},
			[]string{"matches exactly " + a + ", or exactly " + b + ", or exactly " + a + " and " + b}},
		{"not-both", []filter{{ofAda, out, a}, {ofAda, out, b}},
			[]string{"matches exactly none of the filters, or exactly " + a + ", or exactly " + b}},
		{"one-or-not-another", []filter{{ofAda, in, a}, {ofAda, out, b}},
			[]string{"matches exactly none of the filters, or exactly " + a + ", or exactly " + a + " and " + b}},
		{"either-of-two-of-three", []filter{{ofAda, in, a}, {ofAda, in, ab}, {ofBo, in, b}}, []string{"matches " + a}},
		{"either-of-two-and-not-a-third", []filter{{ofAll, in, d}, {ofAda, in, a}, {ofAda, in, b}}, []string{
			"does not match " + d, "matches exactly " + a + ", or exactly " + b + ", or exactly " + a + " and " + b,
		}},
		{"what-two-leave-of-a-third", []filter{{ofAll, in, a}, {ofAll, in, b}, {ofAda, out, d}},
			[]string{"does not match " + a, "does not match " + b, "does not match " + d}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var before, after []ca.Policy
			for i, f := range c.filters {
				p := f.of(string(rune('a'+i)), func(conditions *ca.Conditions) {
					if f.rule != "" {
						conditions.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: f.mode, Rule: f.rule}}
					}
				})
				after = append(after, p)
				if slices.Equal(p.Conditions.Users.IncludeUsers, []string{ca.All}) {
					before = append(before, p)
				}
			}
			if diff := cmp.Diff(c.want, lostBy(t, difference.Of(tenant(before...), tenant(after...))).Devices); diff != "" {
				t.Errorf("the devices (-want +got):\n%s", diff)
			}
		})
	}
}
