package graph

import (
	"net/http"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// TestSnapshotReadsTheListsOfItsScope: a plan may be the first to name an authentication context, and a list that
// it names has to be as fresh as one that policies name.
func TestSnapshotReadsTheListsOfItsScope(t *testing.T) {
	t.Parallel()
	const place, strength, context = "/namedLocations", "/authenticationStrength/policies", "/authenticationContextClassReferences"
	for _, test := range []struct {
		name  string
		scope Scope
		want  map[string]int // how often three snapshots read each list
	}{
		{"nothing", Scope{}, map[string]int{place: 1, strength: 1}},
		{"a-location", Scope{NamedLocations: true}, map[string]int{place: 3, strength: 1}},
		{"a-strength", Scope{Strengths: true}, map[string]int{place: 1, strength: 3}},
		{"a-context", Scope{Contexts: true}, map[string]int{place: 1, strength: 1, context: 3}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			sim, c := start(t, graphsim.Options{})
			for range 3 {
				tenant, err := c.Snapshot(soon(t), 0, test.scope)
				if err != nil {
					t.Fatal(err)
				}
				if tenant.Contexts.Read() != test.scope.Contexts {
					t.Errorf("the contexts are read: %t", tenant.Contexts.Read())
				}
			}
			for _, path := range []string{place, strength, context} {
				if n := count(sim, func(r graphsim.Request) bool {
					return r.Method == http.MethodGet && r.Path == "/v1.0/identity/conditionalAccess"+path
				}); n != test.want[path] {
					t.Errorf("%s was read %d times, want %d", path, n, test.want[path])
				}
			}
		})
	}
}
