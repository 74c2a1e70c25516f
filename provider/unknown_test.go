package provider

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// Booleans and numbers have no form for "not known". None of them decides who can sign in.
var withoutUnknownForm = []string{"is_enabled", "value", "disable_resilience_defaults"}

// An attribute that is not known yet must leave a mark in what the guard judges, wherever it is: else an
// unknown exclusion is no exclusion, and an unknown condition none.
func TestEveryUnknownAttributeIsMarked(t *testing.T) {
	t.Parallel()
	policies := unknownOneByOne(t, policyShape.record.kind(), fullPolicy(t), policyShape.record.kind().AttrTypes)
	if len(policies) < 60 {
		t.Fatalf("only %d attributes were tried", len(policies))
	}
	for path, object := range policies {
		body := ca.EncodePolicy(policyShape.value(object))
		if got, want := bytes.Contains(body, []byte(ca.NotYetKnown)), !slices.Contains(withoutUnknownForm, lastName(path)); got != want {
			t.Errorf("%s unknown: marked %v, want %v: %s", path, got, want, body)
		}
	}
}

func TestEveryUnknownLocationAttributeIsMarked(t *testing.T) {
	t.Parallel()
	for _, location := range []ca.NamedLocation{
		{DisplayName: "Office", Kind: ca.LocationIP, IPRanges: []ca.IPRange{{CIDR: "198.51.100.0/24"}}},
		{DisplayName: "Nordics", Kind: ca.LocationCountry, CountriesAndRegions: []string{"NO"}},
	} {
		for path, object := range unknownOneByOne(t, locationRecord.kind(), locationShape.plain(location), locationRecord.kind().AttrTypes) {
			if body := ca.EncodeNamedLocation(locationShape.value(object)); !bytes.Contains(body, []byte(ca.NotYetKnown)) {
				t.Errorf("%s unknown: not marked: %s", path, body)
			}
		}
	}
}

func TestEveryUnknownAttributeOfOtherObjectsIsMarked(t *testing.T) {
	t.Parallel()
	strengths := unknownOneByOne(t, strengthPolicyRecord.kind(), everything(strengthPolicyRecord.kind()), strengthPolicyRecord.kind().AttrTypes)
	for path, object := range strengths {
		if path == "policy_type" || path == "requirements_satisfied" { // the service's
			continue
		}
		if body := ca.EncodeStrength(strengthPolicyShape.value(object)); !bytes.Contains(body, []byte(ca.NotYetKnown)) {
			t.Errorf("strength, %s unknown: not marked: %s", path, body)
		}
	}
	contexts := unknownOneByOne(t, types.ObjectType{}, everything(contextRecord.kind()), contextRecord.kind().AttrTypes)
	for path, object := range contexts {
		if body := ca.EncodeContext(contextShape.value(object)); !bytes.Contains(body, []byte(ca.NotYetKnown)) {
			t.Errorf("context, %s unknown: not marked: %s", path, body)
		}
	}
	off := with(defaultsShape.plain(ca.SecurityDefaults{}), "is_enabled", types.BoolUnknown())
	if body := ca.EncodeSecurityDefaults(defaultsShape.value(off)); !bytes.Contains(body, []byte(ca.NotYetKnown)) {
		t.Errorf("security defaults unknown: not marked: %s", body)
	}
	if len(strengths) < 11 || len(contexts) < 4 {
		t.Fatalf("only %d and %d attributes were tried", len(strengths), len(contexts))
	}
}

// A policy with client applications concerns no user. One that only may have them must not be read so.
func TestUnknownClientApplicationsStillConcernUsers(t *testing.T) {
	t.Parallel()
	attributes := conditionsRecord.kind().AttrTypes
	for name, conditions := range map[string]types.Object{
		"conditions":          types.ObjectUnknown(attributes),
		"client_applications": with(types.ObjectNull(attributes), "client_applications", types.ObjectUnknown(clientApplicationsRecord.kind().AttrTypes)),
	} {
		policy := policyShape.value(with(types.ObjectNull(policyRecord.kind().AttrTypes), "conditions", conditions))
		if policy.Conditions.ClientApplications != nil {
			t.Errorf("%s unknown: read as a workload policy", name)
		}
		if len(policy.UnknownConditions()) == 0 {
			t.Errorf("%s unknown: no condition is unknown", name)
		}
	}
}

// A plan that holds something unknown is a change, whatever that turns out to be.
func TestUnknownIsAChange(t *testing.T) {
	t.Parallel()
	for _, prior := range []types.Object{fullPolicy(t), policyShape.plain(ca.Policy{DisplayName: "CA001", State: ca.StateEnabled})} {
		for path, plan := range unknownOneByOne(t, policyRecord.kind(), prior, policyRecord.kind().AttrTypes) {
			if policyShape.same(prior, plan) {
				t.Errorf("%s unknown: held for no change", path)
			}
		}
	}
	bare := policyShape.plain(ca.Policy{DisplayName: "CA001", State: ca.StateEnabled})
	for _, name := range []string{"grant_controls", "session_controls"} {
		if policyShape.same(bare, with(bare, name, unknownOf(policyRecord.kind().AttrTypes[name]))) {
			t.Errorf("%s unknown where there was none: held for no change", name)
		}
	}
	if !policyShape.same(bare, with(bare, "modified_date_time", types.StringUnknown())) {
		t.Error("what the service sets is held for a change")
	}
}

func TestUnknownElementOfASet(t *testing.T) {
	t.Parallel()
	set := types.SetValueMust(types.StringType, []attr.Value{types.StringValue("a"), types.StringUnknown()})
	if got := membersOf(set); !slices.Equal(got, []string{"a", ca.NotYetKnown}) {
		t.Errorf("got %q", got)
	}
}

// fullPolicy has every attribute set.
func fullPolicy(t *testing.T) types.Object {
	t.Helper()
	object := everything(policyRecord.kind())
	policy := policyShape.value(object)
	if wholly(object) && policy.SessionControls != nil && policy.GrantControls != nil {
		return object
	}
	t.Fatal("the full policy is not full")
	return object
}

// everything is an object in which nothing is null.
func everything(kind types.ObjectType) types.Object {
	attributes := map[string]attr.Value{}
	for name, k := range kind.AttrTypes {
		switch k := k.(type) {
		case types.ObjectType:
			attributes[name] = everything(k)
		case types.SetType:
			attributes[name] = types.SetValueMust(types.StringType, []attr.Value{types.StringValue("member-of-" + name)})
		default:
			attributes[name] = leaf(name, k)
		}
	}
	return types.ObjectValueMust(kind.AttrTypes, attributes)
}

func leaf(name string, kind attr.Type) attr.Value {
	switch kind {
	case types.BoolType:
		return types.BoolValue(true)
	case types.Int64Type:
		return types.Int64Value(4)
	}
	if strings.HasSuffix(name, "_date_time") {
		return types.StringValue("2026-08-01T10:00:00Z")
	}
	if name == "membership_kind" {
		return types.StringValue("enumerated") // the only kind that has members
	}
	return types.StringValue("value-of-" + name)
}

// unknownOneByOne is one object for each attribute, at any depth, in which that attribute alone is not known.
func unknownOneByOne(t *testing.T, kind types.ObjectType, object types.Object, attributes map[string]attr.Type) map[string]types.Object {
	t.Helper()
	objects := map[string]types.Object{}
	for name, k := range attributes {
		if slices.Contains([]string{"id", "created_date_time", "modified_date_time", "template_id"}, name) && len(attributes) == len(kind.AttrTypes) {
			continue
		}
		if value := object.Attributes()[name]; value.IsNull() {
			continue
		}
		objects[name] = with(object, name, unknownOf(k))
		child, isObject := object.Attributes()[name].(types.Object)
		if !isObject {
			continue
		}
		for below, changed := range unknownOneByOne(t, types.ObjectType{}, child, child.AttributeTypes(t.Context())) {
			objects[name+"."+below] = with(object, name, changed)
		}
	}
	return objects
}

// with is an object with another value for one attribute.
func with(object types.Object, name string, value attr.Value) types.Object {
	kinds := object.AttributeTypes(context.Background())
	attributes := object.Attributes()
	for other, kind := range kinds {
		attributes[other] = orNull(attributes[other], kind)
	}
	attributes[name] = value
	return types.ObjectValueMust(kinds, attributes)
}

func lastName(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }
