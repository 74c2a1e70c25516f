package provider

import (
	"context"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// granted is how long the operation under test may take. All others may take a day.
const granted = 3 * time.Minute

// stuck is how long the service takes for what takes too long.
const stuck = time.Hour

// farewell is how long an operation that is given up goes on at most: a write that was sent is listened to for
// half a minute, and then as long again is looked for.
const farewell = 70 * time.Second

// withTimeouts is a configuration that grants one operation its time.
func withTimeouts(configuration words, operation string) words {
	configuration = maps.Clone(configuration)
	times := words{"create": "24h", "read": "24h", "update": "24h", "delete": "24h"}
	times[operation] = granted.String()
	configuration["timeouts"] = times
	return configuration
}

// each runs a test for every operation on every kind of object that others can be changed beside, over an object
// that exists unless the operation creates it.
func each(t *testing.T, options graphsim.Options, only string, test func(t *testing.T, c *cell)) {
	for _, kind := range manageables {
		for _, op := range operations {
			if !strings.Contains(only, op.name) {
				continue
			}
			bounded := kind
			bounded.object = func(name string) words { return withTimeouts(kind.object(name), op.name) }
			t.Run(strings.TrimPrefix(kind.typeName, "entraguard_")+"/"+op.name, func(t *testing.T) {
				t.Parallel()
				inBubble(t, options, func(t *testing.T, f *fixture, newCore func(words) *core) {
					c := &cell{t: t, fixture: f, start: newCore, kind: bounded, op: op}
					if op.exists {
						c.begin()
					}
					test(t, c)
					time.Sleep(2 * stuck) // until the service is done with what it was asked
				})
			})
		}
	}
}

// TestTimeouts has the service not answer the write, or the list, of an operation. It ends when its own timeout
// passes, whatever the others are.
func TestTimeouts(t *testing.T) {
	t.Parallel()
	each(t, graphsim.Options{Quota: 1}, "create read update delete", func(t *testing.T, c *cell) {
		c.Slow(c.mine, -1, stuck)
		began := time.Now()
		kept, said := c.run(nil)
		if took := time.Since(began); took < granted || took > granted+farewell {
			t.Errorf("it took %s, and was granted %s", took, granted)
		}
		text := told(said)
		verb := map[string]string{"create": "create", "read": "read", "update": "change", "delete": "delete"}[c.op.name]
		for _, want := range []string{"The timeout passed before it was possible to " + verb + " the ", "The timeouts of a resource are set in its `timeouts` attribute"} {
			if !strings.Contains(text, want) {
				t.Errorf("it does not say %q: %s", want, text)
			}
		}
		if held := c.start(nil).attribute(c.kind.typeName, kept, "display_name"); held != c.op.before {
			t.Errorf("the state has %q, want %q", held, c.op.before)
		}
	})
}

// TestTimeoutWhileConfirming has the service take the write, and not show it in time. What was written is in the
// state, with an error: nobody has seen it yet.
func TestTimeoutWhileConfirming(t *testing.T) {
	t.Parallel()
	each(t, graphsim.Options{Quota: 1}, writes, func(t *testing.T, c *cell) {
		c.unshown()
		began := time.Now()
		kept, said := c.run(nil)
		if took := time.Since(began); took < granted || took > granted+farewell {
			t.Errorf("it took %s, and was granted %s", took, granted)
		}
		if text := told(said); !failed(said) || !strings.Contains(text, "The timeout passed") {
			t.Errorf("want the timeout: %s", text)
		}
		c.holds(kept)
	})
}

// TestStoppedWhileWriting stops the provider while the service is at work on a write, as Ctrl-C does. What it then
// did is in the state.
func TestStoppedWhileWriting(t *testing.T) {
	t.Parallel()
	each(t, graphsim.Options{Quota: 1}, writes, func(t *testing.T, c *cell) {
		kept, said, took := c.stopped(c.mine, 20*time.Second, 5*time.Second)
		if took > farewell {
			t.Errorf("it went on for %s", took)
		}
		if failed(said) || !strings.Contains(told(said), "Interrupted before the tenant showed the change") {
			t.Errorf("want a warning: %s", told(said))
		}
		c.holds(kept)
	})
}

// TestStoppedWhileConfirming stops it when the write is made, and the tenant does not show it yet.
func TestStoppedWhileConfirming(t *testing.T) {
	t.Parallel()
	each(t, graphsim.Options{Quota: 1}, writes, func(t *testing.T, c *cell) {
		c.unshown()
		kept, said, took := c.stopped(c.mine, time.Second, 30*time.Second)
		if took > farewell {
			t.Errorf("it went on for %s", took)
		}
		if failed(said) || !strings.Contains(told(said), "Interrupted before the tenant showed the change") {
			t.Errorf("want a warning: %s", told(said))
		}
		c.holds(kept)
	})
}

// TestStoppedBeforeWriting stops it while it still reads the tenant: nothing is written, and nothing kept.
func TestStoppedBeforeWriting(t *testing.T) {
	t.Parallel()
	each(t, graphsim.Options{Quota: 1}, writes, func(t *testing.T, c *cell) {
		before := len(c.writes())
		list := func(r *http.Request) bool {
			return r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, c.kind.path)
		}
		kept, said, took := c.stopped(list, 20*time.Second, 5*time.Second)
		if took > time.Second {
			t.Errorf("it went on for %s", took)
		}
		if !failed(said) || len(c.writes()) != before {
			t.Errorf("%d writes: %s", len(c.writes())-before, told(said))
		}
		if held := c.start(nil).attribute(c.kind.typeName, kept, "display_name"); held != c.op.before {
			t.Errorf("the state has %q, want %q", held, c.op.before)
		}
	})
}

// stopped runs the operation, and stops the provider a while after the first request of the apply that matches has
// arrived, which takes the service so long.
func (c *cell) stopped(match func(*http.Request) bool, takes, after time.Duration) (keptObject, []*tfprotov6.Diagnostic, time.Duration) {
	c.t.Helper()
	run, applying := c.start(nil), c.start(nil)
	var at time.Time
	stop := func() {
		at = time.Now()
		if _, err := applying.server.StopProvider(context.Background(), &tfprotov6.StopProviderRequest{}); err != nil {
			c.t.Error(err)
		}
	}
	run.between = func() {
		run.server = applying.server // an apply is a process of its own
		c.Slow(func(r *http.Request) bool {
			if !match(r) {
				return false
			}
			time.AfterFunc(after, stop)
			return true
		}, 1, takes)
	}
	kept, said := c.operate(run)
	took := time.Since(at)
	if at.IsZero() {
		c.t.Fatalf("it was not stopped: the test tests nothing; %s", told(said))
	}
	return kept, said, took
}

// unshown has every list hang that is read once the write was made.
func (c *cell) unshown() {
	m := &occasion{cell: c}
	c.Slow(m.afterwards(), -1, stuck)
}

// holds fails the test unless the state is what the tenant holds, and that is what was asked for.
func (c *cell) holds(kept keptObject) {
	c.t.Helper()
	run := c.start(nil)
	id, name := run.attribute(c.kind.typeName, kept, "id"), run.attribute(c.kind.typeName, kept, "display_name")
	if want := map[bool]int{true: 1}[c.op.after != ""]; len(c.ours()) != want {
		c.t.Fatalf("the tenant has %d of the object, want %d", len(c.ours()), want)
	}
	switch {
	case c.op.after == "":
	case name != c.op.after || c.nameOf(id) != c.op.after:
		c.t.Errorf("the state calls it %q, and the tenant %q; want %q", name, c.nameOf(id), c.op.after)
	}
}
