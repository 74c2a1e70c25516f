// Command docs writes the guide of the guard's rules to standard output, from the rules themselves. `make
// docs` runs it; what the other pages say comes from the schema and from the templates beside this file.
package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/guard"
)

const head = `---
page_title: "Rules"
subcategory: ""
description: |-
  Every finding of the guard: what it means, what harm it prevents, and the way out.
---

# Rules

Every finding has a permanent number. ` + "`entraguard explain EG001`" + ` says the same as this page.

An error refuses the change. A rule that can be waived lets pass one policy, for a reason, until a date:

` + "```hcl" + `
guard = {
  waivers = [{
    rule    = "EG021"
    policy  = "Require a compliant device"
    reason  = "every administrator has two managed devices"
    expires = "2027-01-31"
  }]
}
` + "```" + `
`

func main() {
	if err := write(os.Stdout, guard.Rules()); err != nil {
		fmt.Fprintln(os.Stderr, "docs: error:", err)
		os.Exit(1)
	}
}

func write(w io.Writer, rules []guard.Rule) error {
	var page strings.Builder
	page.WriteString(head)
	for _, rule := range rules {
		fmt.Fprintf(&page, "\n## %s\n\n**%s** %s\n\n%s\n\n%s\n", rule.ID, rule.Title, standing(rule), rule.Harm, rule.WayOut)
		if rule.Example != "" {
			fmt.Fprintf(&page, "\n```%s\n%s\n```\n", language(rule.Example), strings.TrimSpace(rule.Example))
		}
	}
	_, err := io.WriteString(w, page.String())
	return err
}

func standing(r guard.Rule) string {
	waiver := "cannot be waived"
	if r.Waivable {
		waiver = "can be waived"
	}
	return fmt.Sprintf("(%s, %s)", r.Severity, waiver)
}

// language tells an example of guard.json from one of a configuration.
func language(example string) string {
	if strings.HasPrefix(strings.TrimSpace(example), "{") {
		return "json"
	}
	return "hcl"
}
