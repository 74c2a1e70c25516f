package provider

import (
	"strings"
	"testing"
)

func TestImportID(t *testing.T) {
	t.Parallel()
	const id = "5f0e3b9a-4a5e-4f7b-9a57-0d5b6f1c2a3d"
	for name, test := range map[string]struct{ text, want, failure string }{
		"bare-id":          {text: id, want: id},
		"upper-case":       {text: strings.ToUpper(id), want: id},
		"azuread-path":     {text: "/identity/conditionalAccess/policies/" + id, want: id},
		"path-no-slash":    {text: "identity/conditionalAccess/policies/" + id, want: id},
		"graph-address":    {text: "https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies/" + id, want: id},
		"other-cloud":      {text: "https://graph.microsoft.us/beta/identity/conditionalAccess/policies/" + id + "/", want: id},
		"empty":            {text: "", failure: "holds no object id"},
		"display-name":     {text: "CA001 Block legacy", failure: "holds no object id"},
		"short-id":         {text: id[:30], failure: "holds no object id"},
		"other-collection": {text: "/identity/conditionalAccess/namedLocations/" + id, failure: "is not in policies but in namedLocations"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := importID(test.text, "policies")
			if test.failure != "" {
				if err == nil || !strings.Contains(err.Error(), test.failure) {
					t.Fatalf("got %q, %v; want an error with %q", got, err, test.failure)
				}
				return
			}
			if err != nil || got != test.want {
				t.Errorf("got %q, %v; want %q", got, err, test.want)
			}
		})
	}
}
