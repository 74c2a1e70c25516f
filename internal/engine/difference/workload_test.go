package difference_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// automated is a tenant of its own service principals "Robot" and one without a name, of others that policies do not
// concern, and of many of which that was not read.
func automated(policies ...ca.Policy) *ca.Tenant {
	out := tenant(policies...)
	principals := out.ServicePrincipals.Value()
	own := principals["s1"]
	add := func(s ca.ServicePrincipal) { principals[s.ID] = s }
	own.ID, own.DisplayName = "s2", ""
	add(own)
	add(ca.ServicePrincipal{ID: "managed", ServicePrincipalType: "ManagedIdentity"})
	add(ca.ServicePrincipal{ID: "foreign",
		ServicePrincipalType: "Application", SignInAudience: "AzureADMyOrg", AppOwnerOrganizationID: "fabrikam"})
	for i := range 30 {
		add(ca.ServicePrincipal{ID: fmt.Sprintf("doubtful-%d", i), ServicePrincipalType: "Application"})
	}
	return out
}

func ofPrincipals(include ...string) ca.Policy {
	return blocking(func(c *ca.Conditions) {
		c.Users, c.ClientApplications = ca.Users{}, &ca.ClientApplications{IncludeServicePrincipals: include}
	})
}

// TestWorkloadsOfAPolicy says which service principals a policy concerns, and what is assumed of those of which
// not enough was read.
func TestWorkloadsOfAPolicy(t *testing.T) {
	t.Parallel()
	const doubt = "the service principal is a single-tenant application of this tenant, which was not read"
	const notYet = "what is not known yet of the service principals of Policy p names this one"
	unread := func(t *ca.Tenant) *ca.Tenant {
		t.ServicePrincipals = ca.Fact[map[string]ca.ServicePrincipal]{}
		return t
	}
	read := func(t *ca.Tenant) *ca.Tenant { return t }
	for _, c := range []struct {
		name    string
		tenant  func(*ca.Tenant) *ca.Tenant
		include []string
		want    map[string]string // by id: what is assumed; "" is nothing
	}{
		{"all", read, []string{ca.ServicePrincipalsInMyOrg}, map[string]string{"s1": "", "s2": "", "doubtful-7": doubt, "doubtful-9": doubt}},
		{"named", read, []string{"S1", "managed", "foreign", "doubtful-9", "gone"}, map[string]string{"s1": "", "doubtful-9": doubt}},
		{"none", read, []string{ca.None}, nil},
		{"nobody", read, nil, nil},
		{"not-yet-known", read, []string{ca.NotYetKnown}, map[string]string{
			"s1": notYet, "s2": notYet, "doubtful-7": doubt + "\n" + notYet, "doubtful-9": doubt + "\n" + notYet}},
		{"named-of-what-was-not-read", unread, []string{"s1"}, map[string]string{"s1": doubt}},
		{"all-of-what-was-not-read", unread, []string{ca.ServicePrincipalsInMyOrg}, map[string]string{
			"s1": doubt, "s2": doubt, "managed": doubt, "foreign": doubt, "doubtful-7": doubt, "doubtful-9": doubt}},
		{"none-of-what-was-not-read", unread, []string{ca.None}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := ofPrincipals(c.include...)
			r := difference.Of(c.tenant(automated()), c.tenant(automated(p)))
			for _, id := range []string{"s1", "s2", "managed", "foreign", "doubtful-7", "doubtful-9"} {
				sure, said := foundWho(r, ca.SignInIdentity{ServicePrincipalID: id})
				lines := strings.FieldsFunc(said, func(c rune) bool { return c == '\n' })
				slices.Sort(lines)
				want, concerned := c.want[id]
				if sure != (concerned && want == "") || strings.Join(lines, "\n") != want {
					t.Errorf("%s is blocked: %v, assuming %q", id, sure, lines)
				}
			}
			if len(c.want) == 0 && (!r.None() || r.Policies[0].Change != difference.Unchanged) {
				t.Errorf("the policy is %s: %+v", r.Policies[0].Change, r.Boxes)
			}
			// The same policy is the same, whatever was not read.
			same := difference.Of(c.tenant(automated(p)), c.tenant(automated(p)))
			if !same.None() || same.Policies[0].Change != difference.Unchanged {
				t.Errorf("the same policy is %s: %+v", same.Policies[0].Change, same.Boxes)
			}
		})
	}
}

// TestWorkloadsInWords: a service principal is called by its name, or by its id where it has none.
func TestWorkloadsInWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ id, want string }{{"s1", "Robot"}, {"s2", "service principal s2"}} {
		b := one(t, automated(), automated(ofPrincipals(c.id)))
		if !b.People.Workload || !b.People.Exact || b.People.Count != 1 || !slices.Equal(b.People.Words, []string{c.want}) {
			t.Errorf("the people are %+v, want %q", b.People, c.want)
		}
	}
}

// TestServicePrincipalsHaveNothingOfPeople: no device, no insider risk and no authentication flow. A policy that
// asks for one of them concerns no service principal, and one that leaves it out all of them.
func TestServicePrincipalsHaveNothingOfPeople(t *testing.T) {
	t.Parallel()
	device := func(mode ca.FilterMode, rule string) func(*ca.Conditions) {
		return func(c *ca.Conditions) {
			c.Devices = &ca.DeviceCondition{DeviceFilter: &ca.Filter{Mode: mode, Rule: rule}}
		}
	}
	insider := func(level string) func(*ca.Conditions) {
		return func(c *ca.Conditions) { c.InsiderRiskLevels = []string{level} }
	}
	flow := func(method string) func(*ca.Conditions) {
		return func(c *ca.Conditions) {
			c.AuthenticationFlows = &ca.AuthenticationFlows{TransferMethods: []string{method}}
		}
	}
	for name, c := range map[string]struct {
		narrow   func(*ca.Conditions)
		concerns bool
	}{
		"a-model":                 {device(ca.FilterInclude, `device.model -eq "Surface"`), false},
		"no-such-model":           {device(ca.FilterInclude, `device.model -ne "Surface"`), true},
		"without-a-model":         {device(ca.FilterExclude, `device.model -eq "Surface"`), true},
		"all-but-another-model":   {device(ca.FilterExclude, `device.model -ne "Surface"`), false},
		"minor-insider-risk":      {insider(ca.InsiderRiskLevels[0]), false},
		"moderate-insider-risk":   {insider(ca.InsiderRiskLevels[1]), false},
		"device-code":             {flow(ca.TransferMethods[0]), false},
		"authentication-transfer": {flow(ca.TransferMethods[1]), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := difference.Of(tenant(), tenant(blocking(func(conditions *ca.Conditions) {
				conditions.Users = ca.Users{}
				conditions.ClientApplications = &ca.ClientApplications{IncludeServicePrincipals: []string{ca.ServicePrincipalsInMyOrg}}
				c.narrow(conditions)
			})))
			if !c.concerns {
				if !r.None() || r.Policies[0].Decision != difference.NoEffect {
					t.Errorf("the policy is %s: %+v", r.Policies[0].Decision, r.Boxes)
				}
				return
			}
			if len(r.Boxes) != 1 || !r.Boxes[0].People.Workload || len(r.Boxes[0].Devices) > 0 || r.Boxes[0].Example.Conditions.Device != nil {
				t.Errorf("want one box of every service principal, and no word of devices: %+v", r.Boxes)
			}
		})
	}
}
