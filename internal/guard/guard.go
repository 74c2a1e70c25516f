package guard

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// A Tenant is a living tenant, as the guard needs it.
type Tenant interface {
	// Snapshot returns the tenant as it was at most maxAge ago, with our own writes since then laid over
	// it. An error says what could not be read, and which permission is missing.
	Snapshot(ctx context.Context, maxAge time.Duration, scope Scope) (*ca.Tenant, error)

	// Shown waits until the tenant shows what seen asks for, and returns the tenant as it then is. One list
	// read serves every write in flight.
	Shown(ctx context.Context, scope Scope, seen func(*ca.Tenant) bool) (*ca.Tenant, error)

	// WhatIf asks the service's own What-If which stored policies apply to a sign-in. It is called only where
	// the configuration asks for a second opinion.
	WhatIf(ctx context.Context, s ca.SignIn) ([]ca.WhatIfResult, error)
}

// A Guard stands between one run of Terraform and one tenant. It is safe for concurrent use.
type Guard struct {
	config Config
	tenant Tenant
	ledger *ledger
	judge  lock // over reading and judging while planning
	gate   lock // over reading, judging and sending a write
	recent memory

	decider  decider
	opinions map[string]opinion // by what was asked; the gate is over it, too
	wrote    atomic.Bool
}

// New returns the guard of one run.
func New(c Config, t Tenant) *Guard {
	return &Guard{config: c, tenant: t, ledger: newLedger(), judge: newLock(), gate: newLock(), opinions: map[string]opinion{}}
}

// A lock is a mutex that a context can end the wait for.
type lock chan struct{}

func newLock() lock { return make(lock, 1) }

func (l lock) acquire(ctx context.Context) error {
	select {
	case l <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (l lock) release() { <-l }

// clock is the service's time: the tenant's where it is known.
func clock(t *ca.Tenant) time.Time {
	if t.ReadAt.IsZero() {
		return time.Now()
	}
	return t.ReadAt
}

// memory keeps the last judgement of the ledger, since calls that come together share it.
type memory struct {
	tenant  *ca.Tenant
	scope   Scope
	readAt  time.Time
	before  engine.Report
	version int
	result  Result
	judged  bool
}
