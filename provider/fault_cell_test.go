package provider

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// A manageable is one kind of object that meets the faults.
type manageable struct {
	typeName   string
	collection string // of the simulator
	path       string // how its collection's address ends
	object     func(name string) words
	other      map[string]any // what another administrator makes of it
}

var manageables = []manageable{
	{
		typeName: "entraguard_conditional_access_policy", collection: "policies", path: "/conditionalAccess/policies",
		object: func(name string) words {
			return words{
				"display_name": name, "state": "disabled",
				"conditions":     words{"users": words{"include_users": []string{ann}}, "applications": words{"include_applications": []string{"All"}}},
				"grant_controls": words{"operator": "OR", "built_in_controls": []string{"mfa"}},
			}
		},
		other: map[string]any{"state": "enabledForReportingButNotEnforced"},
	},
	{
		typeName: "entraguard_named_location", collection: "namedLocations", path: "/conditionalAccess/namedLocations",
		object: func(name string) words {
			return words{"display_name": name, "ip": words{"ip_ranges": []string{"192.0.2.0/24"}, "is_trusted": true}}
		},
		other: map[string]any{"ipRanges": []any{map[string]any{"@odata.type": "#microsoft.graph.iPv4CidrRange", "cidrAddress": "192.0.2.128/25"}}},
	},
	{
		typeName: "entraguard_authentication_strength_policy", collection: "authenticationStrengthPolicies", path: "/authenticationStrength/policies",
		object: func(name string) words {
			return words{"display_name": name, "allowed_combinations": []string{"fido2"}}
		},
		other: map[string]any{"description": "of somebody else"},
	},
}

// An operation is what a cell does while the fault is there.
type operation struct {
	name          string
	method        string // of its write; of the list that it reads, for a read
	exists        bool
	before, after string // the object's name; "" is none
}

var operations = []operation{
	{name: "create", method: http.MethodPost, after: "New"},
	{name: "read", method: http.MethodGet, exists: true, before: "Old", after: "Old"},
	{name: "update", method: http.MethodPatch, exists: true, before: "Old", after: "New"},
	{name: "delete", method: http.MethodDelete, exists: true, before: "Old"},
}

// A cell is one kind, one operation and one fault, and what it took.
type cell struct {
	t *testing.T
	*fixture
	start func(guard words) *core // a process of its own
	kind  manageable
	op    operation
	id    string     // of the object, where it exists
	state keptObject // what the run before left
}

// mine matches the write of the operation, and any the first of its requests that counts toward the quota.
func (c *cell) mine(r *http.Request) bool {
	return r.Method == c.op.method && strings.Contains(r.URL.Path, c.kind.path)
}

func (c *cell) any(r *http.Request) bool { return strings.Contains(r.URL.Path, "/conditionalAccess/") }

// run does the operation in a process of its own.
func (c *cell) run(between func()) (keptObject, []*tfprotov6.Diagnostic) {
	run := c.start(nil)
	run.between = between
	return c.operate(run)
}

func (c *cell) operate(run *core) (keptObject, []*tfprotov6.Diagnostic) {
	ctx := context.Background()
	switch c.op.name {
	case "read":
		return run.read(ctx, c.kind.typeName, c.state)
	case "delete":
		return run.apply(ctx, c.kind.typeName, c.state, nil)
	default:
		return run.apply(ctx, c.kind.typeName, c.state, c.kind.object(c.op.after))
	}
}

// ours are the objects of the tenant that bear one of our names.
func (c *cell) ours() (ids []string) {
	for _, object := range c.List(c.kind.collection) {
		if object["displayName"] == "Old" || object["displayName"] == "New" {
			ids = append(ids, object["id"].(string))
		}
	}
	return ids
}

func (c *cell) nameOf(id string) string {
	name, _ := c.Get(c.kind.collection, id)["displayName"].(string)
	return name
}

// begin makes the object that the operation is about.
func (c *cell) begin() {
	c.t.Helper()
	making := *c
	making.op = operation{name: "create", method: http.MethodPost, after: "Old"}
	kept, said := making.run(nil)
	if failed(said) {
		c.t.Fatalf("there is nothing to begin with: %s", told(said))
	}
	c.state, c.id = kept, c.ours()[0]
	for range 8 { // until every replica has heard of it
		c.start(nil).read(context.Background(), c.kind.typeName, kept)
		time.Sleep(time.Second)
	}
}
