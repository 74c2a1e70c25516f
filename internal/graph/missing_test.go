package graph

import (
	"encoding/base64"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// leastScopes are what a plan, a verdict and an apply of policies need.
func leastScopes(without ...string) []string {
	var names []string
	for _, p := range permissions {
		if !p.special && !slices.Contains(without, p.Name) {
			names = append(names, p.Name)
		}
	}
	return names
}

func lacking(t *testing.T, c *Client) []string {
	t.Helper()
	var names []string
	for _, p := range c.Missing(soon(t)) {
		names = append(names, p.Name)
	}
	return names
}

// TestMissing reads a tenant without some permissions. Those that were refused are named, and those that a later
// request would be refused for.
func TestMissing(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		without []string
		want    []string
	}{
		{"nothing", nil, nil},
		{"policies", []string{"Policy.Read.All"}, []string{"Policy.Read.All"}},
		{"a-fact", []string{"Domain.Read.All"}, []string{"Domain.Read.All"}},
		{"a-fact-that-is-left-out-besides", []string{"Domain.Read.All", "Device.Read.All"}, []string{"Device.Read.All", "Domain.Read.All"}},
		{"facts-behind-facts", []string{"RoleManagement.Read.Directory", "UserAuthenticationMethod.Read.All", "Device.Read.All"},
			[]string{"RoleManagement.Read.Directory", "UserAuthenticationMethod.Read.All", "Device.Read.All"}},
		{"all", leastScopes(), leastScopes()},
		{"no-refusal-before-a-write", []string{"Policy.ReadWrite.ConditionalAccess"}, nil},
		{"a-write-besides-a-fact", []string{"Domain.Read.All", "Policy.ReadWrite.ConditionalAccess"},
			[]string{"Domain.Read.All", "Policy.ReadWrite.ConditionalAccess"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			held := append(leastScopes(test.without...), "Mail.Read") // none at all would be all
			_, c := start(t, graphsim.Options{RequireScopes: held})
			_, err := c.Snapshot(soon(t), 0, Scope{})
			if refused := slices.Contains(test.without, "Policy.Read.All"); refused != IsForbidden(err) {
				t.Errorf("the tenant: %v", err)
			}
			if diff := cmp.Diff(test.want, lacking(t, c)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestRefusedForWantOf names of all that a write needs only what the application lacks.
func TestRefusedForWantOf(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		without []string
		want    []string
	}{
		{"one", []string{"Policy.ReadWrite.ConditionalAccess"}, []string{"Policy.ReadWrite.ConditionalAccess"}},
		{"another", []string{"Application.Read.All"}, []string{"Application.Read.All"}},
		{"both", []string{"Policy.ReadWrite.ConditionalAccess", "Application.Read.All"}, []string{"Policy.ReadWrite.ConditionalAccess", "Application.Read.All"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, c := start(t, graphsim.Options{RequireScopes: leastScopes(test.without...)})
			_, err := c.CreatePolicy(soon(t), policy("CA001"))
			wantLine(t, err, "403 AccessDenied")
			if got := scopesOf(err); !slices.Equal(got, test.want) || !slices.Equal(lacking(t, c), test.want) {
				t.Errorf("the error names %v, Missing %v; want %v", got, lacking(t, c), test.want)
			}
		})
	}
}

// TestWithdrawnPermission: a token says what was granted when it was issued.
func TestWithdrawnPermission(t *testing.T) {
	t.Parallel()
	sim, c := start(t, graphsim.Options{RequireScopes: leastScopes()})
	if _, err := c.Snapshot(soon(t), 0, Scope{}); err != nil {
		t.Fatal(err)
	}
	sim.Withdraw("Policy.ReadWrite.ConditionalAccess")
	_, err := c.CreatePolicy(soon(t), policy("CA001"))
	if got := scopesOf(err); !slices.Equal(got, writePolicies) || lacking(t, c) != nil {
		t.Errorf("the error names %v, want all of %v; Missing %v, want none of them", got, writePolicies, lacking(t, c))
	}
}

// TestRefusedListIsAskedForOnce: every resource that is refreshed asks for the same list.
func TestRefusedListIsAskedForOnce(t *testing.T) {
	t.Parallel()
	sim, c := start(t, graphsim.Options{RequireScopes: leastScopes("Policy.Read.All")})
	for range 3 {
		if _, _, err := c.Policy(soon(t), policyID(1)); !IsForbidden(err) {
			t.Errorf("got %v, want the refusal", err)
		}
		if _, err := c.Snapshot(soon(t), time.Hour, Scope{}); !IsForbidden(err) {
			t.Errorf("got %v, want the refusal", err)
		}
	}
	if n := count(sim, metered); n != 1 {
		t.Errorf("%d Conditional Access requests, want 1", n)
	}
	if _, err := c.Snapshot(soon(t), 0, Scope{}); !IsForbidden(err) || count(sim, metered) != 2 {
		t.Errorf("whoever wants it fresh got %v after %d requests, want the second refusal", err, count(sim, metered))
	}
}

// TestWithoutLicence: where the tenant lacks a licence, no permission is missing.
func TestWithoutLicence(t *testing.T) {
	t.Parallel()
	_, c := start(t, graphsim.Options{Licences: []string{}})
	_, err := c.CreatePolicy(soon(t), policy("CA001"))
	wantLine(t, err, "not licensed for this feature")
	if got := scopesOf(err); got != nil || lacking(t, c) != nil {
		t.Errorf("the error names %v, Missing %v", got, lacking(t, c))
	}
}

// TestPermissionsIn reads tokens.
func TestPermissionsIn(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, token string
		want        []string
		known       bool
	}{
		{"application", "h." + encoded(`{"roles":["A.Read","B.Read"]}`) + ".s", []string{"A.Read", "B.Read"}, true},
		{"delegated", "h." + encoded(`{"scp":"A.Read B.Read"}`) + ".s", []string{"A.Read", "B.Read"}, true},
		{"neither", "h." + encoded(`{}`) + ".s", nil, true},
		{"opaque", "opaque", nil, false},
		{"no-json", "h." + encoded(`x`) + ".s", nil, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			held, known := permissionsIn(test.token)
			if known != test.known || len(held) != len(test.want) {
				t.Errorf("got %v, %t", held, known)
			}
			for _, name := range test.want {
				if !held[name] {
					t.Errorf("%s is not held", name)
				}
			}
		})
	}
}

func encoded(claims string) string { return base64.RawURLEncoding.EncodeToString([]byte(claims)) }

func scopesOf(err error) []string {
	var e *Error
	if errors.As(err, &e) {
		return e.Scopes
	}
	return nil
}
