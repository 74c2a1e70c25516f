package graph

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

func TestRefusal(t *testing.T) {
	t.Parallel()
	const generic = "The server could not process the request because it is malformed or incorrect."
	tests := map[string]struct {
		status int
		body   string
		want   Error
		says   string
	}{
		"number-in-the-message": {400, `{"error":{"code":"BadRequest","message":"1034: Policy contains invalid applications: {\"x\":\"ServicePrincipalNotFound\"}","innerError":{"request-id":"r","client-request-id":"c"}}}`,
			Error{Code: "BadRequest", Number: 1034, Message: `Policy contains invalid applications: {"x":"ServicePrincipalNotFound"}`, RequestID: "r", ClientRequestID: "c"},
			`cannot do it: 400 BadRequest: 1034: Policy contains invalid applications: {"x":"ServicePrincipalNotFound"}; request-id r`},
		"number-inside": {400, `{"error":{"code":"BadRequest","message":"` + generic + `","innerError":{"message":"1064: 'clientAppTypes' condition does not support []."}}}`,
			Error{Code: "BadRequest", Number: 1064, Message: "'clientAppTypes' condition does not support []."},
			"cannot do it: 400 BadRequest: 1064: 'clientAppTypes' condition does not support []."},
		"text-inside-without-number": {400, `{"error":{"code":"BadRequest","message":"` + generic + `","innerError":{"message":"Security Defaults is enabled in the tenant."}}}`,
			Error{Code: "BadRequest", Message: "Security Defaults is enabled in the tenant."}, "Security Defaults is enabled"},
		"inner-message-that-says-less": {400, `{"error":{"code":"BadRequest","message":"A reason.","innerError":{"message":"less"}}}`,
			Error{Code: "BadRequest", Message: "A reason."}, "A reason."},
		"line-breaks": {500, `{"error":{"code":"X","message":"one\r\n two"}}`,
			Error{Code: "X", Message: "one two"}, "cannot do it: 500 X: one two"},
		"page":                 {502, "<html><head><title>502\nBad Gateway</title></head>" + strings.Repeat("x", 500), Error{Message: `the answer is a page, not Graph's: "502 Bad Gateway"`}, "cannot do it: 502: the answer is a page"},
		"text":                 {503, "no healthy upstream", Error{Message: `the answer is not Graph's: "no healthy upstream"`}, "503"},
		"empty":                {404, "", Error{Message: "the answer was empty"}, "cannot do it: 404: the answer was empty"},
		"object-without-error": {418, "{}", Error{}, "cannot do it: 418: I'm a teapot"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := answer{status: test.status, header: http.Header{}, body: []byte(test.body)}.refusal("do it")
			test.want.Operation, test.want.Status = "do it", test.status
			if diff := cmp.Diff(&test.want, got, cmpopts.IgnoreUnexported(Error{})); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			wantLine(t, got, test.says)
		})
	}
}

// TestRefusalsOfTheService sends what the service refuses, in both of its envelopes.
func TestRefusalsOfTheService(t *testing.T) {
	t.Parallel()
	for _, old := range []bool{false, true} {
		name := map[bool]string{false: "newer-envelope", true: "older-envelope"}[old]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, c := start(t, graphsim.Options{OldErrors: old})
			p := policy("CA001")
			p.Conditions.Applications.IncludeApplications = []string{"99999999-9999-9999-9999-999999999999"}
			_, err := c.CreatePolicy(soon(t), p)
			wantLine(t, err, `cannot create the policy "CA001": 400 BadRequest: 1034: Policy contains invalid applications`, "request-id")
			if numberOf(err) != 1034 {
				t.Errorf("the number is %d, want 1034", numberOf(err))
			}
			if n := len(sim.List("policies")); n != 0 {
				t.Errorf("the tenant has %d policies, want none", n)
			}
		})
	}
}
