package graphsim_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// folder writes a tenant folder. Contents are strings, or anything that marshals.
func folder(t *testing.T, files map[string]any) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		text, isText := content.(string)
		if !isText {
			data, err := json.Marshal(content)
			if err != nil {
				t.Fatal(err)
			}
			text = string(data)
		}
		if err := os.WriteFile(filepath.Join(dir, name+".json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
