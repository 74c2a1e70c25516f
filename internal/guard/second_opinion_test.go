package guard

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

func verifying(c *Config) { c.Verify = VerifyWhatIf }

// agreeing is a What-If that says of a living tenant what the engine says, but of some policies the opposite.
func agreeing(l *living, but ...string) func(ca.SignIn) ([]ca.WhatIfResult, error) {
	return func(s ca.SignIn) ([]ca.WhatIfResult, error) {
		report, err := engine.WhatIf(engine.Question{Tenant: l.now}, s)
		var results []ca.WhatIfResult
		for _, p := range report.Policies {
			stored, _ := l.now.Policy(p.ID)
			applies := (p.Applies == engine.Yes) != slices.Contains(but, p.ID)
			result := ca.WhatIfResult{Policy: stored, Applies: &applies}
			if !applies {
				result.Reasons = []ca.AnalysisReason{ca.ReasonUsers}
			}
			results = append(results, result)
		}
		return results, err
	}
}

// staged is a policy in report-only, and the change that enables it.
func staged(id, name string, changes ...func(*ca.Policy)) (ca.Policy, Change) {
	p := policy(id, name, append(changes, in(ca.StateReportOnly))...)
	enabled := p
	enabled.State = ca.StateEnabled
	return p, update(p, enabled)
}

// promoted enables a report-only policy, p2, beside an enabled one, p1, while the service contradicts the guard
// about some policies.
func promoted(but ...string) []Finding {
	theirs, ours := policy("p1", "CA001 MFA for everybody", excluding()), policy("p2", "CA094 MFA for everybody", in(ca.StateReportOnly))
	enabled := ours
	enabled.State = ca.StateEnabled
	l := &living{now: contoso(theirs, ours)}
	l.evaluate = agreeing(l, but...)
	_, findings, _ := New(settings(verifying), l).Write(context.Background(), update(ours, enabled), l.writing(&ours, enabled))
	return findings
}

// never is a write that must not be sent.
func never(t *testing.T) Write {
	return Write{Do: func(context.Context) (string, error) {
		t.Error("the write was sent")
		return "", nil
	}}
}

func TestSecondOpinionAgrees(t *testing.T) {
	t.Parallel()
	p, change := staged("p2", "MFA")
	l := &living{now: contoso(policy("p1", "MFA for everybody"), p)}
	l.evaluate = agreeing(l)
	shown, findings, err := New(settings(verifying), l).Write(t.Context(), change, l.writing(&p, *change.PolicyAfter))
	if err != nil || shown == nil || len(findings) > 0 {
		t.Fatalf("error %v, findings %v", err, ruleIDs(findings))
	}
	var want []ca.SignIn
	for _, user := range []string{breakGlass1, breakGlass2} {
		for _, audiences := range audienceGroups(engine.ChannelPortal) {
			want = append(want, ca.SignIn{
				Identity: ca.SignInIdentity{UserID: user},
				Context:  ca.SignInContext{Applications: audiences},
				Conditions: ca.SignInConditions{
					ClientApp: ca.ClientAppBrowser, Platform: ca.PlatformWindows, Address: "198.51.100.7", Country: "US",
					UserRisk: ca.RiskNone, SignInRisk: ca.RiskNone,
				},
			})
		}
	}
	if diff := cmp.Diff(want, l.asked); diff != "" {
		t.Errorf("asked (-want +got)\n%s", diff)
	}
}

// TestSecondOpinionContradicts: what a policy would do is compared, and no other.
func TestSecondOpinionContradicts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		but  []string
		want []string
	}{
		{"the-policy", []string{"p2"}, []string{"EG094!"}},
		{"an-enabled-one", []string{"p1"}, []string{"EG094!"}},
		{"another-in-report-only", []string{"p3"}, nil},
		{"a-disabled-one", []string{"p4"}, nil},
		{"one-without-controls", []string{"p5"}, []string{"EG094!"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p, change := staged("p2", "MFA")
			l := &living{now: contoso(
				policy("p1", "MFA for everybody", excluding()), p, policy("p3", "Staged", in(ca.StateReportOnly)), policy("p4", "Off", in(ca.StateDisabled)),
				policy("p5", "Session", demanding(), excluding(), func(p *ca.Policy) { p.SessionControls = &ca.SessionControls{DisableResilienceDefaults: ptr(true)} }),
			)}
			l.evaluate = agreeing(l, c.but...)
			write := l.writing(&p, *change.PolicyAfter)
			if c.want != nil {
				write = never(t)
			}
			shown, findings, err := New(settings(verifying), l).Write(t.Context(), change, write)
			if err != nil || (shown != nil) != (c.want == nil) {
				t.Errorf("error %v, made %t", err, shown != nil)
			}
			if diff := cmp.Diff(c.want, ruleIDs(findings)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestNoSecondOpinion: whoever cannot be heard does not agree.
func TestNoSecondOpinion(t *testing.T) {
	t.Parallel()
	forbidden := errors.New("cannot ask What-If about a sign-in: 403 AccessDenied (needs Policy.Read.ConditionalAccess)")
	p, change := staged("p2", "MFA", func(p *ca.Policy) { p.ModifiedDateTime = noon })
	earlier := p
	earlier.ModifiedDateTime = noon.Add(-time.Hour)
	off := p
	off.State = ca.StateDisabled
	applies := false
	for _, c := range []struct {
		name    string
		results []ca.WhatIfResult
		err     error
		want    string
	}{
		{"forbidden", nil, forbidden, "(needs Policy.Read.ConditionalAccess)"},
		{"no-word-of-the-policy", nil, nil, "does not speak of \"MFA\""},
		{"an-earlier-version", []ca.WhatIfResult{{Policy: earlier, Applies: &applies}}, nil, "does not speak of \"MFA\""},
		{"another-state", []ca.WhatIfResult{{Policy: off, Applies: &applies}}, nil, "does not speak of \"MFA\""},
		{"neither-yes-nor-no", []ca.WhatIfResult{{Policy: p}}, nil, "does not speak of \"MFA\""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			l := &living{now: contoso(p), evaluate: func(ca.SignIn) ([]ca.WhatIfResult, error) { return c.results, c.err }}
			shown, findings, err := New(settings(verifying), l).Write(t.Context(), change, never(t))
			if shown != nil || err != nil {
				t.Fatalf("made %t, error %v", shown != nil, err)
			}
			if diff := cmp.Diff([]string{"EG091!"}, ruleIDs(findings)); diff != "" {
				t.Fatal(diff)
			}
			text := strings.Join(strings.Fields(findings[0].Detail()), " ")
			for _, want := range []string{c.want, "This change has not been made.", "set `verify` to \"none\""} {
				if !strings.Contains(text, want) {
					t.Errorf("the finding lacks %q:\n%s", want, findings[0].Detail())
				}
			}
		})
	}
}

// TestSecondOpinionIsNotAsked where it was not asked for, or where the service cannot know what is to be.
func TestSecondOpinionIsNotAsked(t *testing.T) {
	t.Parallel()
	p, promotion := staged("p2", "MFA")
	changed := *promotion.PolicyAfter
	changed.Conditions.Applications.IncludeApplications = []string{ca.AppExchangeOnline}
	disabled := policy("p3", "Off", in(ca.StateDisabled))
	enabled := policy("p1", "MFA for everybody")
	for _, c := range []struct {
		name   string
		config Config
		change Change
	}{
		{"verify-none", settings(), promotion},
		{"created", settings(verifying), create(policy("", "New"))},
		{"changed-as-it-is-enabled", settings(verifying), update(p, changed)},
		{"from-disabled", settings(verifying), update(disabled, policy("p3", "Off"))},
		{"to-disabled", settings(verifying), update(p, policy("p2", "MFA", in(ca.StateDisabled)))},
		{"enabled-already", settings(verifying), update(enabled, policy("p1", "Renamed"))},
		{"deleted", settings(verifying), remove(p)},
		{"refused-anyhow", settings(verifying, func(c *Config) { c.MinimumAdmins = 9 }), promotion},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			l := &living{now: contoso(enabled, p, disabled)}
			_, findings, err := New(c.config, l).Write(t.Context(), c.change, Write{Do: func(context.Context) (string, error) { return "p", nil }})
			if err != nil || len(l.asked) > 0 || slices.ContainsFunc(findings, func(f Finding) bool { return f.Rule > "EG090" }) {
				t.Errorf("error %v, %d questions, findings %v", err, len(l.asked), ruleIDs(findings))
			}
		})
	}
}

// TestSecondOpinionServesARun: policies that are enabled one after the other share the answers while they are
// fresh, since the quota is one request a second.
func TestSecondOpinionServesARun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		first, one := staged("p1", "MFA 1")
		second, two := staged("p2", "MFA 2")
		third, three := staged("p3", "MFA 3")
		l := &living{now: contoso(first, second, third)}
		l.evaluate = agreeing(l)
		g := New(settings(verifying), l)
		for i, c := range []struct {
			change Change
			asked  int
		}{{one, 4}, {two, 4}, {three, 8}} {
			if i == 2 {
				time.Sleep(settings().MaxStaleness)
			}
			if _, findings, err := g.Write(t.Context(), c.change, l.writing(c.change.PolicyBefore, *c.change.PolicyAfter)); err != nil || len(findings) > 0 {
				t.Fatalf("error %v, findings %v", err, ruleIDs(findings))
			}
			if len(l.asked) != c.asked {
				t.Errorf("%d questions for %d policies, want %d", len(l.asked), i+1, c.asked)
			}
		}
	})
}

// TestSecondOpinionInterrupted: a run that ends while the service is asked refuses nothing; it ends.
func TestSecondOpinionInterrupted(t *testing.T) {
	t.Parallel()
	p, change := staged("p2", "MFA")
	ctx, cancel := context.WithCancelCause(t.Context())
	stop := errors.New("stop")
	l := &living{now: contoso(p), evaluate: func(ca.SignIn) ([]ca.WhatIfResult, error) {
		cancel(stop)
		return nil, ctx.Err()
	}}
	if _, findings, err := New(settings(verifying), l).Write(ctx, change, never(t)); !errors.Is(err, stop) || len(findings) > 0 {
		t.Errorf("error %v, findings %v", err, ruleIDs(findings))
	}
}

func TestWitnesses(t *testing.T) {
	t.Parallel()
	repairer := func(name string, robustness engine.Robustness, reachable bool) engine.Repairer {
		r := engine.Repairer{User: &ca.User{ID: name}, Evidence: &engine.Evidence{Robustness: robustness}}
		if reachable {
			r.Witness = &engine.Witness{}
		}
		return r
	}
	report := engine.Report{Repairers: []engine.Repairer{
		repairer("ann", "", true), repairer("bea", "", true), repairer("glass-1", engine.Robust, true), repairer("glass-2", engine.Fragile, true),
		repairer("glass-3", engine.Robust, false), repairer("glass-4", engine.Robust, true), repairer("zoe", "", false),
	}}
	for _, c := range []struct {
		name            string
		admins, glasses int
		want            []string
	}{
		{"break-glass-accounts-are-enough", 2, 2, []string{"glass-1", "glass-4"}},
		{"one-of-them", 1, 1, []string{"glass-1"}},
		{"and-another-administrator", 3, 2, []string{"glass-1", "glass-4", "ann"}},
		{"no-break-glass-accounts", 2, 0, []string{"ann", "bea"}},
		{"the-floor", 0, 0, []string{"ann"}},
		{"more-than-there-are", 9, 9, []string{"glass-1", "glass-4", "ann", "bea", "glass-2"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, r := range witnesses(report, Config{MinimumAdmins: c.admins, BreakGlass: ca.BreakGlass{Minimum: c.glasses}}) {
				got = append(got, r.User.ID)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
