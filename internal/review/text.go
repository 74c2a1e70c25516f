package review

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/guard"
)

// WriteText writes the check for people to read: the verdict first, then what it rests on.
func WriteText(w io.Writer, c Check, colour bool) error {
	l := &lines{out: w, colour: colour}
	l.verdict(c)
	l.administrators(c)
	l.breakGlass(c)
	l.pipeline(c.Report.Pipeline)
	l.findings(c.Findings)
	l.assumptions(c.Report.Repairers)
	return l.failed
}

func (l *lines) verdict(c Check) {
	reachable, robust, breakGlass := 0, 0, 0
	for _, r := range c.Report.Repairers {
		if r.Verdict == engine.Reachable {
			reachable++
		}
		if r.BreakGlass {
			breakGlass++
		}
		if r.Robustness == engine.Robust {
			robust++
		}
	}
	administrator := "administrator"
	if len(c.Report.MissingRepairers) > 0 {
		administrator = "known administrator"
	}
	l.prose("", fmt.Sprintf("%s: %d of %s can sign in and change the policies, and %d of %s work on the worst day.",
		l.in(toneOf(string(c.Verdict)), string(c.Verdict)), reachable, count(len(c.Report.Repairers), administrator),
		robust, count(breakGlass, "break-glass account")))
	policies := c.Tenant.Policies.Value()
	enabled := 0
	for _, p := range policies {
		if p.State == ca.StateEnabled {
			enabled++
		}
	}
	l.prose("", fmt.Sprintf("Judged against %s, %d of them enabled%s.", count(len(policies), "policy"), enabled, tenantName(c.Tenant)))
}

func tenantName(t *ca.Tenant) string {
	if t.Name == "" && t.ID == "" {
		return ""
	}
	return ", of " + named(t.Name, t.ID)
}

func (l *lines) pipeline(p engine.Pipeline) {
	l.section("Pipeline")
	if p.Verdict == engine.NotChecked {
		l.prose("  ", "not checked: guard.json names no service principal under pipeline")
		return
	}
	l.row(string(p.Verdict), named(p.DisplayName, p.ID))
	l.core(p.Core)
	l.missing(p.MissingFacts)
}

func (l *lines) findings(findings []guard.Finding) {
	if len(findings) == 0 {
		return
	}
	l.section("Findings")
	for i, f := range findings {
		if i > 0 {
			l.print("")
		}
		l.print("  %s  %s", l.in(findingTone(f), standing(f)), f.Summary())
		l.print("")
		l.block("    ", f.Detail())
	}
}

func standing(f guard.Finding) string {
	if f.Waived {
		return "waived"
	}
	return string(f.Severity)
}

func findingTone(f guard.Finding) tone {
	if f.Refuses() {
		return bad
	}
	return unsure
}

// assumptions are said once for all: most verdicts share them.
func (l *lines) assumptions(repairers []engine.Repairer) {
	var all []string
	for _, r := range repairers {
		all = append(all, r.Assumptions...)
	}
	if len(all) == 0 {
		return
	}
	slices.Sort(all)
	l.section("Assumptions")
	for _, a := range slices.Compact(all) {
		l.prose("  ", plain(a))
	}
}

func (l *lines) section(title string) {
	l.print("")
	l.print("%s", l.in(heading, title))
	l.print("")
}

// row is a verdict in words and whom it is about.
func (l *lines) row(verdict, about string) {
	words := strings.ReplaceAll(verdict, "_", " ")
	l.print("  %s%s  %s", l.in(toneOf(verdict), words), strings.Repeat(" ", max(0, len("locked out")-len(words))), about)
}

func toneOf(verdict string) tone {
	switch verdict {
	case string(guard.Holds), string(engine.Reachable), string(engine.Robust):
		return good
	case string(guard.Broken), string(engine.LockedOut), string(engine.Fragile):
		return bad
	}
	return unsure
}

// count is "1 policy", "2 policies".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if stem, ok := strings.CutSuffix(noun, "y"); ok {
		return fmt.Sprintf("%d %sies", n, stem)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
