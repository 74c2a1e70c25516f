package graph

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// An updatable is one kind of object that is read once more before it is changed.
type updatable struct {
	name, collection string
	create           func(context.Context, *Client) (id string, err error)
	// rename reads the object from its list, as whoever plans a change does, and returns what changes its name.
	rename func(ctx context.Context, c *Client, id, name string) (send func() error, err error)
}

var updatables = []updatable{
	{
		name: "location", collection: "namedLocations",
		create: func(ctx context.Context, c *Client) (string, error) {
			l, err := c.CreateNamedLocation(ctx, office(false))
			return l.ID, err
		},
		rename: func(ctx context.Context, c *Client, id, name string) (func() error, error) {
			current, _, err := c.NamedLocation(ctx, id)
			desired := current
			desired.DisplayName = name
			return func() error { _, err := c.UpdateNamedLocation(ctx, desired, current); return err }, err
		},
	},
	{
		name: "strength", collection: "authenticationStrengthPolicies",
		create: func(ctx context.Context, c *Client) (string, error) {
			s, err := c.CreateStrength(ctx, keysOnly())
			return s.ID, err
		},
		rename: func(ctx context.Context, c *Client, id, name string) (func() error, error) {
			current, _, err := c.Strength(ctx, id)
			desired := current
			desired.DisplayName = name
			return func() error { _, err := c.UpdateStrength(ctx, desired, current); return err }, err
		},
	},
	{
		name: "context", collection: "authenticationContextClassReferences",
		create: func(ctx context.Context, c *Client) (string, error) {
			x, err := c.CreateContext(ctx, stepUp())
			return x.ID, err
		},
		rename: func(ctx context.Context, c *Client, id, name string) (func() error, error) {
			current, _, err := c.Context(ctx, id)
			desired := current
			desired.DisplayName = name
			return func() error { _, err := c.UpdateContext(ctx, desired, current); return err }, err
		},
	},
}

// TestUpdateOverAnotherChange: between the list that a change was made from and the change, somebody else edits the
// object, in a property that the change leaves as it was. That edit stays, and nothing is sent.
func TestUpdateOverAnotherChange(t *testing.T) {
	t.Parallel()
	for _, kind := range updatables {
		for _, ours := range []bool{false, true} {
			if ours && kind.name == "context" {
				continue // it has no times: until a list shows our own write, another one may pass for the version before it
			}
			t.Run(kind.name+map[bool]string{false: "-of-another", true: "-of-our-own"}[ours], func(t *testing.T) {
				t.Parallel()
				inBubble(t, graphsim.Options{}, func(t *testing.T, sim *graphsim.Server, newClient func(...func(*Config)) *Client) {
					ctx, c := context.Background(), newClient()
					id, err := kind.create(ctx, c)
					if err != nil {
						t.Fatal(err)
					}
					if !ours {
						c = newClient()
					}
					send, err := kind.rename(ctx, c, id, "Renamed")
					if err != nil {
						t.Fatal(err)
					}
					time.Sleep(5 * time.Second)
					sim.Edit(kind.collection, id, func(o map[string]any) { o["description"], o["displayName"] = "of somebody else", "Theirs" })
					var changed *ChangedError
					if err := send(); !errors.As(err, &changed) {
						t.Errorf("got %v, want that somebody else has changed it", err)
					} else if changed.Modified.IsZero() != (kind.name == "context") {
						t.Errorf("it was changed at %s", changed.Modified)
					}
					wantLine(t, changed, "cannot change the ", "somebody changed it", "after it was read; writing to it would undo that")
					if n := count(sim, func(r graphsim.Request) bool { return r.Method == http.MethodPatch }); n != 0 {
						t.Errorf("%d changes were sent, want none", n)
					}
					if name := sim.Get(kind.collection, id)["displayName"]; name != "Theirs" {
						t.Errorf("its name is %q, want the other one", name)
					}
				})
			})
		}
	}
}

// TestUpdateOverOwnChanges: a replica that has not heard of this client's own writes is no other administrator.
func TestUpdateOverOwnChanges(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]graphsim.Options{
		"plain": {}, "stale": {Staleness: 6}, "in-turn": {Staleness: 6, Alternate: true}, "unseen": {Unseen: 3},
	} {
		for _, kind := range updatables {
			t.Run(kind.name+"-"+name, func(t *testing.T) {
				t.Parallel()
				inBubble(t, options, func(t *testing.T, sim *graphsim.Server, newClient func(...func(*Config)) *Client) {
					ctx, c := context.Background(), newClient()
					id, err := kind.create(ctx, c)
					if err != nil {
						t.Fatal(err)
					}
					for _, name := range []string{"Second", "Third", "Fourth"} {
						send, err := kind.rename(ctx, c, id, name)
						if err != nil {
							t.Fatal(err)
						}
						time.Sleep(time.Second)
						if err := send(); err != nil {
							t.Errorf("%s: %v", name, err)
						}
						if held := sim.Get(kind.collection, id)["displayName"]; held != name {
							t.Errorf("its name is %q, want %q", held, name)
						}
					}
				})
			})
		}
	}
}

// TestUpdateOfWhatIsGone: it is not made anew.
func TestUpdateOfWhatIsGone(t *testing.T) {
	t.Parallel()
	for _, kind := range updatables {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			sim, c := start(t, graphsim.Options{})
			id, err := kind.create(soon(t), c)
			if err != nil {
				t.Fatal(err)
			}
			c = connect(t, serve(t, sim))
			send, err := kind.rename(soon(t), c, id, "Renamed")
			if err != nil {
				t.Fatal(err)
			}
			sim.Remove(kind.collection, id)
			if err := send(); !IsNotFound(err) || sim.Get(kind.collection, id) != nil {
				t.Errorf("got %v, want 404; the tenant has %v", err, sim.Get(kind.collection, id))
			}
		})
	}
}
