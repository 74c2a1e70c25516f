package graphsim_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
)

// watched counts what was held against the published OpenAPI, and what could not be.
var watched struct {
	sync.Mutex
	answers, errors, requests, values int
}

// TestMain ends with what was checked. Every exchange of every test is, so a run of
// all tests that checked next to nothing is itself a failure.
func TestMain(m *testing.M) {
	code := m.Run()
	published := documents()["v1.0"][0].published
	fmt.Printf("openapi: %d answers, %d errors and %d request bodies, %d values in all (published: %v)\n",
		watched.answers, watched.errors, watched.requests, watched.values, published)
	if everyTestRan() && (watched.answers < 500 || watched.errors < 150 || watched.requests < 300 || watched.values < 20000) {
		fmt.Println("openapi: that is less than the tests are known to exchange: something is not watched any more")
		code = max(code, 1)
	}
	os.Exit(code)
}

func everyTestRan() bool {
	for _, name := range []string{"test.run", "test.skip", "test.fuzz", "test.list"} {
		if f := flag.Lookup(name); f != nil && f.Value.String() != "" {
			return false
		}
	}
	return !testing.Short()
}

// beyondMetadata are members that answers are known to have and the metadata lacks:
// null in v1.0, and with previews that nobody has described in beta.
var beyondMetadata = map[string][]string{
	"v1.0": {
		"partialEnablementStrategy", "times", "clients", "deviceStates", "signInRiskDetections", "networkAccess", "globalSecureAccess",
		"continuousAccessEvaluation", "networkAccessSecurity", "globalSecureAccessFilteringProfile",
	},
	"beta": {
		"partialEnablementStrategy", "times", "clients", "signInRiskDetections", "networkAccessSecurity",
		"agents", "agentContext", "blockSensitiveActions", "networkAccess", "globalSecureAccess",
	},
}

// preview are those of them that may hold a value.
var preview = []string{"agents", "agentContext", "blockSensitiveActions"}

func allowedIn(version string) func(name string, value any) bool {
	return func(name string, value any) bool {
		return slices.Contains(beyondMetadata[version], name) && (value == nil || slices.Contains(preview, name))
	}
}

// unpublished are the paths that Graph has and the files leave out.
func unpublished(version, path string) bool {
	return version == "beta" && !strings.HasPrefix(path, "identity/") && !strings.HasPrefix(path, "policies/") ||
		slices.ContainsFunc([]string{"/registeredDevices", "authenticationMethodsPolicy", "domains", "authenticationStrength/combinations"}, func(part string) bool {
			return strings.Contains(path, part)
		})
}

// watch holds an exchange with the simulator against the OpenAPI files: the body
// that was accepted, and the body that was answered.
func watch(t *testing.T, method, path string, sent, answered []byte, status int) {
	t.Helper()
	version, below, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	below, _, _ = strings.Cut(below, "?")
	if below == "$batch" && status == http.StatusOK {
		watchBatch(t, version, sent, answered)
	}
	for _, d := range documents()[version] {
		c := conversation{t: t, document: d, version: version, name: method + " " + path}
		op := d.find(method, below)
		switch {
		case status >= 300:
			c.body("the answer to", d.errorSchema(), answered, &watched.errors)
		case op == nil && d.published && !unpublished(version, below):
			t.Errorf("%s %s is answered, and the published OpenAPI has no such operation", method, path)
		case op != nil:
			c.body("the body of", op.RequestBody.Content["application/json"].Schema, sent, &watched.requests)
			c.body("the answer to", op.answer(status), answered, &watched.answers)
		}
	}
}

// watchBatch holds the exchanges inside of a batch against the OpenAPI files.
func watchBatch(t *testing.T, version string, sent, answered []byte) {
	t.Helper()
	var batch struct {
		Requests []struct {
			ID, Method, URL string
			Body            json.RawMessage
		}
		Responses []struct {
			ID     string
			Status int
			Body   json.RawMessage
		}
	}
	if json.Unmarshal(sent, &batch) != nil || json.Unmarshal(answered, &batch) != nil {
		t.Errorf("a batch that cannot be read: %s, %s", sent, answered)
	}
	for _, response := range batch.Responses {
		for _, request := range batch.Requests {
			if request.ID == response.ID {
				watch(t, strings.ToUpper(request.Method), "/"+version+"/"+strings.TrimPrefix(request.URL, "/"), request.Body, response.Body, response.Status)
			}
		}
	}
}

// conversation is one request and its answer, held against one file.
type conversation struct {
	t        *testing.T
	document *document
	version  string
	name     string
}

// body holds a body against its schema. What is compressed, or is no JSON because a
// test wants it so, has none.
func (c conversation) body(what string, s *schema, body []byte, count *int) {
	c.t.Helper()
	var value any
	if s == nil || json.Unmarshal(body, &value) != nil || value == nil {
		return
	}
	w := &walk{schemas: c.document.Components.Schemas, anyCase: what == "the body of", allowed: allowedIn(c.version)}
	w.value("", s, value)
	for _, fault := range w.faults {
		c.t.Errorf("%s %s does not fit the OpenAPI (published: %v): %s", what, c.name, c.document.published, fault)
	}
	watched.Lock()
	defer watched.Unlock()
	*count++
	watched.values += w.values
}
