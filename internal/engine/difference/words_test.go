package difference_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// wordy are the conditions that list words, of one word.
var wordy = []struct {
	name string
	list func(c *ca.Conditions, word string)
}{
	{"clientAppTypes", func(c *ca.Conditions, w string) { c.ClientAppTypes = []ca.ClientApp{ca.ClientApp(w)} }},
	{"userRiskLevels", func(c *ca.Conditions, w string) { c.UserRiskLevels = []ca.RiskLevel{ca.RiskLevel(w)} }},
	{"signInRiskLevels", func(c *ca.Conditions, w string) { c.SignInRiskLevels = []ca.RiskLevel{ca.RiskLevel(w)} }},
	{"insiderRiskLevels", func(c *ca.Conditions, w string) { c.InsiderRiskLevels = []string{w} }},
	{"transferMethods", func(c *ca.Conditions, w string) {
		c.AuthenticationFlows = &ca.AuthenticationFlows{TransferMethods: []string{w}}
	}},
	{"platforms", func(c *ca.Conditions, w string) {
		c.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{ca.Platform(w)}}
	}},
}

// TestWordsThatNobodyKnows: a word that is not known may be about any sign-in; what it is about is the same for
// every policy, but for a word that is not known yet, which is each policy's own.
func TestWordsThatNobodyKnows(t *testing.T) {
	t.Parallel()
	for _, w := range wordy {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			listing := func(id, word string) ca.Policy {
				return policy(id, func(p *ca.Policy) { asks(ca.ControlBlock)(p); w.list(&p.Conditions, word) })
			}
			for word, text := range map[string]string{
				"strange":      w.name + " strange, which is not known, is about this sign-in",
				ca.NotYetKnown: "what is not known yet of " + w.name + " in Policy p is about this sign-in",
			} {
				b := one(t, tenant(), tenant(listing("p", word)))
				if diff := cmp.Diff([]string{text}, b.Assuming); diff != "" || b.Kind != difference.Lost {
					t.Errorf("%s is assumed (-want +got):\n%s", b.Kind, diff)
				}
			}
			for word, want := range map[string]difference.Decision{"strange": difference.NoEffect, ca.NotYetKnown: difference.Stricter} {
				r := difference.Of(tenant(listing("p", word)), tenant(listing("p", word), listing("q", word)))
				if got := r.Policies[1].Decision; got != want || r.Policies[0].Change != difference.Unchanged {
					t.Errorf("a policy that says %s as well is %s, want %s", word, got, want)
				}
			}
		})
	}
}

// TestAllIsNoWord: where "all" is a word that nobody knows, it is not known to mean all.
func TestAllIsNoWord(t *testing.T) {
	t.Parallel()
	levels := func(id string, level ca.RiskLevel) ca.Policy {
		return policy(id, func(p *ca.Policy) {
			asks(ca.ControlBlock)(p)
			p.Conditions.UserRiskLevels = []ca.RiskLevel{level}
		})
	}
	r := difference.Of(tenant(levels("p", "all")), tenant(levels("p", "all"), levels("q", ca.RiskHigh)))
	if len(r.Boxes) != 1 || r.Policies[1].Decision != difference.Stricter {
		t.Errorf("the policy is %s: %+v", r.Policies[1].Decision, r.Boxes)
	}
}

// TestDoubtsInWords: what has to be so for a policy to count is said as it has to be.
func TestDoubtsInWords(t *testing.T) {
	t.Parallel()
	notYet := blocking(func(*ca.Conditions) {})
	notYet.State = ca.NotYetKnown
	want := []string{"Policy p, whose state is not known yet, is enabled"}
	if b := one(t, tenant(), tenant(notYet)); !slices.Equal(b.Assuming, want) {
		t.Errorf("assuming %q, want %q", b.Assuming, want)
	}
	either := policy("p", func(p *ca.Policy) {
		p.GrantControls.Operator = "XOR"
		p.GrantControls.BuiltInControls = []ca.BuiltInControl{ca.ControlMFA, ca.ControlCompliantDevice}
	})
	const text = "the operator XOR of Policy p asks for all"
	for _, b := range difference.Of(tenant(), tenant(either)).Boxes {
		want := "it is not so that " + text
		if slices.Equal(b.After, []string{"compliantDevice", "mfa"}) {
			want = text
		}
		if !slices.Equal(b.Assuming, []string{want}) {
			t.Errorf("%q is asked, assuming %q", b.After, b.Assuming)
		}
	}
}
