package difference_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// TestDecisions judges changes in the context of what else is asked.
func TestDecisions(t *testing.T) {
	t.Parallel()
	mfa := policy("mfa", nil)
	finance := policy("finance", func(p *ca.Policy) { p.Conditions.Users = ca.Users{IncludeGroups: []string{"g1"}} })
	block := policy("block", func(p *ca.Policy) {
		asks(ca.ControlBlock)(p)
		p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: []string{"office"}}
	})
	office := policy("office", func(p *ca.Policy) {
		asks(ca.ControlCompliantDevice)(p)
		p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{"norway"}, ExcludeLocations: []string{"office"}}
	})
	for _, c := range []struct {
		name          string
		before, after []ca.Policy
		id            string
		change        difference.Change
		decision      difference.Decision
	}{
		{"created-where-it-is-asked-anyway", []ca.Policy{mfa}, []ca.Policy{mfa, finance}, "finance", difference.Created, difference.NoEffect},
		{"created-where-all-is-blocked", []ca.Policy{block}, []ca.Policy{block, office}, "office", difference.Created, difference.NoEffect},
		{"created", []ca.Policy{finance}, []ca.Policy{finance, mfa}, "mfa", difference.Created, difference.Stricter},
		{"deleted-where-it-is-asked-anyway", []ca.Policy{mfa, finance}, []ca.Policy{mfa}, "finance", difference.Deleted, difference.NoEffect},
		{"deleted", []ca.Policy{mfa}, nil, "mfa", difference.Deleted, difference.NoStricter},
		{"unchanged", []ca.Policy{mfa, finance}, []ca.Policy{finance}, "finance", difference.Unchanged, difference.NoEffect},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := difference.Of(tenant(c.before...), tenant(c.after...))
			at := slices.IndexFunc(r.Policies, func(p difference.PolicyChange) bool { return p.ID == c.id })
			if p := r.Policies[at]; p.Change != c.change || p.Decision != c.decision {
				t.Errorf("%s is %s and %s, want %s and %s", p.ID, p.Change, p.Decision, c.change, c.decision)
			}
		})
	}
}

// TestTwoChangesThatMeet: each of two copies may go without effect, and both together may not.
func TestTwoChangesThatMeet(t *testing.T) {
	t.Parallel()
	r := difference.Of(tenant(policy("b", nil), policy("a", nil)), tenant())
	for _, p := range r.Policies {
		if p.Decision != difference.NoEffect {
			t.Errorf("%s is %s", p.ID, p.Decision)
		}
	}
	if len(r.Boxes) != 1 || r.Boxes[0].Kind != difference.AskedLess {
		t.Fatalf("found %+v", r.Boxes)
	}
	if want := []difference.Cause{{ID: "a", Name: "Policy a"}, {ID: "b", Name: "Policy b"}}; !slices.Equal(r.Boxes[0].Causes, want) {
		t.Errorf("the causes are %v, want %v", r.Boxes[0].Causes, want)
	}
}

// TestWhatASignInIsAsked: of what contains each other, the most is said, and what says the same is said once.
func TestWhatASignInIsAsked(t *testing.T) {
	t.Parallel()
	strength := func(policyID, id string) ca.Policy {
		return policy(policyID, func(p *ca.Policy) {
			p.GrantControls = &ca.GrantControls{AuthenticationStrength: &ca.AuthenticationStrength{ID: id}}
		})
	}
	with := func(policies ...ca.Policy) *ca.Tenant {
		t := tenant(append(policies, policy("mfa", nil), strength("resistant", ca.StrengthPhishingResistant), strength("ours", "custom"))...)
		t.Strengths = ca.Known([]ca.AuthenticationStrength{{ID: "custom", DisplayName: "Ours",
			AllowedCombinations: []string{"x509CertificateMultiFactor", "fido2", "windowsHelloForBusiness"}}})
		return t
	}
	r := difference.Of(with(), with(policy("device", asks(ca.ControlCompliantDevice))))
	if len(r.Boxes) != 1 {
		t.Fatalf("found %d boxes, want 1: %+v", len(r.Boxes), r.Boxes)
	}
	b := r.Boxes[0]
	if len(b.Before) != 1 || !strings.Contains(b.Before[0], "authentication strength") || len(b.After) != 2 || len(b.Added) != 1 || len(b.Removed) != 0 {
		t.Errorf("asked %q before and %q after: added %q, removed %q", b.Before, b.After, b.Added, b.Removed)
	}
}

// TestAddedIsNotAskedAnyway: of two things that a policy asks, the one that another policy asks already is not added;
// nor is it where nobody knows whom the policy means.
func TestAddedIsNotAskedAnyway(t *testing.T) {
	t.Parallel()
	for group, assuming := range map[string]int{"g1": 0, "g2": 1} {
		b := one(t, tenant(policy("mfa", nil)), tenant(policy("mfa", nil), policy("both", func(p *ca.Policy) {
			p.Conditions.Users = ca.Users{IncludeGroups: []string{group}}
			asks(ca.ControlMFA, ca.ControlCompliantDevice)(p)
			p.GrantControls.Operator = ca.OperatorAND
		})))
		if !slices.Equal(b.Added, []string{"compliantDevice"}) || len(b.Removed) > 0 || len(b.Assuming) != assuming {
			t.Errorf("of members of %s is asked %q more and %q less, assuming %q", group, b.Added, b.Removed, b.Assuming)
		}
	}
}

// TestWhatOthersAskOfSomebody: what a sign-in is asked includes what policies ask that no change meets, if they mean
// who signs in.
func TestWhatOthersAskOfSomebody(t *testing.T) {
	t.Parallel()
	joined := policy("finance", func(p *ca.Policy) {
		p.Conditions.Users = ca.Users{IncludeGroups: []string{"g1"}}
		asks(ca.ControlDomainJoinedDevice)(p)
	})
	for user, before := range map[string]int{"U1": 1, "u2": 0} {
		r := difference.Of(tenant(joined), tenant(joined, policy("device", func(p *ca.Policy) {
			p.Conditions.Users.IncludeUsers = []string{user}
			asks(ca.ControlCompliantDevice)(p)
		})))
		if len(r.Boxes) != 1 || len(r.Boxes[0].Before) != before || len(r.Boxes[0].After) != before+1 {
			t.Errorf("%s: %+v", user, r.Boxes)
		}
	}
}

// TestWhatPoliciesReferTo changes nothing in the policy, and something that it names.
func TestWhatPoliciesReferTo(t *testing.T) {
	t.Parallel()
	p := policy("p", func(p *ca.Policy) {
		p.Conditions.Users.ExcludeGroups = []string{"g1"}
		p.Conditions.Users.ExcludeRoles = []string{ca.RoleSecurityAdministrator}
		p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{ca.All}, ExcludeLocations: []string{"office"}}
		p.GrantControls = &ca.GrantControls{AuthenticationStrength: &ca.AuthenticationStrength{ID: "custom"}}
	})
	strength := func(combinations ...string) []ca.AuthenticationStrength {
		return []ca.AuthenticationStrength{{ID: "custom", DisplayName: "Custom", AllowedCombinations: combinations}}
	}
	for _, c := range []struct {
		name     string
		change   func(*ca.Tenant)
		decision difference.Decision
	}{
		{"nothing", func(*ca.Tenant) {}, difference.NoEffect},
		{"member-added", func(t *ca.Tenant) {
			t.GroupMembers = map[string][]ca.Member{"g1": {{ID: "u1"}, {ID: "u2", Kind: "#microsoft.graph.user"}}}
		}, difference.NoStricter},
		{"member-removed", func(t *ca.Tenant) { t.GroupMembers = map[string][]ca.Member{"g1": {}} }, difference.Stricter},
		{"role-given", func(t *ca.Tenant) {
			t.RoleAssignments = ca.Known([]ca.RoleAssignment{{PrincipalID: "u2", RoleDefinitionID: ca.RoleSecurityAdministrator, DirectoryScopeID: "/"}})
		}, difference.NoStricter},
		{"range-removed", func(t *ca.Tenant) {
			t.NamedLocations = ca.Known([]ca.NamedLocation{{ID: "office", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "198.51.100.0/25"}}}})
		}, difference.Stricter},
		{"strength-narrowed", func(t *ca.Tenant) { t.Strengths = ca.Known(strength("fido2")) }, difference.Stricter},
		{"strength-widened", func(t *ca.Tenant) { t.Strengths = ca.Known(strength("fido2", "password", "sms")) }, difference.NoStricter},
		{"strength-reordered", func(t *ca.Tenant) { t.Strengths = ca.Known(strength("password", "fido2")) }, difference.NoEffect},
		{"user-gone", func(t *ca.Tenant) {
			t.Users = ca.Known(map[string]ca.User{"u2": {ID: "u2", UserPrincipalName: "bo@contoso.com", UserType: "Member"}})
			t.GroupMembers = map[string][]ca.Member{"g1": {}}
		}, difference.NoEffect},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			before, after := tenant(p), tenant(p)
			before.Strengths, after.Strengths = ca.Known(strength("fido2", "password")), ca.Known(strength("fido2", "password"))
			c.change(after)
			r := difference.Of(before, after)
			if d := r.Policies[0].Decision; d != c.decision {
				t.Errorf("the change is %s, want %s: %+v", d, c.decision, r.Boxes)
			}
			if (c.decision == difference.NoEffect) != r.None() {
				t.Errorf("found %+v", r.Boxes)
			}
		})
	}
}

// TestSameBytes asks twice.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	ask := func() difference.Report {
		return difference.Of(tenant(policy("a", nil), policy("b", asks(ca.ControlBlock))), tenant(policy("c", func(p *ca.Policy) {
			p.Conditions.Users.ExcludeGroups = []string{"g1", "g2"}
			p.Conditions.Locations = &ca.LocationCondition{IncludeLocations: []string{"gps", "norway"}}
		})))
	}
	if diff := cmp.Diff(ask(), ask(), cmpopts.IgnoreUnexported(difference.Box{})); diff != "" {
		t.Errorf("asked twice, the answers differ:\n%s", diff)
	}
}

// TestEvidenceIsWhole: the box that shows a policy to be stricter reaches as far as anything is lost in the same way,
// and not only as far as one of the others is in the way of it.
func TestEvidenceIsWhole(t *testing.T) {
	t.Parallel()
	blockedAt := func(id string, platform ca.Platform, risk ca.RiskLevel) ca.Policy {
		p := blocking(func(c *ca.Conditions) {
			c.UserRiskLevels = []ca.RiskLevel{risk}
			c.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{platform}}
		})
		p.ID = id
		return p
	}
	everywhere := blocking(func(*ca.Conditions) {})
	everywhere.ID = "everywhere"
	// At each risk somebody else blocks Windows; or all platforms where nothing is left to lose.
	onWindows := func(risks ...ca.RiskLevel) (policies []ca.Policy) {
		for i, risk := range risks {
			policies = append(policies, blockedAt(fmt.Sprintf("windows-%d", i), ca.PlatformWindows, risk))
		}
		return policies
	}
	for _, c := range []struct {
		name   string
		others []ca.Policy
		risks  difference.Values
	}{
		{"every-risk", onWindows(ca.RiskNone, ca.RiskLow, ca.RiskMedium, ca.RiskHigh), difference.Values{}},
		{"two-risks", append(onWindows(ca.RiskLow, ca.RiskHigh), blockedAt("none", ca.PlatformAll, ca.RiskNone), blockedAt("medium", ca.PlatformAll, ca.RiskMedium)),
			difference.Values{Only: []string{"low", "high"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := difference.Of(tenant(c.others...), tenant(append(slices.Clone(c.others), everywhere)...))
			change := r.Policies[len(r.Policies)-1]
			if change.Decision != difference.Stricter || change.Evidence == nil {
				t.Fatalf("the policy is %s", change.Decision)
			}
			if diff := cmp.Diff(c.risks, change.Evidence.UserRisks); diff != "" {
				t.Errorf("user risks of the evidence (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(difference.Values{Except: []string{"windows"}}, change.Evidence.Platforms); diff != "" {
				t.Errorf("platforms of the evidence (-want +got):\n%s", diff)
			}
		})
	}
}
