package graph

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

func TestNamedLocationRoundTrip(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ first, second ca.NamedLocation }{
		"addresses": {office(false), ca.NamedLocation{DisplayName: "Head office", Kind: ca.LocationIP, IsTrusted: true,
			IPRanges: []ca.IPRange{{CIDR: "198.51.100.0/24"}, {CIDR: "2001:db8::/32"}}}},
		"countries": {
			ca.NamedLocation{DisplayName: "North", Kind: ca.LocationCountry, CountriesAndRegions: []string{"NO", "SE"}, CountryLookupMethod: ca.LookupClientIPAddress},
			ca.NamedLocation{DisplayName: "South", Kind: ca.LocationCountry, CountriesAndRegions: []string{"IT"}, CountryLookupMethod: ca.LookupClientIPAddress, IncludeUnknownCountriesAndRegions: true}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, c := start(t, graphsim.Options{})
			ctx := soon(t)
			stored, err := c.CreateNamedLocation(ctx, test.first)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.UpdateNamedLocation(ctx, test.second, stored); err != nil {
				t.Fatal(err)
			}
			if err := c.Shown(ctx, Scope{}, func(t *ca.Tenant) bool {
				l, ok := locationKind.find(t.NamedLocations.Value(), stored.ID)
				return ok && l.DisplayName == test.second.DisplayName
			}); err != nil {
				t.Fatal(err)
			}
			got, ok, err := c.NamedLocation(ctx, stored.ID)
			if err != nil || !ok {
				t.Fatal(ok, err)
			}
			if diff := cmp.Diff(string(ca.EncodeNamedLocation(test.second)), string(ca.EncodeNamedLocation(got))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			for range 2 {
				if err := c.DeleteNamedLocation(ctx, stored.ID); err != nil {
					t.Fatal(err)
				}
			}
			if n := len(sim.List("namedLocations")); n != 0 {
				t.Errorf("the tenant has %d named locations, want none", n)
			}
		})
	}
}

func TestTrustedLocationIsDeleted(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]graphsim.Options{"consistent": {}, "stale": {Staleness: 2}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, c := start(t, options)
			ctx := soon(t)
			l, err := c.CreateNamedLocation(ctx, office(true))
			if err != nil {
				t.Fatal(err)
			}
			if err := c.DeleteNamedLocation(ctx, l.ID); err != nil {
				t.Fatal(err)
			}
			if sim.Get("namedLocations", l.ID) != nil {
				t.Error("the location is still there")
			}
			if n := count(sim, func(r graphsim.Request) bool { return r.Method == http.MethodPatch }); n != 1 {
				t.Errorf("trust was taken away %d times, want once", n)
			}
		})
	}
}

// TestTrustIsGivenBack deletes a trusted location that a policy names: the service refuses, and what the
// attempt changed is changed back.
func TestTrustIsGivenBack(t *testing.T) {
	t.Parallel()
	sim, c := start(t, graphsim.Options{})
	ctx := soon(t)
	l, err := c.CreateNamedLocation(ctx, office(true))
	if err != nil {
		t.Fatal(err)
	}
	sim.Fail(func(r *http.Request) bool {
		return r.Method == http.MethodDelete && strings.HasSuffix(r.URL.Path, l.ID)
	}, -1, 400, nil,
		`{"error":{"code":"BadRequest","message":"The location is referenced by a policy."}}`)
	wantLine(t, c.DeleteNamedLocation(ctx, l.ID), `cannot delete the named location "Office": 400 BadRequest: The location is referenced`)
	if stored := sim.Get("namedLocations", l.ID); stored == nil || stored["isTrusted"] != true {
		t.Errorf("the location is no longer trusted: %v", stored)
	}
}

// TestTrustThatIsLost is about the deletions of a trusted location that end in between: each says what has
// become of the trust.
func TestTrustThatIsLost(t *testing.T) {
	t.Parallel()
	del := func(r *http.Request) bool { return r.Method == http.MethodDelete }
	patch := func(r *http.Request) bool { return r.Method == http.MethodPatch }
	const no = `{"error":{"code":"BadRequest","message":"No."}}`
	tests := map[string]struct {
		fault   func(*graphsim.Server)
		says    []string
		trusted bool
	}{
		"trust-stays": {
			func(sim *graphsim.Server) { sim.Fail(patch, -1, 400, nil, no) },
			[]string{`cannot change the named location "Office": 400`, "as long as it is marked as trusted, the service does not delete it"}, true},
		"deletion-gets-no-answer": {
			func(sim *graphsim.Server) { sim.Cut(del, -1, false) },
			[]string{`cannot delete the named location "Office"`, "no answer", "if it is still there, it is no longer marked as trusted"}, false},
		"nothing-shows-the-change": {
			func(sim *graphsim.Server) {
				sim.Fail(func(r *http.Request) bool {
					return r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/namedLocations")
				}, -1, 403, nil, no)
			},
			[]string{`cannot list the named locations: 403`, `so it was not possible to delete the named location "Office"`}, true},
		"trust-cannot-be-given-back": {
			func(sim *graphsim.Server) {
				sim.Fail(del, -1, 400, nil, no)
				patches := 0
				sim.Fail(func(r *http.Request) bool {
					if patch(r) {
						patches++
					}
					return patches > 1 && patch(r)
				}, -1, 403, nil, no)
			},
			[]string{`cannot delete the named location "Office": 400`, "it is no longer marked as trusted, and that could not be undone: cannot change", "403"}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, c := start(t, graphsim.Options{})
			ctx := soon(t)
			if _, err := c.NamedLocations(ctx); err != nil {
				t.Fatal(err)
			}
			l, err := c.CreateNamedLocation(ctx, office(true))
			if err != nil {
				t.Fatal(err)
			}
			test.fault(sim)
			wantLine(t, c.DeleteNamedLocation(ctx, l.ID), test.says...)
			if stored := sim.Get("namedLocations", l.ID); stored == nil || stored["isTrusted"] != test.trusted {
				t.Errorf("the tenant has %v, want it trusted: %v", stored, test.trusted)
			}
		})
	}
}

// TestTrustIsGivenBackInTheEnd gives the deletion up while the tenant does not show yet that trust is gone.
func TestTrustIsGivenBackInTheEnd(t *testing.T) {
	t.Parallel()
	sim, c := start(t, graphsim.Options{})
	ctx, giveUp := context.WithCancel(soon(t))
	defer giveUp()
	l, err := c.CreateNamedLocation(ctx, office(true))
	if err != nil {
		t.Fatal(err)
	}
	sim.Hook(func(r *http.Request) {
		if r.Method == http.MethodGet && sim.Get("namedLocations", l.ID)["isTrusted"] == false {
			giveUp()
		}
	})
	if err := c.DeleteNamedLocation(ctx, l.ID); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if stored := sim.Get("namedLocations", l.ID); stored == nil || stored["isTrusted"] != true {
		t.Errorf("the location is no longer trusted: %v", stored)
	}
}
