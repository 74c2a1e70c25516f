package guard

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// alter changes the living tenant as a write of another kind than a policy does.
func (l *living) alter(change func(*ca.Tenant)) Write {
	return Write{Do: func(context.Context) (string, error) {
		l.mu.Lock()
		defer l.mu.Unlock()
		next := *l.now
		change(&next)
		l.now = &next
		return "", nil
	}}
}

// TestWritesThatWaitForOthers: what only another write of the same run makes possible waits for it.
func TestWritesThatWaitForOthers(t *testing.T) {
	t.Parallel()
	mfa := policy("p2", "MFA")
	keys, other := policy("p1", "Keys", demandingStrength(keysID)), policy("p1", "Keys", demandingStrength(ca.StrengthMFA))
	sensitive := policy("p3", "Sensitive", forContexts("c2"))
	second := authContext("c2")
	for _, c := range []struct {
		name         string
		tenant       *ca.Tenant
		first, after Change
		alter        func(*ca.Tenant)
		alone        string // what the later one is refused for without the earlier one
	}{
		{
			"enabled-after-security-defaults", withDefaults(true), switchDefaults(defaults(true), defaults(false)), create(mfa),
			func(t *ca.Tenant) { t.SecurityDefaults = ca.Known(defaults(false)) }, "EG050!",
		},
		{
			"deleted-after-the-policy-lets-go", withStrengths(contoso(keys), strength(anybodys)), update(keys, other), removeStrength(strength(anybodys)),
			func(t *ca.Tenant) { t.Policies = ca.Known([]ca.Policy{other}) }, "EG027!",
		},
		{
			"named-after-the-context-is-there", contoso(), createContext(second), create(sensitive),
			func(t *ca.Tenant) {
				t.Contexts = ca.Known(append([]ca.AuthenticationContext{second}, t.Contexts.Value()...))
			}, "EG027!",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tenant := &living{now: c.tenant}
				g := New(settings(), tenant)
				var wait sync.WaitGroup
				wait.Go(func() {
					earlier := tenant.alter(c.alter)
					do := earlier.Do
					earlier.Do = func(ctx context.Context) (string, error) {
						time.Sleep(time.Second)
						return do(ctx)
					}
					if _, findings, err := g.Write(t.Context(), c.first, earlier); err != nil || len(findings) > 0 {
						t.Errorf("the first: %v, %v", err, ruleIDs(findings))
					}
				})
				time.Sleep(time.Millisecond)
				made := false
				later := Write{Do: func(context.Context) (string, error) { made = true; return "", nil }}
				if _, findings, err := g.Write(t.Context(), c.after, later); err != nil || len(findings) > 0 || !made {
					t.Errorf("the one after it: made %t, %v, %v", made, err, ruleIDs(findings))
				}
				wait.Wait()
			})
			synctest.Test(t, func(t *testing.T) {
				g := New(settings(), &living{now: c.tenant})
				_, findings, err := g.Write(t.Context(), c.after, Write{Do: func(context.Context) (string, error) {
					t.Error("the write was sent")
					return "", nil
				}})
				if diff := cmp.Diff([]string{c.alone}, ruleIDs(findings)); diff != "" || err != nil {
					t.Error(err, diff)
				}
			})
		})
	}
}

// TestPlansThatWaitForOthers: the same while planning, in whatever order the changes arrive.
func TestPlansThatWaitForOthers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		tenant       *ca.Tenant
		first, later Change
		want         []string // of the one that arrives first
	}{
		"a-context": {contoso(), create(policy("", "Sensitive", forContexts("c2"))), createContext(authContext("c2")), nil},
		"security-defaults": {
			withDefaults(true), create(policy("", "MFA")), switchDefaults(defaults(true), defaults(false)), []string{"EG050"},
		},
		"nothing-comes": {contoso(), create(policy("", "Sensitive", forContexts("c2"))), create(policy("", "MFA")), []string{"EG027!"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				g := New(settings(), &living{now: c.tenant})
				var wait sync.WaitGroup
				wait.Go(func() {
					if diff := cmp.Diff(c.want, ruleIDs(mustPlan(t, g, c.first))); diff != "" {
						t.Error(diff)
					}
				})
				time.Sleep(time.Second)
				c.later.Address += ".later"
				if findings := mustPlan(t, g, c.later); len(findings) > 0 {
					t.Errorf("the later one: %v", ruleIDs(findings))
				}
				wait.Wait()
			})
		})
	}
}
