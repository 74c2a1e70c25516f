package provider

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/entraguard/terraform-provider-entraguard/internal/guard"
)

// Terraform before 1.15 shows the line of the root attribute when a deep path ends in its name.
func TestNoDeepPathEndsInTheNameOfARootAttribute(t *testing.T) {
	t.Parallel()
	tried := 0
	for scalar, s := range map[string]schema.Schema{"state": policySchema(t.Context()), "display_name": locationSchema(t.Context())} {
		l := locator{attributes: s.Attributes, scalar: scalar}
		walkAttributes(s.Attributes, "", func(attribute string, _ schema.Attribute) {
			tried++
			at, ok := l.path(guard.Finding{Rule: "EG060", Attribute: attribute})
			steps := strings.Split(at.String(), ".")
			_, shadowed := s.Attributes[steps[len(steps)-1]]
			switch {
			case !ok:
				t.Errorf("%s: no path", attribute)
			case len(steps) > 1 && shadowed:
				t.Errorf("%s: the path %s ends in the name of a root attribute", attribute, at)
			case len(steps) == 1 && nestedIn(s.Attributes[steps[0]]) != nil:
				t.Errorf("%s: the path %s is a whole object", attribute, at)
			}
		})
	}
	if tried < 70 {
		t.Fatalf("only %d attributes were tried", tried)
	}
}

func TestLocator(t *testing.T) {
	t.Parallel()
	l := locator{attributes: policySchema(t.Context()).Attributes, scalar: "state"}
	for attribute, want := range map[string]path.Path{
		"":                                 path.Root("state"),
		"display_name":                     path.Root("display_name"),
		"conditions":                       path.Root("state"),
		"grant_controls":                   path.Root("state"),
		"conditions.users.exclude_users":   path.Root("conditions").AtName("users").AtName("exclude_users"),
		"grant_controls.built_in_controls": path.Root("grant_controls").AtName("built_in_controls"),
		"grant_controls.authentication_strength.id": path.Root("grant_controls").AtName("authentication_strength"),
		"conditions.something_new.mode":             path.Root("state"),
		"something_new":                             path.Root("state"),
	} {
		if got, ok := l.path(guard.Finding{Rule: "EG060", Attribute: attribute}); !ok || !got.Equal(want) {
			t.Errorf("%q: got %s, want %s", attribute, got, want)
		}
	}
	for _, rule := range []string{"EG001", "EG010", "EG021", "EG030"} {
		if got, _ := l.path(guard.Finding{Rule: rule, Attribute: "conditions.users.exclude_users"}); !got.Equal(path.Root("state")) {
			t.Errorf("%s is shown at %s", rule, got)
		}
	}
	if _, ok := (locator{}).path(guard.Finding{Attribute: "state"}); ok {
		t.Error("a deletion has no attribute to point at")
	}
}

func TestFindingsBecomeDiagnostics(t *testing.T) {
	t.Parallel()
	var diags diag.Diagnostics
	addFindings(&diags, []guard.Finding{
		{Rule: "EG001", Severity: guard.Error, Object: "CA001", Harm: "locks out every administrator"},
		{Rule: "EG021", Severity: guard.Error, Object: "CA001", Harm: "is waived", Waived: true, WaiverReason: "pilot"},
		{Rule: "EG090", Severity: guard.Warning, Object: "CA001", Harm: "is decided at apply"},
	}, locator{attributes: policySchema(t.Context()).Attributes, scalar: "state"})

	var got []string
	for _, d := range diags {
		got = append(got, d.Severity().String()+" "+d.Summary())
	}
	want := []string{`Error EG001: "CA001" locks out every administrator`, `Warning EG021: "CA001" is waived`, `Warning EG090: "CA001" is decided at apply`}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if !strings.Contains(diags[1].Detail(), "pilot") {
		t.Error("a waiver is let pass without its reason")
	}
}
