package graph

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

func TestStepsOfABatchAreRepeatedAlone(t *testing.T) {
	t.Parallel()
	sim, c := start(t, graphsim.Options{})
	sim.Put("domains", object{"id": "contoso.com", "authenticationType": "Managed"})
	sim.Fail(to(http.MethodGet, "/domains"), 1, http.StatusTooManyRequests, http.Header{"Retry-After": {"0"}}, "")
	sim.Fail(to(http.MethodGet, "/domains"), 1, http.StatusServiceUnavailable, nil, "")
	tenant, err := c.Snapshot(soon(t), 0, Scope{})
	if err != nil {
		t.Fatal(err)
	}
	if len(tenant.Domains.Value()) != 1 || len(c.Unread()) != 0 {
		t.Errorf("the domains are %v, unread %v", tenant.Domains.Value(), c.Unread())
	}
	asked := func(path string) int {
		return count(sim, func(r graphsim.Request) bool { return strings.HasSuffix(r.Path, path) })
	}
	if asked("/domains") != 3 || asked("/organization") != 1 {
		t.Errorf("the domains were asked for %d times and the organization %d times, want 3 and 1", asked("/domains"), asked("/organization"))
	}
}

func TestBatchesThatFail(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		status int
		body   string
	}{
		"500":       {500, ""},
		"no-json":   {200, "hello"},
		"no-answer": {200, `{"responses":[]}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, c := start(t, graphsim.Options{})
			sim.Fail(to(http.MethodPost, "/$batch"), -1, test.status, nil, test.body)
			tenant, err := c.Snapshot(soon(t), 0, Scope{})
			if test.body == "hello" {
				wantLine(t, err, "cannot read the directory: 200", "cannot be read")
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if tenant.Users.Read() || tenant.RoleAssignments.Read() || tenant.SecurityDefaults.Read() {
				t.Error("facts that nobody answered are read")
			}
			if tenant.ID != tenantID || len(c.Unread()) < 8 {
				t.Errorf("the tenant is %q; unread %v", tenant.ID, c.Unread())
			}
		})
	}
}

func TestUsersThatAreGone(t *testing.T) {
	t.Parallel()
	const gone = "99999999-9999-9999-9999-999999999999"
	sim, c := start(t, graphsim.Options{})
	seedPolicy(sim, 1)
	sim.Edit("policies", policyID(1), func(p map[string]any) {
		p["conditions"].(map[string]any)["users"] = object{"includeUsers": []any{"All"}, "excludeUsers": []any{glassID, gone}}
	})
	// Of one user the methods are gone between two requests, and nobody else's.
	sim.Fail(to(http.MethodGet, adminID+"/authentication/methods"), -1, http.StatusNotFound, nil, `{"error":{"code":"Request_ResourceNotFound","message":"x"}}`)
	tenant, err := c.Snapshot(soon(t), time.Hour, Scope{})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := tenant.User(gone); ok || !tenant.Users.Read() {
		t.Error("a user that does not exist is there, or the users are unread")
	}
	if _, read := tenant.Methods[adminID]; read {
		t.Error("the methods of a user that is gone count as read")
	}
	if _, read := tenant.Methods[glassID]; !read || len(c.Unread()) != 0 {
		t.Errorf("the methods of another are unread, or something is: %v", c.Unread())
	}
}

// TestClaimsChallenge has the service ask for a new token, as it does after a policy or a location changed.
func TestClaimsChallenge(t *testing.T) {
	t.Parallel()
	sim, c := start(t, graphsim.Options{})
	if _, err := c.Identity(soon(t)); err != nil {
		t.Fatal(err)
	}
	const claims = "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZX19fQ==" // {"access_token":{"nbf":{"essential":true}}}
	sim.Fail(to(http.MethodPost, "/policies"), 1, http.StatusUnauthorized,
		http.Header{"Www-Authenticate": {`Bearer realm="", error="insufficient_claims", claims="` + claims + `"`}}, "")
	p, err := c.CreatePolicy(soon(t), policy("CA001"))
	if err != nil {
		t.Fatal(err)
	}
	if sim.Get("policies", p.ID) == nil {
		t.Error("the policy is not there")
	}
	if n := count(sim, func(r graphsim.Request) bool { return strings.HasSuffix(r.Path, "/token") }); n != 2 {
		t.Errorf("%d tokens were asked for, want 2", n)
	}
}

func TestWhatIsPaced(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]bool{
		"/v1.0/identity/conditionalAccess/policies":               true,
		"/beta/identity/conditionalAccess/policies/x":             true,
		"/v1.0/policies/conditionalAccessPolicies":                true,
		"/v1.0/policies/authenticationStrengthPolicies":           true,
		"/gateway/v1.0/Identity/ConditionalAccess/namedLocations": true,
		"/v1.0/policies/authenticationMethodsPolicy":              false,
		"/v1.0/users":  false,
		"/v1.0/$batch": false,
	} {
		if got := isPaced(path); got != want {
			t.Errorf("%s: got %v, want %v", path, got, want)
		}
	}
}

func TestScopeAndPoliciesDecideWhatIsRead(t *testing.T) {
	t.Parallel()
	const a, b, c, d, e, f = "00000000-0000-0000-0000-00000000000A", "00000000-0000-0000-0000-00000000000b", "00000000-0000-0000-0000-00000000000c",
		"00000000-0000-0000-0000-00000000000d", "00000000-0000-0000-0000-00000000000e", "00000000-0000-0000-0000-00000000000f"
	p := ca.Policy{Conditions: ca.Conditions{
		Users:              ca.Users{IncludeUsers: []string{ca.All, a}, ExcludeGroups: []string{b}},
		Applications:       ca.Applications{IncludeApplications: []string{ca.Office365, c}},
		ClientApplications: &ca.ClientApplications{ExcludeServicePrincipals: []string{d}, IncludeServicePrincipals: []string{ca.ServicePrincipalsInMyOrg}},
	}}
	w := wantedBy([]ca.Policy{p}, Scope{Users: []string{e, ca.NotYetKnown}, ServicePrincipals: []string{f}}, "")
	for name, set := range map[string]struct {
		got  map[string]bool
		want []string
	}{
		"users":              {w.users, []string{ca.FoldID(a), e}},
		"groups":             {w.groups, []string{b}},
		"service-principals": {w.servicePrincipals, []string{d, f}},
		"applications":       {w.applications, []string{c, f}},
	} {
		for _, id := range set.want {
			if !set.got[id] {
				t.Errorf("%s lack %s", name, id)
			}
		}
		if len(set.got) != len(set.want) {
			t.Errorf("%s: got %v, want %v", name, set.got, set.want)
		}
	}
}
