package provider

import (
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

const (
	quotaPolicies  = 240 // as many as a tenant may have
	quotaLocations = 20
)

// TestAccQuota counts what Terraform costs a tenant that grants one Conditional Access request a second, and
// answers each after 50 ms. Everything that lasts is divided by a scale: the quota, the latency, the client's
// pace and the guard's patience alike, so that the counts are those of real time, in a fraction of it. What
// cannot be divided is what Terraform itself computes, which makes the lists seem older than they would be and so
// counts against us. The numbers come from the simulator's log. It takes minutes, and what else runs on the machine
// shows in it: `make quota` runs it by itself, and TestQuota is the one that every change has to pass.
func TestAccQuota(t *testing.T) {
	scale := quotaScale(t)
	f := newTenant(t, graphsim.Options{Quota: float64(scale), Delay: 50 * time.Millisecond / time.Duration(scale)})
	w := newWorkspace(t)
	w.environment = []string{fmt.Sprintf("%s=%s", paceVariable, time.Second/time.Duration(scale))}
	guard := fmt.Sprintf("%s    max_staleness = %q\n", theGuard, 10*time.Second/time.Duration(scale))
	locations := fmt.Sprintf(`
resource "entraguard_named_location" "l" {
  count        = %d
  display_name = "Site ${count.index}"
  ip           = { ip_ranges = ["198.51.100.${count.index}/32"] }
}
`, quotaLocations)
	policies := fmt.Sprintf(`
resource "entraguard_conditional_access_policy" "p" {
  count        = %d
  display_name = "CA${count.index} MFA"
  state        = "enabledForReportingButNotEnforced"
  conditions = {
    users        = { include_users = ["All"], exclude_users = [%q, %q] }
    applications = { include_applications = ["All"] }
    locations    = { include_locations = ["All"], exclude_locations = [entraguard_named_location.l[count.index %% %d].id] }
  }
  grant_controls = { operator = "OR", built_in_controls = ["mfa"] }
}
`, quotaPolicies, breakGlass1, breakGlass2, quotaLocations)
	cost := func(what string, atMost int, run func()) int {
		f.ResetLog()
		began := time.Now()
		run()
		requests, throttled := conditionalAccessRequests(f)
		t.Logf("%s took %s", what, time.Since(began).Round(time.Millisecond))
		fmt.Printf("quota terraform-%s %d\n", what, requests)
		if requests == 0 || requests > atMost {
			t.Errorf("%s: %d Conditional Access requests, want 1 to %d", what, requests, atMost)
		}
		if throttled > 0 {
			t.Errorf("%s: %d requests came too early", what, throttled)
		}
		return requests
	}

	w.configure(f.configWith(guard, locations))
	cost("create-20-locations", 40, func() { w.must("apply", "-auto-approve") })
	w.configure(f.configWith(guard, locations+policies))
	cost("create-240-policies", 300, func() { w.must("apply", "-auto-approve") })
	if n := len(f.List("policies")); n != quotaPolicies {
		t.Fatalf("the tenant has %d policies, want %d", n, quotaPolicies)
	}
	plan := cost("plan-240-policies-20-locations", 10, func() { w.must("plan", "-detailed-exitcode") })
	cost("apply-without-changes", plan, func() { w.must("apply", "-auto-approve") })
}

// conditionalAccessRequests are the requests of the log that a tenant's quota may cover, and those of them that
// were refused for it.
func conditionalAccessRequests(f *fixture) (requests, throttled int) {
	for _, r := range f.Requests() {
		if r.ConditionalAccess || strings.Contains(strings.ToLower(r.Path), "/conditionalaccess") {
			requests++
		}
		if r.Status == http.StatusTooManyRequests {
			throttled++
		}
	}
	return requests, throttled
}

// quotaScale is how many times faster than the service the simulator is.
func quotaScale(t *testing.T) int {
	t.Helper()
	text := os.Getenv("QUOTA_SCALE")
	if text == "" {
		t.Skip("QUOTA_SCALE is not set: make quota does")
	}
	scale, err := strconv.Atoi(text)
	if err != nil || scale < 1 {
		t.Fatalf("QUOTA_SCALE is %q, want a number", text)
	}
	return scale
}
