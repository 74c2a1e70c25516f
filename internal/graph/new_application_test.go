package graph

import (
	"net/http"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

const unknownApplication = `{"error":{"code":"BadRequest","message":"1034: Policy contains invalid applications: {\"c1000000-0000-4000-8000-000000000009\":\"ServicePrincipalNotFound\"}"}}`

// TestPolicyOnNewApplication: a service principal that was created a moment ago may be unknown to Conditional Access.
// One that never comes is refused after a while.
func TestPolicyOnNewApplication(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ refusals, sent int }{"soon-known": {2, 3}, "never-known": {-1, 1 + failureRepeats}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, c := start(t, graphsim.Options{})
			stored, err := c.CreatePolicy(soon(t), policy("Old"))
			if err != nil {
				t.Fatal(err)
			}
			for method, write := range map[string]func() error{
				http.MethodPost: func() error { _, err := c.CreatePolicy(soon(t), policy("New")); return err },
				http.MethodPatch: func() error {
					_, err := c.UpdatePolicy(soon(t), policy("Renamed"), stored)
					return err
				},
			} {
				sim.ResetLog()
				sim.Fail(func(r *http.Request) bool { return r.Method == method && isPaced(r.URL.Path) }, test.refusals, http.StatusBadRequest, nil, unknownApplication)
				if err := write(); test.refusals > 0 && err != nil || test.refusals < 0 && numberOf(err) != noApplication {
					t.Errorf("%s: %v", method, err)
				}
				if n := count(sim, func(r graphsim.Request) bool { return r.Method == method && isPaced(r.Path) }); n != test.sent {
					t.Errorf("%s was sent %d times, want %d", method, n, test.sent)
				}
			}
		})
	}
}
