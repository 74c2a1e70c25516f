package graphsim_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

func TestQuota(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := graphsim.New(graphsim.Options{Quota: 1})
		token := s.Token()
		get := func(path string) *httptest.ResponseRecorder {
			request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
			request.Header.Set("Authorization", "Bearer "+token)
			w := httptest.NewRecorder()
			s.ServeHTTP(w, request)
			return w
		}
		expect := func(path string, want int) {
			t.Helper()
			if w := get(path); w.Code != want {
				t.Errorf("%s at %s: status %d, want %d", path, time.Now().Format("05.000"), w.Code, want)
			}
		}
		expect(policiesPath, 200)
		expect(betaPolicies, 429) // one bucket for all
		expect(locationsPath, 429)
		expect("/v1.0/policies/conditionalAccessPolicies", 429)
		expect(deletedPath+"/policies", 429)
		expect(strengthsPath, 200) // and none for these
		expect(contextsPath, 200)
		expect("/v1.0/users", 200)

		time.Sleep(999 * time.Millisecond)
		expect(locationsPath, 429)
		time.Sleep(time.Millisecond)
		expect(locationsPath, 200) // refusals cost nothing
		expect(policiesPath, 429)

		time.Sleep(time.Minute)
		expect(policiesPath, 200)
		expect(policiesPath, 429) // a pause saves up one request, not sixty

		s.Advance(time.Second)
		w := get(policiesPath)
		if w.Code != 200 {
			t.Errorf("status %d after the service's clock moved, want 200", w.Code)
		}
		w = get(policiesPath)
		if w.Code != 429 || w.Header().Get("Retry-After") != "" || !strings.Contains(w.Body.String(), `"TooManyRequests"`) {
			t.Errorf("status %d, Retry-After %q, body %s", w.Code, w.Header().Get("Retry-After"), w.Body)
		}
	})
}

func TestDelay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := graphsim.New(graphsim.Options{Delay: 3 * time.Second})
		began := time.Now()
		s.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/common/discovery/instance", nil))
		if took := time.Since(began); took != 3*time.Second {
			t.Errorf("the answer took %v, want 3s", took)
		}
	})
}

func TestFail(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	posts := func(r *http.Request) bool { return r.Method == http.MethodPost }
	c.server.Fail(posts, 2, http.StatusServiceUnavailable, http.Header{"Retry-After": {"7"}}, `{"error":{"code":"serviceNotAvailable","message":"Later."}}`)
	for range 2 {
		r := c.post(policiesPath, policy()).want(http.StatusServiceUnavailable)
		if r.header.Get("Retry-After") != "7" || r.error()["code"] != "serviceNotAvailable" {
			t.Errorf("headers %v, body %s", r.header, r.raw)
		}
	}
	if n := len(c.server.List("policies")); n != 0 {
		t.Errorf("%d policies were stored by requests that failed", n)
	}
	c.get(policiesPath).want(http.StatusOK)
	c.post(policiesPath, policy()).want(http.StatusCreated)

	c.server.Fail(nil, -1, http.StatusForbidden, nil, "")
	for range 5 {
		c.get(policiesPath).want(http.StatusForbidden)
	}
}

func TestFailInBatch(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	c.server.Fail(func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/users") }, 1, 502, nil, `{"error":{"code":"BadGateway","message":"Later."}}`)
	answers := responses(c.post("/v1.0/$batch", object{"requests": []any{step("1", "GET", "/users"), step("2", "GET", "/groups")}}))
	if diff := cmp.Diff(map[string]int{"1": 502, "2": 200}, statuses(answers)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if at(t, answers["1"], "body/error/code") != "BadGateway" {
		t.Errorf("body %v", answers["1"])
	}
}

func TestCut(t *testing.T) {
	t.Parallel()
	posts := func(r *http.Request) bool { return r.Method == http.MethodPost }
	for _, test := range []struct {
		name        string
		afterEffect bool
		want        int
	}{{"before-the-effect", false, 0}, {"after-the-effect", true, 1}} {
		c := start(t, graphsim.Options{})
		c.server.Cut(posts, 1, test.afterEffect)
		if r, err := c.try(http.MethodPost, policiesPath, policy()); err == nil {
			t.Errorf("%s: the connection was not cut: %d %s", test.name, r.status, r.raw)
		}
		if n := len(c.server.List("policies")); n != test.want {
			t.Errorf("%s: %d policies, want %d", test.name, n, test.want)
		}
		c.post(policiesPath, policy()).want(http.StatusCreated)
		log := c.server.Requests()
		if len(log) != 2 || log[0].Status != 0 || log[1].Status != http.StatusCreated {
			t.Errorf("%s: request log %v", test.name, log)
		}
	}
}

// TestHook: another administrator acts between the client's read and its write.
func TestHook(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	id := c.post(policiesPath, policy()).want(http.StatusCreated).id()
	c.server.Hook(func(r *http.Request) {
		if r.Method == http.MethodPatch {
			c.server.Edit("policies", id, func(o map[string]any) { o["displayName"] = "Theirs" })
		}
	})
	c.patch(policiesPath+"/"+id, object{"state": "enabled"}).want(http.StatusNoContent)
	got := c.get(policiesPath + "/" + id).body
	if got["displayName"] != "Theirs" || got["state"] != "enabled" {
		t.Errorf("got %v", got)
	}
}

func TestEdit(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	id := c.post(policiesPath, policy()).want(http.StatusCreated).id()
	c.server.Advance(time.Hour)
	c.server.Edit("policies", id, func(o map[string]any) {
		o["conditions"].(object)["users"].(object)["excludeUsers"] = []string{someID}
	})
	got := c.get(policiesPath + "/" + id).body
	if diff := cmp.Diff([]any{someID}, at(t, got, "conditions/users/excludeUsers")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	modified, err := time.Parse("2006-01-02T15:04:05.0000000Z", got["modifiedDateTime"].(string))
	if err != nil || modified.Before(time.Now().Add(50*time.Minute)) {
		t.Errorf("modifiedDateTime %v (%v), want the service's time", got["modifiedDateTime"], err)
	}
	c.server.Remove("policies", id)
	c.get(policiesPath + "/" + id).want(http.StatusNotFound)
	c.get(deletedPath + "/policies/" + id).want(http.StatusOK)
}

func TestClock(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	c.do(http.MethodPost, "/_simulator/clock", object{"advance": "168h"}).want(http.StatusOK)
	date, err := http.ParseTime(c.get(policiesPath).header.Get("Date"))
	if err != nil || time.Until(date) < 167*time.Hour {
		t.Errorf("Date is %v (%v), want a week from now", date, err)
	}
	created, err := time.Parse(time.RFC3339Nano, c.post(policiesPath, policy()).want(http.StatusCreated).body["createdDateTime"].(string))
	if err != nil || time.Until(created) < 167*time.Hour {
		t.Errorf("createdDateTime is %v (%v), want a week from now", created, err)
	}
	for _, body := range []any{"nonsense", object{"advance": "soon"}, object{"advance": "-1h"}, object{}} {
		c.do(http.MethodPost, "/_simulator/clock", body).want(http.StatusBadRequest)
	}
	c.get("/_simulator/nothing").want(http.StatusNotFound)
}

func TestRequestLog(t *testing.T) {
	t.Parallel()
	var lines bytes.Buffer
	c := start(t, graphsim.Options{Log: &lines})
	c.get(policiesPath + "?$top=5")
	c.post(policiesPath, object{"displayName": 7})
	c.get("/v1.0/users")
	c.ask("contoso.com", credentials())

	var logged []object
	for _, entry := range c.get("/_simulator/requests").want(http.StatusOK).value() {
		delete(entry, "time")
		logged = append(logged, entry)
	}
	want := []object{
		{"method": "GET", "path": policiesPath, "query": "$top=5", "status": 200.0, "conditional_access": true, "body_size": 0.0},
		{"method": "POST", "path": policiesPath, "query": "", "status": 400.0, "conditional_access": true, "body_size": 17.0, "refused": "/displayName: want a string"},
		{"method": "GET", "path": "/v1.0/users", "query": "", "status": 200.0, "conditional_access": false, "body_size": 0.0},
		{"method": "POST", "path": "/contoso.com/oauth2/v2.0/token", "query": "", "status": 200.0, "conditional_access": false, "body_size": logged[3]["body_size"]},
	}
	if diff := cmp.Diff(want, logged); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n := strings.Count(lines.String(), "\n"); n != len(want) {
		t.Errorf("%d lines were written, want %d", n, len(want))
	}
	if strings.Contains(lines.String(), "s3cret") || strings.Contains(lines.String(), c.token) {
		t.Error("a credential is in the log")
	}
	c.do(http.MethodPost, "/_simulator/reset-log", nil).want(http.StatusNoContent)
	if n := len(c.server.Requests()); n != 0 {
		t.Errorf("%d requests after a reset", n)
	}
}

func TestGzip(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	plain, err := json.Marshal(policy())
	if err != nil {
		t.Fatal(err)
	}
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	c.do(http.MethodPost, policiesPath, zipped.String(), "Content-Encoding", "gzip").want(http.StatusCreated)
	c.do(http.MethodPost, policiesPath, string(plain), "Content-Encoding", "gzip").refused(http.StatusBadRequest, "decompressed")
}

func TestUnknownPathsAndMethods(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	for _, test := range []struct {
		method, path string
		want         int
	}{
		{"GET", "/v1.0/identity/conditionalAccess/plans", 400},
		{"GET", "/v2.0/users", 400},
		{"PUT", policiesPath, 405},
		{"DELETE", "/v1.0/users/" + ada, 405},
		{"GET", "/v1.0/Identity/ConditionalAccess/Policies", 200},
		{"GET", policiesPath + "('" + someID + "')", 404},
		{"GET", policiesPath + "/", 200},
	} {
		if r := c.do(test.method, test.path, nil); r.status != test.want {
			t.Errorf("%s %s: status %d, want %d", test.method, test.path, r.status, test.want)
		}
	}
}

func TestListen(t *testing.T) {
	t.Parallel()
	s := graphsim.New(graphsim.Options{})
	for _, addr := range []string{"0.0.0.0:0", ":0", "192.0.2.1:0", "example.com:0", "127.0.0.1"} {
		if url, err := s.Listen(addr); err == nil {
			t.Errorf("%s: listening on %s, want a refusal", addr, url)
		}
	}
	url, err := s.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &client{t: t, server: s, base: url, token: s.Token(), web: http.DefaultClient}
	c.get(policiesPath).want(http.StatusOK)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if _, err := c.try(http.MethodGet, policiesPath, nil); err == nil {
		t.Error("the simulator still answers after Close")
	}
}

// TestConcurrently is for the race detector, and for the count in the end.
func TestConcurrently(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{Staleness: 1})
	c.server.Hook(func(*http.Request) { c.server.Now() })
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for j := range 10 {
				body := policy(with("displayName", fmt.Sprint(i, "/", j)))
				r, err := c.try(http.MethodPost, policiesPath, body)
				if err != nil || r.status != http.StatusCreated {
					t.Errorf("POST: %v, status %d", err, r.status)
					return
				}
				path := policiesPath + "/" + r.body["id"].(string)
				for _, do := range []func() (response, error){
					func() (response, error) { return c.try(http.MethodPatch, path, object{"state": "enabled"}) },
					func() (response, error) { return c.try(http.MethodGet, policiesPath, nil) },
					func() (response, error) { return c.try(http.MethodDelete, path, nil) },
				} {
					if _, err := do(); err != nil {
						t.Error(err)
					}
				}
				c.server.Put("users", object{"id": idNumber(i*10 + j)})
				c.server.Requests()
				c.server.List("policies")
			}
		})
	}
	group.Wait()
	if n := len(c.server.List("users")); n != 80 {
		t.Errorf("%d users, want 80", n)
	}
	if n := len(c.server.List("policies")); n != 0 {
		t.Errorf("%d policies are left, want none", n)
	}
}
