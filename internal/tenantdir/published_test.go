package tenantdir_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/tenantdir"
)

// TestReadPublishedSets reads policy sets as their authors published them. They are not exports: policies
// come without ids, and are refused as they are; once every object has one, every file of every set is read
// in full. A group that is listed under two names is one group.
func TestReadPublishedSets(t *testing.T) {
	t.Parallel()
	sets, err := filepath.Glob("../../../shared/data/sets/*/policies.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(sets) == 0 {
		t.Skip("no published policy sets beside the repository")
	}
	for _, set := range sets {
		dir := filepath.Dir(set)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			mended, policies, changed := mend(t, dir)
			if _, err := tenantdir.Read(dir); (err != nil) != changed {
				t.Errorf("as published: error %v, though %v that an object has no id of its own", err, changed)
			}
			tenant, err := tenantdir.Read(mended)
			if err != nil {
				t.Fatal(err)
			}
			if got := len(tenant.Policies.Value()); got != policies || got == 0 {
				t.Errorf("read %d policies of %d", got, policies)
			}
		})
	}
}

// mend copies a set and gives every object an id of its own.
func mend(t *testing.T, dir string) (mended string, policies int, changed bool) {
	t.Helper()
	mended = t.TempDir()
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var list struct {
			Value []map[string]any `json:"value"`
		}
		if err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), &list); err != nil {
			t.Fatal(err)
		}
		for i, object := range list.Value {
			if object["id"] == nil || object["id"] == "" {
				object["id"], changed = fmt.Sprintf("00000000-0000-4000-8000-%012d", i), true
			}
			// One set has an empty list where Graph has null or an object.
			if conditions, ok := object["conditions"].(map[string]any); ok {
				if list, ok := conditions["locations"].([]any); ok && len(list) == 0 {
					delete(conditions, "locations")
				}
			}
		}
		if filepath.Base(path) == "policies.json" {
			policies = len(list.Value)
		}
		if data, err = json.Marshal(list); err == nil {
			err = os.WriteFile(filepath.Join(mended, filepath.Base(path)), data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return mended, policies, changed
}
