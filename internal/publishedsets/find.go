package publishedsets

import (
	"path/filepath"
	"slices"
)

// Find returns the folders of the sets that lie beside the checkout, given the path of its root.
func Find(root string) []string {
	files, err := filepath.Glob(filepath.Join(root, "..", "shared", "data", "sets", "*", "policies.json"))
	if err != nil {
		return nil // the pattern is fixed, and well formed
	}
	var folders []string
	for _, file := range files {
		folders = append(folders, filepath.Dir(file))
	}
	slices.Sort(folders)
	return folders
}
