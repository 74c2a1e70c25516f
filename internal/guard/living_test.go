package guard

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// living is a tenant that writes change, and that a test can change behind the guard's back.
type living struct {
	mu        sync.Mutex
	now       *ca.Tenant
	fails     error
	shownAs   func(*ca.Tenant) *ca.Tenant // what somebody else has done by the time that a write shows
	snapshots int
	oldest    time.Duration // the largest maxAge asked for
	scopes    []Scope

	asked    []ca.SignIn                                // of What-If
	evaluate func(ca.SignIn) ([]ca.WhatIfResult, error) // What-If; nil is a service that must not be asked
}

func (l *living) WhatIf(_ context.Context, s ca.SignIn) ([]ca.WhatIfResult, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked = append(l.asked, s)
	if l.evaluate == nil {
		return nil, errors.New("the service was asked")
	}
	return l.evaluate(s)
}

func (l *living) Snapshot(_ context.Context, maxAge time.Duration, scope Scope) (*ca.Tenant, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.snapshots++
	l.oldest = max(l.oldest, maxAge)
	l.scopes = append(l.scopes, scope)
	if l.fails != nil {
		return nil, l.fails
	}
	return l.now, nil
}

func (l *living) Shown(ctx context.Context, _ Scope, seen func(*ca.Tenant) bool) (*ca.Tenant, error) {
	for {
		l.mu.Lock()
		if l.shownAs != nil {
			l.now = l.shownAs(l.now)
			l.shownAs = nil
		}
		now := l.now
		l.mu.Unlock()
		if seen(now) {
			return now, nil
		}
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// put writes a policy, as the service would.
func (l *living) put(p ca.Policy) {
	l.mu.Lock()
	defer l.mu.Unlock()
	policies := slices.DeleteFunc(slices.Clone(l.now.Policies.Value()), func(have ca.Policy) bool { return have.ID == p.ID })
	next := *l.now
	next.Policies = ca.Known(append(policies, p))
	l.now = &next
}

func (l *living) state(id string) ca.State {
	l.mu.Lock()
	defer l.mu.Unlock()
	p, _ := l.now.Policy(id)
	return p.State
}

// writing is the write of a policy to a living tenant.
func (l *living) writing(before *ca.Policy, after ca.Policy) Write {
	return Write{
		Do: func(context.Context) (string, error) {
			l.put(after)
			return after.ID, nil
		},
		Undo: func(context.Context) error {
			if before != nil {
				l.put(*before)
				return nil
			}
			harmless := after
			harmless.State = ca.StateReportOnly
			l.put(harmless)
			return nil
		},
		Seen: func(t *ca.Tenant) bool {
			p, ok := t.Policy(after.ID)
			return ok && sameEffect(p, after) && p.State == after.State
		},
	}
}
