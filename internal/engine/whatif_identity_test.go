package engine

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A whatIfCase is a policy, which blocks everybody but for the change, before a sign-in in the office, and everything
// that is said of whether it applies.
type whatIfCase struct {
	name    string
	tenant  func(*ca.Tenant)
	policy  func(*ca.Policy)
	signIn  func(*ca.SignIn)
	want    Value
	why     string // every reason of No
	missing []MissingFact
}

func (c whatIfCase) check(t *testing.T) {
	t.Helper()
	_, got := asked(t, c.tenant, c.policy, c.signIn)
	if got.Applies != c.want {
		t.Errorf("applies is %s, want %s", got.Applies, c.want)
	}
	var reasons []string
	for _, r := range got.Reasons {
		reasons = append(reasons, r.Why)
	}
	if why := strings.Join(reasons, "; "); why != c.why {
		t.Errorf("it does not apply because %q, want %q", why, c.why)
	}
	if diff := cmp.Diff(c.missing, got.MissingFacts); diff != "" {
		t.Errorf("missing (-want +got)\n%s", diff)
	}
}

// includingUsers makes a policy mean these users alone, and nobody excluded.
func includingUsers(ids ...string) func(*ca.Policy) {
	return func(p *ca.Policy) { p.Conditions.Users = ca.Users{IncludeUsers: ids} }
}

func includingGroups(ids ...string) func(*ca.Policy) {
	return func(p *ca.Policy) { p.Conditions.Users = ca.Users{IncludeGroups: ids} }
}

func includingRoles(ids ...string) func(*ca.Policy) {
	return func(p *ca.Policy) { p.Conditions.Users = ca.Users{IncludeRoles: ids} }
}

// includingGuests makes a policy mean guests of these types, of these tenants, alone.
func includingGuests(tenants *ca.ExternalTenants, types ...string) func(*ca.Policy) {
	return func(p *ca.Policy) {
		g := ca.GuestsOrExternal{GuestOrExternalUserTypes: types, ExternalTenants: tenants}
		p.Conditions.Users = ca.Users{IncludeGuestsOrExternalUsers: &g}
	}
}

// TestWhatIfIdentity: whoever is not meant is told whom the policy includes or by what it excludes, and where that is
// not known exactly what would tell, and nothing that would not.
func TestWhatIfIdentity(t *testing.T) {
	t.Parallel()
	const (
		name            = "alice@contoso.onmicrosoft.com"
		nobody, unread  = "90000000-0000-0000-0000-000000000003", "90000000-0000-0000-0000-000000000004"
		nobodyIncluded  = name + " is not among whom it includes: "
		whomIsKnownThen = `whom "Block" means is known only when it is applied`
	)
	groups := func(o *ca.Tenant) {
		o.Groups = ca.Known(map[string]ca.Group{nobody: {ID: nobody}, unread: {ID: unread, DisplayName: "Unread"}})
		o.GroupMembers = map[string][]ca.Member{nobody: {}}
	}
	for _, c := range []whatIfCase{
		{"nobody", nil, includingUsers(ca.None), nil, No, nobodyIncluded + "nobody", nil},
		{"guests-alone", nil, includingUsers(ca.GuestsOrExternalUsers), nil, No, nobodyIncluded + "guests and external users", nil},
		{"group-without-a-name", groups, includingGroups(nobody), nil, No, nobodyIncluded + "group " + nobody, nil},
		{"everybody-excluded", nil, func(p *ca.Policy) { p.Conditions.Users.ExcludeUsers = []string{ca.All} }, nil,
			No, "it excludes " + name + ": all users", nil},

		{"user-not-yet-known", nil, includingUsers(ca.NotYetKnown), nil, Unknown, "", []MissingFact{{"condition", whomIsKnownThen}}},
		{"group-not-yet-known", nil, includingGroups(ca.NotYetKnown), nil, Unknown, "", []MissingFact{{"condition", whomIsKnownThen}}},
		{"role-not-yet-known", nil, includingRoles(ca.NotYetKnown), nil, Unknown, "", []MissingFact{{"condition", whomIsKnownThen}}},
		{"one-group-of-two-not-read", groups, includingGroups(nobody, unread), nil, Unknown, "", []MissingFact{
			{"groupMembers", `read the members of group "Unread" (` + unread + `), and of the groups in it`},
		}},
		{"one-role-of-two-held-by-a-group-not-read", func(o *ca.Tenant) {
			groups(o)
			o.RoleAssignments = ca.Known(append(o.RoleAssignments.Value(),
				ca.RoleAssignment{PrincipalID: unread, RoleDefinitionID: ca.RoleSecurityAdministrator, DirectoryScopeID: "/"}))
		}, includingRoles(ca.RoleConditionalAccessAdministrator, ca.RoleSecurityAdministrator), nil, Unknown, "", []MissingFact{
			{"roleAssignments", "read who holds role Security Administrator, and the members of the groups that hold it"},
		}},
		{"user-type-not-read", func(o *ca.Tenant) {
			u := o.Users.Value()[alice]
			u.UserType = ""
			o.Users.Value()[alice] = u
		}, includingUsers(ca.GuestsOrExternalUsers), nil, Unknown, "", []MissingFact{
			{"users", "read userType of " + name + `: "Block" asks whether it is a guest`},
		}},
		{"guests-of-a-new-type", nil, includingGuests(nil, "aNewType"), func(s *ca.SignIn) {
			s.Identity = ca.SignInIdentity{ExternalUserType: "b2bCollaborationGuest", ExternalTenantID: "t1"}
		}, Unknown, "", []MissingFact{
			{"condition", `"Block" names guests that this version does not know`},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.check(t)
		})
	}
}

// TestWhatIfWorkloadInDoubt: of a service principal exactly that is missing which keeps the policy from being decided.
func TestWhatIfWorkloadInDoubt(t *testing.T) {
	t.Parallel()
	const id = "50000000-0000-0000-0000-000000000001"
	principal := func(audience string) func(*ca.Tenant) {
		return func(o *ca.Tenant) {
			o.ID = "t"
			o.ServicePrincipals = ca.Known(map[string]ca.ServicePrincipal{id: {
				ID: id, DisplayName: "Pipeline", ServicePrincipalType: "Application", SignInAudience: audience, AppOwnerOrganizationID: "t",
			}})
		}
	}
	including := func(principal string, filter *ca.Filter) func(*ca.Policy) {
		return func(p *ca.Policy) {
			p.Conditions.Users = ca.Users{IncludeUsers: []string{ca.None}}
			p.Conditions.ClientApplications = &ca.ClientApplications{IncludeServicePrincipals: []string{principal}, ServicePrincipalFilter: filter}
		}
	}
	const readKind = "read servicePrincipalType, signInAudience and appOwnerOrganizationId of "
	signIn := func(s *ca.SignIn) { s.Identity = ca.SignInIdentity{ServicePrincipalID: id} }
	for _, c := range []whatIfCase{
		{"not-yet-known", principal("AzureADMyOrg"), including(ca.NotYetKnown, nil), signIn, Unknown, "", []MissingFact{
			{"condition", `whom "Block" means is known only when it is applied`},
		}},
		{"named-beside-a-filter", principal(""), including(id, &ca.Filter{Mode: ca.FilterInclude, Rule: "x"}), signIn, Unknown, "", []MissingFact{
			{"servicePrincipals", readKind + "Pipeline"},
		}},
		{"principals-not-read", nil, including(id, nil), signIn, Unknown, "", []MissingFact{
			{"servicePrincipals", readKind + "service principal " + id},
		}},
		{"asked-for-a-device", principal("AzureADMyOrg"), func(p *ca.Policy) {
			including(id, nil)(p)
			grants(ca.ControlCompliantDevice)(p)
		}, signIn, Yes, "", []MissingFact{
			{"control", `"Block" asks a service principal for "compliantDevice", which it cannot be seen to meet`},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.check(t)
		})
	}
}
