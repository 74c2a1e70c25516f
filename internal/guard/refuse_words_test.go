package guard

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

func withControl(word string) ca.Policy {
	p := ca.Policy{ID: "p1", DisplayName: "Words", State: ca.StateReportOnly}
	p.Conditions.Users.IncludeUsers = []string{ca.All}
	p.Conditions.Applications.IncludeApplications = []string{ca.All}
	p.GrantControls = &ca.GrantControls{Operator: ca.OperatorOR, BuiltInControls: []ca.BuiltInControl{ca.BuiltInControl(word)}}
	return p
}

func TestWordsOfEnumerations(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, word string
		validate   []Severity
		says       string
	}{
		{"known", "mfa", nil, ""},
		{"other-case", "MFA", []Severity{Error}, `the word is "mfa"`},
		{"slip", "compliantDevise", []Severity{Error}, `the word is "compliantDevice"`},
		{"newer", "compliantNetwork", []Severity{Warning}, `"compliantNetwork" is none of block, mfa`},
		{"not-known-yet", ca.NotYetKnown, nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var severities []Severity
			for _, f := range ValidatePolicy(withControl(c.word)) {
				severities = append(severities, f.Severity)
				if !strings.Contains(f.Paragraph, c.says) || f.Attribute != "grant_controls.built_in_controls" {
					t.Errorf("finding at %s says %q", f.Attribute, f.Paragraph)
				}
			}
			if diff := cmp.Diff(c.validate, severities); diff != "" {
				t.Errorf("severities (-want +got):\n%s", diff)
			}
		})
	}
}

// TestNewerWordsAreRefusedOnlyWhereAChangeBringsThemIn renames a stored policy that has such a word, and then
// brings the word into one that has not.
func TestNewerWordsAreRefusedOnlyWhereAChangeBringsThemIn(t *testing.T) {
	t.Parallel()
	stored, renamed, without := withControl("compliantNetwork"), withControl("compliantNetwork"), withControl("mfa")
	renamed.DisplayName = "Renamed"
	for _, c := range []struct {
		name          string
		before, after ca.Policy
		want          int
	}{
		{"there-before", stored, renamed, 0},
		{"brought-in", without, stored, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			findings := checkRefusals(ruleEG060, subject{policy: c.after, previous: &c.before, change: Change{PolicyBefore: &c.before, PolicyAfter: &c.after}})
			if len(findings) != c.want {
				t.Errorf("found %d refusals, want %d: %+v", len(findings), c.want, findings)
			}
			for _, f := range findings {
				if f.Severity != Error {
					t.Errorf("%s is a %s", f.Harm, f.Severity)
				}
			}
		})
	}
}

// TestWordsInAnotherCase writes every word of every enumeration as PascalCase and in capitals. The service would take
// it, and show it as it spells it: a difference for ever. So it is refused with the word that is meant.
func TestWordsInAnotherCase(t *testing.T) {
	t.Parallel()
	p := withControl("mfa")
	c := &p.Conditions
	c.Platforms, c.AuthenticationFlows = &ca.PlatformCondition{}, &ca.AuthenticationFlows{}
	c.Users.IncludeGuestsOrExternalUsers, c.Users.ExcludeGuestsOrExternalUsers = &ca.GuestsOrExternal{}, &ca.GuestsOrExternal{}
	p.SessionControls = &ca.SessionControls{ContinuousAccessEvaluation: &ca.ContinuousAccessEvaluation{}}
	all := enumerations(p)
	if len(all) < 14 {
		t.Fatalf("only %d enumerations", len(all))
	}
	for _, e := range all {
		for _, known := range e.known {
			for _, word := range []string{strings.ToUpper(known[:1]) + known[1:], strings.ToUpper(known)} {
				if meant, ok := nearest(word, e.known); !ok || meant != known {
					t.Errorf("%s: for %q the word is %q, want %q", e.attribute, word, meant, known)
				}
			}
		}
	}
}
