package guard

import (
	"context"
	"errors"
	"fmt"
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

// TestWriteThatWasOvertaken: whoever sends the change finds another version than the tenant showed.
func TestWriteThatWasOvertaken(t *testing.T) {
	t.Parallel()
	office := contoso().NamedLocations.Value()[0]
	renamed := office
	renamed.DisplayName = "Renamed"
	g := New(settings(), &living{now: contoso()})
	tenant, findings, err := g.Write(t.Context(), updateLocation(office, renamed), Write{
		Do: func(context.Context) (string, error) {
			return "", fmt.Errorf("wrapped: %w", &ChangedError{Planned: noon.Add(-time.Hour), Modified: noon})
		},
	})
	if tenant != nil || err != nil || !slices.Equal(ruleIDs(findings), []string{"EG092!"}) {
		t.Fatalf("tenant %v, error %v, findings %v", tenant, err, ruleIDs(findings))
	}
	f := findings[0]
	for _, want := range []string{"Somebody changed this named location after it was planned", "This change has not been made."} {
		if !strings.Contains(f.Paragraph, want) {
			t.Errorf("it does not say %q: %s", want, f.Paragraph)
		}
	}
	if !strings.Contains(strings.Join(f.Evidence, "\n"), moment(noon)) {
		t.Errorf("it does not say when: %v", f.Evidence)
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

// TestWriteWaitsNoLongerThanOrderWait: then it is refused, with who would be locked out and with the lines that
// the plan's warning has.
func TestWriteWaitsNoLongerThanOrderWait(t *testing.T) {
	t.Parallel()
	old := graphBlock("p1", "A", alice)
	relaxed := old
	relaxed.State = ca.StateDisabled
	stricter := create(graphBlock("p2", "B", bob, breakGlass1, breakGlass2))
	for _, c := range []struct {
		name    string
		wait    time.Duration
		pending Change
		lines   []string
		text    string
	}{
		{"by-address", time.Minute, at("a", update(old, relaxed)), []string{
			`resource "entraguard_conditional_access_policy" "new" {`, "  depends_on = [entraguard_conditional_access_policy.a]", "}",
		}, "depend on that one:"},
		{"by-name", time.Minute, nameless(update(old, relaxed)), []string{
			"depends_on = [", `  entraguard_conditional_access_policy.<label>, # "A"`, "]",
		}, "by the label"},
		{"a-deletion", time.Minute, remove(old), nil, "make two applies of it, \"A\" first"},
		{"not-at-all", 0, at("a", update(old, relaxed)), []string{
			`resource "entraguard_conditional_access_policy" "new" {`, "  depends_on = [entraguard_conditional_access_policy.a]", "}",
		}, "depend on that one:"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				g := New(settings(loose, func(config *Config) { config.OrderWait = c.wait }), &living{now: contoso(old)})
				mustPlan(t, g, c.pending)
				warnings := mustPlan(t, g, stricter)
				if len(warnings) != 1 || warnings[0].Refuses() {
					t.Fatalf("the plan says %v", ruleIDs(warnings))
				}
				started := time.Now()
				_, findings, err := g.Write(t.Context(), stricter, Write{})
				if waited := time.Since(started); err != nil || waited != c.wait {
					t.Errorf("waited for %s, error %v", waited, err)
				}
				if diff := cmp.Diff([]string{"EG001!"}, ruleIDs(findings)); diff != "" {
					t.Fatal(diff)
				}
				f := findings[0]
				if diff := cmp.Diff(c.lines, f.Fix); diff != "" {
					t.Errorf("lines (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff(warnings[0].Fix, f.Fix); diff != "" {
					t.Errorf("the plan says other lines (-plan +write):\n%s", diff)
				}
				if want := "It would be safe after \"A\", and has waited " + c.wait.String() + " for that."; !strings.Contains(f.Paragraph, want) ||
					!strings.Contains(f.Paragraph, "has not been made") || !strings.Contains(f.FixText, c.text) || len(f.Evidence) == 0 {
					t.Errorf("the refusal says\n%s", f.Detail())
				}
			})
		})
	}
}

// TestWriteStopsWaitingForWhatFails: the other change will never come, so its lines are no way out.
func TestWriteStopsWaitingForWhatFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		old := graphBlock("p1", "A", alice)
		tenant := &living{now: contoso(old)}
		g := New(settings(loose), tenant)
		mustPlan(t, g, remove(old))
		var wait sync.WaitGroup
		wait.Go(func() {
			started := time.Now()
			_, findings, err := g.Write(t.Context(), create(graphBlock("p2", "B", bob, breakGlass1, breakGlass2)), Write{})
			if waited := time.Since(started); err != nil || waited != 5*time.Second {
				t.Errorf("waited for %s, error %v", waited, err)
			}
			if len(findings) != 1 || strings.Contains(findings[0].Detail(), "has waited") {
				t.Errorf("findings %v", findings)
			}
		})
		time.Sleep(5 * time.Second)
		failed := errors.New("503 Service Unavailable")
		if _, _, err := g.Write(t.Context(), remove(old), Write{Do: func(context.Context) (string, error) { return "", failed }}); !errors.Is(err, failed) {
			t.Errorf("error %v", err)
		}
		wait.Wait()
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
