package review

import (
	"fmt"
	"io"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// WriteWhatIfMarkdown writes a what-if for a review: the outcome, a table of the policies that apply, and the
// others folded away.
func WriteWhatIfMarkdown(w io.Writer, what WhatIf) error {
	l := &lines{out: w}
	r := what.Report
	l.print("**%s**: %s.", r.Outcome, markdown(what.headline()))
	l.print("")
	l.print("%s", markdown(strings.Join(circumstances(what.Report.SignIn), ", ")))
	for _, d := range what.dependencies() {
		l.print("\n%s", markdown(d))
	}
	parts := what.parts()
	l.policyTable("Policies that apply", parts.applying)
	l.policyTable("Report-only policies that would apply", parts.reporting)
	if len(r.MissingFacts) > 0 {
		l.print("\n### What would tell\n")
		for _, f := range r.MissingFacts {
			l.print("- %s: %s", markdown(f.Fact), markdown(f.How))
		}
	}
	if len(r.Assumptions) > 0 {
		l.print("\n### Assumptions\n")
		for _, a := range r.Assumptions {
			l.print("- %s", markdown(a))
		}
	}
	l.folded(parts.aside)
	return l.failed
}

func (l *lines) policyTable(title string, policies []engine.WhatIfPolicy) {
	if len(policies) == 0 {
		return
	}
	l.print("\n### %s\n\n| | Policy | Asks for | |\n|---|---|---|---|", title)
	for _, p := range policies {
		var said []string
		if p.Through != "" {
			said = append(said, "applies through "+markdown(p.Through))
		}
		for _, c := range answers(p) {
			said = append(said, fmt.Sprintf("%s %s: %s", markdown(c.Control), verb(c.Value), markdown(c.Why)))
		}
		for _, s := range p.Session {
			said = append(said, "session: "+markdown(s))
		}
		l.print("| %s | %s | %s | %s |", effect(p), markdown(named(p.DisplayName, p.ID)), markdown(demand(p)), strings.Join(said, "<br>"))
	}
}

func (l *lines) folded(policies []engine.WhatIfPolicy) {
	if len(policies) == 0 {
		return
	}
	l.print("\n<details><summary>%s</summary>\n", count(len(policies), "policy")+" that do not apply")
	for _, p := range policies {
		reasons := each(p.Reasons, func(r engine.NotApplied) string { return fmt.Sprintf("%s: %s", r.Reason, markdown(r.Why)) })
		l.print("- %s%s: %s", markdown(named(p.DisplayName, p.ID)), standingOf(p), strings.Join(reasons, "; "))
	}
	l.print("\n</details>")
}
