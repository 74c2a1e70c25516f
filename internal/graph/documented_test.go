package graph

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// examplesDir holds the bodies of the documentation, by the kind of object.
const examplesDir = "../../../shared/graph/examples/"

// A documented kind of object passes through the client: read and told as the service stores it, created from a
// body, and changed from one version to another.
type documented struct {
	collection string
	read       func(context.Context, *Client) (map[string][]byte, error)
	create     func(context.Context, *Client, []byte) (string, error)
	update     func(ctx context.Context, c *Client, desired, current []byte) error
}

func document[T any](collection string, list func(*Client, context.Context) ([]T, error), id func(T) string, decode func([]byte) (T, error), encode func(T) []byte,
	create func(*Client, context.Context, T) (T, error), update func(c *Client, ctx context.Context, desired, current T) (T, error),
) documented {
	return documented{
		collection: collection,
		read: func(ctx context.Context, c *Client) (map[string][]byte, error) {
			all, err := list(c, ctx)
			told := map[string][]byte{}
			for _, object := range all {
				told[id(object)] = encode(object)
			}
			return told, err
		},
		create: func(ctx context.Context, c *Client, body []byte) (string, error) {
			draft, err := decode(body)
			if err != nil {
				return "", err
			}
			created, err := create(c, ctx, draft)
			return id(created), err
		},
		update: func(ctx context.Context, c *Client, desired, current []byte) error {
			to, err := decode(desired)
			if err != nil {
				return err
			}
			from, err := decode(current)
			if err != nil {
				return err
			}
			_, err = update(c, ctx, to, from)
			return err
		},
	}
}

var documentedKinds = map[string]documented{
	"conditionalAccess-policies": document("policies", (*Client).Policies, policyKind.id, ca.DecodePolicy, ca.EncodeStoredPolicy,
		(*Client).CreatePolicy, (*Client).UpdatePolicy),
	"namedLocations": document("namedLocations", (*Client).NamedLocations, locationKind.id, ca.DecodeNamedLocation, ca.EncodeStoredNamedLocation,
		(*Client).CreateNamedLocation, (*Client).UpdateNamedLocation),
	"authenticationStrengthPolicies": document("authenticationStrengthPolicies", (*Client).Strengths, strengthKind.id, ca.DecodeStrength, ca.EncodeStoredStrength,
		(*Client).CreateStrength, (*Client).UpdateStrength),
	"authenticationContextClassReferences": document("authenticationContextClassReferences", (*Client).Contexts, contextKind.id, ca.DecodeContext, ca.EncodeContext,
		(*Client).CreateContext, (*Client).UpdateContext),
}

// TestDocumentedBodies sends every object that the documentation shows or sends through the client: as it is read,
// created anew, and where the page changes it, changed. Nothing of it may be missing on the other side.
func TestDocumentedBodies(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat(examplesDir); err != nil {
		t.Skip("skipped 1 test: no documented examples beside the repository")
	}
	read, created, changed := 0, 0, 0
	for folder, kind := range documentedKinds {
		for file, e := range documentedExamples(t, folder) {
			for _, body := range e.objects() {
				if e.Method == http.MethodPatch {
					kind.change(t, file, body, e.id())
					changed++
					continue
				}
				if body["id"] != nil && strings.Contains(file, ".response.") {
					kind.show(t, file, body)
					read++
				}
				if body["policyType"] != "builtIn" {
					kind.make(t, file, body)
					created++
				}
			}
		}
	}
	t.Logf("%d objects read, %d created, %d changed", read, created, changed)
	if read < 20 || created < 30 || changed < 4 {
		t.Error("some examples were not looked at")
	}
}

// show reads an object that the service holds.
func (k documented) show(t *testing.T, where string, shown object) {
	t.Helper()
	sim, c := start(t, graphsim.Options{})
	sim.Put(k.collection, shown)
	told, err := k.read(soon(t), c)
	if err != nil {
		t.Errorf("%s: %v", where, err)
		return
	}
	missing(t, where+", read", shown, parsed(t, told[shown["id"].(string)]))
}

// make creates an object as an example has it.
func (k documented) make(t *testing.T, where string, body object) {
	t.Helper()
	sim, c := start(t, graphsim.Options{})
	wanted := maps.Clone(body)
	for _, assigned := range []string{"createdDateTime", "modifiedDateTime", "policyType", "requirementsSatisfied"} {
		delete(wanted, assigned)
	}
	if k.collection != "authenticationContextClassReferences" {
		delete(wanted, "id")
	}
	provide(sim, wanted)
	id, err := k.create(soon(t), c, text(t, wanted))
	if err != nil {
		t.Errorf("%s: create: %v", where, err)
		return
	}
	missing(t, where+", created", wanted, parsed(t, text(t, sim.Get(k.collection, id))))
}

// change gives a stored object what an example changes.
func (k documented) change(t *testing.T, where string, body object, id string) {
	t.Helper()
	sim, c := start(t, graphsim.Options{})
	current := k.before(body, id)
	sim.Put(k.collection, current)
	provide(sim, body)
	stored := sim.Get(k.collection, id)
	desired := merged(stored, body)
	if err := k.update(soon(t), c, text(t, desired), text(t, stored)); err != nil {
		t.Errorf("%s: change: %v", where, err)
		return
	}
	missing(t, where+", changed", body, parsed(t, text(t, sim.Get(k.collection, id))))
}

// before is an object that the body of an example can change.
func (k documented) before(body object, id string) object {
	switch {
	case k.collection == "policies":
		o := object{}
		_ = json.Unmarshal(ca.EncodePolicy(policy("Before")), &o)
		o["id"] = id
		return o
	case body["@odata.type"] == "#microsoft.graph.countryNamedLocation":
		return object{"@odata.type": body["@odata.type"], "id": id, "displayName": "Before", "countriesAndRegions": []any{"NO"}, "includeUnknownCountriesAndRegions": false}
	case k.collection == "namedLocations":
		return object{"@odata.type": "#microsoft.graph.ipNamedLocation", "id": id, "displayName": "Before", "isTrusted": true,
			"ipRanges": []any{object{"@odata.type": "#microsoft.graph.iPv4CidrRange", "cidrAddress": "203.0.113.0/24"}}}
	}
	return object{"id": id, "displayName": "Before", "description": "", "isAvailable": false}
}

// provide creates the applications, locations and strengths that a policy of an example speaks of.
func provide(sim *graphsim.Server, body object) {
	conditions, _ := body["conditions"].(object)
	applications, _ := conditions["applications"].(object)
	for _, name := range []string{"includeApplications", "excludeApplications"} {
		for _, id := range elements(applications[name]) {
			if isGUID(id.(string)) {
				sim.Put("servicePrincipals", object{"id": id, "appId": id, "displayName": "Application"})
			}
		}
	}
	locations, _ := conditions["locations"].(object)
	for _, name := range []string{"includeLocations", "excludeLocations"} {
		for _, id := range elements(locations[name]) {
			if isGUID(id.(string)) {
				sim.Put("namedLocations", object{"@odata.type": "#microsoft.graph.countryNamedLocation", "id": id, "displayName": "There", "countriesAndRegions": []any{"NO"}})
			}
		}
	}
	grant, _ := body["grantControls"].(object)
	if strength, ok := grant["authenticationStrength"].(object); ok && strength["policyType"] == "custom" {
		sim.Put("authenticationStrengthPolicies", strength)
	}
}

// A documentedExample is a request or a response of the documentation.
type documentedExample struct {
	Method, URL string
	Status      int
	Body        any
}

func documentedExamples(t *testing.T, folder string) map[string]documentedExample {
	t.Helper()
	files, err := filepath.Glob(examplesDir + folder + "/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples of %s: %v", folder, err)
	}
	examples := map[string]documentedExample{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var e documentedExample
		if err := json.Unmarshal(data, &e); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		examples[folder+"/"+filepath.Base(file)] = e
	}
	return examples
}

// objects are those that an example shows or sends, whole or in part. A page that wraps one in a list is read as if
// it had not.
func (e documentedExample) objects() []object {
	body, _ := e.Body.(object)
	elements, isList := body["value"].([]any)
	if !isList {
		elements = []any{e.Body}
	}
	var all []object
	for _, element := range elements {
		o, _ := element.(object)
		isWhole := o["displayName"] != nil && o["error"] == nil && (!strings.Contains(e.URL, "usage"))
		if isWhole || e.Method == http.MethodPatch && o != nil {
			all = append(all, o)
		}
	}
	return all
}

func (e documentedExample) id() string {
	last := e.URL[strings.LastIndex(e.URL, "/")+1:]
	if strings.HasPrefix(last, "{") {
		return memberID
	}
	return last
}

// merged is an object with the members of another, as a PATCH means them.
func merged(into, from object) object {
	all := maps.Clone(into)
	for name, value := range from {
		below, isObject := value.(object)
		present, wasObject := all[name].(object)
		if isObject && wasObject {
			value = merged(present, below)
		}
		all[name] = value
	}
	return all
}
