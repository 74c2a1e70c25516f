package guard

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

func TestBreakGlassExclusions(t *testing.T) {
	t.Parallel()
	group := func(change func(*ca.Group)) func(*ca.Tenant) {
		return func(t *ca.Tenant) {
			g := t.Groups.Value()[breakGlasses]
			change(&g)
			t.Groups.Value()[breakGlasses] = g
		}
	}
	byGroup := func(c *Config) { c.BreakGlass = ca.BreakGlass{Groups: []string{breakGlasses}, Minimum: 2} }
	for _, c := range []struct {
		name   string
		tenant func(*ca.Tenant)
		config func(*Config)
		policy []func(*ca.Policy)
		want   []string // EG010 and EG011
	}{
		{"by-id", nil, nil, nil, nil},
		{"by-id-in-any-case", nil, nil, to(excluding("4F0C1A52-9F6E-4A0D-8F0E-2F7B1C2D3E41", breakGlass2)), nil},
		{"declared-by-upn", nil, func(c *Config) {
			c.BreakGlass.Users = []string{"BG-1@contoso.onmicrosoft.com", "bg-2@contoso.onmicrosoft.com"}
		}, nil, nil},
		{"by-group", nil, nil, to(excludingGroups(breakGlasses)), nil},
		{"by-nested-group", nest, nil, to(excludingGroups(emptyGroup)), nil},
		{"not-at-all", nil, nil, to(excluding()), []string{"EG010!"}},
		{"one-of-two", nil, nil, to(excluding(breakGlass1)), []string{"EG010!"}},
		{"by-role", nil, nil, to(excluding(), func(p *ca.Policy) {
			p.Conditions.Users.ExcludeRoles = []string{ca.RoleGlobalAdministrator}
		}), []string{"EG010!"}},
		{"not-at-all-in-report-only", nil, nil, to(excluding(), in(ca.StateReportOnly)), []string{"EG010"}},
		{"not-at-all-while-disabled", nil, nil, to(excluding(), in(ca.StateDisabled)), nil},
		{"only-for-guests", nil, nil, to(including(ca.GuestsOrExternalUsers), excluding()), nil},
		{"only-for-external-kinds", nil, nil, to(including(), excluding(), func(p *ca.Policy) {
			p.Conditions.Users.IncludeGuestsOrExternalUsers = &ca.GuestsOrExternal{GuestOrExternalUserTypes: []string{"internalGuest"}}
		}), nil},
		{"only-for-others", nil, nil, to(including(carol), excluding()), nil},
		{"only-for-a-group-of-others", nil, nil, to(including(), excluding(), func(p *ca.Policy) {
			p.Conditions.Users.IncludeGroups = []string{everyone}
		}), nil},
		{"for-a-group-with-them", nil, nil, to(including(), excluding(), func(p *ca.Policy) {
			p.Conditions.Users.IncludeGroups = []string{breakGlasses, everyone}
		}), []string{"EG010!"}},
		{"for-an-unread-group", func(t *ca.Tenant) { delete(t.GroupMembers, everyone) }, nil, to(including(), excluding(), func(p *ca.Policy) {
			p.Conditions.Users.IncludeGroups = []string{everyone}
		}), []string{"EG010!"}},
		{"for-somebody-not-known-yet", nil, nil, to(including(carol, ca.NotYetKnown), excluding()), nil},
		{"for-their-role", nil, nil, to(including(), excluding(), func(p *ca.Policy) {
			p.Conditions.Users.IncludeRoles = []string{ca.RoleGlobalAdministrator}
		}), []string{"EG010!"}},
		{"for-another-role", nil, nil, to(including(), excluding(), func(p *ca.Policy) {
			p.Conditions.Users.IncludeRoles = []string{ca.RoleSecurityAdministrator}
		}), nil},
		{"made-for-them", nil, nil, to(including(breakGlass1, breakGlass2), excluding()), nil},
		{"made-for-their-group", nil, byGroup, to(including(), excluding(), func(p *ca.Policy) {
			p.Conditions.Users.IncludeGroups = []string{breakGlasses}
		}), nil},
		{"none-declared", nil, unnamed, nil, []string{"EG010!"}},
		{"none-declared-and-one-user", nil, unnamed, to(including(carol)), nil},
		{"none-wanted", nil, loose, to(excluding()), nil},
		{"exclusion-not-yet-known", nil, nil, to(excludingGroups(ca.NotYetKnown)), nil},
		{"one-of-two-and-an-unknown", nil, nil, to(excluding(breakGlass1, ca.NotYetKnown)), nil},
		{"declared-group", nil, byGroup, to(excludingGroups(breakGlasses)), nil},
		{"declared-group-by-its-members", nil, byGroup, nil, nil},
		{"declared-group-unread-and-not-excluded", func(t *ca.Tenant) { delete(t.GroupMembers, breakGlasses) }, byGroup, to(excluding()), []string{"EG010!"}},
		{"declared-group-unread-and-included", func(t *ca.Tenant) { delete(t.GroupMembers, breakGlasses) }, byGroup, to(including(carol), excluding(), func(p *ca.Policy) {
			p.Conditions.Users.IncludeGroups = []string{breakGlasses}
		}), []string{"EG010!"}},
		{"declared-group-unread", func(t *ca.Tenant) { delete(t.GroupMembers, breakGlasses) }, byGroup, to(excludingGroups(breakGlasses)), nil},
		{"excluded-group-unread", func(t *ca.Tenant) { delete(t.GroupMembers, breakGlasses) }, nil, to(excludingGroups(breakGlasses)), []string{"EG010!"}},

		{"group-empty", nil, nil, to(excludingGroups(emptyGroup)), []string{"EG010!", "EG011!"}},
		{"group-deleted", nil, nil, to(excludingGroups("9a0c1a52-0000-4a0d-8f0e-2f7b1c2d3e99")), []string{"EG010!", "EG011!"}},
		{"group-of-others", nil, nil, to(excludingGroups(everyone)), []string{"EG010!", "EG011!"}},
		{"group-of-others-beside-the-ids", nil, nil, to(func(p *ca.Policy) { p.Conditions.Users.ExcludeGroups = []string{everyone} }), nil},
		{"group-empty-beside-the-ids", nil, nil, to(func(p *ca.Policy) { p.Conditions.Users.ExcludeGroups = []string{emptyGroup} }), nil},
		{"declared-group-empty-beside-the-ids", func(t *ca.Tenant) { t.GroupMembers[breakGlasses] = []ca.Member{} },
			func(c *Config) { c.BreakGlass.Groups = []string{breakGlasses} },
			to(func(p *ca.Policy) { p.Conditions.Users.ExcludeGroups = []string{breakGlasses} }), []string{"EG011!"}},
		{"group-empty-but-named-for-it-beside-the-ids", calling(emptyGroup, "Emergency Access"), nil,
			to(func(p *ca.Policy) { p.Conditions.Users.ExcludeGroups = []string{emptyGroup} }), []string{"EG011!"}},
		{"group-of-others-named-for-it-beside-the-ids", calling(everyone, "sg-break-glass"), nil,
			to(func(p *ca.Policy) { p.Conditions.Users.ExcludeGroups = []string{everyone} }), []string{"EG011!"}},
		{"group-dynamic", group(func(g *ca.Group) { g.GroupTypes = []string{"DynamicMembership"} }), nil, to(excludingGroups(breakGlasses)), []string{"EG011!"}},
		{"group-unprotected", group(func(g *ca.Group) { g.IsAssignableToRole = ptr(false) }), nil, to(excludingGroups(breakGlasses)), []string{"EG011!"}},
		{"group-unprotected-in-report-only", group(func(g *ca.Group) { g.IsAssignableToRole = ptr(false) }), nil, to(excludingGroups(breakGlasses), in(ca.StateReportOnly)), []string{"EG011"}},
		{"group-restricted", group(func(g *ca.Group) { g.IsAssignableToRole = ptr(false); g.IsManagementRestricted = ptr(true) }), nil, to(excludingGroups(breakGlasses)), nil},
		{"group-protection-unread", group(func(g *ca.Group) { g.IsAssignableToRole = nil }), nil, to(excludingGroups(breakGlasses)), []string{"EG011"}},
		{"groups-unread", func(t *ca.Tenant) { t.Groups = ca.Fact[map[string]ca.Group]{} }, nil, to(excludingGroups(breakGlasses)), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tenant := contoso()
			if c.tenant != nil {
				c.tenant(tenant)
			}
			config := settings()
			if c.config != nil {
				c.config(&config)
			}
			p := policy("", "Policy", append([]func(*ca.Policy){forApps(ca.AppExchangeOnline)}, c.policy...)...)
			findings := Judge(tenant, []Change{create(p)}, config, noon).Findings
			got := slices.Concat(of(findings, "EG010"), of(findings, "EG011"))
			if len(got) == 0 {
				got = nil
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// calling gives a group another name.
func calling(id, name string) func(*ca.Tenant) {
	return func(t *ca.Tenant) {
		g := t.Groups.Value()[id]
		g.DisplayName = name
		t.Groups.Value()[id] = g
	}
}

// nest puts the group of the break-glass accounts into another one.
func nest(t *ca.Tenant) {
	t.GroupMembers[emptyGroup] = []ca.Member{{ID: breakGlasses, Kind: "#microsoft.graph.group"}, {ID: emptyGroup, Kind: "#microsoft.graph.group"}}
}
