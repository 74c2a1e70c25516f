package graph

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

func stepUp() ca.AuthenticationContext {
	return ca.AuthenticationContext{ID: "c7", DisplayName: "Step up", Description: "For payments", IsAvailable: true}
}

func TestContextRoundTrip(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]graphsim.Options{"plain": {}, "stale": {Staleness: 2}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, c := start(t, options)
			ctx := soon(t)
			stored, err := c.CreateContext(ctx, stepUp())
			if err != nil {
				t.Fatal(err)
			}
			desired := ca.AuthenticationContext{DisplayName: "Payments", IsAvailable: true}
			if _, err := c.UpdateContext(ctx, desired, stored); err != nil {
				t.Fatal(err)
			}
			desired.ID = "c7"
			if err := c.Shown(ctx, Scope{}, func(t *ca.Tenant) bool {
				x, ok := contextKind.find(t.Contexts.Value(), "c7")
				return ok && x.DisplayName == "Payments"
			}); err != nil {
				t.Fatal(err)
			}
			got, ok, err := c.Context(ctx, "c7")
			if err != nil || !ok {
				t.Fatal(ok, err)
			}
			if diff := cmp.Diff(string(ca.EncodeContext(desired)), string(ca.EncodeContext(got))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			for range 2 { // it is published
				if err := c.DeleteContext(ctx, "c7"); err != nil {
					t.Fatal(err)
				}
			}
			if sim.Get("authenticationContextClassReferences", "c7") != nil {
				t.Error("the context is still there")
			}
		})
	}
}

// TestContextThatIsTaken does not write to a context that somebody else has made.
func TestContextThatIsTaken(t *testing.T) {
	t.Parallel()
	sim, c := start(t, graphsim.Options{})
	sim.Put("authenticationContextClassReferences", object{"id": "c7", "displayName": "Theirs", "isAvailable": false})
	_, err := c.CreateContext(soon(t), stepUp())
	wantLine(t, err, `cannot create the authentication context "Step up": the tenant has c7 already, as "Theirs"`)
	if n := count(sim, func(r graphsim.Request) bool {
		return strings.Contains(r.Path, "Context") && r.Method != http.MethodGet
	}); n != 0 {
		t.Errorf("%d writes, want none", n)
	}
}

func TestLostContext(t *testing.T) {
	t.Parallel()
	post := to(http.MethodPost, "/authenticationContextClassReferences")
	for name, test := range fates {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, c := start(t, test.options)
			sim.Cut(post, 1, test.done)
			x, err := c.CreateContext(soon(t), stepUp())
			if err != nil || x.ID != "c7" {
				t.Fatal(x, err)
			}
			wantPosts(t, sim, "/authenticationContextClassReferences", test.posts)
		})
	}

	// Somebody else takes the id at the same moment.
	sim, c := start(t, graphsim.Options{})
	sim.Hook(func(r *http.Request) {
		if post(r) {
			sim.Put("authenticationContextClassReferences", object{"id": "c7", "displayName": "Theirs", "isAvailable": false})
		}
	})
	sim.Fail(post, 1, 500, nil, "")
	_, err := c.CreateContext(soon(t), stepUp())
	wantLine(t, err, "which could not be found out", `c7 as "Theirs", which is not what was sent`)
}

// TestPublicationIsGivenBack deletes a context that a policy names: the service refuses, and what the attempt
// changed is changed back.
func TestPublicationIsGivenBack(t *testing.T) {
	t.Parallel()
	sim, c := start(t, graphsim.Options{})
	ctx := soon(t)
	if _, err := c.CreateContext(ctx, stepUp()); err != nil {
		t.Fatal(err)
	}
	p := policy("CA001")
	p.Conditions.Applications = ca.Applications{IncludeAuthenticationContextClassReferences: []string{"c7"}}
	if _, err := c.CreatePolicy(ctx, p); err != nil {
		t.Fatal(err)
	}
	wantLine(t, c.DeleteContext(ctx, "c7"), `cannot delete the authentication context "Step up": 400`, "referenced")
	if stored := sim.Get("authenticationContextClassReferences", "c7"); stored == nil || stored["isAvailable"] != true {
		t.Errorf("the context is no longer published: %v", stored)
	}
}

func TestSecurityDefaults(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]graphsim.Options{"plain": {}, "stale": {Staleness: 2}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, c := start(t, options)
			ctx := soon(t)
			for _, on := range []bool{true, false} {
				current, err := c.SecurityDefaults(ctx)
				if err != nil {
					t.Fatal(err)
				}
				got, err := c.UpdateSecurityDefaults(ctx, ca.SecurityDefaults{IsEnabled: on}, current)
				if err != nil || got.IsEnabled != on || got.ID != current.ID {
					t.Fatal(got, err)
				}
				if again, err := c.SecurityDefaults(ctx); err != nil || again.IsEnabled != on {
					t.Fatal(again, err)
				}
				if err := c.Shown(ctx, Scope{}, func(t *ca.Tenant) bool { return t.SecurityDefaults.Value().IsEnabled == on }); err != nil {
					t.Fatal(err)
				}
				tenant, err := c.Snapshot(ctx, 0, Scope{})
				if err != nil || tenant.SecurityDefaults.Value().IsEnabled != on {
					t.Fatalf("the tenant has %+v, %v", tenant.SecurityDefaults.Value(), err)
				}
			}
			if stored := sim.List("securityDefaults"); len(stored) != 1 || stored[0]["isEnabled"] != false {
				t.Errorf("stored: %v", stored)
			}
		})
	}
}

// TestPermissionsOfObjects names what is missing, for each write.
func TestPermissionsOfObjects(t *testing.T) {
	t.Parallel()
	_, c := start(t, graphsim.Options{RequireScopes: []string{"Policy.Read.All", "Policy.Read.ConditionalAccess"}})
	ctx := soon(t)
	_, err := c.CreateStrength(ctx, keysOnly())
	wantLine(t, err, "403", "needs Policy.ReadWrite.ConditionalAccess")
	_, err = c.CreateContext(ctx, stepUp())
	wantLine(t, err, "403", "needs AuthenticationContext.ReadWrite.All")
	_, err = c.UpdateSecurityDefaults(ctx, ca.SecurityDefaults{IsEnabled: true}, ca.SecurityDefaults{})
	wantLine(t, err, "switch security defaults on: 403", "(needs Policy.ReadWrite.SecurityDefaults)")
}

func mustJSON(t *testing.T, value any) []byte {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
