package provider

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/entraguard/terraform-provider-entraguard/internal/guard"
)

// addFindings turns findings into diagnostics. It is the only place where that happens: a finding knows what
// it says, and this function where Terraform shows it.
func addFindings(diags *diag.Diagnostics, findings []guard.Finding, at locator) {
	for _, f := range findings {
		where, known := at.path(f)
		switch {
		case f.Refuses() && known:
			diags.AddAttributeError(where, f.Summary(), f.Detail())
		case f.Refuses():
			diags.AddError(f.Summary(), f.Detail())
		case known:
			diags.AddAttributeWarning(where, f.Summary(), f.Detail())
		default:
			diags.AddWarning(f.Summary(), f.Detail())
		}
	}
}

// A locator finds the attribute that a finding is shown at.
//
// Terraform before 1.15 shows the line of a root attribute, and the first line of the resource for a deep
// path, unless the deep path ends in a name that a root attribute has, too: then it shows that one. A root
// attribute that is an object is shown whole, forty lines long. So the locator answers a root scalar where
// one fits, and no deep path that would lead astray.
type locator struct {
	attributes map[string]schema.Attribute
	scalar     string // the root attribute for what concerns the object as a whole; "" when there is no configuration to point at
}

// path is the attribute of a finding; false where there is nothing to point at.
func (l locator) path(f guard.Finding) (path.Path, bool) {
	if l.scalar == "" {
		return path.Empty(), false
	}
	if deep, ok := l.deep(f.Attribute); ok && !takesHold(f.Rule) {
		return deep, true
	}
	return path.Root(l.scalar), true
}

// takesHold reports whether a rule speaks of what a change does once it is enforced. The attribute that such a
// finding names is where to fix it; what takes hold is the object's state. And since Terraform orders what it
// prints by line, findings at the same line come in the order of their rules: the lockout first.
func takesHold(rule string) bool { return rule < "EG060" }

// deep is the path of an attribute, as far as it can be pointed at. It ends at a set, whose elements are
// shown nowhere.
func (l locator) deep(attribute string) (path.Path, bool) {
	names := strings.Split(attribute, ".")
	root, ok := l.attributes[names[0]]
	if !ok {
		return path.Empty(), false
	}
	at, level, depth := path.Root(names[0]), nestedIn(root), 1
	for _, name := range names[1:] {
		next, ok := level[name]
		if !ok {
			break
		}
		if _, shadowed := l.attributes[name]; shadowed {
			break
		}
		at, level, depth = at.AtName(name), nestedIn(next), depth+1
	}
	if depth == 1 && nestedIn(root) != nil {
		return path.Empty(), false
	}
	return at, true
}

func nestedIn(a schema.Attribute) map[string]schema.Attribute {
	if nested, ok := a.(schema.SingleNestedAttribute); ok {
		return nested.Attributes
	}
	return nil
}
