package review

import (
	"fmt"
	"io"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// WriteDifferenceText writes a difference for people to read: what happens to sign-ins, with the ones that are
// lost first, then what each policy's own change means.
func WriteDifferenceText(w io.Writer, d Difference, colour bool) error {
	l := &lines{out: w, colour: colour}
	l.prose("", d.headline()+".")
	if d.Report.Undecided != "" {
		l.prose("", "not finished: "+plain(d.Report.Undecided))
	}
	for _, b := range d.Report.Boxes {
		l.box(d, b)
	}
	l.policyChanges(d)
	return l.failed
}

func (l *lines) box(d Difference, b difference.Box) {
	words, t := kindInWords(b.Kind)
	l.print("")
	l.print("%s", l.in(t, words))
	l.print("")
	l.prose("  ", who(b.People))
	l.clauses("  ", d.dimensions(b))
	for _, asked := range b.Added {
		l.prose("    ", "asked now: "+plain(asked))
	}
	for _, asked := range b.Removed {
		l.prose("    ", "asked no longer: "+plain(asked))
	}
	if len(b.Causes) > 0 {
		l.prose("    ", "because of "+causes(b))
	}
	l.prose("    ", "for example:")
	l.clauses("      ", d.example(b.Example))
	for _, a := range b.Assuming {
		l.prose("    ", "if "+plain(a))
	}
}

func (l *lines) policyChanges(d Difference) {
	changed := d.changedPolicies()
	if len(changed) == 0 {
		return
	}
	l.section("Policies, each change by itself")
	for _, p := range changed {
		words, t := decisionInWords(p.Decision)
		l.print("  %s%s  %s", l.in(t, words), pad(words, len("no stricter")), fmt.Sprintf("%s (%s)", named(p.Name, p.ID), p.Change))
		if p.Evidence != nil {
			kind, _ := kindInWords(p.Evidence.Kind)
			l.prose("    ", fmt.Sprintf("%s: %s", kind, who(p.Evidence.People)))
			l.clauses("    ", d.dimensions(*p.Evidence))
		}
	}
}
