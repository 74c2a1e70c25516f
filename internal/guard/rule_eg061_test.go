package guard

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

func TestLimits(t *testing.T) {
	t.Parallel()
	policies := func(n int) (list []ca.Policy) {
		for i := range n {
			list = append(list, policy(fmt.Sprintf("p%03d", i), fmt.Sprintf("CA%03d", i), in(ca.StateDisabled)))
		}
		return list
	}
	locations := func(n int) *ca.Tenant {
		t := contoso()
		var list []ca.NamedLocation
		for i := range n {
			list = append(list, ca.NamedLocation{ID: fmt.Sprintf("l%03d", i), Kind: ca.LocationIP})
		}
		t.NamedLocations = ca.Known(list)
		return t
	}
	strengths := func(n int) *ca.Tenant {
		var list []ca.AuthenticationStrength
		for i := range n {
			list = append(list, strength(anybodys, func(s *ca.AuthenticationStrength) {
				s.ID, s.DisplayName = fmt.Sprintf("s%02d", i), fmt.Sprintf("Keys %02d", i)
			}))
		}
		return withStrengths(contoso(), list...)
	}
	reportOnly := func(label string) Change { return at(label, create(policy("", label, in(ca.StateReportOnly)))) }
	place := func(l ca.NamedLocation) Change {
		return Change{Object: ObjectNamedLocation, Address: "new", LocationAfter: &l}
	}
	other := strength(anybodys, func(s *ca.AuthenticationStrength) { s.DisplayName = "Other" })
	for _, c := range []struct {
		name    string
		tenant  *ca.Tenant
		changes []Change
		want    []string // names of the objects for which there is no room
	}{
		{"the-240th-policy", contoso(policies(239)...), []Change{reportOnly("a")}, nil},
		{"the-241st-policy", contoso(policies(240)...), []Change{reportOnly("a")}, []string{"a"}},
		{"two-for-one-place", contoso(policies(239)...), []Change{reportOnly("a"), reportOnly("b")}, []string{"b"}},
		{"in-place-of-another", contoso(policies(240)...), []Change{reportOnly("a"), remove(policies(1)[0])}, nil},
		{"a-change-of-one", contoso(policies(240)...), []Change{update(policies(1)[0], policy("p000", "CA000", in(ca.StateReportOnly)))}, nil},
		{"the-195th-location", locations(194), []Change{place(manyRanges(1))}, nil},
		{"the-196th-location", locations(195), []Change{place(manyRanges(1))}, []string{"Many offices"}},
		{"2000-ranges", locations(0), []Change{place(manyRanges(2000))}, nil},
		{"2001-ranges", locations(0), []Change{place(manyRanges(2001))}, []string{"Many offices"}},
		{"fewer-ranges-but-too-many", locations(0), []Change{updateLocation(manyRanges(2002), manyRanges(2001))}, nil},
		{"the-15th-strength", strengths(14), []Change{createStrength(other)}, nil},
		{"the-16th-strength", strengths(15), []Change{createStrength(other)}, []string{"Other"}},
		{"a-context", contoso(policies(240)...), []Change{createContext(authContext("c2"))}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, f := range Judge(c.tenant, c.changes, settings(), noon).Findings {
				if f.Rule == ruleEG061.ID {
					got = append(got, f.Object)
				}
				if f.Rule == ruleEG061.ID && !f.Refuses() {
					t.Errorf("%s is a %s", f.Harm, f.Severity)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	if findings := of(ValidateNamedLocation(manyRanges(2001)), ruleEG061.ID); len(findings) != 1 {
		t.Errorf("without a tenant: %v", findings)
	}
}
