package difference_test

import (
	"maps"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// The grid: a few values of every dimension.
var (
	gridApps      = []string{"app-1", "app-2", ca.AppExchangeOnline, "another"}
	gridClients   = []ca.ClientApp{ca.ClientAppBrowser, ca.ClientAppMobileAndDesktop, ca.ClientAppOther}
	gridPlatforms = []ca.Platform{ca.PlatformWindows, ca.PlatformIOS, ca.PlatformUnknown}
	gridAddresses = []string{"198.51.100.9", "203.0.113.7"}
	gridCountries = []string{"NO", "US", ca.CountryUnknown}
	gridRisks     = []ca.RiskLevel{ca.RiskNone, ca.RiskHigh}
	gridLabels    = []string{"", "SAW", "SAW-2"}
	gridRules     = []string{
		`device.extensionAttribute1 -eq "SAW"`, `device.extensionAttribute1 -startsWith "saw"`, `device.isCompliant -ne True`,
		`device.extensionAttribute1 -eq "SAW" -or device.isCompliant -eq True`, `device.operatingSystem -eq "Windows"`,
	}
)

// drawn is a policy with a few random conditions.
func drawn(r *rand.Rand, id string) ca.Policy {
	return policy(id, func(p *ca.Policy) {
		c := &p.Conditions
		chance := func(percent int) bool { return r.IntN(100) < percent }
		if chance(40) {
			c.Users.IncludeUsers, c.Users.IncludeGroups = nil, []string{"g1"}
		}
		if chance(30) {
			c.Users.ExcludeUsers = []string{[]string{"u1", "u2"}[r.IntN(2)]}
		}
		if chance(15) {
			c.Users.ExcludeRoles = []string{ca.RoleGlobalAdministrator}
		}
		if chance(40) {
			c.Applications.IncludeApplications = [][]string{{"app-1"}, {"app-1", "app-2"}, {ca.Office365}}[r.IntN(3)]
		}
		if chance(20) {
			c.Applications.ExcludeApplications = []string{"app-2"}
		}
		if chance(30) {
			c.ClientAppTypes = gridClients[:1+r.IntN(2)]
		}
		if chance(30) {
			c.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformAll}, ExcludePlatforms: gridPlatforms[:1+r.IntN(2)]}
		}
		if chance(30) {
			c.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: [][]string{{"office"}, {"norway"}, {ca.AllTrusted, "norway"}}[r.IntN(3)]}
		}
		if chance(20) {
			c.UserRiskLevels = []ca.RiskLevel{ca.RiskHigh}
		}
		if chance(30) {
			c.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: []ca.FilterMode{ca.FilterInclude, ca.FilterExclude}[r.IntN(2)], Rule: gridRules[r.IntN(len(gridRules))]}}
		}
		p.GrantControls.Operator = []ca.Operator{ca.OperatorAND, ca.OperatorOR}[r.IntN(2)]
		p.GrantControls.BuiltInControls = [][]ca.BuiltInControl{
			{ca.ControlBlock}, {ca.ControlMFA}, {ca.ControlMFA, ca.ControlCompliantDevice}, {ca.ControlCompliantDevice},
		}[r.IntN(4)]
	})
}

// TestBoxesAgainstTheGrid holds the boxes against a plain evaluation of every sign-in of a sampled grid: those
// that change are in exactly one box, of the right kind; the others are in none.
func TestBoxesAgainstTheGrid(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	kinds := map[difference.Kind]int{}
	for range 120 {
		var before, after []ca.Policy
		for i := range 1 + r.IntN(5) {
			id := string(rune('a' + i))
			p := drawn(r, id)
			before = append(before, p)
			switch r.IntN(4) {
			case 0:
				after = append(after, drawn(r, id))
			case 1:
			default:
				after = append(after, p)
			}
		}
		report := difference.Of(tenant(before...), tenant(after...))
		if report.Undecided != "" {
			t.Fatal(report.Undecided)
		}
		stricter := map[string]bool{}
		for range 400 {
			s := point(r)
			want := plainKind(demand(before, s), demand(after, s))
			kinds[want]++
			var in []difference.Kind
			for i := range report.Boxes {
				if report.Boxes[i].Holds(s) {
					in = append(in, report.Boxes[i].Kind)
				}
			}
			if (want == "" && len(in) > 0) || (want != "" && !slices.Equal(in, []difference.Kind{want})) {
				t.Fatalf("%+v is %q, and lies in boxes of %q\nbefore %+v\nafter %+v", s, want, in, before, after)
			}
			for _, p := range report.Policies {
				switch plainKind(demand(before, s), demand(replaced(before, after, p.ID), s)) {
				case difference.Lost, difference.AskedMore, difference.Changed:
					stricter[p.ID] = true
				}
			}
		}
		for i := range report.Boxes {
			b := &report.Boxes[i]
			if want := plainKind(demand(before, b.Example), demand(after, b.Example)); want != b.Kind || !b.Holds(b.Example) {
				t.Fatalf("the example of %+v is %q", *b, want)
			}
			said := [2][]string{b.Before, b.After}
			want := [2][]string{leastTexts(demand(before, b.Example)), leastTexts(demand(after, b.Example))}
			if diff := cmp.Diff(want, said); diff != "" {
				t.Fatalf("what is asked of the example of %+v (-want +got):\n%s", *b, diff)
			}
			if diff := cmp.Diff(plainCauses(before, after, b.Example), b.Causes); diff != "" {
				t.Fatalf("the causes of %+v (-want +got):\n%s", *b, diff)
			}
		}
		for _, p := range report.Policies {
			if stricter[p.ID] && p.Decision != difference.Stricter {
				t.Fatalf("%s is %s, and stricter somewhere\nbefore %+v\nafter %+v", p.ID, p.Decision, before, after)
			}
			if e := p.Evidence; e != nil {
				if want := plainKind(demand(before, e.Example), demand(replaced(before, after, p.ID), e.Example)); want != e.Kind {
					t.Fatalf("the evidence about %s is %q, not %s", p.ID, want, e.Kind)
				}
			}
		}
	}
	for _, kind := range []difference.Kind{"", difference.Lost, difference.Gained, difference.AskedMore, difference.AskedLess, difference.Changed} {
		if kinds[kind] < 50 {
			t.Errorf("only %d sign-ins were %q", kinds[kind], kind)
		}
	}
}

func replaced(before, after []ca.Policy, id string) []ca.Policy {
	var out []ca.Policy
	for _, p := range before {
		if p.ID != id {
			out = append(out, p)
		}
	}
	for _, p := range after {
		if p.ID == id {
			out = append(out, p)
		}
	}
	return out
}

func point(r *rand.Rand) ca.SignIn {
	var s ca.SignIn
	s.Identity.UserID = []string{"u1", "u2"}[r.IntN(2)]
	s.Context.Applications = []string{gridApps[r.IntN(len(gridApps))]}
	c := &s.Conditions
	c.ClientApp, c.Platform = gridClients[r.IntN(len(gridClients))], gridPlatforms[r.IntN(len(gridPlatforms))]
	c.Address, c.Country = gridAddresses[r.IntN(2)], gridCountries[r.IntN(3)]
	c.UserRisk = gridRisks[r.IntN(2)]
	if r.IntN(2) == 0 {
		properties := map[string]ca.Property{"isManaged": {Values: []string{"true"}}, "isCompliant": {}, "extensionAttribute1": {}, "operatingSystem": {}}
		if label := gridLabels[r.IntN(3)]; label != "" {
			properties["extensionAttribute1"] = ca.Property{Values: []string{label}}
		}
		if r.IntN(2) == 0 {
			properties["isCompliant"] = ca.Property{Values: []string{"true"}}
		}
		if system := map[ca.Platform]string{ca.PlatformWindows: "Windows", ca.PlatformIOS: "iOS"}[c.Platform]; system != "" {
			properties["operatingSystem"] = ca.Property{Values: []string{system}}
		}
		c.Device = &ca.Device{ID: "d", Properties: properties}
	}
	return s
}

// demand is what some policies ask of a sign-in of ada, who is in Finance, or of bo, who is an administrator:
// clauses, each the sorted controls that do. An empty clause is a block.
func demand(policies []ca.Policy, s ca.SignIn) map[string]bool {
	clauses := map[string]bool{}
	for _, p := range policies {
		if !applies(p.Conditions, s) {
			continue
		}
		var controls []string
		block := false
		for _, c := range p.GrantControls.BuiltInControls {
			block = block || c == ca.ControlBlock
			if c != ca.ControlBlock {
				controls = append(controls, string(c))
			}
		}
		slices.Sort(controls)
		switch {
		case block:
			clauses[""] = true
		case p.GrantControls.Operator == ca.OperatorAND:
			for _, c := range controls {
				clauses[c] = true
			}
		default:
			clauses[strings.Join(controls, "|")] = true
		}
	}
	return clauses
}

func applies(c ca.Conditions, s ca.SignIn) bool {
	finance, admin := s.Identity.UserID == "u1", s.Identity.UserID == "u2"
	switch {
	case !slices.Contains(c.Users.IncludeUsers, ca.All) && (!slices.Contains(c.Users.IncludeGroups, "g1") || !finance),
		slices.Contains(c.Users.ExcludeUsers, s.Identity.UserID),
		len(c.Users.ExcludeRoles) > 0 && admin:
		return false
	}
	app := s.Context.Applications[0]
	named := func(ids []string) bool {
		return slices.Contains(ids, ca.All) || slices.Contains(ids, app) || (slices.Contains(ids, ca.Office365) && app == ca.AppExchangeOnline)
	}
	if !named(c.Applications.IncludeApplications) || named(c.Applications.ExcludeApplications) {
		return false
	}
	if len(c.ClientAppTypes) > 0 && !slices.Contains(c.ClientAppTypes, s.Conditions.ClientApp) {
		return false
	}
	if c.Platforms != nil && s.Conditions.Platform != ca.PlatformUnknown && slices.Contains(c.Platforms.ExcludePlatforms, s.Conditions.Platform) {
		return false
	}
	if c.Locations != nil {
		office := netip.MustParsePrefix("198.51.100.0/24").Contains(netip.MustParseAddr(s.Conditions.Address))
		out := c.Locations.ExcludeLocations
		if office && (slices.Contains(out, "office") || slices.Contains(out, ca.AllTrusted)) || s.Conditions.Country == "NO" && slices.Contains(out, "norway") {
			return false
		}
	}
	if len(c.UserRiskLevels) > 0 && s.Conditions.UserRisk != ca.RiskHigh {
		return false
	}
	if c.Devices != nil {
		label, compliant, windows := "", false, false
		if d := s.Conditions.Device; d != nil {
			label = strings.ToLower(d.Properties["extensionAttribute1"].Text())
			compliant = d.Properties["isCompliant"].Text() == "true"
			windows = d.Properties["operatingSystem"].Text() == "Windows"
		}
		holds := []bool{label == "saw", strings.HasPrefix(label, "saw"), !compliant, label == "saw" || compliant, windows}[slices.Index(gridRules, c.Devices.DeviceFilter.Rule)]
		if holds != (c.Devices.DeviceFilter.Mode == ca.FilterInclude) {
			return false
		}
	}
	return true
}

// leastTexts is a demand in words, without what the rest of it contains.
func leastTexts(d map[string]bool) []string {
	var texts []string
	for clause := range d {
		others := maps.Clone(d)
		delete(others, clause)
		switch {
		case clause == "":
			texts = append(texts, "block")
		case !contained(clause, others):
			texts = append(texts, strings.ReplaceAll(clause, "|", " or "))
		}
	}
	slices.Sort(texts)
	return texts
}

// contained reports whether whoever meets a demand meets a clause.
func contained(clause string, d map[string]bool) bool {
	for other := range d {
		more := func(c string) bool { return !slices.Contains(strings.Split(clause, "|"), c) }
		if other == "" || !slices.ContainsFunc(strings.Split(other, "|"), more) {
			return true
		}
	}
	return false
}

// plainCauses are the policies that ask on one side what nothing asks on the other.
func plainCauses(before, after []ca.Policy, s ca.SignIn) []difference.Cause {
	var causes []difference.Cause
	add := func(policies []ca.Policy, other map[string]bool) {
		for _, p := range policies {
			cause := difference.Cause{ID: p.ID, Name: p.DisplayName}
			for clause := range demand([]ca.Policy{p}, s) {
				if !contained(clause, other) && !slices.Contains(causes, cause) {
					causes = append(causes, cause)
				}
			}
		}
	}
	add(before, demand(after, s))
	add(after, demand(before, s))
	slices.SortFunc(causes, func(a, b difference.Cause) int { return strings.Compare(a.ID, b.ID) })
	return causes
}

// plainKind compares two demands by trying every set of controls that somebody may meet.
func plainKind(before, after map[string]bool) difference.Kind {
	met := func(clauses map[string]bool, controls map[string]bool) bool {
		for clause := range clauses {
			if !slices.ContainsFunc(strings.Split(clause, "|"), func(c string) bool { return controls[c] }) {
				return false
			}
		}
		return true
	}
	every := []map[string]bool{{}, {"mfa": true}, {"compliantDevice": true}, {"mfa": true, "compliantDevice": true}}
	less, more := false, false // somebody passes after alone, or before alone
	for _, controls := range every {
		b, a := met(before, controls), met(after, controls)
		less, more = less || (a && !b), more || (b && !a)
	}
	switch {
	case maps.Equal(before, after) || (!less && !more):
		return ""
	case after[""]:
		return difference.Lost
	case before[""]:
		return difference.Gained
	case !less:
		return difference.AskedMore
	case !more:
		return difference.AskedLess
	}
	return difference.Changed
}
