package directory_test

import (
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/directory"
)

// TestRoleBook: which template a role has, whether it is known whether it may change Conditional Access, and whether
// it may.
func TestRoleBook(t *testing.T) {
	t.Parallel()
	off, on := false, true
	read := directory.NewRoleBook(&ca.Tenant{RoleDefinitions: ca.Known([]ca.RoleDefinition{
		{ID: "Reader", TemplateID: "Reader-Template", IsBuiltIn: true},
		{ID: "without-template", IsBuiltIn: true},
		{ID: "copy", TemplateID: "62E90394-69f5-4237-9190-012177145e10", IsBuiltIn: true},
		{ID: "generous", TemplateID: "t", IsBuiltIn: true, AllowedActions: []string{ca.ActionAllTasksPolicies}},
		{ID: ca.RoleSecurityAdministrator},
		{ID: "custom", TemplateID: "custom-template", AllowedActions: []string{"read", ca.ActionUpdatePolicies}},
		{ID: "custom-all", IsEnabled: &on, AllowedActions: []string{ca.ActionAllTasksPolicies}},
		{ID: "custom-off", IsEnabled: &off, AllowedActions: []string{ca.ActionUpdatePolicies}},
		{ID: "custom-other", AllowedActions: []string{"read"}},
	})})
	unread := directory.NewRoleBook(&ca.Tenant{})
	for _, c := range []struct {
		name, id         string
		book             directory.RoleBook
		template         string
		named            bool
		decides, repairs bool
	}{
		{"built-in", "READER", read, "reader-template", true, true, false},
		{"built-in-without-template", "Without-Template", read, "without-template", true, true, false},
		{"template-well-known", "copy", read, ca.RoleGlobalAdministrator, true, true, true},
		{"built-in-whatever-its-actions", "generous", read, "t", true, true, false},
		{"well-known-though-listed-as-custom", ca.RoleSecurityAdministrator, read, ca.RoleSecurityAdministrator, true, true, true},
		{"well-known-not-listed", ca.RoleConditionalAccessAdministrator, read, ca.RoleConditionalAccessAdministrator, true, true, true},
		{"custom", "Custom", read, "", false, true, true},
		{"custom-of-all-tasks", "custom-all", read, "", false, true, true},
		{"custom-turned-off", "custom-off", read, "", false, true, false},
		{"custom-of-something-else", "custom-other", read, "", false, true, false},
		{"not-listed", "Other", read, "other", false, true, false},
		{"unread", "Other", unread, "other", true, false, false},
		{"well-known-unread", "62E90394-69f5-4237-9190-012177145e10", unread, ca.RoleGlobalAdministrator, true, true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if template, named := c.book.Template(c.id); template != c.template || named != c.named {
				t.Errorf("the template is %q (%t), want %q (%t)", template, named, c.template, c.named)
			}
			if decides := c.book.Decides(c.id); decides != c.decides {
				t.Errorf("it is known: %t, want %t", decides, c.decides)
			}
			if repairs := c.book.Repairs(c.id); repairs != c.repairs {
				t.Errorf("it repairs: %t, want %t", repairs, c.repairs)
			}
		})
	}
}
