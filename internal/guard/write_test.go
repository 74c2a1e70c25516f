package guard

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

func TestWriteRefuses(t *testing.T) {
	t.Parallel()
	current := policy("p1", "MFA", func(p *ca.Policy) { p.ModifiedDateTime = noon.Add(-time.Hour) })
	planned := current
	planned.ModifiedDateTime = noon.Add(-2 * time.Hour)
	gone := policy("p7", "Gone")
	office := contoso().NamedLocations.Value()[0]
	movedOffice := office
	movedOffice.ModifiedDateTime = noon
	for _, c := range []struct {
		name   string
		change Change
		fails  error
		want   []string
	}{
		{"lockout", create(graphBlock("p2", "Block")), nil, []string{"EG001!"}},
		{"unreadable", create(policy("p2", "MFA")), errors.New("503"), []string{"EG091!"}},
		{"lost-update", update(planned, policy("p1", "MFA renamed")), nil, []string{"EG092!"}},
		{"lost-delete", remove(planned), nil, []string{"EG092!"}},
		{"gone", update(gone, policy("p7", "Renamed")), nil, []string{"EG092!"}},
		{"lost-location", updateLocation(movedOffice, office), nil, []string{"EG092!"}},
		{"not-yet-known", create(policy("p2", "MFA", excludingGroups(ca.NotYetKnown))), nil, []string{"EG090!"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			g := New(settings(loose), &living{now: contoso(current), fails: c.fails})
			tenant, findings, err := g.Write(t.Context(), c.change, Write{
				Do: func(context.Context) (string, error) {
					t.Error("the write was sent")
					return "", nil
				},
			})
			if tenant != nil || err != nil {
				t.Errorf("tenant %v, error %v", tenant, err)
			}
			if diff := cmp.Diff(c.want, ruleIDs(findings)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWriteOfWhatIsGoneAlready(t *testing.T) {
	t.Parallel()
	sent := false
	g := New(settings(), &living{now: contoso()})
	_, findings, err := g.Write(t.Context(), remove(policy("p7", "Gone")), Write{
		Do: func(context.Context) (string, error) { sent = true; return "p7", nil },
	})
	if !sent || err != nil || len(findings) != 0 {
		t.Errorf("sent %t, error %v, findings %v", sent, err, ruleIDs(findings))
	}
}

func TestWritePasses(t *testing.T) {
	t.Parallel()
	tenant := &living{now: contoso()}
	g := New(settings(), tenant)
	p := policy("p2", "MFA")
	shown, findings, err := g.Write(t.Context(), create(p), tenant.writing(nil, p))
	if err != nil || len(findings) != 0 {
		t.Fatalf("error %v, findings %v", err, ruleIDs(findings))
	}
	if _, ok := shown.Policy("p2"); !ok {
		t.Error("the tenant that came back does not show the write")
	}
	if tenant.oldest != 10*time.Second {
		t.Errorf("a write rests on a tenant that may be %s old", tenant.oldest)
	}
}

func TestWriteHandsOnWhatTheServiceSays(t *testing.T) {
	t.Parallel()
	refused := errors.New("409 Conflict")
	g := New(settings(), &living{now: contoso()})
	_, _, err := g.Write(t.Context(), create(policy("", "MFA")), Write{
		Do: func(context.Context) (string, error) { return "", refused },
	})
	if !errors.Is(err, refused) {
		t.Errorf("error %v", err)
	}
}

// TestTwoWritesCannotPassSideBySide: each is safe alone; after one of them the other is not.
func TestTwoWritesCannotPassSideBySide(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tenant := &living{now: contoso()}
		g := New(settings(loose), tenant)
		passed := 0
		var mu sync.Mutex
		var wait sync.WaitGroup
		for _, p := range []ca.Policy{graphBlock("p1", "A", alice), graphBlock("p2", "B", bob, breakGlass1, breakGlass2)} {
			wait.Go(func() {
				write := tenant.writing(nil, p)
				do := write.Do
				write.Do = func(ctx context.Context) (string, error) {
					time.Sleep(time.Second) // long enough for the other one to come to the gate
					return do(ctx)
				}
				c := create(p)
				c.Address = p.DisplayName
				shown, _, err := g.Write(t.Context(), c, write)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				if shown != nil {
					passed++
				}
			})
		}
		wait.Wait()
		if passed != 1 {
			t.Errorf("%d writes passed", passed)
		}
	})
}

// TestWriteWaitsForTheWriteThatMakesItSafe: the block that spares others is only safe once the block that
// spares alice is gone. Both are in flight.
func TestWriteWaitsForTheWriteThatMakesItSafe(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		old := graphBlock("p1", "A", alice)
		tenant := &living{now: contoso(old)}
		g := New(settings(loose), tenant)
		relaxed := old
		relaxed.State = ca.StateDisabled
		mustPlan(t, g, update(old, relaxed))
		var wait sync.WaitGroup
		wait.Go(func() {
			p := graphBlock("p2", "B", bob, breakGlass1, breakGlass2)
			started := time.Now()
			shown, findings, err := g.Write(t.Context(), create(p), tenant.writing(nil, p))
			if shown == nil || err != nil {
				t.Errorf("refused: %v %v", ruleIDs(findings), err)
			}
			if waited := time.Since(started); waited != 5*time.Second {
				t.Errorf("waited for %s", waited)
			}
		})
		time.Sleep(5 * time.Second)
		if _, _, err := g.Write(t.Context(), update(old, relaxed), tenant.writing(&old, relaxed)); err != nil {
			t.Error(err)
		}
		wait.Wait()
	})
}

func TestWriteWaitsNoLongerThanOrderWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		old := graphBlock("p1", "A", alice)
		g := New(settings(loose), &living{now: contoso(old)})
		mustPlan(t, g, remove(old))
		started := time.Now()
		_, findings, err := g.Write(t.Context(), create(graphBlock("p2", "B", bob, breakGlass1, breakGlass2)), Write{})
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff([]string{"EG001!"}, ruleIDs(findings)); diff != "" {
			t.Error(diff)
		}
		if waited := time.Since(started); waited != time.Minute {
			t.Errorf("waited for %s", waited)
		}
	})
}

func TestWriteIsTakenBack(t *testing.T) {
	t.Parallel()
	theirs := graphBlock("p9", "Theirs", alice)
	somebodyElse := func(t *ca.Tenant) *ca.Tenant {
		next := *t
		next.Policies = ca.Known(append(t.Policies.Value()[:len(t.Policies.Value()):len(t.Policies.Value())], theirs))
		return &next
	}
	ours := graphBlock("p2", "Ours", bob, breakGlass1, breakGlass2)
	old := ours
	old.State = ca.StateDisabled
	for _, c := range []struct {
		name   string
		before *ca.Policy
		after  ca.Policy
		want   ca.State
	}{
		{"a-create-goes-to-report-only", nil, ours, ca.StateReportOnly},
		{"an-update-goes-to-its-previous-version", &old, ours, ca.StateDisabled},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tenant := &living{now: contoso(), shownAs: somebodyElse}
			change := create(c.after)
			if c.before != nil {
				tenant.put(*c.before)
				change = update(*c.before, c.after)
			}
			g := New(settings(loose), tenant)
			shown, findings, err := g.Write(t.Context(), change, tenant.writing(c.before, c.after))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{"EG093!"}, ruleIDs(findings)); diff != "" {
				t.Error(diff)
			}
			if findings[0].ObjectID != "p2" {
				t.Errorf("the finding names object %q", findings[0].ObjectID)
			}
			if p, _ := shown.Policy("p2"); p.State != c.want || tenant.state("p2") != c.want {
				t.Errorf("the policy is %s, and %s in the tenant that came back", tenant.state("p2"), p.State)
			}
		})
	}
}

// TestARelaxationIsNotTakenBack: without it, the tenant would be stricter still.
func TestARelaxationIsNotTakenBack(t *testing.T) {
	t.Parallel()
	old := policy("p2", "MFA")
	relaxed := policy("p2", "MFA", in(ca.StateReportOnly))
	tenant := &living{now: contoso(old), shownAs: func(t *ca.Tenant) *ca.Tenant {
		next := *t
		next.Policies = ca.Known(append(t.Policies.Value(), graphBlock("p9", "Theirs")))
		return &next
	}}
	_, findings, err := New(settings(loose), tenant).Write(t.Context(), update(old, relaxed), tenant.writing(&old, relaxed))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"EG093!"}, ruleIDs(findings)); diff != "" {
		t.Error(diff)
	}
	if got := tenant.state("p2"); got != ca.StateReportOnly {
		t.Errorf("the policy is %s", got)
	}
}

func TestWhatCannotBeTakenBackIsSaid(t *testing.T) {
	t.Parallel()
	ours := graphBlock("p2", "Ours", bob, breakGlass1, breakGlass2)
	theirs := graphBlock("p9", "Theirs", alice)
	failed := errors.New("503 Service Unavailable")
	for _, c := range []struct {
		name string
		undo func(context.Context) error
		err  error
		says string
	}{
		{"the-service-refuses", func(context.Context) error { return failed }, failed, couldNotBeTakenBack},
		{"nothing-to-take-back", nil, nil, leftAsItIs},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tenant := &living{now: contoso(), shownAs: func(now *ca.Tenant) *ca.Tenant {
				next := *now
				next.Policies = ca.Known(append(slices.Clone(now.Policies.Value()), theirs))
				return &next
			}}
			write := tenant.writing(nil, ours)
			write.Undo = c.undo
			_, findings, err := New(settings(loose), tenant).Write(t.Context(), create(ours), write)
			if !errors.Is(err, c.err) {
				t.Errorf("error %v", err)
			}
			if len(findings) != 1 || findings[0].Rule != "EG093" || !strings.Contains(findings[0].Paragraph, c.says) {
				t.Errorf("findings %v", findings)
			}
		})
	}
}

// TestAWriteThatIsNeverShown: what Do has written is the caller's to remember.
func TestAWriteThatIsNeverShown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		tenant := &living{now: contoso()}
		write := tenant.writing(nil, policy("p2", "MFA"))
		write.Seen = func(*ca.Tenant) bool { return false }
		shown, findings, err := New(settings(), tenant).Write(ctx, create(policy("p2", "MFA")), write)
		if shown != nil || len(findings) != 0 || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("tenant %v, findings %v, error %v", shown, ruleIDs(findings), err)
		}
	})
}
