package guard

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/order"
)

func TestParseAddress(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want string // module path, resource
	}{
		{"entraguard_named_location.office", "| entraguard_named_location.office"},
		{"entraguard_named_location.office[0]", "| entraguard_named_location.office"},
		{`entraguard_named_location.office["a.b]\"[c"]`, "| entraguard_named_location.office"},
		{`module.a["x.y"].module.b[1].entraguard_named_location.office`, "a b| entraguard_named_location.office"},
		{"module.entraguard_named_location.office", ""},
		{"data.entraguard_named_location.office", ""},
		{"office", ""},
		{"", ""},
		{`entraguard_named_location.office["`, "| entraguard_named_location.office"},
		{`entraguard_named_location.office["\`, "| entraguard_named_location.office"},
	} {
		t.Run(c.text, func(t *testing.T) {
			t.Parallel()
			got := ""
			if a, ok := parseAddress(c.text); ok {
				got = strings.Join(a.modules, " ") + "| " + a.resource
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestDependency(t *testing.T) {
	t.Parallel()
	const prefix = "entraguard_conditional_access_policy."
	policyAt := func(address, name string) Change {
		c := create(policy("", name))
		c.Address = address
		return c
	}
	deletion := func(name string) Change { return remove(policy("p-"+name, name)) }
	long := strings.Repeat("a_long_label_", 4)
	for _, c := range []struct {
		name    string
		changes []Change // the first one waits for all others
		text    string   // a part of it
		lines   []string
	}{
		{"one", []Change{policyAt(prefix+"a", "A"), policyAt(prefix+"b", "B")}, "on that one:", []string{
			`resource "entraguard_conditional_access_policy" "a" {`, "  depends_on = [entraguard_conditional_access_policy.b]", "}",
		}},
		{"two", []Change{policyAt(prefix+"a", "A"), policyAt(prefix+"b", "B"), policyAt(prefix+long, "C")}, "on those:", []string{
			`resource "entraguard_conditional_access_policy" "a" {`, "  depends_on = [", "    entraguard_conditional_access_policy.b,",
			"    entraguard_conditional_access_policy." + long + ",", "  ]", "}",
		}},
		{"instances", []Change{policyAt(prefix+"a", "A"), policyAt(prefix+"b[0]", "B"), policyAt(prefix+"b[1]", "C")}, "on those:", []string{
			`resource "entraguard_conditional_access_policy" "a" {`, "  depends_on = [entraguard_conditional_access_policy.b]", "}",
		}},
		{"instances-of-one", []Change{policyAt(prefix+"a[0]", "A"), policyAt(prefix+"a[1]", "B")}, "in a circle", nil},
		{"in-one-module", []Change{policyAt("module.m."+prefix+"a", "A"), policyAt("module.m."+prefix+"b", "B")}, "on that one:", []string{
			"# in module.m", `resource "entraguard_conditional_access_policy" "a" {`, "  depends_on = [entraguard_conditional_access_policy.b]", "}",
		}},
		{"on-a-module", []Change{policyAt(prefix+"a", "A"), policyAt("module.m."+prefix+"b", "B")}, "on that one:", []string{
			`resource "entraguard_conditional_access_policy" "a" {`, "  depends_on = [module.m]", "}",
		}},
		{"from-a-module", []Change{policyAt("module.m."+prefix+"a", "A"), policyAt("module.n."+prefix+"b", "B"), policyAt(prefix+"c", "C")}, "on those:", []string{
			`module "m" {`, "  depends_on = [module.n, entraguard_conditional_access_policy.c]", "}",
		}},
		{"a-location", []Change{policyAt(prefix+"a", "A"), updateLocation(ca.NamedLocation{ID: "l", DisplayName: "Office"}, ca.NamedLocation{ID: "l", DisplayName: "Office"})}, "by the label", []string{
			"depends_on = [", `  entraguard_named_location.<label>, # "Office"`, "]",
		}},
		{"no-addresses", []Change{policyAt("", "A"), policyAt("", "B"), policyAt("", "C\n"+long+long)}, "by the labels", []string{
			"depends_on = [", `  entraguard_conditional_access_policy.<label>, # "B"`,
			`  entraguard_conditional_access_policy.<label>, # "C a_long_la…ong_label_"`, "]",
		}},
		{"on-a-deletion", []Change{policyAt(prefix+"a", "A"), deletion("B")}, `"B" first: no`, nil},
		{"a-deletion-waits", []Change{deletion("A"), policyAt(prefix+"b", "B")}, `"B" first: no`, nil},
		{"on-a-deletion-and-another", []Change{policyAt(prefix+"a", "A"), policyAt(prefix+"b", "B"), deletion("C")}, "on that one:", []string{
			`resource "entraguard_conditional_access_policy" "a" {`, "  depends_on = [entraguard_conditional_access_policy.b]", "}",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			j := &judgement{}
			var found order.Result
			for i, change := range c.changes {
				j.steps = append(j.steps, step{Change: change})
				if i > 0 {
					found.Pairs = append(found.Pairs, order.Pair{Then: 0, First: i})
				}
			}
			r := dependency(j.steps[0], j.steps[1:], j.areCircular(found.Pairs))
			if !strings.Contains(r.text, c.text) {
				t.Errorf("text %q, want %q", r.text, c.text)
			}
			if diff := cmp.Diff(c.lines, r.lines); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
			if strings.HasSuffix(c.name, "and-another") != strings.Contains(r.alternative, `deletion of "C"`) {
				t.Errorf("alternative %q", r.alternative)
			}
		})
	}
}

// TestDependencyInACircle: the pairs are in no circle, but what depends_on can say of them is.
func TestDependencyInACircle(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		addresses []string
		circular  bool
	}{
		{"resources", []string{"t.a", "t.b", "t.c", "t.d"}, false},
		{"instances", []string{"t.a[0]", "t.b[0]", "t.b[1]", "t.a[1]"}, true},
		{"modules", []string{"module.m.t.a", "module.n.t.b", "module.n.t.c", "module.m.t.d"}, true},
		{"a-module-and-a-resource", []string{"module.m.t.a", "t.b", "t.c", "module.m.t.d"}, false},
		{"through-a-module", []string{"module.m.t.a", "t.b", "t.b[1]", "module.m.t.d"}, true},
		{"unknown", []string{"", "", "", ""}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			j := &judgement{}
			for _, address := range c.addresses {
				j.steps = append(j.steps, step{Change: Change{Object: ObjectPolicy, Address: address}})
			}
			found := order.Result{Pairs: []order.Pair{{Then: 0, First: 1}, {Then: 2, First: 3}}}
			if got := j.areCircular(found.Pairs); got != c.circular {
				t.Errorf("circular is %t", got)
			}
		})
	}
}
