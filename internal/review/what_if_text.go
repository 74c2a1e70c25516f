package review

import (
	"fmt"
	"io"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// WriteWhatIfText writes a what-if for people to read: what becomes of the sign-in, then which policies make
// it so, then the others.
func WriteWhatIfText(w io.Writer, what WhatIf, colour bool) error {
	l := &lines{out: w, colour: colour}
	r := what.Report
	l.prose("", fmt.Sprintf("%s: %s.", l.in(outcomeTone(r.Outcome), string(r.Outcome)), what.headline()))
	if what.Checked {
		l.prose("", "The reference evaluator was asked too, and says the same of every policy.")
	}
	l.signInAsked(what)
	parts := what.parts()
	l.policies("Policies that apply", parts.applying)
	l.policies("Report-only policies that would apply", parts.reporting)
	l.aside(parts.aside)
	if len(r.MissingFacts) > 0 {
		l.section("What would tell")
		l.missing(r.MissingFacts)
	}
	if len(r.Assumptions) > 0 {
		l.section("Assumptions")
		for _, a := range r.Assumptions {
			l.prose("  ", plain(a))
		}
	}
	return l.failed
}

func outcomeTone(o engine.Outcome) tone {
	return map[engine.Outcome]tone{engine.Allowed: good, engine.Denied: bad, engine.Open: unsure}[o]
}

func valueTone(v engine.Value) tone {
	return map[engine.Value]tone{engine.Yes: good, engine.No: bad, engine.Unknown: unsure}[v]
}

func (l *lines) signInAsked(what WhatIf) {
	l.section("Sign-in")
	l.clauses("  ", circumstances(what.Report.SignIn))
	for _, d := range what.dependencies() {
		l.prose("  ", d)
	}
}

func (l *lines) policies(title string, policies []engine.WhatIfPolicy) {
	if len(policies) == 0 {
		return
	}
	l.section(title)
	for _, p := range policies {
		l.print("  %s%s  %s", l.in(valueTone(p.Passes()), effect(p)), pad(effect(p), len("passes")), named(p.DisplayName, p.ID))
		if p.Applies == engine.Unknown {
			l.prose("    ", "it is not known whether it applies")
		}
		if p.Through != "" {
			l.prose("    ", "applies through "+plain(p.Through))
		}
		switch {
		case len(p.Controls) == 0:
			l.prose("    ", "asks for nothing")
		case blocks(p):
			l.prose("    ", "blocks")
		default:
			l.prose("    ", "asks for "+demand(p))
		}
		for _, c := range answers(p) {
			l.prose("      ", fmt.Sprintf("%s %s: %s", plain(c.Control), l.in(valueTone(c.Value), verb(c.Value)), plain(c.Why)))
		}
		for _, s := range p.Session {
			l.prose("    ", "session: "+plain(s))
		}
	}
}

// aside lists the policies that do not apply, each with all reasons.
func (l *lines) aside(policies []engine.WhatIfPolicy) {
	if len(policies) == 0 {
		return
	}
	l.section("Policies that do not apply")
	for _, p := range policies {
		l.print("  %s%s", named(p.DisplayName, p.ID), standingOf(p))
		for _, r := range p.Reasons {
			l.prose("    ", fmt.Sprintf("%s: %s", r.Reason, plain(r.Why)))
		}
	}
}

func pad(text string, width int) string { return fmt.Sprintf("%*s", max(0, width-len(text)), "") }
