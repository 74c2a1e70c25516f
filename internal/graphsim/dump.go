package graphsim

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// Dump writes the tenant as a folder that Load reads, as the service itself knows
// it. What is not known has no file; a file of that name that was there before stays.
func (s *Server) Dump(dir string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("graphsim: %w", err)
	}
	for name, content := range s.tenant.files() {
		data, err := json.MarshalIndent(content, "", "  ")
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name+".json"), append(data, '\n'), 0o644)
		}
		if err != nil {
			return fmt.Errorf("graphsim: %s.json: %w", name, err)
		}
	}
	return nil
}

// files are the contents of a tenant folder by file name.
func (t *tenant) files() map[string]any {
	out := map[string]any{}
	for _, name := range listed {
		if c := t.collection(name); c.known && name != policies {
			out[name] = tree{"value": asList(c.current())}
		}
	}
	for _, name := range single {
		for _, object := range t.collection(name).current() {
			out[name] = object
		}
	}
	for _, name := range perObject {
		if r := t.related[name]; r.known {
			lists := tree{}
			for _, list := range r.lists {
				lists[list.id] = asList(list.objects)
			}
			out[name] = lists
		}
	}
	t.policyFiles(out)
	return out
}

// policyFiles writes what v1.0 shows of the policies, and beside it what beta
// shows, where that is more.
func (t *tenant) policyFiles(out map[string]any) {
	var v1, beta []tree
	for _, r := range t.collection(policies).records {
		if r.object == nil {
			continue
		}
		beta = append(beta, r.object)
		if r.hidden {
			continue
		}
		view := policyShape.view(r.object, false, true)
		for _, v := range r.veils {
			v.apply(view, r.object)
		}
		v1 = append(v1, view)
	}
	out[policies] = tree{"value": asList(v1)}
	if !slices.EqualFunc(v1, beta, func(a, b tree) bool { return equal(a, b) }) {
		out[betaPolicies] = tree{"value": asList(beta)}
	}
}

func asList(objects []tree) []any {
	out := make([]any, len(objects))
	for i, object := range objects {
		out[i] = object
	}
	return out
}
