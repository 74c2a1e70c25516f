package provider

import (
	"net/http"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

const promotedName = "CA001 MFA"

// promotion is a policy that spares a break-glass account and asks another administrator for multifactor
// authentication, in a state.
func promotion(state string) string {
	return `
resource "entraguard_conditional_access_policy" "p" {
  display_name = "` + promotedName + `"
  state        = "` + state + `"
  conditions = {
    users        = { include_users = ["All"], exclude_users = ["` + breakGlass1 + `", "` + breakGlass2 + `"] }
    applications = { include_applications = ["All"] }
    locations    = { include_locations = ["All"], exclude_locations = ["` + office + `"] }
    platforms    = { include_platforms = ["all"], exclude_platforms = ["iOS"] }
  }
  grant_controls = { operator = "OR", built_in_controls = ["mfa"] }
}
`
}

// withVerify is the guard of most tests, with a second opinion or without, resting on one ordinary
// administrator beside the break-glass accounts.
func withVerify(verify string) string {
	return theGuard + `
    minimum_admins = 3
    verify         = "` + verify + `"
`
}

// questions are the requests to What-If.
func (f *fixture) questions() int {
	n := 0
	for _, r := range f.Requests() {
		if strings.HasSuffix(r.Path, "/identity/conditionalAccess/evaluate") {
			n++
		}
	}
	return n
}

// stagedPolicy applies a policy in report-only, and writes the configuration that enables it.
func stagedPolicy(t *testing.T, f *fixture, verify string) (w *workspace, id string) {
	t.Helper()
	w = newWorkspace(t)
	w.configure(f.configWith(withVerify(verify), promotion("enabledForReportingButNotEnforced")))
	w.must("apply", "-auto-approve")
	if n := f.questions(); n > 0 {
		t.Errorf("%d questions about a policy in report-only", n)
	}
	w.configure(f.configWith(withVerify(verify), promotion("enabled")))
	f.ResetLog()
	return w, f.idOf("policies", promotedName)
}

// The service and the guard, which know nothing of each other, agree: about a policy that applies, and about
// others that do not.
func TestAccSecondOpinionAgrees(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	f.policy("CA900 Somebody else's", func(p map[string]any) {
		p["state"] = "enabled"
		p["conditions"].(map[string]any)["applications"] = map[string]any{"includeApplications": []any{"Office365"}}
	})
	w, id := stagedPolicy(t, f, "what_if")
	w.must("apply", "-auto-approve")
	if err := holds(f.Get("policies", id), "state", `"enabled"`); err != nil {
		t.Error(err)
	}
	if n := f.questions(); n != 6 { // three administrators: the portal, and the services behind it
		t.Errorf("%d questions, want 6", n)
	}
	w.must("plan", "-detailed-exitcode")
}

func TestAccSecondOpinionContradicts(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	w, id := stagedPolicy(t, f, "what_if")
	f.Contradict(id)
	w.must("plan") // a plan asks nobody
	if n := f.questions(); n > 0 {
		t.Errorf("a plan asked %d questions", n)
	}
	output := w.fails("apply", "-auto-approve")
	wants(t, output, `Error: EG094: "`+promotedName+`" meets a second opinion that differs`, "for ann@contoso.example", "the service: does not apply (users)", "the guard: applies",
		"for bg-1@contoso.example", "the service: applies", "the guard: does not apply: it excludes")
	wants(t, unwrapped(output), "This change has not been made.", "user = ", "applications = Microsoft Graph, ", "terraform-provider-entraguard/issues", "set `verify` to \"none\"")
	f.wroteNothing(t)
	if err := holds(f.Get("policies", id), "state", `"enabledForReportingButNotEnforced"`); err != nil {
		t.Error(err)
	}

	f.Contradict(id) // the service has come to its senses
	w.must("apply", "-auto-approve")
	w.must("plan", "-detailed-exitcode")
}

// Without it nothing is asked, whatever the service would say.
func TestAccNoSecondOpinion(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	w, id := stagedPolicy(t, f, "none")
	f.Contradict(id)
	w.must("apply", "-auto-approve")
	if n := f.questions(); n > 0 {
		t.Errorf("%d questions", n)
	}
}

// A service that cannot be asked is not taken to agree.
func TestAccSecondOpinionUnavailable(t *testing.T) {
	t.Parallel()
	asks := func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/evaluate") }
	for name, test := range map[string]struct {
		status int
		body   string
		want   string
	}{
		"forbidden": {http.StatusForbidden, `{"error":{"code":"AccessDenied","message":"You cannot perform the requested operation, required scopes are missing in the token."}}`,
			"(needs Policy.Read.ConditionalAccess)"},
		"unavailable": {http.StatusServiceUnavailable, "", "503"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newTenant(t, graphsim.Options{})
			w, _ := stagedPolicy(t, f, "what_if")
			f.Fail(asks, -1, test.status, nil, test.body)
			wants(t, unwrapped(w.fails("apply", "-auto-approve")), `Error: EG091: "`, "needs a second opinion, and there is none", test.want, "This change has not been made.", "set `verify` to \"none\"")
			f.wroteNothing(t)
		})
	}
}
