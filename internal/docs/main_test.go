package main

import (
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/guard"
)

func TestWriteHasEveryRule(t *testing.T) {
	t.Parallel()
	var page strings.Builder
	if err := write(&page, guard.Rules()); err != nil {
		t.Fatal(err)
	}
	if len(guard.Rules()) == 0 {
		t.Fatal("there are no rules")
	}
	for _, rule := range guard.Rules() {
		// The heading is the anchor that every finding points to.
		for _, part := range []string{"\n## " + rule.ID + "\n", rule.Title, rule.Harm, rule.WayOut, strings.TrimSpace(rule.Example)} {
			if !strings.Contains(page.String(), part) {
				t.Errorf("%s: the page lacks %q", rule.ID, part)
			}
		}
	}
	if strings.Count(page.String(), "```")%2 != 0 {
		t.Error("a code block is not closed")
	}
}
