package guard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// refuseWords finds words that no enumeration has. One that is almost a known word is a slip. Any other may
// be newer than this version, or older than the service: a stored policy can hold it, and must be adoptable,
// so it is refused only where a change would bring it in.
func refuseWords(p ca.Policy) []refusal {
	var list []refusal
	for _, property := range enumerations(p) {
		for _, word := range property.words {
			if word == ca.NotYetKnown || word == unknownMember || slices.Contains(property.known, word) {
				continue
			}
			r := refusal{
				attribute: property.attribute, harm: "has a word that is not known", adoptable: true,
				text: fmt.Sprintf("%q is none of %s.", word, strings.Join(property.known, ", ")),
			}
			if meant, ok := nearest(word, property.known); ok {
				r.adoptable = false
				r.harm = "has a word that does not exist"
				r.text = fmt.Sprintf("%q does not exist; the word is %q.", word, meant)
			}
			list = append(list, r)
		}
	}
	return list
}

// An enumeration is a property whose members are words of a list.
type enumeration struct {
	attribute    string
	words, known []string
}

func enumerations(p ca.Policy) []enumeration {
	c := p.Conditions
	list := []enumeration{
		{"conditions.client_app_types", asText(c.ClientAppTypes), asText(ca.ClientApps)},
		{"conditions.user_risk_levels", asText(c.UserRiskLevels), asText(ca.RiskLevels)},
		{"conditions.sign_in_risk_levels", asText(c.SignInRiskLevels), asText(ca.RiskLevels)},
		{"conditions.service_principal_risk_levels", asText(c.ServicePrincipalRiskLevels), asText(ca.RiskLevels)},
		{"conditions.insider_risk_levels", c.InsiderRiskLevels, ca.InsiderRiskLevels},
		{"conditions.agent_id_risk_levels", c.AgentIDRiskLevels, ca.AgentRiskLevels},
		{"conditions.applications.include_user_actions", c.Applications.IncludeUserActions, slices.Concat(ca.UserActions, ca.PreviewUserActions)},
	}
	if c.Platforms != nil {
		list = append(list,
			enumeration{"conditions.platforms.include_platforms", asText(c.Platforms.IncludePlatforms), asText(ca.Platforms)},
			enumeration{"conditions.platforms.exclude_platforms", asText(c.Platforms.ExcludePlatforms), asText(ca.Platforms)})
	}
	if c.AuthenticationFlows != nil {
		list = append(list, enumeration{"conditions.authentication_flows.transfer_methods", c.AuthenticationFlows.TransferMethods, ca.TransferMethods})
	}
	for attribute, g := range map[string]*ca.GuestsOrExternal{
		"conditions.users.include_guests_or_external_users": c.Users.IncludeGuestsOrExternalUsers,
		"conditions.users.exclude_guests_or_external_users": c.Users.ExcludeGuestsOrExternalUsers,
	} {
		if g != nil {
			list = append(list, enumeration{attribute + ".guest_or_external_user_types", g.GuestOrExternalUserTypes, ca.GuestTypes})
		}
	}
	if g := p.GrantControls; g != nil {
		list = append(list, enumeration{grantControls, asText(g.BuiltInControls), asText(slices.Concat(ca.BuiltInControls, ca.PreviewBuiltInControls))})
	}
	if s := p.SessionControls; s != nil && s.ContinuousAccessEvaluation != nil {
		mode := []string{s.ContinuousAccessEvaluation.Mode}
		list = append(list, enumeration{"session_controls.continuous_access_evaluation.mode", mode, ca.AccessEvaluation})
	}
	slices.SortFunc(list, func(a, b enumeration) int { return strings.Compare(a.attribute, b.attribute) })
	return list
}

func asText[T ~string](words []T) []string {
	out := make([]string, len(words))
	for i, word := range words {
		out[i] = string(word)
	}
	return out
}

// nearest is the known word that was probably meant: the same in another case, or at most two letters off.
func nearest(word string, known []string) (string, bool) {
	for _, k := range known {
		if strings.EqualFold(word, k) {
			return k, true
		}
	}
	for _, k := range known {
		if len(k) >= 5 && distance(strings.ToLower(word), strings.ToLower(k)) <= 2 || distance(strings.ToLower(word), strings.ToLower(k)) <= 1 {
			return k, true
		}
	}
	return "", false
}

// distance counts the letters to insert, delete or exchange between two words.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			exchanged := diagonal
			if a[i] != b[j] {
				exchanged++
			}
			diagonal = row[j+1]
			row[j+1] = min(exchanged, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
