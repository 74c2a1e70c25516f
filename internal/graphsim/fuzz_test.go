package graphsim_test

import (
	"encoding/json"
	"flag"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// direct calls a simulator without a network.
func direct(t *testing.T, s *graphsim.Server, token, method, path, body string) (int, object) {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Prefer", "include-unknown-enum-members")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, request)
	if flag.Lookup("test.fuzz").Value.String() == "" { // the check is slower than what it checks
		watch(t, method, path, []byte(body), w.Body.Bytes(), w.Code)
	}
	var parsed object
	_ = json.Unmarshal(w.Body.Bytes(), &parsed) // 204 has no body
	return w.Code, parsed
}

func marshal(t *testing.T, value any) string {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// echoIsNoChange sends a policy back to the service as it was answered: the stored
// form must be one that the service accepts and leaves alone.
func echoIsNoChange(t *testing.T, s *graphsim.Server, token, base, id string) {
	t.Helper()
	path := base + "/" + id
	_, before := direct(t, s, token, http.MethodGet, path, "")
	if status, answer := direct(t, s, token, http.MethodPatch, path, marshal(t, before)); status != http.StatusNoContent {
		t.Errorf("the policy was refused as it was answered: %d %v\n%v", status, answer, before)
		return
	}
	_, after := direct(t, s, token, http.MethodGet, path, "")
	delete(before, "modifiedDateTime")
	delete(after, "modifiedDateTime")
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("sending a policy back as it was answered changed it (-before +after):\n%s", diff)
	}
}

func FuzzPolicyBody(f *testing.F) {
	for _, body := range []object{policy(), rich(), policy(with("grantControls/builtInControls", []any{"riskRemediation"}))} {
		data, err := json.Marshal(body)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	f.Add(`{"displayName":"x","state":"enabled","conditions":{"applications":{"includeApplications":["All"]},"clientApplications":{"includeServicePrincipals":[]},"users":null,"devices":{"deviceFilter":null}},"grantControls":{"builtInControls":["block"]}}`)
	f.Fuzz(func(t *testing.T, body string) {
		s := graphsim.New(graphsim.Options{})
		token := s.Token()
		status, answer := direct(t, s, token, http.MethodPost, betaPolicies, body)
		switch status {
		case http.StatusCreated:
			echoIsNoChange(t, s, token, betaPolicies, answer["id"].(string))
			echoIsNoChange(t, s, token, policiesPath, answer["id"].(string))
		case http.StatusBadRequest:
		default:
			t.Errorf("status %d: %v", status, answer)
		}
	})
}

func FuzzFilter(f *testing.F) {
	for _, clause := range []string{
		"state eq 'enabled'", "not (startsWith(displayName,'a') or id in ('b','c'))", "isof('microsoft.graph.ipNamedLocation')",
		"conditions/users/includeUsers/any(u: u eq 'All')", "createdDateTime ge 2026-01-01T00:00:00Z", "a/any(:", "((", "'",
	} {
		f.Add(clause)
	}
	s := graphsim.New(graphsim.Options{})
	s.Put("policies", rich())
	token := s.Token()
	f.Fuzz(func(t *testing.T, clause string) {
		s.ResetLog()
		status, answer := direct(t, s, token, http.MethodGet, policiesPath+"?"+url.Values{"$filter": {clause}}.Encode(), "")
		if status != http.StatusOK && status != http.StatusBadRequest {
			t.Errorf("%q: status %d: %v", clause, status, answer)
		}
	})
}

func FuzzDeviceFilter(f *testing.F) {
	for _, rule := range []string{`device.isCompliant -eq True`, `(device.model -in ["a","b"]) -or -not device.trustType -ne "ServerAD"`, `((`, `"`, `device.model -in [`} {
		f.Add(rule)
	}
	s := graphsim.New(graphsim.Options{})
	token := s.Token()
	f.Fuzz(func(t *testing.T, rule string) {
		s.ResetLog()
		body := policy(with("conditions/devices", object{"deviceFilter": object{"mode": "include", "rule": rule}}))
		status, answer := direct(t, s, token, http.MethodPost, policiesPath, marshal(t, body))
		if status == http.StatusCreated {
			s.Remove("policies", answer["id"].(string))
		} else if status != http.StatusBadRequest {
			t.Errorf("%q: status %d: %v", rule, status, answer)
		}
	})
}

// TestEchoOfRealExports: what others exported, once stored, comes back unchanged.
func TestEchoOfRealExports(t *testing.T) {
	t.Parallel()
	echoed := 0
	for _, dir := range sets(t) {
		source, target := graphsim.New(graphsim.Options{}), &client{t: t, server: graphsim.New(graphsim.Options{})}
		if err := source.Load(dir); err != nil {
			t.Fatal(err)
		}
		token := target.server.Token()
		for _, p := range source.List("policies") {
			fillIn(target, p)
			status, answer := direct(t, target.server, token, http.MethodPost, betaPolicies, marshal(t, p))
			if status != http.StatusCreated {
				continue
			}
			echoIsNoChange(t, target.server, token, betaPolicies, answer["id"].(string))
			echoIsNoChange(t, target.server, token, policiesPath, answer["id"].(string))
			echoed++
		}
	}
	t.Logf("%d policies", echoed)
	if echoed < 200 {
		t.Errorf("only %d policies were sent back", echoed)
	}
}
