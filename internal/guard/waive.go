package guard

import (
	"fmt"
	"time"
)

// waive marks the findings that a waiver lets pass. A waiver that is over says so on the finding that it
// no longer lets pass.
func waive(findings []Finding, c Config, now time.Time) []Finding {
	for i := range findings {
		f := &findings[i]
		if f.Severity != Error {
			continue
		}
		for _, w := range c.Waivers {
			if !w.matches(*f) {
				continue
			}
			if w.expired(now) {
				f.Checked = joinSentences(f.Checked, fmt.Sprintf("A waiver for it ended on %s.", w.Expires))
				continue
			}
			f.Waived, f.WaiverReason, f.Severity = true, fmt.Sprintf("%s (until %s)", w.Reason, w.Expires), Warning
			break
		}
	}
	return findings
}

// matches reports whether the waiver names the rule and the policy of a finding.
func (w Waiver) matches(f Finding) bool {
	rule, known := Explain(f.Rule)
	return known && rule.Waivable && rule.ID == w.Rule && w.Policy == f.Object
}

// unusedWaivers are warnings about waivers that let nothing pass: the finding is gone, or they are over.
func unusedWaivers(findings []Finding, c Config, now time.Time) []Finding {
	var unused []Finding
	for _, w := range c.Waivers {
		used := false
		for _, f := range findings {
			used = used || (f.Waived && w.matches(f))
		}
		switch {
		case w.expired(now):
			unused = append(unused, waiverFinding(w, "has a waiver that is over", fmt.Sprintf("The waiver ended on %s and counts no longer.", w.Expires)))
		case !used:
			unused = append(unused, waiverFinding(w, "has a waiver that nothing needs", "The finding that it was written for is not there, so the waiver can go."))
		}
	}
	return unused
}

func waiverFinding(w Waiver, harm, text string) Finding {
	return Finding{
		Rule: w.Rule, Severity: Warning, Object: w.Policy, Harm: harm, Paragraph: text,
		Checked: "Its reason was: " + plain(w.Reason),
		FixText: "To fix it, take it out of `waivers` in the provider's `guard` block.",
	}
}

func joinSentences(sentences ...string) string {
	text := ""
	for _, s := range sentences {
		if text != "" && s != "" {
			text += " "
		}
		text += s
	}
	return text
}
