package graphsim_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// The contract is what clients may rely on, written so that it can be run against
// the simulator and against a live tenant: the same clauses, two backends. A clause
// takes nothing for granted but its own objects, and waits for replicas.

// contract is a backend as a clause sees it.
type contract struct {
	*client
	prefix   string // begins the name of everything that a clause makes
	user     string // an existing user, or ""
	patience int    // how often a clause reads until it sees its own write
}

// clause is one thing that holds of the service.
type clause struct {
	name  string
	check func(c *contract)
}

func clauses() []clause {
	return slices.Concat(policyClauses(), locationClauses(), strengthClauses(), queryClauses())
}

// leastClauses is how many there are at least: a contract that says nothing holds always.
const leastClauses = 20

// TestContract runs the contract against the simulator, on good days and on bad ones.
func TestContract(t *testing.T) {
	t.Parallel()
	if n := len(clauses()); n < leastClauses {
		t.Fatalf("the contract has %d clauses, want at least %d", n, leastClauses)
	}
	for name, options := range map[string]graphsim.Options{
		"consistent":  {},
		"stale":       {Staleness: 2},
		"alternating": {Staleness: 4, Alternate: true},
		"stale-lists": {StaleLists: 2},
		"unseen":      {Unseen: 3},
		"small-pages": {PageSize: 1},
		"reordered":   {Reorder: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, clause := range clauses() {
				t.Run(clause.name, func(t *testing.T) {
					t.Parallel()
					c := start(t, options)
					c.server.Put("users", object{"id": ada, "displayName": "Ada", "userType": "Member"})
					clause.check(&contract{client: c, prefix: "contract", user: ada, patience: 20})
				})
			}
		})
	}
}

// TestContractOverTheTokenEndpoint runs it as it runs against a live tenant, with a
// token from the token endpoint and one tenant for all clauses.
func TestContractOverTheTokenEndpoint(t *testing.T) { //nolint:tparallel // one tenant, as it would be live
	t.Parallel()
	server := graphsim.New(graphsim.Options{Staleness: 1})
	server.Put("users", object{"id": ada, "displayName": "Ada", "userType": "Member"})
	web := httptest.NewServer(server)
	t.Cleanup(web.Close)
	tenant := liveTenant{graph: web.URL, login: web.URL, tenant: someID, client: anotherID, secret: "any", user: ada}
	c := tenant.signIn(t, http.DefaultClient)
	for _, clause := range clauses() {
		t.Run(clause.name, func(t *testing.T) {
			clause.check(c.within(t))
		})
	}
	for _, kind := range []string{"policies", "namedLocations", "authenticationContextClassReferences", "deletedItems/policies", "deletedItems/namedLocations"} {
		if left := names(server.List(kind)); len(left) > 0 {
			t.Errorf("the contract left %s behind: %v", kind, left)
		}
	}
}

// within is the backend for a clause.
func (c *contract) within(t *testing.T) *contract {
	t.Helper()
	out := *c
	out.client = c.in(t)
	return &out
}

// name is a name that nobody else uses.
func (c *contract) name(what string) string { return c.prefix + " " + what }

// make creates an object and sees to it that nothing of it stays behind. What it
// refers to may not have reached every replica: then the service says that it does
// not exist, and is asked again.
func (c *contract) make(path string, body object) response {
	c.t.Helper()
	var r response
	for range c.patience {
		r = c.post(path, body)
		if r.status != http.StatusBadRequest || !strings.Contains(r.message(), "does not exist in the directory") {
			break
		}
	}
	r.want(http.StatusCreated)
	c.discard(path, r.id())
	return r
}

// discard deletes an object at the end of the clause, and what deleting it leaves.
func (c *contract) discard(path, id string) {
	c.t.Cleanup(func() {
		c.delete(path + "/" + id)
		if rest, deletable := strings.CutPrefix(path, "/v1.0/identity/conditionalAccess/"); deletable && (rest == "policies" || rest == "namedLocations") {
			for range c.patience {
				if c.delete(deletedPath+"/"+rest+"/"+id).status == http.StatusNoContent {
					return
				}
			}
		}
	})
}

// eventually reads until the answer is as wanted, since replicas may be behind.
func (c *contract) eventually(path, want string, fits func(response) bool) response {
	c.t.Helper()
	var r response
	for range c.patience {
		if r = c.get(path, "Prefer", "include-unknown-enum-members"); fits(r) {
			return r
		}
	}
	c.t.Fatalf("%s: after %d reads still not %s: status %d: %s", path, c.patience, want, r.status, r.raw)
	return r
}

// shows is eventually for a member with a value.
func (c *contract) shows(path, member string, value any) response {
	c.t.Helper()
	return c.eventually(path, fmt.Sprintf("%s %v", member, value), func(r response) bool {
		return r.status == http.StatusOK && fmt.Sprint(at(c.t, r.body, member)) == fmt.Sprint(value)
	})
}

// gone is eventually for an object that is not there.
func (c *contract) gone(path string) {
	c.t.Helper()
	c.eventually(path, "gone", func(r response) bool { return r.status == http.StatusNotFound })
}

// refuses wants the numbered refusal of a body, in either envelope.
func (c *contract) refuses(r response, number string) {
	c.t.Helper()
	r.want(http.StatusBadRequest)
	inner, _ := r.error()["innerError"].(object)
	text, _ := inner["message"].(string)
	if !strings.HasPrefix(r.message(), number) && !strings.HasPrefix(text, number) {
		c.t.Errorf("refused with %s, want %s", r.raw, number)
	}
}
