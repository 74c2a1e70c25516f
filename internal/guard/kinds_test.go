package guard

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/order"
)

// kindOfChange are the changes that one kind of object can have: a create, an update that matters, one that
// changes nothing, one to a value that is not known yet, and a delete.
type kindOfChange struct {
	create, update, same, unknown, remove Change
}

// kindsOfChange has an entry for every kind, so that a kind that is added is handled wherever kinds are told apart.
func kindsOfChange() map[Object]kindOfChange {
	p, here, s, c := policy("p1", "MFA"), contoso().NamedLocations.Value()[0], strength(anybodys), authContext("c1")
	unknownPlace, unknownDefaults, unknownContext := here, defaults(true), c
	unknownPlace.IPRanges = []ca.IPRange{{CIDR: ca.NotYetKnown}}
	mark := []byte(`"` + ca.NotYetKnown + `"`)
	unknownDefaults.Extra, unknownContext.Extra = ca.Extra{"isEnabled": mark}, ca.Extra{"isAvailable": mark}
	withdrawn := authContext("c1", func(c *ca.AuthenticationContext) { c.IsAvailable = false })
	return map[Object]kindOfChange{
		ObjectPolicy: {
			create(p), update(p, policy("p1", "MFA", in(ca.StateDisabled))), update(p, p),
			update(p, policy("p1", "MFA", excluding(ca.NotYetKnown))), remove(p),
		},
		ObjectNamedLocation: {
			Change{Object: ObjectNamedLocation, LocationAfter: &here}, updateLocation(here, grown(here)), updateLocation(here, here),
			updateLocation(here, unknownPlace), Change{Object: ObjectNamedLocation, ID: here.ID, LocationBefore: &here},
		},
		ObjectStrength: {
			createStrength(s), updateStrength(s, strength(breakGlass)), updateStrength(s, s),
			updateStrength(s, strength([]string{ca.NotYetKnown})), removeStrength(s),
		},
		ObjectContext: {
			createContext(authContext("c2")), updateContext(c, withdrawn), updateContext(c, c), updateContext(c, unknownContext), removeContext(c),
		},
		ObjectSecurityDefaults: {
			Change{}, switchDefaults(defaults(false), defaults(true)), switchDefaults(defaults(false), defaults(false)),
			switchDefaults(defaults(false), unknownDefaults), Change{},
		},
	}
}

// stored is a tenant with one object of each kind.
func stored() *ca.Tenant {
	return withStrengths(contoso(policy("p1", "MFA")), strength(anybodys))
}

func TestEveryKindOfChange(t *testing.T) {
	t.Parallel()
	kinds := kindsOfChange()
	if len(kinds) != len(resourceTypes) || len(kinds) != 1+len(elsewhere) {
		t.Fatalf("%d kinds of change, %d resource types, %d ways out", len(kinds), len(resourceTypes), len(elsewhere))
	}
	for object, kind := range kinds {
		t.Run(strings.ReplaceAll(string(object), " ", "-"), func(t *testing.T) {
			t.Parallel()
			if resourceTypes[object] == "" {
				t.Error("no resource type")
			}
			if _, ok := elsewhere[object]; ok == (object == ObjectPolicy) {
				t.Error("no way out of a lockout that it causes")
			}
			there, _ := kind.update.versions().current(stored(), kind.update.ID)
			if !there.exists || !there.asPlanned {
				t.Errorf("the tenant's version is not found, or not as it was planned from: %+v", there)
			}
			for name, c := range map[string]Change{"create": kind.create, "update": kind.update, "same": kind.same, "unknown": kind.unknown, "remove": kind.remove} {
				if c.Object == "" {
					continue // this kind has none
				}
				if c.Name() == "" || c.Object != object {
					t.Errorf("%s: %q is called %q", name, c.Object, c.Name())
				}
				if c.isDelete() != (name == "remove") {
					t.Errorf("%s: a delete: %t", name, c.isDelete())
				}
				list := steps([]Change{c})
				if (len(list) == 0) != (name == "same") {
					t.Fatalf("%s: %d steps", name, len(list))
				}
				if !sameObject(c, c) {
					t.Errorf("%s: is not the same object as itself", name)
				}
				if got := len(list) > 0 && list[0].isUnsettled(); got != (name == "unknown") {
					t.Errorf("%s: unsettled: %t", name, got)
				}
				if len(list) == 0 {
					continue
				}
				before, after := stored(), apply(stored(), list)
				if cmp.Equal(facts(before), facts(after)) {
					t.Errorf("%s: the tenant after it is the tenant before it", name)
				}
				if strictest, ok := every(stored(), list); !ok || len(strictest.Policies.Value()) == 0 {
					t.Errorf("%s: no state with every version", name)
				}
				j := newJudgement(new(decider), stored(), new(decider).decide(stored(), settings()), list, settings(), noon)
				if _, ok := j.atBest(order.State{Done: order.SetOf(0), Started: order.SetOf(0)}); !ok {
					t.Errorf("%s: no state at best", name)
				}
				if d := j.direction(list[0]); !slices.Contains([]order.Direction{order.Relaxes, order.Restricts, order.Both}, d) {
					t.Errorf("%s: direction %d", name, d)
				}
				if d := j.direction(list[0]); name == "unknown" && object != ObjectContext && object != ObjectStrength && object != ObjectNamedLocation && d != order.Both {
					t.Errorf("%s: direction %d, though nobody knows", name, d)
				}
			}
		})
	}
}

// facts are what the objects of a tenant say.
func facts(t *ca.Tenant) []any {
	return []any{t.Policies.Value(), t.NamedLocations.Value(), t.Strengths.Value(), t.Contexts.Value(), t.SecurityDefaults.Value()}
}

// TestLostUpdatesOfEveryKind: somebody else changed or deleted the object since it was planned.
func TestLostUpdatesOfEveryKind(t *testing.T) {
	t.Parallel()
	changed := stored()
	later := func(s *ca.AuthenticationStrength) { s.ModifiedDateTime = noon }
	changed.Policies = ca.Known([]ca.Policy{policy("p1", "MFA", func(p *ca.Policy) { p.ModifiedDateTime = noon })})
	changed.NamedLocations = ca.Known([]ca.NamedLocation{{ID: office, ModifiedDateTime: noon}})
	changed.Strengths = ca.Known([]ca.AuthenticationStrength{strength(anybodys, later)})
	changed.Contexts = ca.Known([]ca.AuthenticationContext{authContext("c1", func(c *ca.AuthenticationContext) { c.DisplayName = "Secret" })})
	changed.SecurityDefaults = ca.Known(defaults(true))
	unread := &ca.Tenant{Policies: ca.Known([]ca.Policy{policy("p1", "MFA")})}
	for object, kind := range kindsOfChange() {
		t.Run(strings.ReplaceAll(string(object), " ", "-"), func(t *testing.T) {
			t.Parallel()
			for name, c := range map[string]struct {
				tenant *ca.Tenant
				change Change
				lost   bool
			}{
				"as-planned":           {stored(), kind.update, false},
				"changed":              {changed, kind.update, true},
				"changed-and-deleted":  {changed, kind.remove, kind.remove.Object != ""},
				"deleted":              {&ca.Tenant{Policies: ca.Known([]ca.Policy{}), NamedLocations: ca.Known([]ca.NamedLocation{}), Strengths: ca.Known([]ca.AuthenticationStrength{}), Contexts: ca.Known([]ca.AuthenticationContext{})}, kind.update, object != ObjectSecurityDefaults},
				"nothing-else-is-read": {unread, kind.update, false},
				"created":              {changed, kind.create, false},
			} {
				f, lost := lostUpdate(c.tenant, c.change)
				if lost != c.lost {
					t.Errorf("%s: lost %t", name, lost)
				}
				if lost && (f.Rule != ruleEG092.ID || f.Object == "" || !strings.Contains(f.Paragraph, "this "+string(object))) {
					t.Errorf("%s: %s about %q says %q", name, f.Rule, f.Object, f.Paragraph)
				}
			}
		})
	}
}
