package guard

import (
	"slices"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestClaims reads what the invariants say in situations that have no golden message.
func TestClaims(t *testing.T) {
	t.Parallel()
	workloadsOutside := func(t *ca.Tenant) Change {
		t.ServicePrincipals = ca.Known(map[string]ca.ServicePrincipal{pipelineID: {
			ID: pipelineID, ServicePrincipalType: "Application", AppOwnerOrganizationID: t.ID, SignInAudience: "AzureADMyOrg",
		}})
		return create(policy("", "Workloads", demanding(ca.ControlBlock), including(ca.None), excluding(), outside(office), func(p *ca.Policy) {
			p.Conditions.ClientApplications = &ca.ClientApplications{IncludeServicePrincipals: []string{ca.ServicePrincipalsInMyOrg}}
		}))
	}
	unreadMethods := func(t *ca.Tenant) Change {
		t.Methods = nil
		return create(policy("", "Keys only", excluding(), func(p *ca.Policy) {
			p.GrantControls = &ca.GrantControls{Operator: ca.OperatorOR, AuthenticationStrength: &ca.AuthenticationStrength{ID: ca.StrengthPhishingResistant}}
		}))
	}
	nobody := func(t *ca.Tenant) Change {
		t.RoleAssignments = ca.Known([]ca.RoleAssignment{})
		return create(policy("", "MFA"))
	}
	oneAdministrator := func(t *ca.Tenant) Change {
		t.RoleAssignments = ca.Known(t.RoleAssignments.Value()[:1])
		return create(policy("", "MFA"))
	}
	blockInOffice := func(t *ca.Tenant) Change {
		t.Devices[breakGlass1] = []ca.Device{}
		return create(narrowBlock("", "Not in the office", excluding(breakGlass2, alice, bob), func(p *ca.Policy) {
			p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{office}}
		}))
	}
	for _, c := range []struct {
		name   string
		change func(*ca.Tenant) Change
		config func(*Config)
		rule   string
		says   []string
	}{
		{"pipeline-undecided", workloadsOutside, func(c *Config) { c.Pipeline = pipelineID }, "EG006",
			[]string{"it is not certain that the service principal", pipelineID, "not decided:"}},
		{"break-glass-undecided", unreadMethods, nil, "EG006",
			[]string{"0 of 2 declared break-glass accounts surely work on the worst day, and 2 are wanted", "read the authentication methods"}},
		{"no-administrator-at-all", nobody, loose, "EG001",
			[]string{"No enabled member of the tenant holds a role", "That is so already", "assign Conditional Access Administrator"}},
		{"one-administrator-at-all", oneAdministrator, func(c *Config) { c.BreakGlass.Minimum = 0 }, "EG002",
			[]string{"only 1 of 1 administrator could sign in", "assign a role"}},
		{"counterexample-in-a-location", blockInOffice, nil, "EG003",
			[]string{`in "Office"`, "user = bg-1@contoso.onmicrosoft.com"}},
		{"one-break-glass-account-asked", func(*ca.Tenant) Change { return create(policy("", "MFA")) },
			func(c *Config) { c.BreakGlass = ca.BreakGlass{Minimum: 1} }, "EG003", []string{"No break-glass accounts are named, and 1 is asked for"}},
		{"incomplete-list", func(t *ca.Tenant) Change {
			t.EligibleSchedules = ca.Fact[[]ca.RoleAssignment]{}
			return create(narrowBlock("", "Block", sparing()))
		}, loose, "EG001", []string{"There may be more administrators than these: read the eligible role assignments"}},
		{"two-policies-together", func(t *ca.Tenant) Change {
			t.Policies = ca.Known([]ca.Policy{narrowBlock("p1", "In the office", sparing(), func(p *ca.Policy) {
				p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{office}}
			})})
			return create(narrowBlock("", "Outside", sparing(), outside(office)))
		}, loose, "EG001", []string{`"In the office" and "Outside" together are enough for it, and none of them can be left out`, `"Outside" (this one)`}},
		{"a-location-is-the-cause", func(t *ca.Tenant) Change {
			t.Policies = ca.Known([]ca.Policy{narrowBlock("p1", "Outside", sparing(), outside(office))})
			here := t.NamedLocations.Value()[0]
			return updateLocation(here, privately(here))
		}, inTheOffice, "EG001", []string{"keep in this location the networks that administrators sign in from"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tenant, config := contoso(), settings()
			if c.config != nil {
				c.config(&config)
			}
			change := c.change(tenant)
			findings := Judge(tenant, []Change{change}, config, noon).Findings
			i := slices.IndexFunc(findings, func(f Finding) bool {
				return f.Rule == c.rule && strings.Contains(strings.Join(strings.Fields(f.Detail()), " "), c.says[0])
			})
			if i < 0 {
				for _, f := range findings {
					t.Logf("%s\n%s", f.Summary(), f.Detail())
				}
				t.Fatalf("no finding of %s says %q", c.rule, c.says[0])
			}
			text := strings.Join(strings.Fields(findings[i].Detail()), " ")
			for _, want := range c.says {
				if !strings.Contains(text, want) {
					t.Errorf("%q is missing in\n%s", want, findings[i].Detail())
				}
			}
			for line := range strings.SplitSeq(findings[i].Detail(), "\n") {
				if strings.HasPrefix(line, " ") && columns(line) > indentedColumns {
					t.Errorf("%d columns: %s", columns(line), line)
				}
			}
			if n := columns(findings[i].Summary()); n > summaryColumns {
				t.Errorf("the summary takes %d columns: %s", n, findings[i].Summary())
			}
		})
	}
}
