package guard

import (
	"fmt"
	"strings"
)

// RulesMarkdown is the page that findings point to: one heading for each rule, so that its anchor is the
// rule's number.
func RulesMarkdown() string {
	var page strings.Builder
	page.WriteString("# The guard's rules\n\n")
	page.WriteString("Each finding has a permanent number. An error stops the change; a warning does not. " +
		"A rule that can be waived is waived in the `guard` block, for one policy, with a reason and a date.\n\n")
	page.WriteString("| rule | finding | severity | can be waived |\n|---|---|---|---|\n")
	for _, r := range Rules() {
		fmt.Fprintf(&page, "| [%s](#%s) | %s | %s | %s |\n", r.ID, strings.ToLower(r.ID), r.Title, r.Severity, yesNo(r.Waivable))
	}
	for _, r := range Rules() {
		page.WriteString("\n" + r.Markdown())
	}
	return page.String()
}

// Markdown is the rule's section of the page.
func (r Rule) Markdown() string {
	return fmt.Sprintf("## %s\n\n**%s.** %s\n\n**Way out.** %s\n\n```%s\n%s\n```\n",
		r.ID, r.Title, unwrapped(r.Harm), unwrapped(r.WayOut), r.language(), r.Example)
}

// language is what the example is written in.
func (r Rule) language() string {
	if strings.HasPrefix(r.Example, "terraform ") || strings.HasPrefix(r.Example, "#") {
		return "sh"
	}
	return "terraform"
}

// unwrapped joins the lines of each paragraph.
func unwrapped(text string) string {
	paragraphs := strings.Split(text, "\n\n")
	for i, p := range paragraphs {
		paragraphs[i] = strings.Join(strings.Fields(p), " ")
	}
	return strings.Join(paragraphs, "\n\n")
}

func yesNo(v bool) string {
	if v {
		return "yes"
	}
	return "no"
}
