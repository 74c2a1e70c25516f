package provider

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// leastCells is how many meetings of a fault with an operation there are at least. Whoever runs some of them with
// -run meets it, too: it counts those that there are, not those that were asked for.
const leastCells = 550

// TestFaultMatrix has every fault meet every operation on every kind of object, with the real client and the real
// guard. Whatever happens: no object is there twice, none that no state knows of, no change of somebody else is lost,
// and the state is what the tenant holds. What failed succeeds when it is tried again.
func TestFaultMatrix(t *testing.T) {
	var ran, failures atomic.Int64
	cells := 0
	t.Run("cells", func(t *testing.T) {
		for _, kind := range manageables {
			for _, op := range operations {
				for _, trouble := range troubles() {
					if trouble.only != "" && !strings.Contains(trouble.only, op.name) {
						continue
					}
					cells++
					name := fmt.Sprintf("%s/%s/%s", strings.TrimPrefix(kind.typeName, "entraguard_"), op.name, trouble.name)
					t.Run(name, func(t *testing.T) {
						t.Parallel()
						trouble.options.Quota, trouble.options.Delay = 1, 50*time.Millisecond
						inBubble(t, trouble.options, func(t *testing.T, f *fixture, newCore func(words) *core) {
							if (&cell{t: t, fixture: f, start: newCore, kind: kind, op: op}).meet(trouble) {
								failures.Add(1)
							}
						})
						ran.Add(1)
					})
				}
			}
		}
	})
	t.Logf("%d of %d cells: %d kinds, %d operations, %d faults; %d ended in an error, as they have to",
		ran.Load(), cells, len(manageables), len(operations), len(troubles()), failures.Load())
	if cells < leastCells {
		t.Errorf("there are only %d cells, want %d", cells, leastCells)
	}
	if ran.Load() == 0 {
		t.Error("no cell ran")
	}
}

// meet runs the cell, and reports whether the operation failed, as it may.
func (c *cell) meet(trouble trouble) bool {
	if c.op.exists {
		c.begin()
	}
	var met atomic.Bool
	m := &occasion{cell: c, met: func() { met.Store(true) }}
	if trouble.arm != nil {
		trouble.arm(m)
	}
	kept, said := c.run(m.between)
	if trouble.arm != nil && !m.sure && !met.Load() {
		c.t.Errorf("the fault was not met: the cell has tested nothing; %s", told(said))
	}
	m.over.Store(true)
	c.Hook(nil)
	return c.judge(trouble, m, kept, said)
}

// judge holds what an operation left against what the fault permits.
func (c *cell) judge(trouble trouble, m *occasion, kept keptObject, said []*tfprotov6.Diagnostic) bool {
	c.t.Helper()
	run := c.start(nil)
	id := run.attribute(c.kind.typeName, kept, "id")
	ours, wrong := c.ours(), failed(said)
	switch {
	case wrong && len(trouble.says) == 0:
		c.t.Errorf("it failed: %s", told(said))
	case wrong && !saysOneOf(told(said), trouble.says):
		c.t.Errorf("it failed without a word about %q: %s", trouble.says, told(said))
	case !wrong && trouble.fails:
		c.t.Errorf("it succeeded: %s", told(said))
	}
	if extra := len(ours) - m.strangers; extra > 1 {
		c.t.Errorf("the tenant has the object %d times", extra)
	}
	switch {
	case id == "" && len(ours) > m.strangers:
		c.t.Errorf("an orphan: the tenant has %v, and the state nothing; %s", ours, told(said))
	case id != "" && c.Get(c.kind.collection, id) == nil && !wrong && c.op.name != "delete":
		c.t.Errorf("the state has %s, and the tenant does not; %s", id, told(said))
	case !wrong && !m.gone && c.nameOf(id) != c.op.after:
		c.t.Errorf("the tenant calls it %q, want %q; %s", c.nameOf(id), c.op.after, told(said))
	case !wrong && !m.gone && run.attribute(c.kind.typeName, kept, "display_name") != c.op.after:
		c.t.Errorf("the state calls it %q, want %q", run.attribute(c.kind.typeName, kept, "display_name"), c.op.after)
	}
	if m.edited && !m.overwritten {
		for property, value := range c.kind.other {
			if have := c.Get(c.kind.collection, c.id)[property]; fmt.Sprint(have) != fmt.Sprint(value) {
				c.t.Errorf("the change of another administrator is lost: %s is %v, want %v; %s", property, have, value, told(said))
			}
		}
	}
	if wrong && !m.lasting {
		c.again(kept, m)
	}
	return wrong
}

// again tries once more what failed, as the next apply does: what was created and then failed is replaced.
func (c *cell) again(kept keptObject, m *occasion) {
	c.t.Helper()
	ctx := context.Background()
	run := c.start(nil)
	var said []*tfprotov6.Diagnostic
	if kept.state != nil {
		if kept, said = run.read(ctx, c.kind.typeName, kept); failed(said) {
			c.t.Errorf("the next refresh fails: %s", told(said))
		}
	}
	if c.op.name == "create" && kept.state != nil {
		kept, said = run.apply(ctx, c.kind.typeName, kept, nil)
		if failed(said) {
			c.t.Errorf("what was created cannot be deleted: %s", told(said))
		}
	}
	wanted := c.kind.object(c.op.after)
	if c.op.after == "" {
		wanted = nil
	}
	if wanted != nil || kept.state != nil {
		kept, said = run.apply(ctx, c.kind.typeName, kept, wanted)
	}
	id := run.attribute(c.kind.typeName, kept, "id")
	if failed(said) || c.nameOf(id) != c.op.after || len(c.ours())-m.strangers > 1 {
		c.t.Errorf("the second try ends with %q and %d objects: %s", c.nameOf(id), len(c.ours()), told(said))
	}
}

func saysOneOf(text string, words []string) bool {
	for _, want := range words {
		if strings.Contains(text, want) {
			return true
		}
	}
	return false
}
