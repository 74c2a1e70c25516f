package engine

import (
	"slices"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// TestWhichCore: where several sets of policies would do, the same one is always told. It is made by taking, for
// the plainest sign-in that is still open, the first policy that denies it; one that locks out alone goes before
// that, and what denies by itself before what denies only because nothing can be registered.
func TestWhichCore(t *testing.T) {
	t.Parallel()
	const windows, macOS, linux, iOS, android = ca.PlatformWindows, ca.PlatformMacOS, ca.PlatformLinux, ca.PlatformIOS, ca.PlatformAndroid
	block := func(changes ...func(*ca.Policy)) ca.Policy {
		return blockEverybody(func(p *ca.Policy) {
			for _, change := range changes {
				change(p)
			}
		})
	}
	on := func(platforms ...ca.Platform) func(*ca.Policy) {
		return func(p *ca.Policy) { p.Conditions.Platforms = onPlatforms(platforms...) }
	}
	unknown := func(p *ca.Policy) {
		p.Conditions.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.PlatformAll}, ExcludePlatforms: ca.DefaultPlatforms}
	}
	graph := func(p *ca.Policy) { p.Conditions.Applications.IncludeApplications = []string{ca.AppMicrosoftGraph} }
	registering := func(p *ca.Policy) {
		p.Conditions.Applications = ca.Applications{IncludeUserActions: []string{ca.UserActionRegisterSecurityInfo}}
	}
	byRole := func(p *ca.Policy) {
		p.Conditions.Users = ca.Users{IncludeRoles: []string{ca.RoleGlobalAdministrator}}
	}
	// Alice has no phone yet, and could register one.
	text := func(p *ca.Policy) {
		strength := &ca.AuthenticationStrength{ID: "text", AllowedCombinations: []string{"password,sms"}}
		p.GrantControls = &ca.GrantControls{AuthenticationStrength: strength}
	}
	for _, c := range []struct {
		name     string
		eligible bool // alice has her role only in the second of two sign-ins
		policies []ca.Policy
		want     []string
	}{
		{"the-first-of-the-plainest-sign-in", false,
			[]ca.Policy{block(on(macOS)), block(on(windows, macOS)), block(on(windows, linux)), block(on(iOS, android)), block(unknown)},
			[]string{"policy-1", "policy-2", "policy-3", "policy-4"}},
		{"nothing-beside-what-denies", false,
			[]ca.Policy{block(graph, on(windows)), block(graph, on(macOS)), block(on(windows, macOS)), block(on(linux, iOS, android)),
				block(unknown)},
			[]string{"policy-0", "policy-1", "policy-3", "policy-4"}},
		{"what-denies-by-itself", false,
			[]ca.Policy{block(text, on(windows, macOS, linux)), block(registering), block(on(windows, macOS, linux)), block(on(iOS, android)),
				block(unknown)},
			[]string{"policy-2", "policy-3", "policy-4"}},
		{"one-that-locks-out-with-the-role", true,
			[]ca.Policy{block(on(windows, macOS)), block(on(linux, iOS, android)), block(unknown), block(byRole)},
			[]string{"policy-3"}},
		{"several-that-lock-out-with-the-role", true,
			[]ca.Policy{block(byRole, on(windows, macOS)), block(byRole, on(linux, iOS, android)), block(byRole, unknown)},
			[]string{"policy-0", "policy-1", "policy-2"}},
		{"the-first-sign-in-before-the-one-with-the-role", true,
			[]ca.Policy{block(text, on(windows)), block(registering), block(byRole, on(windows, macOS)), block(on(macOS)),
				block(on(linux, iOS, android)), block(unknown)},
			[]string{"policy-0", "policy-1", "policy-3", "policy-4", "policy-5"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			q := Question{Tenant: office(numbered(c.policies...)...)}
			q.Tenant.Methods[alice] = []ca.AuthenticationMethod{{Kind: ca.MethodPassword}}
			if c.eligible {
				q.Tenant.RoleAssignments, q.Tenant.EligibleSchedules = q.Tenant.EligibleSchedules, q.Tenant.RoleAssignments
			}
			r := aliceIn(t, q)
			var core []string
			for _, d := range r.Core {
				core = append(core, d.PolicyID)
			}
			if r.Verdict != LockedOut || !slices.Equal(core, c.want) {
				t.Errorf("alice is %s by %v, want %s by %v", r.Verdict, core, LockedOut, c.want)
			}
		})
	}
}
