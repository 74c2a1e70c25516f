package review

import (
	"fmt"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// A WhatIf is what there is to say about one sign-in.
type WhatIf struct {
	Tenant  *ca.Tenant // as it was judged; the text takes names from it
	Report  engine.WhatIfReport
	Checked bool // the reference was asked too, and says the same
}

// The parts in which people read the policies: what counts, what would, and what does not.
type whatIfParts struct {
	applying, reporting, aside []engine.WhatIfPolicy
}

// parts puts what stops the sign-in first, then what is open.
func (w WhatIf) parts() whatIfParts {
	var p whatIfParts
	for _, wanted := range []engine.Value{engine.No, engine.Unknown, engine.Yes} {
		for _, policy := range w.Report.Policies {
			switch {
			case policy.Applies == engine.No, policy.Passes() != wanted:
			case policy.Enforced():
				p.applying = append(p.applying, policy)
			default:
				p.reporting = append(p.reporting, policy)
			}
		}
	}
	p.aside = where(w.Report.Policies, func(policy engine.WhatIfPolicy) bool { return policy.Applies == engine.No })
	return p
}

// headline is the outcome in one sentence, behind the word for it.
func (w WhatIf) headline() string {
	r := w.Report
	sentence := plain(r.Person) + " " + w.asks()
	switch p := w.parts(); {
	case r.Barred != "":
		return sentence + ", and " + plain(r.Barred)
	case r.Outcome == engine.Denied:
		stops := where(p.applying, engine.WhatIfPolicy.Denies)
		if len(stops) == 1 {
			return fmt.Sprintf("%s, and %s cannot be met", sentence, named(stops[0].DisplayName, stops[0].ID))
		}
		return fmt.Sprintf("%s, and %s cannot be met", sentence, count(len(stops), "policy"))
	case r.Outcome == engine.Open:
		return fmt.Sprintf("%s, and %s would tell", sentence, count(len(r.MissingFacts), "fact"))
	case len(p.applying) == 0:
		return sentence + ", and no enabled policy applies"
	default:
		return fmt.Sprintf("%s, and %s can be met", sentence, count(len(p.applying), "policy"))
	}
}

// asks is what the sign-in is for.
func (w WhatIf) asks() string {
	switch c := w.Report.SignIn.Context; {
	case c.UserAction == ca.UserActionRegisterSecurityInfo:
		return "registers security information"
	case c.UserAction == ca.UserActionRegisterDevice:
		return "registers or joins a device"
	case c.AuthenticationContext != "":
		return "asks for authentication context " + c.AuthenticationContext
	}
	var asked []string
	for _, a := range w.Report.Audiences {
		if a.DependencyOf == "" {
			asked = append(asked, plain(a.Name))
		}
	}
	return "asks for " + strings.Join(asked, " and ")
}

// dependencies are the services that were asked for besides, by the one that needs them, and those that were
// left out.
func (w WhatIf) dependencies() []string {
	var callers, lines []string
	needed := map[string][]string{}
	for _, a := range w.Report.Audiences {
		if a.DependencyOf == "" {
			continue
		}
		if needed[a.DependencyOf] == nil {
			callers = append(callers, a.DependencyOf)
		}
		needed[a.DependencyOf] = append(needed[a.DependencyOf], plain(a.Name))
	}
	for _, caller := range callers {
		lines = append(lines, fmt.Sprintf("early-bound to %s, and asked for too: %s", plain(caller), strings.Join(needed[caller], ", ")))
	}
	if left := w.Report.NotFollowed; len(left) > 0 {
		lines = append(lines, "not followed: "+strings.Join(each(left, plain), ", "))
	}
	return lines
}

// demand is what a policy asks, in one line.
func demand(p engine.WhatIfPolicy) string {
	joint := " or "
	if p.Operator == ca.OperatorAND {
		joint = " and "
	}
	return strings.Join(each(p.Controls, func(c engine.ControlAnswer) string { return plain(c.Control) }), joint)
}

// answers are what the account says to each control; a block says all there is to say in its own name.
func answers(p engine.WhatIfPolicy) []engine.ControlAnswer {
	if blocks(p) {
		return nil
	}
	return p.Controls
}

func blocks(p engine.WhatIfPolicy) bool {
	return len(p.Controls) == 1 && p.Controls[0].Control == string(ca.ControlBlock)
}

// effect is one word for what a policy that applies, or may, does to the sign-in.
func effect(p engine.WhatIfPolicy) string {
	return map[engine.Value]string{engine.No: "stops", engine.Unknown: "open", engine.Yes: "passes"}[p.Passes()]
}

// verb is the same of one control.
func verb(v engine.Value) string {
	return map[engine.Value]string{engine.No: "not met", engine.Unknown: "open", engine.Yes: "met"}[v]
}

// standingOf says of a policy that does not count why it does not.
func standingOf(p engine.WhatIfPolicy) string {
	switch p.State {
	case ca.StateReportOnly:
		return " (report-only)"
	case ca.StateDisabled:
		return " (disabled)"
	}
	return ""
}
