package guard

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/order"
)

const keysID = "57e40000-0000-4000-8000-000000000001" // a custom strength

// Combinations that everybody in contoso can present, that break-glass accounts alone can, and that nobody can.
var (
	anybodys   = []string{"fido2", "password,microsoftAuthenticatorPush"}
	breakGlass = []string{"fido2"}
	nobodys    = []string{"hardwareOath,password"}
)

func strength(combinations []string, changes ...func(*ca.AuthenticationStrength)) ca.AuthenticationStrength {
	s := ca.AuthenticationStrength{
		ID: keysID, DisplayName: "Company keys", PolicyType: "custom", AllowedCombinations: combinations,
		CreatedDateTime: noon.AddDate(0, -6, 0), ModifiedDateTime: noon.AddDate(0, -6, 0),
	}
	for _, change := range changes {
		change(&s)
	}
	return s
}

// restrictedTo narrows security keys to some models.
func restrictedTo(aaguids ...string) func(*ca.AuthenticationStrength) {
	return func(s *ca.AuthenticationStrength) {
		s.CombinationConfigurations = append(slices.Clone(s.CombinationConfigurations), ca.CombinationConfiguration{
			Kind: ca.ConfigurationFIDO2, AppliesToCombinations: []string{"fido2"}, AllowedAAGUIDs: aaguids,
		})
	}
}

// withStrengths is a tenant that has custom strengths beside the built-in ones.
func withStrengths(t *ca.Tenant, custom ...ca.AuthenticationStrength) *ca.Tenant {
	t.Strengths = ca.Known(slices.Concat(ca.BuiltInStrengths, custom))
	return t
}

// demandingStrength has a policy ask for a strength and nothing else.
func demandingStrength(id string) func(*ca.Policy) {
	return func(p *ca.Policy) {
		p.GrantControls = &ca.GrantControls{Operator: ca.OperatorOR, AuthenticationStrength: &ca.AuthenticationStrength{ID: id}}
	}
}

func updateStrength(before, after ca.AuthenticationStrength) Change {
	return Change{Object: ObjectStrength, Address: "entraguard_authentication_strength_policy.keys", ID: before.ID, StrengthBefore: &before, StrengthAfter: &after}
}

func createStrength(s ca.AuthenticationStrength) Change {
	s.ID = ""
	return Change{Object: ObjectStrength, Address: "entraguard_authentication_strength_policy.new", StrengthAfter: &s}
}

func removeStrength(s ca.AuthenticationStrength) Change {
	return Change{Object: ObjectStrength, Address: "entraguard_authentication_strength_policy.keys", ID: s.ID, StrengthBefore: &s}
}

// TestStrengthsThatChange: a strength that an enabled policy demands is judged as a change of that policy.
func TestStrengthsThatChange(t *testing.T) {
	t.Parallel()
	demand := policy("p1", "Keys for everybody", demandingStrength(keysID), excluding())
	spared := policy("p1", "Keys for everybody", demandingStrength(keysID))
	reportOnly := policy("p1", "Keys for everybody", demandingStrength(keysID), excluding(), in(ca.StateReportOnly))
	before := strength(anybodys)
	for _, c := range []struct {
		name   string
		policy ca.Policy
		change Change
		want   []string
	}{
		{"what-nobody-has", demand, updateStrength(before, strength(nobodys)), []string{"EG001!", "EG003!"}},
		{"what-nobody-has-unused", reportOnly, updateStrength(before, strength(nobodys)), []string{}},
		{"what-the-break-glass-accounts-have", demand, updateStrength(before, strength(breakGlass)), []string{}},
		{"what-others-are-spared", spared, updateStrength(before, strength(nobodys)), []string{}},
		{"keys-of-another-model", demand, updateStrength(strength(breakGlass), strength(breakGlass, restrictedTo("11111111-1111-4111-8111-111111111111"))), []string{"EG001!", "EG003!"}},
		{"keys-of-their-model", demand, updateStrength(strength(breakGlass), strength(breakGlass, restrictedTo("cb69481e-8ff7-4039-93ec-0a2729a154a8"))), []string{}},
		{"combinations-not-yet-known", demand, updateStrength(before, strength([]string{ca.NotYetKnown})), []string{"EG090"}},
		{"renamed", demand, updateStrength(before, strength(anybodys, func(s *ca.AuthenticationStrength) { s.DisplayName = "Keys" })), []string{}},
		{"created", demand, createStrength(strength(nobodys, func(s *ca.AuthenticationStrength) { s.DisplayName = "Other" })), []string{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			read := withStrengths(contoso(c.policy), *cmpOr(c.change.StrengthBefore, &before))
			unread := contoso(c.policy)
			unread.Strengths = ca.Fact[[]ca.AuthenticationStrength]{}
			copies := unread.Policies.Value()[0]
			unread.Policies = ca.Known([]ca.Policy{withStrength(copies, *cmpOr(c.change.StrengthBefore, &before))})
			for name, tenant := range map[string]*ca.Tenant{"read": read, "unread": unread} {
				findings := Judge(tenant, []Change{c.change}, settings(), noon).Findings
				if diff := cmp.Diff(c.want, append([]string{}, ruleIDs(findings)...)); diff != "" {
					t.Errorf("where the strengths were %s (-want +got):\n%s", name, diff)
				}
				for _, f := range findings {
					if f.Object != "Company keys" || f.Address != c.change.Address {
						t.Errorf("%s is about %q at %s", f.Rule, f.Object, f.Address)
					}
				}
			}
		})
	}
}

func cmpOr[T any](a, b *T) *T {
	if a != nil {
		return a
	}
	return b
}

// TestUnknownRestrictions: the warning names the attribute of the schema, below the combination that it is for.
func TestUnknownRestrictions(t *testing.T) {
	t.Parallel()
	s := strength([]string{"fido2", "x509CertificateMultiFactor"}, restrictedTo(ca.NotYetKnown))
	s.CombinationConfigurations = append(s.CombinationConfigurations, ca.CombinationConfiguration{
		Kind: ca.ConfigurationX509, AppliesToCombinations: []string{"x509CertificateMultiFactor"}, AllowedPolicyOIDs: []string{ca.NotYetKnown},
	})
	want := []string{
		"combination_configurations.fido2.allowed_aaguids",
		"combination_configurations.x509_certificate_multi_factor.allowed_policy_oids",
	}
	if diff := cmp.Diff(want, unknownStrengthPaths(s)); diff != "" {
		t.Error(diff)
	}
}

// TestRemedyOfAStrength: the way out is in the strength, not in the policies that demand it.
func TestRemedyOfAStrength(t *testing.T) {
	t.Parallel()
	tenant := withStrengths(contoso(policy("p1", "Keys for everybody", demandingStrength(keysID), excluding())), strength(anybodys))
	for _, f := range Judge(tenant, []Change{updateStrength(strength(anybodys), strength(nobodys))}, settings(), noon).Findings {
		if f.Attribute != "allowed_combinations" || len(f.Fix) > 0 {
			t.Errorf("%s at %q: %q", f.Rule, f.Attribute, f.Fix)
		}
	}
}

// TestABrokenTenantCanBeMendedByAStrength: a strength that more can meet takes nothing away.
func TestABrokenTenantCanBeMendedByAStrength(t *testing.T) {
	t.Parallel()
	demand := policy("p1", "Keys for everybody", demandingStrength(keysID), excluding())
	two := slices.Concat(nobodys, []string{"x509CertificateMultiFactor"})
	for _, c := range []struct {
		name          string
		before, after ca.AuthenticationStrength
		want          []string
	}{
		{"one-more-combination", strength(nobodys), strength(two), []string{"EG001", "EG003"}},
		{"one-combination-less", strength(two), strength(nobodys), []string{"EG001!", "EG003!"}},
		{"mended", strength(nobodys), strength(anybodys), []string{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			findings := Judge(withStrengths(contoso(demand), c.before), []Change{updateStrength(c.before, c.after)}, settings(), noon).Findings
			if diff := cmp.Diff(c.want, append([]string{}, ruleIDs(findings)...)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRelaxesStrength(t *testing.T) {
	t.Parallel()
	const key, other = "cb69481e-8ff7-4039-93ec-0a2729a154a8", "11111111-1111-4111-8111-111111111111"
	extra := func(s *ca.AuthenticationStrength) { s.Extra = ca.Extra{"newer": []byte(`true`)} }
	for _, c := range []struct {
		name             string
		current, planned ca.AuthenticationStrength
		want             bool
	}{
		{"the-same", strength(anybodys), strength(anybodys), true},
		{"the-same-in-other-words", strength([]string{"password,sms"}), strength([]string{"sms, password"}), true},
		{"more-combinations", strength(breakGlass), strength(anybodys), true},
		{"fewer-combinations", strength(anybodys), strength(breakGlass), false},
		{"other-combinations", strength(breakGlass), strength(nobodys), false},
		{"more-keys", strength(breakGlass, restrictedTo(key)), strength(breakGlass, restrictedTo(key, other)), true},
		{"fewer-keys", strength(breakGlass, restrictedTo(key, other)), strength(breakGlass, restrictedTo(key)), false},
		{"a-restriction-goes", strength(breakGlass, restrictedTo(key)), strength(breakGlass), true},
		{"a-restriction-comes", strength(breakGlass), strength(breakGlass, restrictedTo(key)), false},
		{"one-that-is-not-yet-known-beside", strength(breakGlass), strength([]string{"fido2", ca.NotYetKnown}), true},
		{"nothing-is-known-yet", strength(breakGlass), strength([]string{ca.NotYetKnown}), false},
		{"what-nobody-understands", strength(breakGlass), strength(anybodys, extra), false},
		{"what-nobody-understands-stays", strength(breakGlass, extra), strength(anybodys, extra), true},
		{"what-nobody-understands-goes", strength(breakGlass, extra), strength(anybodys), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := relaxesStrength(c.current, c.planned); got != c.want {
				t.Errorf("relaxes: %t", got)
			}
		})
	}
}

// TestEveryHoldsBothVersionsOfAStrength: each policy that demands it, and whose location changes too, is there once
// for each combination of versions.
func TestEveryHoldsBothVersionsOfAStrength(t *testing.T) {
	t.Parallel()
	here := contoso().NamedLocations.Value()[0]
	tenant := withStrengths(contoso(
		policy("p1", "Both", demandingStrength(keysID), outside(office)),
		policy("p2", "Strength", demandingStrength(keysID)),
		policy("p3", "Another strength", demandingStrength(ca.StrengthMFA)),
		policy("p4", "Off", demandingStrength(keysID), in(ca.StateDisabled)),
	), strength(anybodys))
	strictest, ok := every(tenant, steps([]Change{updateStrength(strength(anybodys), strength(breakGlass)), updateLocation(here, grown(here))}))
	if !ok {
		t.Fatal("not built")
	}
	var got []string
	for _, p := range strictest.Policies.Value() {
		s, found := strictest.Strength(*p.GrantControls.AuthenticationStrength)
		if !found {
			t.Fatalf("%s demands what nobody knows", p.DisplayName)
		}
		got = append(got, fmt.Sprintf("%s: %d combinations", p.DisplayName, len(s.AllowedCombinations)))
	}
	want := []string{
		"Both: 2 combinations", "Both: 2 combinations", "Both: 1 combinations", "Both: 1 combinations",
		"Strength: 2 combinations", "Strength: 1 combinations", "Another strength: 19 combinations",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestOrderOfStrengths: a strength gets stricter while a policy stops to demand it.
func TestOrderOfStrengths(t *testing.T) {
	t.Parallel()
	demand := policy("p1", "Keys for everybody", demandingStrength(keysID), excluding())
	free := policy("p1", "Keys for everybody", excluding())
	stricter := updateStrength(strength(anybodys), strength(nobodys))
	stricter.Address = "entraguard_conditional_access_policy.b"
	for _, c := range []struct {
		name    string
		changes []Change
		want    []string
	}{
		{"the-policy-first", []Change{at("a", update(demand, free)), stricter}, []string{"b waits for a"}},
		{"the-strength-relaxes", []Change{at("a", update(demand, free)), updateStrength(strength(breakGlass), strength(anybodys))}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tenant := withStrengths(contoso(demand), *c.changes[1].StrengthBefore)
			findings := Judge(tenant, c.changes, settings(), noon).Findings
			if diff := cmp.Diff(c.want, waiting(findings)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestManyStrengthsAtOnce: a plan at the service's limits stays within the judgements that a search may take.
func TestManyStrengthsAtOnce(t *testing.T) {
	t.Parallel()
	tenant, changes := turned(0, 225)
	var custom []ca.AuthenticationStrength
	policies := tenant.Policies.Value()
	for i := range 15 {
		s := strength(append(slices.Clone(anybodys), "password,sms"), func(s *ca.AuthenticationStrength) {
			s.ID = fmt.Sprintf("57e40000-0000-4000-8000-%012d", i)
			s.DisplayName = fmt.Sprintf("Keys %02d", i)
		})
		planned := s
		planned.AllowedCombinations = append(slices.Clone(anybodys), "windowsHelloForBusiness")
		custom = append(custom, s)
		changes = append(changes, updateStrength(s, planned))
	}
	for i := range policies {
		if i%2 == 1 {
			demandingStrength(custom[i%15].ID)(&policies[i])
			demandingStrength(custom[i%15].ID)(changes[i].PolicyAfter)
			changes[i].PolicyBefore = &policies[i]
		}
	}
	strictest, ok := every(withStrengths(tenant, custom...), steps(changes))
	if !ok || len(strictest.Policies.Value()) > 4*225 {
		t.Fatalf("built %t, %d policies", ok, len(strictest.Policies.Value()))
	}
	j := newJudgement(new(decider), tenant, new(decider).decide(tenant, settings(loose)), steps(changes), settings(loose), noon)
	found, _ := j.way()
	if found.Outcome != order.Found || !found.Exact || found.Judged > 60 {
		t.Fatalf("outcome %d, %d judgements", found.Outcome, found.Judged)
	}
	if diff := cmp.Diff([]string{"p040 waits for p200"}, waiting(j.order())); diff != "" {
		t.Error(diff)
	}
}
