package tenantdir_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/publishedsets"
	"github.com/entraguard/terraform-provider-entraguard/internal/tenantdir"
)

// TestReadPublishedSets reads policy sets that other people published. Most come without ids and are refused
// as they are; completed, every one is read in full.
func TestReadPublishedSets(t *testing.T) {
	t.Parallel()
	sets := publishedsets.Find("../..")
	if len(sets) == 0 {
		t.Skip("no published policy sets beside the repository")
	}
	for _, set := range sets {
		t.Run(filepath.Base(set), func(t *testing.T) {
			t.Parallel()
			if _, err := tenantdir.Read(set); err != nil && !strings.Contains(err.Error(), " id") {
				t.Errorf("as published: %v, and the sets have nothing but ids missing", err)
			}
			tenant := t.TempDir()
			if err := publishedsets.Complete(set, tenant); err != nil {
				t.Fatal(err)
			}
			read, err := tenantdir.Read(tenant)
			if err != nil {
				t.Fatal(err)
			}
			if len(read.Policies.Value()) == 0 || len(read.Users.Value()) == 0 {
				t.Errorf("read %d policies and %d users", len(read.Policies.Value()), len(read.Users.Value()))
			}
		})
	}
}
