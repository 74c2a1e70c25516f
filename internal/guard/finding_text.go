package guard

import (
	"fmt"
	"slices"
	"strings"
)

// The form of a finding, which suits what Terraform does with a diagnostic: it never wraps a summary, it
// wraps the lines of a detail that start in the first column, and it leaves lines that start with a space
// as they are. So a summary is cut to fit, prose is one line per paragraph, and everything else is indented
// and narrow enough for a terminal of 80 columns.
const (
	summaryColumns  = 69
	indentedColumns = 76
	indent          = "  "
	evidenceRows    = 5
)

// Summary is the finding in one line. A long display name is cut in its middle, the harm never.
func (f Finding) Summary() string {
	if f.Object == "" {
		return f.Rule + ": " + f.Harm
	}
	room := summaryColumns - columns(fmt.Sprintf(`%s: "" %s`, f.Rule, f.Harm))
	return fmt.Sprintf(`%s: "%s" %s`, f.Rule, cutMiddle(plain(f.Object), max(room, 1)), f.Harm)
}

// Detail is everything else: what would happen, the evidence, what was checked, the way out.
func (f Finding) Detail() string {
	blocks := []string{f.Paragraph}
	if f.Waived {
		blocks = append(blocks, "Waived: "+plain(f.WaiverReason))
	}
	blocks = append(blocks, indented(f.Evidence), f.Checked, indented(f.Witness),
		f.FixText, indented(f.Fix), strings.TrimSpace(f.Alternative+" Rule: "+f.Pointer()))
	blocks = slices.DeleteFunc(blocks, func(block string) bool { return block == "" })
	return strings.Join(blocks, "\n\n")
}

// advice is what the finding asks for, apart from how it came to be known.
func (f Finding) advice() string {
	return strings.Join(append([]string{f.Summary(), f.FixText}, f.Fix...), "\n")
}

// Pointer is where the rule is explained.
func (f Finding) Pointer() string { return "docs/guides/rules.md#" + strings.ToLower(f.Rule) }

func indented(lines []string) string {
	shown := make([]string, len(lines))
	for i, line := range lines {
		shown[i] = strings.TrimRight(indent+line, " ")
	}
	return strings.Join(shown, "\n")
}

// A row is one line of evidence: who, and what about it.
type row struct{ who, what string }

// table sets rows in two columns under a head, wraps the second one, and says how many rows it left out. A
// row without a first cell belongs to the one above it.
func table(head row, rows []row) []string {
	const widest = 36 // an id
	first := columns(head.who)
	for i, r := range rows {
		rows[i] = row{cutMiddle(plain(r.who), widest), plain(r.what)}
		first = max(first, columns(rows[i].who))
	}
	var lines []string
	for _, r := range append([]row{head}, rows...) {
		who := r.who
		for _, part := range wrap(r.what, indentedColumns-len(indent)-first-2) {
			lines = append(lines, strings.TrimRight(pad(who, first)+"  "+part, " "))
			who = ""
		}
	}
	return lines
}

// limited keeps the rows about the first five, and says how many more there are. What is the same as for
// the one above is not said again.
func limited(groups [][]row, noun string) []row {
	var rows []row
	for i, group := range groups {
		switch {
		case i == evidenceRows:
			return append(rows, row{who: "and " + count(len(groups)-i, "more", noun)})
		case i > 0 && len(group[0].what) > len(theSame) && slices.EqualFunc(group, groups[i-1], func(a, b row) bool { return a.what == b.what }):
			rows = append(rows, row{group[0].who, theSame})
		default:
			rows = append(rows, group...)
		}
	}
	return rows
}

const theSame = "the same"

// count is "1 more administrator", "3 more administrators".
func count(n int, between, noun string) string {
	if n != 1 {
		noun = plural(noun)
	}
	if between != "" {
		noun = between + " " + noun
	}
	return fmt.Sprintf("%d %s", n, noun)
}

func plural(noun string) string {
	if stem, ok := strings.CutSuffix(noun, "y"); ok && !strings.HasSuffix(stem, "a") {
		return stem + "ies"
	}
	return noun + "s"
}
