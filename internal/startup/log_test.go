package startup

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNothingIsLoggedThatTerraformDoesNotShow(t *testing.T) {
	t.Parallel()
	type environment = map[string]string
	for name, test := range map[string]struct{ environment, want environment }{
		"nothing-asked-for":     {nil, environment{sdkLevel: "OFF", providerLevel: "OFF"}},
		"of-everything":         {environment{"TF_LOG": "DEBUG"}, environment{sdkLevel: "DEBUG", providerLevel: "DEBUG"}},
		"as-json":               {environment{"TF_LOG": "JSON"}, environment{sdkLevel: "JSON", providerLevel: "JSON"}},
		"of-providers":          {environment{"TF_LOG": "OFF", "TF_LOG_PROVIDER": "trace"}, environment{sdkLevel: "trace", providerLevel: "trace"}},
		"of-core-alone":         {environment{"TF_LOG_CORE": "TRACE"}, environment{sdkLevel: "OFF", providerLevel: "OFF"}},
		"less-of-the-sdk":       {environment{"TF_LOG": "TRACE", sdkLevel: "WARN"}, environment{providerLevel: "TRACE"}},
		"of-this-provider-also": {environment{"TF_LOG": "WARN", providerLevel: "TRACE"}, environment{sdkLevel: "WARN"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := LogLevels(func(name string) string { return test.environment[name] })
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
