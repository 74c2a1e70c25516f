package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// A rangeSet is a set of address ranges. It says itself whether it means the same as another one: the
// framework otherwise compares every element with every other, again and again, and a location has up to two
// thousand.
type rangeSet struct{ basetypes.SetValue }

type rangeSetType struct{ basetypes.SetType }

var rangeSetKind = rangeSetType{basetypes.SetType{ElemType: types.StringType}}

var (
	_ basetypes.SetValuableWithSemanticEquals = rangeSet{}
	_ basetypes.SetTypable                    = rangeSetType{}
)

func (rangeSet) Type(context.Context) attr.Type { return rangeSetKind }

// Equal compares texts.
func (s rangeSet) Equal(other attr.Value) bool {
	o, ok := other.(rangeSet)
	return ok && s.IsNull() == o.IsNull() && s.IsUnknown() == o.IsUnknown() && sameMembers(membersOf(s), membersOf(o), plainKey)
}

// SetSemanticEquals compares ranges.
func (s rangeSet) SetSemanticEquals(_ context.Context, other basetypes.SetValuable) (bool, diag.Diagnostics) {
	return sameMembers(membersOf(s), membersOf(other), rangeKey), nil
}

func (rangeSetType) String() string { return "rangeSet" }

func (rangeSetType) ValueType(context.Context) attr.Value { return rangeSet{} }

func (rangeSetType) Equal(other attr.Type) bool {
	_, ok := other.(rangeSetType)
	return ok
}

func (rangeSetType) ValueFromSet(_ context.Context, set basetypes.SetValue) (basetypes.SetValuable, diag.Diagnostics) {
	return rangeSet{set}, nil
}

func (t rangeSetType) ValueFromTerraform(ctx context.Context, value tftypes.Value) (attr.Value, error) {
	made, err := t.SetType.ValueFromTerraform(ctx, value)
	if err != nil {
		return nil, err
	}
	set, ok := made.(basetypes.SetValue)
	if !ok {
		return nil, fmt.Errorf("want a set, found %T", made)
	}
	return rangeSet{set}, nil
}

// Validate has nothing to do: Terraform never hands over a set that holds a member twice, and looking for
// one compares every member with every other.
func (rangeSetType) Validate(context.Context, tftypes.Value, path.Path) diag.Diagnostics { return nil }

func plainKey(member string) string { return member }
