package graph

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// How many times older than the policies other facts may be before they are read again. Named locations
// and strengths cost a request of the quota each; the directory costs a dozen batches.
const (
	objectsAge   = 3
	directoryAge = 6
)

// Snapshot returns the whole tenant: its policies from a read not older than maxAge, 0 being now, with
// this client's own writes laid over them. Callers share reads. The tenant is theirs to read, not to
// change.
//
// Of the groups that policies name, GroupMembers holds the members among the people verdicts are about;
// groups that hold a role and groups of the scope are read whole, nested members counted as direct ones.
func (c *Client) Snapshot(ctx context.Context, maxAge time.Duration, scope Scope) (*ca.Tenant, error) {
	now := time.Now()
	maxAge = max(0, maxAge)
	c.startDirectory(ctx, now.Add(-directoryAge*maxAge))
	if err := c.lists.policies.refresh(ctx, now.Add(-maxAge), false); err != nil {
		return nil, err
	}
	if err := c.refreshObjects(ctx, scope, now.Add(-objectsAge*maxAge)); err != nil {
		return nil, err
	}
	return c.assemble(ctx, scope, now.Add(-directoryAge*maxAge), laidOver)
}

// refreshObjects reads what policies refer to: always once, and again where a policy that is not switched
// off refers to it, or the scope does.
func (c *Client) refreshObjects(ctx context.Context, scope Scope, notBefore time.Time) error {
	named := referencesOf(c.lists.policies.current(), scope)
	when := func(again bool) time.Time {
		if again {
			return notBefore
		}
		return time.Time{}
	}
	if err := c.note(ctx, "named locations", c.lists.locations.optional(ctx, when(named.locations))); err != nil {
		return err
	}
	if err := c.note(ctx, "authentication strengths", c.lists.strengths.optional(ctx, when(named.strengths))); err != nil {
		return err
	}
	if at, _ := c.lists.defaults.readAt(); !at.IsZero() { // somebody manages them; else they come with the directory
		if err := c.note(ctx, "security defaults", c.lists.defaults.optional(ctx, notBefore)); err != nil {
			return err
		}
	}
	if !named.contexts {
		return nil
	}
	return c.note(ctx, "authentication contexts", c.lists.contexts.optional(ctx, notBefore))
}

// references are the kinds of objects that policies name, or planned changes do.
type references struct{ locations, strengths, contexts bool }

func referencesOf(policies []ca.Policy, scope Scope) references {
	r := references{locations: scope.NamedLocations, strengths: scope.Strengths, contexts: scope.Contexts}
	for _, p := range policies {
		if len(p.Conditions.Applications.IncludeAuthenticationContextClassReferences) > 0 {
			r.contexts = true
		}
		if p.State == ca.StateDisabled {
			continue
		}
		if p.Conditions.Locations != nil {
			r.locations = true
		}
		if g := p.GrantControls; g != nil && g.AuthenticationStrength != nil && !isBuiltIn(g.AuthenticationStrength.ID) {
			r.strengths = true
		}
	}
	return r
}

func isBuiltIn(strength string) bool {
	return slices.ContainsFunc(ca.BuiltInStrengths, func(s ca.AuthenticationStrength) bool { return ca.SameID(s.ID, strength) })
}

// The two ways to look at the lists.
const (
	laidOver = true  // with this client's own writes
	asShown  = false // as the tenant last showed them
)

// assemble puts a tenant together of what was read.
func (c *Client) assemble(ctx context.Context, scope Scope, notBefore time.Time, own bool) (*ca.Tenant, error) {
	policies := c.lists.policies.seen(own)
	identity, err := c.Identity(ctx)
	if err != nil {
		return nil, err
	}
	self := ""
	if identity.IsApp {
		self = identity.ObjectID
	}
	t := &ca.Tenant{Policies: ca.Known(policies)}
	_, t.ReadAt = c.lists.policies.readAt()
	if at, _ := c.lists.locations.readAt(); !at.IsZero() {
		t.NamedLocations = ca.Known(c.lists.locations.seen(own))
	}
	if at, _ := c.lists.strengths.readAt(); !at.IsZero() {
		t.Strengths = ca.Known(c.lists.strengths.seen(own))
	}
	if at, _ := c.lists.contexts.readAt(); !at.IsZero() {
		t.Contexts = ca.Known(c.lists.contexts.seen(own))
	}
	err = c.withDirectory(ctx, notBefore, wantedBy(policies, scope, self), func(d *directory) { d.fill(t) })
	if at, _ := c.lists.defaults.readAt(); !at.IsZero() {
		for _, defaults := range c.lists.defaults.seen(own) {
			t.SecurityDefaults = ca.Known(defaults)
		}
	}
	t.ID = firstOf(t.ID, identity.TenantID)
	return t, err
}

// fill copies what the directory knows into a tenant: the directory grows, the tenant does not.
func (d *directory) fill(t *ca.Tenant) {
	t.ID, t.Name = d.organization.id, d.organization.name
	t.SecurityDefaults, t.MethodsPolicy, t.Domains = d.defaults, d.methods, d.domains
	t.RoleDefinitions, t.RoleAssignments = d.definitions, d.assignments
	t.AssignmentSchedules, t.EligibleSchedules = d.active, d.eligible
	t.Users, t.Groups, t.ServicePrincipals = d.users.fact(), d.groups.fact(), d.servicePrincipals.fact()
	t.Methods, t.Devices = maps.Clone(d.people.methods), maps.Clone(d.people.devices)
	t.GroupMembers = maps.Clone(d.members)
	for id := range d.groups.asked {
		_, exists := d.groups.found[id]
		if _, whole := d.members[id]; whole || !exists && !d.groups.denied {
			continue
		}
		if members, ok := d.people.membersOf(id); ok {
			t.GroupMembers[id] = members
		}
	}
}

// A directoryCache holds the directory. One caller at a time reads or copies it.
type directoryCache struct {
	once sync.Once
	turn chan struct{}
	held *directory
}

// withDirectory gives use a directory that was read at notBefore or later and holds what is wanted.
func (c *Client) withDirectory(ctx context.Context, notBefore time.Time, w wanted, use func(*directory)) error {
	if err := c.directory.enter(ctx); err != nil {
		return err
	}
	defer c.directory.leave()
	if err := c.refreshDirectory(ctx, notBefore); err != nil {
		return err
	}
	if err := c.directory.held.extend(ctx, c, w); err != nil {
		c.directory.held = nil // half of it may count as asked
		return err
	}
	use(c.directory.held)
	return nil
}

// refreshDirectory reads the settings anew if they are older. Callers have the turn.
func (c *Client) refreshDirectory(ctx context.Context, notBefore time.Time) error {
	if d := c.directory.held; d != nil && !d.started.Before(notBefore) {
		return nil
	}
	d, err := c.readSettings(ctx)
	if err == nil {
		c.directory.held = d
	}
	return err
}

// startDirectory reads the settings while the lists wait for the quota. What goes wrong here is met again,
// and reported, by who needs them.
func (c *Client) startDirectory(ctx context.Context, notBefore time.Time) {
	go func() {
		if c.directory.enter(ctx) != nil {
			return
		}
		defer c.directory.leave()
		_ = c.refreshDirectory(ctx, notBefore)
	}()
}

func (d *directoryCache) enter(ctx context.Context) error {
	d.once.Do(func() {
		d.turn = make(chan struct{}, 1)
		d.turn <- struct{}{}
	})
	select {
	case <-d.turn:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (d *directoryCache) leave() { d.turn <- struct{}{} }
