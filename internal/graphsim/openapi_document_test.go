package graphsim_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
)

// document is an OpenAPI file, as far as the tests read it.
type document struct {
	Paths      map[string]map[string]*operation
	Components struct {
		Schemas map[string]*schema
	}
	published bool                // Microsoft's, not the small one of our own
	segments  map[string][]string // of each path
}

type operation struct {
	RequestBody struct{ Content map[string]content }
	Responses   map[string]struct{ Content map[string]content }
}

type content struct{ Schema *schema }

// answer is the schema of the answer with that status, or nil.
func (o *operation) answer(status int) *schema {
	for _, code := range []string{strconv.Itoa(status), "2XX"} {
		if s := o.Responses[code].Content["application/json"].Schema; s != nil {
			return s
		}
	}
	return nil
}

// documents are the files of a version: the published one where it lies beside the
// repository, and always a small one of our own, which holds the types that are
// written. Its answers have to fit both.
var documents = sync.OnceValue(func() map[string][]*document {
	own := readDocument("testdata/openapi.json")
	out := map[string][]*document{}
	for version, file := range map[string]string{"v1.0": "openapi-ca-v1.json", "beta": "openapi-ca-beta.json"} {
		if published := readDocument("../../../shared/graph/" + file); published != nil {
			published.published = true
			out[version] = append(out[version], published)
		}
		out[version] = append(out[version], own)
	}
	return out
})

// readDocument reads an OpenAPI file; nil is a file that is not there.
func readDocument(path string) *document {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	d := &document{}
	if err == nil {
		err = json.Unmarshal(data, d)
	}
	if err != nil {
		panic(path + ": " + err.Error())
	}
	d.segments = map[string][]string{}
	for path := range d.Paths {
		d.segments[path] = pathSegments(path)
	}
	return d
}

// errorSchema is the type of every refusal.
func (d *document) errorSchema() *schema {
	if d.published {
		return &schema{Ref: "microsoft.graph.ODataErrors.ODataError"}
	}
	return &schema{Ref: "error"}
}

// find is the operation for a request, or nil. Of two paths that fit, the one with
// fewer parameters is meant.
func (d *document) find(method, path string) *operation {
	var best *operation
	fewest := len(path)
	segments := pathSegments(path)
	for pattern, methods := range d.Paths {
		parameters, fits := segmentsFit(d.segments[pattern], segments)
		if fits && parameters < fewest && methods[strings.ToLower(method)] != nil {
			best, fewest = methods[strings.ToLower(method)], parameters
		}
	}
	return best
}

// pathSegments brings the forms that OData has for one path to one form.
func pathSegments(path string) []string {
	path = strings.ReplaceAll(path, "microsoft.graph.", "graph.")
	var out []string
	for segment := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		segment = strings.TrimSuffix(segment, "()")
		plain, err := url.PathUnescape(segment)
		if err != nil {
			plain = segment
		}
		if name, key, keyed := strings.Cut(plain, "("); keyed {
			_, key, _ = strings.Cut(key, "'") // ('x') or (appId='x')
			out = append(out, name, strings.TrimSuffix(key, "')"))
			continue
		}
		out = append(out, plain)
	}
	return out
}

func segmentsFit(pattern, segments []string) (parameters int, fits bool) {
	if len(pattern) != len(segments) {
		return 0, false
	}
	for i, want := range pattern {
		got := strings.TrimPrefix(segments[i], "graph.")
		switch {
		case strings.EqualFold(strings.TrimPrefix(want, "graph."), got):
		case strings.HasPrefix(want, "{") && !strings.HasPrefix(got, "$"):
			parameters++
		default:
			return 0, false
		}
	}
	return parameters, true
}
