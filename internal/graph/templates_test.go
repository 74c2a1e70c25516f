package graph

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

func TestTemplatesAreReadOnce(t *testing.T) {
	t.Parallel()
	sim, c := start(t, graphsim.Options{})
	for range 3 {
		templates, err := c.Templates(soon(t))
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(templates, func(t ca.Template) bool { return t.Name == "Require password change for high-risk users" })
		if at < 0 {
			t.Fatalf("it is not among %d templates", len(templates))
		}
		details := templates[at].Details
		if !slices.Equal(details.Conditions.UserRiskLevels, []ca.RiskLevel{ca.RiskHigh}) || details.GrantControls == nil || details.SessionControls == nil {
			t.Errorf("%+v", details)
		}
	}
	if n := count(sim, func(r graphsim.Request) bool { return strings.HasSuffix(r.Path, "/templates") }); n != 1 {
		t.Errorf("%d requests, want 1", n)
	}
}

func TestTemplatesForbidden(t *testing.T) {
	t.Parallel()
	_, c := start(t, graphsim.Options{RequireScopes: []string{"User.Read.All"}})
	_, err := c.Templates(soon(t))
	if statusOf(err) != http.StatusForbidden || !strings.Contains(err.Error(), "Policy.Read.All") {
		t.Errorf("%v, want a refusal that names the permission", err)
	}
}
