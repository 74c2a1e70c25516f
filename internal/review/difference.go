package review

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// A Difference is what there is to say about a change from one tenant to another.
type Difference struct {
	Before, After *ca.Tenant // as they were compared; the text takes names from them
	Report        difference.Report
}

// kinds are the kinds of change in words, in the order in which they are listed.
var kinds = []struct {
	kind  difference.Kind
	words string
	tone  tone
}{
	{difference.Lost, "lost", bad},
	{difference.AskedMore, "asked more", unsure},
	{difference.Changed, "asked for something else", unsure},
	{difference.AskedLess, "asked less", good},
	{difference.Gained, "gained", good},
}

func kindInWords(k difference.Kind) (words string, t tone) {
	for _, known := range kinds {
		if known.kind == k {
			return known.words, known.tone
		}
	}
	return string(k), unsure
}

// headline is the whole difference in one sentence.
func (d Difference) headline() string {
	r := d.Report
	var found []string
	for _, k := range kinds {
		if n := len(where(r.Boxes, func(b difference.Box) bool { return b.Kind == k.kind })); n > 0 {
			found = append(found, fmt.Sprintf("%s %s", count(n, "set"), k.words))
		}
	}
	switch {
	case r.None():
		return "no sign-in changes"
	case len(found) == 0:
		return "no sign-in is known to change, and the search was not finished"
	case r.Undecided != "":
		return "sign-ins change, and the search was not finished: at least " + strings.Join(found, ", ")
	}
	return "sign-ins change: " + strings.Join(found, ", ")
}

// who says in words whom a box is about.
func who(p difference.People) string {
	noun := "user"
	if p.Workload {
		noun = "service principal"
	}
	if p.Everybody {
		users := ""
		if p.Counted {
			users = ": " + count(p.Count, noun)
		}
		return "everybody" + users + ", and whoever comes from outside"
	}
	words := strings.Join(each(p.Words, plain), "; ")
	if !p.Exact && words != "" {
		words = "some of: " + words
	}
	words = cmp.Or(words, "some people")
	if p.Counted {
		words += fmt.Sprintf(" (%s)", count(p.Count, noun))
	}
	return words
}

// mostValues is how many values of a dimension the text and the page show. The JSON has every one.
const mostValues = 8

// dimensions are the dimensions that matter to a box, in words.
func (d Difference) dimensions(b difference.Box) []string {
	var out []string
	for _, dimension := range []struct {
		name   string
		values difference.Values
		word   func(string) string
	}{
		{"for", b.Targets, d.target},
		{"client", b.Clients, plain}, {"platform", b.Platforms, plain}, {"network", b.Networks, plain},
		{"user risk", b.UserRisks, plain}, {"sign-in risk", b.SignInRisks, plain}, {"service principal risk", b.ServicePrincipalRisks, plain},
		{"agent risk", b.AgentRisks, plain}, {"insider risk", b.InsiderRisks, plain}, {"flow", b.TransferMethods, plain},
	} {
		switch v := dimension.values; {
		case v.Any():
		case len(v.Only) > 0:
			out = append(out, dimension.name+" = "+shown(v.Only, " or ", dimension.word))
		default:
			out = append(out, dimension.name+" = any but "+shown(v.Except, " and ", dimension.word))
		}
	}
	for _, device := range b.Devices {
		out = append(out, "device: "+plain(device))
	}
	if len(out) == 0 {
		return []string{"every sign-in"}
	}
	return out
}

func shown(values []string, joint string, word func(string) string) string {
	left := len(values) - mostValues
	words := each(values[:min(len(values), mostValues)], word)
	if left > 0 {
		words = append(words, fmt.Sprintf("%d more", left))
	}
	return strings.Join(words, joint)
}

// target names an application as people call it.
func (d Difference) target(id string) string {
	if name := ca.AppName(id); name != "" {
		return name
	}
	for _, t := range []*ca.Tenant{d.After, d.Before} {
		var names []string
		for _, s := range t.ServicePrincipals.Value() {
			if ca.SameID(s.AppID, id) && s.DisplayName != "" {
				names = append(names, s.DisplayName)
			}
		}
		if len(names) > 0 {
			return named(slices.Min(names), id)
		}
	}
	return plain(id)
}

// person names who signs in in an example.
func (d Difference) person(i ca.SignInIdentity) string {
	for _, t := range []*ca.Tenant{d.After, d.Before} {
		if u, ok := t.User(i.UserID); ok && i.UserID != "" {
			return userName(u)
		}
		if s, ok := t.ServicePrincipals.Value()[ca.FoldID(i.ServicePrincipalID)]; ok && i.ServicePrincipalID != "" {
			return named(s.DisplayName, s.ID)
		}
	}
	if i.ExternalUserType != "" {
		return plain(i.ExternalUserType) + " of " + cmp.Or(plain(i.ExternalTenantID), "any tenant")
	}
	return plain(cmp.Or(i.UserID, i.ServicePrincipalID, "anybody"))
}

// example is a box's example in words, every dimension named.
func (d Difference) example(s ca.SignIn) []string {
	target := strings.Join(each(s.Context.Applications, d.target), " and ")
	return append([]string{d.person(s.Identity), "for = " + plain(cmp.Or(target, s.Context.UserAction, s.Context.AuthenticationContext))}, circumstances(s)...)
}

// audiencesOf are the example's applications, for the JSON.
func (d Difference) audiencesOf(s ca.SignIn) []engine.Audience {
	return each(s.Context.Applications, func(id string) engine.Audience { return engine.Audience{AppID: id, Name: d.target(id)} })
}

func causes(b difference.Box) string {
	return strings.Join(each(b.Causes, func(c difference.Cause) string { return named(c.Name, c.ID) }), " and ")
}

// decisionInWords is what the change of one policy means, and how it should look.
func decisionInWords(d difference.Decision) (words string, t tone) {
	switch d {
	case difference.Stricter:
		return "stricter", bad
	case difference.NoStricter:
		return "no stricter", good
	case difference.NoEffect:
		return "no effect", good
	}
	return "undecided", unsure
}

// changedPolicies are the policies to which something was done.
func (d Difference) changedPolicies() []difference.PolicyChange {
	return where(d.Report.Policies, func(p difference.PolicyChange) bool { return p.Change != difference.Unchanged })
}
