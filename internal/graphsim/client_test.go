package graphsim_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// object is a JSON object as a test writes and reads it.
type object = map[string]any

// client speaks plain HTTP to a simulator and knows nothing of its types.
type client struct {
	t      *testing.T
	server *graphsim.Server
	base   string // "http://127.0.0.1:…"
	token  string
	web    *http.Client

	// unwatched leaves exchanges out of the check against the published OpenAPI: an
	// export may hold what no metadata has.
	unwatched bool
}

// start serves a simulator over real HTTP until the test ends.
func start(t *testing.T, o graphsim.Options) *client {
	t.Helper()
	server := graphsim.New(o)
	web := httptest.NewServer(server)
	t.Cleanup(web.Close)
	return &client{t: t, server: server, base: web.URL, token: server.Token(), web: http.DefaultClient}
}

// in is the client for a subtest.
func (c *client) in(t *testing.T) *client {
	t.Helper()
	return &client{t: t, server: c.server, base: c.base, token: c.token, web: c.web, unwatched: c.unwatched}
}

// response is an answer with its body parsed.
type response struct {
	t      *testing.T
	status int
	header http.Header
	body   object
	raw    string
}

// do sends one request. path begins with the version; body is nil, a string that
// goes out as it is, or anything that marshals.
func (c *client) do(method, path string, body any, headers ...string) response {
	c.t.Helper()
	r, err := c.try(method, path, body, headers...)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	return r
}

func (c *client) try(method, path string, body any, headers ...string) (response, error) {
	c.t.Helper()
	var sent []byte
	switch b := body.(type) {
	case nil:
	case string:
		sent = []byte(b)
	default:
		data, err := json.Marshal(b)
		if err != nil {
			c.t.Fatal(err)
		}
		sent = data
	}
	url := path
	if !strings.HasPrefix(path, "http") {
		url = c.base + path
	}
	request, err := http.NewRequestWithContext(context.WithoutCancel(c.t.Context()), method, url, bytes.NewReader(sent))
	if err != nil {
		c.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+c.token)
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	answer, err := c.web.Do(request)
	if err != nil {
		return response{}, err
	}
	defer func() { _ = answer.Body.Close() }()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		return response{}, err
	}
	r := response{t: c.t, status: answer.StatusCode, header: answer.Header, raw: string(data)}
	_ = json.Unmarshal(data, &r.body) // an empty or plain body leaves it nil
	if !c.unwatched {
		watch(c.t, method, strings.TrimPrefix(url, c.base), sent, data, r.status)
	}
	return r, nil
}

func (c *client) get(path string, headers ...string) response {
	c.t.Helper()
	return c.do(http.MethodGet, path, nil, headers...)
}

func (c *client) post(path string, body any) response {
	c.t.Helper()
	return c.do(http.MethodPost, path, body)
}

func (c *client) patch(path string, body any) response {
	c.t.Helper()
	return c.do(http.MethodPatch, path, body)
}

func (c *client) delete(path string) response {
	c.t.Helper()
	return c.do(http.MethodDelete, path, nil)
}

// want fails the test unless the status is as wanted.
func (r response) want(status int) response {
	r.t.Helper()
	if r.status != status {
		r.t.Fatalf("status %d, want %d; body: %s", r.status, status, r.raw)
	}
	return r
}

// refused wants an error with that status, and a message that holds text.
func (r response) refused(status int, text string) {
	r.t.Helper()
	r.want(status)
	if message := r.message(); !strings.Contains(message, text) {
		r.t.Fatalf("message %q does not contain %q", message, text)
	}
}

func (r response) error() object {
	e, _ := r.body["error"].(object)
	return e
}

func (r response) message() string {
	m, _ := r.error()["message"].(string)
	return m
}

func (r response) id() string {
	r.t.Helper()
	id, _ := r.body["id"].(string)
	if id == "" {
		r.t.Fatalf("no id in %s", r.raw)
	}
	return id
}

// value is the list of an answer to a list request.
func (r response) value() []object {
	r.t.Helper()
	elements, isList := r.body["value"].([]any)
	if !isList {
		r.t.Fatalf("no value in %s", r.raw)
	}
	var out []object
	for _, element := range elements {
		out = append(out, element.(object))
	}
	return out
}

// at follows a path such as "conditions/users/includeUsers".
func at(t *testing.T, o object, path string) any {
	t.Helper()
	var value any = o
	for name := range strings.SplitSeq(path, "/") {
		within, isObject := value.(object)
		if !isObject {
			t.Fatalf("%s: no object before %q", path, name)
		}
		value = within[name]
	}
	return value
}

const (
	policiesPath  = "/v1.0/identity/conditionalAccess/policies"
	betaPolicies  = "/beta/identity/conditionalAccess/policies"
	locationsPath = "/v1.0/identity/conditionalAccess/namedLocations"
	strengthsPath = "/v1.0/identity/conditionalAccess/authenticationStrength/policies"
	contextsPath  = "/v1.0/identity/conditionalAccess/authenticationContextClassReferences"
)

// policy is the smallest body that the service accepts, changed by the given
// functions.
func policy(changes ...func(object)) object {
	p := object{
		"displayName": "Require MFA",
		"state":       "disabled",
		"conditions": object{
			"applications": object{"includeApplications": []any{"All"}},
			"users":        object{"includeUsers": []any{"All"}},
		},
		"grantControls": object{"operator": "OR", "builtInControls": []any{"mfa"}},
	}
	for _, change := range changes {
		change(p)
	}
	return p
}

// with sets a member by its path, creating the objects on the way.
func with(path string, value any) func(object) {
	return func(o object) {
		names := strings.Split(path, "/")
		for _, name := range names[:len(names)-1] {
			below, isObject := o[name].(object)
			if !isObject {
				below = object{}
			}
			below = maps.Clone(below)
			o[name] = below
			o = below
		}
		o[names[len(names)-1]] = value
	}
}

// without removes a member by its path.
func without(path string) func(object) {
	return func(o object) {
		names := strings.Split(path, "/")
		for _, name := range names[:len(names)-1] {
			o = o[name].(object)
		}
		delete(o, names[len(names)-1])
	}
}

// idNumber is the id of the i-th of many objects.
func idNumber(i int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", i) }

func ipLocation(name string, trusted bool, ranges ...string) object {
	var out []any
	for _, r := range ranges {
		kind := "#microsoft.graph.iPv4CidrRange"
		if strings.Contains(r, ":") {
			kind = "#microsoft.graph.iPv6CidrRange"
		}
		out = append(out, object{"@odata.type": kind, "cidrAddress": r})
	}
	return object{"@odata.type": "#microsoft.graph.ipNamedLocation", "displayName": name, "isTrusted": trusted, "ipRanges": out}
}

func countryLocation(name string, codes ...any) object {
	return object{"@odata.type": "#microsoft.graph.countryNamedLocation", "displayName": name, "countriesAndRegions": codes}
}
