package provider

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graph"
	"github.com/entraguard/terraform-provider-entraguard/internal/guard"
)

// A connection is what all resources of a configured provider share: one client, since the quota is the
// tenant's, and one guard, since a plan is judged as a whole.
type connection struct {
	client *graph.Client
	config guard.Config

	mu       sync.Mutex
	guard    *guard.Guard
	warnings map[string]bool // that this run has given already
	missing  string          // what this run has said about missing permissions
}

// judge is the guard. It is made when the first change asks for it, since it has to know who the provider
// signs in as, and a plan without changes need not.
func (c *connection) judge(ctx context.Context) (*guard.Guard, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.guard != nil {
		return c.guard, nil
	}
	self, err := c.client.Identity(ctx)
	if err != nil {
		return nil, err
	}
	config := c.config
	if self.IsApp {
		config.Pipeline = self.ObjectID
	}
	c.guard = guard.New(config, tenant{c.client})
	return c.guard, nil
}

// write passes a change through the guard and returns the tenant that shows it; nil where it was not made, or
// is not shown. Doing completes "cannot". A write says no warning again that its plan has said.
func (c *connection) write(ctx context.Context, diags *diag.Diagnostics, doing string, change guard.Change, w guard.Write, at locator) *ca.Tenant {
	judge, err := c.judge(ctx)
	if err != nil {
		c.addFailure(ctx, diags, doing, err)
		return nil
	}
	arrived := c.client.ExpectWrite()
	defer arrived()
	do, done := w.Do, false
	w.Do = func(ctx context.Context) (id string, err error) {
		defer arrived()
		id, err = do(ctx)
		done = err == nil
		return id, err
	}
	shown, findings, err := judge.Write(ctx, change, w)
	addFindings(diags, c.said(findings), at)
	switch {
	case err == nil:
	case done && interrupted(ctx):
		// An error would have Terraform replace what was written, although nothing is known to be wrong with it.
		diags.AddWarning("Interrupted before the tenant showed the change",
			"It was possible to "+doing+", and the state says so. Whether the tenant shows it, and what else has changed there since, the next plan tells.")
	default:
		c.addFailure(ctx, diags, doing, err)
	}
	c.warnOfMissing(ctx, diags)
	return shown
}

// interrupted reports whether somebody stopped this run, as opposed to a timeout that passed.
func interrupted(ctx context.Context) bool { return errors.Is(context.Cause(ctx), context.Canceled) }

// said remembers the warnings among some findings, and returns the findings without those that this run has
// given already.
func (c *connection) said(findings []guard.Finding) []guard.Finding {
	c.mu.Lock()
	defer c.mu.Unlock()
	var news []guard.Finding
	for _, f := range findings {
		if f.Refuses() || !c.warnings[f.Summary()] {
			news = append(news, f)
		}
		if !f.Refuses() {
			if c.warnings == nil {
				c.warnings = map[string]bool{}
			}
			c.warnings[f.Summary()] = true
		}
	}
	return news
}

// A tenant lets the guard see what the client sees.
type tenant struct{ client *graph.Client }

// Snapshot implements guard.Tenant.
func (t tenant) Snapshot(ctx context.Context, maxAge time.Duration, scope guard.Scope) (*ca.Tenant, error) {
	return t.client.Snapshot(ctx, maxAge, graph.Scope(scope))
}

// Shown implements guard.Tenant. What seen is asked about is a list as one replica answered it; what is
// judged afterwards has the other writes of this run laid over it, which that replica may lack.
func (t tenant) Shown(ctx context.Context, scope guard.Scope, seen func(*ca.Tenant) bool) (*ca.Tenant, error) {
	if err := t.client.Shown(ctx, graph.Scope(scope), seen); err != nil {
		return nil, err
	}
	return t.client.Snapshot(ctx, sameRead, graph.Scope(scope))
}

// WhatIf implements guard.Tenant.
func (t tenant) WhatIf(ctx context.Context, s ca.SignIn) ([]ca.WhatIfResult, error) {
	return t.client.WhatIf(ctx, s)
}

// sameRead is an age at which a snapshot is made of the list that was just read, and of no other request.
const sameRead = time.Minute

// errTimeout is why the context of an operation ended by itself.
var errTimeout = errors.New("the timeout of the operation passed")

// within gives an operation the time that its resource grants it.
func within(ctx context.Context, limit func(context.Context, time.Duration) (time.Duration, diag.Diagnostics), otherwise time.Duration, diags *diag.Diagnostics) (context.Context, context.CancelFunc) {
	granted, problems := limit(ctx, otherwise)
	diags.Append(problems...)
	return context.WithTimeoutCause(ctx, granted, errTimeout)
}
