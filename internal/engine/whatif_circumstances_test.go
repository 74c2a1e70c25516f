package engine

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestWhatIfPlatformWords: a platform that a policy does not include is held against what it includes, and one that it
// does include against what it excludes.
func TestWhatIfPlatformWords(t *testing.T) {
	t.Parallel()
	of := func(platforms ...ca.Platform) []ca.Platform { return platforms }
	for _, c := range []struct {
		name             string
		include, exclude []ca.Platform
		want             string
	}{
		{"another-is-included", of(ca.PlatformLinux), nil, "the platform is windows, and it includes linux"},
		{"others-are-included", of(ca.PlatformLinux, ca.PlatformMacOS), nil, "the platform is windows, and it includes linux and macOS"},
		{"neither-included-nor-kept", of(ca.PlatformLinux), of(ca.PlatformWindows), "the platform is windows, and it includes linux"},
		{"included-and-excluded", of(ca.PlatformLinux, ca.PlatformWindows), of(ca.PlatformWindows),
			"the platform is windows, and it excludes windows"},
		{"all-included", of(ca.PlatformAll), of(ca.PlatformWindows, ca.PlatformLinux),
			"the platform is windows, and it excludes windows and linux"},
		{"no-platform-is-named", nil, of(ca.PlatformWindows), "the platform is windows, and it excludes windows"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, got := asked(t, nil, func(p *ca.Policy) {
				p.Conditions.Platforms = &ca.PlatformCondition{IncludePlatforms: c.include, ExcludePlatforms: c.exclude}
			}, nil)
			if diff := cmp.Diff([]NotApplied{{ca.ReasonDevicePlatform, c.want}}, got.Reasons); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
