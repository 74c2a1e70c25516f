package engine

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestWhatIfTarget: a policy that is about something else says what it is about, and one of which that is not known
// says why.
func TestWhatIfTarget(t *testing.T) {
	t.Parallel()
	about := func(a ca.Applications) func(*ca.Policy) {
		return func(p *ca.Policy) { p.Conditions.Applications = a }
	}
	const asksForGraph = ", and the sign-in asks for Microsoft Graph"
	for _, c := range []whatIfCase{
		{"nothing", nil, about(ca.Applications{IncludeApplications: []string{ca.None}}), nil, No, "it targets none" + asksForGraph, nil},
		{"a-suite", nil, about(ca.Applications{IncludeApplications: []string{ca.MicrosoftAdminPortals}}), nil,
			No, "it targets MicrosoftAdminPortals" + asksForGraph, nil},
		{"no-application", nil, about(ca.Applications{
			IncludeUserActions: []string{ca.UserActionRegisterDevice}, IncludeAuthenticationContextClassReferences: []string{"c1"},
		}), nil, No, "it targets user action urn:user:registerdevice and authentication context c1" + asksForGraph, nil},
		{"a-filter-that-excludes-of-something-else", nil, about(ca.Applications{
			IncludeApplications: []string{ca.Office365}, ApplicationFilter: &ca.Filter{Mode: ca.FilterExclude, Rule: "x"},
		}), nil, No, "it targets Office365" + asksForGraph, nil},
		{"not-yet-known", nil, about(ca.Applications{IncludeApplications: []string{ca.NotYetKnown}}), nil, Unknown, "", []MissingFact{
			{"condition", `what "Block" targets is known only when it is applied`},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.check(t)
		})
	}
}

// TestWhatIfLeavesDependenciesOut: what is asked for only later, and what has no published id, is not followed, and
// that is said.
func TestWhatIfLeavesDependenciesOut(t *testing.T) {
	t.Parallel()
	const teams = "cc15fd57-2c6c-4117-a88c-83b1d56b4bbe"
	report, _ := asked(t, nil, nil, func(s *ca.SignIn) { s.Context.Applications = []string{teams} })
	want := []string{
		"Planner (late-bound to Microsoft Teams)", "Stream (late-bound to Microsoft Teams)", "Whiteboard (late-bound to Microsoft Teams)",
		"SharePoint Web Client Extensibility (early-bound to SharePoint Online, and its application id is not published)",
		"SharePoint Web Client Extensibility Isolated (early-bound to SharePoint Online, and its application id is not published)",
	}
	if diff := cmp.Diff(want, report.NotFollowed); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestWhatIfAppliesDirectly: a policy that also concerns what was asked for does not apply through a dependency.
func TestWhatIfAppliesDirectly(t *testing.T) {
	t.Parallel()
	if _, got := asked(t, nil, nil, func(s *ca.SignIn) { s.Context.Applications = []string{ca.AppAzurePortal} }); got.Through != "" {
		t.Errorf("applies through %q", got.Through)
	}
}
