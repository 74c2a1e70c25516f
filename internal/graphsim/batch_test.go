package graphsim_test

import (
	"fmt"
	"net/http"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// responses are the answers of a batch by id.
func responses(r response) map[string]object {
	r.t.Helper()
	out := map[string]object{}
	list, isList := r.want(http.StatusOK).body["responses"].([]any)
	if !isList {
		r.t.Fatalf("no responses in %s", r.raw)
	}
	for _, element := range list {
		out[element.(object)["id"].(string)] = element.(object)
	}
	return out
}

func statuses(answers map[string]object) map[string]int {
	out := map[string]int{}
	for id, answer := range answers {
		out[id] = int(answer["status"].(float64))
	}
	return out
}

func step(id, method, url string, more ...func(object)) object {
	s := object{"id": id, "method": method, "url": url, "body": nil, "dependsOn": []any{}, "headers": object{}}
	for _, change := range more {
		change(s)
	}
	return s
}

func TestBatch(t *testing.T) {
	t.Parallel()
	c := directory(t)
	answers := responses(c.post("/v1.0/$batch", object{"requests": []any{
		step("a", "GET", "/users/"+ada),
		step("b", "GET", "/users/"+someID),
		step("c", "POST", "/identity/conditionalAccess/policies", with("body", policy()), with("headers", object{"content-type": "application/json"})),
		step("d", "get", "users?$select=id&$top=1"),
		step("e", "GET", "/nowhere"),
	}}))
	if diff := cmp.Diff(map[string]int{"a": 200, "b": 404, "c": 201, "d": 200, "e": 400}, statuses(answers)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := at(t, answers["a"], "body/displayName"); got != "Ada" {
		t.Errorf("the first answer is about %v", got)
	}
	if len(c.server.List("policies")) != 1 {
		t.Error("the POST in the batch had no effect")
	}
	var logged []string
	for _, r := range c.server.Requests() {
		logged = append(logged, fmt.Sprint(r.Method, " ", r.Path, " ", r.Status, " ", r.ConditionalAccess))
	}
	want := []string{
		"GET /v1.0/users/" + ada + " 200 false", "GET /v1.0/users/" + someID + " 404 false",
		"POST /v1.0/identity/conditionalAccess/policies 201 true", "GET /v1.0/users 200 false", "GET /v1.0/nowhere 400 false",
		"POST /v1.0/$batch 200 false",
	}
	if diff := cmp.Diff(want, logged); diff != "" {
		t.Errorf("request log (-want +got):\n%s", diff)
	}
}

func TestBatchOrderIsNotPromised(t *testing.T) {
	t.Parallel()
	c := directory(t)
	r := c.post("/v1.0/$batch", object{"requests": []any{step("1", "GET", "/users"), step("2", "GET", "/groups")}}).want(http.StatusOK)
	if first := r.body["responses"].([]any)[0].(object)["id"]; first == "1" {
		t.Error("the answers come in the order of the requests, which hides clients that rely on it")
	}
}

func TestBatchDependencies(t *testing.T) {
	t.Parallel()
	c := directory(t)
	answers := responses(c.post("/v1.0/$batch", object{"requests": []any{
		step("fails", "GET", "/users/"+someID),
		step("follows", "DELETE", "/identity/conditionalAccess/policies/"+someID, with("dependsOn", []any{"fails"})),
		step("works", "GET", "/users"),
		step("continues", "GET", "/groups", with("dependsOn", []any{"works"})),
	}}))
	if diff := cmp.Diff(map[string]int{"fails": 404, "follows": 424, "works": 200, "continues": 200}, statuses(answers)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBatchRefused(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	var many []any
	for i := range 21 {
		many = append(many, step(strconv.Itoa(i), "GET", "/users"))
	}
	for name, requests := range map[string][]any{
		"empty":              {},
		"too-many":           many,
		"same-id":            {step("1", "GET", "/users"), step("1", "GET", "/users")},
		"no-id":              {step("", "GET", "/users")},
		"no-method":          {step("1", "", "/users")},
		"no-url":             {step("1", "GET", "")},
		"unknown-dependency": {step("1", "GET", "/users", with("dependsOn", []any{"2"}))},
	} {
		if r := c.post("/v1.0/$batch", object{"requests": requests}); r.status != http.StatusBadRequest {
			t.Errorf("%s: status %d, want 400", name, r.status)
		}
	}
	c.post("/v1.0/$batch", "nonsense").want(http.StatusBadRequest)
	responses(c.post("/v1.0/$batch", object{"requests": many[:20]}))
	c.token = "none"
	c.post("/v1.0/$batch", object{"requests": many[:1]}).want(http.StatusUnauthorized)
}

// TestBatchDoesNotEvadeTheQuota: a batch takes no time, so its second Conditional
// Access request finds the bucket empty.
func TestBatchDoesNotEvadeTheQuota(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{Quota: 0.001})
	answers := responses(c.post("/v1.0/$batch", object{"requests": []any{
		step("1", "GET", "/identity/conditionalAccess/policies"),
		step("2", "GET", "/identity/conditionalAccess/namedLocations"),
		step("3", "GET", "/users"),
	}}))
	if diff := cmp.Diff(map[string]int{"1": 200, "2": 429, "3": 200}, statuses(answers)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
