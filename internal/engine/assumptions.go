package engine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
)

// assumptions are the statements that a witness rests on: nobody can read the risk of a sign-in that has not
// happened, and what the operator said was not checked.
func (c *candidate) assumptions(s situation, modes []ca.Mode) []string {
	p := c.program
	out := []string{"user risk none", "sign-in risk none"}
	if n := s.network; n.stated != "" {
		var where string
		switch {
		case n.anywhere:
			where = n.country + ", at an address in no named range"
		case n.country != "":
			where = fmt.Sprintf("%s (%s)", n.address, n.country)
		default:
			where = n.address.String()
		}
		out = append(out, fmt.Sprintf("network %s, %s", where, n.stated))
	}
	if len(p.question.Assume.Platforms) > 0 && c.options[s.option].hand.device < 0 {
		out = append(out, fmt.Sprintf("platform %s, stated in assume.platforms", c.options[s.option].platform))
	}
	if slices.Contains(modes, ca.ModeX509SingleFactor) || slices.Contains(modes, ca.ModeX509MultiFactor) {
		out = append(out, "a certificate, stated in assume.certificate_users")
	}
	if taken := p.takenAsAllowed(modes); len(taken) > 0 {
		out = append(out, strings.Join(taken, " and ")+" allowed by the authentication methods policy, which was not read")
	}
	if c.acceptsTerms(s) {
		out = append(out, "terms of use accepted, stated in assume.terms_of_use_accepted")
	}
	return out
}

// takenAsAllowed are the modes that the authentication methods policy could shut out, where it was not read.
func (p *program) takenAsAllowed(modes []ca.Mode) (taken []string) {
	if p.question.Tenant.MethodsPolicy.Read() {
		return nil
	}
	for _, mode := range modes {
		if configurationOf[mode] != "" {
			taken = append(taken, string(mode))
		}
	}
	return taken
}

// acceptsTerms reports whether some policy that applies to the situation asks for terms of use.
func (c *candidate) acceptsTerms(s situation) bool {
	p, asks := c.program, false
	turns := c.at(s, p.everything)
	for turn := range c.turns {
		asked := bitset.And(turns[turn].perhaps, p.channels[s.channel].mask.perhaps)
		for _, g := range p.grants {
			asks = asks || (asked.Meets(g.policies) && slices.ContainsFunc(g.atoms, func(at atom) bool { return at.kind == atomTermsOfUse }))
		}
	}
	return asks && p.question.Assume.TermsOfUseAccepted
}
