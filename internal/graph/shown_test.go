package graph

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

func holds(id string) func(*ca.Tenant) bool {
	return func(t *ca.Tenant) bool { _, ok := t.Policy(id); return ok }
}

func TestOneReadConfirmsManyWrites(t *testing.T) {
	t.Parallel()
	inBubble(t, aSecond, func(t *testing.T, sim *graphsim.Server, newClient func(...func(*Config)) *Client) {
		ctx := context.Background()
		c := newClient()
		if _, err := c.Snapshot(ctx, 0, Scope{}); err != nil {
			t.Fatal(err)
		}
		sim.ResetLog()
		parallel(8, 8, func(i int) {
			p, err := c.CreatePolicy(ctx, policy(fmt.Sprintf("CA%03d", i)))
			if err != nil {
				t.Error(err)
				return
			}
			if err := c.Shown(ctx, Scope{}, holds(p.ID)); err != nil {
				t.Error(err)
			}
		})
		if n := count(sim, metered); n != 9 {
			t.Errorf("8 writes and their confirmation cost %d requests, want 9", n)
		}
		// All is confirmed: asking again costs nothing.
		if err := c.Shown(ctx, Scope{}, func(t *ca.Tenant) bool { return len(t.Policies.Value()) == 8 }); err != nil {
			t.Error(err)
		}
		if n := count(sim, metered); n != 9 {
			t.Errorf("a confirmation of what is confirmed cost a request")
		}
	})
}

// TestReplicasThatLag alternates two replicas, of which one never hears of a change: one good read is not
// taken back by a stale one behind it.
func TestReplicasThatLag(t *testing.T) {
	t.Parallel()
	inBubble(t, graphsim.Options{}, func(t *testing.T, sim *graphsim.Server, newClient func(...func(*Config)) *Client) {
		ctx := context.Background()
		c := newClient()
		seedPolicy(sim, 1)
		current, _, err := c.Policy(ctx, policyID(1))
		if err != nil {
			t.Fatal(err)
		}
		var reads atomic.Int32
		sim.Hook(func(r *http.Request) {
			if r.Method != http.MethodGet || !strings.HasSuffix(r.URL.Path, "/policies") {
				return
			}
			name := map[bool]string{true: "CA001", false: "CA001 renamed"}[reads.Add(1)%2 == 1]
			stored := sim.Get("policies", policyID(1))
			stored["displayName"] = name
			stored["modifiedDateTime"] = map[bool]any{true: nil, false: "2027-01-01T00:00:00Z"}[name == "CA001"]
			sim.Put("policies", stored)
		})
		desired := current
		desired.DisplayName = "CA001 renamed"
		if _, err := c.UpdatePolicy(ctx, desired, current); err != nil {
			t.Fatal(err)
		}
		renamed := func(t *ca.Tenant) bool { p, _ := t.Policy(policyID(1)); return p.DisplayName == "CA001 renamed" }
		if err := c.Shown(ctx, Scope{}, renamed); err != nil {
			t.Fatal(err)
		}
		if reads.Load() != 2 {
			t.Errorf("it took %d reads, want 2: a stale one and a good one", reads.Load())
		}
		tenant, err := c.Snapshot(ctx, 0, Scope{})
		if err != nil {
			t.Fatal(err)
		}
		if reads.Load() != 3 || !renamed(tenant) {
			t.Errorf("after %d reads, the last of them stale, the own write is lost", reads.Load())
		}
	})
}

func TestWritesThatAreNeverShown(t *testing.T) {
	t.Parallel()
	inBubble(t, graphsim.Options{Staleness: 1000}, func(t *testing.T, sim *graphsim.Server, newClient func(...func(*Config)) *Client) {
		seedPolicy(sim, 1)
		seedPolicy(sim, 2)
		ctx := context.Background()
		c := newClient()
		p, err := c.CreatePolicy(ctx, policy("CA003"))
		if err != nil {
			t.Fatal(err)
		}
		first, _, _ := c.Policy(ctx, policyID(1))
		changed := first
		changed.DisplayName = "renamed"
		if _, err := c.UpdatePolicy(ctx, changed, first); err != nil {
			t.Fatal(err)
		}
		if err := c.DeletePolicy(ctx, policyID(2)); err != nil {
			t.Fatal(err)
		}
		short, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		sim.ResetLog()
		err = c.Shown(short, Scope{}, holds(p.ID))
		wantLine(t, err,
			`the policy "CA003" was created at `, "Z, but the tenant does not list it",
			`the policy "renamed" was changed at `, "but the tenant still shows what was there before",
			`the policy "CA002" was deleted at `, "but the tenant still lists it",
			"the time was up")
		if n := count(sim, metered); n < 3 || n > 10 {
			t.Errorf("a minute of waiting cost %d reads, want a few, ever more slowly", n)
		}
		tenant, err := c.Snapshot(ctx, time.Hour, Scope{})
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := tenant.Policy(p.ID); !ok {
			t.Error("the snapshot lacks what was written")
		}
		if _, ok := tenant.Policy(policyID(2)); ok {
			t.Error("the snapshot has what was deleted")
		}

		// No replica lags for ever: in the end, the tenant is believed.
		time.Sleep(5 * time.Minute)
		tenant, err = c.Snapshot(ctx, time.Hour, Scope{})
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := tenant.Policy(policyID(2)); !ok {
			t.Error("a policy that the tenant shows, minutes after its deletion, is left out")
		}
	})
}

func TestSomebodyElsesChangeIsNewer(t *testing.T) {
	t.Parallel()
	inBubble(t, graphsim.Options{}, func(t *testing.T, sim *graphsim.Server, newClient func(...func(*Config)) *Client) {
		ctx := context.Background()
		c := newClient()
		p, err := c.CreatePolicy(ctx, policy("CA001"))
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(3 * time.Second)
		sim.Edit("policies", p.ID, func(p map[string]any) { p["state"] = "enabled" })
		tenant, err := c.Snapshot(ctx, 0, Scope{})
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := tenant.Policy(p.ID); got.State != ca.StateEnabled {
			t.Errorf("the state is %s, want what somebody else made it", got.State)
		}
	})
}

// TestSharedReadSurvivesItsCaller cancels the caller whose read the others wait for.
func TestSharedReadSurvivesItsCaller(t *testing.T) {
	t.Parallel()
	inBubble(t, graphsim.Options{Delay: 5 * time.Second}, func(t *testing.T, sim *graphsim.Server, newClient func(...func(*Config)) *Client) {
		c := newClient()
		if _, err := c.Identity(context.Background()); err != nil {
			t.Fatal(err)
		}
		impatient, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		errs := make(chan error, 2)
		go func() { _, err := c.Policies(impatient); errs <- err }()
		go func() {
			time.Sleep(time.Millisecond)
			_, err := c.Policies(context.Background())
			errs <- err
		}()
		if err := <-errs; err == nil {
			t.Error("the impatient caller got an answer before there was one")
		}
		if err := <-errs; err != nil {
			t.Errorf("the patient caller: %v", err)
		}
		if n := count(sim, metered); n != 2 {
			t.Errorf("%d requests, want the 2 of one shared read", n)
		}
	})
}
