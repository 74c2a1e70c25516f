package graphsim_test

import (
	"encoding/json"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// together are the permissions that the documentation asks for beside the one that
// the published list calls enough.
var together = []struct {
	path    string
	methods []string
	more    []string
}{
	{"/identity/conditionalaccess/policies", []string{"POST", "PATCH"}, []string{"Policy.Read.All", "Policy.ReadWrite.ConditionalAccess", "Application.Read.All"}},
	{"/policies/conditionalaccesspolicies", []string{"POST", "PATCH"}, []string{"Policy.Read.All", "Policy.ReadWrite.ConditionalAccess", "Application.Read.All"}},
	{"/identity/conditionalaccess/policies", []string{"DELETE"}, []string{"Policy.Read.All", "Policy.ReadWrite.ConditionalAccess"}},
	{"/policies/conditionalaccesspolicies", []string{"DELETE"}, []string{"Policy.Read.All", "Policy.ReadWrite.ConditionalAccess"}},
	{"/identity/conditionalaccess/namedlocations", []string{"POST", "PATCH", "DELETE"}, []string{"Policy.Read.All", "Policy.ReadWrite.ConditionalAccess"}},
	{"/policies/identitysecuritydefaultsenforcementpolicy", []string{"PATCH"}, []string{"Policy.Read.All", "Policy.ReadWrite.ConditionalAccess"}},
}

var placeholder = regexp.MustCompile(`\{[^}]*\}`)

// TestPublishedPermissions holds every endpoint against the published list of
// permissions: the least one opens it, and a token with none of them does not.
func TestPublishedPermissions(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../../shared/graph/permissions-ca.json")
	if err != nil {
		t.Skip("skipped 1 test: no published permissions beside the repository")
	}
	var published struct {
		Paths map[string]map[string]map[string]struct{ Least, All []string }
	}
	if err := json.Unmarshal(data, &published); err != nil {
		t.Fatal(err)
	}
	c := start(t, graphsim.Options{})
	c.unwatched = true // the bodies are empty
	held := 0
	for path, methods := range published.Paths {
		for method, schemes := range methods {
			below := "/v1.0" + placeholder.ReplaceAllString(path, someID)
			if !serves(c, method, below) {
				continue
			}
			held++
			for _, least := range schemes["Application"].Least {
				c.token = c.server.Token(append([]string{least}, besides(path, method)...)...)
				if r := c.do(method, below, nil); r.status == http.StatusForbidden || r.status == http.StatusUnauthorized {
					t.Errorf("%s %s with %s: status %d", method, path, least, r.status)
				}
			}
			c.token = c.server.Token("Mail.Read")
			if r := c.do(method, below, nil); r.status != http.StatusForbidden {
				t.Errorf("%s %s without any of %v: status %d, want 403", method, path, schemes["Application"].All, r.status)
			}
		}
	}
	t.Logf("%d endpoints", held)
	if held < 45 {
		t.Errorf("only %d endpoints were held against the list", held)
	}
}

// serves says whether the simulator has the endpoint at all.
func serves(c *client, method, path string) bool {
	c.token = c.server.Token()
	r := c.do(method, path, nil)
	return r.status != http.StatusMethodNotAllowed && !strings.HasPrefix(r.message(), "Resource not found for the segment")
}

func besides(path, method string) []string {
	for _, t := range together {
		if strings.HasPrefix(path, t.path) && slices.Contains(t.methods, method) {
			return t.more
		}
	}
	return nil
}
