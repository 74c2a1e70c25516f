package guard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// when opens a sentence about the state that is claimed.
func (c claim) when() string {
	if c.changes == 0 {
		return "As the tenant is now, "
	}
	return "Once this change is applied, "
}

// paragraph adds to what would happen why a state that is not new is refused, or let pass.
func (c claim) paragraph(text string) string {
	switch {
	case c.excused:
		return text + " That is so already, and this change takes nothing away from anybody, so it passes."
	case c.already && c.changes > 0:
		return text + " That is so already; until it is mended, only changes pass that surely take nothing away from an administrator."
	}
	return text
}

// harm chooses how a summary ends.
func (c claim) harm(does, stays string) string {
	if c.excused {
		return stays
	}
	return does
}

// checked says what the claim rests on.
func (c claim) checked(more ...string) string {
	enabled := 0
	for _, p := range c.tenant.Policies.Value() {
		if mayEnforce(&p) {
			enabled++
		}
	}
	text := fmt.Sprintf("The guard checked %s against %s",
		count(len(c.report.Repairers), "", "administrator"), count(enabled, "enabled", "policy"))
	switch {
	case c.changes == 1:
		text += ", using the planned version of this one"
	case c.changes > 1:
		text += fmt.Sprintf(", using the planned versions of %d objects", c.changes)
	}
	sentences := []string{text + "."}
	if facts := c.report.MissingRepairers; len(facts) > 0 {
		sentences = append(sentences, "There may be more administrators than these: "+facts[0].How+".")
	}
	return joinSentences(append(sentences, more...)...)
}

// assumed says what the verdicts about those who can sign in rest on, each statement once.
func (c claim) assumed() string {
	const most = 5
	var list []string
	for _, r := range c.report.Repairers {
		for _, a := range r.Assumptions {
			if r.Verdict == engine.Reachable && !slices.Contains(list, a) {
				list = append(list, a)
			}
		}
	}
	if more := len(list) - most; more > 0 {
		list = append(list[:most:most], fmt.Sprintf("%d more", more))
	}
	if len(list) == 0 {
		return ""
	}
	return "Whoever can sign in does so assuming " + strings.Join(list, "; ") + "."
}

// together names the smallest set of policies that is enough, where it is the same for everybody.
func together(cores [][]engine.Denial) string {
	var names []string
	for i, core := range cores {
		var these []string
		for _, d := range core {
			these = append(these, fmt.Sprintf("%q", plain(d.Policy)))
		}
		if i > 0 && !slices.Equal(names, these) {
			return ""
		}
		names = these
	}
	switch len(names) {
	case 0:
		return ""
	case 1:
		return names[0] + " alone is enough for it."
	}
	return joinAnd(names) + " together are enough for it, and none of them can be left out."
}

// stoppedBy are the rows about one account: each policy of its core, and why.
func (c claim) stoppedBy(name string, core []engine.Denial) []row {
	var rows []row
	for _, d := range core {
		policy := fmt.Sprintf("%q", plain(d.Policy))
		if c.isCulprit(d) {
			policy += " (this one)"
		}
		rows = append(rows, row{name, policy + ": " + d.Why})
		name = ""
	}
	return rows
}

func (c claim) isCulprit(d engine.Denial) bool {
	return c.culprit.Object == ObjectPolicy && ca.SameID(strings.TrimSuffix(d.PolicyID, plannedMark), c.culprit.id)
}

// openQuestions are the rows about one account that nothing is decided about.
func openQuestions(name string, facts []engine.MissingFact) []row {
	if len(facts) == 0 {
		return []row{{name, "not decided"}}
	}
	var rows []row
	for _, f := range facts {
		rows = append(rows, row{name, "not decided: " + f.How})
		name = ""
	}
	return rows
}

// everySignIn is the witness of a lockout: no dimension matters.
func everySignIn(user string) []string {
	return dimensions("user = "+cutMiddle(plain(user), 40), "client = any", "platform = any", "network = any",
		"device = any", "risk = any")
}

// signIn writes one sign-in with every dimension named.
func signIn(t *ca.Tenant, user string, w engine.Witness) []string {
	return dimensions(
		"user = "+cutMiddle(plain(user), 40), "channel = "+orAny(string(w.Channel)), "client = "+orAny(string(w.ClientApp)),
		"platform = "+orAny(string(w.Platform)), "network = "+network(t, w.Network), "device = "+device(w.DeviceID),
		"user risk = "+orAny(string(w.UserRisk)), "sign-in risk = "+orAny(string(w.SignInRisk)),
	)
}

// dimensions sets the parts of a sign-in in lines that break between them.
func dimensions(parts ...string) []string {
	const room = indentedColumns - len(indent)
	var lines []string
	line := ""
	for i, part := range parts {
		if i < len(parts)-1 {
			part += ","
		}
		if line != "" && columns(line)+1+columns(part) > room {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimSpace(line + " " + part)
	}
	var fitting []string
	for _, l := range append(lines, line) {
		fitting = append(fitting, wrap(l, room)...)
	}
	return fitting
}

func orAny(word string) string {
	if word == "" {
		return "any"
	}
	return word
}

func device(id string) string {
	if id == "" {
		return "none"
	}
	return id
}

func network(t *ca.Tenant, n engine.WitnessNetwork) string {
	var words []string
	switch {
	case n.Address != "" && n.Country != "":
		words = append(words, n.Address+" in "+n.Country)
	case n.Address != "" || n.Country != "":
		words = append(words, n.Address+n.Country)
	}
	for _, id := range n.NamedLocations {
		name := id
		for _, l := range t.NamedLocations.Value() {
			if ca.SameID(l.ID, id) {
				name = fmt.Sprintf("%q", plain(l.DisplayName))
			}
		}
		words = append(words, "in "+name)
	}
	if len(n.NamedLocations) == 0 {
		words = append(words, "in no named location")
	}
	return strings.Join(words, " and ")
}
