package differential

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// TestShrink: of a tenant that has a policy which asks for mfa, nothing stays but that.
func TestShrink(t *testing.T) {
	t.Parallel()
	asksForMFA := func(q engine.Question) bool {
		return slices.ContainsFunc(q.Tenant.Policies.Value(), func(p ca.Policy) bool {
			return slices.Contains(grantOf(p).BuiltInControls, ca.ControlMFA)
		})
	}
	shrunk := 0
	for number := range uint64(40) {
		q := Draw(3, number)
		if !asksForMFA(q) {
			continue
		}
		before := Describe(q)
		small := Shrink(q, asksForMFA)
		if after := Describe(q); after != before {
			t.Fatalf("tenant %d was changed (-before +after)\n%s", number, cmp.Diff(before, after))
		}
		policies := small.Tenant.Policies.Value()
		if len(policies) != 1 || !reflect.DeepEqual(grantOf(policies[0]).BuiltInControls, []ca.BuiltInControl{ca.ControlMFA}) {
			t.Errorf("tenant %d: %d policies are left:\n%s", number, len(policies), Describe(small))
		}
		if len(small.Tenant.Users.Value())+len(small.Tenant.NamedLocations.Value())+len(small.Tenant.Methods)+len(small.BreakGlass.Users) > 0 {
			t.Errorf("tenant %d: something is left:\n%s", number, Describe(small))
		}
		if small.Tenant.Strengths.Read() != q.Tenant.Strengths.Read() {
			t.Errorf("tenant %d: what was read is another thing", number)
		}
		shrunk++
	}
	if shrunk < 5 {
		t.Errorf("only %d tenants were shrunk", shrunk)
	}
}

func TestDescribe(t *testing.T) {
	t.Parallel()
	text := Describe(tenant(policy("shut", ca.ControlBlock), func(q *engine.Question) { q.Tenant.Domains = ca.Fact[[]ca.Domain]{} }))
	for _, want := range []string{
		`policy               {ID: "shut", DisplayName: "shut", State: "enabled", Conditions: {Users: {IncludeUsers: ["All"]}, ` +
			`Applications: {IncludeApplications: ["All"]}, ClientAppTypes: ["all"]}, GrantControls: {Operator: "OR", BuiltInControls: ["block"]}}`,
		`domain               (not read)`,
		`location             []`,
		`break-glass          {Users: ["emergency"]}`,
		`devices              {"anna": [], "bjorn": [], "emergency": []}`,
	} {
		if !strings.Contains(text, "  "+want+"\n") {
			t.Errorf("%s\nis not in\n%s", want, text)
		}
	}
}

// TestDraw: the same seed draws the same tenant, and another one another.
func TestDraw(t *testing.T) {
	t.Parallel()
	if first, again := Describe(Draw(1, 7)), Describe(Draw(1, 7)); first != again {
		t.Error(cmp.Diff(first, again))
	}
	if Describe(Draw(1, 7)) == Describe(Draw(1, 8)) || Describe(Draw(1, 7)) == Describe(Draw(2, 7)) {
		t.Error("two tenants are the same")
	}
}

func TestTallyNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	tally := Compare(Run{Seed: 1, Count: 2})
	if missing := tally.Missing(); !slices.Contains(missing, "pipeline: locked_out") {
		t.Errorf("after two tenants only these are missing: %v", missing)
	}
	if text := tally.String(); !strings.Contains(text, "never reached: pipeline: locked_out\n") || !strings.HasSuffix(text, "2 tenants\n0 disagreements\n") {
		t.Errorf("the tally reads\n%s", text)
	}
}
