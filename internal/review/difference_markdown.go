package review

import (
	"io"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// WriteDifferenceMarkdown writes a difference for a review: a table of the sets of sign-ins that change, and
// one of the policies.
func WriteDifferenceMarkdown(w io.Writer, d Difference) error {
	l := &lines{out: w}
	l.print("**%s**", markdown(d.headline()))
	if d.Report.Undecided != "" {
		l.print("\nNot finished: %s", markdown(d.Report.Undecided))
	}
	if len(d.Report.Boxes) > 0 {
		l.print("\n| | Who | Sign-ins | Asked | Because of |\n|---|---|---|---|---|")
	}
	for _, b := range d.Report.Boxes {
		l.boxRow(d, b)
	}
	if changed := d.changedPolicies(); len(changed) > 0 {
		l.print("\n| Policy | | By itself |\n|---|---|---|")
		for _, p := range changed {
			words, _ := decisionInWords(p.Decision)
			l.print("| %s | %s | %s |", markdown(named(p.Name, p.ID)), p.Change, words)
		}
	}
	for _, b := range d.Report.Boxes {
		words, _ := kindInWords(b.Kind)
		l.print("\n<details><summary>%s: an example</summary>\n\n%s", words, markdown(strings.Join(d.example(b.Example), ", ")))
		for _, a := range b.Assuming {
			l.print("\nIf %s.", markdown(a))
		}
		l.print("\n</details>")
	}
	return l.failed
}

func (l *lines) boxRow(d Difference, b difference.Box) {
	words, _ := kindInWords(b.Kind)
	var asked []string
	for _, clause := range b.Added {
		asked = append(asked, "now "+markdown(clause))
	}
	for _, clause := range b.Removed {
		asked = append(asked, "no longer "+markdown(clause))
	}
	l.print("| %s | %s | %s | %s | %s |", words, markdown(who(b.People)),
		markdown(strings.Join(d.dimensions(b), ", ")), strings.Join(asked, "<br>"), markdown(causes(b)))
}
