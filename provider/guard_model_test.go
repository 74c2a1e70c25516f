package provider

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/guard"
)

// guardBlock makes a guard block of what it says, with null for the rest.
func guardBlock(said map[string]any) types.Object {
	kind, _ := guardAttribute().GetType().(types.ObjectType)
	return guardObjectOf(kind, said)
}

func guardObjectOf(kind types.ObjectType, said map[string]any) types.Object {
	attributes := map[string]attr.Value{}
	for name, k := range kind.AttrTypes {
		attributes[name] = guardValue(k, said[name])
	}
	return types.ObjectValueMust(kind.AttrTypes, attributes)
}

func guardValue(kind attr.Type, said any) attr.Value {
	switch v := said.(type) {
	case nil:
		return nullOf(kind)
	case string:
		return types.StringValue(v)
	case int:
		return types.Int64Value(int64(v))
	case bool:
		return types.BoolValue(v)
	case map[string]any:
		object, _ := kind.(types.ObjectType)
		return guardObjectOf(object, v)
	}
	elements := func(k attr.Type) []attr.Value {
		var list []attr.Value
		for _, element := range said.([]any) {
			list = append(list, guardValue(k, element))
		}
		return list
	}
	if list, ok := kind.(types.ListType); ok {
		return types.ListValueMust(list.ElemType, elements(list.ElemType))
	}
	return types.SetValueMust(types.StringType, elements(types.StringType))
}

func TestGuardBlock(t *testing.T) {
	t.Parallel()
	full := map[string]any{
		"minimum_admins": 3,
		"break_glass":    map[string]any{"users": []any{breakGlass1}, "groups": []any{salesGroup}, "minimum": 1},
		"staging":        map[string]any{"mode": "auto", "minimum_soak": "48h", "evidence": "required", "maximum_impact": 5},
		"assume": map[string]any{
			"platforms":             []any{"windows"},
			"networks":              []any{map[string]any{"address": "198.51.100.7", "country": "NO", "account": "ann@contoso.example"}},
			"pipeline_networks":     []any{map[string]any{"address": "198.51.100.9"}},
			"certificate_users":     []any{"bg-1@contoso.example"},
			"terms_of_use_accepted": true,
		},
		"waivers":       []any{map[string]any{"rule": "EG021", "policy": "CA001", "reason": "pilot", "expires": "2027-01-31"}},
		"on_undecided":  "warn",
		"verify":        "what_if",
		"max_staleness": "20s",
		"order_wait":    "90s",
		"settle":        "3s",
	}
	kind, _ := guardAttribute().GetType().(types.ObjectType)
	if got, want := slices.Sorted(maps.Keys(full)), slices.Sorted(maps.Keys(kind.AttrTypes)); !slices.Equal(got, want) {
		t.Fatalf("the test says %q, the schema has %q", got, want)
	}
	got, diags := toGuard(guardBlock(full))
	if diags.HasError() {
		t.Fatal(diags)
	}
	want := guard.Config{
		MinimumAdmins: 3,
		BreakGlass:    ca.BreakGlass{Users: []string{breakGlass1}, Groups: []string{salesGroup}, Minimum: 1},
		Staging:       guard.Staging{Mode: guard.StagingAuto, MinimumSoak: 48 * time.Hour, Evidence: guard.EvidenceRequired, MaximumImpact: 5},
		Assume: ca.Assumptions{
			Platforms:          []ca.Platform{ca.PlatformWindows},
			Networks:           []ca.Network{{Address: "198.51.100.7", Country: "NO", Account: "ann@contoso.example"}},
			PipelineNetworks:   []ca.Network{{Address: "198.51.100.9"}},
			CertificateUsers:   []string{"bg-1@contoso.example"},
			TermsOfUseAccepted: true,
		},
		Waivers:      []guard.Waiver{{Rule: "EG021", Policy: "CA001", Reason: "pilot", Expires: "2027-01-31"}},
		OnUndecided:  guard.WarnUndecided,
		Verify:       guard.VerifyWhatIf,
		MaxStaleness: 20 * time.Second, OrderWait: 90 * time.Second, Settle: 3 * time.Second,
	}
	if diff := cmp.Diff(want, got, equateEmpty); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// An absent block is the strictest one, and not none.
func TestAbsentGuardBlock(t *testing.T) {
	t.Parallel()
	kind, _ := guardAttribute().GetType().(types.ObjectType)
	for name, block := range map[string]types.Object{
		"absent": types.ObjectNull(kind.AttrTypes), "empty": guardBlock(nil), "none": {},
	} {
		got, diags := toGuard(block)
		if diff := cmp.Diff(guard.Defaults(), got, equateEmpty); diags.HasError() || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, diags, diff)
		}
	}
}

func TestBadGuardBlock(t *testing.T) {
	t.Parallel()
	root := path.Root("guard")
	for name, test := range map[string]struct {
		said map[string]any
		at   path.Path
		want string
	}{
		"too-few-admins": {map[string]any{"minimum_admins": 0}, root.AtName("minimum_admins"), "at least 1 administrator"},
		"no-duration":    {map[string]any{"staging": map[string]any{"minimum_soak": "a week"}}, root.AtName("staging").AtName("minimum_soak"), "is not a duration"},
		"no-mode":        {map[string]any{"staging": map[string]any{"mode": "quick"}}, root.AtName("staging").AtName("mode"), `found "quick"`},
		"no-country":     {map[string]any{"assume": map[string]any{"networks": []any{map[string]any{"country": "Norway"}}}}, root.AtName("assume").AtName("networks"), "assume.networks[0].country"},
		"no-waiver":      {map[string]any{"waivers": []any{map[string]any{"rule": "EG001", "policy": "p", "reason": "r", "expires": "2027-01-31"}}}, root.AtName("waivers"), "EG001 cannot be waived"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, diags := toGuard(guardBlock(test.said))
			if len(diags) != 1 || !strings.Contains(diags[0].Detail(), test.want) {
				t.Fatalf("got %v, want one with %q", diags, test.want)
			}
			if located, ok := diags[0].(interface{ Path() path.Path }); !ok || !located.Path().Equal(test.at) {
				t.Errorf("not at %s: %v", test.at, diags[0])
			}
		})
	}
}

// The defaults that the schema documents are the guard's.
func TestDocumentedDefaults(t *testing.T) {
	t.Parallel()
	d := guard.Defaults()
	found := 0
	for name, want := range map[string]string{
		"minimum_admins":         strconv.Itoa(d.MinimumAdmins),
		"break_glass.minimum":    strconv.Itoa(d.BreakGlass.Minimum),
		"staging.mode":           string(d.Staging.Mode),
		"staging.minimum_soak":   hours(d.Staging.MinimumSoak),
		"staging.evidence":       string(d.Staging.Evidence),
		"staging.maximum_impact": strconv.Itoa(d.Staging.MaximumImpact),
		"on_undecided":           string(d.OnUndecided),
		"verify":                 string(d.Verify),
		"max_staleness":          seconds(d.MaxStaleness),
		"order_wait":             seconds(d.OrderWait),
		"settle":                 seconds(d.Settle),
	} {
		attributes, last := guardAttribute().(schema.SingleNestedAttribute).Attributes, name
		if parent, child, nested := strings.Cut(name, "."); nested {
			attributes, last = attributes[parent].(schema.SingleNestedAttribute).Attributes, child
		}
		if description := attributes[last].GetMarkdownDescription(); strings.Contains(description, "Defaults to `"+want+"`") {
			found++
		} else {
			t.Errorf("%s: %q does not say %q", name, description, want)
		}
	}
	if found < 11 {
		t.Errorf("only %d defaults were found", found)
	}
}

func hours(d time.Duration) string   { return strconv.Itoa(int(d.Hours())) + "h" }
func seconds(d time.Duration) string { return strconv.Itoa(int(d.Seconds())) + "s" }
